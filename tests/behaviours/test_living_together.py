"""Living together: leaving home, pairing, parting, moving into and out of the city, and acquaintances."""

import numpy as np
import pytest

from sim.acquaintances import forget, renew
from sim.behaviours.living_together import (
    LivingTogether,
    chance_of_leaving_home,
    chance_of_pairing,
    chance_of_parting,
    wish_to_arrive,
    wish_to_leave,
)
from sim.city import City
from sim.households import Plans, count_members, follow, open_homes, pair
from sim.moving import by_name
from sim.newcomers import arrive
from sim.tables import EMPLOYED, NOBODY, STUDENT, UNEMPLOYED, Households, Residents
from sim.tally import NUMBER

p = LivingTogether().numbers
NONE = np.empty(0, np.int64)


def plans(**some):
    """Plans in which nothing happens but what is given."""
    rows = {name: np.array(some.pop(name, []), np.int64) for name in Plans._fields[:-1]}
    return Plans(**rows, foster=some.pop("foster", -1))


def people(*rows):
    """Residents (years, woman, household, partner), and their households."""
    residents, households = Residents(len(rows) + 4), Households(8)
    n = len(rows)
    years, woman, household, partner = np.array(rows).T
    residents.present[:n], residents.id[:n] = 1, 101 + np.arange(n)
    residents.age[:n], residents.sex[:n] = years * 12, woman
    residents.household[:n], residents.partner[:n] = household, partner
    count(residents, households)
    return residents, households


def count(r, h):
    count_members(r.present, r.household, r.age, r.id, h.columns)


def marry(r, h, women, men, joins=None):
    joins = np.full(len(h), -1, np.int32) if joins is None else joins
    men = np.array(men, np.int64)
    made = plans(seekers=by_name(np.array(women), r.id), men=men[np.lexsort((r.id[men], r.age[men]))])
    used = pair(np.zeros(len(women)), r.columns, h.head, made.seekers, made.men, joins, np.array([6, 7]), 120.0)
    return made, joins, used


def test_everybody_over_thirty_has_left_the_parents_home():
    assert 0 < chance_of_leaving_home(p, 20.0) < 1.0 == chance_of_leaving_home(p, 31.0)


def test_people_pair_most_around_thirty_and_part_less_with_age():
    assert chance_of_pairing(p, 19.0) < chance_of_pairing(p, 30.0) > chance_of_pairing(p, 60.0)
    assert chance_of_parting(p, 28.0) > chance_of_parting(p, 60.0)


def test_the_young_and_the_skilled_move_more():
    assert wish_to_leave(p, 28.0, 6) > wish_to_leave(p, 28.0, 3) > wish_to_leave(p, 70.0, 3)
    assert wish_to_arrive(p, 22.0, 6) > wish_to_arrive(p, 22.0, 3) > wish_to_arrive(p, 70.0, 3)


def test_a_household_counts_adults_children_and_its_eldest():
    _, h = people((40, 1, 2, 1), (42, 0, 2, 0), (15, 0, 2, -1), (3, 1, 2, -1))
    assert (h.members[2], h.adults[2], h.young[2], h.head[2]) == (4, 3, 1, 1)
    assert h.members.sum() == 4


def test_a_woman_chooses_the_man_of_most_fitting_age():
    r, h = people((30, 1, 0, -1), (50, 0, 1, -1), (33, 0, 2, -1), (24, 0, 3, -1))
    marry(r, h, [0], [1, 2, 3])
    assert r.partner[0] == 2 and r.partner[2] == 0 and r.partner[1] == r.partner[3] == NOBODY


def test_nobody_is_chosen_whose_age_does_not_fit():
    r, h = people((30, 1, 0, -1), (60, 0, 1, -1))
    marry(r, h, [0], [1])
    assert r.partner[0] == r.partner[1] == NOBODY


def test_no_man_is_chosen_twice():
    r, h = people((30, 1, 0, -1), (31, 1, 1, -1), (33, 0, 2, -1))
    marry(r, h, [0, 1], [2])
    assert sorted(r.partner[:2].tolist()) == [-1, 2]


def test_who_pairs_with_whom_does_not_depend_on_the_order_of_rows():
    rows = [(30, 1, 0, -1), (31, 1, 1, -1), (29, 1, 2, -1), (33, 0, 3, -1), (32, 0, 4, -1), (34, 0, 5, -1)]
    names = []
    for order in (range(6), [5, 2, 4, 0, 3, 1]):
        r, h = people(*[rows[k] for k in order])
        r.id[:6] = [101 + k for k in order]
        marry(r, h, np.flatnonzero(r.sex[:6] == 1), np.flatnonzero(r.sex[:6] == 0))
        names.append({(r.id[i], r.id[r.partner[i]]) for i in range(6) if r.partner[i] >= 0})
    assert names[0] == names[1] and len(names[0]) == 6


def test_he_moves_to_her_home_with_his_children():
    r, h = people((38, 1, 0, -1), (40, 0, 1, -1), (9, 1, 1, -1))
    r.district[:1] = 5
    made, joins, _ = marry(r, h, [0], [1])
    follow(r.columns, h.head, made, joins)
    count(r, h)
    assert set(r.household[:3]) == {0} and set(r.district[:3]) == {5} and h.members[1] == 0


