"""Whose life does the plan change, why, and what does it come to? Two cities with the same luck, watched month by month.

Twins part at a first event. Its cause is looked for when it happens; where somebody else is behind it whose life had parted before,
that life's first cause is the root. From then on all that differs between the twins is put down to that cause, so that the
parts add up to the whole difference of the two cities.
"""

from typing import Any

import numpy as np
import pandas as pd

from experiments.recording.first_cause import DEMAND, KINDS, FirstCause
from experiments.recording.lever_reach import LeverReach
from sim.city import City
from sim.groups import LABELS, find_cells, flags_of
from sim.pay import earnings
from sim.tables import EMPLOYED

SAME = ("id", "present", "activity", "post", "offer", "learned", "aware", "attainment", "credential")
"""Columns in which twins are the same until they part; the skills besides."""
OUTCOMES = ("work", "learning", "pay")
COUNTED = (*OUTCOMES, "changed")
"""What is added up by cause: person-months at work and in a course, EUR of gross pay, and lives that have parted."""
NONE = -1
EVERYBODY = len(LABELS)
"""Number after those of the groups of one trait."""
GROUPS = EVERYBODY + 1
BELONGS = np.stack([*(flags_of(**{dimension: name}) for dimension, name in LABELS), flags_of()], axis=1).astype(float)
"""1 where a cell belongs to a group, shape (CELLS, GROUPS)."""


