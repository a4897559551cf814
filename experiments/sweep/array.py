"""A sweep as a Slurm array, where nothing may run for long on the login node: shares of runs, a batch script, and what comes of them.

Each share has a small store of its own in the sweep's folder, so that a task that is started again looks through nothing else; the
sweep's own command moves finished parts into the store of all sweeps, by their names, and computes what is missing.
"""

import hashlib
import heapq
import itertools
import json
import os
import shlex
import socket
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from experiments.execution.jobs import Engine
from experiments.execution.progress import quiet
from experiments.inputs.run_spec import RunSpec, code, run_name
from experiments.inputs.settings import check_text
from experiments.storage import parts
from experiments.storage.disk import or_cannot_store, write_whole
from experiments.storage.run_index import Index, begin, tidy
from experiments.sweep import scheduler
from experiments.sweep.cost_estimate import ASSUMED
from experiments.sweep.plan import Plan
from experiments.sweep.task import Group, without
from experiments.sweep.waiting import Waiting
from sim.city import check_whole
from sim.declare import Mistake
from sim.plain_json import read_json

ARRAY, SHARES, COLLECTED, SCRIPT, LOGS = "array", "shares", "collected", "array.sbatch", "logs"
MOST = 10_000
NUMBER = "SLURM_ARRAY_TASK_ID"


@dataclass(frozen=True)
class Share:
    """What one task of the array does: runs by their city, the tables to keep, processes at a time."""

    groups: list[Group]
    keep: tuple[str, ...]
    workers: int

    @property
    def content(self) -> bytes:
        """As it lies in a file."""
        specs = list({id(spec): spec for group in self.groups for _, spec in group.runs}.values())
        place = {id(spec): number for number, spec in enumerate(specs)}
        groups = [[group.seed, [[run, place[id(spec)]] for run, spec in group.runs]] for group in self.groups]
        said = {"code": code(), "keep": self.keep, "workers": self.workers, "groups": groups}
        return json.dumps({**said, "specs": [spec.settings_dict for spec in specs]}).encode()


def folder_of(folder: Path, missing: Collection[str], tasks: int) -> Path:
    """Where an array lies in the sweep's folder: the same for the same runs, tasks and code."""
    said = json.dumps([code(), tasks, sorted(missing)])
    return folder / ARRAY / hashlib.sha256(said.encode()).hexdigest()[:8]


def check_engine(engine: Mapping[str, Any]) -> None:
    """Mistake for settings that make no batch script."""
    if engine["name"] != "slurm":
        raise Mistake(f"--array: is for engine=slurm, not {engine['name']}")
    check_whole("engine.cores", engine["cores"], 1, 1024)
    for word in ("memory", "walltime"):
        check_text(f"engine.{word}", engine[word])


def check_tasks(tasks: int, missing: int | None = None) -> None:
    """Mistake for a number of tasks that cannot be, or of which some would have nothing to do."""
    check_whole("--array", tasks, 1, MOST)
    if missing is not None and tasks > missing:
        raise Mistake(f"--array: {tasks} tasks are more than the {missing} runs that are missing; at most --array {missing}")


def write(folder: Path, plan: Plan, missing: set[str], tasks: int, engine: Mapping[str, Any]) -> Path:
    """The shares of what is missing and their batch script, in the array's ``folder``; the script's file."""
    for number, groups in enumerate(shares(scheduler.grouped(plan, missing), tasks)):
        write_whole(file_of(folder, number), Share(groups, plan.keep, engine["cores"]).content)
    (folder / LOGS).mkdir(exist_ok=True)
    write_whole(folder / SCRIPT, script(folder, plan.name, tasks, engine).encode())
    return folder / SCRIPT


def shares(groups: Sequence[Group], tasks: int) -> list[list[Group]]:
    """As many shares, about equally dear by what a city and a month are assumed to cost; the same for the same groups."""
    total = sum(scheduler.seconds_of(group, ASSUMED) for group in groups)
    pieces = [piece for group in groups for piece in scheduler.split(group, total / (tasks * scheduler.ROUNDS), ASSUMED)]
    dearest = [(-scheduler.seconds_of(piece, ASSUMED), number, piece) for number, piece in enumerate(enough(pieces, tasks))]
    least = [(0.0, number) for number in range(tasks)]
    found: list[list[Group]] = [[] for _ in range(tasks)]
    for seconds, _, piece in sorted(dearest, key=lambda one: one[:2]):
        filled, number = heapq.heappop(least)
        found[number].append(piece)
        heapq.heappush(least, (filled - seconds, number))
    return [together(share) for share in found]


def enough(pieces: Sequence[Group], tasks: int) -> list[Group]:
    """At least one piece for every task: the longest are halved until there are."""
    number = itertools.count()
    longest = [(-len(piece.runs), next(number), piece) for piece in pieces]
    heapq.heapify(longest)
    while len(longest) < tasks:
        *_, piece = heapq.heappop(longest)
        half = len(piece.runs) // 2
        for runs in (piece.runs[:half], piece.runs[half:]):
            heapq.heappush(longest, (-len(runs), next(number), Group(piece.seed, runs)))
    return [piece for *_, piece in sorted(longest, key=lambda one: one[1])]


