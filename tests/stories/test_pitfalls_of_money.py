"""Whose money is it that is saved, and who would have learned anyway? Public money moves learners, employers and the educated first."""

import numpy as np
import pytest

from sim.behaviours.employer_training import EmployerTraining, left_to_the_public_purse
from sim.providers import CENTRE
from sim.tables import EMPLOYED
from tests.stories.towns import MORE, SEEDS, card, events, in_all, lived, same_people, seen_in_all

CENTRES = card("learning_centres", budget=1.2e8, rooms=200)
FOR_ALL = card("skills_vouchers", budget=2e8, share=1.0, below=9, most=5000)
FOR_SOME = card("skills_vouchers", budget=2e8, share=1.0, below=3, most=5000)
ACCOUNT = card("learning_entitlement", budget=5e7)
GREEN = card("green_skills", budget=1e8)
OF_ALL = card("employer_training_subsidy", budget=3e8, share=1.0, share_low=0.0)


def education(residents):
    """0 low, 1 medium, 2 high."""
    return np.digitize(residents.attainment, (3, 5))


def by_education(city):
    """Adults of low, medium and high education."""
    r = city.residents
    return np.bincount(education(r)[(r.present == 1) & (r.age >= 18 * 12) & (r.age < 67 * 12)], minlength=3)


# Community learning centres


def learners(city):
    """Learners at centres, and at all other providers."""
    r = city.residents
    kind = city.providers.kind[city.offers.provider[r.offer[(r.present == 1) & (r.offer >= 0)]]]
    return np.array([np.sum(kind == CENTRE), np.sum(kind != CENTRE)])


def test_part_of_the_learners_of_new_centres_come_from_other_providers():
    (near, far), (before, elsewhere) = (seen_in_all(learners, *cards, months=36, seeds=MORE) for cards in ([CENTRES], []))
    assert near > before
    assert 0.05 < (elsewhere - far) / (near - before) < 1.6, "a learner-month of a shorter course"


def test_nobody_is_diverted_where_no_room_opens():
    closed = lived(SEEDS[0], (card("learning_centres", budget=1.2e8, rooms=0),))[0]
    assert (closed.conditions.advised == 0).all() and closed.conditions.extra_seats.any()


# Vouchers and accounts


def test_an_employer_does_not_pay_for_whom_the_public_purse_does():
    rule, numbers = left_to_the_public_purse, EmployerTraining().numbers
    assert rule(numbers, 1, 3) == numbers.crowded_out > 0
    assert rule(numbers, 0, 3) == 0 == rule(numbers, 1, 12), "no voucher, or nothing learned"


@pytest.mark.parametrize("public", [FOR_ALL, ACCOUNT], ids=["voucher", "account"])
def test_public_money_for_all_crowds_out_what_employers_pay(public):
    with_it, without = (in_all(events("trained_by_employer"), *cards, seeds=MORE) for cards in ([public], []))
    assert 0.7 * without < with_it < 0.995 * without
    saved = in_all(events("training_cost")) - in_all(events("training_cost"), public)
    assert saved > 0


def test_a_voucher_for_the_low_educated_hardly_touches_what_employers_pay():
    trained = [in_all(events("trained_by_employer"), *cards) for cards in ([FOR_SOME], [])]
    assert trained[0] > 0.97 * trained[1]


@pytest.mark.parametrize("name", ["skills_vouchers", "learning_entitlement"])
def test_vouchers_without_money_change_nobody(name):
    assert same_people(lived(SEEDS[0], (card(name, budget=0),))[0], lived(SEEDS[0])[0])


@pytest.mark.parametrize("public", [FOR_ALL, ACCOUNT], ids=["voucher", "account"])
def test_more_than_half_of_those_paid_for_would_have_learned_anyway(public):
    with_it, without = (in_all(events("started"), *cards) for cards in ([public], []))
    assert 0 < with_it - without < 0.5 * with_it, "extra learners are the smaller part"


def test_the_educated_use_an_open_voucher_most_and_a_targeted_one_less():
    people = in_all(by_education)
    everybody, targeted = (in_all(lambda city: city.hall.spent[0][:3], public) / people for public in (FOR_ALL, FOR_SOME))
    assert everybody[2] > everybody[1] > everybody[0] > 0
    assert targeted[0] > 0.9 * everybody[0] and targeted[2] < 0.5 * everybody[2], "of them only who is out of work has one"


# Green skills


def in_green_work_courses(city):
    """Learners in work courses with green content by education, counted in the month they begin."""
    r, courses = city.residents, city.courses
    here = np.flatnonzero((r.present == 1) & (r.offer >= 0))
    course = city.offers.course[r.offer[here]]
    begins = (r.months_left[here] == courses.months[course] - 1) & (courses.work[course] == 1) & (courses.direction[course, 2] >= 0.2)
    return np.bincount(education(r)[here[begins]], minlength=3)


def test_green_courses_serve_the_educated_first_though_they_are_free_for_others():
    taken, usual = (seen_in_all(in_green_work_courses, *cards, months=36, seeds=MORE) for cards in ([GREEN], []))
    assert taken.sum() > 1.3 * usual.sum()
    low, _, high = taken / in_all(by_education, seeds=MORE)
    assert high > 1.15 * low


# Money for employers


def test_what_employers_teach_is_what_the_job_uses():
    gains = []
    for seed in SEEDS:
        paid, calm = lived(seed, (OF_ALL,), months=12)[0], lived(seed, months=12)[0]
        r, q = paid.residents, calm.residents
        only_paid = (r.learned < 12) & (q.learned >= 12) & (r.offer < 0) & (r.trained == q.trained)
        same_job = (r.id == q.id) & (r.present == 1) & (r.activity == EMPLOYED) & (q.activity == EMPLOYED) & (r.occupation == q.occupation)
        rows = np.flatnonzero(only_paid & same_job)
        weight, gain = paid.occupations.weight[r.occupation[rows]], r.skill[rows] - q.skill[rows]
        gains.append((gain[weight > 0.15].mean(), gain[weight < 0.08].mean()))
    used, unused = np.mean(gains, axis=0)
    assert used > 2 * unused


def trained_where(city):
    """Names of those whom their employer trained this month, and where they work."""
    r = city.residents
    rows = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED) & (r.learned == 0) & (r.offer < 0))
    return dict(zip(r.id[rows].tolist(), city.posts.employer[r.post[rows]].tolist(), strict=True))


def test_some_employers_train_for_others():
    left, trained = 0, 0
    for seed in SEEDS:
        city, seen = lived(seed, months=36, look=trained_where)
        r = city.residents
        rows = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED))
        now = dict(zip(r.id[rows].tolist(), city.posts.employer[r.post[rows]].tolist(), strict=True))
        first = {who: employer for month in seen[:12] for who, employer in month.items()}
        trained += len(first)
        left += sum(now.get(who, employer) != employer for who, employer in first.items())
    assert 0.1 < left / trained < 0.5, "within two to three years they work for somebody else"


# Digital learning


@pytest.mark.slow
def test_coached_online_courses_widen_the_gap():
    def took_part(city):
        rows = city.observations.by_group("education")
        return rows[rows.month > rows.month.max() - 24].groupby("group").participation.mean()

    coached = card("digital_learning", budget=6e7, coached=0.6)
    many = tuple(range(21, 117))  # the gap is a twentieth of a point or two: few towns do not tell it
    gained = in_all(took_part, coached, months=36, seeds=many) - in_all(took_part, months=36, seeds=many)
    assert gained["high"] > max(0.0, gained["low"])