def test_two_who_live_with_their_parents_take_a_home_of_their_own():
    r, h = people((50, 1, 0, -1), (22, 1, 0, -1), (50, 0, 1, -1), (24, 0, 1, -1))
    _, _, used = marry(r, h, [1], [3])
    assert used == 1 and r.household[[1, 3]].tolist() == [6, 6] and r.household[[0, 2]].tolist() == [0, 1]


def test_when_a_couple_parts_he_moves_out_and_the_children_stay():
    r, _ = people((38, 1, 0, 1), (40, 0, 0, 0), (9, 1, 0, -1))
    open_homes(r.columns, plans(parting=[1]), np.array([6]))
    assert r.household[:3].tolist() == [0, 6, 0] and r.partner[:2].tolist() == [-1, -1]


def test_children_left_alone_are_taken_in():
    r, h = people((9, 1, 0, -1), (38, 1, 1, 2), (40, 0, 1, 1))
    follow(r.columns, h.head, plans(orphans=[0], foster=1), np.full(len(h), -1, np.int32))
    assert r.household[0] == 1


def test_a_household_leaves_the_city_as_a_whole():
    r, h = people((38, 1, 0, 1), (40, 0, 0, 0), (9, 1, 0, -1), (50, 1, 1, -1))
    gone, models = follow(r.columns, h.head, plans(leaving=[0]), np.full(len(h), -1, np.int32))
    assert gone.tolist() == [0, 1, 2] and len(models) == 0


def test_a_family_arrives_together_without_a_job():
    r, h = people((38, 1, 0, 1), (40, 0, 0, 0), (20, 1, 0, -1), (50, 1, 1, -1))
    r.activity[:4] = [EMPLOYED, UNEMPLOYED, STUDENT, EMPLOYED]
    r.post[:4], r.wage[:4] = [7, -1, -1, 8], [3000, 0, 0, 3000]
    r.friends[0, :3] = [2, 3, 1]
    arrive(5, r, len(h), np.array([1, 0, 2]), np.array([4, 5, 6]), np.array([6]))
    assert r.household[4:7].tolist() == [6, 6, 6] and r.partner[4:7].tolist() == [5, 4, NOBODY]
    assert r.activity[4:7].tolist() == [UNEMPLOYED, UNEMPLOYED, STUDENT]
    assert (r.post[4:7] == NOBODY).all() and (r.wage[4:7] == 0).all() and r.last_wage[4] == 3000
    assert r.friends[4, :3].tolist() == [6, NOBODY, 5]
    assert len(set(r.id[:7])) == 7 and r.post[0] == 7


def test_the_departed_are_forgotten_and_replaced_by_friends_of_friends():
    present, who = np.array([1, 1, 1, 0], np.uint8), np.array([12, 13, 14, 15])
    friends = np.full((4, 8), -1, np.int32)
    friends[0, :2], friends[1, :] = [1, 3], 2
    forget(present, np.ones(4, np.uint8), friends)
    assert friends[0].tolist() == [1] + 7 * [-1]
    renew(np.uint64(9), np.array([0]), NONE, 0, who, present, np.zeros(4, np.uint8), friends, 1)
    assert 2 in friends[0] and 3 not in friends[0] and 0 not in friends[0]
    known = friends[0][friends[0] >= 0].tolist()
    assert len(known) == len(set(known))


@pytest.fixture(scope="module")
def ten_years():
    """A city after ten years, and what it was like."""
    city = City(residents=1500, seed=11)
    first = {"people": 1500, "couples": coupled(city)}
    moves = np.zeros(4)
    for _ in range(120):
        city.step()
        moves += [city.tally[NUMBER[name]] for name in ("births", "deaths", "arrivals", "departures")]
    return city, first, moves


def coupled(city):
    r = city.residents
    grown = (r.present == 1) & (r.age >= 18 * 12)
    return (r.partner[grown] >= 0).mean()


def test_the_city_keeps_its_size_while_people_come_and_go(ten_years):
    city, first, moves = ten_years
    people = int(city.residents.present.sum())
    assert people == pytest.approx(first["people"], rel=0.1)
    assert people == first["people"] + moves[0] + moves[2] - moves[1] - moves[3]
    assert moves[2] / 10 / people == pytest.approx(city.facts.in_migration, rel=0.4)
    assert moves[3] / 10 / people == pytest.approx(city.facts.out_migration, rel=0.4)


def test_the_share_in_couples_is_stationary(ten_years):
    city, first, _ = ten_years
    assert coupled(city) == pytest.approx(first["couples"], abs=0.08)


def test_no_child_lives_without_a_grown_up_for_longer_than_a_month(ten_years):
    city, _, _ = ten_years
    r, h = city.residents, city.households
    heads = h.head[h.members > 0]
    assert (r.age[heads] >= 18 * 12).mean() > 0.99


def test_newcomers_find_acquaintances(ten_years):
    city, _, _ = ten_years
    r = city.residents
    assert (r.friends[r.present == 1] >= 0).sum(axis=1).mean() > 6
