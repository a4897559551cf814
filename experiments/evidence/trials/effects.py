"""What a trial shows: effects month by month on those offered, those who took it up and those not offered.

Two kinds of estimand stand side by side. *True* ones compare each person with her twin in the same city without
the lever. *Seen* ones are what a real trial could see: people offered against people not offered.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.evidence.trials.panel import Panel
from experiments.evidence.trials.trial import Trial, World, taken_up

ESTIMANDS = {
    "offered": "those offered, against their twins (intention to treat)",
    "not_offered": "the eligible not offered, against their twins (displacement)",
    "taken_up": "those who took it up by then, against their twins",
    "moved": "those who took it up and whose twins did not do the same anyway, against their twins",
    "wald": "intention to treat over the take-up it caused (instrumented)",
    "everyone_else": "everybody outside the trial, per person offered (displacement)",
    "net": "the whole city, per person offered",
    "gap": "seen: offered against not offered, same districts (naive)",
    "gap_even": "the same without the luck of the draw",
    "untouched": "seen: offered against the eligible of untouched districts",
    "untouched_even": "the same without the luck of the draw",
    "spill": "seen: not offered against the eligible of untouched districts",
    "spill_even": "the same without the luck of the draw",
    "take_up": "share of those offered who took it up by then",
    "deadweight": "share of takers whose twins do the same, or are in work, anyway",
    "cost": "EUR spent for each person offered, up to then",
}  # fmt: skip
OUTCOMES = {
    "employed": ("share", "employment"),
    "earnings": ("EUR/month", "gross earnings, zero without a job"),
    "learned": ("share", "started a course since the trial began"),
    "studying": ("share", "in a course now"),
    "trained": ("share", "trained by the employer since the trial began"),
    "aware": ("share", "knows what learning is on offer"),
    "skill": ("SD", "mean skill"),
    "credential": ("SD", "what certificates show to employers"),
}  # fmt: skip
COMPARED = ("employed", "earnings", "learned", "trained", "aware")
"""Outcomes that people offered and not offered are compared in."""
START, OWN = "start of the trial", "own take-up"
KEYS = ["clock", "month", "estimand", "outcome", "level", "dimension", "group"]
SUMS = ["top", "bottom", "top2", "bottom2", "base"]
POOLED = "all"


class Sums(NamedTuple):
    """Of one estimand: sums by month whose ratio (less a second ratio) is the estimate; ``base`` sums the twins' level."""

    estimand: str
    outcome: str
    top: np.ndarray
    bottom: np.ndarray
    top2: np.ndarray | None = None
    bottom2: np.ndarray | None = None
    base: np.ndarray | None = None
    clock: str = START


class Seen(NamedTuple):
    """One world beside the twin world: who is in both, and each outcome in either, by month and person."""

    both: np.ndarray
    here: np.ndarray
    treated: dict[str, np.ndarray]
    twins: dict[str, np.ndarray]
    done: np.ndarray
    done_anyway: np.ndarray
    first: np.ndarray
    anyway: np.ndarray

    def gain(self, outcome: str) -> np.ndarray:
        """Each person less her twin, where both are in the city."""
        return (self.treated[outcome] - self.twins[outcome]) * self.both


def outcomes_of(lived: Panel) -> dict[str, np.ndarray]:
    """The outcomes of everybody followed in one world."""
    return {
        "employed": lived.employed.astype(float),
        "earnings": lived.earnings.astype(float),
        "learned": np.maximum.accumulate(lived.started, axis=0).astype(float),
        "studying": lived.studying.astype(float),
        "trained": np.maximum.accumulate(lived.trained, axis=0).astype(float),
        "aware": lived.aware.astype(float),
        "skill": lived.skill.astype(float),
        "credential": lived.credential.astype(float),
    }


def beside(trial: Trial, world: World) -> Seen:
    """A world and its twin."""
    here, there = world.lived.present > 0, trial.twin.present > 0
    first = trial.first(world)
    done = np.maximum.accumulate(taken_up(trial.taking_up, world.lived), axis=0)
    done_anyway = np.maximum.accumulate(trial.alike(), axis=0)
    return Seen(here & there, here, outcomes_of(world.lived), outcomes_of(trial.twin), done, done_anyway, first, trial.anyway(first))


def of_seed(trial: Trial) -> pd.DataFrame:
    """All sums of one seed, one row per month, estimand, outcome, level of saturation and group."""
    found: dict[tuple, dict[str, np.ndarray | None]] = {}
    for world in trial.worlds:
        seen = beside(trial, world)
        for level, members in levels_of(world).items():
            for key, group in trial.groups.items():
                whole = key == ("all", "all")
                if whole or level == POOLED:
                    for sums in estimates(trial, world, seen, members & group, whole, level == POOLED):
                        add_to(found, (sums.clock, sums.estimand, sums.outcome, level, *key), sums)
    return table_of(found).assign(seed=trial.seed)


def levels_of(world: World) -> dict[str, np.ndarray]:
    """Everybody, and the people of each level of saturation."""
    shares = np.unique(world.share)
    return {POOLED: np.ones(len(world.share), bool)} | {f"{share:g}": world.share == share for share in shares}


def add_to(found: dict, key: tuple, sums: Sums) -> None:
    """Add the sums of one world to those of the others."""
    there = found.setdefault(key, dict.fromkeys(SUMS))
    for name in SUMS:
        more = getattr(sums, name)
        if more is not None:
            there[name] = more if there[name] is None else there[name] + more


