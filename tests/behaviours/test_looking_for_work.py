"""Looking for work: who enters prepared, what acquaintances tell of, who is cut first when posts are no longer wanted."""

import numpy as np
import pytest

from sim.behaviours.job_search import (
    BASIC_LEVEL,
    LOOKS,
    NEAR,
    SIMPLE_WORK,
    JobSearch,
    choose_seekers,
    heard_of,
    told_of,
    weigh_occupations,
    where_friends_work,
)
from sim.behaviours.separation import KEPT, UNWANTED, Separation, send_commuters_home, separate
from sim.behaviours.vacancies import Vacancies
from sim.city import City
from sim.facts import occupations
from sim.newcomers import start_anew
from sim.tables import COMMUTER, EMPLOYED, INACTIVE, NOBODY, UNEMPLOYED, Employers, Posts, Residents
from sim.tally import blank

LUCK = np.uint64(77)
AT = 1 << 48
"""An occupation's part of the ring of vacancies."""


def jobless(**columns):
    """One unemployed resident."""
    residents = Residents(1)
    for name, value in {"id": 7, "present": 1, "activity": UNEMPLOYED, **columns}.items():
        getattr(residents, name)[0] = value
    return residents


def applications(residents, guidance=1.0, urge=1.0, **numbers):
    """How many applications she sends this month."""
    card = JobSearch(**{"sent": 3, "prepared": 2, "floor": 1, **numbers})
    help_, load, course = np.full(1, guidance, np.float32), np.zeros(1, np.float32), np.zeros(1, np.int16)
    return choose_seekers(LUCK, card.numbers, urge, residents.columns, help_, load, course, blank())[1].tolist()[0]


def test_whoever_enters_the_labour_force_sends_more_applications_but_only_in_the_first_month():
    entrant, other = jobless(entering=1), jobless()
    usual = applications(other)
    assert applications(entrant) == usual + 3, "twice as many as three, with the same luck"
    assert entrant.entering[0] == 0 and applications(entrant) == applications(other)


def test_nobody_looks_at_more_vacancies_than_she_has_luck_for():
    for looks in (1.0, 2.5, 3.0, 10.0):
        assert 6 <= applications(jobless(entering=1), guidance=50.0, looks=looks) <= LOOKS / looks


def test_those_who_enter_prepared_find_work_sooner_than_the_same_people_unprepared():
    city = City(residents=2000, seed=4, parameters={"job_search.prepared": 5}).run(6)
    r, twin = city.residents, city.branch()
    looking = r.id[(r.activity == UNEMPLOYED) & (r.offer < 0)]
    twin.residents.entering[np.isin(twin.residents.id, looking)] = 1
    found = [np.isin(town.run(1).residents.id, looking) & (town.residents.activity == EMPLOYED) for town in (city, twin)]
    assert found[1].sum() > 1.2 * found[0].sum() > 0


def test_who_had_a_job_elsewhere_arrives_prepared_to_look_for_one():
    worker, carer = jobless(activity=EMPLOYED, wage=2800), jobless(activity=INACTIVE)
    for residents in (worker, carer):
        start_anew(residents.columns, 0)
    assert (worker.activity[0], worker.entering[0], worker.last_wage[0]) == (UNEMPLOYED, 1, 2800)
    assert (carer.activity[0], carer.entering[0]) == (INACTIVE, 0)


def told(keys):
    """What is told by the staff of employers 0 and 1; vacancies 0 and 2 are of employer 0, vacancy 1 is of employer 1."""
    return told_of(np.arange(3), np.array(keys), np.array([0, 1, 0], np.int32), 3).tolist()


def test_the_staff_of_an_employer_tell_of_one_vacancy_whatever_its_occupation():
    assert told([5, 3, 9]) == [0, 1, -1]
    assert told([5, 3, AT + 4]) == [2, 1, -1], "the first on the ring, in occupation 1"


def test_which_vacancy_is_told_of_does_not_depend_on_the_order_of_the_list():
    rows, keys, employer = np.arange(6), np.arange(6)[::-1] * 7 + AT, np.array([0, 1, 2, 0, 1, 2], np.int32)
    ahead, back = told_of(rows, keys, employer, 3), told_of(rows[::-1].copy(), keys[::-1].copy(), employer, 3)
    assert ahead.tolist() == [5 - v for v in back.tolist()]


