"""What was asked, what was spent, and why the rest was not: to the last euro, and from what the city's own rules met."""

import numpy as np
import pandas as pd
import pytest

import sim
from experiments import money
from experiments.inputs import budgets
from experiments.outcomes import unspent, unspent_words
from experiments.outcomes.unspent import CRISIS, EMPLOYERS, OTHERWISE, REASONS, SHORT, WORDS
from experiments.recording.lever_budgets import ROOMS, TAKING_PART, TYPES, LeverBudgets, learners, thinking
from sim import catalogue
from sim.tables import ENROLLED, NO_SEAT
from sim.tally import NUMBER

ENTITLING = ("skills_vouchers", "learning_entitlement", "green_skills", "reserve_fund")
"""Levers that pay the price of courses: what stands in the way is what kept people from them."""


def month(number, set_aside, spent, **said):
    """A month of a lever's record in which nothing stood in the way but what is said."""
    usual = {name: 0.0 for name in TYPES} | {"lever": "guidance", "card": "guidance", "starting": False, "all_reached": False}
    row = usual | {"month": number, "asked": set_aside, "set_aside": set_aside, "spent": spent, "place": 1.0, "left": 50.0} | said
    return {**row, "world": "policy", "shock": "none", "seed": 1}


def summed(*months):
    (row,) = unspent.by_lever(pd.DataFrame(list(months))).itertuples()
    return row


def test_money_of_the_first_months_that_is_spent_later_is_not_named():
    row = summed(month(1, 100, 0, starting=True), month(2, 100, 180), month(3, 100, 70))
    assert row.unspent == pytest.approx(50) and row.starting == pytest.approx(20) and row.all_served == pytest.approx(30)
    row = summed(month(1, 100, 0, starting=True), month(2, 100, 200), month(3, 100, 70))
    assert row.starting == 0 and row.all_served == pytest.approx(30)


def test_seats_without_teachers_explain_their_own_worth_and_no_more():
    row = summed(month(1, 100, 40, card="second_chance", wanted=90, opened=60))
    assert row.no_teachers == pytest.approx(30) and row.no_queue == pytest.approx(30) and row.full == 1.0


def test_reasons_of_the_entitled_are_weighed_by_people():
    met = {"entitled": 1000, "thought": 80, "began": 10, "no_seat": 7, "unaware": 42, "kept_away": 14, "no_wish": 7}
    row = summed(month(1, 100, 30, card="skills_vouchers", **met))
    assert (row.no_seat, row.unaware, row.kept_away, row.no_wish) == pytest.approx((7, 42, 14, 7))
    assert row.why == "52% of those entitled who thought of learning hardly know what is on offer; " + (
        "time, family, price, way or health kept away 18% of them"
    )


def test_a_cut_is_told_apart_and_a_card_that_nobody_has_read_is_not_told():
    row = summed(month(1, 100, 90, card="free_evenings", asked=120.0))
    assert row.unspent == 30 and row.cut == 20 and row.not_told == pytest.approx(10)


def test_every_lever_has_its_reasons():
    assert {*CRISIS, *EMPLOYERS, *OTHERWISE, *ENTITLING} == set(catalogue.levers())
    assert set(SHORT) == set(WORDS) and set(OTHERWISE.values()) <= set(REASONS) and set(TAKING_PART) == set(EMPLOYERS)
    for name, number in {**budgets.PLACES, **ROOMS}.items():
        assert catalogue.levers()[name].declared[number].unit in ("EUR", "EUR/month", "EUR/year")


@pytest.fixture(scope="module")
def lived():
    """A town of all levers, lived for two years with its record."""
    levers = [card(budget=2e6) for card in catalogue.levers().values()]
    city = sim.City("helsinki", 600, 3).run(3).branch(levers)
    record, seen = LeverBudgets(city), []
    for _ in range(24):
        before = learners(city)
        city.step()
        record.look(city)
        seen.append((thinking(city, before), city.residents.refusal.copy(), city.offers.refused.sum(), city.tally[NUMBER["started"]]))
    return city, record.table().assign(world="policy", shock="none", seed=3), seen


def test_every_euro_is_handed_out_is_administration_or_has_a_reason(lived):
    city, record, _ = lived
    rows = unspent.by_lever(record)
    assert rows.spent.sum() == pytest.approx(city.hall.total()) and rows.asked.sum() == pytest.approx(city.hall.accrued.sum())
    assert np.allclose(rows.reached + rows.overhead + rows[list(REASONS)].sum(axis=1), rows.asked, atol=1)
    assert (rows.reached <= rows.spendable + 1).all() and (rows.spendable < rows.asked).all()
    assert len(rows) == len(catalogue.levers()) and rows.not_told.sum() == 0


def test_who_thought_of_learning_is_who_the_rule_drew(lived):
    _, _, seen = lived
    assert sum(refused for *_, refused, _ in seen) > 0 < sum(started for *_, started in seen)
    for thought, reason, refused, started in seen:
        assert (thought & (reason == NO_SEAT)).sum() == refused and (thought & (reason == ENROLLED)).sum() == started


def test_the_sentence_tells_a_year_from_the_total(lived):
    _, record, _ = lived
    own = unspent.by_lever(record[record.lever == "network_membership"])
    levers = {"network_membership": sim.levers.NetworkMembership(budget=2e6).resolved()}
    question = {"months": 24, "levers": levers, "baseline": "none", "baseline_levers": {}}
    said = unspent_words.sentence(own, question)
    assert said == (
        "Of EUR 2.0 million a year asked for (EUR 4.0 million over 2 years), EUR 41,400 a year were spent (EUR 82,800 in all): "
        "all it can pay for is paid."
    )
    short = {"network_membership": {**levers["network_membership"], "months": 12}}
    half = own.assign(asked=2e6, unspent=2e6 - own.spent)
    assert "Of EUR 2.0 million asked for over 2 years in all (at most EUR 2.0 million a year)" in unspent_words.sentence(
        half, {**question, "levers": short}
    )
    assert unspent_words.sentence(own.iloc[:0], question) == ""


def test_a_calendar_of_budgets_is_asked_for_step_by_step():
    card = {"budget": {0: 12e6, 24: 6e6}, "start": 12, "months": 24}
    assert [budgets.in_month(card, month) for month in (11, 12, 23, 24, 35, 36)] == [0, 1e6, 1e6, 5e5, 5e5, 0]
    assert budgets.in_total({"guidance": card}, 240) == 18e6 and budgets.a_year({"guidance": card}, 240) == budgets.most(card) == 12e6


def test_a_run_tells_its_money_in_files_page_and_words(finished):
    table = pd.read_csv(finished / "unspent.csv")
    assert set(table.world) == {"policy"} and table.why.notna().all() and (table.asked >= table.spent).all()
    page = (finished / "report.html").read_text()
    question = unspent_words.of_world(table)
    assert "a year asked for (EUR" in page and "Asked in 6 months" in page and question.why.iloc[0] in page
    assert (finished / "figures" / "unspent.png").is_file()


def test_a_notebook_is_told_the_same():
    found = money({"levers": {"network_membership": {"budget": 2e6}}}, residents=300, months=12, seeds=1, burn_in=2)
    assert found.lever.tolist() == ["network_membership"] and [*found.asked, *found.asked_a_year] == pytest.approx([2e6, 2e6])
    assert found.spent.tolist() == pytest.approx([41_400]) and found.why.tolist() == ["all it can pay for is paid"]
