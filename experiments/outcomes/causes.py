"""Why does the plan change what it changes? Work, learning and pay by the first cause of each changed life; the parts are the whole.

Twins with the same luck part at a first event (``recording/changed_lives.py``). All that differs between them from then on counts as
of its cause, so that the causes add up to the whole difference of the two cities, for the city, a group, a year or a lever.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.card_names import words_of
from experiments.outcomes.intervals import paired
from experiments.outcomes.wording import interval
from sim.declare import known_or_mistake
from sim.observation import GROUPS

CAUSES = {
    "direct": "a lever met her: money, advice, a seat, a certificate, a course that teaches something else",
    "displaced": "somebody whose life had changed got the post or the seat that she gets without the plan",
    "freed": "somebody whose life had changed left the post or the seat that she takes, or did not compete for it",
    "demand": "posts opened or closed, commuters came or stayed away, courses followed what is asked for, or pay moved for everybody",
    "heard": "friends, neighbours or family whose lives had changed",
    "luck": "none of these can be told: the luck of the butterfly",
}
"""Every cause of a changed life, and what it means."""
TITLES = {"direct": "A lever met her", "displaced": "Displaced", "freed": "A place was freed", "demand": "Demand",
          "heard": "Friends and family", "luck": "Luck of the butterfly", "all": "All together"}  # fmt: skip
AMOUNTS = {"work": ("job_years", 1 / 12, "job-years"), "learning": ("course_years", 1 / 12, "years in courses"), "pay": ("pay", 1.0, "EUR")}
"""What is added up: its name, how much of it a month counts, and its unit."""
WHOLE = "all"


def by_cause(tables: Mapping[str, pd.DataFrame], shock: str = "none", group: tuple[str, str] | None = None) -> pd.DataFrame:
    """One row per cause and one for all: job-years, years in courses and EUR of pay over the run, with 90% intervals over seeds.

    ``group`` is a dimension and one of its groups, such as ('education', 'low'). ``changed`` are lives that have parted at the end.
    """
    return told(chosen(tables, shock, group), "cause", tuple(CAUSES))


def by_lever(tables: Mapping[str, pd.DataFrame], shock: str = "none", group: tuple[str, str] | None = None) -> pd.DataFrame:
    """The same by the lever at the root of each chain, with EUR that it spent; '' where no lever is known."""
    rows = chosen(tables, shock, group)
    found = told(rows, "root", tuple(sorted(rows.root.unique())))
    ledger = tables["ledger"]
    spent = ledger[(ledger.world == "policy") & (ledger.shock == shock)].groupby("lever").euros.sum() / max(1, rows.seed.nunique())
    return found.assign(spent=found.root.map(spent))


def chosen(tables: Mapping[str, pd.DataFrame], shock: str, group: tuple[str, str] | None) -> pd.DataFrame:
    """Rows of the city, by month, or of a group, by year; Mistake names the groups there are."""
    if group is None:
        rows = tables["causes"]
    else:
        dimension, name = group
        known_or_mistake(dimension, GROUPS, "dimension", "causes")
        known_or_mistake(name, GROUPS[dimension], "group", f"causes {dimension}")
        rows = tables["causes_by_group"]
        rows = rows[(rows.dimension == dimension) & (rows.group == name)]
    return rows[rows.shock == shock]


def told(rows: pd.DataFrame, by: str, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Sums over the run of each kind and of all, mean over seeds with intervals; a seed without a kind has none of it."""
    seeds = sorted(rows.seed.unique())
    last = rows[rows.month == rows.month.max()]
    found = pd.DataFrame({by: [*kinds, WHOLE]})
    for amount, (name, share, _) in AMOUNTS.items():
        sums = rows.pivot_table(index="seed", columns=by, values=amount, aggfunc="sum", fill_value=0.0) * share
        sums = sums.reindex(index=seeds, columns=list(kinds), fill_value=0.0)
        sums[WHOLE] = sums.sum(axis=1)
        long = sums.melt(value_name="policy", var_name=by, ignore_index=False).reset_index().assign(baseline=0.0)
        said = paired(long, [by])[[by, "effect", "low", "high", "seeds"]]
        found = found.merge(
            said.rename(columns={"effect": name, "low": f"{name}_low", "high": f"{name}_high"}).drop(columns="seeds"), on=by
        )
    changed = last.groupby(by).changed.sum() / max(1, len(seeds))
    found["changed"] = found[by].map(changed).fillna(0.0)
    found.loc[found[by] == WHOLE, "changed"] = found.changed.sum()
    return found.assign(seeds=len(seeds))


def net_displacement(tables: Mapping[str, pd.DataFrame], shock: str = "none") -> pd.Series:
    """Job-years of the displaced and of those for whom a place was freed together: whole chains, with their 90% interval."""
    rows = chosen(tables, shock, None)
    chains = rows.assign(cause=np.where(rows.cause.isin(("displaced", "freed")), "chains", rows.cause))
    return told(chains, "cause", ("chains",)).iloc[0]


def sentence(tables: Mapping[str, pd.DataFrame]) -> str:
    """Whom the plan met, who was displaced, who moved up, and what that comes to in job-years."""
    rows = by_cause(tables).set_index("cause")
    if rows.changed.get(WHOLE, 0) == 0:
        return "No life is changed."
    chains = net_displacement(tables)
    said = {cause: job_years(row) for cause, row in rows.iterrows()}
    return (
        f"Levers met {people(rows, 'direct')} before anything else changed for them: {said['direct']}. "
        f"{people(rows, 'displaced')} were passed in a queue by somebody whose life had changed, and {people(rows, 'freed')} "
        f"took what such a person left: together {job_years(chains)}. Posts that opened and closed make {said['demand']}, "
        f"friends and family {said['heard']}; {said['luck']} cannot be told from luck. All together: {said[WHOLE]}."
    )


def job_years(row: Any) -> str:
    """'+1,240 job-years (870 to 1,610)'."""
    between = f" ({interval(row.job_years_low, row.job_years_high, 'job-years')})" if row.seeds > 1 else ""
    return f"{row.job_years:+,.0f} job-years{between}"


def people(rows: pd.DataFrame, cause: str) -> str:
    """'2,100 residents'."""
    return f"{float(rows.changed[cause]):,.0f} residents"


def name_of(root: str) -> str:
    """The lever at the root of a chain in words."""
    return words_of(root) if root else "no lever known"
