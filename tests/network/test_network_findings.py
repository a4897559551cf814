"""What a network's page says of its practices agrees with itself."""

import numpy as np
import pandas as pd
import pytest

from experiments.network import findings, page
from experiments.outcomes.intervals import paired

PRACTICES = {"letters": {"title": "A letter", "appeal": 3, "levers": {}}, "guidance": {"title": "Caseworkers", "appeal": 1, "levers": {}}}

NEAR = -0.007
"""3.4 standard errors of ``truth``: clear when it is asked alone, not among many."""


def truth(effects, cities=24, many=6):
    """Each practice's effects on unemployment in so many cities, asked together with others of no effect, ``many`` in all."""
    names, effects = list(effects), {**effects, **{f"idle {k}": 0.0 for k in range(many - len(effects))}}
    luck, parts = np.random.default_rng(5).normal(size=cities), []
    for name, effect in effects.items():
        own = effect + 0.01 * (luck - luck.mean()) / luck.std(ddof=1)
        rows = pd.DataFrame({"outcome": "unemployment", "city": range(cities), "baseline": 0.0, "policy": own})
        parts.append(paired(rows, ["outcome"]).rename(columns={"seeds": "cities"}).assign(practice=name))
    found = pd.concat(parts, ignore_index=True)
    judged = findings.judged(found)
    return judged[judged.practice.isin(names)].reset_index(drop=True)


def tables(found):
    use = pd.DataFrame(
        {"world": ["regional", "hub"] * 2, "practice": np.repeat(list(PRACTICES), 2), "year": 9, "in_use": [0.04, 0.04, 0.1, 0.3]}
    )
    lived = pd.DataFrame({"world": "hub", "practice": np.repeat(list(PRACTICES), 2), "year": [0, 1] * 2, "in_use": [1, 1, 0, 1]})
    fate = findings.fashion(lived, found, {"practices": PRACTICES})
    return {
        "truth": found,
        "adoption": use,
        "fashion": fate,
        "worth": pd.DataFrame({"outcome": ["gini"], "world": ["hub"], "against": ["alone"]}),
    }


MANIFEST = {"question": {"practices": PRACTICES}}


def test_one_of_many_questions_is_not_clear_by_chance_alone():
    found = truth({"letters": NEAR}, many=1)
    assert found.verdict.tolist() == ["better"] and truth({"letters": NEAR}, many=12).verdict.tolist() == ["no clear effect"]
    assert truth({"guidance": -0.02}, many=12).verdict.tolist() == ["better"] and truth({"x": 0.02}, many=12).verdict.tolist() == ["worse"]
    assert truth({"x": -0.02}, cities=2).verdict.tolist() == ["no clear effect"]


@pytest.mark.parametrize("effect", [NEAR, -0.02])
def test_a_practice_never_clearly_helps_and_helps_nothing(effect):
    said = " ".join(page.answer(tables(truth({"letters": effect, "guidance": -0.02})), MANIFEST))
    helps = "'A letter' (unemployment" in said
    assert helps == (effect == -0.02)
    assert ("look better than they are, 'A letter'" in said) == helps and ("clearly better no goal, 'A letter'" in said) == (not helps)


def test_a_span_whose_ends_are_said_alike_is_one_number():
    said = " ".join(page.what_works(tables(truth({"letters": -0.02, "guidance": -0.02})), MANIFEST))
    assert "4% of cities use it in the end" in said and "4% to 4%" not in said and "10% to 30% of cities" in said
    assert page.between(0.041, 0.043) == "4%" and page.between(0.0, 0.12) == "0% to 12%"
