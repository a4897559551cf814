"""Measures on small cases with known answers."""

from types import SimpleNamespace

import numpy as np
import pytest

from experiments.evidence.validation.measures import cycle, regress, virtual
from experiments.evidence.validation.measures.displacement import Careers, Cohort
from experiments.evidence.validation.measures.distance import decay
from experiments.evidence.validation.measures.employers import rank_size
from experiments.evidence.validation.measures.flows import Flows, long_share
from experiments.evidence.validation.measures.stocks import Stocks, ages
from experiments.evidence.validation.measures.wages import mincer
from experiments.evidence.validation.recorder import mean, share
from sim.tables import COST, EMPLOYED, FAMILY, INACTIVE, NO_OFFER, NO_SEAT, NO_TIME, REASONS, STUDENT, UNEMPLOYED, Residents


def people(**columns):
    """Residents with these columns; the others as 30-year-olds of medium education have them."""
    n = len(next(iter(columns.values())))
    r = Residents(n)
    r.id[:], r.present[:], r.age[:], r.attainment[:] = np.arange(1, n + 1), 1, 30 * 12, 3
    r.occupation[:] = 0
    for name, values in columns.items():
        getattr(r, name)[:] = values
    return r


def month(before, after):
    """A month between two tables of the same people."""
    was = SimpleNamespace(**{name: getattr(before, name).copy() for name in before}, same=None)
    jobs = SimpleNamespace(level=np.array([6, 2]))
    same = before.id == after.id
    return SimpleNamespace(
        was=was, same=same, city=SimpleNamespace(residents=after, occupations=jobs), now=lambda name: getattr(after, name)[: len(same)]
    )


def test_job_finding_by_spell_is_the_share_hired_of_those_with_that_spell():
    spells = [1] * 10 + [13] * 20
    fate = [EMPLOYED] * 4 + [UNEMPLOYED] * 6 + [EMPLOYED] * 2 + [UNEMPLOYED] * 17 + [INACTIVE]
    page = Flows()
    page.open(None)
    page.note(month(people(activity=[UNEMPLOYED] * 30, searching=spells), people(activity=fate, searching=spells)))
    found = page.close(None)
    assert page.hazard(0) == pytest.approx(0.4) and page.hazard(12) == pytest.approx(0.1)
    assert found["row 20 month 12"] == pytest.approx(0.25)
    assert found["row 16"] == pytest.approx(6 / 30) and found["row 18 f"] == pytest.approx(7 / 30)


def test_separation_and_changes_of_employer():
    before = people(activity=[EMPLOYED] * 100, post=np.arange(100), tenure=[3] * 50 + [130] * 50)
    fate, post = [EMPLOYED] * 100, np.arange(100)
    fate[:4], fate[50], post[10:15] = [UNEMPLOYED] * 4, UNEMPLOYED, np.arange(200, 205)
    page = Flows()
    page.open(None)
    page.note(month(before, people(activity=fate, post=post)))
    found = page.close(None)
    assert found["row 17"] == pytest.approx(0.05) and found["row 25"] == pytest.approx(0.05)
    assert found["row 22 year 10"] == pytest.approx((1 / 50) / (4 / 50))


def test_stocks_by_the_ages_of_the_survey():
    activity = [EMPLOYED] * 6 + [UNEMPLOYED] * 2 + [INACTIVE] * 2 + [STUDENT] * 2
    years = np.array([40] * 6 + [26, 50] + [20, 60] + [20, 20])
    r = people(activity=activity, age=years * 12, searching=[0] * 6 + [3, 20] + [0] * 4, offer=[-1] * 12)
    r.occupation[:], r.attainment[:2] = 1, 6
    page = Stocks()
    page.open(None)
    page.note(month(r, r))
    found = page.close(None)
    assert found["row 1"] == pytest.approx(2 / 8) and found["row 6"] == pytest.approx(1 / 2)
    assert found["row 7"] == pytest.approx(2 / 4), "the young unemployed and the young inactive, not the students"
    assert found["row 12"] == pytest.approx(1.0), "both graduates work below their level"
    assert page.count(ages(25, 64)) == 9


def test_survival_at_a_constant_hazard_gives_the_long_term_share_of_a_geometric_spell():
    assert long_share(np.full(120, 0.085)) == pytest.approx((1 - 0.085) ** 11)