def test_an_acquaintance_tells_of_her_own_employer():
    """Somebody is looked for where one works, nobody where another does; the third has no job."""
    vacancies = np.array([7, 8, -1, 9, 3])
    assert [heard_of(np.full((1, 8), employer), vacancies, 0, 0.5) for employer in (4, 2, NOBODY)] == [3, -1, -1]


def test_where_friends_work_is_known_of_those_who_have_a_job():
    friends, post, employer = np.full((3, 8), NOBODY), np.array([NOBODY, 1, 0]), np.array([6, 4])
    friends[2, :3] = [1, 0, 2]
    assert where_friends_work(np.array([2]), friends, post, employer).tolist() == [[4, -1, 6, -1, -1, -1, -1, -1]]


def test_each_acquaintance_is_asked_as_often_as_another():
    asked = [heard_of(np.arange(8).reshape(1, 8), np.arange(8), 0, (n + 0.5) / 80) for n in range(80)]
    assert np.bincount(asked).tolist() == [10] * 8


@pytest.fixture(scope="module")
def town():
    return City(residents=1500, seed=3, parameters={"job_search.asks": 0.9, "job_search.wants": -5}).run(6)


def test_somebody_without_work_applies_where_her_acquaintances_work(town):
    city = town.branch()
    r, posts = city.residents, city.posts
    hiring = np.unique(posts.employer[posts.vacant > 0])
    friend = np.flatnonzero((r.post >= 0) & np.isin(posts.employer[r.post], hiring))[0]
    seeker = np.flatnonzero((r.activity == UNEMPLOYED) & (r.id != r.id[friend]))[0]
    r.friends[seeker] = friend
    r.entering[seeker] = 1
    next(card for card in city.behaviours if card.name() == "job_search").act(city)
    mine = city.applications.person == seeker
    where = posts.employer[city.vacant.post[city.applications.vacancy[mine]]]
    there = where == posts.employer[r.post[friend]]
    assert there.any() and (city.applications.contact[mine] == there).all()


def test_the_more_acquaintances_are_asked_the_more_jobs_come_through_them():
    found = []
    for asks in (0.0, 0.3):
        counts = City(residents=1500, seed=3, parameters={"job_search.asks": asks}).run(12).observations.counts()
        found.append(counts.hired_contact.sum() / (counts.hired_unemployed + counts.hired_employed).sum())
    assert found[1] > 1.5 * found[0]


def losers(fate, tenure=0, premium=0.0, idle=1, skill=3.0, **numbers):
    """Who of 400 workers of one employer loses the job this month."""
    residents, employers, posts = Residents(400), Employers(1), Posts(400)
    residents.id[:], residents.present[:], residents.age[:], residents.tenure[:] = np.arange(400), 1, 480, tenure
    residents.activity[:], residents.post[:], posts.holder[:] = EMPLOYED, np.arange(400), np.arange(400)
    residents.skill[:], residents.occupation[:] = skill, 0
    employers.premium[:], posts.idle[:] = premium, idle
    separate(LUCK, Separation(**numbers).numbers, residents.columns, employers.columns, posts.columns, occupations(),
             np.full(400, fate, np.uint8), np.ones(1, np.float32), np.zeros(1, np.float32), blank())  # fmt: skip
    return set(np.flatnonzero(residents.activity != EMPLOYED))


CUT_ALONE = {"low": 0, "medium": 0, "high": 0, "cut_low": 0.9}


def test_with_the_same_luck_long_tenure_only_ever_protects_from_a_cut():
    junior, senior = (losers(UNWANTED, tenure, **CUT_ALONE, hours=0, senior=0.2) for tenure in (0, 240))
    assert senior < junior and 0 < 2 * len(senior) < len(junior)


def test_with_the_same_luck_shorter_hours_only_ever_put_off_a_cut():
    at_first, later, at_once = (losers(UNWANTED, idle=idle, **CUT_ALONE, hours=hours) for idle, hours in ((1, 0.8), (12, 0.8), (1, 0)))
    assert at_first < later < at_once and 0 < 2 * len(at_first) < len(at_once)


def test_employers_who_pay_above_the_market_lose_fewer():
    risky = {"low": 0.1, "medium": 0.1, "high": 0.1, "fresh": 0}
    poor, rich = (losers(KEPT, premium=premium, **risky, lasting=1) for premium in (-0.5, 0.5))
    assert rich < poor and 0 < 1.8 * len(rich) < len(poor)
    assert losers(KEPT, premium=-0.5, **risky, lasting=0) == losers(KEPT, premium=0.5, **risky, lasting=0)
    assert losers(KEPT, premium=-0.6, **risky, lasting=1) == losers(KEPT, premium=-1.5, **risky, lasting=1), "within what luck can tell"


