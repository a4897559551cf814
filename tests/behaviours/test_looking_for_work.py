"""Looking for work: who enters prepared, what acquaintances tell of, who is cut first when posts are no longer wanted."""

import numpy as np
import pytest

from sim.behaviours.job_search import LOOKS, JobSearch, choose_seekers, heard_of, told_of
from sim.behaviours.separation import UNWANTED, Separation, separate
from sim.city import City
from sim.newcomers import start_anew
from sim.tables import EMPLOYED, INACTIVE, NOBODY, UNEMPLOYED, Posts, Residents
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


def applications(residents, guidance=1.0, **numbers):
    """How many applications she sends this month."""
    card = JobSearch(**{"sent": 3, "prepared": 2, "floor": 1, **numbers})
    help_, load, course = np.full(1, guidance, np.float32), np.zeros(1, np.float32), np.zeros(1, np.int16)
    return choose_seekers(LUCK, card.numbers, residents.columns, help_, load, course, blank())[1].tolist()[0]


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
    """Acquaintances of resident 0: 1 works where somebody is looked for, 2 where nobody is, 3 has no job."""
    post, employer, vacancies = np.array([NOBODY, 0, 1, NOBODY]), np.array([4, 2]), np.array([7, 8, -1, 9, 3])
    heard = {}
    for friend in (1, 2, 3, NOBODY):
        friends = np.full((1, 8), friend)
        heard[friend] = heard_of(friends, post, employer, vacancies, 0, 0.5)
    assert heard == {1: 3, 2: -1, 3: -1, NOBODY: -1}


def test_each_acquaintance_is_asked_as_often_as_another():
    friends, post, employer, vacancies = np.arange(8).reshape(1, 8), np.arange(8), np.arange(8), np.arange(8)
    asked = [heard_of(friends, post, employer, vacancies, 0, (n + 0.5) / 80) for n in range(80)]
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


def test_with_the_same_luck_long_tenure_only_ever_protects_from_a_cut():
    cut = {}
    for tenure in (0, 240):
        residents, posts = Residents(400), Posts(400)
        residents.id[:], residents.present[:], residents.age[:], residents.tenure[:] = np.arange(400), 1, 480, tenure
        residents.activity[:], residents.post[:], posts.holder[:] = EMPLOYED, np.arange(400), np.arange(400)
        card = Separation(low=0, medium=0, high=0, senior=0.2, cut_low=0.5).numbers
        separate(LUCK, card, residents.columns, posts.columns, np.full(400, UNWANTED, np.uint8), np.ones(1, np.float32),
                 np.zeros(1, np.float32), blank())  # fmt: skip
        cut[tenure] = set(np.flatnonzero(residents.activity != EMPLOYED))
    assert cut[240] < cut[0] and 0 < 2 * len(cut[240]) < len(cut[0])
