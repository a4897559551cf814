"""From candidates to a front that planners can choose from: letters, levers, effects on fresh seeds, and words."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.optimise.inputs import AIMS, Search, scenario_file
from experiments.outcomes import wording
from experiments.outcomes.definitions import definition_of
from experiments.outcomes.verdicts import verdicts
from experiments.sweep.findings.ranking import interval, undominated

COST = "spending_year"
Found = Mapping[str, tuple[dict[str, float], list[float]]]
"""Candidates by name: euros a year of each lever, and what the first look told of every aim."""


def trials(search: Search, found: Found, last: pd.DataFrame) -> pd.DataFrame:
    """Every candidate: its budgets, what the first look told, and in the end of the race with more seeds what those told."""
    rows = [{"name": name, "set_aside": sum(chosen.values()), **euros(search, chosen),
             **{f"{aim}_first": value for aim, value in zip(search.aims, values, strict=True)}}
            for name, (chosen, values) in found.items()]  # fmt: skip
    means = last.groupby(level="portfolio").mean().rename_axis("name").reset_index()
    return pd.DataFrame(rows).merge(means, on="name", how="left")


def euros(search: Search, chosen: Mapping[str, float]) -> dict[str, float]:
    """EUR a year of every lever that was searched."""
    return {lever: chosen.get(lever, 0.0) for lever in search.levers}


def front(search: Search, found: Found, last: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """Finalists, cheapest first: letters, budgets, effects on fresh seeds with intervals, what the race told, and whether they hold."""
    names = list(dict.fromkeys(fresh.index.get_level_values("portfolio")))
    rows = []
    for name in names:
        told, before = interval(fresh.loc[name]), last.loc[name].mean()
        chosen = found[name][0]
        rows.append({"name": name, "set_aside": sum(chosen.values()), **euros(search, chosen), "seeds": int(told.seeds.min())})
        for aim in search.aims:
            one = told.loc[aim]
            rows[-1] |= {aim: one.effect, f"{aim}_low": one.low, f"{aim}_high": one.high, f"{aim}_race": before[aim]}
    table = merged(pd.DataFrame(rows).sort_values("set_aside", kind="stable", ignore_index=True), fresh)
    for aim in search.aims:  # the portfolios of the front are asked together, each aim by itself
        told = pd.DataFrame({"effect": table[aim], "low": table[f"{aim}_low"], "high": table[f"{aim}_high"], "seeds": table.seeds})
        lived = table.seeds * search.settings["residents"]
        table[f"{aim}_verdict"] = "" if aim == COST else verdicts(told.assign(better="lower"), lived=lived)
    table.insert(0, "letter", [chr(ord("A") + k) for k in range(len(table))])
    table["holds"] = undominated(table[list(search.aims)].to_numpy())
    table["balanced"] = table.index == balanced(table[list(search.aims)].to_numpy())
    return table


def merged(table: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """Portfolios that do the same in every seed are one: money that nobody asks for changes nothing. The cheapest stays, and ``alike``
    says what the others set aside.
    """
    lived = {name: fresh.loc[name].sort_index().round(12).to_csv() for name in table.name}
    same = table.name.map(lived)
    first = ~same.duplicated()
    others = [[wording.money(euros) for euros in table.set_aside[(same == own) & ~first]] for own in same[first]]
    return table[first].reset_index(drop=True).assign(alike=["; ".join(dict.fromkeys(told)) for told in others])


def balanced(points: np.ndarray) -> int:
    """The point nearest to the best of every aim at once, each on the scale of the front."""
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    scaled = (points - low) / np.where(span > 0, span, 1.0)
    return int((scaled**2).sum(axis=1).argmin())


def scenario_of(search: Search, row: Mapping[str, Any]) -> dict[str, Any]:
    """A front portfolio as a planner's YAML, ready for `learncity run`."""
    levers = {lever: {"budget": float(row[lever]), **search.numbers[lever]} for lever in search.levers if row[lever] > 0}
    told = "; ".join(f"{AIMS[aim]} {wording.change(row[aim], unit(aim))}" for aim in search.aims)
    title = f"Portfolio {row['letter']}, {wording.money(row['set_aside'])} a year"
    found = f"Found by learncity optimise under {wording.money(search.budget)} a year."
    story = f"{found} On {row['seeds']} fresh seeds, against the baseline: {told}."
    base = {name: value for name, value in scenario_file(search).items() if name not in ("title", "story")}
    if search.settings["months"]:
        base["months"] = search.settings["months"]
    return {"title": title, "story": story, **base, "levers": levers}


def unit(aim: str) -> str:
    """The unit of an aim."""
    return definition_of(aim)[0]


def describe(table: pd.DataFrame, manifest: Mapping[str, Any]) -> list[str]:
    """What can be had, what it costs, what luck promised and fresh seeds kept."""
    search = manifest["search"]
    aims = [aim for aim in search["aims"] if aim != COST]
    tried = f"{search['trials']} portfolios of {len(search['levers'])} levers were tried"
    first = f"Under a budget of {wording.money(search['budget'])} a year, {tried}"
    ends = (
        f"{wording.money(table.set_aside.min())} to {wording.money(table.set_aside.max())} a year"
        if len(table) > 1
        else f"{wording.money(table.set_aside.min())} a year"
    )
    left = "1 is" if len(table) == 1 else f"{len(table)} are"
    told = [f"{first}; {left} left that none beats on every aim ({ends})."]
    told += [f"Portfolio {row.letter} sets aside {wording.money(row.set_aside)} a year; with {row.alike} a year the same comes of it, "
             "since the rest is not asked for." for row in table.itertuples() if row.alike]  # fmt: skip
    told += [best(table, aim) for aim in aims]
    row = table[table.balanced].iloc[0]
    told.append(f"Nearest to the best of all aims at once is portfolio {row.letter}: {mix(row, search['levers'])} a year.")
    if search["fresh"]:
        told.append(f"{kept(table, aims)} {int(table.holds.sum())} of {len(table)} on the front stay there on fresh seeds.")
    return told


def best(table: pd.DataFrame, aim: str) -> str:
    """The portfolio that does most for one aim, and whether that is clear."""
    row = table.loc[table[aim].idxmin()]
    if row[aim] >= 0:
        return f"No portfolio on the front lowers {AIMS[aim]}."
    span = wording.interval(row[f"{aim}_low"], row[f"{aim}_high"], unit(aim))
    clear = row[f"{aim}_verdict"] in ("better", "worse")
    change = wording.change(row[aim], unit(aim)).replace("pts", "points")
    doubt = "" if clear else ", which may be luck"
    return f"Portfolio {row.letter} does most for {AIMS[aim]}: {change} ({span}){doubt}, for {wording.money(row.set_aside)} a year."


def mix(row: Any, levers: list[str]) -> str:
    """'guidance EUR 10.0 million, skills vouchers EUR 4.0 million', the largest first."""
    amounts = sorted(((row[lever], lever) for lever in levers if row[lever] > 0), reverse=True)
    return ", ".join(f"{lever.replace('_', ' ')} {wording.money(amount)}" for amount, lever in amounts)


def kept(table: pd.DataFrame, aims: list[str]) -> str:
    """How much of what the race promised fresh seeds kept: candidates were chosen because they looked good."""
    aim = aims[0] if aims else COST
    promised, found = table[f"{aim}_race"].mean(), table[aim].mean()
    changes = [wording.change(value, unit(aim)).replace("pts", "points") for value in (promised, found)]
    told = f"in the race they changed {AIMS[aim]} by {changes[0]} on average, with fresh seeds by {changes[1]}."
    return f"Candidates are chosen for looking good: {told}"
