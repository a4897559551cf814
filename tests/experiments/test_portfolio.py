"""Shocks weighed by how often they strike."""

import json
import shutil

import pandas as pd
import pytest

from experiments import cli
from experiments.run import portfolio
from tests.experiments import by_hand


def each():
    """Two shocks, two seeds: a recession costs 120 months of work, a flood 24; with the policy half of it."""
    rows = []
    for shock, lost, kept in (("recession", 120.0, 0.96), ("flood", 24.0, 0.99)):
        for world, part in (("baseline", 1.0), ("policy", 0.5)):
            rows += [(world, seed, shock, 1 - part * (1 - kept), part * lost) for seed in (1, 2)]
    return pd.DataFrame(rows, columns=["world", "seed", "shock", "normalised_resilience", "jobs_lost"])


def test_the_loss_to_expect_is_the_sum_of_losses_times_frequencies():
    found = portfolio.weighed(each(), {"recession": 0.1, "flood": 0.5}).set_index(["outcome", "shock"])
    lost = found.loc["jobs_lost", portfolio.EXPECTED]
    assert (lost.baseline, lost.policy) == (pytest.approx(0.1 * 120 + 0.5 * 24), pytest.approx(12)) and lost.verdict == "better"
    kept = found.loc["normalised_resilience", portfolio.EXPECTED]
    assert kept.baseline == pytest.approx(1 - 0.1 * 0.04 - 0.5 * 0.01), "in a year without a shock nothing is lost"


def test_each_run_is_read_against_its_own_calm_twin():
    found = portfolio.per_shock([(by_hand.monthly(), by_hand.RECORD)])
    assert found.query("world == 'baseline'").jobs_lost.to_numpy() == pytest.approx([1440, 1440])
    assert set(found["shock"]) == {"recession"}


def test_a_finished_run_is_weighed_from_its_stored_tables(finished, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.city.City.step", None)
    assert cli.main(["portfolio", str(finished), "recession=0.2", "--output", str(tmp_path)]) == 0
    assert "times a year" in capsys.readouterr().out
    (folder,) = tmp_path.iterdir()
    assert {file.name for file in folder.iterdir()} == {"portfolio.parquet", "portfolio.csv", "portfolio.png"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["recession=2"], "outside 0..1"), (["recession=often"], "must be a number"), (["recesion=0.1"], "did you mean 'recession'"),
        (["nowhere"], "no folder"), (["SAME"], "same shock"), (["OTHER"], "differ in residents"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(finished, tmp_path, capsys, words, told):
    other = tmp_path / "other"
    shutil.copytree(finished, other)
    manifest = json.loads((other / "manifest.json").read_text())
    manifest["question"]["residents"] = 301 if words == ["OTHER"] else 300
    (other / "manifest.json").write_text(json.dumps(manifest))
    said = [str(other) if word in ("SAME", "OTHER") else word for word in words]
    assert cli.main(["portfolio", str(finished), *said, "--output", str(tmp_path / "out")]) == 2
    assert told in capsys.readouterr().err
