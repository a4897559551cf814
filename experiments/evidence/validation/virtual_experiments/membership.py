"""E11: does membership of a network of cities do anything by itself? Only what a city takes up because of it may move its figures."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.virtual_experiments.placebo import largest_change
from experiments.execution import pool
from experiments.network import inputs, simulation
from experiments.network.simulation import ALONE
from sim.catalogue import make

MONTHS = 24
MONEY = ("spending", "fiscal_balance")
"""Indicators that the cost of membership itself moves."""
FEW = (
    "cities=4",
    "years=4",
    "regions=2",
    "degree=2",
    "alone_in=0",
    "kinds=[random]",
    "rules.lag_least=0",
    "rules.lag_most=0",
    "rules.patience=1",
)
KNOWN = ("rules.tries=1", "rules.tires=0", "rules.drops=0", "rules.caution=0", "rules.tools=0", "rules.grants=0", "rules.awards=0",
         "context.purse_spread=0", "practices.outreach=null", "practices.centres=null", "practices.second_chance=null",
         "practices.skills_council=null", "practices.letters=null")  # fmt: skip
"""Every city takes the one practice there is up at once: there is nothing left to learn."""


def join(piece: tuple[Setting, int]) -> dict[str, float]:
    """One seed: the card alone in one city; members who know everything; members who do not."""
    how, seed = piece
    young = how.burn_in_city(seed)
    plain, member = (young.branch(levers).run(MONTHS).history for levers in ([], [make("lever", "network_membership", {}, "E11")]))
    paid = float((member.spending - plain.spending).sum())
    moved = largest_change(*(one.drop(columns=[*MONEY]) for one in (member, plain)))
    known, spread = (network(how, seed, words) for words in (KNOWN, ("rules.evidence=1", "rules.similar=1")))
    return {"E11": float(moved), "paid": paid, "E11 known": largest(*known), "E11 adoption": taken_up(spread[2])}


def network(how: Setting, seed: int, words: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Years of the same few cities alone and as members, and what they decided."""
    size = (f"residents={max(300, how.residents // 20)}", f"seed={seed}", f"burn_in={min(24, how.burn_in)}")
    question = inputs.compose([*FEW, *size, f"city={how.city}", *words])
    with tempfile.TemporaryDirectory() as folder, pool.here(1) as engine:
        told = simulation.live(simulation.Network(question, Path(folder)), engine, lambda gone: None)
    rows = told["years"].set_index(["city", "year"])
    return rows[rows.world == ALONE], rows[rows.world == "random"], told["practices"]


def largest(alone: pd.DataFrame, members: pd.DataFrame, decided: pd.DataFrame) -> float:
    """Largest difference of any indicator but money between members and the same cities alone."""
    names = [name for name in alone.select_dtypes("number") if name not in (*MONEY, "residents") and not name.startswith("spent ")]
    return largest_change(members[names], alone[names])


def taken_up(decided: pd.DataFrame) -> float:
    """Practices taken up by members less those taken up by the same cities alone, a city and year."""
    each = decided.groupby("world").taken_up.sum() / (decided.city.nunique() * decided.year.nunique())
    return float(each["random"] - each[ALONE])


def membership(setting: Setting) -> list[Finding]:
    """Three findings: nothing by itself, nothing when all is known, and more taken up where there is something to hear."""
    known, found = targets.load(setting.profile), setting.over_seeds(join)
    notes = {"E11": f"EUR {np.mean([one['paid'] for one in found]):,.0f} paid to staff in two years"}
    return [known[key].finding([one[key] for one in found], notes.get(key, "")) for key in ("E11", "E11 known", "E11 adoption")]


EXPERIMENTS = {"E11 membership": membership}
