"""A number may differ by group: each class is a declared number of its own, and a rule gets the value of every resident."""

import json
from pathlib import Path

import numpy as np
import pytest

from experiments import cli
from experiments.inputs.comparison import resolve
from experiments.inputs.scenario import load
from sim import Behaviour, City, Lever, Mistake, aim, param, param_by

EXAMPLE = str(Path(__file__).resolve().parents[2] / "experiments" / "examples" / "extensions" / "by_group.yaml")
HOW = {"residents": 400, "burn_in": 3, "seeds": 1, "first_seed": 1}
EDUCATION = {"low": 0.1, "medium": 0.2, "high": 0.3}


def of(kind, values, low=0.0, high=1.0):
    """A behaviour with one number by group."""

    class Reaching(Behaviour):
        reach = param_by(kind, values, "share", "who are reached", "assumed: for the test", low, high)

        def act(self, city):
            self.reached = self.by_resident("reach", city)

    return Reaching


@pytest.fixture(scope="module")
def city():
    return City(residents=2000, seed=1).run(3)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("education", EDUCATION),
        ("sex", {"men": 0.4, "women": 0.6}),
        ("age", {"0-24": 0.1, "25-54": 0.2, "55+": 0.3}),
        ("origin", {"native": 0.5, "foreign background": 0.25}),
        ("limitation", {"none": 0.9, "limited": 0.1}),
        ("activity", {"unemployed": 0.7, "others": 0.1}),
        ("district", {"101": 0.8, "others": 0.2}),
    ],
)
def test_every_resident_has_the_value_of_her_class(city, kind, values):
    if kind == "district":
        values = {city.facts.districts.names[0]: 0.8, "others": 0.2}
    found = of(kind, values)().by_resident("reach", city)
    assert found.shape == (len(city.residents),) and found.dtype == np.float64
    rest = city.residents.present == 1
    assert (found[~rest] == 0).all()
    for group, value in values.items():
        if group != "others":
            meant = aim.members(aim.placed({kind: [group]}, city.facts.districts, "test"), city)
            assert meant.any() and (found[meant] == value).all(), group
            rest &= ~meant
    assert rest.any() == ("others" in values) and (found[rest] == values.get("others", 0)).all()


def test_each_class_is_a_number_to_be_set_and_is_checked():
    card = of("education", EDUCATION)
    assert list(card.declared) == ["reach_low", "reach_medium", "reach_high"]
    assert card.declared["reach_high"].meaning == "who are reached: education high" and card.declared["reach_high"].name == "reach_high"
    assert card(reach_low=0.9).resolved() == {"reach_low": 0.9, "reach_medium": 0.2, "reach_high": 0.3}
    assert card(reach_low=0.9).numbers.reach_low == 0.9
    assert list(of("age", {"15-24": 0.1, "65+": 0.2, "others": 0.3}).declared) == ["reach_15_24", "reach_65_plus", "reach_others"]
    with pytest.raises(Mistake, match=r"reach_low = 2 is outside 0\.\.1"):
        card(reach_low=2)
    with pytest.raises(Mistake, match=r"unknown number 'reach_lo' - did you mean 'reach_low'"):
        card(reach_lo=0.5)


def test_levers_have_them_too_and_subclasses_keep_them(city):
    class Visits(Lever):
        """Visits at home."""

        reach = param_by("sex", {"men": 0.1, "women": 0.3}, "share", "who are reached", "assumed: for the test", 0, 1)

        def apply(self, city):
            city.conditions.advised[:] = np.maximum(city.conditions.advised, self.by_resident("reach", city))

    class MoreVisits(Visits):
        more = param(1, "factor", "on them", "assumed: for the test", 0, 2)

    branch = city.branch([MoreVisits(reach_women=0.5)])
    branch.step()
    r = branch.residents
    assert (branch.conditions.advised[(r.present == 1) & (r.sex == 1)] >= 0.49).any()
    assert "reach_men" in MoreVisits.declared and "more" in MoreVisits.declared and "reach_men" in Visits.declared


