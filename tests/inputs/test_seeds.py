"""Luck that a number was chosen with is never the luck it is judged by: every purpose has seeds of its own."""

from itertools import combinations
from pathlib import Path

import pytest

from experiments.evidence.calibration import common, ensemble_job
from experiments.evidence.calibration import inputs as calibration
from experiments.evidence.sensitivity import inputs as sensitivity
from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials import inputs as trials
from experiments.evidence.validation import job as validation
from experiments.inputs import seeds, settings
from experiments.inputs.comparison import seeds_of
from experiments.optimise import search
from sim.declare import Mistake

PURPOSES = tuple(seeds.PURPOSES)


@pytest.mark.parametrize(("one", "other"), list(combinations(PURPOSES, 2)))
def test_ranges_are_disjoint(one, other):
    assert not set(map(seeds.range_of(one).__contains__, (seeds.first(other), seeds.range_of(other)[-1]))) - {False}
    assert not set(map(seeds.range_of(other).__contains__, (seeds.first(one), seeds.range_of(one)[-1]))) - {False}


def commands():
    """The seeds that each command takes when nothing is said, by purpose."""
    runs = settings.compose("config", [], {})
    return {
        "scenarios": [seeds_of(runs["seeds"], runs["first_seed"]), trials.asked_setting(["friction=queue"], "friction", "")[1].seeds],
        "validation": [validation.setting_of([])[0].seeds, validation.setting_of([], quick=True)[0].seeds, Setting().seeds],
        "studies": [trials.asked_studies(["study=V1"])[1].seeds],
        "sensitivity": [sensitivity.asked([]).seeds],
        "calibration": [calibration.asked([], "typical", "fast", 200)[0].setting.seeds],
        "finalists": [common.FURTHER],
        "fresh": [common.FRESH, ensemble_job.USED],
    }


@pytest.mark.parametrize("purpose", commands())
def test_a_command_takes_the_seeds_of_its_purpose(purpose):
    for asked in commands()[purpose]:
        assert seeds.purpose_of(asked) == purpose, asked


def test_the_fresh_seeds_of_a_search_for_portfolios_are_not_those_of_a_calibration():
    runs = seeds.range_of("scenarios")
    assert runs.start + search.FRESH + 100_000 - 1 in runs


def test_seeds_of_two_purposes_or_of_none_have_no_purpose():
    assert seeds.purpose_of((1, 2, 3)) == "scenarios"
    assert seeds.purpose_of((1, seeds.first("validation"))) == "no purpose"
    assert seeds.purpose_of((0,)) == "no purpose" and seeds.purpose_of(()) == "no purpose"


def test_a_range_holds_more_seeds_than_any_command_takes():
    with pytest.raises(Mistake, match="seeds"):
        seeds_of(seeds.LENGTH, 1)


def test_ranges_are_declared_in_one_place():
    """No other file of the evidence has seeds of its own: they come from ``experiments.inputs.seeds``."""
    home = Path(common.__file__).parents[1]
    own = [f"{file.relative_to(home)}" for file in home.rglob("*.py") for line in file.read_text().splitlines()
           if '"first_seed": 1' in line or "seeds: tuple[int, ...] = (" in line]  # fmt: skip
    assert own == []
