"""What the assumed numbers decide: which move, what a step does, what is luck, and whether the order of policies survives."""

import json

import numpy as np
import pandas as pd
import pytest

from experiments import cli
from experiments.evidence.sensitivity import evaluation, indices, inputs, page, parameters, questions, ranking
from experiments.evidence.sensitivity import shares as sobol
from experiments.evidence.sensitivity.evaluation import LEVELS, Answers
from experiments.evidence.sensitivity.questions import Asking
from experiments.evidence.validation import stored_results
from sim.behaviours.job_search import JobSearch
from sim.declare import Mistake

TINY = ["numbers=job_search.sent,enrolment.considers", "policies=guidance,skills_vouchers", "residents=200", "burn_in=2", "months=62",
        "shock.recession.start=2", "trajectories=2", "samples=12", "top=2", "workers=1"]  # fmt: skip
MOVED = parameters.chosen("job_search.sent,job_search.looks,enrolment.price", {})


def asking(values):
    return Asking("made up", "level", "Made up", "share", values)


def test_every_assumed_or_calibrated_number_moves_within_what_is_allowed_or_stays_for_a_reason():
    found, declared, tags = parameters.movable(), parameters.declared(), parameters.tags()
    assert len(found) > 100 and "job_search.distance" not in found
    assert tags["enrolment.high"] == tags["enrolment.low"] == "calibrated"
    for path, one in found.items():
        assert declared[path].low <= one.low < one.high <= declared[path].high, path
        assert one.at(0.0) == pytest.approx(one.low) and one.at(1.0) == pytest.approx(one.high)
    for path in parameters.exceptions():
        assert tags[path] != "published", path


def test_a_number_in_the_middle_of_half_to_double_is_the_one_in_force():
    (one,) = (one for one in MOVED if one.path == "job_search.looks")
    usual = JobSearch.declared["looks"].default
    assert (one.low, one.high, one.at(0.5)) == pytest.approx((usual / 2, 2 * usual, usual))


def test_a_number_that_is_said_does_not_move():
    assert "job_search.sent" not in [one.path for one in parameters.chosen("job_search", {"job_search.sent": 3.0})]


def test_a_known_law_is_found_again_and_an_idle_number_is_not_told_from_luck():
    shares, luck = indices.screening(MOVED, 8, 1), np.random.default_rng(2)
    values = 3 * shares[:, [0]] - shares[:, [1]] + 0.05 * luck.normal(size=(len(shares), 4))
    found = indices.morris(MOVED, shares, asking(values), 1)
    assert list(found.told) == [True, True, False]
    assert found.mu.to_numpy()[:2] == pytest.approx([2.0, -2 / 3], abs=0.1)
    shares = sobol.spreading(3, 128, 1)
    values = 3 * shares[:, [0]] - shares[:, [1]] + 0.05 * luck.normal(size=(len(shares), 4))
    found = sobol.sobol(MOVED, shares, asking(values), 1)
    assert found.total.to_numpy() == pytest.approx([0.9, 0.1, 0.0], abs=0.02) and list(found.told) == [True, True, False]
    assert (found.total_high - found.total_low).max() < 0.08


def test_what_two_numbers_do_together_is_in_both_totals_and_in_no_first():
    """The first number acts alone, the others only together."""
    shares = sobol.spreading(3, 256, 1)
    values = (shares[:, [0]] - 0.5) + 4 * (shares[:, [1]] - 0.5) * (shares[:, [2]] - 0.5)
    found = sobol.sobol(MOVED, shares, asking(values.repeat(2, axis=1)), 1)
    alone, both = 1 / 12, 16 / 144
    assert found["first"].to_numpy() == pytest.approx([alone / (alone + both), 0, 0], abs=0.01)
    assert found.total.to_numpy() == pytest.approx([alone / (alone + both), both / (alone + both), both / (alone + both)], abs=0.02)


def test_a_share_of_what_is_nearly_all_luck_is_around_nothing_and_never_clipped():
    luck, shares = np.random.default_rng(3), sobol.spreading(3, 256, 1)
    found = pd.concat([sobol.sobol(MOVED, shares, asking(luck.normal(size=(256, 2))), 1) for _ in range(20)])
    assert not found.told.any() and (found.total < 0).any() and abs(found.total.mean()) < 0.02
    assert found.bar.mean() > 0.9


def test_a_share_with_a_wide_interval_is_withheld():
    luck, few = np.random.default_rng(3), sobol.spreading(3, 24, 1)
    wide = sobol.sobol(MOVED, few, asking(few[:, [0]] + luck.normal(size=(24, 2))), 1)
    assert wide.total_withheld.any() and not (wide.told & wide.total_withheld).any()
    assert (wide.total_withheld == ~(wide.total_high - wide.total_low <= sobol.WIDEST)).all()
    assert sobol.sobol(MOVED, few[:8], asking(few[:8, [0]].repeat(2, axis=1)), 1).total_withheld.all(), "too few sets tell nothing"


def test_a_number_is_held_against_the_luck_of_its_own_steps():
    """The second number stirs the luck and does nothing; the third does less than that luck, but the same in every seed."""
    shares, luck = indices.screening(MOVED, 6, 1), np.random.default_rng(4)
    by_place = {place: luck.normal(size=8) for place in np.unique(shares[:, 1].round(3))}
    stirred = np.array([by_place[place] for place in shares[:, 1].round(3)])
    found = indices.morris(MOVED, shares, asking(stirred + 0.1 * shares[:, [2]]), 1)
    assert list(found.told) == [False, False, True] and found["size"][1] > found["size"][2]
    assert found["size"][0] == pytest.approx(0, abs=1e-9) and found.luck[2] == pytest.approx(0, abs=1e-9)


