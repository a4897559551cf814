"""Three answers to resilience: they are the jobs of the stored months, and the third is the first less the second."""

import numpy as np
import pytest

from experiments.figures import slump_work as figure
from experiments.outcomes import slump_work
from tests.experiments import by_hand

RECORD = {**by_hand.RECORD, "residents": 1000, "seeds": list(range(1, 9)), "scenario": "by_hand"}
SEEDS = tuple(range(1, 9))


@pytest.fixture(scope="module")
def tables():
    """Eight seeds in which the policy makes ten jobs a seed's number in any month, and spares some of what the shock takes."""
    return {"monthly": by_hand.monthly(SEEDS)}


def test_the_third_answer_is_the_first_less_the_second_and_all_are_jobs_of_the_months(tables):
    found = slump_work.answers(tables, RECORD).set_index("answer")
    assert found.effect[slump_work.LEFT] == pytest.approx(found.effect[slump_work.SLUMP] - found.effect[slump_work.CALM])
    made = 10 * np.mean(SEEDS) * 60 / 12
    assert found.effect[slump_work.CALM] == pytest.approx(made)
    lost = {world: sum(800 - 1000 * by_hand.employment(world, "recession", month) for month in range(13, 73)) / 12
            for world in ("baseline", "policy")}  # fmt: skip
    assert found.effect[slump_work.LEFT] == pytest.approx(lost["baseline"] - lost["policy"])
    assert (found.baseline[slump_work.LEFT], found.policy[slump_work.LEFT]) == pytest.approx((-lost["baseline"], -lost["policy"]))


def test_the_sentence_tells_all_three_with_their_intervals(tables):
    said = slump_work.sentence(slump_work.answers(tables, RECORD), RECORD)
    assert said.startswith("In the 60 months from the start of the recession the city with the plan has +")
    assert said.count(" to ") >= 3 and said.count("better") == 3


def test_one_seed_or_no_shock_tells_nothing(tables):
    one = {**RECORD, "seeds": [1]}
    rows = tables["monthly"]
    assert slump_work.sentence(slump_work.answers({"monthly": rows[rows.seed == 1]}, one), one) == ""
    assert figure.draw({"monthly": rows[rows.seed == 1]}, {"question": one}) is None
    assert slump_work.answers({"monthly": rows[rows["shock"] == "none"]}, {**RECORD, "shock": {}}) is None
    late = {**RECORD, "shock": {"recession": {"start": 72.0, "months": 12.0}}}
    assert slump_work.answers(tables, late) is None


def test_the_title_says_what_can_be_told(tables):
    found = slump_work.answers(tables, RECORD).set_index("answer")
    assert figure.title_of(found, "the recession").startswith("The plan spares ")
    unclear = found.assign(verdict="no clear effect")
    assert "cannot be told" in figure.title_of(unclear, "the recession")
