"""Which points of the space of settings a sweep visits: each point is a mapping of settings to values."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.sweep.factors import Factor, factor, factors
from experiments.sweep.inputs import check_kinds
from sim.declare import Mistake, shown

Point = dict[str, Any]
MOST = 1_000_000
"""Points of one design at most."""


def points(how: Mapping[str, Any]) -> list[Point]:
    """Every point of the design, each crossed with every scenario."""
    check_kinds(how)
    found = DRAWN[how["design"]](factors(how["vary"]), how)
    if how["scenarios"] is None:
        return found
    if not how["scenarios"]:
        raise Mistake("scenarios: needs at least one scenario")
    return [{"scenario": scenario, **point} for scenario in how["scenarios"] for point in found]


def grid(varied: Sequence[Factor], how: Mapping[str, Any]) -> list[Point]:
    """Every combination."""
    each = [one.some(how["levels"]) for one in varied]
    size = 1
    for values in each:
        size *= len(values)
    if size > MOST:
        raise Mistake(f"design: a grid of {size:,} points is more than {MOST:,}; vary less, or draw: design=latin_hypercube")
    return [dict(zip([one.path for one in varied], values, strict=True)) for values in itertools.product(*each)]


def listed(varied: Sequence[Factor], how: Mapping[str, Any]) -> list[Point]:
    """The points as they are written, each crossed with what is varied besides."""
    if not how["points"]:
        raise Mistake("points: design=list needs at least one point, a mapping of settings such as levers.guidance.budget: 5e6")
    for number, point in enumerate(how["points"], 1):
        if not isinstance(point, dict):
            raise Mistake(f"points: point {number} must be a mapping of settings, not {shown(point)}")
        for path, value in point.items():
            if path != "name":
                factor(str(path), [value])
    return [{**point, **more} for point in how["points"] for more in grid(varied, how)]


def one_at_a_time(varied: Sequence[Factor], how: Mapping[str, Any]) -> list[Point]:
    """Things as they come, then each factor alone at each of its values."""
    return [{}, *({one.path: value} for one in some_factors(varied, how) for value in one.some(how["levels"]))]


def latin_hypercube(varied: Sequence[Factor], how: Mapping[str, Any]) -> list[Point]:
    """Each factor's range cut into as many slices as there are points, every slice visited once."""
    from scipy.stats import qmc

    return placed(varied, qmc.LatinHypercube(len(some_factors(varied, how)), rng=how["draw"]).random(how["samples"]))


def sobol(varied: Sequence[Factor], how: Mapping[str, Any]) -> list[Point]:
    """Scrambled Sobol points, which fill the space evenly; best for powers of two."""
    from scipy.stats import qmc

    whole = 1 << (how["samples"] - 1).bit_length()
    return placed(varied, qmc.Sobol(len(some_factors(varied, how)), rng=how["draw"]).random(whole)[: how["samples"]])


def saltelli(varied: Sequence[Factor], how: Mapping[str, Any]) -> list[Point]:
    """Saltelli's extension of Sobol points: what SALib's sobol.analyze needs, in its order."""
    return placed(varied, saltelli_sample(problem(some_factors(varied, how)), how))


def saltelli_sample(unit: dict[str, Any], how: Mapping[str, Any]) -> Any:
    """Shares in 0..1, one row per point."""
    try:
        from SALib.sample import sobol as salib
    except ModuleNotFoundError:
        raise Mistake("design: saltelli needs SALib; the extra 'sensitivity' brings it") from None
    return salib.sample(unit, how["samples"], calc_second_order=how["second_order"], seed=how["draw"])


def problem(varied: Sequence[Factor]) -> dict[str, Any]:
    """The factors as SALib knows a problem, on shares of each range."""
    return {"num_vars": len(varied), "names": [one.path for one in varied], "bounds": [[0.0, 1.0]] * len(varied)}


def placed(varied: Sequence[Factor], shares: Any) -> list[Point]:
    """Points from shares of each factor's range."""
    return [{one.path: one.at(float(u)) for one, u in zip(varied, row, strict=True)} for row in shares]


def some_factors(varied: Sequence[Factor], how: Mapping[str, Any]) -> Sequence[Factor]:
    """The factors; Mistake when nothing is varied."""
    if not varied:
        raise Mistake(f"design: {how['design']} needs something to vary, e.g. levers.guidance.budget=interval(1e6,2e7)")
    return varied


DRAWN = {
    "grid": grid, "list": listed, "one_at_a_time": one_at_a_time, "latin_hypercube": latin_hypercube, "sobol": sobol,
    "saltelli": saltelli,
}  # fmt: skip