def test_gini_and_income_shares():
    assert regress.gini(np.array([1.0, 1, 1, 1])) == pytest.approx(0)
    assert regress.gini(np.array([0.0, 0, 0, 1])) == pytest.approx(0.75)
    assert regress.share_of(np.arange(1, 11), 0.8, 1) == pytest.approx(19 / 55)


def test_a_loop_has_a_direction():
    angle = np.linspace(0, 2 * np.pi, 60)
    assert regress.loop(np.cos(angle), np.sin(angle)) == pytest.approx(np.pi / 4, rel=0.02)
    assert regress.loop(np.cos(angle), -np.sin(angle)) < 0


def test_regressions_find_what_was_put_in():
    rng = np.random.default_rng(1)
    n = 400
    r = people(age=rng.integers(25 * 12, 60 * 12, n), schooling=rng.integers(9, 18, n), sex=rng.integers(0, 2, n))
    x = np.clip(r.age / 12 - r.schooling - 7, 0, None)
    r.wage[:] = np.exp(7 + 0.08 * r.schooling + 0.04 * x - 0.0006 * x * x)
    found = mincer(r, np.arange(n))
    assert found["row 34"] == pytest.approx(0.08, abs=1e-4) and found["row 36 bend"] == pytest.approx(-0.0006, abs=1e-5)
    assert found["row 36"] == pytest.approx(np.exp(0.04 * 25 - 0.0006 * 625) - 1, abs=1e-3)


def test_decay_with_distance():
    km = np.array([[0.5, 3.2], [7.4, 12.1]])
    assert decay(1000 * np.exp(-0.2 * km), np.full((2, 2), 1000.0), km) == pytest.approx(-0.2)


def test_rank_size_of_a_pareto_law():
    sizes = (np.arange(1, 3001) / 3000) ** (-1 / 1.06)
    assert rank_size(sizes) == pytest.approx(1.06, abs=0.02)


def test_displacement_compares_with_stayers_of_the_same_cell():
    """Two cells of other earnings: the displaced of each lose a fifth of what its stayers have."""
    rows, cell = np.arange(8), np.array([0, 0, 0, 0, 1, 1, 1, 1])
    displaced = np.array([True, False, False, False, True, True, True, False])
    cohort = Cohort(0, rows, displaced, ~displaced, cell, np.full(8, 1000.0), np.ones(8, bool))
    usual = np.where(cell == 0, 12_000.0, 24_000.0)
    later = (rows + 1, np.where(displaced, 0.8 * usual, usual), np.where(displaced, 10.0, 12.0))
    page = Careers()
    page.cohorts, page.years = [cohort], [(rows + 1, usual, np.full(8, 12.0))] + [later] * 5
    after = page.after(5)
    assert after["earnings"] == pytest.approx(-0.2)
    assert after["work"] == pytest.approx(1 - 10 / 12) and after["wages"] == pytest.approx(0.8 / (10 / 12) - 1)


def test_whoever_left_the_city_is_not_compared():
    rows, displaced = np.arange(4), np.array([True, True, False, False])
    cohort = Cohort(0, rows, displaced, ~displaced, np.zeros(4, int), np.full(4, 1000.0), np.ones(4, bool))
    ids, earned = np.array([1, 2, 3, 4]), np.array([0.0, 12_000, 12_000, 12_000])
    page = Careers()
    page.cohorts, page.years = [cohort], [(ids, earned, earned / 1000)] + [(np.array([9, 2, 3, 4]), earned, earned / 1000)] * 5
    assert page.after(5)["earnings"] == pytest.approx(0)


def test_barriers_are_shares_of_those_with_an_unmet_wish():
    named = np.zeros((len(REASONS), 10), bool)
    for who, codes in enumerate([(NO_TIME,), (NO_TIME, FAMILY), (FAMILY, NO_TIME), (COST,), (NO_OFFER, NO_SEAT)]):
        named[list(codes), who] = True
    found = virtual.barriers(named)
    assert found["row 49 unmet"] == pytest.approx(0.5)
    assert found["row 49 schedule"] == pytest.approx(0.6) and found["row 49 offer"] == pytest.approx(0.2)
    assert found["row 49 order"] == 1


def test_quarters_and_years():
    assert cycle.quarters(np.arange(7.0)).tolist() == [1, 4]
    assert cycle.yearly(np.arange(14.0)).tolist() == [12, 12]


def test_nobody_is_no_number():
    assert np.isnan(share(1, 0)) and np.isnan(mean([])) and mean([1, float("nan"), 3]) == 2
