"""What did everybody do, month by month? A byte of state, a group, a district, a wage and an income for each resident."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.groups import NAMED, cell_at, flags_of
from sim.kernels import kernel
from sim.pay import earnings
from sim.tables import EMPLOYED, UNEMPLOYED

NOBODY, ACTIVITY = 7, 7
LEARNING, LEARNED_YEAR, ADULT, WORKING_AGE, LONG_TERM = 8, 16, 32, 64, 128
"""Bits of a state: attends a course; learned in the last 12 months at 25-64; is 25-64; is 20-64; searches for a year or longer."""
NEVER = 32_000
MOST_EUROS = 65_535
"""EUR a month that two bytes hold."""


class StateRecording:
    """States of every row at every month from the policy date on, and when each first resident left her row."""

    def __init__(self, city: Any, months: int) -> None:
        rows = len(city.residents)
        self.state, self.district = (np.empty((months + 1, rows), np.uint8) for _ in range(2))
        self.cell, self.wage, self.income = (np.empty((months + 1, rows), np.uint16) for _ in range(3))
        self.first, self.age = city.residents.id.copy(), city.residents.age.copy()
        self.left = np.full(rows, NEVER, np.int16)

    def keep(self, city: Any, month: int) -> None:
        """Write down this month."""
        r = city.residents
        self._fit(len(r))
        write(r.columns, self.first, self.left, self.state[month], self.cell[month], month)
        self.district[month] = r.district
        for column, whole in ((earnings(r, slice(None)), self.wage), (r.equivalised, self.income)):
            to_euros(column, whole[month])

    def _fit(self, rows: int) -> None:
        more = rows - self.state.shape[1]
        if more <= 0:
            return
        self.state = np.pad(self.state, ((0, 0), (0, more)), constant_values=NOBODY)
        for name in ("cell", "district", "wage", "income"):
            setattr(self, name, np.pad(getattr(self, name), ((0, 0), (0, more))))
        self.first = np.pad(self.first, (0, more), constant_values=-1)
        self.left = np.pad(self.left, (0, more))

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return sum(a.nbytes for a in (self.state, self.cell, self.district, self.wage, self.income))

    def counts(self, group: dict[str, Any]) -> SimpleNamespace:
        """Counted fields of a group by month: what indicators are asked of."""
        fields = np.zeros((len(self.state), len(COUNTED)))
        count(self.state, self.cell, self.district, self.wage, self.income, cells_of(group), group.get("district", -1), fields)
        return SimpleNamespace(**dict(zip(COUNTED, fields.T, strict=True)))

    def moves(self) -> np.ndarray:
        """(month, row, district) whenever a row's district changes: int32, three columns."""
        months, rows = np.nonzero(self.district[1:] != self.district[:-1])
        return np.stack([months + 1, rows, self.district[months + 1, rows]], axis=1).astype(np.int32)


COUNTED = ("people", "employed", "unemployed", "long_term", "enrolled", "learned_year", "adults", "working_age",
           "employed_working_age", "wages", "incomes", "jobless_learners", "at_work")  # fmt: skip


def cells_of(group: dict[str, Any]) -> np.ndarray:
    """Which cells of the count belong to a group: one flag per cell."""
    return flags_of(**{dimension: name for dimension, name in group.items() if dimension in NAMED})


@kernel
def write(r, first, left, state, cell, month):
    """One month of everybody."""
    for i in range(len(r.id)):
        if r.present[i] == 0 or r.id[i] != first[i]:
            left[i] = min(left[i], month)
        months, doing = r.age[i], r.activity[i]
        adult = (months >= 300) & (months < 780)
        flags = LEARNING * (r.offer[i] >= 0) + ADULT * adult + LEARNED_YEAR * (adult & (r.learned[i] < 12))
        flags += WORKING_AGE * ((months >= 240) & (months < 780)) + LONG_TERM * ((doing == UNEMPLOYED) & (r.searching[i] >= 12))
        state[i] = doing + flags if r.present[i] else NOBODY
        cell[i] = cell_at(r, i)


@kernel
def to_euros(amounts, euros):
    """Whole euros, as far as two bytes hold them."""
    for i in range(len(amounts)):
        euros[i] = np.int32(np.rint(min(max(amounts[i], np.float32(0)), np.float32(MOST_EUROS))))


@kernel
def count(state, cell, district, wage, income, chosen, where, fields):
    """Add up the members of a group, month by month, in the order of COUNTED."""
    for m in range(state.shape[0]):
        out = fields[m]
        for i in range(state.shape[1]):
            code = state[m, i]
            activity = code & ACTIVITY
            if activity == NOBODY or not chosen[cell[m, i]] or (where >= 0 and district[m, i] != where):
                continue
            out[0] += 1
            out[10] += income[m, i]
            out[4] += 1 if code & LEARNING else 0
            out[5] += 1 if code & LEARNED_YEAR else 0
            out[6] += 1 if code & ADULT else 0
            out[7] += 1 if code & WORKING_AGE else 0
            if activity == EMPLOYED:
                out[1] += 1
                out[9] += wage[m, i]
                out[12] += wage[m, i] > 0  # on leave nothing is paid
                out[8] += 1 if code & WORKING_AGE else 0
            elif activity == UNEMPLOYED:
                out[2] += 1
                out[3] += 1 if code & LONG_TERM else 0
                out[11] += 1 if code & LEARNING else 0


@kernel
def compare(a, b, left, out):
    """Twins of the first residents, month by month, in the order of TWINS."""
    for m in range(a.shape[0]):
        ours, theirs, more, less, both, here, seek, sought = 0, 0, 0, 0, 0, 0, 0, 0
        for i in range(len(left)):
            one, other, stays = a[m, i], b[m, i], left[i] > m
            works, worked = (one & ACTIVITY) == EMPLOYED, (other & ACTIVITY) == EMPLOYED
            learns, learned = (one & LEARNED_YEAR) > 0, (other & LEARNED_YEAR) > 0
            ours += stays & works & (not worked)
            theirs += stays & worked & (not works)
            more += stays & learns & (not learned)
            less += stays & learned & (not learns)
            both += stays & learns & learned
            here += stays
            seeks, sought_ = (one & ACTIVITY) == UNEMPLOYED, (other & ACTIVITY) == UNEMPLOYED
            seek += stays & seeks & (not sought_)
            sought += stays & sought_ & (not seeks)
        out[:, m] = (ours, theirs, more, less, both, here, seek, sought)


TWINS = ("works_only_plan", "works_only_baseline", "learned_only_plan", "learned_only_baseline", "learned_in_both", "still_here",
         "seeks_only_plan", "seeks_only_baseline")  # fmt: skip


def twins(plan: StateRecording, baseline: StateRecording) -> np.ndarray:
    """How the same people fare in both worlds: float32, one row per name of TWINS."""
    found = np.zeros((len(TWINS), len(plan.state)), np.float32)
    rows = min(len(plan.left), len(baseline.left))
    compare(plan.state, baseline.state, np.minimum(plan.left[:rows], baseline.left[:rows]), found)
    return found
