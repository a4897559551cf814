"""What goes wrong with good intentions: each pitfall shows in what the city does, never by decree."""

import numpy as np
import pytest

from sim import catalogue
from sim.behaviours.skills import Skills, after_a_month_of_work
from sim.catalogue import Lever
from sim.city import City
from sim.declare import param
from sim.levers.learning_leave import LearningLeave
from sim.tables import EMPLOYED, NO_SEAT, UNEMPLOYED
from tests.stories.towns import town as small_town


@pytest.fixture(scope="module")
def town():
    return City("helsinki", 4000, 21).run(24)


@pytest.fixture(scope="module")
def towns(town):
    """Three towns, for what one of them may show or hide by luck."""
    return [town, *(City("helsinki", 4000, seed).run(24) for seed in (22, 23))]


def later(town, levers=(), shocks=(), months=24):
    return town.branch([catalogue.make("lever", *card, "test") if isinstance(card, tuple) else card for card in levers],
                       [catalogue.make("shock", *card, "test") for card in shocks]).run(months)  # fmt: skip


@pytest.fixture(scope="module")
def calm(town):
    return later(town)


def total(city, event):
    return float(getattr(city.observations.counts(), event).sum())


def mean(city, indicator, months=12):
    return float(city.history[indicator].iloc[-months:].mean())


def of_group(city, dimension, group, indicator, months=12):
    rows = city.observations.by_group(dimension)
    return float(rows[rows.group == group][indicator].iloc[-months:].mean())


def hired_within(town, who, levers, months=8):
    """Share of these residents who are at work in any of the months."""
    city, found = town.branch(levers), set()
    for _ in range(months):
        city.step()
        r = city.residents
        found |= set(r.id[(r.present == 1) & (r.activity == EMPLOYED) & np.isin(r.id, who)].tolist())
    return len(found) / len(who)


# Work: deadweight, churning, places that follow the cycle, certificates that lose their worth


def long_term(town, months=11):
    r = town.residents
    return r.id[(r.present == 1) & (r.activity == UNEMPLOYED) & (r.searching >= months)]


def test_most_whose_wage_is_subsidised_would_have_been_hired_anyway(towns):
    subsidy = catalogue.make("lever", "hiring_subsidy", {"budget": 9e8, "taken": 50}, "test")
    with_it, without = (sum(hired_within(town, long_term(town), levers) for town in towns) for levers in ([subsidy], []))
    assert 0.4 < without / with_it < 0.95, f"{without / with_it:.0%} of those hired are deadweight"


def test_some_lose_the_job_when_the_subsidy_ends_and_a_short_one_is_as_soon_forgotten(town):
    paid = later(town, [("hiring_subsidy", {"budget": 9e8, "taken": 50, "paid": 6, "share": 1.0})])
    assert total(paid, "hired_aided") > 20
    assert 0 < total(paid, "aid_ended") < 0.5 * total(paid, "hired_aided")


def test_a_subsidised_applicant_is_hired_in_the_place_of_another():
    class ForHalf(Lever):
        """Half of the unemployed bring their whole pay for a year."""

        theme = "test"

        def apply(self, city):
            r = city.residents
            city.conditions.wage_aid[(r.activity == UNEMPLOYED) & (r.id % 2 == 0)] = 1.0

    gained, lost = 0.0, 0.0
    for one in map(small_town, range(20, 32)):
        r = one.residents
        jobless = (r.present == 1) & (r.activity == UNEMPLOYED)
        aided, others = (r.id[jobless & (r.id % 2 == odd)] for odd in (0, 1))
        gained += hired_within(one, aided, [ForHalf()]) - hired_within(one, aided, [])
        lost += hired_within(one, others, []) - hired_within(one, others, [ForHalf()])
    assert gained > lost > 0.1, "hired within eight months, shares added over twelve towns"


def test_apprenticeships_are_fewest_when_they_are_needed_most(town):
    card = ("apprenticeships", {"budget": 1e8})
    good, bad = later(town, [card], months=30), later(town, [card], [("recession", {"depth": 0.15})], months=30)
    assert total(good, "hired_apprentices") > 1.1 * total(bad, "hired_apprentices") > 0


def test_what_an_apprentice_learns_goes_with_the_tasks_of_the_trade(town):
    trained = later(town, [("apprenticeships", {"budget": 1e8})], months=36)
    r = trained.residents
    learned = (r.present == 1) & (r.trained < 12) & (r.attainment == 3) & (r.occupation >= 0) & (r.offer < 0) & (r.age < 33 * 12)
    weight = trained.occupations.weight[r.occupation[learned]]
    before = {who: row for row, who in enumerate(town.residents.id.tolist())}
    was = np.array([before.get(who, -1) for who in r.id[learned].tolist()])
    gain = r.skill[learned][was >= 0] - town.residents.skill[was[was >= 0]]
    used = weight[was >= 0] > 0.15
    assert gain[used].mean() > gain[~used].mean() + 0.05