class ChangedLives:
    """Every resident's first cause, and what differs by cause, root and group of one trait, year by year."""

    def __init__(self, base: City, plan: City) -> None:
        self.base, self.plan = base, plan
        levers = list(dict.fromkeys(lever.called for city in (plan, base) for lever in city.levers))
        self.reach = LeverReach(base, levers), LeverReach(plan, levers)
        self.roots = ["", *levers]
        rows = max(len(base.residents), len(plan.residents))
        self.kind, self.who, self.root = (np.full(rows, NONE, np.int32) for _ in range(3))
        self.steps = np.zeros(rows, np.int32)
        self.name = np.full(rows, NONE, np.int64)
        self.lives: list[tuple] = []
        self.years: list[np.ndarray] = []
        """Of each year: outcome and changed lives, cause, root and group (of LABELS, then everybody)."""
        self.months: list[np.ndarray] = []
        """Of each month: the same of the whole city."""

    def look(self) -> None:
        """After both cities have lived a month: find who parted in it and why, and add up what differs."""
        self._grow()
        parted = self._differ()
        new = parted & (self.kind == NONE)
        if new.any():
            self._explain(np.flatnonzero(new), parted | (self.kind != NONE))
        self._add_up()

    def _grow(self) -> None:
        rows = max(len(self.base.residents), len(self.plan.residents))
        more = rows - len(self.kind)
        if more > 0:
            for column in ("kind", "who", "root", "name"):
                setattr(self, column, np.pad(getattr(self, column), (0, more), constant_values=NONE))
            self.steps = np.pad(self.steps, (0, more))

    def _differ(self) -> np.ndarray:
        """Rows whose twins differ, bool; a row in which both cities have the same somebody new has parted no more."""
        a, b = self.base.residents, self.plan.residents
        size = min(len(a), len(b))
        differs = np.ones(len(self.kind), bool)
        here = differs[:size]
        np.any([getattr(a, name)[:size] != getattr(b, name)[:size] for name in SAME], axis=0, out=here)
        here |= (a.skill[:size] != b.skill[:size]).any(axis=1)
        again = (self.kind[:size] != NONE) & (a.id[:size] == b.id[:size]) & (a.id[:size] != self.name[:size]) & ~here
        self.kind[:size][again] = NONE
        return differs

    def _explain(self, new: np.ndarray, changed: np.ndarray) -> None:
        month, ask = self.plan.since_policy, FirstCause(self.base, self.plan, self.reach)
        found = {int(i): ask.of(int(i), changed) for i in new}
        for i, (kind, who, lever) in found.items():
            self.kind[i], self.who[i], self.root[i], self.steps[i], self.name[i] = kind, who, lever, 0, self._holder(i)
        for i in found:
            self._trace(i, found)
        self.lives += [(self.name[i], month, self.kind[i], self._holder(self.who[i]), self.root[i], self.steps[i]) for i in found]

    def _trace(self, i: int, found: dict[int, tuple[int, int, int]]) -> None:
        """Follow the chain to its root: the lever behind the first changed life in it, and how many steps away it is."""
        at, steps, seen = i, 0, {i}
        while self.root[at] == NONE and self.who[at] != NONE and self.who[at] not in seen:
            at, steps = int(self.who[at]), steps + 1
            seen.add(at)
            if at not in found:  # its own chain was followed when it parted
                steps += int(self.steps[at])
                break
        self.root[i], self.steps[i] = self.root[at], steps

    def _holder(self, row: int) -> int:
        """Stable name of who lives in a row, in the plan's city or else in the baseline's; -1 nobody."""
        for r in (self.plan.residents, self.base.residents):
            if 0 <= row < len(r) and r.id[row] != NONE:
                return int(r.id[row])
        return NONE

    def _add_up(self) -> None:
        """Add this month's differences by year, outcome, cause, root and group."""
        if len(self.months) % 12 == 0:
            self.years.append(np.zeros((len(COUNTED), len(KINDS) * len(self.roots) * GROUPS)))
        a, b = self.base.residents, self.plan.residents
        parted = np.flatnonzero(self.kind != NONE)
        size, of_base, of_plan = min(len(a), len(b)), cells_of(a), cells_of(b)
        twins = a.id[:size] == b.id[:size]  # they count where the one without the plan stands: nobody changes groups by learning
        of_plan[:size][twins] = of_base[:size][twins]
        occupied = np.zeros(len(BELONGS), bool)
        occupied[of_base] = occupied[of_plan] = True
        place, many = np.cumsum(occupied) - 1, int(occupied.sum())  # few cells have anybody
        of_base, of_plan = place[of_base], place[of_plan]
        total = np.zeros((len(COUNTED), len(KINDS) * len(self.roots) * many))
        key = (self.kind[parted] * len(self.roots) + self.root[parted] + 1) * many
        for r, cells, sign in ((b, of_plan, 1.0), (a, of_base, -1.0)):
            inside = parted < len(r)
            rows, at = parted[inside], key[inside]
            here = r.present[rows] == 1
            rows, at = rows[here], at[here] + cells[rows[here]]
            work = r.activity[rows] == EMPLOYED
            for n, amount in enumerate((work, r.offer[rows] >= 0, np.where(work, earnings(r, rows), 0.0))):
                total[n] += sign * np.bincount(at, amount, total.shape[1])
            if r is b:
                total[-1] += np.bincount(at, minlength=total.shape[1])
        same = np.flatnonzero((self.kind[:size] == NONE) & (a.present[:size] == 1))
        moved = earnings(b, same) - earnings(a, same)  # pay that moves for everybody: prices of skills
        total[OUTCOMES.index("pay")] += np.bincount(DEMAND * len(self.roots) * many + of_base[same], moved, total.shape[1])
        of_groups = total.reshape(len(COUNTED), -1, many) @ BELONGS[occupied]
        self.years[-1] += of_groups.reshape(len(COUNTED), -1)
        self.months.append(of_groups[:, :, EVERYBODY])

    def by_month(self) -> pd.DataFrame:
        """Month, cause, root, and in people of the city: person-months at work and in a course, EUR of pay, changed lives."""
        cube = np.array(self.months).reshape(-1, len(COUNTED), len(KINDS), len(self.roots)) * self.plan.weight
        month, kind, root = np.nonzero(cube.any(axis=1))
        counted = dict(zip(COUNTED, np.moveaxis(cube, 1, 0)[:, month, kind, root], strict=True))
        return pd.DataFrame({"month": month + 1, **self._named(kind, root), **counted})

    def by_group(self) -> pd.DataFrame:
        """The same by year, which its last month names, and by groups of one trait; changed lives are the mean of the year."""
        parts = []
        for year, total in enumerate(self.years):
            cube = total.reshape(len(COUNTED), len(KINDS), len(self.roots), GROUPS) * self.plan.weight
            month = min(12 * (year + 1), len(self.months))
            cube[-1] /= month - 12 * year
            kind, root, group = np.nonzero(cube[..., :EVERYBODY].any(axis=0))
            counted = dict(zip(COUNTED, cube[:, kind, root, group], strict=True))
            said = {"month": month, **{what: np.array(LABELS)[group, k] for k, what in enumerate(("dimension", "group"))}}
            parts.append(pd.DataFrame({**said, **self._named(kind, root), **counted}))
        return pd.concat(parts, ignore_index=True)

    def _named(self, kind: np.ndarray, root: np.ndarray) -> dict[str, np.ndarray]:
        """Causes and roots by their names; no root has none."""
        return {"cause": np.array(KINDS)[kind], "root": np.array(self.roots)[root]}

    def first_events(self) -> pd.DataFrame:
        """One row for each life that parted: who, when, why, who was behind it, the lever at the root, and how many lives away."""
        found = np.array(self.lives, np.int64).reshape(-1, 6)
        counted = pd.DataFrame(found[:, [0, 1, 3, 5]], columns=["id", "month", "behind", "steps"])
        return counted.assign(**self._named(found[:, 2], found[:, 4] + 1))


def cells_of(r: Any) -> np.ndarray:
    """Cell of traits of every row, as the observation counts them, int64, shape (rows,)."""
    cells = np.empty(len(r), np.int64)
    find_cells(r.columns, cells)
    return cells
