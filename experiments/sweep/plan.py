"""Which runs a design needs: every portfolio, and the baseline it is paired with, in every case, shock and seed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.inputs import budgets, scenario
from experiments.inputs.comparison import Comparison, checked, checked_texts, resolve, scenario_of, seeds_of
from experiments.inputs.fingerprint import Fingerprint, fingerprint
from experiments.inputs.run_spec import Cards, RunSpec, content_of, run_name
from experiments.inputs.settings import mapping_of, merged
from experiments.outcomes import wording
from experiments.recording.batch_tables import CHOICE
from experiments.sweep import held_fixed, labels, sampling
from experiments.sweep.sampling import factors
from sim.declare import Mistake, known_or_mistake

MOST_RUNS = 10_000_000
OF_CASE = ("city", "residents", "months", "burn_in")


@dataclass(frozen=True)
class Plan:
    """A whole sweep before it runs: ``cells`` has one row per cell, ``specs`` what each is run with."""

    settings: dict[str, Any]
    title: str
    story: str
    baseline: str
    seeds: tuple[int, ...]
    keep: tuple[str, ...]
    cells: pd.DataFrame
    specs: list[RunSpec]
    problem: dict[str, Any] | None
    held: tuple[str, ...]
    too_late: tuple[str, ...]

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """Equal for equal cells with equal labels, judged by the same source; the cells' runs are named by all that decides them."""
        return fingerprint("sweep", {"cells": self.cells.to_csv(index=False), "keep": list(self.keep)})

    @property
    def name(self) -> str:
        """The folder of the sweep: readable, and the same for the same design."""
        words = "".join(letter if letter.isalnum() else "_" for letter in self.title.lower())
        return f"{words[:40].strip('_') or 'sweep'}-{self.fingerprint.whole[:8]}"


class Row(NamedTuple):
    """One cell for all seeds."""

    role: str
    point: int
    name: str
    own_name: bool
    scenario: str
    spec: RunSpec
    varied: dict[str, Any]


def plan(settings: Mapping[str, Any]) -> Plan:
    """The cells of a configuration; Mistake for what cannot be meant."""
    content_of.cache_clear()  # a user's files may have changed since the last sweep of this session
    points, load = sampling.points(settings), cache(scenario.load)
    for name in settings["keep"] or ():
        known_or_mistake(name, CHOICE, "table", "keep")
    seeds = seeds_of(settings["seeds"], settings["first_seed"])
    questions = with_all_extensions([comparison(settings, point, load) for point in points])
    baseline = one_baseline(questions)
    rows = once([row for question in enumerate(zip(points, questions, strict=True)) for row in rows_of(question, settings)])
    if len(rows) * len(seeds) > MOST_RUNS:
        raise Mistake(f"design: {len(rows) * len(seeds):,} cells are more than {MOST_RUNS:,}")
    varied, specs = factors(settings["vary"]), [row.spec for row in rows]
    table = table_of(rows)
    check_budgets([*(settings["points"] or ()), *({one.path: value} for one in varied for value in one.values)])
    return Plan(
        settings=dict(settings),
        title=title_of(settings, questions[0]),
        story=str(settings["story"] or "").strip(),
        baseline=baseline,
        seeds=seeds,
        keep=tuple(name for name in CHOICE if name in (settings["keep"] or ())),
        cells=in_seeds(table, specs, seeds),
        specs=specs,
        problem=sampling.problem(varied) if settings["design"] == "saltelli" else None,
        held=held_fixed.held(points, bases(settings, points, load), dict(zip(table["shock"], specs, strict=True))),
        too_late=held_fixed.too_late(specs),
    )


def check_budgets(written: list[Mapping[str, Any]]) -> None:
    """Mistake for a budget of EUR 10 a year that somebody wrote; drawn ones may be small."""
    for path, value in (pair for point in written if isinstance(point, Mapping) for pair in point.items()):
        kind, _, rest = str(path).partition(".")
        lever, _, number = rest.partition(".")
        if kind == "levers" and number == "budget":
            budgets.check({lever: {"budget": scenario.number_in(value)}}, "vary: levers")


def title_of(settings: Mapping[str, Any], first: Comparison) -> str:
    """What the sweep is called."""
    if settings["title"]:
        return str(settings["title"])
    if settings["sweep"]:
        return Path(str(settings["sweep"])).stem.replace("_", " ")
    return wording.capital(f"{labels.varied_words(list(settings['vary']))} varied") if settings["vary"] else first.title


def comparison(settings: Mapping[str, Any], point: Mapping[str, Any], load: Callable[[str], scenario.Scenario]) -> Comparison:
    """The question of one point: the sweep's settings with the point laid over them."""
    laid = {**settings, "seeds": 1}
    for path, value in point.items():
        if path != "name":
            laid = lay(laid, str(path), value)
    return resolve(scenario_of(laid, load), checked_texts(laid))


def bases(settings: Mapping[str, Any], points: list[sampling.Point], load: Callable[[str], scenario.Scenario]) -> dict[str, Comparison]:
    """Every scenario of the points as it is without them."""
    names = dict.fromkeys(str(point.get("scenario", settings["scenario"])) for point in points)
    found = [comparison(settings, {"scenario": name}, load) for name in names]
    return {one.scenario: one for one in found}


