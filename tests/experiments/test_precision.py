"""An interval as narrow as asked: seeds are added until it is, and where they do not suffice what it would cost is said."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from experiments import cli, compare
from experiments.inputs.comparison import LEAST_SEEDS, from_settings
from experiments.inputs.settings import compose
from experiments.outcomes import how_sure
from experiments.outcomes.intervals import seeds_for, spread_of, t_quantile
from experiments.run import enough_seeds, seeds
from experiments.run.job import Run
from experiments.storage import disk
from sim.declare import Mistake

SMALL = ["residents=300", "months=12", "burn_in=2", "shock.recession.start=1", "workers=1"]


def question(*words, months=12):
    return from_settings(compose("config", [*SMALL[:1], f"months={months}", *SMALL[2:], *words]))


def months_of(comparison, effects):
    """Months of a city in which the effect of each seed is known beforehand."""
    rows = [{"seed": seed, "world": world, "shock": "none", "month": 1, "unemployment": 0.07 + (world == "policy") * effects[seed] / 100}
            for seed in comparison.seeds for world in ("baseline", "policy")]  # fmt: skip
    return pd.DataFrame(rows)


def lived(spread, asked, most=96, luck=1, mean=0.0):
    """What comes of a precision when effects of single seeds have this spread."""
    effects = np.random.default_rng(luck).normal(mean, spread, most + 10)
    return enough_seeds.until_precise(question(f"precision={asked}", f"most_seeds={most}"), lambda one: months_of(one, effects))


def test_seeds_are_added_until_the_interval_is_as_narrow_as_asked():
    comparison, reached = lived(0.5, 0.2)
    assert reached.enough and LEAST_SEEDS < reached.seeds == len(comparison.seeds) < 96
    assert reached.half_width <= 0.2


def test_what_is_narrow_enough_at_once_takes_the_fewest_seeds():
    comparison, reached = lived(0.1, 0.2)
    assert reached.seeds == len(comparison.seeds) == LEAST_SEEDS and reached.enough


def test_when_to_stop_does_not_look_at_the_effect():
    counts = {lived(0.5, 0.2, mean=mean)[1].seeds for mean in (-3.0, 0.0, 0.25, 3.0)}
    assert len(counts) == 1


def test_at_the_limit_the_cost_is_said():
    _, reached = lived(0.5, 0.05, most=12)
    assert not reached.enough and reached.seeds == 12 and reached.needed > 100
    said = how_sure.asked_and_came(reached.settings_dict, 2.0)
    assert f"{reached.needed:,} seeds" in said and "minutes more" in said and f"most_seeds={reached.needed}" in said


@pytest.mark.slow
def test_stopping_by_width_keeps_the_cover():
    draws = np.random.default_rng(5).normal(0.0, 0.5, (1000, 106))
    inside = []
    for effects in draws:
        comparison, reached = enough_seeds.until_precise(ASKED, lambda one, effects=effects: effects_as_months(one, effects))
        inside.append(abs(effects[list(comparison.seeds)].mean()) <= reached.half_width)
    assert 0.85 <= np.mean(inside) <= 0.93


ASKED = question("precision=0.2")


def effects_as_months(comparison, effects):
    """As ``months_of``, quickly."""
    many = list(comparison.seeds)
    level = np.concatenate([np.zeros(len(many)), effects[many] / 100])
    worlds = ["baseline"] * len(many) + ["policy"] * len(many)
    return pd.DataFrame({"seed": many * 2, "world": worlds, "shock": "none", "month": 1, "unemployment": level})


@pytest.mark.parametrize(("asked", "spread"), [(0.2, 0.5), (0.05, 0.5), (1.0, 0.5), (0.2, 0.0)])
def test_the_seeds_that_it_takes_are_the_fewest_that_reach_it(asked, spread):
    many = seeds_for(asked, spread)
    assert t_quantile(many) * spread / math.sqrt(many) <= asked
    assert many == 2 or t_quantile(many - 1) * spread / math.sqrt(many - 1) > asked
    assert spread_of(t_quantile(9) * 0.5 / 3, 9) == pytest.approx(0.5)


@pytest.mark.parametrize("word", ["precision=0", "precision=-1", "precision=100", "precision=a", "precision=true", "most_seeds=3"])
def test_a_precision_that_cannot_be_meant_is_a_mistake(word):
    words = [word] if word.startswith("precision") else ["precision=0.2", word]
    with pytest.raises(Mistake, match=word.partition("=")[0]):
        question(*words)


@pytest.fixture(scope="module")
def precise(tmp_path_factory):
    """A small city whose interval is asked to be narrower than the first seeds give."""
    output = tmp_path_factory.mktemp("precise")
    assert cli.main(["run", *SMALL, "precision=0.01", "most_seeds=10", f"output={output}"]) == 0
    (folder,) = output.iterdir()
    return folder


@pytest.mark.slow
def test_a_run_adds_seeds_and_its_manifest_says_what_was_asked_and_came(precise):
    about = json.loads((precise / "manifest.json").read_text())
    came = about["precision"]
    assert came["asked"] == 0.01 and came["seeds"] == len(about["question"]["seeds"]) > LEAST_SEEDS
    assert came["enough"] == (came["half_width"] <= 0.01) and (came["enough"] or came["seeds"] == 10)
    effects = pd.read_parquet(precise / "effects.parquet")
    row = effects.query("outcome == 'unemployment' and dimension == 'all' and world == 'calm' and window == 'last 5 years'").iloc[0]
    assert came["half_width"] == pytest.approx(100 * (row.high - row.low) / 2) and row.seeds == came["seeds"]
    assert f"{came['seeds']} seeds" in (precise / "report.html").read_text()


@pytest.mark.slow
def test_it_is_repeated_from_its_manifest_and_shown_when_it_is_asked_again(precise, tmp_path, monkeypatch, capsys):
    assert cli.main(["run", "--from", str(precise / "manifest.json"), "workers=1", f"output={tmp_path}"]) == 0
    again = tmp_path / precise.name
    assert (again / "effects.parquet").read_bytes() == (precise / "effects.parquet").read_bytes()
    monkeypatch.setattr(seeds, "simulate_worlds", None)
    assert cli.main(["run", *SMALL, "precision=0.01", "most_seeds=10", f"output={precise.parent}"]) == 0
    assert "answered before" in capsys.readouterr().err


@pytest.mark.slow
def test_seeds_that_another_result_has_lived_are_not_lived_again(precise, tmp_path, monkeypatch):
    real, alive = seeds.simulate_worlds, []
    monkeypatch.setattr(seeds, "simulate_worlds", lambda comparison, seed, *rest: alive.append(seed) or real(comparison, seed, *rest))
    came = len(json.loads((precise / "manifest.json").read_text())["question"]["seeds"])
    more = question(f"seeds={came + 1}")
    Run(more, str(precise.parent), 1).work()
    assert alive == [came + 1]
    alone = Run(more, str(tmp_path), 1)
    alone.work()
    for name in ("monthly", "groups", "ledger", "cohort", "effects"):
        assert (alone.folder / f"{name}.parquet").read_bytes() == (precise.parent / alone.folder.name / f"{name}.parquet").read_bytes(), (
            name
        )


def test_other_lives_are_not_taken_over(finished):
    asked = question("seeds=2", "parameters.job_search.distance=0.3", months=6)
    assert seeds.take_over(asked, finished.parent / "other") == []
    assert seeds.take_over(question("seeds=2", months=6), finished.parent / "another") == [1, 2]
    disk.remove(finished.parent / "another")


def test_compare_takes_a_precision():
    found = compare("skills_first", residents=300, months=6, burn_in=2, shock={"recession": {"start": 1}}, precision=50, seeds=2)
    assert found.attrs["precision"]["seeds"] == LEAST_SEEDS and found.attrs["precision"]["enough"]
    assert (found.seeds <= LEAST_SEEDS).all()
