"""Features of learning cities: each is stood for by cards that exist, or said to be missing."""

import re

import pandas as pd
import pytest

from experiments import cli
from experiments.run import profile
from sim.declare import Mistake

ROW = {
    "area": "A",
    "feature": "F",
    "represented": "yes",
    "levers": "guidance",
    "behaviours": "hiring",
    "outcomes": "unemployment",
    "note": "",
}


def test_there_are_twelve_areas_and_every_name_is_in_the_catalogue():
    assert len(profile.areas()) == 12
    assert len({(one.area, one.feature) for one in profile.features()}) == len(profile.features()) >= 36


@pytest.mark.parametrize(
    ("change", "told"),
    [({"levers": "guidence"}, "did you mean 'guidance'"), ({"behaviours": "hirings"}, "hiring"),
     ({"outcomes": "unemploymant"}, "unemployment"), ({"represented": "maybe"}, "yes")],
)  # fmt: skip
def test_a_name_that_does_not_exist_is_refused(change, told):
    with pytest.raises(Mistake, match=told):
        profile.checked({**ROW, **change}, "row 2")


def test_what_is_represented_has_something_that_stands_for_it_and_what_is_not_says_why():
    for one in profile.features():
        stands = bool(one.levers or one.behaviours or one.outcomes)
        assert stands == (one.represented != "no") and (stands or one.note), one


def test_levers_beyond_the_features_are_those_of_crisis_preparedness():
    from sim import catalogue

    assert {catalogue.levers()[name].theme for name in profile.beyond()} == {"crisis preparedness"}


def test_the_page_needs_nothing_else_and_lists_what_is_missing(tmp_path, capsys):
    assert cli.main(["profile", "--output", str(tmp_path)]) == 0
    text = (tmp_path / "profile" / "profile.html").read_text()
    assert "profile.html" in capsys.readouterr().out
    assert not [link for link in re.findall(r'(?:href|src)="([^"#]+)', text) if not link.startswith("data:")]
    for one in profile.features():
        assert one.feature in text


def test_effects_of_a_run_stand_beside_the_features():
    row = {"outcome": "unemployment", "dimension": "all", "group": "all", "world": "calm", "window": "last 5 years",
           "unit": "share", "better": "lower", "baseline": 0.07, "policy": 0.06, "effect": -0.01, "low": -0.02, "high": -0.005,
           "seeds": 4, "verdict": "better"}  # fmt: skip
    text = profile.page(pd.DataFrame([row]), {"question": {"title": "A try"}})
    assert "-1.00 pts" in text and "-2.00 to -0.50" in text and "A try" in text


def test_a_change_that_is_next_to_nothing_is_not_told_in_ten_millionths():
    row = {"outcome": "trust", "dimension": "all", "group": "all", "world": "calm", "window": "last 5 years", "unit": "share",
           "better": "higher", "baseline": 0.5, "policy": 0.5, "effect": -1.798e-07, "low": -4e-07, "high": 1e-07, "seeds": 4,
           "verdict": "no clear effect"}  # fmt: skip
    text = profile.page(pd.DataFrame([row]), {"question": {"title": "A try"}})
    assert "<td>0.00 pts</td><td>0.00 to 0.00</td>" in text and "e-0" not in text and "Trust" in text


def test_mechanisms_that_rest_on_assumed_numbers_are_listed(capsys):
    assert cli.main(["list", "assumed"]) == 0
    said = capsys.readouterr().out
    assert "exchange" in said and "guidance" in said and " of " in said
