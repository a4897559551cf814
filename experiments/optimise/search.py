"""Which portfolios to try: Optuna proposes shares of the budget, few seeds tell what they are worth, those near the front race on more."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import optuna
import pandas as pd
from optuna.samplers import TPESampler
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState

from experiments.console.printing import say
from experiments.execution.jobs import Engine
from experiments.execution.progress import OnProgress
from experiments.inputs.budgets import STEP
from experiments.optimise.inputs import Search
from experiments.storage.results_folder import kept
from experiments.storage.run_index import begin
from experiments.sweep import cost_estimate, scheduler
from experiments.sweep import plan as cells
from experiments.sweep.findings.ranking import by_seed, undominated
from sim.text_files import place_of

Portfolio = dict[str, float]
JOURNAL = "search.journal"
OUT = 0.5
"""Below this share of its scale a lever is left out."""
LEAST_SPENT = 0.1
"""The smallest part of the budget that a candidate spends."""
KEPT = 0.5
"""Part of the candidates that goes into the next round."""
FINALISTS = 12
FRESH = 100_000
"""Seeds of the last look begin so much later than those of the search."""


class Lab:
    """Tries portfolios on as many seeds as asked."""

    def __init__(self, search: Search, scenario: Path, engine: Engine) -> None:
        self.search, self.scenario, self.engine = search, scenario, engine
        self.home = place_of(search.settings["store"], "store")
        self.pace: cost_estimate.Pace | None = None
        self.computed = 0
        self.failed: dict[str, str] = {}

    def tried(self, portfolios: Mapping[str, Portfolio], seeds: int, first_seed: int, on_progress: OnProgress) -> pd.DataFrame:
        """Effects of every named portfolio, seed by seed and world by world; ``on_progress`` hears of runs as they are there."""
        plan = cells.plan(self.design(portfolios, seeds, first_seed))
        self.pace = self.pace or cost_estimate.pace(plan)
        index = begin(self.home)
        missing = set(plan.cells.run) - index.having(plan.keep)
        on_progress(len(set(plan.cells.run[plan.cells.role == "policy"]) - missing))
        outcome = scheduler.finish(plan, missing, index, self.engine, self.pace, on_progress)
        self.computed += outcome.computed
        self.failed |= outcome.failed
        return by_seed(plan.cells, index.refresh())

    def design(self, portfolios: Mapping[str, Portfolio], seeds: int, first_seed: int) -> dict[str, Any]:
        """The configuration of a sweep over these portfolios."""
        points = [{"name": name, **{f"levers.{lever}.{number}": value for lever, euros in sorted(chosen.items())
                                    for number, value in {**self.search.numbers[lever], "budget": euros}.items()}}
                  for name, chosen in portfolios.items()]  # fmt: skip
        own = {"scenario": str(self.scenario), "levers": {}, "without": [], "design": "list", "points": points, "keep": ["monthly"]}
        return {**self.search.settings, **own, "seeds": seeds, "first_seed": first_seed}


def aims_by_seed(seeds: pd.DataFrame, aims: tuple[str, ...]) -> pd.DataFrame:
    """One row per portfolio and seed: each aim as a change against the baseline, mean over the worlds."""
    rows = seeds[seeds.outcome.isin(aims)]
    return rows.pivot_table(index=["portfolio", "seed"], columns="outcome", values="effect").reindex(columns=list(aims)).dropna()


def study_of(search: Search, folder: Path) -> optuna.Study:
    """The search's memory on disk: begun, or taken up where it was left."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    taken_up = kept(folder / JOURNAL, lambda file: begun(search, file), say)
    return begun(search, folder / JOURNAL) if taken_up is None else taken_up


def begun(search: Search, journal: Path) -> optuna.Study:
    """The search of a journal."""
    storage = JournalStorage(JournalFileBackend(str(journal)))
    study = optuna.create_study(study_name="portfolios", storage=storage, directions=["minimize"] * len(search.aims), load_if_exists=True)
    study.get_trials(deepcopy=False)
    return study


def search_on(search: Search, study: optuna.Study, lab: Lab, on_progress: OnProgress) -> None:
    """Ask, try and tell, batch by batch, until all trials are there; what was asked before a kill is tried first."""
    done = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.FAIL))
    on_progress(len(done) * runs_of_trial(search))
    while len(study.get_trials(deepcopy=False)) < search.trials or waiting(study):
        batch = {trial.number: portfolio(search, trial.params) for trial in untried(search, study)}
        found = aims_by_seed(
            lab.tried({name_of(k): chosen for k, chosen in batch.items()}, search.look, first(search), on_progress), search.aims
        )
        means = found.groupby(level="portfolio").mean()
        for number in batch:
            there = name_of(number) in means.index
            values = [float(value) for value in means.loc[name_of(number)]] if there else None
            study.tell(number, values, state=None if there else TrialState.FAIL)


def runs_of_trial(search: Search) -> int:
    """Runs that one trial needs, its baseline aside."""
    return search.look * len(search.settings["shocks"] or (["none", "own"] if search.base.shock else ["none"]))


def first(search: Search) -> int:
    """The first seed of the search."""
    return int(search.settings["first_seed"])


def waiting(study: optuna.Study) -> list[Any]:
    """Trials that were asked for and not tried."""
    return study.get_trials(deepcopy=False, states=(TrialState.RUNNING,))


