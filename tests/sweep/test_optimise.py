"""Portfolios under a budget: what may be chosen, who stays in the race, and a search that goes on where it was cut."""

import numpy as np
import pandas as pd
import pytest

from experiments import cli
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose
from sim.plain_json import read_json

pytest.importorskip("optuna")

from experiments.inputs.budgets import STEP
from experiments.optimise import job, pareto_front, search
from experiments.optimise.inputs import parse
from sim.declare import Mistake

SMALL = ["residents=200", "months=6", "burn_in=1", "shock.recession.start=1", "workers=1", "search=[guidance,skills_vouchers]", "trials=6",
         "batch=3", "look=1", "seeds=2", "fresh=2"]  # fmt: skip


@pytest.fixture
def words(tmp_path):
    """A tiny search with a store of its own."""
    return [*SMALL, f"output={tmp_path}"]


def test_what_is_searched_comes_from_the_command_the_scenario_or_is_usual():
    assert parse(["search=[guidance,second_chance]"]).levers == ("guidance", "second_chance")
    shipped = parse(["scenario=skills_first"])
    assert shipped.budget == 60e6 and set(shipped.levers) == set(shipped.own) and shipped.numbers["skills_vouchers"] == {"share": 0.7}
    assert shipped.base.levers == {} and len(parse([]).levers) == 9


@pytest.mark.parametrize(
    ("word", "said"),
    [("search=[guidance,gidance]", "did you mean 'guidance'"), ("search=guidance", "at least two"), ("budget=-1", "outside"),
     ("aims=[gini,happiness]", "unknown aim"), ("trials=2", "trials"), ("aims=cost", "nothing is done"),
     ("levers.guidance.budget=1,2", "one value"), ("shocks=[none]", "needs a shock")],
)  # fmt: skip
def test_what_cannot_be_meant_is_told(word, said):
    with pytest.raises(Mistake, match=said):
        parse([word, *(["aims=[resilience_loss]"] if word.startswith("shocks") else [])])


def test_without_a_shock_no_employment_can_be_lost_to_one():
    assert parse(["shock=none"]).aims == ("unemployment", "gini", "spending_year")


def test_no_portfolio_breaks_the_budget_and_lean_ones_are_tried():
    asked_for, luck = parse(["budget=10e6"]), np.random.default_rng(1)
    for _ in range(200):
        shares = {name: luck.random() for name in ("spent", *asked_for.levers)}
        chosen = search.portfolio(asked_for, shares)
        assert 0 < sum(chosen.values()) <= 10e6 and all(euros % STEP == 0 and euros > 0 for euros in chosen.values())
        assert set(chosen) <= {lever for lever in asked_for.levers if shares[lever] > search.OUT} or len(chosen) == 1
    alone = search.known(asked_for)[1]
    assert search.portfolio(asked_for, alone) == {asked_for.levers[0]: 10e6}


def test_the_scenarios_own_mix_is_tried():
    asked_for = parse(["scenario=skills_first"])
    assert search.portfolio(asked_for, search.known(asked_for)[1]) == pytest.approx(asked_for.own, abs=STEP)


def test_the_race_puts_fronts_in_order_and_ends_first():
    means = pd.DataFrame({"cost": [1, 2, 3, 2.1, 3], "unemployment": [3, 2, 1, 2.05, 3]}, index=list("abcde"), dtype=float)
    assert search.order(means) == ["a", "c", "b", "d", "e"]
    assert np.isinf(search.room(np.array([[1.0, 2.0], [2.0, 1.0]]))).all()


def test_a_search_leaves_scenarios_that_run_and_is_told_again_without_running(words, tmp_path, capsys, monkeypatch):
    assert cli.main(["optimise", *words]) == 0
    (folder,) = tmp_path.glob("optimise-*")
    tables, about = job.Optimise.open(folder)
    front = tables["front"]
    assert len(front) >= 1 and (front.set_aside <= 60e6).all() and (front.seeds == 2).all() and front.balanced.sum() == 1
    for row in front.to_dict("records"):
        file = folder / "scenarios" / f"portfolio_{row['letter']}.yaml"
        comparison = from_settings(compose("config", [f"scenario={file}"]))
        assert {lever: card["budget"] for lever, card in comparison.levers.items()} == {
            k: row[k] for k in about["search"]["levers"] if row[k]
        }
        assert comparison.months == 6 and comparison.shock["recession"]["start"] == 1
    monkeypatch.setattr("sim.city.City.run", lambda *words: pytest.fail("the model was run"))
    monkeypatch.setattr("experiments.sweep.cost_estimate.pace", lambda plan: None)
    assert cli.main(["optimise", *words, "--fresh"]) == 0 and read_json(folder / job.MANIFEST)["computed"] == 0
    pd.testing.assert_frame_equal(job.Optimise.open(folder)[0]["front"], front)
    assert cli.main(["report", str(folder)]) == 0
    assert "fresh seeds" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_shock_that_starts_after_the_end_is_no_aim_and_is_named_before_the_search():
    words = ["scenario=skills_first", "months=60"]
    assert parse(words).base.shock["recession"]["start"] == 60
    assert parse(words).aims == ("unemployment", "gini", "spending_year")
    assert "resilience_loss" in parse(["scenario=skills_first", "months=61"]).aims
    with pytest.raises(Mistake, match="starts before the end, month 60"):
        parse([*words, "aims=[resilience_loss,gini]"])


