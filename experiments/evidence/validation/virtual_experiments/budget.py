"""E13: does the second half of a doubled budget bring less than the first?"""

from dataclasses import dataclass

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from sim.catalogue import make
from sim.city import City

MONTHS, LAST = 60, 24


@dataclass(frozen=True)
class Aim:
    """What a lever is for (an indicator of one group, or of the whole city), and a budget that it spends, twice over too."""

    lever: str
    budget: float
    indicator: str = "participation"
    group: str = ""

    @property
    def sign(self) -> int:
        """1 when more is better, -1 for unemployment."""
        return -1 if self.indicator == "unemployment" else 1


AIMS = {
    "E13 second chance": Aim("second_chance", 10e6, group="low"),
    "E13 centres": Aim("learning_centres", 10e6),
    "E13 outreach": Aim("outreach_childcare", 10e6, group="low"),
    "E13 guidance": Aim("guidance", 15e6, "unemployment"),
    "E13 entitlement": Aim("learning_entitlement", 5e6),
}


def spend(piece: tuple[Setting, int]) -> dict[str, tuple[float, float]]:
    """Gains from the single and the double budget of each lever, one seed, in points."""
    how, seed = piece
    young = how.burn_in_city(seed)
    plain = young.branch().run(MONTHS)
    return {key: (gain(young, plain, aim, 1), gain(young, plain, aim, 2)) for key, aim in AIMS.items()}


def gain(young: City, plain: City, aim: Aim, times: int) -> float:
    """Change for the better of what the lever aims at, mean of the last two years."""
    city = young.branch([make("lever", aim.lever, {"budget": times * aim.budget}, "E13")]).run(MONTHS)
    return 100 * aim.sign * (level(city, aim) - level(plain, aim))


def level(city: City, aim: Aim) -> float:
    """The indicator in the last two years."""
    if not aim.group:
        return float(city.history[aim.indicator].iloc[-LAST:].mean())
    rows = city.observations.by_group("education")
    return float(rows.loc[rows.group == aim.group, aim.indicator].iloc[-LAST:].mean())


def budget(setting: Setting) -> list[Finding]:
    """What the second half adds less what the first did, lever by lever."""
    known, found = targets.load(setting.profile), setting.over_seeds(spend)
    return [one(known[key], aim, np.array([gains[key] for gains in found])) for key, aim in AIMS.items()]


def one(target: targets.Target, aim: Aim, gains: np.ndarray) -> Finding:
    """One lever; a first half that does harm fails."""
    once, twice = gains.T
    who = f" of the {aim.group}-educated" if aim.group else ""
    first, both = once.mean(), twice.mean()
    euros = f"EUR {aim.budget / 1e6:g} and {2 * aim.budget / 1e6:g} million a year"
    return target.finding(twice - 2 * once, f"{aim.indicator}{who}: {first:+.2f} and {both:+.2f} points for the better with {euros}")


EXPERIMENTS = {"E13 budget": budget}
