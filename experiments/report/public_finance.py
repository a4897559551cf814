"""What it costs, who gets it, what comes back, and what residents gain for each euro, with the assumptions beside it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture
from experiments.outcomes import paired_effects, reach, wording
from experiments.outcomes.definitions import WHOLE
from experiments.report.markup import cells, folded, outcomes_table, paragraph, pictures, section, table, titled
from sim.steps import most

COSTS = ("cost_per_job_year", "net_cost_per_job_year", "mvpf", "mvpf_with_transfers")
BACK = ("spending_total", "taxes_total", "jobless_benefits_total", "other_benefits_total", "balance_total", "net_cost", "disposable_total")
VALUED = (
    ("Income of residents", "at par: one euro of disposable income, after tax and benefits, is worth one euro", "both"),
    ("What is handed to persons for courses", "at par, also by those who would have learned anyway", "only 'transfers valued too'"),
    ("Time spent learning, effort, health, culture, crime, confidence", "nothing: the model does not know them", "neither"),
    ("Gains of employers, of commuters and of those who move away", "nothing: they are not residents", "neither"),
    ("Who gains", "a euro counts alike for rich and poor", "both"),
    ("Later years", "3% less a year; nothing after the last month of the run", "both"),
)
METHOD = (
    "Net cost is spending less taxes gained and benefits saved: income taxes, contributions and benefits of city, state and social "
    "insurance together; consumption taxes, the cost of keeping stopped workers on short time and existing services are left out. "
    "Intervals of ratios by Fieller's theorem over paired seeds. Where the net cost is clearly below zero the policy pays for itself and "
    "the ratio has no meaning; where its interval includes zero the ratio cannot be told."
)


def money(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The section of money."""
    found = tables["effects"]
    body = paragraph(describe(found, manifest["question"])) + pictures(drawn, "money", "fiscal")
    body += outcomes_table("What it costs and what comes back, calm world, whole run", titled(one(found, name) for name in BACK))
    body += outcomes_table(
        "Euros for each additional job-year, and what residents gain for each euro", titled(one(found, n) for n in COSTS)
    )
    rows = [cells(row) for row in VALUED]
    body += table(
        "What the marginal value of public funds takes into account, and at what worth", ("What", "Valued", "In which"), rows, "words"
    )
    return section("money", "Money", body + paragraph(METHOD, "note") + ledger(found, manifest.get("for", [])))


def one(found: pd.DataFrame, outcome: str, **keys: str) -> pd.Series | None:
    """A row over the whole run, calm world."""
    return paired_effects.one(found, outcome, window=WHOLE, **keys)


def describe(found: pd.DataFrame, record: Mapping[str, Any]) -> str:
    """What is spent, for how much work, at which price."""
    spent, jobs = one(found, "spending_total"), one(found, "job_years")
    said = "" if spent is None else f"Spent in all: {wording.money(spent.effect)} more than in the baseline. "
    before = sum(most(card["budget"]) for card in record.get("baseline_levers", {}).values())
    beside = f" ({wording.money(before)} in the baseline)" if before else ""
    said += f"{wording.money(set_aside(record))} a year are set aside{beside}; what is not asked for is not spent. "
    if wording.clear(jobs):
        moves = "more" if jobs.effect > 0 else "fewer"
        ends = sorted((abs(jobs.low), abs(jobs.high)))
        said += f"That goes with {abs(jobs.effect):,.0f} job-years {moves} ({ends[0]:,.0f} to {ends[1]:,.0f}). "
    elif jobs is not None:
        said += f"There is no clear effect on job-years ({wording.interval(jobs.low, jobs.high, jobs.unit)}). "
    return said + wording.cost_sentence(one(found, "cost_per_job_year")) + " " + wording.value_sentence(one(found, "mvpf"))


def set_aside(record: Mapping[str, Any]) -> float:
    """The yearly budgets of the levers together."""
    return sum(most(card["budget"]) for card in record["levers"].values())


def ledger(found: pd.DataFrame, aims: list[dict[str, Any]]) -> str:
    """Spending by lever and by recipient; folded away."""
    made = ""
    for dimension in ("lever", "recipient"):
        rows = found[(found.outcome == "spending_year") & (found.dimension == dimension) & (found.world == "calm")]
        named = [(reach.called(row.group, aims), row) for _, row in rows.iterrows()]
        made += outcomes_table(f"Spending a year by {dimension}, calm world", named, dimension.capitalize())
    overhead = titled([one(found, "overhead_share")])
    return folded("The ledger", made + outcomes_table("Administration", overhead))
