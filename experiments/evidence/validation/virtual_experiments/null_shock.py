"""E14: does a shock of size zero move any measure of resilience?"""

from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from sim.catalogue import shocks
from sim.city import City

MONTHS = 36
NULL = {name: card(**dict.fromkeys(card.size, 0)) for name, card in shocks().items()}
"""Every shock with all its sizes at 0, so that nothing happens."""


def shake_by_nothing(piece: tuple[Setting, int]) -> dict[str, float]:
    """The largest metric of one seed, by shock."""
    how, seed = piece
    young = how.burn_in_city(seed)
    calm = young.branch().run(MONTHS)
    return {name: max(map(abs, metrics(calm, young.branch((), [card]).run(MONTHS)))) for name, card in NULL.items()}


def metrics(calm: City, shaken: City) -> tuple[float, ...]:
    """Loss in job-months, robustness, permanent gap, reorientation (evidence section 4), each 0 when nothing happened."""
    usual, hit = (city.history.employment.to_numpy()[1:] for city in (calm, shaken))
    left = hit / usual
    return float((1 - left).sum()), float(1 - left.min()), float(1 - left[-1]), 0.5 * float(np.abs(jobs(shaken) - jobs(calm)).sum())


def jobs(city: City) -> np.ndarray:
    """Shares of filled posts by sector."""
    posts = city.posts
    sectors: Any = city.sectors
    sector = city.employers.sector[posts.employer[posts.holder != -1]]
    return np.bincount(sector, minlength=len(sectors.tradable)) / max(1, len(sector))


def null_shock(setting: Setting) -> list[Finding]:
    """The largest metric over all shocks."""
    found = setting.over_seeds(shake_by_nothing)
    moved = [name for name in NULL if any(one[name] > 0 for one in found)]
    note = f"moved by: {', '.join(moved)}" if moved else f"shocks: {', '.join(NULL)}"
    return [targets.load(setting.profile)["E14"].finding([max(one.values()) for one in found], note)]


EXPERIMENTS = {"E14 null shock": null_shock}
