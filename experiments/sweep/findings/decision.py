"""The decision in words a planner understands: what is first, what cannot be told apart from it, what it costs."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.inputs import budgets
from experiments.outcomes import wording
from experiments.outcomes.card_names import in_world, words_of
from experiments.outcomes.definitions import definition_of
from experiments.outcomes.verdicts import CLEAR, FEW_LIVED
from experiments.sweep.findings.ranking import COST, FIRST, MAIN, OBJECTIVES, TIED, of
from experiments.sweep.findings.regret import NOTHING

LOST = "resilience_loss"
NAMED = 3
"""Portfolios that a sentence names; more are counted."""


def decision(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> list[str]:
    """The answer on unemployment first; then what else there is to know, a sentence or two each."""
    found = tables["ranking"]
    if (found.against_baseline == FEW_LIVED).all():
        return [
            f"{wording.capital(wording.too_few(manifest))} of portfolios.",
            *manifest.get("one_city", ()),
            *manifest.get("too_late", ()),
        ]
    told = [sentence(found, one.outcome, one.name, manifest) for one in OBJECTIVES]
    first = [budget(manifest), told[0], cheapest(tables, manifest), both_costs(tables, manifest)]
    besides = (*manifest.get("one_city", ()), *map(wording.capital, told[1:]), *manifest.get("too_late", ()), mixed(manifest))
    return [text for text in (" ".join(part for part in first if part), *besides) if text]


def budget(manifest: Mapping[str, Any]) -> str:
    """'Under a budget of EUR 60 million a year:' or from what to what."""
    set_aside = [budgets.a_year(levers, manifest["months"]) for levers in policies(manifest).values()]
    low, high = min(set_aside), max(set_aside)
    if high - low <= 0.01 * high:
        return f"Under a budget of {wording.money(high)} a year:"
    return f"Of {len(set_aside)} portfolios that set aside {wording.money(low)} to {wording.money(high)} a year:"


def policies(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Levers of every portfolio but the baseline."""
    others = {name: levers for name, levers in manifest["portfolios"].items() if name != "baseline"}
    return others or dict(manifest["portfolios"])


def sentence(found: pd.DataFrame, outcome: str, name: str, manifest: Mapping[str, Any]) -> str:
    """Who is first on one objective, in all worlds or in none throughout, who cannot be told apart, and whether that beats the baseline."""
    shocks = [shock for shock in manifest["shocks_in_order"] if len(of(found, shock, outcome))]
    if not shocks:
        return ""
    leaders = {shock: of(found, shock, outcome).iloc[0] for shock in shocks}
    said = manifest["names"]
    if len({row.portfolio for row in leaders.values()}) == 1:
        first = f"{said[leaders[shocks[0]].portfolio]} ranks first {everywhere_of(shocks)}; {rivals(found, outcome, shocks, manifest)}"
    else:
        each = "; ".join(f"{said[row.portfolio]} {in_world(shock)}" for shock, row in leaders.items())
        first = f"the first differs: {each}. {wording.capital(always_near(found, outcome, shocks, manifest))}"
    return f"on {name}, {first}. {better(leaders, outcome, manifest)}"


def always_near(found: pd.DataFrame, outcome: str, shocks: list[str], manifest: Mapping[str, Any]) -> str:
    """Portfolios that are first or cannot be told apart from the first in every world."""
    names = near(found, outcome, shocks, (FIRST, TIED))
    if not names:
        return "no portfolio is first, or not to be told apart from the first, in every world"
    every = (
        "every portfolio is" if len(names) == len(manifest["names"]) else f"{counted(names, manifest)} {'is' if len(names) == 1 else 'are'}"
    )
    return f"{every} first or cannot be told apart from the first in every world with {len(manifest['seeds'])} seeds"


def near(found: pd.DataFrame, outcome: str, shocks: list[str], places: tuple[str, ...]) -> list[str]:
    """Portfolios with one of these places in every one of these worlds."""
    each = [of(found, shock, outcome) for shock in shocks]
    there = [set(rows[rows.against_first.isin(places)].portfolio) for rows in each]
    return [name for name in each[0].portfolio if all(name in some for some in there)]


def counted(names: list[str], manifest: Mapping[str, Any]) -> str:
    """'a, b and c', or how many."""
    return one_by_one([manifest["names"][name] for name in names]) if len(names) <= NAMED else f"{len(names)} portfolios"