def test_a_certificate_is_worth_less_when_everybody_has_one():
    class Certified(Lever):
        """Certificates for some or for all."""

        theme = "test"
        share = param(1.0, "share", "of adults", "assumed: test", 0, 1)

        def apply(self, city):
            r = city.residents
            city.conditions.recognition[(r.present == 1) & (r.assessed == 0) & (r.id % 100 < 100 * self.share)] = 1.0

    towns = [City("helsinki", 4000, seed).run(24) for seed in (21, 22, 23)]
    alone, together, without = (
        np.mean([hired_within(one, certified(one), cards, 6) for one in towns]) for cards in ([Certified(share=0.4)], [Certified()], [])
    )
    assert alone >= together
    assert alone > without


def certified(town):
    """Unemployed residents among the first two of five to get a certificate."""
    r = town.residents
    return r.id[(r.activity == UNEMPLOYED) & (r.present == 1) & (r.id % 100 < 40)]


def test_recognition_shows_skill_and_adds_none(town, calm):
    seen = later(town, [("prior_learning", {"budget": 3e7})])
    assert total(seen, "recognised") > 20
    assert seen.residents.credential.sum() > calm.residents.credential.sum()
    assert abs(mean(seen, "skill") - mean(calm, "skill")) < 0.01


def test_assessors_are_few_whatever_the_money(town):
    little, much = (later(town, [("prior_learning", {"budget": b})]) for b in (3e7, 3e8))
    assert total(much, "recognised") < 1.6 * total(little, "recognised")


def test_volunteers_for_fair_hiring_have_little_to_put_aside(town):
    card = {"budget": 2e6, "first": 0}
    audited, willing = (later(town, [("anti_discrimination", {**card, "audits": a})], months=2) for a in (1.0, 0.0))
    lifted = [(c.conditions.fairness * c.employers.bias * c.employers.headcount).sum() for c in (audited, willing)]
    assert lifted[0] > 1.5 * lifted[1] > 0


# Learning: deadweight, price, queue, gap, dose


def test_leave_is_paid_to_many_who_would_have_learned_anyway(town, calm):
    card = LearningLeave(budget=1e8)
    on_leave = later(town, [card])
    assert on_leave.hall.spent.sum() > 1e7
    assert total(on_leave, "started") - total(calm, "started") < 0.3 * total(calm, "started")
    spent = on_leave.hall.spent[0]
    assert spent[2] > 2 * spent[0], "the high-educated claim most"


def test_vouchers_make_courses_dearer_where_people_queue(town):
    card = ("skills_vouchers", {"budget": 2e8, "share": 1.0, "below": 9, "most": 5000})
    fixed = later(town, [card], months=36)
    assert (fixed.residents.refusal == NO_SEAT).any()
    assert fixed.offers.dearer.mean() > 1.02
    targeted = later(town, [("skills_vouchers", {"budget": 2e8, "share": 1.0, "below": 3, "most": 5000})], months=36)
    assert 1.0 <= targeted.offers.dearer.mean() < fixed.offers.dearer.mean()


def test_prices_come_down_again_when_the_vouchers_end(town):
    card = {"budget": 2e8, "share": 1.0, "below": 9, "most": 5000, "months": 12}
    ended, peak = later(town, [("skills_vouchers", card)], months=60), later(town, [("skills_vouchers", card)], months=12)
    assert ended.offers.dearer.mean() - 1 < 0.3 * (peak.offers.dearer.mean() - 1)


def test_courses_follow_last_years_shortage(town):
    orders = [catalogue.make("shock", "disaster", {"orders": 3.0}, "test")]
    boom, calm = (town.branch(catalogue_lever("aligned_courses", 4e7), shocks) for shocks in (orders, []))
    technical = np.flatnonzero((boom.courses.direction[boom.offers.course, 4] > 0.4) & (boom.courses.work[boom.offers.course] == 1))
    seen = np.zeros((48, 2, 2))
    for month in range(48):
        for n, city in enumerate((boom, calm)):
            city.step()
            open_posts = city.posts.occupation[city.posts.vacant > 0]
            seen[month, n] = city.occupations.weight[open_posts, 4].mean(), city.offers.direction[technical, 4].mean()
    wanted, taught = (seen[:, 0] - seen[:, 1]).T
    assert np.argmax(taught) > np.argmax(np.convolve(wanted, np.ones(6) / 6, "valid")) + 3, "contents peak when the shortage is over"