def test_the_scenario_of_a_search_counts_and_not_only_its_name(tmp_path):
    def fingerprint_of(text):
        (tmp_path / "mine.yaml").write_text(f"title: Mine\nlevers: {{guidance: {{}}, skills_vouchers: {{}}}}\n{text}")
        return job.Optimise([f"scenario={tmp_path / 'mine.yaml'}"]).fingerprint.whole

    texts = ["shock: recession\n", "shock: {recession: {depth: 0.01}}\n", "parameters: {job_search.sent: 3}\n", "months: 96\n",
             "baseline: skills_first\n"]  # fmt: skip
    assert len({fingerprint_of(text) for text in texts}) == len(texts)
    assert fingerprint_of(texts[0]) == fingerprint_of(texts[0])


def test_candidates_without_a_value_are_a_mistake(words, monkeypatch, capsys):
    monkeypatch.setattr(job, "candidates", lambda *some: [])
    monkeypatch.setattr(job, "search_on", lambda *some: None)
    assert cli.main(["optimise", *words]) == 2
    assert "no portfolio has a value for every aim" in capsys.readouterr().err


def test_a_garbled_memory_of_a_search_begins_anew(tmp_path, capsys):
    one = parse(SMALL)
    study = search.study_of(one, tmp_path)
    study.ask()
    file = tmp_path / search.JOURNAL
    file.write_bytes(b"garbled\n" + file.read_bytes())
    assert search.study_of(one, tmp_path).get_trials() == []
    assert "is damaged; it is computed again" in capsys.readouterr().err
    assert len(study.get_trials()) in (0, 1) and file.is_file()


@pytest.mark.slow
def test_a_search_that_was_cut_goes_the_same_way_on(words, tmp_path, monkeypatch):
    whole = tmp_path / "whole"
    assert cli.main(["optimise", *words, f"output={whole}"]) == 0
    real, calls = search.Lab.tried, []

    def cut(self, *some):
        calls.append(some)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, *some)

    with monkeypatch.context() as patched:
        patched.setattr(search.Lab, "tried", cut)
        assert cli.main(["optimise", *words, f"output={tmp_path / 'cut'}"]) == 130
    assert cli.main(["optimise", *words, f"output={tmp_path / 'cut'}"]) == 0
    tables = [job.Optimise.open(next(home.glob("optimise-*")))[0] for home in (whole, tmp_path / "cut")]
    pd.testing.assert_frame_equal(tables[0]["trials"], tables[1]["trials"])
    pd.testing.assert_frame_equal(tables[0]["front"], tables[1]["front"])


def test_the_balanced_portfolio_is_nearest_to_the_best_of_all():
    assert pareto_front.balanced(np.array([[0.0, 10.0], [1.0, 0.0], [0.3, 2.0]])) == 2


def test_candidates_that_all_fail_are_told(words, monkeypatch, capsys):
    def fails(life, *more):
        raise ArithmeticError("as the test wants it")

    monkeypatch.setattr("experiments.inputs.run_spec.RunSpec.burn_in_city", fails)
    assert cli.main(["optimise", *words]) == 1
    assert "every candidate failed; the first with: ArithmeticError: as the test wants it" in capsys.readouterr().err


def told_on_fresh_seeds(**portfolios):
    """Effects on three fresh seeds of portfolios that spend so much, each with its own effect on unemployment."""
    rows = [{"portfolio": name, "seed": seed, "unemployment": effect * seed, "spending_year": spent}
            for name, (effect, spent) in portfolios.items() for seed in (1, 2, 3)]  # fmt: skip
    return pd.DataFrame(rows).set_index(["portfolio", "seed"])


def test_portfolios_that_do_the_same_are_one_on_the_front_and_that_is_said():
    asked_for = parse(["search=[guidance,skills_vouchers]", "aims=[unemployment,cost]", "budget=10e6"])
    fresh = told_on_fresh_seeds(a=(-0.001, 6e5), b=(-0.001, 6e5), c=(-0.001, 6e5), d=(-0.003, 4e6))
    budgets = {"a": 2e6, "b": 6e6, "c": 8e6, "d": 9e6}
    found = {name: ({"skills_vouchers" if name < "d" else "guidance": euros}, [0.0, 0.0]) for name, euros in budgets.items()}
    front = pareto_front.front(asked_for, found, fresh, fresh)
    assert front.letter.tolist() == ["A", "B"] and front.set_aside.tolist() == [2e6, 9e6]
    assert front.alike.tolist() == ["EUR 6.0 million; EUR 8.0 million", ""]
    said = " ".join(pareto_front.describe(front, {"search": asked_for.settings_dict}))
    assert "2 are left that none beats" in said
    assert "Portfolio A sets aside EUR 2.0 million a year; with EUR 6.0 million; EUR 8.0 million a year the same comes of it" in said


def test_portfolios_that_differ_in_one_seed_are_not_one():
    fresh = told_on_fresh_seeds(a=(-0.001, 6e5), b=(-0.001, 6e5))
    fresh.loc[("b", 3), "unemployment"] += 1e-4
    table = pd.DataFrame({"name": ["a", "b"], "set_aside": [2e6, 6e6]})
    assert pareto_front.merged(table, fresh).alike.tolist() == ["", ""]
