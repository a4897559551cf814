"""From Python: ``simulate`` a scenario, ``compare`` two, ask for the ``causes`` and ``who`` gains; the same runs as the command line's."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.execution import progress
from experiments.execution.pool import check_workers
from experiments.inputs import given_cards
from experiments.inputs import scenario as scenarios
from experiments.inputs.comparison import MOST_SEEDS, WORLDS, Comparison, check_month, resolve, spread_over
from experiments.outcomes import causes as why
from experiments.outcomes import groups_crossed, paired_effects, unspent
from experiments.recording.panel import Panel
from experiments.run import enough_seeds
from experiments.run import seeds as run
from experiments.storage import results_folder
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake, shown
from sim.text_files import place_of


def simulate(
    scenario: str | Path | Mapping,
    residents: int = 10_000,
    months: int | None = None,
    seeds: int | Sequence[int] = 8,
    what: str | Sequence[str] = "monthly",
    **settings: Any,
) -> Any:
    """A tidy table: one row per seed and month of the scenario's calm world, one column per indicator.

    ``scenario`` is the name of a scenario, a path to a YAML, 'baseline', or a mapping such as {'levers': {...}}. ``seeds`` are how
    many, or which: [3, 11, 42]. ``what`` names another table (groups, ledger, cells, work, cohort, ...), or several: then it is a
    dictionary of them; 'all' are all there are. Further words: city, shock (also live through it), burn_in (0: from the first
    month), first_seed, parameters, regime, policy_date, workers (1), progress (True shows a bar); levers (added to the scenario's),
    behaviours, month, indicators; people (a CSV or Parquet of one row per person), courses, providers and occupations (CSV files that
    add to the catalogue or change it). Levers, shock, behaviours and indicators may be cards or classes of your own, made in the notebook:
    ``behaviours=[Saving], month={"saving": "after incomes"}``.
    """
    chosen = (WORLDS[1], WORLDS[3]) if settings.get("shock") else WORLDS[1:2]
    comparison = question_of(scenario, residents, months, seeds, settings)
    tables = simulate_worlds(comparison, settings.get("workers", 1), chosen, bool(settings.get("progress")))
    if what == "all":
        return tables
    for name in [what] if isinstance(what, str) else what:
        known_or_mistake(name, [*tables, "all"], "table", "simulate: what")
    return tables[what] if isinstance(what, str) else {name: tables[name] for name in what}


def panel(
    scenario: str | Path | Mapping,
    to: str | Path,
    columns: Sequence[str] | None = None,
    every: int = 12,
    residents: int = 10_000,
    months: int | None = None,
    seeds: int | Sequence[int] = 1,
    **settings: Any,
) -> Path:
    """Write a panel of residents as Parquet and return its path: a row per seed, world, month and resident, with chosen ``columns``.

    A look is taken at the policy date (month 0) and every so many months after it, in the world without the levers ('baseline') and
    with them ('policy'); with ``shock`` both live through it. Everybody keeps her ``id`` in all worlds of a seed: two rows of one
    seed, month and id are the same person with and without. ``columns`` are those of ``city.residents`` (help(type(city.residents))).
    """
    comparison = question_of(scenario, residents, months, seeds, settings)
    check_whole("every", every, 1, comparison.months)
    with Panel(place_of(to, "panel"), columns) as lived_in:
        for seed in comparison.seeds:
            city = comparison.world(False, False, seed).burn_in_city(seed)
            for policy in (False, True):
                spec = comparison.world(policy, bool(settings.get("shock")), seed)
                labels = {"seed": seed, "world": run.POLICIES[policy], "shock": comparison.shock_name if settings.get("shock") else "none"}
                twin = spec.branch(city)
                lived_in.look(twin, 0, **labels)
                for month in range(1, comparison.months + 1):
                    twin.step()
                    if month % every == 0:
                        lived_in.look(twin, month, **labels)
    return lived_in.file


def compare(
    scenario: str | Path | Mapping,
    baseline: str | Path | Mapping = "baseline",
    shock: str | Mapping = scenarios.USUAL_SHOCK,
    residents: int = 10_000,
    months: int | None = None,
    seeds: int | Sequence[int] = 8,
    precision: float | None = None,
    most_seeds: int = MOST_SEEDS,
    each_seed: bool = False,
    **settings: Any,
) -> pd.DataFrame:
    """Paired effects of one scenario against another with 90% intervals, calm and under a shock, by group.

    With ``each_seed`` a row per seed instead: both worlds and what parts them, without intervals, for statistics of one's own.
    ``levers``, ``behaviours``, ``month`` and ``indicators`` are as in ``simulate``; levers act in the world of the scenario alone.

    With ``precision`` seeds are added, up to ``most_seeds``, until the effect on unemployment is known to so many points to either
    side; ``attrs["precision"]`` of the table tells what came.
    """
    how_narrow = {"precision": precision, "most_seeds": most_seeds}
    comparison = against(scenario, baseline, residents, months, seeds, {**settings, "shock": shock}, how_narrow)
    with tempfile.TemporaryDirectory() as folder:
        comparison, reached = enough_seeds.until_precise(comparison, lambda asked: lived(asked, settings.get("workers", 1), WORLDS, folder))
        told = paired_effects.by_seed if each_seed else paired_effects.effects
        found = told(results_folder.gather(Path(folder), comparison.seeds), comparison.settings_dict)
    found.attrs["precision"] = reached.settings_dict if reached else {}
    return found


def causes(
    scenario: str | Path | Mapping,
    baseline: str | Path | Mapping = "baseline",
    group: tuple[str, str] | None = None,
    by: str = "cause",
    residents: int = 10_000,
    months: int | None = None,
    seeds: int = 8,
    **settings: Any,
) -> pd.DataFrame:
    """Why a scenario changes work, learning and pay in the calm world: one row per first cause of a changed life, and one for all.

    ``by='lever'`` has one row per lever at the root, with what it spent; ``by='life'`` one per changed life: when, why, behind whom.
    ``group`` is a dimension and a group such as ('education', 'low'). Job-years, years in courses and EUR over the run, 90% intervals.
    """
    known_or_mistake(by, KINDS_OF_CAUSES, "way to sum", "causes by")
    tables = simulate_worlds(against(scenario, baseline, residents, months, seeds, settings), settings.get("workers", 1), WORLDS[:2])
    return KINDS_OF_CAUSES[by](tables, group)


def money(
    scenario: str | Path | Mapping, residents: int = 10_000, months: int | None = None, seeds: int = 8, **settings: Any
) -> pd.DataFrame:
    """What becomes of the money of a scenario in its calm world: a row per lever, EUR of the real city, means over seeds.

    ``asked_a_year`` is a year's; ``asked``, ``spendable``, ``spent`` and ``unspent`` are totals over the run; ``why`` it was not spent.
    """
    comparison = question_of(scenario, residents, months, seeds, settings)
    return unspent.by_lever(simulate_worlds(comparison, settings.get("workers", 1), WORLDS[1:2])["budgets"])


KINDS_OF_CAUSES: dict[str, Callable] = {
    "cause": lambda tables, group: why.by_cause(tables, group=group),
    "lever": lambda tables, group: why.by_lever(tables, group=group),
    "life": lambda tables, group: tables["lives"],
}


def against(
    scenario: Any,
    baseline: Any,
    residents: int,
    months: int | None,
    seeds: int | Sequence[int],
    settings: Mapping[str, Any],
    how_narrow: Mapping[str, Any] | None = None,
) -> Comparison:
    """A scenario against another one."""
    other = load(baseline)
    first = replace(given_cards.with_cards(load(scenario), settings), baseline="none")
    check_month(first, other)
    extensions = tuple(dict.fromkeys((*first.extensions, *other.extensions)))
    rest = {word: value for word, value in settings.items() if word not in given_cards.WORDS or (word == "shock" and value)}
    rest |= {"shock": first.shock} if settings.get("shock") else {}
    comparison = question_of(replace(first, extensions=extensions), residents, months, seeds, rest, how_narrow)
    without = question_of(replace(other, extensions=extensions, month=first.month), residents, months, seeds, rest)
    return replace(comparison, baseline=without.scenario, baseline_levers=without.levers)


def who(results: str | Path | Mapping[str, pd.DataFrame], **traits: str) -> pd.DataFrame:
    """Effects on the people of one crossing of up to three traits: one row per outcome, world and window.

    ``results`` is the folder of a finished run, or its tables; ``traits`` are education, sex, age, origin, limitation, parents, language,
    or district and one of them: ``who(folder, origin="foreign-born", sex="women", education="low")``. Without any it is everybody.
    """
    tables = results if isinstance(results, Mapping) else results_folder.open_results(results, groups_crossed.ASKED)[0]
    return groups_crossed.who(tables["groups_crossed"], tables["districts"], **traits)


def load(scenario: Any) -> scenarios.Scenario:
    """A scenario by any name; 'baseline' and 'none' are the city without levers."""
    if isinstance(scenario, scenarios.Scenario):
        return scenario
    if scenario in ("baseline", "none"):
        return scenarios.load({"title": "baseline"})
    return scenarios.load(scenario)


def question_of(
    scenario: Any, residents: int, months: int | None, seeds: Any, settings: Mapping[str, Any], how_narrow: Mapping[str, Any] | None = None
) -> Comparison:
    """Resolve a notebook's question; ``how_narrow`` its interval is to be is for those who add seeds until it is."""
    which = seeds_in(seeds)
    words = {"residents": residents, "months": months, "seeds": len(which) or seeds, "burn_in": 60, "first_seed": 1, "city": None}
    words |= dict.fromkeys(scenarios.TABLES)
    own = {"parameters", "regime", "workers", "policy_date", "progress", *given_cards.WORDS}
    for word in settings:
        known_or_mistake(word, [*words, *own], "word", "simulate")
    found = given_cards.with_cards(load(scenario), settings)
    given_cards.check_one_process(found.extensions, settings.get("workers", 1))
    parameters = {**found.parameters, **scenarios.flat(settings.get("parameters"), "parameters")}
    check_workers(settings.get("workers"))
    chosen = {word: value for word, value in settings.items() if word not in own}
    regime = settings.get("regime", found.regime)
    policy_date = settings.get("policy_date", found.policy_date)
    asked = {**words, **chosen, **(how_narrow or {})}
    chosen_one = replace(found, parameters=parameters, regime=regime, policy_date=policy_date)
    comparison = resolve(chosen_one, asked, spread=True)
    return replace(comparison, seeds=which, ensemble=spread_over(chosen_one, which, True)) if which else comparison


def seeds_in(seeds: Any) -> tuple[int, ...]:
    """The seeds of a list, checked; none where only their number is said."""
    if not isinstance(seeds, (list, tuple, range, np.ndarray)):
        return ()
    for seed in seeds:
        check_whole("seed", seed, 0, 2**62)
    found = tuple(int(seed) for seed in seeds)
    if not found or len(set(found)) < len(found):
        raise Mistake(f"seeds must be a number of seeds, or a list of different ones, not {shown(seeds)}")
    return found


def simulate_worlds(comparison: Comparison, workers: int | None, chosen: tuple, seen: bool = False) -> dict[str, pd.DataFrame]:
    """The tables of some worlds; nothing is left on disk. With ``seen`` a bar shows how far it is."""
    total = len(comparison.seeds) * run.months_of_a_seed(comparison, chosen)
    with tempfile.TemporaryDirectory() as folder, progress.bar(total, "Living") if seen else nullcontext(progress.quiet) as tell:
        run.run_seeds(comparison, Path(folder), workers, tell, chosen=chosen)
        return results_folder.gather(Path(folder), comparison.seeds)


def lived(comparison: Comparison, workers: int | None, chosen: tuple, folder: str) -> pd.DataFrame:
    """Live the seeds that the folder does not hold yet; the months of all of them."""
    run.run_seeds(comparison, Path(folder), workers, chosen=chosen)
    return results_folder.gather(Path(folder), comparison.seeds, ["monthly"])["monthly"]
