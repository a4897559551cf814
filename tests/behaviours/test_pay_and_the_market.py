"""Wages and the market: what slumps, scarcity and many graduates do to pay, and what residents have to spend."""

import numpy as np
import pytest

from sim import chance, facts
from sim.behaviours.incomes import Incomes, pay_out
from sim.behaviours.wages import Wages, count_workforce, graduates_of, pay
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED, Employers, Households, Memory, Posts, Residents, Trades

JOBS = facts.occupations()
WORK, USUAL = 5, 0.07
LOW, HIGH = 2, 6
"""Levels of education (ISCED)."""


def paid(high=0.5, unemployment=USUAL, norm=USUAL, supply=None, worth=1.0, wage=0.0, able=0.0, **numbers):
    """400 workers of one occupation, this share highly educated, whose pay is set or reviewed; what the city remembers after it."""
    rule = Wages(**{"luck_sd": 0.0, "sticky": 0.5, "review": 1.0, **numbers})
    r, employers, posts, memory, trades = Residents(400), Employers(1), Posts(400), Memory(1), Trades(len(JOBS.schooling))
    r.id[:], r.activity[:], r.post[:], r.wage[:], r.tenure[:] = np.arange(400), EMPLOYED, np.arange(400), wage, 12
    r.attainment[:] = np.where(np.arange(400) < 400 * high, HIGH, LOW)
    r.skill[:] = able
    posts.slot[:], posts.occupation[:], employers.id[:] = np.arange(400), WORK, 3
    memory.unemployment[0], memory.usual_unemployment[0] = unemployment, norm
    memory.graduates[0], memory.technology[0] = supply or (0, 0)
    trades.worth[WORK] = worth
    pay(chance.luck(1, "matching", 0), rule.numbers, 8.0, 100.0, wage > 0, r.columns, employers.columns, posts.columns, JOBS,
        memory.columns, trades.columns)  # fmt: skip
    return r, memory, trades


def log_pay(attainment, **how):
    """Mean log wage of those with this education."""
    r, _, _ = paid(**how)
    return np.log(r.wage[r.attainment == attainment].astype(float)).mean()


def test_matches_made_in_a_slump_are_worse_and_stay_so():
    calm, slump, boom = (paid(unemployment=rate, cyclical=0.4)[0] for rate in (USUAL, 2 * USUAL, USUAL / 2))
    assert [one.match for one in (calm, slump, boom)] == [pytest.approx(0.4 * np.log(2) * sign, abs=1e-6) for sign in (0, -1, 1)]
    assert slump.wage.mean() < calm.wage.mean() < boom.wage.mean()
    assert np.allclose(paid(unemployment=2 * USUAL, cyclical=0)[0].match, 0)
    assert np.allclose(paid(unemployment=2 * USUAL, cyclical=0.4, wage=3000.0)[0].match, 0), "who is there already keeps the match"


def test_what_has_lasted_for_years_is_no_slump_and_no_boom():
    lasting = [paid(unemployment=rate, cyclical=0.4, norm=rate)[0] for rate in (USUAL, 2 * USUAL, USUAL / 2)]
    assert all(np.allclose(one.match, 0) for one in lasting)
    _, memory, _ = paid(unemployment=2 * USUAL, used_to=12)
    assert USUAL < memory.usual_unemployment[0] < memory.unemployment[0]


def test_pay_of_graduates_falls_with_their_supply_and_that_of_others_rises():
    more = 0.3
    for substitution in (1.5, 5.0):
        high, low = (log_pay(level, supply=(more, 0), substitution=substitution) - log_pay(level) for level in (HIGH, LOW))
        assert high < 0 < low and high - low == pytest.approx(-more / substitution, rel=0.1)


def test_nobody_gains_when_work_has_been_organised_for_the_graduates_there_are():
    as_many = 1 / (1 + np.exp(-0.3))
    assert log_pay(HIGH, high=as_many, supply=(0.3, 0.3)) == pytest.approx(log_pay(HIGH), abs=0.002)
    _, memory, _ = paid(supply=(0.3, 0), organised=12)
    assert 0 < memory.technology[0] < memory.graduates[0]


def test_the_supply_of_graduates_is_counted_among_those_at_work():
    r = Residents(10)
    r.activity[:], r.attainment[:] = [EMPLOYED] * 6 + [UNEMPLOYED] * 4, [HIGH] * 4 + [LOW] * 2 + [HIGH] * 4
    ratio, share = graduates_of(*count_workforce(r.columns)[:2])
    assert ratio == pytest.approx(np.log(5 / 3)) and share == pytest.approx(5 / 8)


def test_work_whose_vacancies_stay_open_is_dear():
    usual, dear, cheap = (log_pay(LOW, worth=worth, scarce=0.1) for worth in (1.0, 0.5, 2.0))
    assert dear - usual == pytest.approx(0.1 * np.log(2)) and cheap - usual == pytest.approx(-0.1 * np.log(2))
    assert log_pay(LOW, worth=0.5, scarce=0) == pytest.approx(log_pay(LOW, worth=1.0, scarce=0))


def test_employers_remember_how_able_the_staff_of_each_occupation_are():
    _, _, trades = paid(able=0.7)
    assert trades.staff[WORK] == 400 and trades.skill[WORK] == pytest.approx(0.7, abs=0.005)
    assert np.delete(trades.staff, WORK).sum() == 0


def spending(wage=3000.0, at_work=60, entitled=False):
    """What 100 residents have to spend, in today's mean pay of those at work and the first mean pay of others."""
    r, households, memory = Residents(100), Households(100), Memory(1)
    r.present[:], r.age[:], r.household[:] = 1, 480, np.arange(100)
    r.activity[:] = np.where(np.arange(100) < at_work, EMPLOYED, UNEMPLOYED if entitled else INACTIVE)
    r.wage[:], r.last_wage[:], r.entitlement[:] = np.where(r.activity == EMPLOYED, wage, 0), 3000, 18 * entitled
    pay_out(Incomes().numbers, 3000.0, r.columns, households.columns, memory.columns)
    return memory.spending[0]


def test_residents_spend_more_when_more_of_them_work_and_not_when_pay_is_higher_for_all():
    assert spending(at_work=70) > spending() > spending(at_work=50)
    assert spending(entitled=True) > spending(), "benefits are spent too"
    assert 0.8 * spending() < spending(wage=6000.0) < spending(), "the rest of twice the pay is tax"
