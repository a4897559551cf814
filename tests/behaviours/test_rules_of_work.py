"""Rules of work: who loses a job, how people search, how employers choose, what a job pays."""

import numpy as np

from sim.behaviours.hiring import Hiring, handicap_of, needs_papers, settle, suitability
from sim.behaviours.incomes import Incomes, after_tax, gross_income
from sim.behaviours.job_search import JobSearch, chance_of_looking, effort
from sim.behaviours.separation import Separation, risk_of_being_cut, risk_of_losing_job, share_kept
from sim.behaviours.skills import Skills, after_a_month_of_work, after_a_month_without, general_level
from sim.behaviours.wages import Wages, best_of, reviewed
from sim.pay import command, counted_schooling, fit, log_wage
from sim.tables import AFRICA, EMPLOYED, NATIVE, NO_LIMITATION, RETIRED, SEVERE_LIMITATION, STUDENT, UNEMPLOYED

separation, search = Separation().numbers, JobSearch().numbers
wages, incomes, skills = Wages().numbers, Incomes().numbers, Skills().numbers


def test_jobs_of_the_low_educated_end_three_times_as_often():
    low = risk_of_losing_job(separation, 0, 100, 50.0, 999)
    high = risk_of_losing_job(separation, 2, 100, 50.0, 999)
    assert 2.5 < low / high < 4.5


def test_new_and_young_jobs_are_less_safe():
    settled = risk_of_losing_job(separation, 1, 120, 50.0, 999)
    assert risk_of_losing_job(separation, 1, 0, 50.0, 999) > 2 * settled
    assert risk_of_losing_job(separation, 1, 120, 22.0, 999) > 1.2 * settled


def test_relevant_training_protects_for_three_years_and_no_longer():
    before = risk_of_losing_job(separation, 1, 60, 40.0, 999)
    assert np.isclose(risk_of_losing_job(separation, 1, 60, 40.0, 12), 0.8 * before)
    assert risk_of_losing_job(separation, 1, 60, 40.0, 36) == before


def test_skilled_workers_are_hoarded_when_posts_are_cut():
    low, medium, high = (risk_of_being_cut(separation, education, 60, 1) for education in range(3))
    assert low > medium > high


def test_skilled_workers_and_those_on_short_time_are_kept_when_work_stops():
    low, medium, high = (share_kept(Separation(hoarded=0.3).numbers, 0.5, education) for education in range(3))
    assert np.allclose([low, medium, high], [0.5, 0.575, 0.65])
    assert share_kept(Separation(hoarded=0.0).numbers, 0.0, 2) == 0


def test_the_longest_serving_are_cut_last():
    last_in_first_out = Separation(senior=0.2).numbers
    risks = [risk_of_being_cut(last_in_first_out, 1, months, 1) for months in (0, 12, 60, 600)]
    assert risks == sorted(risks, reverse=True)
    assert np.isclose(risks[-1], 0.2 * risks[0])
    blind = Separation(senior=1.0).numbers
    assert risk_of_being_cut(blind, 1, 0, 1) == risk_of_being_cut(blind, 1, 600, 1)


def test_hours_are_cut_before_staff():
    patient, hasty = Separation(hours=0.6, hours_for=6).numbers, Separation(hours=0).numbers
    risks = [risk_of_being_cut(patient, 1, 12, idle) for idle in (1, 2, 7, 60)]
    assert risks == sorted(risks)
    assert np.isclose(risks[0], 0.4 * risks[-1], rtol=1e-3) and np.isclose(risks[-1], risk_of_being_cut(hasty, 1, 12, 1), rtol=1e-3)
    assert risk_of_being_cut(hasty, 1, 12, 1) == risk_of_being_cut(hasty, 1, 12, 60)


def test_search_fades_with_the_spell_but_never_ends():
    at = [effort(search, months, 1.0, 0.0, False) for months in (0, 6, 24, 120)]
    assert at == sorted(at, reverse=True)
    assert np.isclose(at[0], search.sent) and at[-1] > 0.5 * at[0]


def test_a_full_time_course_locks_in():
    free, locked = effort(search, 3.0, 1.0, 0.0, False), effort(search, 3.0, 1.0, 1.0, True)
    assert np.isclose(locked, search.lock_in * free)
    assert effort(search, 3.0, 1.0, 0.1, True) > 0.9 * free


def test_guidance_adds_applications():
    assert np.isclose(effort(search, 3.0, 1.2, 0.0, False), 1.2 * effort(search, 3.0, 1.0, 0.0, False))


