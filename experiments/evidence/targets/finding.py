"""One finding of the model beside what was published: value, interval, band, in or out."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.intervals import t_quantile


@dataclass(frozen=True)
class Finding:
    """What the model says about one published fact.

    ``value`` is the mean over seeds and ``low``..``high`` its 90% interval; ``least``..``most`` is the published band
    (one side may be infinite). ``tier``: A (fitted), B (not fitted), E (experiment), G (signature of the
    structure), S (shock), V (policy study).
    """

    key: str
    tier: str
    what: str
    unit: str
    value: float
    low: float
    high: float
    least: float
    most: float
    target: str
    source: str
    standing: str
    measured: str
    seeds: int
    note: str = ""

    @property
    def inside(self) -> bool:
        """Whether the mean lies in the published band."""
        return bool(self.least <= self.value <= self.most)

    @property
    def verdict(self) -> str:
        """'in', 'below' or 'above' the band; 'not measured' without a value."""
        if not np.isfinite(self.value):
            return "not measured"
        return "in" if self.inside else "below" if self.value < self.least else "above"


def over_seeds(values: Any) -> tuple[float, float, float, int]:
    """Mean over seeds, its 90% interval (Student's t) and the number of seeds with a value; shape (seeds,)."""
    there = np.asarray(values, float)
    there = there[np.isfinite(there)]
    n = len(there)
    if n == 0:
        return float("nan"), float("nan"), float("nan"), 0
    half = t_quantile(n) * there.std(ddof=1) / np.sqrt(n) if n > 1 else 0.0
    return float(there.mean()), float(there.mean() - half), float(there.mean() + half), n


def table(findings: list[Finding]) -> pd.DataFrame:
    """One row per finding, with ``inside`` and ``verdict``."""
    return pd.DataFrame([{**asdict(finding), "inside": finding.inside, "verdict": finding.verdict} for finding in findings])
