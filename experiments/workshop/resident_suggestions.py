"""Whom to follow? Residents whose lives differ between the two worlds, or who stand for many; drawn by lot among the clearest."""

from typing import Any

import numpy as np

from experiments.workshop.recording import ACTIVITY, LEARNING, NOBODY
from experiments.workshop.simulation import SimulatedWorld
from sim.tables import EMPLOYED, NO_SEAT, UNEMPLOYED

AMONG = 12
"""A lot is drawn among so many of the clearest cases."""
OF_AGE = (18, 55)
"""Years at the policy date, so that most of a working life is seen."""


def suggestions(plan: SimulatedWorld, baseline: SimulatedWorld, turn: int) -> list[dict[str, Any]]:
    """One resident for each kind of story that this plan has; ``turn`` gives the next ones."""
    ours, theirs = plan.recording.state, baseline.recording.state
    rows = len(plan.recording.age)
    stays = np.minimum(plan.recording.left[:rows], baseline.recording.left[:rows]) > 0.6 * plan.months
    years = plan.recording.age // 12
    fit = stays & (years >= OF_AGE[0]) & (years <= OF_AGE[1]) & (ours[0, :rows] != NOBODY)
    work = months_with(ours[:, :rows], EMPLOYED) - months_with(theirs[:, :rows], EMPLOYED)
    courses = learning(ours[:, :rows]) - learning(theirs[:, :rows])
    refused = (plan.refusal[:rows] == NO_SEAT) * months_with(ours[:, :rows], UNEMPLOYED)
    stories = {"gains_work": work, "loses_work": -work, "learns_more": courses, "no_seat": refused}
    found = [one for kind, by in stories.items() for one in clearest(kind, by, fit, turn)]
    return [*found, *somebody(fit, turn)]


def months_with(state: np.ndarray, activity: int) -> np.ndarray:
    """Months each row spent so."""
    return ((state & ACTIVITY) == activity).sum(axis=0)


def learning(state: np.ndarray) -> np.ndarray:
    """Months each row spent in courses."""
    return ((state & LEARNING) > 0).sum(axis=0)


def clearest(kind: str, by: np.ndarray, fit: np.ndarray, turn: int) -> list[dict[str, Any]]:
    """The next of the clearest cases; nobody when nobody's life is such."""
    order = np.argsort(-by, kind="stable")
    rows = [int(row) for row in order[: 40 * AMONG] if fit[row] and by[row] > 0][:AMONG]
    return [{"kind": kind, "row": rows[turn * 5 % len(rows)], "months": int(by[rows[turn * 5 % len(rows)]])}] if rows else []


def somebody(fit: np.ndarray, turn: int) -> list[dict[str, Any]]:
    """Anybody."""
    rows = np.flatnonzero(fit)
    return [{"kind": "anybody", "row": int(rows[(turn * 2_654_435_761 + 97) % len(rows)])}] if len(rows) else []
