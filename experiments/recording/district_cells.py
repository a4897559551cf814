"""Who lives in which district: residents of every district by one further trait, over the last years of a run.

The model counts districts as a whole. Here each resident is counted once more, by district and cell, and kept by district and one trait:
in a model city a district has some dozens to some hundreds of residents, of whom two further traits would leave a handful.
"""

from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import LATE, LATE_MONTHS
from sim.histogram import SPREAD
from sim.kernels import kernel
from sim.observation import CELLS, GROUPS, POOR_BELOW, SHAPE, cell_of
from sim.tables import EMPLOYED, UNEMPLOYED

COUNTED = ("people", "adults", "employed", "unemployed", "working_age", "employed_working_age", "learned_year", "wages", "incomes", "poor")
"""Fields of ``sim.observation.FIELDS`` that outcomes of groups ask for, counted by the same rules."""
MEDIAN = SPREAD.index("median_income")


class DistrictCells:
    """Counts of one world by district and cell, added up over its last months."""

    def __init__(self, city: Any, months: int) -> None:
        self.first, self.seen = months - LATE_MONTHS + 1, 0
        self.sums = np.zeros((len(city.facts.districts), CELLS, len(COUNTED)))

    def look(self, city: Any, month: int) -> None:
        """Count everybody at the end of this month, which is month ``month`` after the policy date, if it is one of the last."""
        if month < self.first:
            return
        r = city.residents
        line = np.float32(POOR_BELOW * city.observations.spreads[-2][MEDIAN])
        count(r.present, r.age, r.sex, r.attainment, r.foreign, r.disabled, r.parents_schooling, r.district, r.activity, r.learned,
              r.wage, r.equivalised, line, self.sums)  # fmt: skip
        self.seen += 1

    def table(self) -> pd.DataFrame:
        """Mean counts by district, dimension and group: over the groups of a dimension they add up to the district's own."""
        return of_window(LATE, self.sums / max(1, self.seen))


def of_window(window: str, means: np.ndarray) -> pd.DataFrame:
    """Rows of one window from mean counts of shape (districts, cells, fields); where nobody ever lived there is no row."""
    cube, parts = means.reshape(-1, *SHAPE, len(COUNTED)), []
    for axis, (dimension, groups) in enumerate(GROUPS.items(), 1):
        summed = cube.sum(axis=tuple(a for a in range(1, len(SHAPE) + 1) if a != axis))
        district, group = np.nonzero(summed[..., 0] > 0)
        said = {"window": window, "district": district.astype(str), "dimension": dimension, "group": np.array(groups)[group]}
        parts.append(pd.DataFrame({**said, **dict(zip(COUNTED, summed[district, group].T.astype(np.float32), strict=True))}))
    return pd.concat(parts, ignore_index=True)


@kernel
def count(present, age, sex, attainment, foreign, disabled, parents, district, activity, learned, wage, income, line, sums):
    """Add every present resident to her district and cell, in the order of COUNTED."""
    for i in range(len(present)):
        if present[i] == 0:
            continue
        years, doing = age[i] // 12, activity[i]
        out = sums[district[i], cell_of(attainment[i], sex[i], years, foreign[i], disabled[i], parents[i])]
        out[0] += 1
        out[8] += income[i]
        out[9] += income[i] < line
        if doing == EMPLOYED:
            out[2] += 1
            out[7] += wage[i]
        elif doing == UNEMPLOYED:
            out[3] += 1
        if 20 <= years < 65:
            out[4] += 1
            out[5] += doing == EMPLOYED
        if 25 <= years < 65:
            out[1] += 1
            out[6] += learned[i] < 12
