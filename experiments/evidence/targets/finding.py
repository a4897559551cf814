"""One finding of the model beside what was published: value, interval, band, and whether it is in, out or not told."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.intervals import t_quantile

NOT_TOLD, NOT_MEASURED = "not told", "not measured"


@dataclass(frozen=True)
class Finding:
    """What the model says about one published fact.

    ``value`` is the mean over seeds and ``low``..``high`` its 90% interval; ``least``..``most`` is the published band
    (one side may be infinite) and ``aim`` the published value, not a number where only a band is known. ``tier``: A (must match),
    B (should match), I (inclusion), G (structure), E (experiment), S (shock), V (policy study), T (verification: the code does what it
    says).
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
    aim: float = float("nan")

    @property
    def side(self) -> str:
        """'in', 'below' or 'above' the band, whatever luck could do; 'not measured' without a value."""
        if not np.isfinite(self.value):
            return NOT_MEASURED
        return "in" if self.least <= self.value <= self.most else "below" if self.value < self.least else "above"

    @property
    def told(self) -> bool:
        """Whether the row could have been wrong: its interval lies in the band or out of it, or is no wider than what matters.

        What matters is the width of the band; of a band with one end twice the way from the end to the published value (the end would
        be told from that value); without such a value only an interval on one side of the end tells. An identity (a band of no width)
        holds or is broken, whatever luck does; one seed has no interval and tells nothing else.
        """
        if self.least == self.most or not np.isfinite(self.value):
            return True
        if self.seeds < 2:
            return False
        inside = self.least <= self.low and self.high <= self.most
        outside = self.low > self.most or self.high < self.least
        return bool(inside or outside or self.high - self.low <= self.matters)

    @property
    def matters(self) -> float:
        """The widest interval that still tells on which side of an end of the band the row is."""
        if np.isfinite(self.least) and np.isfinite(self.most):
            return self.most - self.least
        end = self.least if np.isfinite(self.least) else self.most
        return 2 * abs(self.aim - end) if np.isfinite(self.aim) and np.isfinite(end) else 0.0

    @property
    def verdict(self) -> str:
        """'in', 'below' or 'above' the band, 'not told' where luck decides, 'not measured' without a value."""
        return self.side if self.told else NOT_TOLD

    @property
    def inside(self) -> bool:
        """Whether the row is told and its mean lies in the published band."""
        return self.verdict == "in"


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
