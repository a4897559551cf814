"""Who is worst off, who is helped most and least, and how many people a row is about, as a planner says it."""

import math
from typing import Any

import pandas as pd

from experiments.outcomes import wording
from experiments.outcomes.crossings import ANYBODY, COLUMNS, LEAST, MOST_HELPED, WORST
from experiments.outcomes.definitions import LATE
from experiments.outcomes.paired_effects import FEW, one

OUTCOME = "unemployment"
PICKED = (WORST, MOST_HELPED, LEAST)


def extremes(effects: pd.DataFrame, crossed: pd.DataFrame, outcome: str = OUTCOME, world: str = "calm") -> str:
    """One sentence: worst off without the policy, helped most, helped least, among how many groups, with intervals for all at once."""
    worst, most, least = (picked(effects, outcome, what, world) for what in PICKED)
    if worst is None or most is None or least is None:
        return "No group of two or three traits has people enough in the model to be compared with others."
    level = f"{wording.title_of(outcome).lower()} {wording.level(worst.baseline, worst.unit)}"
    off = f"Of {looked_at(crossed, outcome, world)} groups of up to three traits, {worst.group} are worst off without the policy ({level})"
    return f"{off}; {moved(most, 'most')} and {moved(least, 'least')}{why(most, least)}."


def picked(effects: pd.DataFrame, outcome: str, what: str, world: str) -> Any:
    """The row of the group that is worst off, helped most or helped least; None where no group has people enough."""
    rows = effects[(effects.outcome == outcome) & (effects.dimension == what) & (effects.world == world) & (effects.window == LATE)]
    return None if len(rows) == 0 else rows.iloc[0]


def moved(row: Any, how: str) -> str:
    """'women aged 25-54 are helped most (-1.20 pts, -2.10 to -0.30)'; they only seem to be where that is not clear."""
    between = f", {wording.interval(row.low, row.high, row.unit)}" if math.isfinite(row.low) else ""
    return f"{row.group} {'are' if wording.clear(row) else 'seem to be'} helped {how} ({wording.change(row.effect, row.unit)}{between})"


def why(most: Any, least: Any) -> str:
    """What the intervals hold for, and whether luck may have picked the groups."""
    if not math.isfinite(most.low):
        return ", as far as one seed can tell"
    luck = [how for how, row in (("most", most), ("least", least)) if not wording.clear(row)]
    may = "" if not luck else "; both may be luck" if len(luck) == 2 else f"; who is helped {luck[0]} may be luck"
    return f", with intervals that hold for all groups at once, because all were looked at{may}"


def looked_at(crossed: pd.DataFrame, outcome: str, world: str = "calm") -> int:
    """Groups without district of which an outcome is told."""
    rows = crossed[(crossed.outcome == outcome) & (crossed.world == world) & (crossed.window == LATE) & (crossed.district == ANYBODY)]
    return int(rows.looked_at.max()) if len(rows) else 0


def people(residents: float, seeds: int, each: float) -> str:
    """'about 12,300 people of the city (187 in the model, 8 seeds)', from residents of the model, each of whom stands for ``each``."""
    whole = residents * each
    rounded = round(whole, -2 if whole >= 1000 else -1)
    return f"about {rounded:,.0f} people of the city ({residents:,.0f} in the model, {seeds} seed{'' if seeds == 1 else 's'})"


def searched(row: Any) -> str:
    """The verdict, and whether it stays clear when one looks for such groups among all."""
    if row.verdict not in wording.CLEAR or row[COLUMNS].eq(ANYBODY).all():
        return row.verdict
    return f"{row.verdict}, also among all" if row.low_of_all * row.high_of_all > 0 else row.verdict


def told(row: Any) -> tuple[str, ...]:
    """Baseline, policy, effect, interval, interval for all groups at once, and verdict of a row, in words."""
    if row.verdict == FEW:
        return ("-",) * 5 + (FEW,)
    intervals = [wording.interval(low, high, row.unit) for low, high in ((row.low, row.high), (row.low_of_all, row.high_of_all))]
    return (wording.level(row.baseline, row.unit), wording.level(row.policy, row.unit), wording.change(row.effect, row.unit), *intervals,
            searched(row))  # fmt: skip


def everybody(effects: pd.DataFrame, outcome: str, world: str = "calm") -> Any:
    """The effect on the whole city."""
    return one(effects, outcome, world=world, window=LATE)