def together(pieces: Sequence[Group]) -> list[Group]:
    """Pieces of one city are one group again, so that it grows up once."""
    found: dict[tuple[int, str], list[tuple[str, RunSpec]]] = {}
    for piece in pieces:
        found.setdefault((piece.seed, piece.runs[0][1].burn_in_key), []).extend(piece.runs)
    return [Group(seed, tuple(runs)) for (seed, _), runs in found.items()]


def script(folder: Path, name: str, tasks: int, engine: Mapping[str, Any]) -> str:
    """What ``sbatch`` is given: one task a share, started again as often as one likes."""
    log = str(folder.absolute() / LOGS).replace("%", "%%")
    asked = {
        "job-name": name,
        "array": f"0-{tasks - 1}",
        "ntasks": 1,
        "cpus-per-task": engine["cores"],
        "mem": engine["memory"].upper().removesuffix("B").removesuffix("I"),
        "time": engine["walltime"],
        "partition": engine["queue"],
        "account": engine["account"],
        "output": f'"{log}/%a.txt"',
    }
    options = [f"--{word}={value}" for word, value in asked.items() if value is not None] + list(engine["directives"])
    does = shlex.join([sys.executable, "-m", "experiments", "sweep", "--share", str(folder.absolute())])
    lines = ["#!/usr/bin/env bash", *(f"#SBATCH {option}" for option in options), "set -euo pipefail", *engine["prologue"], f"exec {does}"]
    return "\n".join(lines) + "\n"


def file_of(folder: Path, number: int) -> Path:
    """The file of a share."""
    return folder / f"share-{number:05d}.json"


def store_of(folder: Path, number: int) -> Path:
    """The store of a share."""
    return folder / SHARES / f"{number:05d}"


def number_in(folder: Path) -> int:
    """Which task this is, as Slurm says; Mistake when it says nothing, or no task of this array."""
    if not (folder / SCRIPT).is_file():
        raise Mistake(f"--share: {folder} holds no array of a sweep ({SCRIPT} is missing)")
    said, tasks = os.environ.get(NUMBER, ""), len(list(folder.glob("share-*.json")))
    if not (said.isascii() and said.isdigit() and int(said) < tasks):
        raise Mistake(f"{NUMBER}: must be the number of a task in 0..{tasks - 1}, not {said!r}; the script {folder / SCRIPT} is for sbatch")
    return int(said)


def read(folder: Path, number: int) -> Share:
    """A share from its file; Mistake when learncity or a user's files have changed since, as the runs would be others."""
    said = read_json(file_of(folder, number))
    if said["code"] != code():
        raise Mistake(f"{socket.gethostname()}: another version of learncity than the array was written with; results would differ")
    specs = [RunSpec(**{**life, "extensions": tuple(life["extensions"])}) for life in said["specs"]]
    digests = [spec.digest for spec in specs]
    if any(run_name(digests[spec], seed) != run for seed, runs in said["groups"] for run, spec in runs):
        raise Mistake(f"{file_of(folder, number)}: files of the city or of its extensions have changed since; write the array again")
    groups = [Group(seed, tuple((run, specs[spec]) for run, spec in runs)) for seed, runs in said["groups"]]
    return Share(groups, tuple(said["keep"]), said["workers"])


def live(share: Share, home: Path, engine: Engine) -> scheduler.Outcome:
    """Simulate what is missing of a share into its store; nothing else is looked through."""
    with or_cannot_store(home):
        index = begin(home)
        there = index.having(share.keep) | collected(home)
    left = [group for one in share.groups if (group := without(one, there)).runs]
    groups = scheduler.shuffled(left, Random())
    tasks = scheduler.cut(groups, share.keep, str(home), ASSUMED, engine.workers)
    outcome = scheduler.drive(Waiting(tasks, index), engine, share.keep, quiet)
    with or_cannot_store(home):
        tidy(index.refresh())
    return outcome


def collected(home: Path) -> set[str]:
    """Runs of a share that have been moved into the store of all sweeps."""
    return {run for file in (home / COLLECTED).glob("*.json") for run in read_json(file)["runs"]}


def collect(folder: Path, home: Path) -> None:
    """Move the finished parts of all shares of a sweep into the store, each at once; a share knows which of its runs have gone."""
    (home / parts.PARTS).mkdir(parents=True, exist_ok=True)
    for share in sorted((folder / ARRAY).glob(f"*/{SHARES}/*")):
        for name, part in Index(share).refresh().parts.items():
            (share / COLLECTED).mkdir(exist_ok=True)
            write_whole(share / COLLECTED / f"{name}.json", json.dumps({"runs": part.runs}).encode())
            try:
                os.rename(share / parts.PARTS / name, home / parts.PARTS / name)
            except FileNotFoundError:  # put together with others meanwhile: what came of it is collected the next time
                (share / COLLECTED / f"{name}.json").unlink(missing_ok=True)