def catalogue_lever(name, budget):
    return [catalogue.make("lever", name, {"budget": budget}, "test")]


def test_telling_people_alone_fills_no_courses(town, calm):
    words = {"budget": 6e7, "care_share": 0.0, "language_share": 0.0, "access_share": 0.0}
    told = later(town, [("outreach_childcare", words)])
    assert mean(told, "awareness") > mean(calm, "awareness") + 0.05
    learned = mean(told, "participation") - mean(calm, "participation")
    assert learned < 0.25 * (mean(told, "awareness") - mean(calm, "awareness")), "they know, and do not come"


def test_online_seats_alone_change_nothing_where_nobody_queues_for_them_and_coaches_do(town, calm):
    alone, coached = (later(town, [("digital_learning", {"budget": 3e7, "coached": c})]) for c in (0.0, 0.6))
    started = [total(c, "started") for c in (calm, alone, coached)]
    assert started[0] == started[1] < started[2] < 1.1 * started[0]


def test_there_are_no_more_tutors_than_people_who_trust_each_other(town):
    little, much = (later(town, [("volunteer_tutors", {"budget": b})], months=12) for b in (6e6, 6e8))
    assert (much.conditions.coaching > 0).sum() < 1.5 * max(1, (little.conditions.coaching > 0).sum())
    assert much.hall.spent.sum() < 0.2 * much.hall.accrued.sum()


def test_those_who_speak_up_get_the_hours_that_suit_them(town):
    planned = later(town, [("course_planning", {"budget": 2e7})], months=14)
    help_, r = planned.conditions.time_help, planned.residents
    assert help_[(r.present == 1) & (r.attainment >= 5)].mean() > help_[(r.present == 1) & (r.attainment < 3)].mean() > 0
    assert (later(town, [("course_planning", {"budget": 2e7})], months=6).conditions.time_help == 0).all(), "the first year is talk"


def test_a_festival_is_half_forgotten_in_three_months_and_makes_no_jobs(town, calm):
    city = later(town, [("learning_neighbourhoods", {"budget": 5e6})], months=12)
    at_once = city.conditions.buzz.max()
    city.run(3)
    assert np.isclose(city.conditions.buzz.max(), at_once / 2, rtol=0.01)
    assert mean(city, "trust") > mean(calm, "trust")
    assert abs(mean(city, "employment") - mean(calm, "employment")) < 0.01


def test_early_education_moves_parents_soon_and_children_in_fifteen_years(town, calm):
    helped = later(town, [("early_years", {"budget": 1.5e8})], months=24)
    r = helped.residents
    small = (r.present == 1) & (r.age < 7 * 12) & (r.age > 36)
    assert r.skill[small].mean() > calm.residents.skill[small & (calm.residents.id == r.id)].mean() + 0.01
    assert (helped.conditions.care_help > 0).any()
    assert abs(mean(helped, "skill") - mean(calm, "skill")) < 0.01, "nobody of them is grown up yet"


# Sustainability: certificates for the clean, training ahead of demand, scarce skills


def test_certificates_for_clean_firms_cut_little(town):
    worst, anybody = (later(town, [("low_carbon_practice", {"budget": 1e7, "targeted": t})]) for t in (1.0, 0.0))
    calm = later(town)
    cut = [mean(calm, "emissions") - mean(c, "emissions") for c in (worst, anybody)]
    assert cut[0] > 3 * cut[1] >= 0
    assert (anybody.employers.cleaned > 0).any()


def test_scarce_green_skills_slow_the_transition(town):
    class GreenSchool(Lever):
        """Everybody at work knows green work."""

        theme = "test"

        def apply(self, city):
            city.residents.skill[city.residents.activity == EMPLOYED, 2] += 0.1

    skilled, usual = (later(town, cards, [("energy_transition", {"years": 4})], months=48) for cards in ([GreenSchool()], []))
    assert mean(skilled, "emissions") < mean(usual, "emissions") - 0.01


def green_skill(city):
    r = city.residents
    return r.skill[(r.present == 1) & (r.age >= 216) & (r.age < 780), 2].mean()


def test_green_training_ahead_of_demand_is_forgotten(towns):
    skills = Skills().numbers
    idle, used = 0.5, 0.5
    for _ in range(84):
        idle = after_a_month_of_work(skills, idle, -0.4, 0.12, 0.0)
        used = after_a_month_of_work(skills, used, 0.8, 1.0, 0.0)
    assert idle < 0.6 * 0.5 < 0.5 < used, "green work keeps and adds to what was learned, other work lets it go"
    trained, calm = ([later(town, levers) for town in towns] for levers in ([("green_skills", {"budget": 1e8})], []))
    assert sum(map(green_skill, trained)) > sum(map(green_skill, calm))
    for with_it, without in zip(trained, calm, strict=True):
        assert abs(mean(with_it, "green_jobs") - mean(without, "green_jobs")) < 0.005, "training alone makes no green work"