def lay(settings: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """One setting changed; the original stays as it is."""
    first, *inside = path.split(".")
    before = scenario.cards(settings[first], first) if isinstance(settings[first], str) and inside else settings[first]
    over = mapping_of(inside, value) if inside else value
    both = isinstance(before, Mapping) and isinstance(over, Mapping)
    return {**settings, first: merged(before, over) if both else over}


def with_all_extensions(questions: list[Comparison]) -> list[Comparison]:
    """Every city knows the outside cards of the whole sweep, so that all runs have the same columns."""
    files = tuple(dict.fromkeys(file for question in questions for file in question.extensions))
    return [replace(question, extensions=files) for question in questions]


def one_baseline(questions: list[Comparison]) -> str:
    """What all portfolios are paired with."""
    found = sorted({question.baseline for question in questions})
    if len(found) > 1:
        raise Mistake(f"baseline: the scenarios are compared with different ones ({', '.join(found)}); name one: baseline=none")
    return found[0]


def rows_of(question: tuple[int, tuple[sampling.Point, Comparison]], settings: Mapping[str, Any]) -> Iterator[Row]:
    """The portfolio and its baseline in every shock."""
    number, (point, found) = question
    own = {path: value for path, value in point.items() if path not in ("name", "scenario")}
    shared = {path: value for path, value in own.items() if not path.startswith("levers")}
    for shock in shocks_of(settings, found):
        spec = replace(found.world(True, True), shock=shock)
        said = [varied if shock else without_shock(varied) for varied in (own, shared)]
        yield Row("policy", number, str(point.get("name") or found.scenario), "name" in point, found.scenario, spec, said[0])
        yield Row("baseline", number, "baseline", True, found.baseline, replace(spec, levers=found.baseline_levers), said[1])


def without_shock(varied: dict[str, Any]) -> dict[str, Any]:
    """In calm years a shock's numbers say nothing."""
    return {path: value for path, value in varied.items() if not path.startswith("shock")}


def shocks_of(settings: Mapping[str, Any], found: Comparison) -> list[Cards]:
    """The shocks a city lives through: calm and the scenario's own shock unless others are named."""
    if settings["shocks"] is None:
        return [{}, found.shock] if found.shock else [{}]
    if not settings["shocks"]:
        raise Mistake("shocks: needs at least one; 'none' is calm")
    extra, date = found.extension_cards["shock"], found.policy_date
    named = [None if one == "own" else scenario.cards(one, "shocks") for one in settings["shocks"]]
    return [found.shock if cards is None else checked("shock", cards, "shocks", extra, date) for cards in named]


def once(rows: list[Row]) -> list[Row]:
    """The same portfolio with the same settings is one cell, however many points ask for it."""
    found: dict[tuple, Row] = {}
    for row in rows:
        found.setdefault((row.role, row.name, row.scenario, row.spec.digest), row)
    return list(found.values())


def table_of(rows: list[Row]) -> pd.DataFrame:
    """Labels and varied numbers of each row."""
    specs = [row.spec for row in rows]
    paths = list(dict.fromkeys(path for row in rows for path in row.varied if "." in path))
    table = pd.DataFrame(
        {
            "role": [row.role for row in rows],
            "portfolio": portfolios(rows),
            "case": cases(rows),
            "shock": labels.shocks([spec.shock for spec in specs]),
            "point": [row.point for row in rows],
            "scenario": [row.scenario for row in rows],
            "city": [Path(spec.city).name for spec in specs],
            **{name: [getattr(spec, name) for spec in specs] for name in OF_CASE[1:]},
            "shock_start": [min((card["start"] for card in spec.shock.values()), default=np.nan) for spec in specs],
        }
    )
    varied = {path: labels.plain_values(path, [row.varied.get(path) for row in rows]) for path in paths}
    return pd.concat([table, pd.DataFrame(varied)], axis=1)


def portfolios(rows: list[Row]) -> list[str]:
    """A label for the levers of each row."""
    policies = [row for row in rows if row.role == "policy"]
    named = labels.portfolios(
        [labels.Named(row.name, row.own_name, of_levers(row), labels.flat({"levers": row.spec.levers})) for row in policies]
    )
    said = dict(zip(map(id, policies), named, strict=True))
    return [said.get(id(row), "baseline") for row in rows]


def of_levers(row: Row) -> dict[str, Any]:
    """What was varied of the levers."""
    return {path: value for path, value in row.varied.items() if path.startswith("levers")}


def cases(rows: list[Row]) -> list[str]:
    """What differs beside levers and shocks: city, size, length, parameters."""
    specs = [row.spec for row in rows]
    numbers = [{**{name: getattr(spec, name) for name in OF_CASE}, "city": Path(spec.city).name,
                **{f"parameters.{path}": value for path, value in spec.parameters.items()}} for spec in specs]  # fmt: skip
    varied = [{path: value for path, value in row.varied.items() if not path.startswith(("levers", "shock"))} for row in rows]
    return labels.cases(varied, numbers)


def in_seeds(table: pd.DataFrame, specs: list[RunSpec], seeds: tuple[int, ...]) -> pd.DataFrame:
    """Every row in every seed, with the name of its run."""
    digests = [spec.digest for spec in specs]
    rows = table.assign(spec=range(len(specs))).loc[table.index.repeat(len(seeds))].reset_index(drop=True)
    rows.insert(0, "seed", np.tile(np.array(seeds, np.int64), len(specs)))
    rows.insert(0, "run", [run_name(digests[spec], seed) for spec, seed in zip(rows.spec, rows.seed, strict=True)])
    return rows
