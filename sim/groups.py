"""Which group is a resident counted in? The one definition for indicators, and for those whom a lever is for."""

from typing import Any

import numpy as np

from sim.kernels import kernel, rule

GROUPS = {
    "education": ("low", "medium", "high"),
    "sex": ("men", "women"),
    "age": ("15-24", "25-54", "55-74", "other"),
    "origin": ("native", "foreign-born"),
    "disability": ("none", "disabled"),
    "parents": ("low schooling", "high schooling"),
}
SHAPE = tuple(len(names) for names in GROUPS.values())
CELLS = int(np.prod(SHAPE))


@rule
def education_of(attainment):
    """0 low (ISCED 0-2), 1 medium (3-4), 2 high (5-8)."""
    return 0 if attainment < 3 else (1 if attainment < 5 else 2)


@rule
def cell_of(attainment, sex, years, foreign, disabled, parents_schooling):
    """Row of the cell table for one resident: education, sex, age band, origin, disability, parents."""
    band = 3 if years < 15 or years > 74 else (0 if years < 25 else (1 if years < 55 else 2))
    cell = (education_of(attainment) * 2 + sex) * 4 + band
    return ((cell * 2 + foreign) * 2 + disabled) * 2 + (1 if parents_schooling >= 13.0 else 0)


@kernel
def find_cells(r, cells):
    """Fill ``cells`` with the cell of every row."""
    for i in range(len(cells)):
        cells[i] = cell_of(r.attainment[i], r.sex[i], r.age[i] // 12, r.foreign[i], r.limitation[i] == 2, r.parents_schooling[i])


def group_numbers(residents: Any) -> dict[str, np.ndarray]:
    """Of every dimension of GROUPS the number of each resident's group, shape (residents,)."""
    cells = np.zeros(len(residents.present), np.int64)
    find_cells(residents.columns, cells)
    return dict(zip(GROUPS, np.unravel_index(cells, SHAPE), strict=True))
