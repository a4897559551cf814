"""A goal is looked for in small cities, checked in others, told by one rule, and stands back for everybody's own moves."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from experiments.optimise.inputs import STEP
from experiments.workshop.brief import Brief
from experiments.workshop.goal_search import APART, FINALISTS, TRIALS, GoalSearch, told
from experiments.workshop.goals import Candidate, Goal, child, goal_of, levers_of, score, starts
from sim.declare import Mistake
from tests.workshop.conftest import PLAN, SMALL

ASKED = {"plan": PLAN, "indicator": "unemployment", "month": 24, "wish": "lower", "budget": 40e6}


def goal(**more) -> Goal:
    return goal_of({**ASKED, **more}, SMALL)


def city(value, people=2_000, month=24):
    return Brief(np.full((1, month + 1), value, np.float32), np.full((1, month + 1), people, np.float32), 0.0)


def lived(levels, base=0.08, euros=40e6):
    pairs = [(city(level), city(base)) for level in levels]
    return Candidate({"guidance": {"budget": euros}}, pairs, pairs)


WRONG = [
    ({"indicator": "unemploymint"}, "did you mean 'unemployment'"),
    ({"indicator": "gini", "group": {"sex": "women"}}, "whole city only"),
    ({"month": 11}, "12..24"),
    ({"month": 2.5}, "whole number"),
    ({"target": "5%"}, "must be a number"),
    ({"budget": 0}, "outside"),
    ({"budget": 1e9}, "outside"),
    ({"budget": None}, "outside"),
    ({"wish": "best"}, "wish"),
    ({"group": {"sex": "womin"}}, "group"),
    ({"plan": None}, "plan"),
]


@pytest.mark.parametrize(("more", "said"), WRONG)
def test_a_goal_that_cannot_be_looked_for_is_refused_in_words(more, said):
    with pytest.raises(Mistake, match=said):
        goal(**more)


def test_every_candidate_keeps_to_the_budget_and_leaves_out_what_is_next_to_nothing():
    wanted, luck = goal(target=0.05), np.random.default_rng(1)
    parents = [Candidate(levers_of(weights, wanted.budget)) for weights in starts(wanted, {"guidance": 1.0})]
    assert parents[0].levers == {"guidance": {"budget": 40e6}}
    for one in [*parents, *(Candidate(child(parents[:4], wanted, luck)) for _ in range(200))]:
        assert 0 < one.cost <= wanted.budget and all(card["budget"] % STEP == 0 for card in one.levers.values())
    assert levers_of({"guidance": 1.0, "second_chance": 0.01}, 40e6) == {"guidance": {"budget": 40e6}}


def test_what_few_cities_promise_counts_less_and_a_target_is_reached_as_cheaply_as_can_be():
    few, many = lived([0.06, 0.06]), lived([0.065] * 8)
    assert score(many, goal()) > score(few, goal())
    dear, cheap, short = lived([0.04] * 8), lived([0.04] * 8, euros=20e6), lived([0.06] * 8, euros=5e6)
    order = sorted((dear, cheap, short), key=lambda one: -score(one, goal(target=0.05)))
    assert order == [cheap, dear, short]
    assert score(lived([0.09] * 4), goal(wish="higher")) > 0 > score(lived([0.09] * 4), goal())


def test_only_what_was_checked_in_whole_cities_is_told_and_the_target_by_the_same_rule():
    setting, wanted = replace(SMALL, residents=2_000), goal(target=0.05)
    sure = lived([0.041, 0.042, 0.040, 0.041, 0.042, 0.040, 0.041, 0.042])
    luck = lived([0.041, 0.090, 0.020, 0.061, 0.042, 0.070, 0.041, 0.052])
    near = lived([0.041, 0.056, 0.044, 0.051, 0.050, 0.046, 0.054, 0.047])
    assert [(row["verdict"], row["reached"]) for row in told([sure], wanted, setting, False)] == [("", "")]
    said = [(row["verdict"], row["reached"]) for row in told([sure, luck, near], wanted, setting, True)]
    assert said == [("better", "better"), ("no clear effect", "no clear effect"), ("better", "no clear effect")]
    assert told([lived([0.041] * 3)], wanted, setting, True)[0]["verdict"] == "too few to tell"


@pytest.mark.parametrize("sample", [None, 2_000])
def test_a_search_improves_waits_for_others_and_checks_in_cities_that_had_no_part_in_it(sample):
    """Guidance helps in proportion to its money, everything else does nothing."""
    setting = replace(SMALL, residents=10_000 if sample else 300)
    heard, seeds, waits = [], {True: set(), False: set()}, [0]

    async def brief(question, seed, world, things):
        assert waits[0] > 0, "nobody was asked whether somebody waits"
        seeds[question.residents == setting.residents and seed < APART].add(seed)
        assert question.residents == (setting.sample or setting.residents if seed >= APART else setting.residents)
        budget = question.levers.get("guidance", {}).get("budget", 0) if world[0] else 0
        luck = np.random.default_rng(seed).normal(0, 0.002)
        return city(0.08 - 0.03 * budget / 40e6 + luck)

    async def still():
        waits[0] += 1

    async def tell(said):
        heard.append(said)

    asyncio.run(GoalSearch(goal(), setting, brief, still, tell).run({}))
    assert [said["stage"] for said in heard].index("check") > 0 and heard[-1]["stage"] == "done"
    assert heard[-1]["tried"] == TRIALS and heard[-1]["best"]["seeds"] == setting.seeds
    assert heard[-1]["best"]["levers"] == {"guidance": {"budget": 40e6}}
    assert heard[-1]["best"]["effect"] < heard[0]["best"]["effect"]
    assert seeds[True] == set(range(1, setting.seeds + 1)) and min(seeds[False]) >= APART
    assert FINALISTS * setting.seeds < waits[0]


def test_a_search_goes_on_only_while_nobody_waits_and_ends_with_its_page(workshop):
    room = workshop.room
    with workshop.line() as line:
        line.ask(1)
        line.wait_for("answer", stage="spread", seeds=3)
        line.say(do="goal", n=7, plan={**PLAN, "levers": {}}, indicator="unemployment", month=24, wish="lower", target=None, budget=30e6)
        first = line.wait_for("goal", n=7)
        assert first["stage"] == "search" and first["best"]["verdict"] == ""
        line.say(do="goal_stop")
        line.say(do="plans")
        line.wait_for("plans")  # messages are heard in their order
        assert not [session for session in room.sessions if "goal" in session.tasks]
        assert "outside" in line.asked(do="goal", n=8, **{**ASKED, "budget": 1e12})
