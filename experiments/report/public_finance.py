"""What it costs, who gets it, what comes back, and what residents gain for each euro, with the assumptions beside it."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture
from experiments.inputs import budgets
from experiments.outcomes import paired_effects, reach, unspent_words, wording
from experiments.outcomes.card_names import in_world
from experiments.outcomes.definitions import WHOLE
from experiments.report.markup import cells, folded, outcomes_table, paragraph, pictures, section, table, titled

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
    body = paragraph(describe(found, manifest["question"])) + pictures(drawn, "unspent") + unspent(tables["unspent"], manifest["question"])
    body += pictures(drawn, "money", "fiscal")
    body += outcomes_table("What it costs and what comes back, calm world, whole run", titled(one(found, name) for name in BACK))
    body += outcomes_table(
        "Euros for each additional job-year, and what residents gain for each euro", titled(one(found, n) for n in COSTS), effects=found
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
    """What is spent in all, for how much work, at which price."""
    spent, jobs, months = one(found, "spending_total"), one(found, "job_years"), record["months"]
    said = "" if spent is None else f"Over {unspent_words.over(months)} {more_or_less(spent.effect)} is spent in all than in the baseline. "
    sums = [f"{wording.money(budgets.a_year(levers, months))} a year" for levers in (record["levers"], record.get("baseline_levers", {}))]
    beside = f" ({sums[1]} in the baseline)" if record.get("baseline_levers") else ""
    said += f"Set aside are {sums[0]}{beside}. "
    if wording.clear(jobs):
        moves = "more" if jobs.effect > 0 else "fewer"
        ends = sorted((abs(jobs.low), abs(jobs.high)))
        said += f"That goes with {abs(jobs.effect):,.0f} job-years {moves} ({ends[0]:,.0f} to {ends[1]:,.0f}). "
    elif jobs is not None:
        said += f"{wording.capital(wording.finding(jobs, 'job-years'))}. "
    costs = wording.cost_sentence(one(found, "cost_per_job_year"), jobs), wording.value_sentence(one(found, "mvpf"), one(found, "net_cost"))
    return said + " ".join(costs)


def more_or_less(euros: float) -> str:
    """'EUR 1.05 billion more'."""
    return f"{wording.money(abs(euros))} {'more' if euros >= 0 else 'less'}"


def unspent(found: pd.DataFrame, record: Mapping[str, Any]) -> str:
    """What was asked for, spendable and spent, and why not all: calm years open, those of the shock folded away; also of a baseline."""
    made = {}
    for shock in found["shock"].unique():
        for world, name in (("policy", record["title"]), ("baseline", record["baseline"])):
            rows = unspent_words.of_world(found, world, shock)
            if len(rows):
                told = f"{name}: {unspent_words.caption(record['months'], len(record['seeds']), in_world(shock))}"
                lines = [money_row(line) for line in unspent_words.lines(rows)]
                made[told] = (shock, table(told, unspent_words.heads(record["months"]), lines, "money"))
    calm = [shown for shock, shown in made.values() if shock == "none"]
    struck = [folded(told, shown) for told, (shock, shown) in made.items() if shock != "none"]
    return "".join(calm) + (paragraph(unspent_words.NOTE, "note") if made else "") + "".join(struck)


def money_row(line: tuple[str, ...]) -> str:
    """A lever, its sums, and words."""
    first, *sums, last = line
    told = "".join(f"<td>{escape(text)}</td>" for text in sums)
    return f'<tr><td class="words">{escape(first)}</td>{told}<td class="words">{escape(last)}</td></tr>'


def ledger(found: pd.DataFrame, aims: list[dict[str, Any]]) -> str:
    """Spending by lever and by recipient; folded away."""
    made = ""
    for dimension in ("lever", "recipient"):
        rows = found[(found.outcome == "spending_year") & (found.dimension == dimension) & (found.world == "calm")]
        named = [(reach.called(row.group, aims), row) for _, row in rows.iterrows()]
        made += outcomes_table(f"Spending a year by {dimension}, calm world", named, dimension.capitalize())
    overhead = titled([one(found, "overhead_share")])
    return folded("The ledger", made + outcomes_table("Administration", overhead))
