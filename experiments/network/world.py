"""One world: the same cities, exchanging along one network or not at all; what they know, decide and do, year by year."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments.network import adoption_rules
from experiments.network.adoption_rules import GOALS, Exchange
from experiments.network.cities import Cities
from experiments.network.city_year import NEVER, YEAR, Doing
from experiments.network.practices import Practice
from sim.chance import bells, draws, luck

TAKING_UP, DROPPING, LAG, GRANT, SURVEY = range(1, 6)
"""Which of a world's lots is drawn; the lots of a city, year and practice are the same in every world."""


@dataclass
class World:
    """What every city is doing with every practice; arrays of shape (cities, practices) unless said otherwise."""

    name: str
    cities: Cities
    practices: tuple[Practice, ...]
    rules: Exchange
    hands: np.ndarray
    seed: int
    member: bool = False
    membership: float = 0.0
    rewarded: bool = True
    start: np.ndarray = field(init=False)
    end: np.ndarray = field(init=False)
    sums: np.ndarray = field(init=False)
    years: np.ndarray = field(init=False)
    granted: np.ndarray = field(init=False)
    awarded: np.ndarray = field(init=False)
    reports: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    noise: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(self.cities), len(self.practices))
        self.start, self.end = np.full(shape, NEVER), np.full(shape, NEVER)
        self.sums, self.years, self.granted = np.zeros((*shape, len(GOALS))), np.zeros(shape), np.full(shape, -NEVER)
        self.awarded = np.full(len(self.cities), -NEVER)
        self.noise = np.full(len(GOALS), self.rules.survey)

    @property
    def taken_up(self) -> np.ndarray:
        """Decided for, and not dropped since."""
        return (self.start < NEVER) & (self.end == NEVER)

    def in_use(self, month: int) -> np.ndarray:
        """Running in this month."""
        return (self.start <= month) & (month < self.end)

    def doing(self, city: int, year: int) -> Doing:
        """What a city does in this year."""
        first, after = YEAR * year, YEAR * (year + 1)
        own = np.flatnonzero((self.start[city] < after) & (self.end[city] > first))
        done = [(self.practices[k].name, int(self.start[city, k]), int(self.end[city, k])) for k in own]
        if self.member:
            done.append(("membership", 0, NEVER))
        if self.rewarded and self.awarded[city] > year - self.rules.award_years:
            done.append(("award", first, after))
        return tuple(done)

    def look_back(self, year: int, outcome: np.ndarray, noise: np.ndarray) -> None:
        """Every city judges what it has used for long enough: the change since the year before, as its survey shows it.

        ``outcome`` is each goal in points for the better, by year so far, shape (cities, goals, years).
        """
        judged = (self.start + YEAR * (self.rules.patience - 1) <= YEAR * year) & (self.end > YEAR * (year + 1))
        before = np.clip(self.start // YEAR - 1, 0, year)
        changes = outcome[:, None, :, year] - np.take_along_axis(outcome[:, None, :, :], before[:, :, None, None], 3)[..., 0]
        seen = changes + self.rules.survey * self.lots(bells, SURVEY, year, len(GOALS)).reshape(changes.shape)
        self.sums += np.where(judged[..., None], seen, 0.0)
        self.years = self.years + judged
        self.noise = noise
        self.reports.append((self.sums / np.maximum(1, self.years)[..., None], self.years))

    def lots(self, kind: Callable, which: int, year: int, more: int = 1) -> np.ndarray:
        """A number for each city, practice and more, the same in every world."""
        size = len(self.cities) * len(self.practices) * more
        return kind(luck(self.seed, "surveying", 1000 * which + year), np.arange(size)).reshape(len(self.cities), -1)

    def beliefs(self) -> tuple[np.ndarray, np.ndarray]:
        """What every city believes of every practice, for what it wants itself: mean and spread, in points."""
        own_goal = self.cities.goal
        means, precisions = [], []
        for hand in range(int(self.hands.max()) + 1):
            mean, years = self.reports[max(0, len(self.reports) - 1 - max(0, hand - 1))]
            for weights, seen in self.weighed(hand, mean, years, own_goal):
                means.append(seen)
                precisions.append(weights)
        return adoption_rules.believed(np.array(means), np.array(precisions), self.rules.prior, self.rules.prior_sd)

    def weighed(self, hand: int, mean: np.ndarray, years: np.ndarray, goal: np.ndarray) -> Iterator[tuple]:
        """Reports that come through so many hands, goal by goal: total weight, and weighted mean, for each reader and practice."""
        for g in range(len(GOALS)):
            readers = (goal == g)[:, None, None]
            spread = (self.rules.context * self.cities.distance) ** 2
            error = (self.noise[g] ** 2 / np.maximum(1, years) + spread[:, :, None]) * (1 + self.rules.hearsay * max(0, hand - 1))
            weight = np.where(readers & (self.hands == hand)[:, :, None] & (years > 0), 1 / error, 0.0)
            total = weight.sum(axis=1)
            yield total, np.einsum("isk,sk->ik", weight, mean[:, :, g]) / np.maximum(total, 1e-12)

    def decide(self, year: int) -> pd.DataFrame:
        """At the end of a year: drop what does not work, take up what is within reach; returns what was believed and decided."""
        mean, sd = self.beliefs()
        cost = np.array([practice.cost for practice in self.practices])
        worth = np.array([self.rules.worth(goal) for goal in GOALS])[self.cities.goal]
        now = YEAR * (year + 1)
        dropped = self.drop(year, now, adoption_rules.conviction(mean, sd, self.costs(year, cost) / worth[:, None], self.rules.prior_sd))
        sure = adoption_rules.conviction(mean, sd, cost / worth[:, None], self.rules.prior_sd)
        chosen = self.take_up(year, now, sure, cost)
        self.honour(year)
        won = (cost - self.costs(year, cost)) * self.in_use(now - 1)
        columns = {"believed": mean, "spread": sd, "conviction": sure, "taken_up": chosen, "dropped": dropped}
        return self.said(year, {**columns, "in_use": self.in_use(now), "grant": won})

    def costs(self, year: int, cost: np.ndarray) -> np.ndarray:
        """EUR a resident and year that each practice costs the city itself."""
        return cost * np.where(self.granted > year - self.rules.grant_years, 1 - self.rules.grant_share, 1.0)

    def drop(self, year: int, now: int, sure: np.ndarray) -> np.ndarray:
        """Practices given up, among those used for long enough."""
        old = self.taken_up & (self.start + YEAR * self.rules.patience <= now)
        dropped = old & (self.lots(draws, DROPPING, year) < adoption_rules.chance_of_dropping(self.rules, sure))
        self.end[dropped] = now
        return dropped

    def take_up(self, year: int, now: int, sure: np.ndarray, cost: np.ndarray) -> np.ndarray:
        """At most one new practice for each city: of those its lot favours, the one it is surest of; never past its purse."""
        appeal = np.array([practice.appeal for practice in self.practices])
        chance = adoption_rules.chance_of_taking_up(self.rules, sure, self.example(year), appeal)
        spent = (self.costs(year, cost) * self.taken_up).sum(axis=1) + self.membership
        affordable = spent[:, None] + cost <= self.cities.purse[:, None]
        wanted = ~self.taken_up & (self.end != now) & affordable & (self.lots(draws, TAKING_UP, year) < chance)
        first = np.argmax(np.where(wanted, sure, -np.inf), axis=1)
        chosen = np.zeros_like(wanted)
        chosen[np.arange(len(first)), first] = wanted.any(axis=1)
        self.begin(year, now, chosen)
        return chosen

    def begin(self, year: int, now: int, chosen: np.ndarray) -> None:
        """What was chosen starts after its lag; tools of the network shorten it, and some win a grant."""
        p, helped = self.rules, self.member and self.rewarded
        lag = p.lag_least + (p.lag_most - p.lag_least) * self.lots(draws, LAG, year)
        self.start[chosen] = now + np.round(lag * (1 - p.tools * helped)).astype(int)[chosen]
        self.end[chosen] = NEVER
        self.granted[chosen & helped & (self.lots(draws, GRANT, year) < p.grants)] = year

    def example(self, year: int) -> np.ndarray:
        """Share of the cities in sight that use each practice: similar ones and those with an award weigh more."""
        weight = np.where(self.hands == 1, np.exp(-self.cities.distance), 0.0)
        weight = weight * np.where(self.awarded > year - self.rules.award_years, self.rules.admired, 1.0)
        total = weight.sum(axis=1, keepdims=True)
        return weight @ self.in_use(YEAR * (year + 1)) / np.maximum(total, 1e-12)

    def honour(self, year: int) -> None:
        """Awards for members that do most, by how much shows."""
        if self.member and self.rewarded:
            appeal = np.array([practice.appeal for practice in self.practices])
            shows = self.in_use(YEAR * (year + 1)) @ appeal + 1e-3 * self.lots(draws, GRANT, year)[:, 0]
            best = np.argsort(-shows, kind="stable")[: round(self.rules.awards * len(self.cities))]
            self.awarded[best[shows[best] >= 1]] = year

    def said(self, year: int, columns: dict[str, np.ndarray]) -> pd.DataFrame:
        """What every city believed and decided, one row for each practice."""
        city, practice = np.indices(self.start.shape)
        names = np.array([one.name for one in self.practices], object)
        rows = {name: values.ravel() for name, values in columns.items()}
        return pd.DataFrame({"world": self.name, "city": city.ravel(), "year": year, "practice": names[practice.ravel()], **rows})
