"""Who lives in which district: residents of every district by one further trait, over the last years of a run.

The model counts districts as a whole. Here each resident is counted once more, by district and one trait:
in a model city a district has some dozens to some hundreds of residents, of whom two further traits would leave a handful.
"""

from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.crossings import ASKED
from experiments.outcomes.definitions import LATE, LATE_MONTHS
from sim.groups import GROUPS, LABELS, OF_CELL, cell_at
from sim.histogram import SPREAD
from sim.kernels import kernel
from sim.observation import POOR_BELOW
from sim.pay import earned
from sim.tables import EMPLOYED, UNEMPLOYED

MEDIAN = SPREAD.index("median_income")


class DistrictCells:
    """Counts of one world by district and group, added up over its last months."""

    def __init__(self, city: Any, months: int) -> None:
        self.first, self.seen = months - LATE_MONTHS + 1, 0
        self.sums = np.zeros((len(city.facts.districts), len(LABELS), len(ASKED)))

    def look(self, city: Any, month: int) -> None:
        """Count everybody at the end of this month, which is month ``month`` after the policy date, if it is one of the last."""
        if month < self.first:
            return
        r = city.residents
        line = np.float32(POOR_BELOW * city.observations.spreads[-2][MEDIAN])
        count(r.columns, line, OF_CELL, np.zeros(len(ASKED)), self.sums)
        self.seen += 1

    def table(self) -> pd.DataFrame:
        """Mean counts by district, dimension and group: over the groups of a dimension they add up to the district's own."""
        return of_window(LATE, self.sums / max(1, self.seen))


def of_window(window: str, means: np.ndarray) -> pd.DataFrame:
    """Rows of one window from mean counts of shape (districts, groups, fields); where nobody ever lived there is no row."""
    district, group = np.nonzero(means[..., 0] > 0)
    said = {"window": window, "district": district.astype(str)}
    said |= {what: np.array(LABELS)[group, k] for k, what in enumerate(("dimension", "group"))}
    rows = pd.DataFrame({**said, **dict(zip(ASKED, means[district, group].T.astype(np.float32), strict=True))})
    return rows.sort_values("dimension", key=lambda column: column.map(list(GROUPS).index), kind="stable", ignore_index=True)


@kernel
def count(r, line, labels, own, sums):
    """Add every present resident to each of her groups in her district, in the order of ASKED; ``own`` is room for what she adds."""
    for i in range(len(r.present)):
        if r.present[i] == 0:
            continue
        years, works = r.age[i] // 12, r.activity[i] == EMPLOYED
        grown, able = 25 <= years < 65, 20 <= years < 65
        own[0], own[1], own[2], own[3] = 1, grown, works, r.activity[i] == UNEMPLOYED
        own[4], own[5], own[6] = able, able and works, grown and r.learned[i] < 12
        own[7], own[8], own[9] = earned(r, i) * works, r.equivalised[i], r.equivalised[i] < line
        own[10] = works and r.leave[i] == 0
        cell = cell_at(r, i)
        for k in range(labels.shape[1]):
            group = labels[cell, k]
            if group >= 0:
                for f in range(len(own)):
                    sums[r.district[i], group, f] += own[f]