def test_the_newly_hired_keep_looking():
    assert chance_of_looking(search, 0) > 1.5 * chance_of_looking(search, 120)


employer = Hiring(stigma=0.5, ageing=0.3, schooling=0.05).numbers


def applicant(**what):
    """How an employer sees somebody who differs in this from a usual applicant of 30."""
    usual = {
        "fitting": 0.8,
        "credential": 0.0,
        "years_short": 0.0,
        "contact": 0,
        "searching": 0,
        "handicap": 0.0,
        "lost": 0.0,
        "years": 30.0,
    }
    return suitability(employer, *{**usual, **what}.values(), 0.0)


def test_stigma_is_felt_after_months_and_not_in_work():
    fresh, year, two, four = (applicant(searching=months) for months in (0, 12, 24, 48))
    assert year < fresh - 0.9 * employer.stigma
    assert np.isclose(two, four, atol=0.01)


def test_employers_like_fit_certificates_and_referrals_and_hold_handicaps_and_missing_words_against_people():
    usual = applicant()
    assert applicant(fitting=0.9) > usual
    assert applicant(credential=0.5) > usual
    assert applicant(contact=1) > usual
    assert applicant(years_short=3.0) < usual
    assert np.isclose(usual - applicant(handicap=0.3), 0.3 * employer.sees)
    assert np.isclose(usual - applicant(lost=0.4), 0.4 * employer.speech)


def test_names_from_afar_and_limitations_are_handicaps_that_add_up():
    names = [handicap_of(employer, origin, NO_LIMITATION) for origin in range(5)]
    assert names == [0.0, employer.west, employer.east, employer.asia, employer.africa] and names == sorted(names)
    limits = [handicap_of(employer, NATIVE, limitation) for limitation in range(3)]
    assert limits == [0.0, employer.some, employer.severe]
    assert handicap_of(employer, AFRICA, SEVERE_LIMITATION) == employer.africa + employer.severe


def test_a_share_of_the_posts_is_regulated_and_always_the_same_ones():
    luck, posts = np.uint64(5), range(2000)
    few, more = ([needs_papers(luck, post, share) for post in posts] for share in (0.2, 0.5))
    assert abs(np.mean(few) - 0.2) < 0.04 and abs(np.mean(more) - 0.5) < 0.04
    assert all(b for a, b in zip(few, more, strict=True) if a) and few == [needs_papers(luck, post, 0.2) for post in posts]
    assert not any(needs_papers(luck, post, 0.0) for post in posts)


def test_older_applicants_rank_lower_and_the_young_are_all_alike():
    assert applicant(years=20.0) == applicant(years=40.0) > applicant(years=50.0) > applicant(years=60.0)
    assert np.isclose(applicant(years=40.0) - applicant(years=60.0), employer.ageing)


def test_offers_are_stable_and_one_to_one():
    # Ana and Ben both like post 0 best; post 0 prefers Ben; Ana's second choice is post 1, where Cem is weaker.
    start = np.array([0, 2, 3, 4], np.int32)
    person, vacancy = np.array([0, 0, 1, 2], np.int32), np.array([0, 1, 0, 1], np.int32)
    score = np.array([2.0, 2.0, 3.0, 1.0])
    winner = settle(start, person, vacancy, score, 2)
    assert person[winner].tolist() == [1, 0]


def test_nobody_is_hired_who_is_not_considered():
    winner = settle(np.array([0, 1], np.int32), np.array([0], np.int32), np.array([0], np.int32), np.array([-np.inf]), 1)
    assert winner.tolist() == [-1]


def test_fit_is_one_when_every_need_is_met_and_falls_with_what_is_missing():
    need, weight = np.zeros((1, 8), np.float32), np.full((1, 8), 0.125, np.float32)
    skill = np.array([[0.0] * 8, [-1.0] * 8, [5.0] * 8], np.float32)
    assert np.isclose(fit(skill, need, weight, 0, 0), 1.0) and np.isclose(fit(skill, need, weight, 2, 0), 1.0)
    assert np.isclose(fit(skill, need, weight, 1, 0), 0.5)


loyal = Wages(seniority=0.01, practice=0.02).numbers


def worker(**what):
    """Log wage of somebody who differs in this from a usual worker."""
    usual = {"schooling": 12.0, "z": 0.0, "experience": 10.0, "practice": 0.0, "tenure": 0.0, "employer": 0.0,
             "occupation": 0.0, "fitting": 1.0}  # fmt: skip
    return log_wage(loyal, 8.0, *{**usual, **what}.values(), 0.0)