def table_of(found: dict) -> pd.DataFrame:
    """One row per month and key."""
    months = len(next(iter(found.values()))["top"])
    nothing = np.full(months, np.nan)
    keys = np.repeat(np.array(list(found), dtype=object), months, axis=0)
    columns = dict(zip([key for key in KEYS if key != "month"], keys.T, strict=True))
    values = {name: np.concatenate([nothing if one[name] is None else one[name] for one in found.values()]) for name in SUMS}
    made = pd.DataFrame({**columns, "month": np.tile(np.arange(months) + 1, len(found)), **values})
    return made.astype(dict.fromkeys(columns, "category"))


def estimates(trial: Trial, world: World, seen: Seen, members: np.ndarray, whole: bool, pooled: bool) -> Iterator[Sums]:
    """Every estimand for some of the people; what only the whole city can tell when ``whole``."""
    offered, left = members & world.offered, members & ~world.offered & (world.share > 0)
    takers = seen.done & offered
    if not members.any():
        return
    for outcome in OUTCOMES:
        gain, base = seen.gain(outcome), seen.twins[outcome] * seen.both
        for name, who in (("offered", offered), ("not_offered", left), ("taken_up", takers), ("moved", takers & ~seen.anyway)):
            yield mean_of(name, outcome, gain, seen.both, who, base)
        yield Sums("wald", outcome, added(gain, offered), added((seen.done * 1.0 - seen.done_anyway) * seen.both, offered))
        if outcome in COMPARED:
            yield from gaps(world, seen, outcome, offered, left)
        if pooled:
            yield from since_own_start(seen, outcome, offered, gain, base)
    yield mean_of("take_up", "take-up", seen.done * 1.0, np.ones_like(seen.both), offered)
    yield Sums("deadweight", "learned", added(seen.anyway & seen.done, takers), added(seen.done, takers))
    at_work = takers & seen.both & (seen.treated["employed"] > 0)
    yield Sums("deadweight", "employed", added(seen.twins["employed"], at_work), added(at_work, at_work))
    if whole and (pooled or len(np.unique(world.share)) == 1):
        yield from of_the_city(trial, world, seen, offered)


def added(values: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Sum over some people, month by month."""
    return np.where(who, values, 0.0).sum(axis=1)


def mean_of(name: str, outcome: str, values: np.ndarray, counted: np.ndarray, who: np.ndarray, base: np.ndarray | None = None) -> Sums:
    """A mean over some people of those counted."""
    return Sums(name, outcome, added(values, who), added(counted, who), base=None if base is None else added(base, who))


def gaps(world: World, seen: Seen, outcome: str, offered: np.ndarray, left: np.ndarray) -> Iterator[Sums]:
    """What a real trial sees, and the same without the luck of who was drawn (the twins' own gap taken off)."""
    level, gain = seen.treated[outcome] * seen.here, seen.gain(outcome)
    inside = (world.share > 0) & (world.share < 1)
    yield difference("gap", outcome, level, seen.here, offered & inside, left)
    yield difference("gap_even", outcome, gain, seen.both, offered & inside, left)
    untouched = world.share == 0
    if untouched.any() and not untouched.all():
        for name, who in (("untouched", offered), ("spill", left)):
            yield difference(name, outcome, level, seen.here, who, untouched)
            yield difference(f"{name}_even", outcome, gain, seen.both, who, untouched)


def difference(name: str, outcome: str, values: np.ndarray, counted: np.ndarray, ones: np.ndarray, others: np.ndarray) -> Sums:
    """Mean of some people less the mean of others."""
    return Sums(name, outcome, added(values, ones), added(counted, ones), added(values, others), added(counted, others))


def since_own_start(seen: Seen, outcome: str, offered: np.ndarray, gain: np.ndarray, base: np.ndarray) -> Iterator[Sums]:
    """Effects on takers by months since each took it up: the dip while a course lasts, then what it brings."""
    for name, who in (("taken_up", offered & (seen.first < len(gain))), ("moved", offered & (seen.first < len(gain)) & ~seen.anyway)):
        if who.any():
            top, bottom, level = (shifted(values, seen.first, who) for values in (gain, seen.both, base))
            yield Sums(name, outcome, top, bottom, base=level, clock=OWN)


def shifted(values: np.ndarray, first: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Sum over people of their values so many months after their own first month; month 1 is that month."""
    months, people = len(values), np.flatnonzero(who)
    at = first[people][None, :] + np.arange(months)[:, None]
    found = values[np.minimum(at, months - 1), people[None, :]]
    return np.where(at < months, found, 0.0).sum(axis=1)


def of_the_city(trial: Trial, world: World, seen: Seen, offered: np.ndarray) -> Iterator[Sums]:
    """Jobs of everybody else and of the whole city, and the money."""
    whole = world.lived.jobs - trial.twin.jobs
    followed = (world.lived.employed.astype(float) - trial.twin.employed).sum(axis=1)
    people = np.full(len(whole), float(offered.sum()))
    spent = world.lived.spent - trial.twin.spent
    yield Sums("everyone_else", "employed", whole - followed, people)
    yield Sums("net", "employed", whole, people)
    yield Sums("cost", "euros", spent, people)
    gained = added(seen.gain("employed"), offered)
    yield Sums("cost_per", "job_year_offered", spent, np.cumsum(gained) / 12)
    yield Sums("cost_per", "job_year_net", spent, np.cumsum(whole) / 12)
    yield Sums("cost_per", "learner", spent, added(seen.gain("learned"), offered))