def one_by_one(told: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join(part for part in (", ".join(told[:-1]), told[-1]) if part)


def everywhere_of(shocks: list[str]) -> str:
    """'in calm years', or 'in all 4 worlds (calm years, recession, ...)'."""
    if len(shocks) == 1:
        return in_world(shocks[0])
    return f"in {'both' if len(shocks) == 2 else f'all {len(shocks)}'} worlds ({one_by_one(names_of(shocks))})"


def names_of(shocks: list[str]) -> list[str]:
    """Worlds without 'in'."""
    return [in_world(shock).removeprefix("in ") for shock in shocks]


def rivals(found: pd.DataFrame, outcome: str, shocks: list[str], manifest: Mapping[str, Any]) -> str:
    """Portfolios that cannot be told apart from the first in any of these worlds."""
    seeds, others = len(manifest["seeds"]), len(manifest["names"]) - 1
    if others == 0:
        return "it is the only one"
    if seeds < 2:
        return "one seed cannot tell it apart from any other"
    names = near(found, outcome, shocks, (TIED,))
    if not names:
        return f"it is clearly ahead of {'the other' if others == 1 else f'all {others} others'} with {seeds} seeds"
    if len(names) == others > 1:
        return f"none of the {others} others can be told apart from it with {seeds} seeds"
    told = counted(names, manifest) if len(names) <= NAMED else f"{len(names)} of the {others} others"
    return f"{told} cannot be told apart from it with {seeds} seeds"


def better(leaders: Mapping[str, pd.Series], outcome: str, manifest: Mapping[str, Any]) -> str:
    """Whether the first is clearly better than leaving the city as it is."""
    unit = definition_of(outcome)[0]
    said = []
    for shock, row in leaders.items():
        change = wording.change(row.effect, unit).replace("pts", "points")
        ends = wording.interval(row.low, row.high, unit)
        clear = row.against_baseline in CLEAR
        if outcome == LOST and clear:
            fewer = "fewer" if row.effect < 0 else "more"
            said.append(f"{in_world(shock)} the shock takes {wording.work_of(row, manifest.get('employed'), fewer)}")
            continue
        people = manifest.get("employed")
        if outcome == LOST and people and np.isfinite(row.low):
            told = [f"{wording.job_years_of(value, people):+,.0f}" for value in (row.effect, row.low, row.high)]
            said.append(f"{in_world(shock)} no clear effect ({told[0]} job-years lost; {told[1]} to {told[2]})")
            continue
        moved = f"{change} ({ends})" if clear else f"no clear effect ({change}; {ends})" if np.isfinite(row.low) else f"{change} (one seed)"
        said.append(f"{in_world(shock)} {moved}")
    return f"Against the baseline: {'; '.join(said)}."


def cheapest(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> str:
    """The cheapest of those that cannot be told apart from the first on unemployment in every world."""
    found = tables["ranking"]
    tie = near(found, MAIN, list(manifest["shocks_in_order"]), (FIRST, TIED))
    if len(manifest["seeds"]) < 2 or len(tie) < 2:
        return ""
    costs = tables["front"][tables["front"].outcome == MAIN].groupby("portfolio").cost.mean()
    least = costs[tie].idxmin()
    spent = f"{wording.money(abs(costs[least]))} spent a year"
    if manifest.get("baseline", "none") != "none":
        spent += f" {'beyond' if costs[least] >= 0 else 'less than'} the baseline"
    return f"The cheapest of those that tie in every world is {manifest['names'][least]}, at {spent}."


def both_costs(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> str:
    """'In calm years A spends EUR 5.9 million a year, the baseline, B, EUR 57.1 million.', of the first on unemployment."""
    if manifest.get("baseline", "none") == "none":
        return ""
    shock = manifest["shocks_in_order"][0]
    first = of(tables["ranking"], shock, MAIN).iloc[0].portfolio
    effects = tables["effects"]
    rows = effects[(effects.portfolio == first) & (effects["shock"] == shock) & (effects.outcome == COST) & (effects.dimension == "all")]
    if rows.empty:
        return ""
    policy, before = (wording.money(rows[side].mean()) for side in ("policy", "baseline"))
    named = f"the baseline, {words_of(str(manifest['baseline']))},"
    return wording.capital(f"{in_world(shock)} {manifest['names'][first]} spends {policy} a year, {named} {before}.")


def mixed(manifest: Mapping[str, Any]) -> str:
    """A warning where portfolios did not live in the same parameter sets."""
    return "" if manifest["crossed"] else "Portfolios lived in different parameter sets here, so that ranks mix both."


def option(manifest: Mapping[str, Any], name: str) -> str:
    """A portfolio in words, or what stands in the place of one: the city as its baseline leaves it."""
    baseline = manifest.get("baseline", "none")
    if name == NOTHING and baseline != "none":
        return f"baseline: {words_of(str(baseline))}"
    return manifest["names"].get(name, name)
