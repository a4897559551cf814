"""What the targets pin down: what is left of a range, and who chose a number."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.evidence.calibration import free_parameters
from experiments.evidence.trace import identifiability
from experiments.inputs import ensemble
from experiments.inputs.ensemble import Ensemble, in_force
from experiments.inputs.fingerprint import model_source

RANGES = {"job_search.sent": [1.0, 6.0], "job_search.wants": [-4.0, 4.0]}


def made(**values):
    """An ensemble of this model with the numbers in force as its first set."""
    own = in_force(RANGES)
    sets = tuple([own, *({**own, **dict(zip(values, row, strict=True))} for row in zip(*values.values(), strict=True))])
    weights = tuple([0.0] + [1 / (len(sets) - 1)] * (len(sets) - 1))
    return Ensemble("made", sets, weights, {"model_source": model_source(), "ranges": RANGES})


def test_a_number_that_hardly_varies_is_pinned_down_and_one_that_fills_its_range_is_open():
    even = np.linspace(0, 1, 201)
    found = {row[0]: row for row in identifiability.left(made(**{"job_search.sent": 3 + 0.1 * even, "job_search.wants": -4 + 8 * even}))}
    assert found["job_search.wants"][-1] == pytest.approx(1, abs=0.02) and found["job_search.wants"][3:5] == pytest.approx(
        (-3.6, 3.6), abs=0.1
    )
    assert found["job_search.sent"][-1] < 0.05
    assert [identifiability.verdict(found[path][-1]) for path in RANGES] == ["pin it down", "leave it open"]
    text = "\n".join(identifiability.of_ensembles({"made": made(**{"job_search.sent": 3 + 0.1 * even, "job_search.wants": -4 + 8 * even})}))
    assert "the targets pin down 1, narrow 0 and leave 1 open" in text


def test_an_ensemble_of_another_model_says_nothing():
    one = made(**{"job_search.sent": [2.0], "job_search.wants": [0.0]})
    other = replace(one, provenance={**one.provenance, "model_source": "0123"})
    text = "\n".join(identifiability.of_ensembles({"made": other}))
    assert "of an earlier model (0123" in text and "withheld" in text and "job_search.sent" not in text


def test_an_ensemble_with_numbers_that_the_model_no_longer_has_is_withheld_and_said(tmp_path, monkeypatch):
    (tmp_path / "old.csv").write_text("set,weight,job_search.snet\n1,1,2\n")
    monkeypatch.setattr(ensemble, "FOLDER", tmp_path)
    text = "\n".join(identifiability.text())
    assert "Ensemble `old` is withheld" in text and "unknown number 'snet'" in text and "learncity calibrate" in text


def test_every_calibrated_number_was_searched_or_set_by_hand():
    searched, by_hand, others = identifiability.by_whom()
    assert set(searched) | set(by_hand) == set(identifiability.calibrated()) and not set(searched) & set(by_hand)
    assert set(searched) | set(others) == set(free_parameters.load().paths)
    assert f"{len(searched)} were searched" in "\n".join(identifiability.text())
