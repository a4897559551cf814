"""The rows that everybody looks at first: in the terminal, at the top of the page."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from experiments.outcomes import definitions, how_sure, paired_effects, wording
from experiments.outcomes.card_names import a_shock
from experiments.outcomes.definitions import AFTER, ALWAYS, LATE, WHOLE
from experiments.outcomes.equity import ALONE
from experiments.outcomes.resilience import UNFINISHED
from experiments.outcomes.verdicts import FEW_LIVED, ONE_SEED, UNCLEAR

RATIOS = ("cost_per_job_year", "net_cost_per_job_year", "mvpf")
NO_RATIO = ("nothing more spent", ONE_SEED, FEW_LIVED, "extra jobs not clear", "fewer jobs", "net cost not clear", "pays for itself",
            "saves money, residents lose", "saves money")  # fmt: skip
"""Verdicts for which a ratio means nothing."""
BEHIND = {"extra jobs not clear": "job_years", "fewer jobs": "job_years", "net cost not clear": "net_cost", "pays for itself": "net_cost",
          "saves money": "net_cost", "saves money, residents lose": "net_cost"}  # fmt: skip
"""The effect that is shown in the place of a ratio with this verdict."""


class Row(NamedTuple):
    """A line of the table in words."""

    section: str
    label: str
    baseline: str
    policy: str
    effect: str
    interval: str
    verdict: str


def asked_rows() -> list[tuple[str, str, dict[str, str]]]:
    """(section, outcome, which row of the effects) in the order they are read."""
    late: dict[str, str] = {"window": LATE}
    work = [("Work", "unemployment", late)]
    work += [("Work", "unemployment", {**late, "dimension": "education", "group": group}) for group in ("low", "medium", "high")]
    work += [("Work", name, late) for name in ("long_term_share", "employment")]
    spread = [("Inequality", name, late) for name in ("gini", "wage_gini", "earnings_gini", "wage_p90_p10", "poverty")]
    learning = [("Learning", name, late) for name in ("participation", "access_ratio")]
    whole = {"window": ALWAYS}
    average = [("Average of all years", name, whole) for name in ("unemployment", "employment", "participation")]
    shock = {"world": "shock", "window": AFTER}
    resilience = [("Resilience", "unemployment", {"world": "shock", "window": LATE})]
    resilience += [
        ("Resilience", name, shock) for name in ("robustness", "recovery_months", "jobs_lost", "resilience_loss", "resilience_dividend")
    ]
    money = [("Money", name, {"window": WHOLE}) for name in ("spending_year", "spending_total", "balance_total", "job_years", *RATIOS)]
    return work + spread + learning + average + resilience + money


def rows(effects: pd.DataFrame) -> list[Row]:
    """The headline table in words; what was not measured is left out, and a group in which nobody was counted says so.

    Of a shock after the end nothing is told.
    """
    found, struck = [], paired_effects.one(effects, "resilience_dividend", world="shock", window=AFTER) is not None
    for section, outcome, keys in asked_rows():
        if section == "Resilience" and not struck:
            continue
        row = paired_effects.one(effects, outcome, **keys)
        if row is None and keys.get("dimension") == "education":
            found.append(Row(section, f"   {keys['group']} education", "-", "-", "-", "-", paired_effects.FEW))
        elif row is not None:
            found.append(whole(line(section, row), row, effects))
    return found


def whole(said: Row, row: pd.Series, effects: pd.DataFrame) -> Row:
    """A line with what other rows tell of it: times that were cut off, and the estimate behind a ratio that cannot be given."""
    if row.outcome == "recovery_months":
        return censored(said, effects)
    behind = BEHIND.get(row.verdict) if row.outcome in RATIOS else None
    other = paired_effects.one(effects, behind, world=row.world, window=WHOLE) if behind else None
    if other is None:
        return said
    size = wording.change(other.effect, other.unit)
    return said._replace(effect=f"{size} job-years" if behind == "job_years" else f"{size} net", interval=span(other))


def censored(said: Row, effects: pd.DataFrame, share_reached: str = "recovery_reached") -> Row:
    """Times of recovery: "at least so many months", and no effect, where they were not over in every seed within the horizon."""
    reached: Any = paired_effects.one(effects, share_reached, world="shock", window=AFTER)
    missed = [round((1 - share) * reached.seeds) for share in (reached.baseline, reached.policy)]
    if not any(missed):
        return said
    levels = [at_least(level, of, int(reached.seeds)) for level, of in zip((said.baseline, said.policy), missed, strict=True)]
    verdict = "not reached" if min(missed) == reached.seeds else UNFINISHED
    return said._replace(baseline=levels[0], policy=levels[1], effect="-", interval="-", verdict=verdict)


def at_least(months: str, missed: int, seeds: int) -> str:
    """A mean of times of which so many were cut off at the horizon."""
    if missed == 0:
        return months
    return f"over {months.removesuffix('.0')}" if missed == seeds else f"at least {months} ({missed} of {seeds} not over)"


def line(section: str, row: pd.Series) -> Row:
    """One row of effects in words."""
    label = wording.title_of(row.outcome)
    if row.dimension == "education":
        label = f"   {row.group} education"
    if section == "Resilience" and row.outcome == "unemployment":
        label = "Unemployment in the shock world"
    if row.outcome == "resilience_dividend":
        return Row(section, label, "", "", number(row, row.effect), span(row), row.verdict)
    if row.outcome in (*RATIOS, "mvpf_with_transfers"):
        given = row.verdict not in NO_RATIO
        ends = f"{wording.level(row.low, row.unit)} to {wording.level(row.high, row.unit)}"
        return Row(section, label, "", "", wording.level(row.effect, row.unit) if given else "-", ends if given else "-", row.verdict)
    if row.outcome == "resistance":
        return Row(section, label, "", "", number(row, row.effect), span(row), row.verdict)
    baseline, policy = (wording.level(value, row.unit) for value in (row.baseline, row.policy))
    if row.verdict == ALONE:
        return Row(
            section, label, baseline, policy, "-", f"{wording.level(row.low, row.unit)} to {wording.level(row.high, row.unit)}", row.verdict
        )
    verdict = "" if row.outcome.startswith("spending") else row.verdict
    return Row(section, label, baseline, policy, number(row, row.effect), span(row), verdict)


def number(row: pd.Series, value: float) -> str:
    """A change with its sign."""
    return wording.change(value, row.unit)


def span(row: pd.Series) -> str:
    """The interval of a change."""
    return wording.interval(row.low, row.high, row.unit)


def answer(effects: pd.DataFrame, record: dict[str, Any]) -> str:
    """The answer in one paragraph: what changed, for whom, at what cost, and in a shock."""
    against = "the same city without it" if record["baseline"] == "none" else f"the same city under {wording.other_plan(record)}"
    spared = paired_effects.one(effects, "resilience_dividend", world="shock", window=AFTER)
    spent = paired_effects.one(effects, "spending_year", window="whole run")
    parts = [
        f"Against {against}, after {span_of_years(record['months'])}: {findings(effects, record)}.",
        shock_sentence(spared, record, employed(effects, record)),
        cost(spent, record),
        wording.cost_sentence(*(paired_effects.one(effects, name, window=WHOLE) for name in ("cost_per_job_year", "job_years"))),
        how_sure.parameters_sentence(record),
    ]
    return " ".join(part for part in parts if part)


def cost(spent: pd.Series | None, record: Mapping[str, Any]) -> str:
    """What is spent a year; what both spend where the baseline has levers of its own."""
    if spent is None:
        return ""
    if record["baseline"] == "none":
        return f"It costs {wording.money(spent.effect)} a year."
    more = f"{wording.money(abs(spent.effect))} {'more' if spent.effect > 0 else 'less'}"
    return f"It spends {wording.money(spent.policy)} a year and {wording.other_plan(record)} {wording.money(spent.baseline)}: {more}."


ANSWERED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("unemployment", "unemployment", {}),
    ("unemployment", "unemployment of the low educated", {"dimension": "education", "group": "low"}),
    ("participation", "the share of adults who learn in a year", {}),
    ("gini", "income inequality (Gini)", {}),
)


def findings(effects: pd.DataFrame, record: Mapping[str, Any] | None = None) -> str:
    """What clearly changes, then what does not, with its estimate; of too few seeds and residents of the ``record`` no number."""
    asked = [(paired_effects.one(effects, outcome, window=LATE, **keys), what) for outcome, what, keys in ANSWERED]
    clear = [wording.finding(row, what) for row, what in asked if wording.clear(row)]
    alone = [what for row, what in asked if row is not None and row.verdict == ONE_SEED]
    unclear = [f"{what} ({wording.estimate(row)})" for row, what in asked if row is not None and row.verdict == UNCLEAR]
    few = [what for row, what in asked if row is not None and row.verdict == FEW_LIVED]
    if few:
        return (wording.too_few(record) if record else "") or f"{FEW_LIVED} of {listed(few)}"
    nothing = [f"no clear effect on {listed(unclear)}"] if unclear else []
    nothing += [f"one seed cannot tell an effect on {listed(alone)} from luck"] if alone else []
    return "; ".join(clear + nothing) or "nobody was counted of whom anything could be told"


def listed(names: list[str]) -> str:
    """'a', 'a or b', 'a, b or c'."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def span_of_years(months: int) -> str:
    """240 -> '20 years (mean of the last 5)'."""
    if months <= definitions.LATE_MONTHS:
        return f"{months} months (mean of all)"
    return f"{months / 12:g} years (mean of the last 5)"