REFUSED = {
    "an unknown kind": ("educaton", EDUCATION, r"unknown kind of group 'educaton' - did you mean 'education'"),
    "an unknown class": ("education", {**EDUCATION, "hgh": 0.1}, r"unknown education 'hgh' - did you mean 'high'"),
    "a class left out": ("education", {"low": 0.1, "high": 0.2}, r"says nothing of 'medium'.*'others'"),
    "ages left out": ("age", {"0-24": 0.1, "30+": 0.2}, r"says nothing of age 25"),
    "districts": ("district", {"Kallio": 0.1}, r"says nothing of districts of other cities"),
    "shared residents": ("limitation", {"none": 0, "limited": 0.1, "severe": 0.2}, r"'limited' and 'severe' share residents"),
    "no age": ("age", {"young": 0.1, "others": 0.2}, r"'young' is no age band"),
    "nobody": ("sex", {"others": 0.1}, r"must map classes to numbers"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_meant_is_named(what):
    kind, values, told = REFUSED[what]
    with pytest.raises(Mistake, match=told):
        of(kind, values)


def test_what_only_a_city_can_tell_is_named_there(city):
    with pytest.raises(Mistake, match=r"reaching: reach: for: unknown district 'Kalio' - did you mean 'Kallio'"):
        of("district", {"Kalio": 0.1, "others": 0.2})().by_resident("reach", city)
    with pytest.raises(Mistake, match=r"reaching: unknown number by group 'raech' - did you mean 'reach'"):
        of("sex", {"men": 0, "women": 1})().by_resident("raech", city)
    code, name = city.facts.districts.codes[0], city.facts.districts.names[0]
    with pytest.raises(Mistake, match=r"is a district that another class names too"):
        of("district", {code: 0.1, name: 0.3, "others": 0.2})().by_resident("reach", city)


def test_a_subclass_may_tell_other_groups_apart():
    class BySex(of("education", EDUCATION)):
        reach = param_by("sex", {"men": 0.1, "women": 0.3}, "share", "who are reached", "assumed: for the test", 0, 1)

    assert list(BySex.declared) == ["reach_men", "reach_women"]


def test_names_that_are_taken_are_refused():
    with pytest.raises(Mistake, match=r"taken: reach_low is taken: reach by education needs it for a class"):

        class Taken(Behaviour):
            reach_low = param(0.1, "share", "of nothing", "assumed: for the test", 0, 1)
            reach = param_by("education", EDUCATION, "share", "who are reached", "assumed: for the test", 0, 1)


def test_the_tutorial_acts_by_group_and_its_numbers_matter():
    asked = resolve(load(EXAMPLE), HOW)
    assert asked.parameters == {"open_days.visits_low": 0.03}
    usual = asked.world(False, False).draw_city(1).run(6)
    eager = resolve(load({**yaml_of(EXAMPLE), "parameters": {"open_days": {"visits_low": 1, "eager_25_54": 5}}}), HOW)
    more = eager.world(False, False).draw_city(1).run(6)
    r = more.residents
    low = aim.members({"education": ["low"], "age": ["25-54"]}, more) & (r.arrived < 0)
    assert r.aware[low].mean() > 0.9 > usual.residents.aware[aim.members({"education": ["low"], "age": ["25-54"]}, usual)].mean()
    assert more.indicator("knows_of_courses") > usual.indicator("knows_of_courses")
    with pytest.raises(Mistake, match=r"unknown number 'visits_lw' - did you mean 'visits_low'"):
        resolve(load({**yaml_of(EXAMPLE), "parameters": {"open_days.visits_lw": 0.1}}), HOW)


def yaml_of(file):
    """The tutorial's scenario as a mapping that a notebook would write."""
    from sim.plain_yaml import read_mapping

    said = read_mapping(Path(file))
    return {**said, "extensions": [str(Path(file).parent / name) for name in said["extensions"]]}


def test_it_is_listed_and_explained(capsys):
    assert cli.main(["list", "parameters", "--scenario", EXAMPLE]) == 0
    assert "open_days.visits_low" in capsys.readouterr().out.replace("\n", "")
    assert cli.main(["explain", "open_days.visits_low", "--scenario", EXAMPLE]) == 0
    assert "who come to an open day: education low" in " ".join(capsys.readouterr().out.split())
    assert cli.main(["explain", "open_days.eager_16_24", "--scenario", EXAMPLE]) == 0


@pytest.mark.slow
def test_through_run_and_sweep(tmp_path, capsys):
    words = [f"scenario={EXAMPLE}", "residents=300", "months=8", "seeds=1", "burn_in=4", "workers=1"]
    assert cli.main(["run", *words, f"output={tmp_path / 'run'}"]) == 0
    (folder,) = (tmp_path / "run").iterdir()
    about = json.loads((folder / "manifest.json").read_text())
    rows = {row["name"]: row["value"] for row in about["assumed"] if row["card"] == "open_days"}
    assert rows["visits_low"] == 0.03 and rows["eager_others"] == 0
    assert cli.main(["sweep", *words, "parameters.open_days.visits_low=0.01,0.05", "shocks=[none]", f"store={tmp_path / 'store'}"]) == 0
