"""Several shocks weighed by how often they strike: the resilience, and the loss, to expect in a year with and without a policy."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.table import Table

from experiments.console.printing import wide
from experiments.figures import expected
from experiments.outcomes import resilience, wording
from experiments.outcomes.card_names import words_of
from experiments.outcomes.definitions import AFTER_MONTHS, Frequencies, shock_start
from experiments.outcomes.intervals import paired
from experiments.outcomes.verdicts import verdicts
from experiments.storage import disk, results_folder
from sim.declare import Mistake, known_or_mistake, shown
from sim.text_files import place_of

ALIKE = ("levers", "baseline_levers", "city", "residents", "parameters", "seeds")
"""What runs must have in common for only the shock to differ."""
EXPECTED = "all of them"


def run(words: Iterable[str], output: Path) -> None:
    """Weigh the finished runs, print the table, and keep table and figure in a folder of their own."""
    frequencies, folders = frequencies_and_folders(words)
    output = place_of(output, "output")
    opened = {folder: results_folder.open_results(folder) for folder in folders}
    runs = {folder: (tables["monthly"], about["question"]) for folder, (tables, about) in opened.items()}
    check_alike({folder: record for folder, (_, record) in runs.items()})
    rates = rates_of([record for _, record in runs.values()], frequencies)
    residents = min(record["residents"] for _, record in runs.values())
    found = weighed(per_shock([one for one in runs.values()]), rates, residents)
    home = output / f"portfolio-{'+'.join(rates)}"
    disk.make_ready(home)
    with disk.or_cannot_store(home):
        results_folder.write_table(home / "portfolio.parquet", found)
        results_folder.write_csv(home / "portfolio.csv", found)
        disk.write_whole(home / "portfolio.png", expected.png(expected.draw(found, next(iter(opened.values()))[1])))
    show(found, home)


def frequencies_and_folders(words: Iterable[str]) -> tuple[dict[str, float], list[str]]:
    """Frequencies by shock, and folders."""
    frequencies, folders = {}, []
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or Path(word).exists():
            folders.append(word)
            continue
        try:
            frequencies[name] = float(value)
        except ValueError:
            raise Mistake(f"portfolio: {name} must be a number of times a year, not {shown(value)}") from None
        if not 0 <= frequencies[name] <= 1:
            raise Mistake(f"portfolio: {name} = {value} is outside 0..1 (times a year)")
    if not folders:
        raise Mistake("portfolio: name at least one folder of a finished run")
    return frequencies, folders


def check_alike(records: Mapping[str, Mapping[str, Any]]) -> None:
    """Mistake unless the runs differ in their shock alone."""
    first, *others = records
    for name in records:
        if shock_start(records[name]["shock"], records[name]["months"]) >= records[name]["months"]:
            raise Mistake(f"portfolio: in {name} no shock strikes before the end")
    for other in others:
        for what in ALIKE:
            if records[other][what] != records[first][what]:
                raise Mistake(f"portfolio: {other} and {first} differ in {what}; only the shock may differ")


def rates_of(records: list[Mapping[str, Any]], frequencies: Mapping[str, float]) -> dict[str, float]:
    """Times a year that each run's shock strikes: as asked, else the declared beginning; Mistake for a shock that no run has."""
    usual = Frequencies().resolved()
    names = [name_of(record) for record in records]
    for name in frequencies:
        known_or_mistake(name, names, "shock", "portfolio")
    if len(set(names)) < len(names):
        raise Mistake(f"portfolio: two runs have the same shock ({', '.join(names)})")
    rates = {name: frequencies.get(name, usual.get(name, usual["other"])) for name in names}
    if sum(rates.values()) > 1:
        raise Mistake(f"portfolio: shocks strike {sum(rates.values()):g} times a year in all; resilience needs at most 1")
    return rates


def name_of(record: Mapping[str, Any]) -> str:
    """What the shock of a run is called."""
    return "+".join(sorted(record["shock"]))


def per_shock(runs: list[tuple[pd.DataFrame, Mapping[str, Any]]]) -> pd.DataFrame:
    """Normalised resilience and job-months lost of each run, world and seed."""
    parts = []
    for monthly, record in runs:
        start = shock_start(record["shock"], record["months"])
        profile = resilience.profile(monthly, start, min(start + AFTER_MONTHS, record["months"]))
        parts.append(profile[["world", "seed", "normalised_resilience", "jobs_lost"]].assign(shock=name_of(record)))
    return pd.concat(parts, ignore_index=True)


def weighed(each: pd.DataFrame, rates: Mapping[str, float], residents: float = np.inf) -> pd.DataFrame:
    """Each shock, then all of them weighed: in a year without a shock nothing is lost; paired effects with intervals.

    All shocks are asked together. ``residents`` are those of the model in one seed.
    """
    rate = each["shock"].map(rates)
    whole = each.assign(normalised_resilience=rate * (1 - each.normalised_resilience), jobs_lost=rate * each.jobs_lost)
    summed = whole.groupby(["world", "seed"], as_index=False)[["normalised_resilience", "jobs_lost"]].sum(min_count=len(rates))
    summed = summed.assign(normalised_resilience=1 - summed.normalised_resilience, shock=EXPECTED)
    long = pd.concat([each, summed]).melt(["world", "seed", "shock"], var_name="outcome")
    pairs = long.pivot(index=["shock", "outcome", "seed"], columns="world", values="value").reset_index()
    found = paired(pairs, ["shock", "outcome"])
    found["better"] = found.outcome.map({"normalised_resilience": "higher", "jobs_lost": "lower"})
    said = verdicts(found, ["outcome"], found.seeds * residents)
    found = found.assign(verdict=said, frequency=found["shock"].map({**rates, EXPECTED: np.nan}))
    order = {name: n for n, name in enumerate([*rates, EXPECTED])}
    return found.sort_values(["outcome", "shock"], key=lambda c: c.map(order) if c.name == "shock" else c, ignore_index=True)


def show(found: pd.DataFrame, home: Path) -> None:
    """The table in the terminal."""
    console = wide(140)
    table = Table(title="Shocks weighed by how often they strike", title_justify="left", caption_justify="left",
                  caption="Expected in a year: losses times frequency, summed; paired over seeds, 90% intervals.")  # fmt: skip
    for name in ("shock", "times a year", "outcome", "baseline", "policy", "effect", "90% interval", "verdict"):
        table.add_column(name)
    for row in found.itertuples():
        unit = "share" if row.outcome == "normalised_resilience" else "job-months"
        often = "" if np.isnan(row.frequency) else f"{row.frequency:g}"
        shown = [wording.level(row.baseline, unit), wording.level(row.policy, unit), wording.change(row.effect, unit)]
        interval = wording.interval(row.low, row.high, unit)
        table.add_row(words_of(row.shock), often, wording.title_of(row.outcome), *shown, interval, row.verdict)
    console.print(table)
    console.print(f"Table and figure are in {home}", highlight=False, soft_wrap=True)
