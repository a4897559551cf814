"""E12: does what is nothing do nothing? Levers without a budget; more seats in courses that teach nothing."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from sim import catalogue
from sim.catalogue import Lever, make
from sim.city import City

MONTHS = 24
SEATS = {"budget": 3e7}


def do_nothing(piece: tuple[Setting, int]) -> dict[str, float]:
    """One seed."""
    how, seed = piece
    young = how.burn_in_city(seed)
    empty = [make("lever", name, {"budget": 0}, "E12") for name in catalogue.levers()]
    plain, unpaid = (simulate_levers(young, levers) for levers in ([], empty))
    young.courses = sham(young)
    usual, treated = (simulate_levers(young, levers) for levers in ([], [make("lever", "learning_centres", SEATS, "E12")]))
    learn = 100 * (treated.participation - usual.participation).iloc[-12:].mean()
    work = 100 * (treated.employment - usual.employment).iloc[-12:].mean()
    return {"E12": largest_change(unpaid, plain), "E12 sham": float(work), "learn": float(learn)}


def largest_change(one: pd.DataFrame, other: pd.DataFrame) -> float:
    """The largest change of any value between two tables of one shape; a value that only one of them has is an endless change."""
    changes = (one - other).abs().to_numpy()
    same_gaps = (one.isna() == other.isna()).to_numpy()
    return float(np.where(same_gaps, np.nan_to_num(changes), np.inf).max())


def sham(city: City) -> Any:
    """Courses that teach nothing, certify nothing and take no time."""
    c: Any = city.courses
    nothing = "hours", "credit", "work", "load"
    columns = {name: getattr(c, name) for name in c._fields}
    return type(c)(**{name: np.zeros_like(column) if name in nothing else column for name, column in columns.items()})


def simulate_levers(young: City, levers: list[Lever]) -> pd.DataFrame:
    """The history of two years with these levers."""
    return young.branch(levers).run(MONTHS).history


def placebo(setting: Setting) -> list[Finding]:
    """Both changes, which should be none."""
    known, found = targets.load(setting.profile), setting.over_seeds(do_nothing)
    more = np.mean([one["learn"] for one in found])
    notes = {"E12 sham": f"{more:+.1f} points of adults learn because of the seats"}
    return [known[key].finding([one[key] for one in found], notes.get(key, "")) for key in ("E12", "E12 sham")]


EXPERIMENTS = {"E12 placebo": placebo}