def shock_sentence(spared: pd.Series | None, record: Mapping[str, Any], people: float | None) -> str:
    """What the policy does for the city in the shock, in work of the ``people`` who are employed there."""
    if spared is None:
        late = wording.late_shock(record["shock"], record["months"])
        return f"{late} Resilience is not measured." if late else ""
    if spared.verdict == ONE_SEED:
        return f"Whether it softens {a_shock(record['shock'])} cannot be told from one seed."
    if spared.verdict == FEW_LIVED:
        return ""
    if not wording.clear(spared):
        known = f" ({work_spared(spared, people)})" if math.isfinite(spared.low) else ""
        return f"Whether it softens {a_shock(record['shock'])} cannot be told: no clear effect on employment lost{known}."
    less = "less" if spared.effect > 0 else "more"
    return f"In {a_shock(record['shock'])} the city loses {wording.work_of(spared, people, less)}."


def work_spared(spared: Any, people: float | None) -> str:
    """'120 job-years less lost, 300 more to 540 less', or percent-months where it is not known how many are in work."""
    if people is None or not math.isfinite(people):
        return f"{wording.estimate(spared)} percent-months less"
    size, low, high = (wording.job_years_of(value, people) for value in (spared.effect, spared.low, spared.high))
    named = {value: "less" if value > 0 else "more" for value in (size, low, high)}
    return f"{abs(size):,.0f} job-years {named[size]} lost, {abs(low):,.0f} {named[low]} to {abs(high):,.0f} {named[high]}"


def employed(effects: pd.DataFrame, record: Mapping[str, Any]) -> float | None:
    """Residents in work in the baseline, mean of calm months; None where job-years are not known."""
    row = paired_effects.one(effects, "job_years", window=WHOLE)
    return None if row is None else float(row.baseline) / (record["months"] / 12)
