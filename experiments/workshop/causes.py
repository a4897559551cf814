"""Why do lives change? Both worlds of a seed lived side by side, and the first cause of every life that parts, as the page tells it."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.inputs.comparison import Comparison
from experiments.recording.changed_lives import ChangedLives
from experiments.recording.first_cause import DIRECT, DISPLACED, FREED, KINDS
from experiments.workshop.messages import half_width
from experiments.workshop.simulation import SLICE, Cache, grow_up, life_key
from sim.tables import EMPLOYED

YEAR = 12
DOTS = 24
"""Residents of each cause that can be clicked."""
WHOLE, CHAINS = "all", "chains"
"""All causes together; the displaced and those for whom a place was freed, who belong to the same chains."""
OF_AGE = (18 * 12, 56 * 12)
"""Months of age at the policy date of those who are shown: most of a working life is seen."""


@dataclass
class Causes:
    """Of one seed: by year what differs by cause and root, and of each first resident why her life parted and what she gains."""

    roots: list[str]
    work: np.ndarray
    """Job-years in people of the city, added up to the end of each year, shape (years, causes, roots + 1); the first root is none."""
    changed: np.ndarray
    """People whose life has parted, at the end of each year, the same shape."""
    kind: np.ndarray
    """Of each first resident the cause, -1 where her life is the same; with the month, the root, and who was behind it (a row or -1)."""
    month: np.ndarray
    root: np.ndarray
    behind: np.ndarray
    gain: np.ndarray
    """Months at work with the plan minus without it, while both live here."""
    pay: np.ndarray
    """EUR of gross pay, the same way."""
    shown: np.ndarray
    """Whether she is of an age to be shown, and stays."""

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return sum(array.nbytes for array in vars(self).values() if isinstance(array, np.ndarray))


def key_of(comparison: Comparison, seed: int, shocked: bool) -> tuple:
    """What the causes depend on."""
    return "causes", *(life_key(comparison, seed, (policy, shocked), None) for policy in (True, False))


def live_beside(comparison: Comparison, seed: int, shocked: bool, cache: Cache) -> Generator[None, None, Causes]:
    """Both worlds month by month, watched; yields every year."""
    key = key_of(comparison, seed, shocked)
    found = cache.get(key)
    if found is not None:
        return found
    specs = [comparison.world(policy, shocked) for policy in (False, True)]
    young = yield from grow_up(specs[0], seed, cache)
    base, plan = (spec.branch(young) for spec in specs)
    lives, watch = ChangedLives(base, plan), Watch(base, plan)
    for month in range(1, comparison.months + 1):
        base.step()
        plan.step()
        lives.look()
        watch.look()
        if month % SLICE == 0:
            yield
    found = told(lives, watch)
    return cache.put(key, found, found.nbytes)


class Watch:
    """What the first residents gain, while both twins live here."""

    def __init__(self, base: Any, plan: Any) -> None:
        self.base, self.plan, r = base, plan, base.residents
        self.id, self.here = r.id.copy(), r.present == 1
        self.of_age = self.here & (r.age >= OF_AGE[0]) & (r.age < OF_AGE[1])
        self.gain, self.pay = np.zeros(len(r), np.int32), np.zeros(len(r))

    def look(self) -> None:
        """One more month."""
        size, a, b = len(self.id), self.base.residents, self.plan.residents
        for r in (a, b):
            self.here &= (r.id[:size] == self.id) & (r.present[:size] == 1)
        works, worked = (r.activity[:size] == EMPLOYED for r in (b, a))
        self.gain += self.here * (works.astype(np.int32) - worked)
        self.pay += self.here * (np.where(works, b.wage[:size], 0.0) - np.where(worked, a.wage[:size], 0.0))


def told(lives: ChangedLives, watch: Watch) -> Causes:
    """Everything watched, by year and by first resident."""
    weight, roots = lives.plan.weight, lives.roots
    cube = np.array(lives.months).reshape(len(lives.months), -1, len(KINDS), len(roots)) * weight
    ends = [*range(YEAR, len(cube) + 1, YEAR)] or [len(cube)]
    ends += [len(cube)] if ends[-1] != len(cube) else []
    work = np.cumsum(cube[:, 0], axis=0)[[end - 1 for end in ends]] / YEAR
    row_of = {int(name): row for row, name in enumerate(watch.id)}
    columns = np.full((4, len(watch.id)), -1, np.int32)
    for name, month, kind, behind, root, _ in lives.lives:
        row = row_of.get(int(name))
        if row is not None and columns[0, row] < 0:
            columns[:, row] = kind, month, root, row_of.get(int(behind), -1)
    kind, month, root, behind = columns
    changed = cube[[end - 1 for end in ends], -1]
    return Causes(roots[1:], work, changed, kind, month, root, behind, watch.gain, watch.pay, watch.of_age & watch.here)


def rows_of(roots: list[str]) -> list[str]:
    """Names of the rows of a table of causes: causes, chains, all, and the levers at the root."""
    return [*KINDS, CHAINS, WHOLE, *roots]


def by_row(cube: np.ndarray) -> np.ndarray:
    """A cube by year, cause and root as rows of the table, shape (years, rows)."""
    kinds, roots = cube.sum(axis=2), cube.sum(axis=1)
    chains = kinds[:, [DISPLACED, FREED]].sum(axis=1, keepdims=True)
    return np.concatenate([kinds, chains, kinds.sum(axis=1, keepdims=True), roots[:, 1:]], axis=1)


def table(found: list[Causes]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Means over seeds: job-years with the half-width of their 90% interval, and people whose life has parted, by year and row."""
    work, changed = (np.array([by_row(getattr(one, name)) for one in found]) for name in ("work", "changed"))
    direct = np.array([one.changed[:, DIRECT, 1:] for one in found]).mean(axis=0)
    arrays = {"work": work.mean(axis=0), "changed": changed.mean(axis=0), "met": direct}
    if len(found) > 1:
        arrays["half"] = half_width(work)
    return {"seeds": len(found), "rows": rows_of(found[0].roots), "roots": found[0].roots}, {
        name: array.astype(np.float32) for name, array in arrays.items()
    }


