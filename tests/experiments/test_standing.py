"""Which verdicts stand on fresh seeds is counted as it is said."""

import pandas as pd
import pytest

from experiments import cli
from experiments.outcomes.definitions import LATE
from experiments.run.standing import standing


def effects(*rows):
    """Rows of effects: where, the interval, the verdict."""
    usual = {"group": "g", "world": "calm", "window": LATE, "better": "lower", "residents": 1000.0, "baseline": 0.0, "policy": 0.0}
    found = [{**usual, "outcome": f"o{n}", "dimension": where, "low": low, "high": high, "effect": (low + high) / 2, "verdict": said}
             for n, (where, low, high, said) in enumerate(rows)]  # fmt: skip
    return pd.DataFrame(found)


def test_a_verdict_stands_by_the_same_word_or_by_its_own_interval():
    first = effects(("all", -2, -1, "better"), ("all", -2, -1, "better"), ("all", -2, -1, "better"), ("all", 1, 2, "worse"),
                    ("all", -2, -1, "no clear effect"), ("district", -2, -1, "no clear effect"), ("age", 1, 2, "worse"))  # fmt: skip
    again = effects(("all", -3, -1, "better"), ("all", -2, -0.1, "no clear effect"), ("all", -1, 1, "no clear effect"),
                    ("all", -2, -1, "better"), ("all", -1, 2, "no clear effect"), ("district", 1, 2, "worse"),
                    ("age", 1, 2, "worse"))  # fmt: skip
    found = standing(first, again).set_index("where").astype(int)
    city = found.loc["city"]
    assert (city.verdicts, city.stand, city.same_word, city.turned) == (4, 2, 1, 1)
    assert (city.single, city.single_stand, city.single_turned) == (5, 2, 1)
    assert found.loc["districts", ["single", "single_turned", "verdicts"]].tolist() == [1, 1, 0]
    assert found.loc["groups", "stand"] == 1


@pytest.mark.slow
def test_scenarios_are_asked_again_of_fresh_seeds(tmp_path, capsys):
    words = ["residents=600", "months=6", "burn_in=2", "seeds=8", "shock.recession.start=1", "workers=1", f"output={tmp_path}"]
    assert cli.main(["sure", "scenarios=[skills_first]", "again=2", *words]) == 0
    table = pd.read_csv(tmp_path / "sure" / "standing.csv")
    assert set(table.scenario) == {"skills_first", "all of them"} and set(table["where"]) == {"city", "groups", "districts"}
    assert (table.stand <= table.verdicts).all() and table.single.sum() > 0
    assert "Verdicts on fresh seeds" in capsys.readouterr().out
    assert sorted(len(list(home.iterdir())) for home in (tmp_path / "sure").glob("*/")) == [1, 1]


@pytest.mark.slow
def test_most_verdicts_of_a_shipped_scenario_stand_and_none_turns_round(tmp_path):
    assert cli.main(["sure", "scenarios=[skills_first]", "residents=2000", "months=120", f"output={tmp_path}"]) == 0
    table = pd.read_csv(tmp_path / "sure" / "standing.csv").query("scenario == 'skills_first'")
    assert table.verdicts.sum() > 20 and table.stand.sum() >= 0.95 * table.verdicts.sum() and table.turned.sum() == 0
