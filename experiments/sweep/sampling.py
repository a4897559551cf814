"""Which points of the space of settings a sweep visits: each point is a mapping of settings to values."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.inputs.comparison import LIMITS
from experiments.inputs.settings import parsed_word
from experiments.sweep.inputs import check_kinds
from sim import catalogue
from sim.declare import Mistake, Number, known_or_mistake, shown
from sim.planned import card_of

FREE = ("scenario", "city", "shock", "regime", *LIMITS)
CARDS = ("levers", "shock", "parameters")
MOST_VALUES = 1_000_000
WHOLE = ("month", "months", "EUR", "people", "districts", "certificates", "ISCED", "row", "switch")
"""Units of which nobody writes parts."""
Point = dict[str, Any]
MOST = 1_000_000
"""Points of one design at most."""


@dataclass(frozen=True)
class Factor:
    """One setting: a list of ``values``, or an interval ``low``..``high``, drawn evenly or evenly in logarithm."""

    path: str
    values: tuple = ()
    low: float = 0.0
    high: float = 0.0
    log: bool = False

    @property
    def interval(self) -> bool:
        """Whether any number between two ends can be taken."""
        return not self.values

    def at(self, u: float) -> Any:
        """The value at share ``u`` of the way."""
        if self.values:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        value = self.low * (self.high / self.low) ** u if self.log else self.low + u * (self.high - self.low)
        return round(value) if self.path in LIMITS else float(value)

    def some(self, levels: int) -> list[Any]:
        """All values, or ``levels`` of an interval, both ends among them."""
        return list(self.values) or list(dict.fromkeys(self.at(float(u)) for u in np.linspace(0, 1, levels)))


def factors(vary: Mapping[str, Any]) -> list[Factor]:
    """Every factor of a design; Mistake for what cannot be varied."""
    return [factor(str(path), values) for path, values in vary.items()]


def factor(path: str, values: Any) -> Factor:
    """One factor from a list, or from Hydra's words: '1e6,5e6', 'range(0, 5)', 'interval(0, 1)', 'tag(log, interval(1, 100))'."""
    first, _, rest = path.partition(".")
    known_or_mistake(first, (*FREE, *CARDS), "setting", f"vary: {path}")
    if rest and first not in CARDS:
        raise Mistake(f"vary: {path}: {first} has one value, nothing inside")
    if isinstance(values, str):
        return from_words(path, values)
    found = tuple(values) if isinstance(values, (list, tuple)) else (values,)
    if not found:
        raise Mistake(f"vary: {path}: needs at least one value")
    return Factor(path, found)


def from_words(path: str, words: str) -> Factor:
    """A factor in Hydra's grammar."""
    from hydra.core.override_parser.types import ChoiceSweep

    ask_about_comma(path, words)
    one = parsed_word(f"{path}={words}")
    value = one.value()
    if not one.is_sweep_override():
        return factor(path, value if isinstance(value, list) else [value])
    if one.is_interval_sweep():
        return interval(path, float(value.start), float(value.end), "log" in value.tags)
    if one.is_range_sweep():
        return Factor(path, tuple(whole_range(path, value)))
    if not isinstance(value, ChoiceSweep):
        raise Mistake(f"vary: {path}: {words} cannot be used here; give values, range(...) or interval(...)")
    return factor(path, list(value.list))


def ask_about_comma(path: str, words: str) -> None:
    """Mistake for '0,6' where it may be one number with a decimal comma, or can be nothing else."""
    found, number = re.fullmatch(r"\s*(-?\d+),(\d+)\s*", words), declared(path)
    if not found or number is None or number.unit.split("/")[0] in WHOLE:
        return
    first, second, one = int(found[1]), int(found[2]), f"{found[1]}.{found[2]}"
    if not number.low <= float(one) <= number.high:
        return
    two = number.low <= first <= number.high and number.low <= second <= number.high and str(second) == found[2]
    may = f"may mean {one} or two values: write {one}, or {first}.0,{second}.0" if two else f"for one number write {one}"
    raise Mistake(f"vary: {path}={words.strip()}: a comma parts values; {may}")


def declared(path: str) -> Number | None:
    """The number of a card that a path such as levers.guidance.search names; None for what is none, or of a user's own card."""
    cards: dict[str, Any] = {"levers": catalogue.levers(), "shock": catalogue.shocks(), "parameters": catalogue.behaviours()}
    first, _, rest = path.partition(".")
    name, _, number = rest.partition(".")
    card = cards.get(first, {}).get(card_of(name))
    return card.declared.get(number) if card else None


def whole_range(path: str, value: Any) -> list[float]:
    """The numbers of range(start, stop, step)."""
    count = int(np.ceil((value.stop - value.start) / value.step)) if value.step else 0
    if not 1 <= count <= MOST_VALUES:
        raise Mistake(f"vary: {path}: range({value.start}, {value.stop}, {value.step}) has no numbers, or too many")
    return [value.start + k * value.step for k in range(count)]


