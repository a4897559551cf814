"""V21, V32 and V33: jobs further away, coaches who open doors, and the language."""

from typing import Any

import numpy as np

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.effects import OWN
from experiments.evidence.trials.estimates import Estimate, mean, ratio, together
from experiments.evidence.trials.studies import by_key, simulate_trials
from experiments.evidence.trials.treatment import rows_of
from experiments.evidence.trials.trial import Trial
from sim.catalogue import make
from sim.city import City
from sim.tables import EMPLOYED

AID = {"budget": 1e9, "first": 0, "accepts": 1, "months": 24}
FURTHER, MONTHS = 3.0, 24
"""Kilometres by which a job lies further away than the twin's to count as moved for, and the month in which pay is asked."""
COACHES = {"budget": 1e9, "lag": 1}
WITHIN = 18
LESSONS = {"budget": 1e9, "months": 12}


def way_and_pay(city: City, names: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kilometres to work and log pay of each, not a number for who is not at work in the city."""
    r, posts = city.residents, city.posts
    works = (r.id[rows] == names) & (r.activity[rows] == EMPLOYED) & (r.wage[rows] > 0)
    place = city.employers.district[posts.employer[np.maximum(r.post[rows], 0)]]
    way, pay = city.facts.travel[r.district[rows], place], np.log(np.maximum(r.wage[rows], 1.0))
    return np.where(works, way, np.nan), np.where(works, pay, np.nan)


def move(piece: tuple[Setting, int]) -> dict[str, tuple[float, float]]:
    """One seed: those who work further away with the aid than without it, and how much more they are paid."""
    how, seed = piece
    young = how.burn_in_city(seed)
    rows = rows_of(young.residents, "unemployed")
    names = young.residents.id[rows]
    cities = young.branch([make("lever", "moving_aid", AID, "V21")]).run(MONTHS), young.branch().run(MONTHS)
    (way, pay), (usual, before) = (way_and_pay(city, names, rows) for city in cities)
    moved = way - usual >= FURTHER
    return {"V21": (float((pay - before)[moved].sum()), float(moved.sum()))}


def relocation(setting: Setting) -> dict[str, Estimate]:
    """V21: log pay after two years of those whom the aid moved."""
    return by_key(setting.over_seeds(move))


def ever_in_work(trial: Trial) -> tuple[float, ...]:
    """Of one seed: offered people ever in work by then and all of them; the same of their twins."""
    (world,) = trial.worlds
    who = world.offered
    return tuple(float((panel.employed[:WITHIN, who] > 0).any(axis=0).sum()) for panel in (world.lived, trial.twin))


def coaches(setting: Setting) -> dict[str, Estimate]:
    """V32: people whom health limits and who are out of work, half of them with a coach."""
    design: dict[str, Any] = {"eligible": "limited+jobless", "shares": (0.5,), "months": WITHIN}
    return {"V32": ratio(*np.transpose(simulate_trials(setting, "place_then_train", COACHES, ever_in_work, **design)))}


def lessons(setting: Setting) -> dict[str, Estimate]:
    """V33: employment of those who began a course in the language, against their twins."""
    design: dict[str, Any] = {"eligible": "speechless+jobless", "shares": (1.0,), "months": 84}
    sums = together(simulate_trials(setting, "language_courses", LESSONS, **design))
    when = {"V33 soon": (1, 12), "V33 late": (61, 72)}
    return {key: mean(sums, "taken_up", "employed", months, clock=OWN) * 100 for key, months in when.items()}


STUDIES = {"V21": relocation, "V32": coaches, "V33": lessons}
