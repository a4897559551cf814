"""Rules of aided work, prices, recognition, low-carbon practice and green posts, in words."""

import numpy as np
import pytest

from sim import catalogue
from sim.behaviours.aided_work import AidedWork, end_of_aid
from sim.behaviours.enrolment import Enrolment, months_to_attend, price_factor
from sim.behaviours.green_transition import GreenTransition, is_green, practice_next_month, speed
from sim.city import City
from sim.tables import EMPLOYED

aid, enrolment, green = AidedWork().numbers, Enrolment().numbers, GreenTransition().numbers


def test_only_those_hired_for_the_aid_are_at_risk_when_it_ends():
    assert not end_of_aid(aid, 0, 0.01)
    assert end_of_aid(aid, 1, 0.01) and not end_of_aid(aid, 1, 0.99)


def test_prices_rise_with_vouchers_only_where_people_queue_and_come_back_to_the_catalogue():
    assert price_factor(enrolment, 1.0, 1.0, 0.0) == 1.0
    assert price_factor(enrolment, 1.0, 0.0, 0.9) == 1.0
    assert price_factor(enrolment, 1.0, 1.0, 0.5) > 1.0
    factor = 1.5
    for _ in range(60):
        factor = price_factor(enrolment, factor, 0.0, 0.5)
    assert factor < 1.01


def test_whoever_has_a_certificate_for_what_she_knows_attends_less_of_a_work_course():
    assert months_to_attend(enrolment, 8, 1, 0) == 8
    assert months_to_attend(enrolment, 8, 1, 1) == 6
    assert months_to_attend(enrolment, 8, 0, 1) == 8
    assert months_to_attend(enrolment, 1, 1, 1) == 1


def test_firms_change_faster_with_green_skills_and_forget_without_help():
    assert speed(green, 1.0) > speed(green, 0.0) > speed(green, -1.0) >= 0.0
    assert practice_next_month(green, 0.2, 0.03, 0.5) > 0.2 > practice_next_month(green, 0.2, 0.0, 0.5)
    cleaned = 0.0
    for _ in range(600):
        cleaned = practice_next_month(green, cleaned, 0.05, 1.0)
    assert cleaned < green.most


def test_the_newest_posts_of_an_employer_are_the_green_ones():
    assert [is_green(slot, 10, 0.3, 0.0) for slot in range(10)] == [False] * 7 + [True] * 3
    assert not any(is_green(slot, 3, 0.2, 0.1) for slot in range(3))
    assert is_green(2, 3, 0.2, 0.5), "fractions are settled by a lot of the employer's own"


def test_an_apprentice_is_paid_less_learns_the_trade_and_gets_a_certificate():
    card = catalogue.make("lever", "apprenticeships", {"budget": 3e8, "opened": 1.0, "contract": 12}, "test")
    town = City("helsinki", 2500, 8).run(12).branch([card])
    paid, certified = [], 0
    for _ in range(24):
        town.step()
        r = town.residents
        now = np.flatnonzero(r.apprentice > 0)
        assert (r.activity[now] == EMPLOYED).all() or (r.apprentice[now] > 0).all()
        paid += (r.wage[now][r.activity[now] == EMPLOYED] / town.facts.mean_wage).tolist()
        certified += int(((r.trained == 0) & (r.present == 1) & (r.attainment == 3) & (r.age < 32 * 12) & (r.offer < 0)).sum())
    assert len(paid) > 20 and np.median(paid) < 0.6
    assert certified > 0


@pytest.mark.parametrize("gap", [0.0, 2.0])
def test_newcomers_lack_language_and_recognised_schooling(gap):
    card = catalogue.make("shock", "newcomers", {"share": 0.05, "arriving": 1, "gap": gap}, "test")
    town = City("helsinki", 2000, 8).run(3).branch([], [card]).run(1)
    r = town.residents
    came = (r.present == 1) & (r.barred > 0)
    grown = came & (r.age > 25 * 12)
    assert grown.sum() > 10 and (r.foreign[came] == 1).all()
    assert (r.unrecognised[grown] == np.maximum(0, r.schooling[grown] - 9)).all()
    lag = r.skill[grown][:, [1, 4]].mean() - r.skill[grown][:, [0, 6]].mean()
    assert (lag > 1.0) == (gap > 0)
