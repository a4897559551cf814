"""E10: what do robots take from employment, when nothing is spent again and when everything is?"""

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.recorder import share
from sim.catalogue import make
from sim.city import City
from sim.tables import AUTOMATED

MONTHS, LAST = 204, 24
"""Seventeen years, as from 1990 to 2007 (Acemoglu and Restrepo 2020), at the end of which employment is read."""
YEARS = 14
"""In which the robots come (assumed: steadily over most of that time)."""
TASKS = 2.0
"""Posts whose tasks one robot does (assumed; Dauth et al. 2017 find two manufacturing jobs lost for each robot in Germany)."""
SETTINGS = {"E10": 0.0, "E10 offset": 1.0}


def automate(piece: tuple[Setting, int]) -> dict[str, float]:
    """One seed without robots and in both settings."""
    how, seed = piece
    young = how.burn_in_city(seed)
    usual, _, workers = end_of(young.branch())
    found: dict[str, float] = {}
    for key, created in SETTINGS.items():
        card = {"ai": 0, "created": created, "years": YEARS, "depth": 0.2}
        rate, gone, _ = end_of(young.branch((), [make("shock", "automation", card, key)]))
        robots = 1000 * gone / TASKS / workers
        found |= {key: share(100 * (rate - usual), robots), f"{key} robots": robots}
    return found


def end_of(city: City) -> tuple[float, float, float]:
    """Means of the last two years: employment over population of 20-64, posts whose tasks are gone, filled posts of all kinds."""
    gone = []
    for month in range(MONTHS):
        city.step()
        if month >= MONTHS - LAST:
            posts = city.posts
            gone.append(((posts.gone == AUTOMATED) & (posts.slot < city.employers.target[posts.employer])).sum())
    t = city.observations.counts(since=MONTHS + 1 - LAST)
    return float((t.employed_working_age / t.working_age).mean()), float(np.mean(gone)), float(t.filled_posts.mean())


def robots(setting: Setting) -> list[Finding]:
    """Points of employment over population for each robot per 1,000 workers (commuters too: their posts are among those counted)."""
    known, found = targets.load(setting.profile), setting.over_seeds(automate)
    many = {key: np.mean([one[f"{key} robots"] for one in found]) for key in SETTINGS}
    note = "{:.0f} robots per 1,000 workers at " + f"{TASKS:g} posts each"
    return [known[key].finding([one[key] for one in found], note.format(many[key])) for key in SETTINGS]


EXPERIMENTS = {"E10 robots": robots}