def interval(path: str, low: float, high: float, log: bool) -> Factor:
    """An interval with two ends."""
    if not low < high:
        raise Mistake(f"vary: {path}: interval({low:g}, {high:g}): the first end must be below the second")
    if log and low <= 0:
        raise Mistake(f"vary: {path}: interval({low:g}, {high:g}): logarithms need ends above 0")
    return Factor(path, (), low, high, log)


def points(settings: Mapping[str, Any]) -> list[Point]:
    """Every point of the design, each crossed with every scenario."""
    check_kinds(settings)
    found = DRAWN[settings["design"]](factors(settings["vary"]), settings)
    if settings["scenarios"] is None:
        return found
    if not settings["scenarios"]:
        raise Mistake("scenarios: needs at least one scenario")
    return [{"scenario": scenario, **point} for scenario in settings["scenarios"] for point in found]


def grid(varied: Sequence[Factor], settings: Mapping[str, Any]) -> list[Point]:
    """Every combination."""
    each = [one.some(settings["levels"]) for one in varied]
    size = 1
    for values in each:
        size *= len(values)
    if size > MOST:
        raise Mistake(f"design: a grid of {size:,} points is more than {MOST:,}; vary less, or draw: design=latin_hypercube")
    return [dict(zip([one.path for one in varied], values, strict=True)) for values in itertools.product(*each)]


def listed(varied: Sequence[Factor], settings: Mapping[str, Any]) -> list[Point]:
    """The points as they are written, each crossed with what is varied besides."""
    if not settings["points"]:
        raise Mistake("points: design=list needs at least one point, a mapping of settings such as levers.guidance.budget: 5e6")
    for number, point in enumerate(settings["points"], 1):
        if not isinstance(point, dict):
            raise Mistake(f"points: point {number} must be a mapping of settings, not {shown(point)}")
        for path, value in point.items():
            if path != "name":
                factor(str(path), [value])
    return [{**point, **more} for point in settings["points"] for more in grid(varied, settings)]


def one_at_a_time(varied: Sequence[Factor], settings: Mapping[str, Any]) -> list[Point]:
    """Things as they come, then each factor alone at each of its values."""
    return [{}, *({one.path: value} for one in some_factors(varied, settings) for value in one.some(settings["levels"]))]


def latin_hypercube(varied: Sequence[Factor], settings: Mapping[str, Any]) -> list[Point]:
    """Each factor's range cut into as many slices as there are points, every slice visited once."""
    from scipy.stats import qmc

    return placed(varied, qmc.LatinHypercube(len(some_factors(varied, settings)), rng=settings["draw"]).random(settings["samples"]))


def sobol(varied: Sequence[Factor], settings: Mapping[str, Any]) -> list[Point]:
    """Scrambled Sobol points, which fill the space evenly; best for powers of two."""
    from scipy.stats import qmc

    whole = 1 << (settings["samples"] - 1).bit_length()
    return placed(varied, qmc.Sobol(len(some_factors(varied, settings)), rng=settings["draw"]).random(whole)[: settings["samples"]])


def saltelli(varied: Sequence[Factor], settings: Mapping[str, Any]) -> list[Point]:
    """Saltelli's extension of Sobol points: what SALib's sobol.analyze needs, in its order."""
    return placed(varied, saltelli_sample(problem(some_factors(varied, settings)), settings))


def saltelli_sample(unit: dict[str, Any], settings: Mapping[str, Any]) -> Any:
    """Shares in 0..1, one row per point."""
    try:
        from SALib.sample import sobol as salib
    except ModuleNotFoundError:
        raise Mistake("design: saltelli needs SALib; the extra 'sensitivity' brings it") from None
    return salib.sample(unit, settings["samples"], calc_second_order=settings["second_order"], seed=settings["draw"])


def problem(varied: Sequence[Factor]) -> dict[str, Any]:
    """The factors as SALib knows a problem, on shares of each range."""
    return {"num_vars": len(varied), "names": [one.path for one in varied], "bounds": [[0.0, 1.0]] * len(varied)}


def placed(varied: Sequence[Factor], shares: Any) -> list[Point]:
    """Points from shares of each factor's range."""
    return [{one.path: one.at(float(u)) for one, u in zip(varied, row, strict=True)} for row in shares]


def some_factors(varied: Sequence[Factor], settings: Mapping[str, Any]) -> Sequence[Factor]:
    """The factors; Mistake when nothing is varied."""
    if not varied:
        raise Mistake(f"design: {settings['design']} needs something to vary, e.g. levers.guidance.budget=interval(1e6,2e7)")
    return varied


DRAWN = {
    "grid": grid, "list": listed, "one_at_a_time": one_at_a_time, "latin_hypercube": latin_hypercube, "sobol": sobol,
    "saltelli": saltelli,
}  # fmt: skip
