"""A city of workers and posts alone: no skills, pay, distance, providers or age, so that only flows between occupations are left."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from experiments.evidence.validation.occupations.mean_field import ADJUSTING, LEAVING, LONG, OPENING
from experiments.evidence.validation.occupations.network import Network
from sim import tally
from sim.behaviours.hiring import Hiring
from sim.behaviours.job_search import JobSearch
from sim.behaviours.separation import Separation
from sim.behaviours.vacancies import Vacancies
from sim.catalogue import Behaviour
from sim.chance import draws
from sim.city import City
from sim.conditions import Conditions
from sim.facts.tables_of_work import OccupationFacts
from sim.tables import DOMAINS, EDUCATION, EMPLOYED, NOBODY, UNEMPLOYED, Branches, Employers, Memory, Posts, Residents, Trades

SAME = {"low": LEAVING, "medium": LEAVING, "high": LEAVING, "fresh": 0.0, "youth": 0.0, "trained": 0.0, "to_inactive": 0.0,
        "hours": 0.0, "lasting": 0.0, "mismatch": 0.0, "commuters": 0.0}  # fmt: skip
CUT = (1 - LEAVING) * ADJUSTING
POSTED = (1 - OPENING) * ADJUSTING
ROOM = 1.15
"""Posts of an occupation against the most that it will ever want."""
UNHURRIED = 1e12
"""Vacancies for which an employer can choose at a time, so many that all are decided in the month: no city can be told this."""


class Market(City):
    """The steps of the labour market as they are in every city, with workers who are all alike.

    Employers post and cut by what they see at the start of a step, so vacancies come before separations; who loses a
    job and what is posted come to the market in the next step.
    """

    def __init__(self, net: Network, demand: np.ndarray, workers: int, seed: int) -> None:
        self.seed, self.month, self.tally = seed, 0, tally.blank()
        scale = workers / (1 + LEAVING) / net.employment.sum()
        self.occupations, table = all_alike(net), cast(Any, SimpleNamespace)
        self.sectors = table(staffing=np.ones((1, len(net.employment))))
        self.facts = table(travel=np.zeros((1, 1), np.float32))
        self.courses, self.offers = table(load=np.zeros(1, np.float32)), table(course=np.zeros(0, np.int16))
        self.memory, self.trades, self.branches = Memory(1), Trades(len(net.employment)), Branches(1)
        self._found(scale * net.employment, scale * demand)
        size = len(net.employment)
        axes = {"sector": 1, "occupation": size, "district": 1, "employer": size, "offer": 0, "resident": len(self.residents), "payer": 0}
        self.conditions = Conditions(axes)
        self.behaviours = [
            Wishes(scale * demand),
            Vacancies(posting=POSTED, opening=OPENING, commuting=0.0, reopens=0.0),
            Separation(**SAME, cut_low=CUT, cut_high=CUT, standing=2),
            JobSearch(sent=1.0, floor=1.0, looks=1, asks=0.0, employed=0.0, employed_new=0.0, openings=1, notice=1, wants=-5.0,
                      answers=0.0, public=1.0, simple=0.0, distance=0.0, pay=0.0, fitting=0.0, contact=0.0, whim=0.0),
            ranking_by_lot(),
            Counting(len(demand)),
        ]  # fmt: skip
        for behaviour in self.behaviours:
            behaviour.prepare(self)

    def live(self) -> np.ndarray:
        """Through all steps: the numbers of PATHS at the start of each, shape (steps, 3)."""
        counting: Any = self.behaviours[-1]
        self.run(len(counting.paths) - 1)
        return counting.paths

    def _found(self, staff: np.ndarray, demand: np.ndarray) -> None:
        """One employer for each occupation, its staff, its first vacancies and its first unemployed."""
        e = Employers(len(staff))
        e.id[:] = np.arange(len(staff)) + 1
        lot = draws(self.luck("founding"), e.id)
        held, vacant, jobless = (np.floor(share * staff + lot).astype(int) for share in (1.0, OPENING, LEAVING))
        e.slots[:] = np.ceil(ROOM * np.maximum(demand.max(axis=0), held + vacant)) + 10
        e.first[:] = np.cumsum(e.slots) - e.slots
        posts = Posts(int(e.slots.sum()))
        posts.employer[:] = posts.occupation[:] = np.repeat(np.arange(len(staff)), e.slots)
        posts.slot[:] = np.arange(len(posts)) - e.first[posts.employer]
        home = posts.employer
        posts.vacant[:] = (posts.slot >= held[home]) & (posts.slot < (held + vacant)[home])
        rows = np.flatnonzero(posts.slot < held[home])
        posts.holder[rows] = np.arange(len(rows))
        self.residents = workers(np.concatenate([rows, np.full(jobless.sum(), NOBODY)]),
                                 np.concatenate([home[rows], np.repeat(np.arange(len(staff)), jobless)]))  # fmt: skip
        self.employers, self.posts = e, posts


def workers(post: np.ndarray, occupation: np.ndarray) -> Residents:
    """People of 40 in these posts, or new to unemployment."""
    r = Residents(len(post))
    r.id[:], r.present[:], r.age[:] = np.arange(len(r)) + 1, 1, 480
    r.post[:], r.occupation[:] = post, occupation
    r.activity[:] = np.where(post >= 0, EMPLOYED, UNEMPLOYED)
    r.searching[:] = post < 0
    return r


def all_alike(net: Network) -> Any:
    """Occupations that ask for nothing and pay the same."""
    size = len(net.employment)
    plain = dict.fromkeys(("schooling", "premium", "automation", "ai", "home", "green", "regulated"), np.zeros(size, np.float32))
    plain |= dict.fromkeys(("women", "part_time"), np.full(size, 0.5, np.float32)) | {"language": np.full(size, 1e-3, np.float32)}
    nothing = np.zeros((size, len(DOMAINS)), np.float32)
    return OccupationFacts(
        need=nothing, weight=nothing, use=nothing.astype(np.float64), level=np.zeros(size, np.int8),
        share=np.zeros((size, len(EDUCATION) + 1), np.float32), mobility=np.ascontiguousarray(net.mobility, np.float32), **plain,
    )  # fmt: skip


def ranking_by_lot() -> Hiring:
    """Employers who can use anybody, decide on all vacancies at once, and see nothing of applicants but chance."""
    hiring = Hiring(fit=0.0, floor=0.0, credential=0.0, schooling=0.0, referral=0.0, stigma=0.0, ageing=0.0, papers=0.0, interview=0.1)
    hiring.recruits = UNHURRIED
    return hiring


class Wishes(Behaviour):
    """How many posts each occupation wants is given, not found; fractions are rounded by a threshold of its own."""

    def __init__(self, demand: np.ndarray) -> None:
        super().__init__()
        self.demand, self.lot = demand, None

    def act(self, city: Any) -> None:
        """One step."""
        if self.lot is None:
            self.lot = draws(city.luck_for_ever("lot"), city.employers.id)
        city.employers.target[:] = np.floor(self.demand[city.month] + self.lot)


class Counting(Behaviour):
    """Unemployment, vacancies and long spells at the start of every step."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.paths = np.zeros((steps, 3))

    def prepare(self, city: Any) -> None:
        """The first step."""
        self.look(city, 0)

    def act(self, city: Any) -> None:
        """What the next step begins with."""
        if city.month + 1 < len(self.paths):
            self.look(city, city.month + 1)

    def look(self, city: Any, step: int) -> None:
        """Count."""
        jobless = city.residents.activity == UNEMPLOYED
        vacant = np.sum(city.posts.vacant > 0)
        long = np.sum(jobless & (city.residents.searching >= LONG))
        staff = np.sum(~jobless)
        self.paths[step] = jobless.mean(), vacant / (vacant + staff), long / max(1, jobless.sum())
