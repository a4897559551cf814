"""G9: does the effect of a shock go to nothing with its size, roughly in proportion?"""

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding, over_seeds
from experiments.evidence.validation.measures.cycle import unemployment
from experiments.outcomes.intervals import fieller
from sim import catalogue
from sim.catalogue import make
from sim.city import City

MONTHS = 24
TINY, QUARTER, HALF, WHOLE = SIZES = (1e-6, 0.25, 0.5, 1.0)
"""Against the declared size of every shock."""


def strike(piece: tuple[Setting, int]) -> dict[str, list[np.ndarray]]:
    """Rise of unemployment by month in points, for every shock and size of one seed."""
    how, seed = piece
    young = how.burn_in_city(seed)
    calm = per_cent(young.branch())
    return {
        name: [per_cent(young.branch((), [make("shock", name, sized(card, size), "G9")])) - calm for size in SIZES]
        for name, card in catalogue.shocks().items()
    }


def sized(card: type[catalogue.Shock], size: float) -> dict[str, float]:
    """The numbers that say how big it is, at this share of the declared ones; a shock that has none by default keeps it so."""
    return {name: size * card.declared[name].default for name in card.size}


def per_cent(city: City) -> np.ndarray:
    """The unemployment rate of the months that it lives now."""
    return 100 * unemployment(city.run(MONTHS).observations.counts(since=1))


def shock_sizes(setting: Setting) -> list[Finding]:
    """The largest effect of a shock of no size; effects of a quarter and a half against the whole, of shocks with a clear effect."""
    known, found = targets.load(setting.profile), setting.over_seeds(strike)
    names = list(found[0])
    tiny = np.array([[np.abs(one[name][0]).max() for name in names] for one in found])
    moved = [name for name, most in zip(names, tiny.max(axis=0), strict=True) if most > 0]
    made = [known["G9 nothing"].finding(tiny.max(axis=1), f"moved by: {', '.join(moved)}" if moved else f"shocks: {', '.join(names)}")]
    means = {name: np.array([[path.mean() for path in one[name]] for one in found]) for name in names}
    told = [name for name in names if clear(means[name][:, -1])]
    made += [in_proportion(known[key], {name: means[name] for name in told}, place) for key, place in (("G9 quarter", 1), ("G9 half", 2))]
    return made


def in_proportion(line: targets.Target, means: dict[str, np.ndarray], place: int) -> Finding:
    """Effects at one size over what they would be in proportion; of those told within the band's width the one furthest from 1."""
    ratios = {name: fieller(effects[:, place] / SIZES[place], effects[:, -1]) for name, effects in means.items()}
    sure = [name for name, ratio in ratios.items() if ratio.high - ratio.low <= line.high - line.low]
    note = ", ".join(f"{name} {ratio.value:.2f}{'' if name in sure else ' (unsure)'}" for name, ratio in ratios.items())
    worst = max((ratios[name] for name in sure), key=lambda ratio: abs(ratio.value - 1), default=None)
    seeds = len(next(iter(means.values()), ()))
    if worst is None:
        why = f"no effect is clear enough: {note}" if note else "no shock has a clear effect"
        return line.judge(float("nan"), float("nan"), float("nan"), seeds, why)
    return line.judge(worst.value, worst.low, worst.high, seeds, f"furthest of: {note}")


def clear(effects: np.ndarray) -> bool:
    """Whether the whole interval lies on one side of nothing; one seed cannot tell."""
    _, low, high, seeds = over_seeds(effects)
    return seeds > 1 and (low > 0 or high < 0)


EXPERIMENTS = {"G9 shock sizes": shock_sizes}
