"""Virtual experiments: found by looking into the folder, and nothing does nothing."""

import numpy as np
import pytest

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation import virtual_experiments
from experiments.evidence.validation.virtual_experiments import closure, null_shock, placebo, steady_state
from sim import catalogue
from sim.shocks.recession import Recession

TINY = Setting(residents=300, seeds=(1, 2), months=12, burn_in=6, workers=1)


def test_every_file_of_the_folder_offers_experiments():
    found = virtual_experiments.found()
    assert {"E1 steady state", "E7 displacement", "E8 plant closure", "E9 recession", "E10 robots", "E12 placebo", "E13 budget",
            "E14 null shock"} <= set(found)  # fmt: skip
    assert list(found) == sorted(found, key=virtual_experiments.in_order)


@pytest.mark.parametrize("run", [placebo.placebo, null_shock.null_shock])
def test_nothing_does_nothing(run):
    for finding in run(TINY):
        assert isinstance(finding, Finding) and finding.seeds == 2
        assert finding.value == 0 and finding.verdict == "in", finding


def test_every_shock_is_tried_with_no_size():
    assert set(null_shock.NULL) == set(catalogue.shocks())
    assert all(getattr(card, number) == 0 for card in null_shock.NULL.values() for number in card.size)


def test_a_shock_that_is_something_moves_the_metrics(monkeypatch):
    monkeypatch.setitem(null_shock.NULL, "recession", Recession(depth=0.2))
    (finding,) = null_shock.null_shock(TINY)
    assert finding.verdict == "above" and "recession" in finding.note


def test_the_steady_state_names_what_is_outside():
    (finding,) = steady_state.steady_state(TINY)
    outside = [key for key in steady_state.KEYS if key in finding.note.removeprefix("outside: ").split(", ")]
    assert finding.value == pytest.approx(1 - len(outside) / len(steady_state.KEYS))


def test_a_loss_lasts_until_95_percent_of_it_is_back():
    gap = np.concatenate([np.linspace(0, 1, 11), np.linspace(1, 0, 21)[1:], np.zeros(10)])
    assert closure.lasting(gap) == 10 + 19 + 6
    assert closure.lasting(np.ones(40)) == 51


def test_a_closure_takes_the_posts_of_those_who_close():
    found = closure.close_plants((Setting(residents=1000, burn_in=3), 1))
    assert 0.02 < found["share"] < 0.2 and found["E8 lasting"] > 0


def test_experiments_have_targets():
    known = {key for key, line in targets.load().items() if line.tier in "ET"}
    assert {"E1", "E7", "E8", "E9", "E10", "E12", "E13 guidance", "E14"} <= known
