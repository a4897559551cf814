"""Following the people of a trial month by month: what becomes of the same person in each world."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.evidence.trials.treatment import FOR_A_COURSE, PERSONAL
from sim.conditions import Conditions
from sim.tables import EMPLOYED

NEVER = 30_000
"""Month of something that never happened."""
NO_COURSE = -1
TRACKS = {
    "present": ("u1", "still in the city"),
    "employed": ("u1", "has a job"),
    "earnings": ("f4", "gross earnings, EUR/month, 0 without a job"),
    "studying": ("u1", "attends a course"),
    "course": ("i2", "course started this month, -1 none"),
    "trained": ("u1", "trained by the employer this month"),
    "helped": ("u1", "faces a condition of the lever that matters to who starts a course"),
    "served": ("u1", "gets a service of the lever this month"),
    "paid": ("f4", "EUR paid for her course this month"),
    "skill": ("f4", "mean skill, SD"),
    "credential": ("f4", "what certificates show to employers, SD"),
    "aware": ("u1", "knows what is on offer"),
    "attainment": ("u1", "highest completed level, ISCED"),
}  # fmt: skip


@dataclass
class Panel:
    """One world: a row per month since the start, a column per person followed; and a few numbers of the whole city."""

    tracks: dict[str, np.ndarray]
    jobs: np.ndarray
    spent: np.ndarray
    tallies: np.ndarray
    training_firms: np.ndarray
    turned_away: np.ndarray
    seats: np.ndarray

    def __getattr__(self, name: str) -> np.ndarray:
        if name in TRACKS:
            return self.tracks[name]
        raise AttributeError(name)

    @property
    def started(self) -> np.ndarray:
        """Who starts a course in which month."""
        return self.tracks["course"] != NO_COURSE


def follow(city: Any, rows: np.ndarray, ids: np.ndarray, months: int) -> Panel:
    """Let a branched city live on and write down what becomes of these people and what the city spends."""
    tracks = {name: np.zeros((months, len(rows)), dtype) for name, (dtype, _) in TRACKS.items()}
    jobs, spent, training = np.zeros(months), np.zeros(months), np.zeros(months)
    before = city.residents.offer[rows].copy()
    for month in range(months):
        city.step()
        before = write_down(city, rows, ids, before, {name: track[month] for name, track in tracks.items()})
        r = city.residents
        jobs[month] = np.count_nonzero((r.activity == EMPLOYED) & (r.present == 1))
        spent[month] = city.hall.total() / city.weight
        training[month] = np.mean(city.employers.trainees[city.employers.headcount > 0] > 0)
    counts = city.observations
    market = np.stack(counts.markets[1:])
    return Panel(tracks, jobs, spent, np.stack(counts.tallies[1:]), training, market[:, 6], market[:, 4])


def write_down(city: Any, rows: np.ndarray, ids: np.ndarray, before: np.ndarray, now: dict[str, np.ndarray]) -> np.ndarray:
    """One month of everybody followed, into one row of each track; returns the courses they attend."""
    r, here = city.residents, city.residents.id[rows] == ids
    offer = np.where(here, r.offer[rows], NO_COURSE)
    starts = (offer >= 0) & (before < 0)
    now["present"][:] = here
    now["employed"][:] = here & (r.activity[rows] == EMPLOYED)
    now["earnings"][:] = np.where(here, r.wage[rows], 0.0)
    now["studying"][:] = offer >= 0
    now["course"][:] = np.where(starts, city.offers.course[offer], NO_COURSE)
    now["trained"][:] = here & (r.learned[rows] == 0) & (offer < 0) & (before < 0)
    now["skill"][:] = r.skill[rows].mean(axis=1)
    now["credential"][:] = r.credential[rows]
    now["aware"][:] = here & (r.aware[rows] == 1)
    now["attainment"][:] = r.attainment[rows]
    if city.levers:
        now["helped"][:] = here & facing(city, rows, FOR_A_COURSE)
        now["served"][:] = here & facing(city, rows, tuple(name for name in PERSONAL if name not in FOR_A_COURSE))
        now["paid"][:] = np.where(starts, paid_for(city, rows, now["course"]), 0.0)
    return offer


def facing(city: Any, rows: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Whether any of these conditions is off its baseline for each person this month."""
    off = np.zeros(len(rows), bool)
    for name in names:
        values = getattr(city.conditions, name)[..., rows] != Conditions.declared[name].baseline
        off |= values if values.ndim == 1 else values.any(axis=0)
    return off


def paid_for(city: Any, rows: np.ndarray, course: np.ndarray) -> np.ndarray:
    """What city hall pays towards the course each person started."""
    c = city.conditions
    price = city.courses.price[course].astype(float)
    return np.minimum(c.voucher[:, rows] * price, c.voucher_most[:, None]).sum(axis=0)
