"""What a sweep tells a planner: known worlds in, the right words out."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from experiments import cli
from experiments.sweep import job, page_sections
from experiments.sweep.findings import alike, collect, decision, interactions, ranking, regret, scenario_discovery
from sim.declare import Mistake

SEEDS = np.arange(1, 9)
LUCK = np.tile([-1.0, 1.0], 4)


def lived(effects, costs=None):
    """One row per portfolio, shock, seed and outcome: luck is shared, so that differences between portfolios are exact."""
    rows = []
    for (portfolio, shock, outcome), effect in effects.items():
        noise = 0.001 * LUCK * (0 if outcome == ranking.COST else 1)
        rows.append(pd.DataFrame({"portfolio": portfolio, "case": "as it is", "shock": shock, "seed": SEEDS, "outcome": outcome,
                                  "effect": effect + noise}))  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def unemployment(**effects):
    """Portfolios in calm years: their effects on unemployment, and what they cost."""
    found = {(name, "none", "unemployment"): effect for name, (effect, _) in effects.items()}
    return lived(found | {(name, "none", ranking.COST): cost for name, (_, cost) in effects.items()})


def about(*portfolios, budget=5e6, shocks=("none",)):
    """What the words need of a manifest."""
    known = {name: {"guidance": {"budget": budget * (1 + k), "start": 0, "months": 1200}} for k, name in enumerate(portfolios)}
    return {"portfolios": known, "names": alike.names(list(portfolios), []), "seeds": list(SEEDS), "shocks_in_order": list(shocks),
            "crossed": True, "months": 240}  # fmt: skip


def test_the_same_luck_tells_portfolios_apart_that_differ_by_little():
    found = ranking.of(ranking.ranking(unemployment(good=(-0.004, 2), worse=(-0.0039, 1))), "none", "unemployment")
    assert found.portfolio.tolist() == ["good", "worse"] and found.against_first.tolist() == ["first", "behind"]
    assert found.behind.iloc[1] == pytest.approx(0.0001) and found.low.iloc[0] < -0.004 < found.high.iloc[0]


def test_what_luck_decides_cannot_be_told_apart():
    seeds = unemployment(one=(-0.004, 1), other=(-0.0039, 1))
    other = (seeds.portfolio == "other") & (seeds.outcome == "unemployment")
    seeds.loc[other, "effect"] = -0.0039 + 0.002 * LUCK[::-1]
    assert ranking.ranking(seeds).against_first.tolist() == ["first", "cannot be told apart"]


def test_one_seed_tells_nothing_apart():
    found = ranking.ranking(unemployment(one=(-0.004, 1), other=(-0.002, 1)).query("seed == 1"))
    assert found.against_first.tolist() == ["first", "one seed: no interval"]


def test_the_front_has_what_no_other_beats_on_effect_and_cost():
    found = ranking.front(unemployment(cheap=(-0.001, 1), dear=(-0.003, 3), wasteful=(-0.001, 2), idle=(0.001, 1.5))).set_index("portfolio")
    assert found.index[found.on_front].tolist() == ["cheap", "dear"]
    assert ranking.undominated(np.array([[1.0, 1.0], [1.0, 1.0]])).all()


def test_every_aim_has_its_regret_and_more_learners_are_better():
    effects = {("a", "unemployment"): 0.0, ("b", "unemployment"): -0.01, ("a", "participation"): 0.05, ("b", "participation"): 0.02}
    rows = [{"portfolio": name, "case": "as it is", "shock": "none", "seed": seed, "outcome": outcome, "effect": effect}
            for (name, outcome), effect in effects.items() for seed in (1, 2)]  # fmt: skip
    found = regret.on_every_aim(pd.DataFrame(rows)).set_index(["outcome", "portfolio"])
    assert set(found.index.get_level_values(0)) == {"unemployment", "participation"}, "what was not recorded is left out"
    assert found.max_regret["unemployment", "a"] == pytest.approx(0.01) and found.max_regret["unemployment", "b"] == 0
    assert found.max_regret["participation", "b"] == pytest.approx(0.03) and found.first_in["participation", "a"] == 1
    assert found.no_worse["unemployment", "a"] == 1 and found.max_regret["participation", regret.NOTHING] == pytest.approx(0.05)


def test_regret_is_the_distance_from_the_best_of_each_state_doing_nothing_included():
    states = {("a", "none"): -0.003, ("a", "recession"): 0.002, ("b", "none"): -0.001, ("b", "recession"): -0.001}
    seeds = lived({(name, shock, outcome): effect for (name, shock), effect in states.items() for outcome in ("unemployment", "gini")})
    found = regret.robustness(seeds).set_index("portfolio")
    assert found.max_regret.to_dict() == pytest.approx({"a": 0.003, "b": 0.002, regret.NOTHING: 0.003})
    assert found.worst_in["a"] == "recession" and found.satisficing["a"] == 0.5
    assert (found.low <= found.max_regret + 1e-12).all() and (found.high >= found.max_regret - 1e-12).all()


def test_two_levers_that_help_each_other_do_more_than_their_sum():
    names = {(a, b): f"p a.x={a}, b.x={b}" for a in (0, 1) for b in (0, 1)}
    cells = pd.DataFrame([{"role": "policy", "portfolio": name, "levers.a.x": a, "levers.b.x": b} for (a, b), name in names.items()])
    apart = {(0, 0): 0.0, (1, 0): -0.001, (0, 1): -0.002, (1, 1): -0.005}
    (row,) = interactions.together(lived({(names[ab], "none", "unemployment"): e for ab, e in apart.items()}), cells).itertuples()
    assert row.sum == pytest.approx(-0.003) and row.beyond == pytest.approx(-0.002) and row.verdict == "more than the sum"
    assert len(interactions.grid(lived({(names[ab], "none", "unemployment"): e for ab, e in apart.items()}), cells)) == 4


def test_prim_finds_the_corner_in_which_it_happens():
    pytest.importorskip("ema_workbench")
    luck = np.random.default_rng(3)
    points = pd.DataFrame({"levers.a.x": luck.random(200), "levers.b.x": luck.random(200), "parameters.c.d": luck.random(200)})
    names = [f"p{k}" for k in range(200)]
    cells = points.assign(role="policy", portfolio=names, case="as it is", shock="none")
    inside = (points["levers.a.x"] > 0.6) & (points["levers.b.x"] < 0.4)
    seeds = pd.DataFrame({"portfolio": names, "case": "as it is", "shock": "none", "seed": 1, "outcome": "unemployment",
                          "effect": np.where(inside, -0.01, 0.0) + 1e-6 * luck.random(200)})  # fmt: skip
    box, told = scenario_discovery.discover(seeds, cells)
    limits = box.set_index("number")
    assert set(limits.index) == {"levers.a.x", "levers.b.x"}
    assert 0.5 < limits.least["levers.a.x"] < 0.7 and 0.3 < limits.most["levers.b.x"] < 0.5
    assert told["density"] > 0.9 and told["coverage"] > 0.5


def test_prim_that_fails_is_left_out_with_a_line(monkeypatch):
    def fails(points, sought):
        raise TypeError("Prim got an unexpected keyword")

    monkeypatch.setattr(scenario_discovery, "box_of", fails)
    luck = np.random.default_rng(3)
    names = [f"p{k}" for k in range(40)]
    cells = pd.DataFrame({"role": "policy", "portfolio": names, "case": "as it is", "shock": "none", "levers.a.x": luck.random(40)})
    seeds = pd.DataFrame({"portfolio": names, "case": "as it is", "shock": "none", "seed": 1, "outcome": "unemployment",
                          "effect": luck.random(40)})  # fmt: skip
    box, told = scenario_discovery.discover(seeds, cells)
    assert len(box) == 0 and told["why"] == "the EMA workbench failed (TypeError: Prim got an unexpected keyword)"
    page = page_sections.discovery({"discovery": box}, {"discovery": told}, {})
    assert "Where it happens" in page and "the EMA workbench failed" in page


def test_a_box_that_is_not_dense_enough_is_none():
    pytest.importorskip("ema_workbench")
    luck = np.random.default_rng(8)
    points = pd.DataFrame({"levers.a.x": luck.random(60), "levers.b.x": luck.random(60)})
    assert len(scenario_discovery.box_of(points, pd.Series(np.arange(60) % 15 == 0))) == 0


def test_where_nothing_can_be_discovered_the_reason_is_said():
    box, told = scenario_discovery.discover(unemployment(one=(-0.1, 1), other=(0.0, 1)), pd.DataFrame(
        {"role": "policy", "portfolio": ["one", "other"], "case": "as it is", "shock": "none", "levers.a.x": [1, 2]}))  # fmt: skip
    assert len(box) == 0 and "too few points" in told["why"]


def test_the_decision_names_the_budget_the_first_and_who_ties_with_it():
    seeds = unemployment(a=(-0.004, 2e6), b=(-0.0041, 3e6), c=(-0.001, 1e6))
    tie = (seeds.portfolio == "a") & (seeds.outcome == "unemployment")
    seeds.loc[tie, "effect"] = -0.004 + 0.002 * LUCK[::-1]
    tables = {"ranking": ranking.ranking(seeds), "front": ranking.front(seeds)}
    said = decision.decision(tables, about("a", "b", "c"))[0]
    assert said.startswith("Of 3 portfolios that set aside EUR 5.0 million to EUR 15.0 million a year: on unemployment, b ranks first")
    assert "a cannot be told apart from it with 8 seeds" in said and "The cheapest of those that tie in every world is a" in said
    assert "Against the baseline: in calm years -0.41 points" in said


def test_the_cheapest_is_told_beside_a_baseline_that_spends_too():
    tables = {"front": ranking.front(unemployment(a=(-0.004, -12.3e6), b=(-0.004, 3e6)))}
    tables["ranking"] = ranking.ranking(unemployment(a=(-0.004, -12.3e6), b=(-0.004, 3e6)))
    said = decision.cheapest(tables, {**about("a", "b"), "baseline": "skills_first"})
    assert said.endswith("is a, at EUR 12.3 million spent a year less than the baseline.")


def test_work_lost_to_a_shock_is_told_in_job_years():
    seeds = lived({("a", "recession", "resilience_loss"): -12.0, ("b", "recession", "resilience_loss"): -2.0})
    told = {**about("a", "b", shocks=("recession",)), "employed": 300_000.0}
    said = decision.sentence(ranking.ranking(seeds), "resilience_loss", "employment lost to the shock", told)
    assert "in the recession the shock takes about 3,000 job-years fewer (12.0 percent-months of employment, 12.0 to 12.0)" in said


def test_a_first_that_differs_between_worlds_is_said():
    seeds = lived({("a", "none", "unemployment"): -0.01, ("b", "none", "unemployment"): -0.005, ("a", "war", "unemployment"): -0.001,
                   ("b", "war", "unemployment"): -0.003} | {(n, s, ranking.COST): 1.0 for n in "ab" for s in ("none", "war")})  # fmt: skip
    tables = {"ranking": ranking.ranking(seeds), "front": ranking.front(seeds)}
    said = decision.decision(tables, {**about("a", "b", shocks=("none", "war")), "portfolios": about("a", "b", budget=0)["portfolios"]})[0]
    assert "the first differs: a in calm years; b in the war" in said
    assert "No portfolio is first, or not to be told apart from the first, in every world" in said


def test_the_page_stands_alone_and_is_written_again_without_the_model(swept, monkeypatch, capsys):
    done = swept("levers.guidance.budget=0,5e6", "levers.skills_vouchers.budget=1e6,4e6", "seeds=3")
    monkeypatch.setattr("sim.city.City.run", lambda *words: pytest.fail("the model was run"))
    assert cli.main(["report", str(done.folder)]) == 0
    page = (done.folder / "report.html").read_text(encoding="utf-8")
    assert "on unemployment" in page and "Two levers together" in page and page.count("<svg") >= 4
    groups = ("high education", "women", "age 15-24", "any limitation", "language well", "parents&#x27; low schooling")
    text = re.sub(r"<(?!/?svg)[^>]+>", "", page)
    assert all(f"{group}: {what}" in text for group in groups for what in ("Unemployment", "Mean household income")), (
        "every grouping is told"
    )
    assert "age 15-24: Adults learning" not in text, "learning is asked of people of 25 to 64"
    assert not re.search(r'(src|href)="(?!#)', page) and "nan" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.S)
    assert {file.stem for file in (done.folder / "tables").glob("*.csv")} >= {"ranking", "front", "robustness", "together", "discovery"}
    assert len(list((done.folder / "figures").glob("*.png"))) >= 4
    for analysis in ("robustness", "by_state", "on_every_aim", "together", "grid", "flows", "lorenz"):
        monkeypatch.setattr(collect, analysis, lambda *words: 1 / 0)
    assert cli.main(["report", str(done.folder)]) == 0
    page = (done.folder / "report.html").read_text(encoding="utf-8")
    assert "Left out, since an analysis failed: robustness (ZeroDivisionError: division by zero)" in page
    assert "on unemployment" in page and "<svg" in page


def test_a_sweep_where_nothing_ran_has_no_page(swept, unlucky):
    done = swept(unlucky(fails=1, seed=0), "seeds=1", "shocks=[none]")
    with pytest.raises(Exception, match="no portfolio has run beside its baseline"):
        job.page_of(done.folder)


def test_effects_of_another_source_or_that_were_edited_are_not_told(swept):
    folder = swept("seeds=2", "shocks=[none]").folder
    job.page_of(folder)
    manifest = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    other = {**manifest["made_from"], "source": {**manifest["made_from"]["source"], "outcomes": "another"}}
    (folder / "sweep.json").write_text(json.dumps({**manifest, "made_from": other}), encoding="utf-8")
    with pytest.raises(Mistake, match="how outcomes are judged"):
        job.page_of(folder)
    (folder / "sweep.json").write_text(json.dumps(manifest), encoding="utf-8")
    effects = pd.read_parquet(folder / "effects.parquet")
    effects.assign(effect=0.0).to_parquet(folder / "effects.parquet")
    with pytest.raises(Mistake, match=r"effects\.parquet is not what was written"):
        job.page_of(folder)