def test_green_orders_make_green_posts_and_unfilled_ones_are_not_paid(town):
    bought = later(town, [("green_procurement", {"budget": 4e8, "lag": 1})], months=36)
    assert bought.history.green_posts.iloc[-1] > 0.003
    assert 0.5 < bought.hall.spent.sum() * 1.15 / bought.hall.accrued.sum() < 0.99


# Crises: readiness costs, held in dying firms, late statistics


def test_readiness_costs_money_in_quiet_years_and_shows_nothing(town, calm):
    ready = later(town, [("household_preparedness", {"budget": 5e6}), ("continuity_plans", {"budget": 3e6, "online": 0.0}),
                         ("early_warning", {"budget": 1e6})])  # fmt: skip
    assert ready.hall.total() > 1e6
    assert mean(ready, "unemployment") == mean(calm, "unemployment")
    assert mean(ready, "participation") == mean(calm, "participation")


def test_prepared_households_lose_less_time_after_a_disaster(town):
    flood = ("disaster", {"start": 24, "homes": 0.0, "zone": 0.8, "lost_time": 0.9})
    ready, unready = (later(town, cards, [flood], months=33) for cards in ([("household_preparedness", {"budget": 3e7})], []))
    sent = [float(c.observations.counts().applications[25:].sum()) for c in (ready, unready)]
    assert sent[0] > sent[1]
    assert mean(ready, "preparedness") > mean(unready, "preparedness") + 0.2


def test_preparedness_spreads_among_acquaintances_and_is_forgotten(town):
    visited = later(town, [("household_preparedness", {"budget": 2e6, "months": 12})], months=24)
    best = float(visited.residents.prepared[visited.residents.present == 1].max())
    assert best > 0.6
    r = visited.residents
    never = (r.prepared > 0.35) & (r.prepared < 0.5) & (r.present == 1)
    assert never.any(), "some have it from others"
    assert mean(visited.run(48), "preparedness", 1) < float(visited.history.preparedness.iloc[24])


def test_backup_seats_keep_learners_when_rooms_close(town):
    shock = ("pandemic", {"start": 6})
    ready, unready = (later(town, cards, [shock], months=14) for cards in ([("continuity_plans", {"budget": 3e7, "online": 0.0})], []))
    learning = [float(c.observations.counts().enrolled[7:].sum()) for c in (ready, unready)]
    assert learning[0] > learning[1]
    assert mean(ready, "participation_4_weeks", 6) > mean(unready, "participation_4_weeks", 6)


def test_short_time_work_saves_jobs_in_a_recession(town):
    shock = ("recession", {"depth": 0.12})
    kept, cut = (later(town, cards, [shock], months=24) for cards in ([("short_time_protocol", {"budget": 3e8})], []))
    assert mean(kept, "employment") > mean(cut, "employment") + 0.003


def test_short_time_work_holds_people_where_work_does_not_come_back(town):
    shock = ("automation", {"depth": 0.6, "years": 3, "created": 0.0})
    kept, cut = (later(town, cards, [shock], months=36) for cards in ([("short_time_protocol", {"budget": 9e8, "takes": 1.0})], []))

    def in_dying_posts(city):
        return int(((city.posts.gone == 1) & (city.posts.holder >= 0)).sum())

    assert in_dying_posts(kept) > 1.2 * in_dying_posts(cut)


def test_statistics_come_late_and_early_warning_sooner(town):
    shock = ("recession", {"depth": 0.12, "ramp": 6, "start": 12})
    fund = ("reserve_fund", {"budget": 3e7})
    blind, warned = (town.branch([catalogue.make("lever", *c, "test") for c in cards], [catalogue.make("shock", *shock, "test")])
                     for cards in ([fund], [fund, ("early_warning", {"budget": 1e6})]))  # fmt: skip

    def months_until_money_is_out(city):
        for month in range(40):
            city.step()
            if city.hall.spent[city.hall.account["reserve_fund"]].sum() > 0:
                return month
        return 99

    assert months_until_money_is_out(warned) < months_until_money_is_out(blind) < 99


def test_austerity_takes_seats_and_money(town, calm):
    card = ("aligned_courses", {"budget": 3e7})
    poor, rich = later(town, [card], [("austerity", {})]), later(town, [card])
    assert poor.hall.accrued.sum() < 0.9 * rich.hall.accrued.sum()
    assert poor.offers.seats.sum() < rich.offers.seats.sum()
    assert mean(poor, "jobs") < mean(rich, "jobs")
