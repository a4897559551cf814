"""G3: do courses for scarce occupations make more work than the same seats for full ones?"""

from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.twins import Tightness, adults, behaviour
from sim import chance
from sim.city import City
from sim.tables import UNEMPLOYED

BEFORE, MONTHS, READ = 12, 36, slice(12, 36)
"""Months in which openings and seekers are counted, months that are lived, those in which jobs are read: the second and third year."""
SHARE, QUARTER = 0.25, 0.25
"""Of the unemployed who are trained; of the occupations that count as scarce, and as full (chosen here)."""
VOCATIONAL = 3
"""Level of schooling up to which a course of some months can prepare for an occupation (ISCED)."""
HOURS = 600.0
"""Of the vocational courses of the catalogue that end with a qualification."""


def train(city: City, rows: np.ndarray, occupations: np.ndarray) -> None:
    """They have what a vocational course for one of these occupations gives, and look for work in it.

    Skill for the course's hours in what the occupation needs, a certificate; places over the occupations by their number of posts.
    """
    r: Any = city.residents
    jobs: Any = city.occupations
    study = behaviour(city, "studying")
    posts = np.bincount(city.posts.occupation, minlength=len(jobs.schooling))[occupations]
    lot = chance.draws(city.luck_for_ever("choosing_course"), r.id[rows])
    taught = occupations[np.searchsorted(np.cumsum(posts) / posts.sum(), lot)]
    r.skill[rows] += study.gain * HOURS * jobs.weight[taught]
    r.credential[rows] = np.minimum(r.declared["credential"].high, r.credential[rows] + study.signal_credit)
    r.occupation[rows] = taught


def jobs_from(piece: tuple[Setting, int]) -> dict[str, float]:
    """Further filled posts for each hundred who are trained for scarce and for full occupations, one seed."""
    how, seed = piece
    city = how.draw_city(seed).run(max(1, how.burn_in - BEFORE))
    tight = Tightness(city)
    for _ in range(BEFORE):
        city.step()
        tight.look(city)
    jobs: Any = city.occupations
    per_seeker = np.where(jobs.level <= VOCATIONAL, tight.per_seeker(), np.nan)
    ends = np.nanquantile(per_seeker, [1 - QUARTER, QUARTER])
    scarce, full = np.flatnonzero(per_seeker >= ends[0]), np.flatnonzero(per_seeker <= ends[1])
    out = adults(city.residents)
    out = out[city.residents.activity[out] == UNEMPLOYED]
    trained = out[chance.draws(city.luck_for_ever("lot"), city.residents.id[out]) < SHARE]
    usual = filled(city.branch())
    found = {}
    for name, occupations in (("scarce", scarce), ("full", full)):
        world = city.branch()
        train(world, trained, occupations)
        found[name] = 100 * (filled(world) - usual) / max(1, len(trained))
        found[f"per seeker {name}"] = float(per_seeker[occupations].mean())
    return found


def filled(city: City) -> float:
    """Filled posts, mean of the months that are read."""
    city.run(MONTHS)
    return float(city.observations.counts(since=1).filled_posts[READ].mean())


def scarce_courses(setting: Setting) -> list[Finding]:
    """Jobs from the scarce ones, and how many more than from the full ones."""
    known, found = targets.load(setting.profile), setting.over_seeds(jobs_from)
    scarce, full, *much = (np.array([one[name] for one in found]) for name in ("scarce", "full", "per seeker scarce", "per seeker full"))
    note = f"{much[0].mean():.2f} vacancies a seeker against {much[1].mean():.2f}"
    return [
        known["G3 scarce"].finding(scarce, note),
        known["G3 full"].finding(scarce - full, f"{scarce.mean():+.1f} against {full.mean():+.1f} from the full ones"),
    ]


EXPERIMENTS = {"G3 scarce courses": scarce_courses}
