"""What strikes the city: how deep, how long, whom, and what two shocks at once do."""

import numpy as np
import pytest

from sim import catalogue
from sim.city import City
from sim.facts import sector_codes
from sim.tables import EMPLOYED


@pytest.fixture(scope="module")
def town():
    return City("helsinki", 5000, 21).run(24)


def struck(town, *cards, months=36):
    return town.branch([], [catalogue.make("shock", name, values, "test") for name, values in cards]).run(months)


@pytest.fixture(scope="module")
def calm(town):
    return town.branch().run(72)


def extra(city, calm, indicator, start, stop):
    """Mean of an indicator beyond the calm twin, over these months."""
    return float((city.history[indicator] - calm.history[indicator]).iloc[start:stop].mean())


def test_a_double_dip_has_two_bottoms_and_leaves_more_long_term_unemployed(town, calm):
    hit = struck(town, ("double_dip", {}), months=72)
    first, between, second = (extra(hit, calm, "jobs", *window) for window in ((16, 24), (30, 34), (44, 54)))
    assert first < 0 and second < between < 0
    assert extra(hit, calm, "unemployment", 44, 54) > 0.02
    assert extra(hit, calm, "long_term_share", 54, 72) > 0


def test_layoffs_as_in_america_and_short_time_work_as_in_europe(town, calm):
    europe, america = struck(town, ("pandemic", {}), months=12), struck(town, ("pandemic", {"short_time": 0.0}), months=12)
    assert -0.01 < extra(europe, calm, "unemployment", 2, 7) < 0.025
    assert extra(america, calm, "unemployment", 2, 7) > 0.05
    assert extra(europe, calm, "participation_4_weeks", 2, 7) < 0, "classrooms close in both"


def test_in_a_pandemic_those_stay_at_work_who_can_work_at_home_or_are_hard_to_find_again(town):
    hit = struck(town, ("pandemic", {"short_time": 0.0}), months=2)
    r, later = town.residents, hit.residents
    workers = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED))
    lost = ~np.isin(r.id[workers], later.id[later.activity == EMPLOYED])
    occupation = town.posts.occupation[r.post[workers]]
    sector = town.employers.sector[town.posts.employer[r.post[workers]]]
    at_home, halts = town.occupations.home[occupation], town.sectors.halts[sector]
    assert lost[at_home < 0.1].mean() > 1.5 * lost[at_home > 0.6].mean()
    assert lost[halts > 0.9].mean() > 1.5 * lost[halts < 0.3].mean()
    assert lost[r.attainment[workers] < 5].mean() > 1.3 * lost[r.attainment[workers] >= 5].mean()


def test_a_disaster_costs_work_for_months_and_rebuilding_brings_it_back(town, calm):
    hit = struck(town, ("disaster", {}), months=36)
    assert 0.01 < extra(hit, calm, "unemployment", 1, 7) < 0.07
    assert extra(hit, calm, "unemployment", 12, 24) < 0.3 * extra(hit, calm, "unemployment", 1, 7)
    building = sector_codes().index("F")

    def builders(city):
        return int(city.employers.headcount[city.employers.sector == building].sum())

    assert builders(struck(town, ("disaster", {}), months=12)) > 1.03 * builders(town.branch().run(12))
    assert hit.history.population.iloc[-1] < calm.history.population.iloc[36], "some do not come back"


def test_homes_to_rebuild_bring_work_of_their_own(town):
    building = sector_codes().index("F")
    without, with_homes = (struck(town, ("disaster", {"dwellings": dwellings}), months=14) for dwellings in (0.0, 1.0))
    wanted = [int(city.employers.target[city.employers.sector == building].sum()) for city in (without, with_homes)]
    assert wanted[1] > 1.02 * wanted[0]


def test_classrooms_in_the_zone_are_lost_and_rebuilt(town):
    early, late = struck(town, ("disaster", {}), months=3), struck(town, ("disaster", {}), months=60)
    usual = town.offers.places.sum()
    assert early.offers.places.sum() < 0.97 * usual < 1.1 * late.offers.places.sum()


def test_newcomers_find_work_later_and_slowly(town):
    before = set(town.residents.id[town.residents.present == 1].tolist())
    city = town.branch([], [catalogue.make("shock", "newcomers", {"share": 0.04, "arriving": 6}, "test")]).run(6)
    r = city.residents
    came = r.id[(r.present == 1) & (r.barred > 0) & (r.age >= 20 * 12) & (r.age < 55 * 12)]
    assert len(came) > 60 and not before & set(came.tolist())

    def at_work():
        r = city.residents
        here = np.isin(r.id, came) & (r.present == 1)
        return float((r.activity[here] == EMPLOYED).mean())

    shares = [at_work()]
    for _ in range(6):
        city.run(12)
        shares.append(at_work())
    assert shares[0] < 0.02, "only who ends school here may work while she is barred"
    assert shares[1] < 0.2 < 0.25 < shares[5] < 0.75
    assert shares == sorted(shares) or max(np.diff(shares)) > 0


def test_women_among_newcomers_look_for_work_later_than_men(town):
    city = struck(town, ("newcomers", {"share": 0.04, "arriving": 2, "barred": 6, "later": 24}), months=2)
    r = city.residents
    came, women = r.id[(r.present == 1) & (r.barred > 0)], r.id[(r.barred > 0) & (r.sex == 1)]
    barred = {int(who): int(months) for who, months in zip(r.id, r.barred, strict=True) if months}
    assert {barred[who] for who in came.tolist()} <= {4, 5, 28, 29}
    assert all(barred[who] >= 28 for who in women.tolist()) and len(women) > 20


def test_dear_energy_empties_high_emission_work_and_fills_green_posts(town, calm):
    hit = struck(town, ("energy_transition", {"years": 5}), months=72)
    assert hit.history.emissions.iloc[-1] < 0.9 * calm.history.emissions.iloc[-1]
    assert hit.history.green_posts.iloc[-1] > 0.003
    dirty = np.flatnonzero(town.sectors.emissions >= 3)

    def staff(city):
        return int(city.employers.headcount[np.isin(city.employers.sector, dirty)].sum())

    assert staff(hit) < staff(calm)


def test_austerity_costs_seats_and_public_posts(town, calm):
    hit = struck(town, ("austerity", {"posts": 0.15}), months=36)
    public = town.sectors.public >= 0.8

    def staff(city):
        return int(city.employers.headcount[public[city.employers.sector]].sum())

    assert staff(hit) < 0.95 * staff(town.branch().run(36))
    assert extra(hit, calm, "participation", 24, 36) < 0


def test_shocks_overlap_and_their_order_is_of_no_matter(town):
    cards = [("recession", {}), ("pandemic", {"start": 6, "short_time": 0.0}), ("disaster", {"start": 8}), ("newcomers", {"start": 4})]
    one, other = struck(town, *cards, months=15), struck(town, *cards[::-1], months=15)
    assert np.array_equal(one.residents.wage, other.residents.wage)
    alone = struck(town, cards[0], months=15)
    assert one.history.jobs.iloc[12] < alone.history.jobs.iloc[12]
