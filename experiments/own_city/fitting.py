"""With which numbers of its own does a city keep its counts? Cities are lived around a guess, lines through them give the next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import lsq_linear
from scipy.special import logit
from scipy.stats import qmc

from experiments.execution.jobs import Engine
from experiments.execution.pool import each
from experiments.execution.progress import OnProgress, quiet
from experiments.inputs import seeds
from experiments.outcomes.city_holds import HELD, lived
from experiments.own_city.living import Life, Lived, live
from sim.city_numbers import FITTED_TO, CityNumbers
from sim.declare import Number

ROUNDS = ((16, 0.25), (12, 0.12), (12, 0.06), (12, 0.04))
"""Cities of each round, and how far from the guess they lie, as a share of each number's range."""
REPAIRS, REPAIR = 3, (12, 0.04)
"""More rounds when the guess does not hold on fresh luck."""
FRESH, AT_REST = 12, 6
"""Cities with other luck on which the guess is tried, and the city without any number of its own."""
PULL = 0.02
"""What it costs to move a number over half its range, where missing by what counts as near costs 1: what nothing asks for stays."""
STIFF = 0.02
"""How far lines are held from being steep without need, against the spread of what they are drawn through."""
MISSED = 2.0
"""Times what counts as near, beyond which the guess is looked for again."""


@dataclass
class Search:
    """What was lived, and what of it is near the counts; points lie in 0..1 of each number's range."""

    city: str
    residents: int
    counts: Mapping[str, float]
    folder: Path
    workers: int | None = None
    on_progress: OnProgress = quiet
    pool: Engine | None = None
    live_one: Callable[[Life], Lived] = live
    points: list[np.ndarray] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)
    used: int = 0

    def __post_init__(self) -> None:
        self.names = tuple(name for name, to in FITTED_TO.items() if set(to) & set(self.counts))
        self.told = tuple(name for name in HELD if name in self.counts)
        self.target = np.array([self.counts[name] for name in self.told])
        self.near = np.array([HELD[name].close for name in self.told])
        self.start = np.array([share_of(CityNumbers.declared[name], CityNumbers.declared[name].default) for name in self.names])

    def numbers(self, point: np.ndarray) -> dict[str, float]:
        """The numbers of a point, rounded as they are kept."""
        return {name: float(f"{value_at(CityNumbers.declared[name], share):.4g}") for name, share in zip(self.names, point, strict=True)}

    def live(self, sets: Sequence[Mapping[str, float]], luck: Sequence[int]) -> list[Lived]:
        """The years of these cities, each with its own seed; those that have been lived before are read."""
        lives = [Life(self.folder, self.city, self.residents, dict(one), seed) for one, seed in zip(sets, luck, strict=True)]
        return each(self.live_one, lives, self.workers, self.on_progress, self.pool)

    def measured(self, years: Lived) -> np.ndarray:
        """What one city says of everything told."""
        found = lived({name: np.array(values) for name, values in years.items()})
        return np.array([found[name] for name in self.told])

    def look(self, points: np.ndarray) -> None:
        """Live cities at these points, each with luck of its own."""
        luck = seeds.some("fit", self.used + len(points))[self.used :]
        self.used += len(points)
        found = self.live([self.numbers(point) for point in points], luck)
        self.points += list(points)
        self.values += [self.measured(years) for years in found]

    def cities(self) -> int:
        """Cities that are lived when nothing has to be repaired."""
        return sum(many for many, _ in ROUNDS) + FRESH + AT_REST


def share_of(number: Number, value: float) -> float:
    """Where a value lies in its range: factors by their logarithm."""
    low, high, at = (np.log([number.low, number.high, value]) if number.unit == "factor" else (number.low, number.high, value))  # fmt: skip
    return float((at - low) / (high - low))


def value_at(number: Number, share: float) -> float:
    """The value at this place of the range."""
    low, high = np.log([number.low, number.high]) if number.unit == "factor" else (number.low, number.high)
    at = low + float(np.clip(share, 0, 1)) * (high - low)
    return float(np.clip(np.exp(at) if number.unit == "factor" else at, number.low, number.high))


def around(centre: np.ndarray, many: int, reach: float, turn: int) -> np.ndarray:
    """Points strewn evenly around the guess, the guess among them."""
    strewn = qmc.Sobol(len(centre), rng=turn).random(64)[: many - 1]
    return np.clip(np.vstack([centre, centre + reach * (2 * strewn - 1)]), 0, 1)


def next_guess(look: Search, centre: np.ndarray, reach: float) -> np.ndarray:
    """Where lines through what was lived near the guess promise the counts, moving no farther than twice the reach."""
    points, values = np.array(look.points), logit(np.clip(look.values, 1e-4, 1 - 1e-4))
    target, near = logit(np.clip(look.target, 1e-4, 1 - 1e-4)), look.near / (look.target * (1 - look.target))
    away = points - centre
    weight = np.exp(-0.5 * (np.abs(away).max(axis=1) / (1.5 * reach)) ** 2)
    root, sides = np.sqrt(weight)[:, None], np.column_stack([np.ones(len(away)), away])
    stiff = STIFF * reach**2 * weight.sum() * np.diag([0.0, *np.ones(len(centre))])
    lines = np.linalg.solve((root * sides).T @ (root * sides) + stiff, (root * sides).T @ (root * values))
    level, slopes = lines[0], lines[1:].T
    pull = np.sqrt(PULL) * 2 * np.eye(len(centre))
    wanted = np.vstack([slopes / near[:, None], pull])
    missing = np.concatenate([(target - level) / near, pull @ (look.start - centre)])
    low, high = np.maximum(-2 * reach, -centre), np.minimum(2 * reach, 1 - centre)
    return centre + lsq_linear(wanted, missing, (np.minimum(low, high - 1e-9), high)).x


@dataclass(frozen=True)
class Found:
    """The numbers, the years of fresh cities with them, and of cities at rest with the same luck."""

    numbers: dict[str, float]
    after: list[Lived]
    before: list[Lived]
    cities: int


def search(look: Search, say: Callable[[str], None] = lambda text: None) -> Found:
    """Guess by guess, then tried on fresh luck; a guess that misses there is looked for again, and the best one is kept."""
    guess, fresh, tried = look.start, 0, []
    say("As the model would have it")
    before = look.live([{}] * AT_REST, seeds.some("fitted", AT_REST))
    for turn, (many, reach) in enumerate(ROUNDS):
        say(f"Guess {turn + 1} of {len(ROUNDS)}")
        look.look(around(guess, many, reach, turn))
        guess = next_guess(look, guess, reach)
    for turn in range(REPAIRS + 1):
        say("Trying it on fresh luck")
        luck = seeds.some("fitted", fresh + FRESH)[fresh:]
        numbers = look.numbers(guess)
        after = look.live([numbers] * FRESH, luck)
        fresh += FRESH
        values = np.array([look.measured(years) for years in after])
        far = np.abs(values.mean(axis=0) - look.target) / look.near
        tried.append((float(far.max()), numbers, after))
        if (far <= MISSED).all() or turn == REPAIRS:
            break
        say("It misses there: once more")
        look.points += [guess] * FRESH
        look.values += list(values)
        many, reach = REPAIR
        look.look(around(guess, many, reach, 10 + turn))
        guess = next_guess(look, guess, reach)
    _, numbers, after = min(tried, key=lambda one: one[0])
    return Found(numbers, after, before, look.used + fresh + AT_REST)