def test_who_fits_the_work_worse_loses_it_more_often():
    risky = {"low": 0.1, "medium": 0.1, "high": 0.1, "fresh": 0, "youth": 0, "lasting": 0}
    apt, inapt = (losers(KEPT, skill=skill, **risky, mismatch=1) for skill in (3.0, -3.0))
    assert apt < inapt and len(inapt) > 1.5 * len(apt)
    assert losers(KEPT, skill=-3.0, **risky, mismatch=0) == losers(KEPT, skill=3.0, **risky, mismatch=0)


def test_commuters_lose_their_jobs_too_and_come_back_when_vacancies_fill_slowly():
    employers, posts = Employers(1), Posts(400)
    posts.slot[:], posts.holder[:] = np.arange(400), COMMUTER
    send_commuters_home(LUCK, Separation(commuters=0.1).numbers, employers.columns, posts.columns, np.full(400, KEPT, np.uint8))
    assert 20 < np.sum(posts.holder == NOBODY) < 60
    usual = Vacancies(commuting=0.04, drawn=1)
    usual.usual = 0.5
    assert usual.attracted(0.5) == 0.04 and usual.attracted(0.25) == pytest.approx(0.08) and usual.attracted(1e-9) == 1
    unmoved = Vacancies(commuting=0.04, drawn=0)
    unmoved.usual = 0.5
    assert unmoved.attracted(0.25) == 0.04


def test_seekers_send_more_applications_when_fewer_than_usual_end_in_a_hire():
    rule = JobSearch(answers=0.5)
    assert rule.urge(0.2, 0.2) == 1 and rule.urge(0.1, 0.2) == pytest.approx(2**0.5) and rule.urge(0.4, 0.2) < 1
    assert rule.urge(1e-9, 0.2) == 2 and rule.urge(1.0, 0.01) == 0.5, "at most twice as many"
    assert JobSearch(answers=0).urge(0.05, 0.2) == 1
    assert applications(jobless(), urge=2.0) == applications(jobless()) + 3


def wanted_of(town, number, value):
    """A month of search in the town by another rule: the city after it, with the occupations and employers applied to."""
    city = town.branch()
    card = next(one for one in city.behaviours if one.name() == "job_search")
    setattr(card, number, value)
    card.act(city)
    return city, city.vacant.post[city.applications.vacancy], city.residents.activity[city.applications.person]


def test_a_post_that_is_not_advertised_is_only_found_through_an_acquaintance(town):
    city, _, _ = wanted_of(town, "public", 0.05)
    unseen, through = city.vacant.hidden[city.applications.vacancy] == 1, city.applications.contact == 1
    assert city.vacant.hidden.mean() > 0.8 and unseen.any() and through[unseen].all() and not through[~unseen].all()
    open_, _, _ = wanted_of(town, "public", 1)
    some, more = (set(zip(one.applications.person.tolist(), one.applications.vacancy.tolist(), strict=True)) for one in (city, open_))
    assert not open_.vacant.hidden.any() and some < more


def test_the_same_posts_are_advertised_in_every_month(town):
    city, _, _ = wanted_of(town, "public", 0.5)
    first, again = city.vacant, wanted_of(city.run(1), "public", 0.5)[0].vacant
    _, before, after = np.intersect1d(first.post, again.post, return_indices=True)
    assert len(before) > 2 and (first.hidden[before] == again.hidden[after]).all() and 0 < first.hidden.mean() < 1


def test_people_out_of_work_find_simple_work_whatever_their_own(town):
    level = town.occupations.level
    for simple in (0, 1):
        rule = town.branch()
        next(one for one in rule.behaviours if one.name() == "job_search").asks = 0.0
        _, posts, activity = wanted_of(rule, "simple", simple)
        asked = level[town.posts.occupation[posts]]
        assert (asked[activity == UNEMPLOYED] <= BASIC_LEVEL).all() == bool(simple) and (asked[activity == EMPLOYED] > BASIC_LEVEL).any()


def test_simple_work_is_looked_at_by_its_number_of_posts_from_every_occupation():
    near, simple, posts = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]]), np.array([True, False, True]), np.array([30, 50, 10])
    chances = weigh_occupations(near, simple, posts)
    assert chances[SIMPLE_WORK].tolist() == [[30, 30, 40]] * 3
    assert chances[NEAR, 1].tolist() == [0, 50, 50]