def test_pages_never_clip_and_withhold_in_a_word():
    assert page.share(1.04, 0.99, 1.09, False) == ("104%", "99% to 109%") and page.share(-0.01, -0.03, 0.01, False)[0] == "-1%"
    assert page.share(0.4, 0.1, 0.7, True) == ("withheld", "too wide")


def test_the_usual_study_is_large_enough_to_be_kept():
    usual, least = inputs.asked([]), stored_results.LEAST["sensitivity"]
    assert usual.residents >= least["residents"] and len(usual.seeds) >= least["seeds"]


def test_nothing_but_luck_is_told_as_nothing():
    shares = indices.screening(MOVED, 6, 1)
    values = np.random.default_rng(5).normal(size=(len(shares), 2))
    assert not indices.morris(MOVED, shares, asking(values), 1).told.any()


def test_a_run_that_failed_takes_only_its_walk_with_it():
    shares = indices.screening(MOVED, 4, 1)
    values = np.repeat(shares[:, [0]], 2, axis=1)
    values[1] = np.nan
    found = indices.morris(MOVED, shares, asking(values), 1)
    assert set(found.steps) == {3} and found["size"][0] == pytest.approx(indices.STEP)


def made_answers(gains):
    full = np.repeat(gains[:, :, None, :], len(LEVELS), axis=2)
    return Answers(np.zeros(full.shape[:3]), full)


def test_an_order_that_holds_everywhere_is_stable_and_one_of_equals_is_luck():
    luck = np.random.default_rng(1)
    clear = ranking.table(made_answers(luck.normal(size=(60, 2, 2)) * 0.1 + np.array([1.0, 0.0])), ("one", "other"), 1)
    first = clear[(clear.outcome == "gini") & (clear.place == 1) & (clear.policy == "one")].iloc[0]
    assert first.share == 1.0 and first.by_luck == 1.0 and first.agreement == 1.0
    equal = ranking.table(made_answers(luck.normal(size=(60, 2, 2))), ("one", "other"), 1)
    first = equal[(equal.outcome == "gini") & (equal.place == 1) & (equal.usual_place == 1)].iloc[0]
    assert 0.3 < first.share < 0.8 and first.by_luck == pytest.approx(first.share, abs=0.2)


def test_luck_is_what_is_left_beside_sets_and_seeds():
    sets, seeds = np.arange(50.0)[:, None], np.array([0.0, 10.0])
    assert questions.luck(sets + seeds) == pytest.approx(0.0)
    noise = np.random.default_rng(1).normal(size=(4000, 2))
    assert questions.luck(sets.repeat(80, axis=0) + seeds + noise) == pytest.approx(0.5, rel=0.1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["policies=guidnce,skills_vouchers"], "did you mean 'guidance'"),
        (["policies=guidance"], "needs at least two"),
        (["numbers=job_serch"], "did you mean 'job_search'"),
        (["numbers=job_search.sent"], "at least two numbers"),
        (["seeds=1"], "seeds"),
        (["months=60"], "too few"),
        (["money=-1"], "money"),
        (["levers.guidance.search=2"], "levers come with policies"),
        (["trajectorys=3"], "did you mean 'trajectories'"),
        (["parameters.job_search.sent=99"], "outside"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_word_is_named(words, told):
    with pytest.raises(Mistake, match=told.replace("'", ".")):
        inputs.asked(words)


def test_the_same_answers_as_the_table_of_the_sweep(tmp_path):
    one = inputs.asked([*TINY, "seeds=2", f"output={tmp_path}"])
    sets = [{"job_search.sent": 2.0}, {"job_search.sent": 4.0}, {"job_search.sent": 2.0}]
    answers = evaluation.evaluate(one, sets, lambda runs: cli_bar(runs, 2 * 2 * 2 * 3))
    assert answers.levels.shape == (3, 2, len(LEVELS)) and answers.gains.shape == (3, 2, len(LEVELS), 2)
    assert np.isfinite(answers.levels).all() and np.isfinite(answers.gains).all()
    assert (answers.levels[0] == answers.levels[2]).all() and (answers.levels[0] != answers.levels[1]).any()
    again = evaluation.evaluate(one, sets, lambda runs: cli_bar(runs, 0))
    assert (again.levels == answers.levels).all() and (again.gains == answers.gains).all()


def cli_bar(runs, expected):
    from contextlib import nullcontext

    assert runs == expected
    return nullcontext(lambda gone: None)


@pytest.mark.slow
def test_the_command_writes_tables_figures_page_and_goes_on_where_it_was(tmp_path, capsys):
    words = [*TINY, "seeds=2", f"output={tmp_path}"]
    assert cli.main(["sensitivity", *words, "--dry-run"]) == 0
    assert "Morris: 2 walks, 6 sets" in capsys.readouterr().out and not list(tmp_path.glob("sensitivity-*"))
    assert cli.main(["sensitivity", *words]) == 0
    (folder,) = tmp_path.glob("sensitivity-*")
    about = json.loads((folder / "manifest.json").read_text())
    assert about["setting"]["numbers"] == ["job_search.sent", "enrolment.considers"] and "sensitivity.html" in about["sha256"]
    for name in ("tornado", "tornado_leads", "close_look", "order"):
        assert (folder / "figures" / f"{name}.png").stat().st_size > 10_000
    found = pd.read_parquet(folder / "screened.parquet")
    assert set(found.kind) == {"level", "lead"} and len(found) == 2 * 2 * len(LEVELS)
    before = (folder / "screened.csv").read_bytes()
    assert cli.main(["sensitivity", *words, "--fresh"]) == 0 and "0 runs not yet in the store" in capsys.readouterr().out
    assert (folder / "screened.csv").read_bytes() == before
    assert cli.main(["report", str(folder)]) == 0
