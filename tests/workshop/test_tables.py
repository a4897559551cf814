"""Tables propose, are judged by one rule, vote, and find everything again; a phone can do no more than that."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.outcomes.verdicts import RULES, told_beyond, verdicts
from experiments.workshop import round_table
from experiments.workshop.assessment import ASKED, OTHER, OWN, Assessment, assessment_of, board
from experiments.workshop.brief import Brief, asked, brief_key, live_briefly
from experiments.workshop.plan import question_of
from experiments.workshop.record import ENTRIES, Record
from experiments.workshop.server import qr_rows
from experiments.workshop.simulation import Cache, live
from experiments.workshop.tables import ROLES, TABLES, Proposal, Tables
from sim.declare import Mistake
from tests.workshop.conftest import PLAN, SMALL, Workshop, finish

OTHERS = {**PLAN, "levers": {"second_chance": {"budget": 20_000_000}}, "title": "Schools"}

SCREEN_ONLY = [
    {"do": "keep", "number": 1},
    {"do": "dismiss", "number": 1},
    {"do": "voting", "open": False},
    {"do": "anew"},
    {"do": "allow", "who": "Oak", "budget": 9e6},
    {"do": "home", "text": "us"},
    {"do": "forget", "number": 1},
]


def of_board(line, **more):
    """The next board on which every plan has been judged."""
    while True:
        found = line.wait_for("proposals", **more)
        if found["proposals"] and all(one["told"] and one["told"]["other"] for one in found["proposals"]):
            return found


def test_the_address_on_the_wall_is_a_code_that_a_phone_reads():
    rows, others = (qr_rows(f"http://192.168.1.23:8765/#code={code}") for code in ("K7WQ2M", "K7WQ2N"))
    assert {len(row) for row in rows} == {len(rows)} == {29} and rows != others
    eye = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    corners = ((0, 0), (0, 22), (22, 0))
    assert all([row[x : x + 7] for row in rows[y : y + 7]] == eye for y, x in corners), "what cameras look for"


def test_a_brief_says_what_the_whole_life_does():
    question, things = question_of(PLAN, SMALL), asked([("unemployment", {}), ("employment", {"education": "low"})])
    cache = Cache()
    brief = finish(live_briefly(question, 1, (True, False), things, cache))
    assert cache.get(brief_key(question, 1, (True, False), things)) is brief
    life = finish(live(question, 1, (True, False), None, Cache()))
    assert np.allclose(brief.curves[0], life.curves["unemployment"], equal_nan=True)
    assert np.allclose(brief.curves[1], life.of_group({"education": "low"})["employment"], equal_nan=True)
    assert np.isclose(brief.year_to(24)[0], life.curves["unemployment"][13:25].mean(), atol=1e-6)
    assert brief.spent == pytest.approx(life.spending.sum() / 2)
    again = finish(live_briefly(question, 1, (True, False), things, kept := Cache()))
    assert kept.get(brief_key(question, 1, (True, False), things)) is again and np.array_equal(again.curves, brief.curves, equal_nan=True)


def judged(effects):
    """A proposal whose cities moved so in every thing asked."""
    one = assessment_of(PLAN, replace(SMALL, residents=2_000))
    flat = np.zeros((len(ASKED), 25), np.float32)
    people = np.full_like(flat, 2_000)
    for weather in (OWN, OTHER):
        one.pairs[weather] = [(Brief(flat + effect, people, 1e6), Brief(flat, people, 0.0)) for effect in effects]
    return Proposal(1, "Oak", PLAN), one


def test_a_board_tells_an_effect_only_by_the_project_s_rule():
    clear, luck = (
        [-0.010, -0.011, -0.012, -0.010, -0.011, -0.012, -0.011, -0.010],
        [-0.01, 0.003, -0.02, -0.001, -0.011, 0.002, -0.013, 0.001],
    )
    sure, unsure, few = board([judged(clear), judged(luck), judged(clear[:3])])
    assert sure["own"]["mayor"]["verdict"] == "better" and sure["own"]["mayor"]["agree"] == 8
    assert unsure["own"]["mayor"]["verdict"] == "no clear effect" and unsure["own"]["mayor"]["high"] < 0, "its own interval leaves out zero"
    assert few["own"]["mayor"]["verdict"] == "too few to tell"
    assert {row["verdict"] for row in sure["gains"]} == {"worse"}, "employment fell in every group"
    assert sure["spent"] == 1e6 and sure["calm"] is False


def test_an_effect_asked_alone_is_told_from_as_many_half_widths_on_as_the_rule_says():
    for seeds in (6, 8, 20):
        beyond = told_beyond(seeds, np.inf)
        for times, told in ((beyond * 1.001, "better"), (beyond * 0.999, "no clear effect")):
            found = pd.DataFrame({"effect": [times], "low": [times - 1], "high": [times + 1], "seeds": [seeds], "better": ["higher"]})
            assert verdicts(found) == [told]
    assert told_beyond(RULES.least_seeds - 1, 1e6) is None and told_beyond(8, RULES.least_lived - 1) is None


def test_tables_have_names_colours_roles_and_budgets_of_their_own():
    tables = Tables()
    oak, elm = tables.sit(" Oak  tree ", "teacher"), tables.sit("Elm")
    assert oak.name == "Oak tree" and oak.colour != elm.colour and tables.sit("Oak tree", "employer") is oak and oak.role == "employer"
    assert tables.allow("Elm", 5e6, 60e6).budget == 5e6 and tables.allow("Elm", None, 60e6).budget is None
    for wrong in ("", "x" * 41, 5, None):
        with pytest.raises(Mistake):
            tables.sit(wrong)
    for wrong in (0, -1, 61e6, "5", True):
        with pytest.raises(Mistake):
            tables.allow("Elm", wrong, 60e6)
    with pytest.raises(Mistake, match="did you mean 'teacher'"):
        tables.sit("Ash", "teachers")
    for number in range(TABLES - 2):
        tables.sit(f"Table {number}")
    with pytest.raises(Mistake, match="tables already"):
        tables.sit("One more")
    assert Tables.of_data(tables.as_data()) == tables


def test_a_kept_plan_stays_when_its_table_proposes_another():
    tables = Tables()
    first = tables.propose("Oak", PLAN)
    second = tables.propose("Oak", OTHERS)
    assert tables.proposals == [second]
    second.kept = True
    third = tables.propose("Oak", PLAN)
    assert tables.proposals == [second, third] and len({first.number, second.number, third.number}) == 3


def test_everybody_has_one_vote_and_none_for_the_own_table():
    tables = Tables()
    oak, elm = tables.propose("Oak", PLAN), tables.propose("Elm", OTHERS)
    with pytest.raises(Mistake, match="not voting"):
        tables.vote(oak.number, "a", "Elm")
    tables.voting = True
    tables.vote(oak.number, "a", "Ash")
    tables.vote(elm.number, "a", "Ash")
    assert (oak.votes, elm.votes) == ([], ["a"])
    tables.vote(elm.number, "a", "Ash")
    assert elm.votes == []
    with pytest.raises(Mistake, match="does not vote for itself"):
        tables.vote(oak.number, "b", "Oak")
    with pytest.raises(Mistake, match="no number"):
        tables.vote(99, "b", "Oak")


def test_a_record_keeps_what_was_said_once_and_no_more_than_it_should():
    record = Record()
    for _ in range(2):
        record.note("tried", "", {"text": "x" * 5_000, "key": "k"}, PLAN)
    (only,) = record.entries
    assert len(only.said["text"]) == 600 and only.plan == PLAN
    for number in range(ENTRIES + 5):
        record.note("surprise", "Oak", {"key": str(number)}, PLAN)
    assert len(record.entries) == ENTRIES
    for wrong in ({"txt": "a"}, {"text": 5}, [], None):
        with pytest.raises(Mistake):
            record.note("tried", "", wrong, PLAN)
    record.take_home("Ask who was never reached.")
    assert Record.of_data(record.as_data()) == record


def test_a_phone_sits_down_proposes_within_its_budget_and_votes_and_no_more(tmp_path):
    served = Workshop(tmp_path)
    with served.line() as screen, served.line(screen=False) as oak, served.line(screen=False) as elm:
        assert screen.hello["screen"] and not oak.hello["screen"] and oak.hello["proposals"] == []
        for phone, who, role in ((oak, "Oak", "teacher"), (elm, "Elm", "newcomer")):
            phone.say(do="sit", who=who, role=role, voter=who.lower())
            assert phone.wait_for("table")["table"]["role"] == role
        screen.say(do="allow", who="Oak", budget=3_000_000)
        while oak.wait_for("proposals")["table"]["budget"] != 3_000_000:
            pass
        assert "too much" in oak.asked(do="propose", plan=PLAN, who="Oak")
        for phone, plan in ((oak, {**PLAN, "levers": {"guidance": {"budget": 3_000_000}}}), (elm, OTHERS)):
            phone.say(do="propose", plan=plan)
            phone.wait_for("proposed")
        found = of_board(screen)["proposals"]
        assert [one["who"] for one in found] == ["Oak", "Elm"]
        assert set(found[0]["told"]["own"]) == set(ROLES) and found[0]["told"]["own"]["mayor"]["verdict"] == "too few to tell"
        screen.say(do="voting", open=True)
        ballot = elm.wait_for("proposals", voting=True)["proposals"]
        elm.say(do="vote", number=ballot[0]["number"])
        while screen.wait_for("proposals")["proposals"][0]["votes"] != 1:
            pass
        for what in SCREEN_ONLY:
            assert "only the screen" in elm.asked(**what)
        assert "unknown kind" in elm.asked(do="note", what="kept", plan=PLAN, said={})
    served.close()


def test_tables_plans_votes_and_record_outlive_the_server_and_yesterday_s_are_put_aside(tmp_path, monkeypatch):
    served = Workshop(tmp_path)
    with served.line() as screen:
        screen.say(do="propose", plan=OTHERS, who="Oak")
        screen.say(do="note", what="surprise", plan=PLAN, said={"text": "Nobody thought so.", "key": "k"})
        screen.say(do="home", text="Ask the newcomers.")
        screen.wait_for("record", home="Ask the newcomers.")
    served.close()
    again = Workshop(tmp_path)
    with again.line() as screen:
        assert [one["plan"]["title"] for one in screen.hello["proposals"]] == ["Schools"]
        assert screen.hello["record"]["entries"][0]["said"]["text"] == "Nobody thought so."
        assert of_board(screen)["proposals"][0]["told"]["own"]["mayor"]["seeds"] == SMALL.seeds, "judged anew"
    again.close()
    monkeypatch.setattr(round_table, "FRESH", -1)
    time.sleep(0.01)
    later = Workshop(tmp_path)
    with later.line() as screen:
        assert screen.hello["proposals"] == [] and screen.hello["record"]["entries"] == []
    later.close()
    assert len(list(tmp_path.glob("session-*.json"))) == 1


def test_what_is_judged_is_given_up_when_it_leaves_the_board(tmp_path):
    served = Workshop(tmp_path)
    with served.line() as screen:
        screen.say(do="propose", plan={**PLAN, "months": 480}, who="Oak")
        number = screen.wait_for("proposed")["number"]
        screen.say(do="dismiss", number=number)
        while screen.wait_for("proposals")["proposals"]:
            pass
        assert served.room.round.tasks == {} and isinstance(served.room.round.judged.get(number), Assessment | None)
    served.close()
