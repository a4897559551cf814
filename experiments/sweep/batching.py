"""How the missing runs are shared out: runs of one seed from one city together, in tasks of a few seconds."""

from collections.abc import Iterable, Sequence
from math import ceil

from experiments.inputs.run_spec import RunSpec, code
from experiments.sweep.cost_estimate import Pace
from experiments.sweep.plan import Plan
from experiments.sweep.task import Group, Task

LEAST, MOST = 0.5, 10.0
"""Seconds a task should take: long enough that handing it out costs nothing, short enough that the bar moves."""
ROUNDS = 3
"""A task takes this part of what each worker still has to do: large tasks first, small ones last, so that all end together."""
GROWING_UP = 0.12
"""Largest share of a task's time that may go into growing the same city up once more, when a seed's runs are split."""


def tasks(plan: Plan, missing: set[str], store: str, pace: Pace, workers: int) -> list[Task]:
    """Tasks that together do every missing run once."""
    groups = grouped(plan, missing)
    seconds = [seconds_of(group, pace) for group in groups]
    left = total = sum(seconds)
    pieces: list[Group] = []
    for group, own in zip(groups, seconds, strict=True):
        pieces += split(group, seconds_of_a_task(min(total / ROUNDS, left), workers), pace)
        left -= own
    return [Task(store, plan.keep, code(), tuple(some)) for some in joined(pieces, workers, pace)]


def grouped(plan: Plan, missing: set[str]) -> list[Group]:
    """Missing runs by the city they branch from: same seed, same youth."""
    keys = [spec.burn_in_key for spec in plan.specs]
    found: dict[tuple[int, str], dict[str, RunSpec]] = {}
    for run, seed, spec in plan.cells[["run", "seed", "spec"]].itertuples(index=False):
        if run in missing:
            found.setdefault((int(seed), keys[spec]), {})[run] = plan.specs[spec]
    return [Group(seed, tuple(runs.items())) for (seed, _), runs in found.items()]


def seconds_of(group: Group, pace: Pace) -> float:
    """What a group will take: the city once, then each run."""
    _, first = group.runs[0]
    return pace.making(first) + sum(pace.living(spec) for _, spec in group.runs)


def seconds_of_a_task(left: float, workers: int) -> float:
    """Seconds of a task when so much is left to do."""
    return min(MOST, max(LEAST, left / (workers * ROUNDS)))


def split(group: Group, target: float, pace: Pace) -> Iterable[Group]:
    """Pieces of about the target, none so small that growing the city up again would dominate."""
    _, first = group.runs[0]
    pieces = max(1, int(seconds_of(group, pace) / max(target, pace.making(first) / GROWING_UP)))
    size = ceil(len(group.runs) / pieces)
    return (Group(group.seed, group.runs[start : start + size]) for start in range(0, len(group.runs), size))


def joined(pieces: Sequence[Group], workers: int, pace: Pace) -> Iterable[list[Group]]:
    """Small pieces together until they fill a task."""
    seconds = [seconds_of(piece, pace) for piece in pieces]
    left, filled = sum(seconds), 0.0
    some: list[Group] = []
    for piece, own in zip(pieces, seconds, strict=True):
        if some and filled + own > seconds_of_a_task(left, workers):
            yield some
            left, some, filled = left - filled, [], 0.0
        some.append(piece)
        filled += own
    if some:
        yield some


def alone(task: Task, runs: Iterable[str]) -> list[Task]:
    """Each of these runs in a task of its own, to find the one that ends its worker."""
    asked = set(runs)
    one_by_one = [Group(group.seed, (run,)) for group in task.groups for run in group.runs if run[0] in asked]
    return [Task(task.store, task.keep, task.code, (group,)) for group in one_by_one]
