"""What becomes of the money of each lever, month by month: set aside, spent, left, and what stood in its way."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.inputs import budgets
from sim import chance
from sim.tables import COST, DISTANCE, EMPLOYED, ENROLLED, FAMILY, HEALTH, NO_SEAT, NO_TIME

ROOMS = {"course_planning": "cost", "learning_centres": "room_cost", "learning_neighbourhoods": "area_cost"}
"""Levers that pay districts: the number that says what one costs in a month."""
TAKING_PART = {"anti_discrimination": "fairness", "low_carbon_practice": "cleaning"}
"""Levers that pay employers one after another, and the condition of those that take part."""
KEPT_AWAY = (NO_TIME, FAMILY, COST, DISTANCE, HEALTH)
MONEY = ("asked", "set_aside", "spent", "overhead", "rate", "left", "wanted", "opened", "place")
PEOPLE = ("entitled", "thought", "began", "no_seat", "unaware", "kept_away", "no_wish")
COLUMNS = ("month", "lever", "card", "starting", "all_reached", *MONEY, *PEOPLE)
TYPES = {"month": np.int32, "lever": object, "card": object, "starting": bool, "all_reached": bool} | dict.fromkeys(
    (*MONEY, *PEOPLE), np.float64
)


class LeverBudgets:
    """The budgets of one world, looked at after every month.

    Of money (EUR of the real city): ``asked`` for in this month, ``set_aside`` (less after a cut), ``spent`` and the ``overhead`` in it
    (of which ``rate`` comes on top of every euro handed out), what is ``left`` to hand out when the month is over, the worth of extra
    seats ``wanted`` and ``opened``, and what one more ``place`` for a resident of the model costs (not a number where there are none).

    Of people (of the real city): who is ``entitled`` to have a course paid, and of these who ``thought`` of learning this month: those
    who ``began``, found ``no_seat``, are ``unaware`` of what is on offer, were ``kept_away`` by time, family, price, way or health, or
    had ``no_wish`` for any course that they saw.
    """

    def __init__(self, city: Any) -> None:
        self.before = city.hall.accrued.copy()
        self.rows: list[tuple] = []
        self.learners = learners(city)

    def look(self, city: Any) -> None:
        """Remember the month that has just been lived."""
        hall, month = city.hall, city.since_policy - 1
        if not city.levers:
            return
        set_aside, uncut = hall.accrued - self.before, float(city.conditions.budgets[0])
        left, wanted, opened = hall.pool(), *seats(city)
        thought, self.learners = thinking(city, self.learners), learners(city)
        for number, (called, lever) in enumerate(zip(hall.account, city.levers, strict=True)):
            card = lever.resolved()
            asked_for = set_aside[number] / uncut if uncut > 0 else budgets.in_month(card, month)
            overhead = float(hall.month_administration[number])
            money = (
                asked_for, set_aside[number], float(hall.month_spent[number].sum()) + overhead,
                overhead, lever.overhead, left[number], wanted[number], opened[number], place(city, lever.name(), card),
            )  # fmt: skip
            people = entitled(city, number, thought)
            reached = is_starting(card, month), everybody(city, lever.name())
            self.rows.append((month + 1, called, lever.name(), *reached, *money, *people))
        self.before = hall.accrued.copy()

    def table(self) -> pd.DataFrame:
        """One row per month and lever, in COLUMNS."""
        return pd.DataFrame(self.rows, columns=list(COLUMNS)).astype(TYPES)


def is_starting(card: dict[str, Any], month: int) -> bool:
    """Whether a lever that acts has not found all its staff yet: its card says how many months that takes."""
    since = month - card["start"]
    return bool(0 <= since < max(card.get("first", 0), card.get("lag", 0)))


def seats(city: Any) -> tuple[np.ndarray, np.ndarray]:
    """Worth of the extra seats that each lever wanted this month, and of those that opened, EUR of the real city."""
    asked_for = city.conditions.extra_seats.astype(np.float64)
    every = asked_for.sum(axis=0)
    found = np.divide(city.offers.extra, every, out=np.zeros(len(every)), where=every > 0)
    return asked_for @ city.seat_cost, (asked_for * found) @ city.seat_cost


def learners(city: Any) -> tuple[np.ndarray, np.ndarray]:
    """Who lives in each row, and whether she attends a course."""
    return city.residents.id.copy(), city.residents.offer >= 0


def thinking(city: Any, before: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Flags: residents who thought of learning in the month that has just been lived, as the rule for enrolment drew them.

    Learners of the month ``before`` do not think of another course.
    """
    r = city.residents
    lucks = chance.lucks_of(np.uint64(city.seed), city.month - 1, len(chance.DECISIONS))
    considers = city.behaviour("enrolment").considers
    considers = considers + (1 - considers) * city.conditions.invited  # as chance_of_considering
    ids, learn = (column[: len(r)] for column in before)
    busy = np.zeros(len(r), bool)
    busy[: len(ids)] = learn & (ids == r.id[: len(ids)])
    drawn = chance.draws(lucks[chance.NUMBER["considering"]], r.id) < considers
    return (r.present == 1) & (r.activity >= EMPLOYED) & (r.age <= 80 * 12) & drawn & ~busy


def entitled(city: Any, payer: int, thought: np.ndarray) -> tuple[float, ...]:
    """People in the order of PEOPLE."""
    who = city.conditions.voucher[payer] > 0
    if not who.any():
        return (0.0,) * len(PEOPLE)
    r = city.residents
    asking = np.flatnonzero(who & thought)
    reason, aware = r.refusal[asking], r.aware[asking] == 1
    began, no_seat = reason == ENROLLED, reason == NO_SEAT
    unaware = ~began & ~no_seat & ~aware
    kept = ~began & ~no_seat & aware & np.isin(reason, KEPT_AWAY)
    counts = (who & (r.present == 1)).sum(), len(asking), began.sum(), no_seat.sum(), unaware.sum(), kept.sum()
    return tuple(float(count) * city.weight for count in (*counts, len(asking) - sum(counts[2:])))


def place(city: Any, lever: str, card: dict[str, Any]) -> float:
    """EUR a month for one more resident of the model, or one more district; not a number where a lever has no such price."""
    if lever in ROOMS:
        return card[ROOMS[lever]] * city.price_level
    return budgets.price(lever, card, 1) * city.price_level * city.weight


def everybody(city: Any, lever: str) -> bool:
    """Whether all employers take part in a lever that takes them in one after another."""
    return lever in TAKING_PART and bool((getattr(city.conditions, TAKING_PART[lever]) > 0).all())
