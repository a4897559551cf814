"""G7: when one fate changes, how many others change with it?"""

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.twins import adults
from sim import chance
from sim.city import City
from sim.tables import COMMUTER, EMPLOYED, INACTIVE

MONTHS, TIMES = 24, 5
"""Months that are followed, and changes of each kind in a seed, each in a city of its own."""
RAISE, SKILL = 1.01, 0.1
"""A raise of a hundredth; a tenth of an SD of skill."""
SETTLED = 36
"""Months of tenure from which few look for another job."""


class Fates:
    """Activity and post of everybody who lives in the city now, month by month."""

    def __init__(self, city: City) -> None:
        here = np.flatnonzero(city.residents.present == 1)
        self.rows, self.ids = here, city.residents.id[here].copy()
        self.activity, self.post = [], []
        for _ in range(MONTHS):
            city.step()
            r = city.residents
            gone = (r.id[here] != self.ids) | (r.present[here] == 0)
            self.activity.append(np.where(gone, -1, r.activity[here].astype(np.int64)))
            self.post.append(np.where(gone, -1, r.post[here]))

    def differ(self, other: "Fates") -> tuple[np.ndarray, np.ndarray]:
        """Who ever differs in her activity, and who in her activity or her post."""
        activity, post = (
            np.any(np.array(mine) != np.array(theirs), axis=0)
            for mine, theirs in ((self.activity, other.activity), (self.post, other.post))
        )
        return activity, activity | post


def change_fates(piece: tuple[Setting, int]) -> dict[str, float]:
    """One seed: share of others moved by changes that take no post; people moved by each post that a commuter takes."""
    how, seed = piece
    young = how.burn_in_city(seed)
    usual, others, moved, chains, movers = Fates(young.branch()), [], [], [], []
    for row, pay in quiet_changes(young):
        city = young.branch()
        if pay:
            city.residents.wage[row] *= RAISE
        else:
            city.residents.skill[row] += SKILL
        activity, either = Fates(city).differ(usual)
        else_where = usual.rows != row
        others.append(activity[else_where].mean())
        moved.append(activity[else_where].sum())
    for post in some(young, np.flatnonzero(young.posts.vacant > 0)):
        city = young.branch()
        city.posts.holder[post], city.posts.vacant[post] = COMMUTER, 0
        activity, either = Fates(city).differ(usual)
        chains.append(activity.sum())
        movers.append(either.sum())
    means = {"others": others, "moved": moved, "chain": chains, "movers": movers}
    found = {name: float(np.mean(values)) if values else float("nan") for name, values in means.items()}
    return found | {"touched": float(np.mean(np.array(moved) > 0)) if moved else float("nan"), "residents": float(len(usual.rows))}


def quiet_changes(city: City) -> list[tuple[int, bool]]:
    """Rows of residents whose change takes no post: the pay of settled employees (True), the skill of the inactive (False)."""
    r, grown = city.residents, adults(city.residents)
    settled = grown[(r.activity[grown] == EMPLOYED) & (r.tenure[grown] >= SETTLED)]
    idle = grown[r.activity[grown] == INACTIVE]
    return [(row, True) for row in some(city, settled)] + [(row, False) for row in some(city, idle)]


def some(city: City, rows: np.ndarray) -> list[int]:
    """So many of these rows, by lot."""
    lot = chance.draws(city.luck_for_ever("lever"), rows)
    return rows[np.argsort(lot, kind="stable")][:TIMES].tolist()


def same_luck(setting: Setting) -> list[Finding]:
    """The share of others who are moved for nothing, and how long chains are."""
    known, found = targets.load(setting.profile), setting.over_seeds(change_fates)
    means = {name: np.nanmean([one[name] for one in found]) for name in found[0]}
    touched = f"{means['moved']:.1f} of {means['residents']:,.0f} residents; {100 * means['touched']:.0f}% of such changes move anybody"
    return [
        known["G7"].finding([one["others"] for one in found], touched),
        known["G7 chain"].finding([one["chain"] for one in found], f"{means['movers']:.1f} with those who only change jobs"),
    ]


EXPERIMENTS = {"G7 same luck": same_luck}