def test_a_year_of_schooling_and_a_step_of_skill_pay_what_is_declared():
    assert np.isclose(worker(schooling=13.0) - worker(), wages.schooling)
    assert np.isclose(worker(z=1.0) - worker(), wages.skill)
    assert worker(experience=20.0) > worker()


def test_staying_with_an_employer_pays_for_ten_years_and_no_longer():
    stays = [worker(tenure=years) for years in (0.0, 1.0, 5.0, 10.0)]
    assert stays == sorted(stays) and np.isclose(stays[3] - stays[0], 10 * loyal.seniority)
    assert worker(tenure=25.0) == stays[3]


def test_years_in_an_occupation_pay_for_ten_years_and_no_longer():
    knows = [worker(practice=years) for years in (0.0, 1.0, 5.0, 10.0)]
    assert knows == sorted(knows) and np.isclose(knows[3] - knows[0], 10 * loyal.practice)
    assert worker(practice=25.0) == knows[3]


def test_a_match_of_month_0_is_the_best_of_the_offers_seen_so_far():
    picky = Wages(offers=3, more_offers=0.5).numbers
    us = (np.arange(20_000) + 0.5) / 20_000
    new, old = (np.array([best_of(picky, years, u) for u in us]) for years in (0.0, 8.0))
    assert np.isclose(new.mean(), 3 / 4, atol=1e-3) and np.isclose(old.mean(), 7 / 8, atol=1e-3), "n of n + 1: the best of n at the mean"
    assert np.isclose(best_of(Wages(offers=1, more_offers=0).numbers, 30.0, 0.37), 0.37), "one offer: no choice at all"


def test_schooling_from_abroad_is_paid_in_part_until_it_is_recognised():
    assert counted_schooling(wages, 16.0, 0.0) == 16.0
    assert np.isclose(counted_schooling(wages, 16.0, 7.0), 16.0 - 7.0 * wages.abroad)


def test_words_that_are_missing_take_their_share_of_every_skill_and_more_than_the_work_asks_for_adds_nothing():
    assert [command(spoken, 0.8) for spoken in (0.0, 0.4, 0.8, 1.0)] == [0.0, 0.5, 1.0, 1.0]


def test_pay_is_reviewed_part_of_the_way_up_and_hardly_down():
    assert 3000 < reviewed(wages, 3000.0, 3400.0) < 3400
    assert np.isclose(reviewed(wages, 3000.0, 2000.0), wages.sticky * 3000)


def test_tax_is_progressive_and_never_takes_all():
    assert after_tax(incomes, 800.0, 4000.0) == 800.0
    shares = [after_tax(incomes, gross, 4000.0) / gross for gross in (1500.0, 4000.0, 9000.0)]
    assert shares == sorted(shares, reverse=True) and shares[-1] > 0.4


def test_benefits_fall_when_the_entitlement_ends_and_pensions_have_a_floor():
    entitled = gross_income(incomes, UNEMPLOYED, 0.0, False, 3500.0, 6, 4000.0, 40)
    assert entitled > gross_income(incomes, UNEMPLOYED, 0.0, False, 3500.0, 0, 4000.0, 40) > 0
    assert gross_income(incomes, RETIRED, 0.0, False, 0.0, 0, 4000.0, 70) > 0
    assert gross_income(incomes, EMPLOYED, 3100.0, False, 0.0, 0, 4000.0, 40) == 3100.0
    assert gross_income(incomes, EMPLOYED, 3100.0, True, 0.0, 0, 4000.0, 40) == 3100.0 * incomes.parental
    assert gross_income(incomes, STUDENT, 0.0, False, 0.0, 0, 4000.0, 16) == 0.0


def test_work_teaches_what_it_needs_and_idleness_costs_half_a_standard_deviation_at_most():
    assert after_a_month_of_work(skills, 0.0, 1.0, 0.5, 0.0) > 0.0
    skill = 0.0
    for month in range(120):
        skill = after_a_month_without(skills, skill, skill, month)
    assert np.isclose(skill, -skills.loss * skills.loss_for) and -0.55 < skill < 0.0


def test_the_general_level_rises_with_ability_and_schooling():
    assert general_level(skills, 1.0, 12.0) > general_level(skills, 0.0, 12.0)
    assert general_level(skills, 0.0, 16.0) > general_level(skills, 0.0, 12.0)
