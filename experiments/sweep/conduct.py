"""A sweep from its configuration to its effects: plan, show, run what is missing, keep, tell."""

import errno
import json
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.execution import engines
from experiments.execution.compile_rules import compile_rules
from experiments.execution.progress import say
from experiments.manifest import assumed_with, commit, versions
from experiments.places import PACKAGE
from experiments.store import write_table, write_whole
from experiments.sweep import cells, estimate, lives, parts, show, summary, telling, work
from experiments.sweep.cells import Plan
from experiments.sweep.index import Index, begin, tidy
from experiments.sweep.store import MANIFEST
from experiments.sweep.task import CannotStore

PRELOADED = ("experiments.sweep.preloaded",)
"""What workers start with."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


@dataclass(frozen=True)
class Done:
    """A sweep that has been run: what was asked, where it is, and how it went."""

    plan: Plan
    folder: Path
    index: Index
    outcome: work.Outcome
    effects: pd.DataFrame
    failed: list[dict[str, Any]]


def from_command(how: Mapping[str, Any], shown_before: bool = False) -> int:
    """The command line's sweep; 1 when runs are missing at the end."""
    try:
        done = conduct(how, shown=not shown_before)
        if shown_before:
            tell(done)
        if len(done.effects):
            telling.answer(done.folder)
        return 1 if done.failed else 0
    except CannotStore as full:
        told = f"nothing more can be stored ({full}); what is finished is kept. Make room, then give the same command again."
        print(f"learncity: {told}", file=sys.stderr)
        return 1


def conduct(how: Mapping[str, Any], shown: bool = True) -> Done:
    """Run what is missing of a sweep and compare; what is in the store, from whichever sweep, is not run again."""
    plan, index, outcome = compute(how, shown)
    with or_cannot_store(index.home):
        return conclude(plan, index, outcome, shown)


def compute(how: Mapping[str, Any], shown: bool = True) -> tuple[Plan, Index, work.Outcome]:
    """Every run of a sweep that is not in the store yet."""
    compile_rules(say if shown else None)
    home = Path(how["store"]).expanduser().resolve()
    with or_cannot_store(home), engines.engine(how["engine"], how["workers"], PRELOADED) as engine:
        plan = cells.plan(how)
        index, missing = what_is_missing(plan, home)
        pace = estimate.pace(plan)
        if shown:
            show.design(plan, missing, pace, engine.workers, home)
        with show.bar(len(missing)) if shown else nullcontext(lambda gone: None) as tell:
            outcome = work.finish(plan, missing, index, engine, pace, tell)
    return plan, index.refresh(), outcome


@contextmanager
def or_cannot_store(home: Path) -> Iterator[None]:
    """A disk that is full stops the sweep with one clear word."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise CannotStore(f"{home}: {error.strerror}") from error
        raise


def what_is_missing(plan: Plan, home: Path) -> tuple[Index, set[str]]:
    """The store, and the runs that are not in it, or not in order."""
    index, wanted = begin(home), set(plan.cells.run)
    index.check(wanted)
    if index.broken:
        say(f"Damaged parts of the store were set aside ({home / parts.BROKEN}): {', '.join(index.broken)}; their runs are computed again.")
    return index, wanted - index.having(plan.keep)


def conclude(plan: Plan, index: Index, outcome: work.Outcome, shown: bool) -> Done:
    """The sweep's own folder: cells, effects, failures, and the manifest last."""
    try:
        tidy(index)
    except OSError as error:
        say(f"Small files were left as they are ({error.strerror}); nothing is lost.")
    folder, failed = index.home / parts.SWEEPS / plan.name, told_failures(plan, outcome.failed)
    found = summary.effects(plan.cells, index)
    write_table(folder / "cells.parquet", plan.cells.drop(columns="life"))
    write_table(folder / "effects.parquet", found)
    write_whole(folder / "effects.csv", found[found.dimension == "all"].to_csv(index=False).encode())
    write_whole(folder / "failures.json", json.dumps(failed, indent=2).encode())
    went = {**asdict(outcome), "failed": len(failed), "busy": outcome.busy, "overhead_seconds": outcome.overhead}
    write_manifest(folder, plan, {"finished": not failed, "last_start": went})
    done = Done(plan, folder, index, outcome, found, failed)
    if shown:
        tell(done)
    return done


def told_failures(plan: Plan, failed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every failed run with its labels, its whole configuration and what went wrong."""
    rows = plan.cells[plan.cells.run.isin(list(failed))].drop_duplicates("run")
    said = rows[["run", "role", "portfolio", "case", "shock", "seed"]].to_dict("records")
    configured = [plan.lives[life].record for life in rows.life]
    return [{**row, "configuration": record, "error": failed[row["run"]]} for row, record in zip(said, configured, strict=True)]


def write_manifest(folder: Path, plan: Plan, how_it_is: Mapping[str, Any]) -> None:
    """What was asked, with which versions, where, and how far it has come."""
    about = {
        "made_by": "learncity sweep",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "title": plan.title,
        "story": plan.story,
        "configuration": plan.how,
        "fingerprint": plan.fingerprint,
        "code": lives.code(),
        "baseline": plan.baseline,
        "seeds": list(plan.seeds),
        "keep": list(plan.keep),
        "cells": len(plan.cells),
        "runs": int(plan.cells.run.nunique()),
        "portfolios": records(plan, "portfolio", "levers"),
        "shocks": records(plan, "shock", "shock"),
        "problem": plan.problem,
        "assumed": assumed_in(plan),
        "versions": versions(),
        "git_commit": commit(PACKAGE.parent),
        "host": socket.gethostname(),
        **how_it_is,
    }
    write_whole(folder / MANIFEST, json.dumps(about, indent=2, ensure_ascii=False).encode())


def records(plan: Plan, label: str, part: str) -> dict[str, Any]:
    """What each label stands for, every number in force."""
    rows = plan.cells.drop_duplicates(label)
    return {name: plan.lives[life].record[part] for name, life in zip(rows[label], rows.life, strict=True)}


def assumed_in(plan: Plan) -> list[dict[str, Any]]:
    """Assumed numbers of the model and of every lever and shock of the sweep; a number that differs stands with its first value."""
    levers, shocks = ({name: card for life in reversed(plan.lives) for name, card in getattr(life, part).items()}
                      for part in ("levers", "shock"))  # fmt: skip
    return assumed_with(levers, shocks, {}, plan.lives[0].extensions)


def tell(done: Done) -> None:
    """The answer in the terminal, and where everything is."""
    show.how_it_went(done.outcome)
    if done.failed:
        show.failures(done.failed, done.folder / "failures.json")
    show.effects(done.effects, done.plan)
    show.console().print(f"Effects, cells and the manifest are in {done.folder}", highlight=False, soft_wrap=True)


def only_show(how: Mapping[str, Any]) -> None:
    """The design, the time and the disk; nothing is run or written."""
    plan, home = cells.plan(how), Path(how["store"]).expanduser().resolve()
    asked = engines.engine(how["engine"], how["workers"])
    there = Index(home).refresh().having(plan.keep) if (home / parts.PARTS).is_dir() else set()
    show.design(plan, set(plan.cells.run) - there, estimate.pace(plan), asked.workers, home)
    script: Callable[[], str] | None = getattr(asked, "script", None)
    if script:
        show.console().print("The batch job that Slurm would get:\n" + script(), highlight=False, markup=False)
