"""What every outcome means: read from meanings.csv, where each has its theme, unit, better direction, title and one plain sentence."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim import catalogue
from sim.declare import Parameters, param

LATE, ALWAYS, WHOLE, AFTER = "last 5 years", "all years", "whole run", "5 years after the shock"
BEFORE, END = "before the shock", "end of the run"


class Definition(NamedTuple):
    """One outcome in words."""

    theme: str
    unit: str
    better: str
    title: str
    meaning: str


@cache
def definitions() -> dict[str, Definition]:
    """Outcomes worked out from the stored tables, by name; indicators are outcomes too."""
    with Path(__file__).with_name("definitions.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("outcome"): Definition(**row) for row in csv.DictReader(file)}


def definition_of(outcome: str) -> tuple[str, str, str]:
    """Unit, better direction and meaning of an outcome."""
    if outcome in definitions():
        return definitions()[outcome].unit, definitions()[outcome].better, definitions()[outcome].meaning
    ask: Any = catalogue.indicators().get(outcome) or catalogue.OUTSIDE.get(outcome)
    if ask is None:
        return "", "", f"{outcome} (of an extension)"
    return ask.unit, ask.better, (ask.__doc__ or "").strip().splitlines()[0]


class Thresholds(Parameters):
    """What counts as recovered, as poor in choices, as a group large enough, and what a later euro is worth today."""

    horizon = param(60, "months", "after a shock's start in which resilience is read", "evidence section 4: 60 months", 12, 240)
    quarter = param(3, "months", "averaged before depth and recovery are read", "assumed: labour force surveys report quarters", 1, 12)
    final = param(12, "months", "at the end of the horizon that tell what stays lost", "assumed: a year, so that no month decides", 1, 60)
    path = param(24, "months", "at the end of the horizon over which the change of the path is read", "assumed", 6, 60)
    losing = param(
        24, "months", "after a shock's start in which who becomes unemployed counts as displaced", "assumed: ramp and bottom", 1, 60
    )
    later = param(24, "months", "after displacement when income is compared with that before", "evidence section 4: after 24 months", 6, 60)
    regained = param(0.9, "share", "of the income before that counts as regained", "evidence section 4: at least 90%", 0.5, 1)
    within_reach = param(0.9, "fit", "at which an occupation is within reach of somebody's skills",
                         "assumed: a fifth of an SD missing, weighted by what the occupation uses", 0.5, 1)  # fmt: skip
    least_cell = param(
        30, "residents", "of the model that a group must have to be named the worst off", "evidence section 5: n >= 30", 5, 1000
    )
    least_told = param(10, "residents", "of the model that a group must have for its values to be told",
                       "assumed: offices of statistics withhold figures of fewer than 5 to 30 people", 1, 1000)  # fmt: skip
    discount = param(0.03, "share/year", "by which later euros count less", "evidence V27: benefits discounted at 3%", 0, 0.1)


THRESHOLDS = Thresholds()
LATE_MONTHS, AFTER_MONTHS = 60, int(THRESHOLDS.horizon)


class Frequencies(Parameters):
    """How often a year each kind of shock strikes a city: planners choose, these are only where they begin."""

    recession = param(0.1, "1/year", "recessions", "assumed: about one in ten years in Europe since 1970", 0, 1)
    pandemic = param(0.02, "1/year", "pandemics", "assumed: 1918, 1957, 1968, 2020, of which few stopped work", 0, 1)
    plant_closure = param(0.03, "1/year", "closures of a dominant employer", "assumed", 0, 1)
    automation = param(0.03, "1/year", "waves of automation", "assumed: one in a working life", 0, 1)
    other = param(0.05, "1/year", "any other shock", "assumed", 0, 1)


def shock_start(shock: Mapping[str, Mapping[str, Any]], months: int) -> int:
    """Month after which the first shock acts; the end of the run when none does."""
    return int(min((card["start"] for card in shock.values()), default=months))


def year(number: int) -> str:
    """The name of a year after the policy date."""
    return f"year {number:02d}"


def tenth(number: int) -> str:
    """The name of a tenth of household income, the poorest being the first."""
    return f"tenth {number:02d}"