def dots(one: Causes) -> dict[str, list[list[int]]]:
    """Residents of each cause, drawn by lot among those of age: row, months gained at work, month, number of the root (-1 none)."""
    found = {}
    for number, name in enumerate(KINDS):
        rows = np.flatnonzero((one.kind == number) & one.shown)
        rows = np.random.default_rng(number).permutation(rows)[:DOTS]
        rows = rows[np.argsort(-one.gain[rows], kind="stable")]
        found[name] = [[int(row), int(one.gain[row]), int(one.month[row]), int(one.root[row])] for row in rows]
    return found


def turn_of(one: Causes, row: int, weight: float) -> dict[str, Any]:
    """The first event of a life, what it comes to, whose lives turned because of it, and how usual she is among those of her kind."""
    kind = int(one.kind[row])
    alike = one.shown & (one.kind == kind)
    gains, own = one.gain[alike], int(one.gain[row])
    return {
        "cause": KINDS[kind] if kind >= 0 else "none",
        "month": int(one.month[row]),
        "lever": one.roots[one.root[row]] if one.root[row] >= 0 else "",
        "gain": own,
        "pay": round(float(one.pay[row])),
        "next": int((one.behind == row).sum()),
        "alike": round(float(alike.sum()) * weight),
        "as_much": float(np.mean(gains >= own if own >= 0 else gains <= own)) if len(gains) else 0.0,
        "middle": float(np.median(gains)) if len(gains) else 0.0,
    }


def turning(one: Causes, turn: int) -> list[dict[str, Any]]:
    """Somebody whom a lever met, somebody who was passed, and somebody whom nothing reached: drawn by lot, not for her story."""
    found = []
    for name, rows in (
        ("met", (one.kind == DIRECT) & (one.gain != 0)),
        ("passed", (one.kind == DISPLACED) & (one.gain != 0)),
        ("unreached", one.kind < 0),
    ):
        rows = np.flatnonzero(rows & one.shown)
        if len(rows):
            found.append({"kind": name, "row": int(rows[(turn * 2_654_435_761 + 97) % len(rows)])})
    return found
