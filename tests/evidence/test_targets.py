"""The file of targets: complete, consistent with the evidence of the model, and each line can be measured."""

import math

import numpy as np
import pandas as pd
import pytest

from experiments.evidence.targets import fitted, targets
from experiments.evidence.validation import bars, measures, scoring
from experiments.evidence.validation.measures.audit import Pool
from experiments.evidence.validation.virtual_experiments import in_order
from sim import facts
from sim.declare import Mistake

LINES = targets.everything()
INPUTS = {"row 52", "row 60"}
"""Rows of tier C among the sources of the model's numbers: inputs, not targets."""


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.key} {line.profile}")
def test_a_line_is_complete(line):
    assert line.tier in targets.TIERS and line.standing in targets.STANDINGS
    assert all((line.what, line.unit, line.source, line.measured))
    assert line.low <= line.high and (math.isfinite(line.low) or math.isfinite(line.high))
    assert not math.isfinite(line.target) or line.low <= line.target <= line.high
    assert line.tier in "ET" or "band" in line.measured or line.profile != targets.TYPICAL or line.key == "row 49 order"


def test_no_line_stands_twice():
    assert len({(line.key, line.profile) for line in LINES}) == len(LINES)


def test_every_row_is_measured_or_said_not_to_be_in_the_model():
    keys = {line.key for line in LINES if line.tier in targets.CALM}
    assert keys == set(measures.known()) | set(measures.NOT_IN_THE_MODEL)
    absent = {line.key for line in LINES if line.measured.startswith("not in the model")}
    assert absent == set(measures.NOT_IN_THE_MODEL)


def test_rows_behind_the_numbers_of_the_model_are_targets_too():
    behind = {key for key in facts.evidence() if key.startswith("row ") or key == "1e"}
    assert behind - INPUTS <= {line.row for line in LINES}


def test_a_profile_has_lines_in_the_place_of_typical_ones():
    typical, south, north = (targets.load(name) for name in ("typical", "low_turnover", "high_turnover"))
    assert list(typical) == list(south) == list(north)
    assert south["row 16"].high < north["row 16"].low
    assert south["row 44"] == typical["row 44"]


def test_an_unknown_profile_is_named():
    with pytest.raises(Mistake, match="did you mean 'low_turnover'"):
        targets.load("low_turnovr")


def test_suspected_reasons_belong_to_rows():
    assert {key for key, _ in scoring.suspected_reasons()} <= {line.key for line in LINES}
    assert {side for _, side in scoring.suspected_reasons()} <= {"below", "above"}


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.061, "share", "6.1%"), (0.0064, "share/month", "0.64%"), (1.06, "exponent", "1.06"), (-0.0105, "SD/month", "-0.0105"),
     (0.06, "log points", "0.06"), (1158, "EUR/year", "1,158"), (math.nan, "share", ""), (0, "points", "0")],
)  # fmt: skip
def test_numbers_are_said_as_they_are_read(value, unit, text):
    assert targets.shown(value, unit) == text


def test_bands_may_be_open():
    assert targets.band(0.03, 0.12, "share") == "3.0% to 12.0%"
    assert targets.band(36, math.inf, "months") == "36 and more"
    assert targets.band(-math.inf, 0, "points") == "below 0"


def test_e2_comes_before_e10_and_row_2_before_row_10():
    assert sorted(["E10", "E2", "E1 x"], key=in_order) == ["E1 x", "E2", "E10"]
    assert sorted(["row 10", "row 2 low"], key=in_order) == ["row 2 low", "row 10"]


def test_a_bar_is_met_with_the_whole_interval_alone():
    lines = targets.load()
    told = {"IA03": (2.0, 2.4), "IA04": (0.5, 0.6), "IA07": (0.6, 0.7)}
    rows = [lines[key].judge((low + high) / 2, low, high, 20) for key, (low, high) in told.items()]
    found = pd.DataFrame([{**vars(row), "fitted": ""} for row in rows])
    said = {line[0]: line[-1] for line in bars.table(found)}
    assert list(said.values()) == [bars.MET, bars.OPEN, bars.MISSED, bars.MET]
    assert bars.table(found[found.key == "nothing"]) == [] and {bar.key for bar in bars.known()} <= set(lines)


def test_an_audit_ranks_the_other_name_against_those_who_applied_too():
    pool = Pool(np.array([1, 0, 1, 1, 0]), np.array([3.0, 1.0, 5.0, 4.0, 2.0]))
    vacancy, own = np.array([1, 1, 0]), np.array([5.0, 4.0, 1.0])
    assert pool.above(vacancy, own, own).tolist() == [0, 1, 1]
    assert pool.above(vacancy, own, own - 1.5).tolist() == [1, 2, 1]


@pytest.mark.parametrize(("text", "keys"), [
    ("as inclusion.csv A55", {"IA55", "IA55e", "IA55r", "IA55 queue"}),
    ("inclusion.csv A01-A03, B02", {"IA01", "IA02", "IA03", "IA03 later", "IB02"}),
])  # fmt: skip
def test_a_fact_that_a_number_names_as_its_source_is_fitted(text, keys):
    assert set(fitted.named(text, tuple(targets.load()))) == keys
