"""A trial in words: its answer in a paragraph, and the lines of its tables, for the terminal and the page alike."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.evidence.trials.effects import OUTCOMES, OWN, START
from experiments.evidence.trials.estimates import pick
from experiments.outcomes import wording

TRUE = ("offered", "taken_up", "moved", "wald", "not_offered", "everyone_else", "net")
SEEN = ("gap", "gap_even", "untouched", "untouched_even", "spill", "spill_even")
OFFERED = ("take_up", "deadweight", "cost")
MOMENTS = (3, 6, 12, 24, 36, 48, 60, 84, 120)
LATER = 24
"""Months after take-up at which the answer looks."""
CLOCKS = {START: "months since the start of the trial", OWN: "months since each took it up"}
SHORT = {
    "offered": "Offered (intention to treat)",
    "taken_up": "Took it up",
    "moved": "Took it up because of it",
    "wald": "Instrumented (Wald)",
    "not_offered": "Eligible, not offered",
    "everyone_else": "Everybody else, per person offered",
    "net": "Whole city, per person offered",
    "gap": "Offered less not offered (naive)",
    "gap_even": "  the same, luck of the draw taken off",
    "untouched": "Offered less untouched districts",
    "untouched_even": "  the same, luck taken off",
    "spill": "Not offered less untouched districts",
    "spill_even": "  the same, luck taken off",
}
COSTS = {
    "job_year_offered": "an additional year in work of those offered",
    "job_year_net": "an additional year in work in the whole city",
    "learner": "an additional learner",
}

WHOLE = "it cannot be kept from some people, so the whole city gets it."
CONTROLS = {
    "usual": "",
    "kept_out": " Twins are kept out of courses for two years, as the control group of an oversubscribed programme.",
    "one_bout": " Twins never start a course, and those offered start none after the first year: one bout of courses, by itself.",
}
OPEN = "The seats it pays for are open to everybody, also to those not drawn: compare with the twins, not with them."


def moments(months: int) -> list[int]:
    """Months at which tables look."""
    return [month for month in MOMENTS if month < months] + [months]


def lines(effects: pd.DataFrame, names: tuple[str, ...], outcome: str, months: int, **keys: str) -> list[tuple[str, list[str]]]:
    """A label and its cells at the moments, for each estimand that there is."""
    found = []
    for name in names:
        rows = enough(pick(effects, name, outcome, **keys)).set_index("month")
        if len(rows):
            found.append((SHORT[name], [cell(rows.loc[month], outcome) if month in rows.index else "" for month in moments(months)]))
    return found


def enough(rows: pd.DataFrame) -> pd.DataFrame:
    """Months since take-up in which at least a third of the takers can still be followed: the last ones stand on few."""
    return rows[rows.people >= rows.people.max() / 3] if len(rows) and rows.clock.iloc[0] == OWN else rows


def cell(row: pd.Series, outcome: str) -> str:
    """'+1.9 (1.3 to 2.6)'."""
    unit = OUTCOMES[outcome][0]
    value = wording.change(row.value, unit).replace(" pts", "")
    return f"{value} ({wording.interval(row.low, row.high, unit)})" if row.low == row.low else value


def at(effects: pd.DataFrame, estimand: str, outcome: str, month: int, **keys: str) -> pd.Series | None:
    """One number of the table."""
    rows = pick(effects, estimand, outcome, **keys)
    rows = rows[rows.month == month]
    return rows.iloc[0] if len(rows) else None


def answer(effects: pd.DataFrame, about: Mapping[str, Any]) -> str:
    """The answer in one paragraph."""
    month = about["question"]["months"]
    parts = [
        f"After {month} months: {sentence(effects, 'offered', month, 'those offered it')}.",
        takers(effects),
        seen_sentence(effects, month),
        displaced(effects, month),
        used(effects, about, month),
        paid(effects, about, month),
    ]
    return " ".join(part for part in parts if part)


def sentence(effects: pd.DataFrame, estimand: str, month: int, who: str) -> str:
    """'employment of those offered is 1.2 points higher (0.8 to 1.6) than of their twins without it'."""
    row = at(effects, estimand, "employed", month)
    if row is None:
        return f"nobody was left of {who}"
    if not clear(row):
        return f"no clear effect on the employment of {who} ({span(row)} points)"
    return f"employment of {who} is {abs(100 * row.value):.1f} points {higher(row)} ({span(row)}) than that of their twins without it"


def takers(effects: pd.DataFrame) -> str:
    """What became of those who took it up, two years after they did or as long as they could be followed."""
    rows = enough(pick(effects, "taken_up", "employed", clock=OWN))
    rows = rows[rows.month <= LATER]
    if not len(rows):
        return ""
    row, when = rows.iloc[-1], int(rows.month.iloc[-1])
    if not clear(row):
        return f"{when} months after taking it up there is no clear effect on employment ({span(row)} points)."
    size = f"{abs(100 * row.value):.1f} points {higher(row)} ({span(row)})"
    return f"{when} months after taking it up employment is {size} than that of their twins."


def higher(row: pd.Series) -> str:
    """'higher' or 'lower'."""
    return "higher" if row.value > 0 else "lower"


def clear(row: pd.Series | None) -> bool:
    """Whether the interval leaves out zero."""
    return row is not None and bool(row.low > 0 or row.high < 0)


def span(row: pd.Series) -> str:
    """An interval in points."""
    return wording.interval(row.low, row.high, "share")


def seen_sentence(effects: pd.DataFrame, month: int) -> str:
    """What a real trial would have seen."""
    row, even = at(effects, "gap", "employed", month), at(effects, "gap_even", "employed", month)
    if row is None or even is None:
        return ""
    return (f"A real trial of this size would have seen a gap of {100 * row.value:+.1f} points ({span(row)}) between those offered and "
            f"those not; {100 * even.value:+.1f} ({span(even)}) without the luck of the draw.")  # fmt: skip


def displaced(effects: pd.DataFrame, month: int) -> str:
    """Who pays: the eligible not offered, everybody else, and what is left."""
    left = at(effects, "not_offered", "employed", month)
    others, net = (at(effects, name, "employed", month) for name in ("everyone_else", "net"))
    said = "" if left is None else wording.capital(sentence(effects, "not_offered", month, "the eligible who were not offered it")) + ". "
    if others is None or net is None:
        return said.strip()
    return (f"{said}Counted over the whole city there are {100 * net.value:+.1f} jobs ({span(net)}) for each 100 people offered it; "
            f"people outside the trial have {100 * others.value:+.1f} ({span(others)}).")  # fmt: skip


def used(effects: pd.DataFrame, about: Mapping[str, Any], month: int) -> str:
    """Who takes it up, and how much of it would have happened anyway."""
    use, anyway = at(effects, "take_up", "take-up", month), at(effects, "deadweight", "learned", month)
    if use is None:
        return ""
    said = f"{100 * use.value:.0f}% of those offered take it up"
    jobs = at(effects, "deadweight", "employed", month)
    if anyway is not None and anyway.value > 0 and about["trial"]["control"] == "usual":
        said += f"; {100 * anyway.value:.0f}% of these would have done the same within a year anyway"
    if jobs is not None:
        said += f"; of takers in work, {100 * jobs.value:.0f}% would be in work anyway"
    return f"{said}."


def paid(effects: pd.DataFrame, about: Mapping[str, Any], month: int) -> str:
    """What it costs, and for what."""
    row = at(effects, "cost", "euros", month)
    if row is None:
        return ""
    learners = about["trial"]["taking_up"] in ("course", "any_course") and about["trial"]["control"] == "usual"
    asked = [name for name in COSTS if name != "learner" or learners]
    each = [cost_of(effects, name, COSTS[name]) for name in asked]
    return " ".join([f"It costs {wording.money(row.value)} for each person offered.", *(text for text in each if text)])


def cost_of(effects: pd.DataFrame, name: str, text: str) -> str:
    """'An additional learner costs EUR 4,000 (3,000 to 6,000).', or that it cannot be told."""
    rows = effects[(effects.estimand == "cost_per") & (effects.outcome == name) & (effects.level == "all")]
    if not len(rows) or rows.people.iloc[0] == 0:
        return ""
    row = rows.iloc[0]
    if not (row.low == row.low and 0 < row.low <= row.high):
        return f"What {text} costs cannot be told: no clear number of them."
    return f"{wording.capital(text)} costs {wording.money(row.value)} ({wording.money(row.low)} to {wording.money(row.high)})."


def design_in_words(about: Mapping[str, Any]) -> str:
    """How the trial was made."""
    asked, how = about["question"], about["trial"]
    shares = ", ".join(f"{100 * share:g}%" for share in how["shares"])
    over = {"cities": "in a city of its own each", "districts": "by lot over the districts of one city"}[how["over"]]
    said = f"{how['people']:,.0f} eligible people over {len(asked['seeds'])} seeds ({how['eligible_in_words']}); offered by lot to {shares}"
    said += f", {over}" if len(how["shares"]) > 1 else ""
    said += f"; the unit drawn is the {how['unit']}." if how["unit"] != "city" else f"; {WHOLE}"
    said += " Taking it up means: " + {
        "course": "starting a course with its help.", "any_course": "starting a course.", "service": "getting the service in some month.",
        "employer": "being trained by the employer.",
    }[how["taking_up"]]  # fmt: skip
    said += CONTROLS[how["control"]]
    return f"{said} {OPEN}" if how["seats"] else said
