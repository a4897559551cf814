"""Figures of runs and sweeps from tables alone, and all of them on one page."""

import re

import numpy as np
import pandas as pd
import pytest

from experiments import cli
from experiments.cli import gallery
from experiments.figures import fan
from experiments.sweep import cost_estimate
from experiments.sweep.figures import flows as flow_picture
from experiments.sweep.findings import collect
from experiments.sweep.results import open_store
from sim.declare import Mistake


def test_flows_and_lorenz_curves_are_those_of_the_store(swept, tmp_path):
    done = swept("shocks=[none]", "seeds=3")
    cells = open_store(tmp_path / "store").cells(done.folder.name)
    found = collect.flows(cells, done.index).set_index("outcome")
    kept = open_store(tmp_path / "store").table("flows", done.folder.name)
    by_hand = kept[kept.role == "policy"].groupby("seed").hired_unemployed.sum().mean() * 12 / 6
    assert found.policy["hired_unemployed"] == pytest.approx(by_hand, rel=1e-6)
    assert found.effect["started"] == pytest.approx(found.policy["started"] - found.baseline["started"])
    curve = collect.lorenz(cells, done.index).query("what == 'income'").sort_values("percentile")
    assert curve.policy.is_monotonic_increasing and curve.policy.iloc[-1] == pytest.approx(1)
    assert (curve.policy <= curve.percentile.astype(float) / 100 + 1e-6).all()


def test_a_sweep_that_kept_only_outcomes_has_no_flows_and_still_a_page(swept, tmp_path):
    done = swept("keep=[]", "seeds=2", "shocks=[none]")
    cells = open_store(tmp_path / "store").cells(done.folder.name)
    assert len(collect.flows(cells, done.index)) == 0 and len(collect.lorenz(cells, done.index)) == 0
    assert cli.main(["report", str(done.folder)]) == 0


def test_the_fan_says_how_much_luck_the_pairing_takes_away():
    luck = np.linspace(-0.02, 0.02, 8)[:, None]
    without = pd.DataFrame(0.1 + luck + np.zeros((8, 60)))
    wide = {"baseline": without, "policy": without - 0.003 + 0.1 * luck}
    assert "11.0 times as wide" in fan.title_of(wide)
    assert fan.title_of({"baseline": without, "policy": without}) == "Both worlds go the same way in every seed"


def test_the_fan_of_a_shock_stays_within_its_panel(shaken):
    fig, *_ = fan.draw(*shaken)
    calm, shock = fig.axes[:2]
    assert calm.get_ylim() == shock.get_ylim() and calm.get_ylim()[0] == 0 and shock.get_ylim()[1] > 12


@pytest.fixture
def shaken():
    """Two worlds over two years, and an unemployment of 12% in the shock only."""
    months = [
        (seed, world, shock, month) for seed in range(4) for world in fan.SIDES for shock in ("none", "recession") for month in range(24)
    ]
    monthly = pd.DataFrame(months, columns=["seed", "world", "shock", "month"])
    monthly["unemployment"] = np.where(monthly.shock == "none", 0.06, 0.12) + 0.001 * monthly.seed
    about = {
        "question": {"months": 24, "scenario": "test", "residents": 100, "seeds": [0, 1, 2, 3]},
        "city": {"title": "Town", "year": 2022},
    }
    return {"monthly": monthly}, about


def test_a_move_that_is_not_clear_is_not_told():
    rows = pd.DataFrame({"effect": [5.0, 3.0, -2.0], "clear": [True, False, False]},
                        index=["started", "hired_unemployed", "layoffs"])  # fmt: skip
    assert flow_picture.title_of(rows, "it") == "Under it there are 5 more course starts a year"


def test_a_gallery_of_nothing_is_told(tmp_path):
    with pytest.raises(Mistake, match="holds no finished run, sweep or search"):
        gallery.run([str(tmp_path)], tmp_path, 1)


@pytest.mark.slow
def test_the_gallery_shows_every_figure_and_computes_what_is_not_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gallery, "SMALL", {"residents": 300, "months": 28, "burn_in": 2, "seeds": 3})
    monkeypatch.setattr(gallery, "SEARCH", {"trials": 4, "look": 1, "fresh": 2, "search": "[guidance,second_chance]"})
    assert cli.main(["gallery", "--output", str(tmp_path), "--workers", "1"]) == 0
    page = (tmp_path / "gallery" / "gallery.html").read_text(encoding="utf-8")
    for name in ("fan", "small_multiples", "ranking", "front", "heat", "resilience", "regret", "lorenz", "flows", "districts", "by_group"):
        assert f'<g id="{name}-figure_1"' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and not re.search(r'(src|href)="(?!#|data:)', page)
    monkeypatch.setattr("sim.city.City.run", lambda *words: pytest.fail("the model was run"))
    monkeypatch.setattr("experiments.sweep.cost_estimate.pace", lambda plan: cost_estimate.ASSUMED)
    assert cli.main(["gallery", "--output", str(tmp_path), "--workers", "1"]) == 0
