"""Which group is a resident counted in? The one definition for indicators, and for those whom a lever is for."""

from typing import Any

import numpy as np

from sim.kernels import inlined, kernel, rule

GROUPS = {
    "education": ("low", "medium", "high"),
    "sex": ("men", "women"),
    "age": ("15-24", "25-54", "55-74", "other"),
    "origin": (
        "native", "EU and west", "Russia and other Europe", "Asia and Latin America", "Middle East and Africa", "second generation",
    ),
    "limitation": ("none", "some", "severe"),
    "parents": ("low schooling", "high schooling"),
    "language": ("little", "some", "good"),
}  # fmt: skip
"""Of every dimension the groups, of which each resident is in one. Origin: those born abroad by where, and the children born here."""
UNITED = {
    "origin": {"foreign-born": GROUPS["origin"][1:5], "foreign background": GROUPS["origin"][1:]},
    "limitation": {"limited": GROUPS["limitation"][1:]},
}
"""Groups that are several of the same dimension together."""
NAMED = {dimension: (*groups, *UNITED.get(dimension, {})) for dimension, groups in GROUPS.items()}
"""Every group that can be asked for by name."""
SHAPE = tuple(len(names) for names in GROUPS.values())
CELLS = int(np.prod(SHAPE))
LABELS = [(dimension, name) for dimension, names in NAMED.items() for name in names]
"""Dimension and name of every group, in the order in which counts of groups are kept."""
GOOD, SOME = 0.75, 0.5
"""Command of the language from which it is good (B2) and some (B1)."""
SCHOOLED = 13.0
"""Years of schooling from which parents count as highly schooled."""


def parts_of(dimension: str, name: str) -> tuple[str, ...]:
    """The groups of a dimension that a name means: itself, or those that it unites."""
    return UNITED.get(dimension, {}).get(name, (name,))


def flags_of(**traits: str) -> np.ndarray:
    """Which cells belong to a crossing such as sex="women", origin="foreign-born": one flag per cell, shape (CELLS,)."""
    chosen = np.ones(SHAPE, bool)
    for axis, (dimension, names) in enumerate(GROUPS.items()):
        if dimension in traits:
            here = np.isin(names, parts_of(dimension, traits[dimension]))
            chosen &= here.reshape([-1 if a == axis else 1 for a in range(len(SHAPE))])
    return chosen.reshape(CELLS)


def _labels_of_cells() -> np.ndarray:
    belongs = np.stack([flags_of(**{dimension: name}) for dimension, name in LABELS], axis=1)
    most = int(belongs.sum(axis=1).max())
    return np.array([np.pad(np.flatnonzero(row), (0, most - row.sum()), constant_values=-1) for row in belongs], np.int16)


OF_CELL = _labels_of_cells()
"""Numbers of the LABELS that each cell belongs to, filled up with -1, shape (CELLS, most)."""


@rule
def education_of(attainment):
    """0 low (ISCED 0-2), 1 medium (3-4), 2 high (5-8)."""
    return 0 if attainment < 3 else (1 if attainment < 5 else 2)


@rule
def band_of(years):
    """Number of the age band."""
    return 3 if years < 15 or years > 74 else (0 if years < 25 else (1 if years < 55 else 2))


@rule
def origin_of(origin, foreign):
    """Number of the group of origin: whoever has an origin abroad and was born here is of the second generation."""
    return origin if foreign or origin == 0 else 5


@rule
def command_of(language):
    """0 little, 1 some, 2 good command of the language."""
    return 2 if language >= GOOD else (1 if language >= SOME else 0)


@rule
def cell_of(attainment, sex, years, origin, foreign, limitation, parents_schooling, language):
    """Number of the cell of one resident: education, sex, age band, origin, limitation, parents, language."""
    cell = (education_of(attainment) * 2 + sex) * 4 + band_of(years)
    cell = (cell * 6 + origin_of(origin, foreign)) * 3 + limitation
    return (cell * 2 + (1 if parents_schooling >= SCHOOLED else 0)) * 3 + command_of(language)


@inlined
def cell_at(r, i):
    """Number of the cell of the resident in row ``i``."""
    return cell_of(
        r.attainment[i], r.sex[i], r.age[i] // 12, r.origin[i], r.foreign[i], r.limitation[i], r.parents_schooling[i], r.language[i]
    )


@kernel
def find_cells(r, cells):
    """Fill ``cells`` with the cell of every row."""
    for i in range(len(cells)):
        cells[i] = cell_at(r, i)


def group_numbers(residents: Any) -> dict[str, np.ndarray]:
    """Of every dimension of GROUPS the number of each resident's group, shape (residents,)."""
    cells = np.zeros(len(residents.present), np.int64)
    find_cells(residents.columns, cells)
    return dict(zip(GROUPS, np.unravel_index(cells, SHAPE), strict=True))


ADJECTIVES = ("native", "foreign-born")
PHRASES = {
    "origin": {
        "EU and west": "born in the EU or another western country",
        "Russia and other Europe": "born in Russia or elsewhere in Europe",
        "Asia and Latin America": "born in Asia or Latin America",
        "Middle East and Africa": "born in the Middle East or Africa",
        "second generation": "of the second generation",
        "foreign background": "of foreign background",
    },
    "limitation": {
        "none": "without a limitation",
        "some": "with some limitation",
        "severe": "with a severe limitation",
        "limited": "with a limitation",
    },
    "language": {
        "little": "with little command of the language",
        "some": "with some command of the language",
        "good": "with a good command of the language",
    },
}
"""What is said after 'women' or 'people' of groups that no word before it names."""
