"""G6: how many apply for a vacancy while it is open, and does matching have constant returns?"""

from dataclasses import replace
from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.measures import by_seed, cycle
from experiments.evidence.validation.recorder import mean
from experiments.evidence.validation.twins import Tightness
from experiments.execution.progress import quiet
from sim.behaviours.job_search import BASIC_LEVEL
from sim.city import City
from sim.tables import NOBODY

MONTHS = 36
SCARCE = 0.2
"""Of occupations: those with the most vacancies a seeker (chosen here)."""


class Vacancies:
    """Who has applied for each vacancy since it was posted; what became of those that were filled."""

    def __init__(self, city: City) -> None:
        self.open: dict[int, set[int]] = {}
        self.older = set(np.flatnonzero(city.posts.vacant > 0).tolist())
        """Vacancies that were there before anybody counted."""
        self.filled: list[tuple[int, int]] = []
        """Occupation and applicants of every vacancy that was filled."""

    def look(self, city: Any) -> None:
        """A month has passed: note who applied, which vacancies are filled, and which were taken back."""
        posts, sent = city.posts, city.applications
        there = {*city.vacant.post.tolist(), *np.flatnonzero(posts.vacant > 0).tolist()}
        for post in there - self.older - self.open.keys():
            self.open[post] = set()
        for person, vacancy in zip(sent.person.tolist(), sent.vacancy.tolist(), strict=True):
            applied = self.open.get(int(city.vacant.post[vacancy]))
            if applied is not None:
                applied.add(int(city.residents.id[person]))
        over = [post for post in (*self.open, *self.older) if posts.vacant[post] == 0]
        for post in over:
            if post in self.open and posts.holder[post] != NOBODY:
                self.filled.append((int(posts.occupation[post]), len(self.open[post])))
            self.open.pop(post, None)
            self.older.discard(post)


def count(piece: tuple[Setting, int]) -> dict[str, float]:
    """One seed: applicants a vacancy over its life, of all, of low-skill work and of scarce occupations."""
    how, seed = piece
    young = how.burn_in_city(seed)
    city, tight = young.branch(), Tightness(young)
    vacancies = Vacancies(city)
    for _ in range(MONTHS):
        city.step()
        vacancies.look(city)
        tight.look(city)
    occupation, applied = np.array(vacancies.filled).reshape(-1, 2).T
    jobs: Any = city.occupations
    low, scarce = jobs.level[occupation] <= BASIC_LEVEL, tight.scarcest(SCARCE)[occupation]
    found = {"G6": mean(applied), "G6 low-skill": mean(applied[low]), "G6 scarce": mean(applied[scarce]), "none": mean(applied == 0)}
    return found | {"most": float(np.quantile(applied, 0.99)) if len(applied) else float("nan")}


def applicants(setting: Setting) -> list[Finding]:
    """Applicants a vacancy that was filled, and the sum of the elasticities of hires."""
    known, found = targets.load(setting.profile), setting.over_seeds(count)
    means = {name: np.nanmean([one[name] for one in found]) for name in found[0]}
    spread = f"{100 * means['none']:.0f}% of vacancies filled without any resident applying, 99th percentile {means['most']:.0f}"
    slopes = np.array([(one["row 26"], one["row 26 vacancies"]) for one in by_seed(replace(setting, on_progress=quiet), cycle.study)])
    seekers, vacancies = np.nanmean(slopes, axis=0)
    return [
        known["G6"].finding([one["G6"] for one in found], spread),
        *(known[key].finding([one[key] for one in found]) for key in ("G6 low-skill", "G6 scarce")),
        known["G6 returns"].finding(slopes.sum(axis=1), f"unemployed {seekers:.2f}, vacancies {vacancies:.2f}"),
    ]


EXPERIMENTS = {"G6 applicants": applicants}