def untried(search: Search, study: optuna.Study) -> list[Any]:
    """The next batch: a sampler's luck belongs to the trial's number, so that a search taken up again goes the same way."""
    left, starts = search.trials - len(study.get_trials(deepcopy=False)), known(search)
    for _ in range(min(search.batch - len(waiting(study)), left)):
        number = len(study.get_trials(deepcopy=False))
        study.sampler = TPESampler(
            seed=int(search.settings["draw"]) * 100_003 + number, multivariate=True, constant_liar=True, n_startup_trials=2 * search.batch
        )
        if number < min(len(starts), search.trials // 2):
            study.enqueue_trial(starts[number])
        trial = study.ask()
        for name in ("spent", *search.levers):
            trial.suggest_float(name, LEAST_SPENT if name == "spent" else 0.0, 1.0)
    return [trial for trial in waiting(study) if len(trial.params) == len(search.levers) + 1]


def known(search: Search) -> list[dict[str, float]]:
    """What anybody would try first: all levers alike, the scenario's own mix, and each lever alone with the whole budget."""
    mixes = [dict.fromkeys(search.levers, 1.0), *([search.own] if search.own else []), *({lever: 1.0} for lever in search.levers)]
    return [{"spent": 1.0, **{lever: place(mix.get(lever, 0.0) / max(mix.values())) for lever in search.levers}} for mix in mixes]


def place(weight: float) -> float:
    """Where on Optuna's scale a lever of this weight lies; the lower half is 'not at all', so that lean portfolios are tried too."""
    return OUT + (1 - OUT) * weight if weight > 0 else 0.0


def portfolio(search: Search, shares: dict[str, float]) -> Portfolio:
    """Euros a year for each lever; what is less than the least share of the whole is left out."""
    weights = {lever: max(0.0, shares[lever] - OUT) for lever in search.levers}
    total = sum(weights.values()) or 1.0
    large = {lever: weight for lever, weight in weights.items() if weight >= search.least * total} or weights
    spent, whole = shares["spent"] * search.budget, sum(large.values()) or 1.0
    euros = {lever: STEP * round(spent * weight / whole / STEP) for lever, weight in large.items()}
    chosen = {lever: amount for lever, amount in euros.items() if amount > 0}
    return within(chosen or {max(search.levers, key=shares.__getitem__): STEP}, search.budget)


def within(chosen: Portfolio, budget: float) -> Portfolio:
    """Rounding may not break the budget: the largest lever gives way."""
    over = sum(chosen.values()) - budget
    if over <= 0:
        return chosen
    largest = max(chosen, key=chosen.__getitem__)
    return {**chosen, largest: chosen[largest] - STEP * -(-over // STEP)}


def candidates(search: Search, study: optuna.Study) -> Iterator[tuple[str, Portfolio, list[float]]]:
    """Every different portfolio that was tried, with what a few seeds told of it."""
    seen = set()
    for trial in study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)):
        chosen = portfolio(search, trial.params)
        key = tuple(sorted(chosen.items()))
        if key not in seen:
            seen.add(key)
            yield name_of(trial.number), chosen, trial.values


def name_of(number: int) -> str:
    """What a candidate is called."""
    return f"p{number:04d}"


def race(
    search: Search, found: Mapping[str, tuple[Portfolio, list[float]]], lab: Lab, on_progress: OnProgress
) -> tuple[pd.DataFrame, list[str]]:
    """Effects seed by seed of the last round, and the names of those on its front, at most FINALISTS."""
    means = pd.DataFrame({name: values for name, (_, values) in found.items()}, index=list(search.aims)).T
    seeds, rows = search.look, pd.DataFrame()
    while True:
        seeds = min(2 * seeds, int(search.settings["seeds"]))
        stay = order(means)[: max(FINALISTS, int(np.ceil(KEPT * len(means))))]
        rows = aims_by_seed(lab.tried({name: found[name][0] for name in stay}, seeds, first(search), on_progress), search.aims)
        means = rows.groupby(level="portfolio").mean()
        if seeds >= int(search.settings["seeds"]):
            return rows, order(means)[: min(FINALISTS, int(undominated(means.to_numpy()).sum()))]


def order(means: pd.DataFrame) -> list[str]:
    """Front after front; within a front those that have most room around them first."""
    left, found = means, []
    while len(left):
        on = undominated(left.to_numpy())
        part = left[on]
        found += list(part.index[np.argsort(-room(part.to_numpy()), kind="stable")])
        left = left[~on]
    return found


def room(points: np.ndarray) -> np.ndarray:
    """Crowding distance (Deb 2002): how far the neighbours on either side are, ends first."""
    distance = np.zeros(len(points))
    for column in points.T:
        at = np.argsort(column, kind="stable")
        span = column[at[-1]] - column[at[0]]
        distance[at[[0, -1]]] = np.inf
        if len(points) > 2 and span > 0:
            distance[at[1:-1]] += (column[at[2:]] - column[at[:-2]]) / span
    return distance


def fresh_look(search: Search, chosen: Mapping[str, Portfolio], lab: Lab, on_progress: OnProgress) -> pd.DataFrame:
    """The finalists on fresh seeds: no luck that helped them to be chosen is in these."""
    return aims_by_seed(lab.tried(chosen, search.fresh, first(search) + FRESH, on_progress), search.aims)
