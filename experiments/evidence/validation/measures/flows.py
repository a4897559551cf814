"""Who finds, loses and changes a job from one month to the next: rows 16-18, 20, 22-25 and the identities of 1e."""

import numpy as np

from experiments.evidence.validation.measures.stocks import ages, educations
from experiments.evidence.validation.recorder import Month, Page, share
from sim.city import City
from sim.tables import EMPLOYED, UNEMPLOYED

STAYS, MOVES, LOSES, AWAY = range(4)
"""An employed person a month later: same job, other job, unemployed, out of the labour force."""
STILL, FINDS, GONE = range(3)
"""An unemployed person a month later: still unemployed, employed, out of the labour force."""
YEARS, SPELLS, POOLED = 41, 121, 60
"""Years of tenure and months of search that are told apart; the hazard of longer searches is pooled from POOLED on."""


class Flows(Page):
    """Pairs of months of the same people, as a labour force survey would match them."""

    keys = (
        "row 16", "row 17", "row 18 f", "row 18 s", "row 18 f0", "row 20 month 3", "row 20 month 6", "row 20 month 12",
        "row 20 month 24", "row 22 year 1", "row 22 year 5", "row 22 year 10", "row 22 year 20", "row 23 20-24", "row 23 25-29",
        "row 23 40-49", "row 23 50-54", "row 23 finding", "row 24 ratio", "row 24 finding", "row 24 low", "row 24 medium",
        "row 24 high", "row 25", "row 25 fresh", "1e", "1e long-term",
    )  # fmt: skip

    def open(self, city: City) -> None:
        """No pairs yet."""
        self.workers, self.seekers = np.zeros((16, 3, 4)), np.zeros((16, 3, 3))
        self.by_tenure, self.by_spell = np.zeros((YEARS, 4)), np.zeros((SPELLS, 3))
        self.inflow, self.spells = 0.0, np.zeros(SPELLS)

    def note(self, month: Month) -> None:
        """Match the beginning of the month with its end."""
        was, r = month.was, month.city.residents
        to = month.now("activity")
        place = np.minimum(was.age // 60, 15).astype(np.int64) * 3 + educations(was.attainment)
        e = np.flatnonzero(month.same & (was.activity == EMPLOYED))
        u = np.flatnonzero(month.same & (was.activity == UNEMPLOYED))
        same_job = month.now("post")[e] == was.post[e]
        fate = np.where(to[e] == EMPLOYED, np.where(same_job, STAYS, MOVES), np.where(to[e] == UNEMPLOYED, LOSES, AWAY))
        luck = np.where(to[u] == UNEMPLOYED, STILL, np.where(to[u] == EMPLOYED, FINDS, GONE))
        add(self.workers, place[e] * 4 + fate)
        add(self.seekers, place[u] * 3 + luck)
        add(self.by_tenure, np.minimum(was.tenure[e] // 12, YEARS - 1).astype(np.int64) * 4 + fate)
        add(self.by_spell, np.minimum(was.searching[u], SPELLS - 1).astype(np.int64) * 3 + luck)
        jobless = (r.activity == UNEMPLOYED) & (r.present == 1)
        self.inflow += jobless.sum() - (luck == STILL).sum()
        add(self.spells, np.minimum(r.searching[jobless], SPELLS - 1))

    def separation(self, who: range = ages(15, 74), education: tuple = (0, 1, 2)) -> float:
        """Employed who are unemployed a month later."""
        cells = self.workers[np.ix_(who, education)]
        return share(cells[..., LOSES].sum(), cells.sum())

    def finding(self, who: range = ages(15, 74), education: tuple = (0, 1, 2)) -> float:
        """Unemployed who are employed a month later."""
        cells = self.seekers[np.ix_(who, education)]
        return share(cells[..., FINDS].sum(), cells.sum())

    def after(self, first: int, last: int, what: int) -> float:
        """Monthly chance of a fate after so many years in the job."""
        cells = self.by_tenure[first : last + 1]
        return share(cells[:, what].sum(), cells.sum())

    def hazard(self, months: int) -> float:
        """Job finding after so many completed months of search, neighbours pooled beyond the first year."""
        around = 0 if months < 3 else 1 if months < 12 else 2 if months < 24 else 4
        cells = self.by_spell[months + 1 - around : months + 2 + around]
        return share(cells[:, FINDS].sum(), cells.sum())

    def close(self, city: City) -> dict[str, float]:
        """Rates of flows and their shapes."""
        return {**self.levels(), **self.shapes(), **self.identities(), **self.curves()}

    def levels(self) -> dict[str, float]:
        """How much moves in a month."""
        out, first = self.by_spell[:, 1:].sum(), self.by_spell[1]
        found = {
            "row 16": self.finding(), "row 17": self.separation(), "row 18 f": share(out, self.by_spell.sum()),
            "row 18 s": share(self.inflow, self.workers.sum()), "row 18 f0": share(first[1:].sum(), first.sum()),
            "row 25": share(self.workers[..., MOVES].sum(), self.workers.sum()),
            "row 25 fresh": share(self.after(0, 0, MOVES), self.after(10, YEARS, MOVES)),
        }  # fmt: skip
        low, medium, high = ((k,) for k in range(3))
        adult = ages(25, 64)
        for name, group in (("low", low), ("medium", medium), ("high", high)):
            found[f"row 24 {name}"] = self.separation(adult, group)
        found["row 24 ratio"] = share(found["row 24 low"], found["row 24 high"])
        return {**found, "row 24 finding": share(self.finding(adult, low), self.finding(adult, high))}

    def shapes(self) -> dict[str, float]:
        """How flows fall with the spell, with tenure, with age."""
        fresh = self.after(0, 0, LOSES)
        tenures = {1: (1, 1), 5: (5, 5), 10: (9, 11), 20: (18, 22)}
        usual = self.separation(ages(30, 39))
        bands = {"20-24": ages(20, 24), "25-29": ages(25, 29), "40-49": ages(40, 49), "50-54": ages(50, 54)}
        return {
            **{f"row 20 month {d}": share(self.hazard(d), self.hazard(0)) for d in (3, 6, 12, 24)},
            **{f"row 22 year {y}": share(self.after(*span, LOSES), fresh) for y, span in tenures.items()},
            **{f"row 23 {name}": share(self.separation(who), usual) for name, who in bands.items()},
            "row 23 finding": share(self.finding(bands["50-54"]), self.finding(bands["20-24"])),
        }

    def identities(self) -> dict[str, float]:
        """Stocks against what the flows imply."""
        s, f = share(self.inflow, self.workers.sum()), share(self.by_spell[:, 1:].sum(), self.by_spell.sum())
        jobless, employed = self.by_spell.sum(), self.workers.sum()
        outflow = np.array([share(row[1:].sum(), row.sum()) for row in self.by_spell])
        tail = self.by_spell[POOLED:]
        outflow[POOLED:] = share(tail[:, 1:].sum(), tail.sum())
        got = share(self.spells[12:].sum(), self.spells.sum())
        return {"1e": share(share(jobless, jobless + employed), share(s, s + f)), "1e long-term": share(got, long_share(outflow[1:]))}

    def curves(self) -> dict[str, float]:
        """Points of the curves that are drawn, each against its first."""
        usual = self.separation(ages(30, 39))
        return {
            **{f"curve hazard {d}": share(self.hazard(d), self.hazard(0)) for d in range(0, 25)},
            **{f"curve tenure {y}": share(self.after(y, y, LOSES), self.after(0, 0, LOSES)) for y in range(0, 21)},
            **{f"curve age {a}": share(self.separation(ages(a, a + 4)), usual) for a in range(20, 60, 5)},
        }


def add(counts: np.ndarray, codes: np.ndarray) -> None:
    """Count codes into a table of any shape."""
    counts += np.bincount(codes, minlength=counts.size).reshape(counts.shape)


def long_share(outflow: np.ndarray) -> float:
    """Long-term share that a monthly outflow by duration implies: those of twelve months and more among survivors."""
    known = np.where(np.isfinite(outflow), outflow, 1.0)
    alive = np.concatenate([[1.0], np.cumprod(1 - known[:-1])])
    rest = alive[-1] * (1 - known[-1]) / known[-1] if known[-1] > 0 else 0.0
    return share(alive[11:].sum() + rest, alive.sum() + rest)
