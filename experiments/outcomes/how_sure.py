"""How sure an answer is, in words: how narrow the interval of the main outcome, what a narrower one costs, what it leaves out."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.outcomes import paired_effects
from experiments.outcomes.definitions import LATE
from experiments.outcomes.intervals import seeds_for, spread_of

POINTS = 100


def seeds_sentence(about: Mapping[str, Any], effects: pd.DataFrame) -> str:
    """How narrow the interval of the effect on unemployment is; what was asked of it, and what more would cost."""
    record, pace = about["question"], about.get("seconds_a_seed")
    if about.get("precision"):
        return asked_and_came(about["precision"], pace)
    row = paired_effects.one(effects, paired_effects.MAIN, window=LATE)
    if row is None or not math.isfinite(row.low) or row.high <= row.low:
        return "" if len(record["seeds"]) > 1 else "One seed has no interval: seeds=8 begins to tell effects from luck."
    half = POINTS * (row.high - row.low) / 2
    wanted = float(f"{half / 2:.1g}")
    needed = seeds_for(wanted, spread_of(half, int(row.seeds)), int(row.seeds))
    known = f"The effect on unemployment is known to {half:.2g} points to either side (90%, {row.seeds} seeds)"
    return f"{known}. precision={wanted:g} would take about {needed:,} seeds{more_time(needed - int(row.seeds), pace)}."


def asked_and_came(reached: Mapping[str, Any], pace: float | None) -> str:
    """What was asked and came, and where it was not enough what it would cost."""
    said = f"The effect on unemployment was asked to {reached['asked']:g} points to either side"
    if reached["enough"]:
        return f"{said}; {reached['seeds']} seeds give {reached['half_width']:.2g} (90%)."
    needed = int(reached["needed"])
    takes = f"it would take about {needed:,} seeds{more_time(needed - int(reached['seeds']), pace)}"
    return (
        f"{said}; the limit of {reached['most_seeds']} seeds gives {reached['half_width']:.2g} (90%). By the spread between seeds {takes}: "
        f"most_seeds={needed} goes on with those that are done."
    )


def more_time(seeds: int, pace: float | None) -> str:
    """', about 12 minutes more here', at so many seconds a seed."""
    return "" if pace is None or seeds <= 0 else f", about {duration(seeds * pace)} more on this machine"


def duration(seconds: float) -> str:
    """'40 seconds', '12 minutes', '3.5 hours'."""
    if seconds < 90:
        return f"{max(1, round(seconds))} seconds"
    return f"{round(seconds / 60)} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def parameters_sentence(record: Mapping[str, Any]) -> str:
    """Whether intervals also hold what is not known of the model's numbers, when they do."""
    drawn = record.get("ensemble")
    if not drawn:
        return ""
    used = len({one["set"] for one in drawn["sets"]})
    return f"Intervals hold luck and what is not known of the model: seeds live with {used} sets of numbers that fit the evidence."


def asks_for_parameters(record: Mapping[str, Any]) -> str:
    """How to let intervals also hold what is not known of the model's numbers, where they do not."""
    if record.get("ensemble"):
        return ""
    return (
        "Every seed lives with the same numbers, so that intervals tell luck alone. parameters=ensemble lets each seed live with another "
        "set of those that the evidence does not rule out."
    )
