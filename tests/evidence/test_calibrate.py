"""Calibration: a city with a known answer is found, nothing that was lived is lived again, and what cannot be meant is said."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import simulate
from experiments.cli import main
from experiments.cli.command import MISTAKEN
from experiments.evidence.calibration import ensemble_job, free_parameters, implausibility, job, point_job
from experiments.evidence.calibration import inputs as asking
from experiments.evidence.calibration.evaluations import Evaluations
from experiments.evidence.calibration.inputs import CalibrationInputs
from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.inputs import comparison, ensemble, scenario
from experiments.inputs.comparison import from_settings
from experiments.inputs.fingerprint import model_source
from experiments.inputs.settings import compose
from experiments.run import seeds
from sim import facts
from sim.city_numbers import on_top
from sim.declare import Mistake

ROWS = ("row 1", "row 16", "row 17", "row 24 low", "row 55")
PATHS = """path,low,high,reason
job_search.sent,1,6,finding jobs
separation.low,0.002,0.03,losing jobs
employer_training.propensity,-2,3,training
"""


def toy(setting: Setting, parameters: dict[str, float], seed: int, rows: tuple[str, ...]) -> dict[str, float]:
    """A city whose rows are plain functions: sent 3.2-4, separation.low .0084-.0139 and propensity .4-1.2 put all in range."""
    luck = 1 + 0.01 * np.sin(seed)
    finding, losing = 0.03 * parameters["job_search.sent"] - 0.01, 1.2 * parameters["separation.low"]
    training = 1 / (1 + np.exp(-parameters["employer_training.propensity"]))
    wide = {"row 1": losing / (losing + finding), "row 16": finding, "row 17": 0.8 * losing, "row 24 low": losing, "row 55": training}
    return {key: value * luck for key, value in wide.items()}


def counted(setting: Setting, parameters: dict[str, float], seed: int, rows: tuple[str, ...]) -> dict[str, float]:
    """The toy, leaving a mark for each city that is lived; stopped when the file 'stop' says after how many."""
    marks = Path(setting.city)
    stop = marks / "stop"
    if stop.exists() and len(list(marks.glob("lived-*"))) >= int(stop.read_text()):
        raise KeyboardInterrupt
    (marks / f"lived-{len(list(marks.glob('lived-*')))}").touch()
    return toy(setting, parameters, seed, rows)


@pytest.fixture
def asked(tmp_path: Path) -> CalibrationInputs:
    """The toy's question: three numbers, five rows, begun far from the answer."""
    file = tmp_path / "free.csv"
    file.write_text(PATHS)
    said = {"job_search.sent": 5.8, "separation.low": 0.025, "employer_training.propensity": 2.5}
    return asking.begun(CalibrationInputs(Setting(seeds=(1,), parameters=said, workers=1), ROWS, free_parameters.load(file), 60, file))


def table(folder: Path, name: str) -> pd.DataFrame:
    """One table of a result."""
    return pd.read_csv(folder / name) if name.endswith("csv") else pd.read_parquet(folder / name)


def test_the_point_is_where_the_rows_are_in_range(asked: CalibrationInputs, tmp_path: Path) -> None:
    folder = point_job.PointSearch(asked, str(tmp_path), measure=toy).run()
    rows, numbers = table(folder, "point_rows.csv"), table(folder, "point.csv").set_index("path").proposed
    assert (rows.before != "in").sum() >= 3
    assert (rows.after == "in").all()
    assert 0.0084 < numbers["separation.low"] < 0.0139
    assert 0.4 < numbers["employer_training.propensity"] < 1.2


@pytest.mark.slow
def test_the_ensemble_holds_only_sets_that_fit_and_leaves_out_what_does_not(asked: CalibrationInputs, tmp_path: Path) -> None:
    folder = ensemble_job.EnsembleSearch(replace(asked, evaluations=200), str(tmp_path), measure=toy).run()
    found = ensemble.load(str(folder / "ensemble.csv"))
    assert sum(found.weights) == pytest.approx(1)
    bands = implausibility.bands({key: targets.load()[key] for key in ROWS}, pd.Series(0.0001, ROWS), 1)
    begun_with = asked.space.values(asked.space.shares({}))
    assert found.contains(begun_with) and found.provenance["in_force_ruled_out"], "its own numbers are in an ensemble, and it is said"
    others = [one for one in found.sets if one != begun_with]
    usual_luck = [pd.DataFrame([toy(asked.setting, one, seed, ROWS) for seed in range(29)]).mean()[list(bands.rows)] for one in others]
    told = table(folder, "rows.parquet").set_index("key").in_units_of[list(bands.rows)].to_numpy()  # the unit in which sets are ruled out
    far = replace(bands, unit=told).implausibility(np.array(usual_luck))
    assert implausibility.ranked(far, found.provenance["rows_forgiven"]).max() <= implausibility.CUTOFF
    losing = [one["separation.low"] for one in others]
    assert max(losing) < 0.03 and np.ptp(losing) > 0.001
    tried = table(folder, "tried.parquet")
    assert tried[1:][tried.weight[1:] > 0].loss.max() < tried[tried.wave == 1].loss.median()
    assert 0 < tried.weight[0] <= tried.weight[1:][tried.weight[1:] > 0].min() * (1 + 1e-9), "what is ruled out has the least weight"
    assert (folder / "calibration.html").read_text().count("<svg") == 4


def test_a_calibration_that_was_stopped_goes_on_and_ends_the_same(asked: CalibrationInputs, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    one = replace(asked, setting=replace(asked.setting, city=str(marks)))
    evaluations = Evaluations(tmp_path / "out", one.setting, ROWS, counted)
    (marks / "stop").write_text("7")
    sets = [one.space.values(point) for point in np.linspace(0, 1, 30).reshape(10, 3)]
    with pytest.raises(KeyboardInterrupt):
        evaluations.at(sets, (1, 2))
    (marks / "stop").unlink()
    again = Evaluations(tmp_path / "out", one.setting, ROWS, counted)
    assert len(again.known) == 7
    found = again.at(sets, (1, 2))
    assert len(list(marks.glob("lived-*"))) == 20
    undisturbed = Evaluations(tmp_path / "other", one.setting, ROWS, toy).at(sets, (1, 2))
    pd.testing.assert_frame_equal(found, undisturbed)
    again.gather()
    assert not list(again.parts.glob("*.json"))
    pd.testing.assert_frame_equal(Evaluations(tmp_path / "out", one.setting, ROWS, counted).at(sets, (1, 2)), found)
    assert len(list(marks.glob("lived-*"))) == 20


def test_the_same_question_gives_the_same_point(asked: CalibrationInputs, tmp_path: Path) -> None:
    short = replace(asked, evaluations=30)
    one, other = (point_job.PointSearch(short, str(tmp_path / name), measure=toy).run() for name in ("a", "b"))
    assert (one / "point.csv").read_bytes() == (other / "point.csv").read_bytes()


def test_implausibility_counts_units_of_luck_and_tolerance_beyond_the_band() -> None:
    row = targets.load()["row 55"]
    width = row.high - row.low
    bands = implausibility.bands({"row 55": row}, pd.Series({"row 55": 0.02}), 4)
    unit = 0.02 / 2 + implausibility.TOLERANCE * width
    assert bands.implausibility(np.array([row.low])) == [0]
    assert bands.implausibility(np.array([row.high + 3 * unit])) == pytest.approx([3])
    assert bands.implausibility(np.array([row.low - unit])) == pytest.approx([1])
    assert np.isnan(bands.implausibility(np.array([np.nan]))).all()
    assert bands.aimed.implausibility(np.array([row.low])) > 0
    assert bands.aimed.implausibility(np.array([(row.low + row.high) / 2])) == [0]


def test_an_open_band_has_a_unit_too() -> None:
    row = targets.load()["row 34 women"]
    bands = implausibility.bands({"row 34 women": row}, pd.Series({"row 34 women": 0.002}), 1)
    assert bands.implausibility(np.array([-0.004])) == pytest.approx([2])
    assert bands.implausibility(np.array([9.0])) == [0]


def test_a_row_without_spread_is_left_out() -> None:
    known = targets.load()
    bands = implausibility.bands({key: known[key] for key in ("row 1", "row 55")}, pd.Series({"row 1": np.nan, "row 55": 0.1}), 1)
    assert bands.rows == ("row 55",)


def test_the_loss_grows_in_proportion_beyond_the_cutoff() -> None:
    assert implausibility.loss(np.array([2.0, 0.0])) == 4
    steps = np.diff(implausibility.loss(np.array([[3.0], [4.0], [5.0]])))
    assert steps == pytest.approx([6, 6])
    assert implausibility.ranked(np.array([1.0, 9.0, 4.0]), 1) == 4


def test_a_count_of_misses_asks_how_many_and_not_how_far() -> None:
    known = targets.load()
    bands = implausibility.bands({key: known[key] for key in ("row 1", "row 55")}, pd.Series({"row 1": 0.004, "row 55": 0.02}), 1)
    middle, edge, away = (bands.low + bands.high) / 2, bands.low, bands.low - 8 * bands.unit
    assert implausibility.misses(bands, middle) == pytest.approx(0, abs=0.01)
    assert implausibility.misses(bands, edge) == pytest.approx(1)
    one, both = np.array([away[0], middle[1]]), bands.low - 3 * bands.unit
    assert implausibility.misses(bands, one) < implausibility.misses(bands, both)
    assert implausibility.loss(bands.implausibility(one)) > implausibility.loss(bands.implausibility(both))


def test_shares_and_values_are_two_ways_to_say_the_same() -> None:
    space = free_parameters.load()
    assert space.values(space.shares({})) == {one.path: pytest.approx(one.usual, rel=1e-3) for one in space}
    for one in space:
        assert one.from_share(0) == one.low and one.from_share(1) == one.high


def test_shipped_numbers_are_fewer_than_rows_and_none_is_published() -> None:
    space = free_parameters.load()
    assert len(space) < len(asking.rows_of("typical", "fast"))
    assert all(free_parameters.moves(free_parameters.source_of(*one.path.split("."))) for one in space)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("job_search.snet,1,6,x", "did you mean 'sent'"),
        ("job_serch.sent,1,6,x", "did you mean 'job_search'"),
        ("job_search.distance,0.05,0.3,x", "published"),
        ("job_search.sent,1,60,x", "outside 0.2..6"),
        ("job_search.sent,4,1,x", "must be less than"),
        ("job_search.sent,one,6,x", "must be a number, not 'one'"),
        ("job_search.sent,1,nan,x", "finite"),
        ("job_search.sent,1,6,", "no reason"),
    ],
)
def test_a_number_that_may_not_move_is_a_mistake(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(f"path,low,high,reason\n{line}\n")
    with pytest.raises(Mistake, match=said) as mistake:
        free_parameters.load(file)
    assert "mine.csv line 2" in str(mistake.value)


@pytest.mark.parametrize(
    ("words", "how", "said"),
    [
        (["scenario=baseline"], {}, "it has no scenario"),
        ([], {"rows": "1,16"}, "fewer numbers than rows"),
        ([], {"rows": "row 12"}, "row of tier A"),
        ([], {"profile": "nordic"}, "unknown profile"),
        ([], {"evaluations": 3}, "evaluations must be a whole number in 20"),
        ([], {"free": Path("nowhere.csv")}, "there is no file nowhere.csv"),
        ([], {"point": True, "ship": True}, "does not ship"),
        ([], {"count": True}, "goes with --point"),
        (["parameters.job_search.sent=0.3"], {}, "where the search begins"),
    ],
)
def test_what_cannot_be_meant_is_a_mistake(words: list[str], how: dict, said: str) -> None:
    with pytest.raises(Mistake, match=said):
        job.answer(words, job.Options(**how))


def test_the_command_says_it_in_one_line(capsys: pytest.CaptureFixture) -> None:
    assert main(["calibrate", "--profile", "nordic"]) == MISTAKEN
    assert capsys.readouterr().err.startswith("learncity: ")


def test_a_free_number_that_is_said_is_where_the_search_begins_and_others_are_held() -> None:
    one, _ = asking.asked(["parameters.job_search.sent=2.0", "parameters.job_search.distance=0.2"], "typical", "fast", 50)
    assert one.space.values(one.space.shares({}))["job_search.sent"] == 2.0
    assert one.setting.parameters == {"job_search.distance": 0.2}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """An ensemble of three sets."""
    file = tmp_path / "three.csv"
    file.write_text("set,weight,job_search.sent,separation.low\n1,2,2,0.004\n2,1,3,0.006\n3,1,4,0.008\n")
    return file


def test_seeds_are_spread_over_the_sets_by_weight(three: Path) -> None:
    found = ensemble.load(str(three))
    counts = np.bincount([found.place_for(seed) for seed in range(1, 41)])
    assert np.abs(counts - [20, 10, 10]).max() <= 1
    assert found.place_for(7) == ensemble.load(str(three)).place_for(7)


def test_each_seed_lives_with_its_own_set_and_what_is_said_holds(three: Path) -> None:
    how = compose("config", ["scenario=baseline", f"parameters.ensemble={three}", "parameters.separation.low=0.005", "seeds=6"])
    asked = from_settings(how)
    lived = [asked.parameters_of(seed) for seed in asked.seeds]
    assert {one["separation.low"] for one in lived} == {0.005}
    assert {one["job_search.sent"] for one in lived} == {2.0, 3.0, 4.0}
    assert [one["seed"] for one in asked.settings_dict["ensemble"]["sets"]] == list(asked.seeds)


def test_a_manifest_repeats_the_very_sets(three: Path) -> None:
    asked = comparison.resolve(scenario.load({"parameters": {"ensemble": str(three)}}), HOW, spread=True)
    record = asked.settings_dict
    three.unlink()
    assert comparison.from_record(record, "manifest.json").parameters_of(2) == asked.parameters_of(2)
    without = {key: value for key, value in record.items() if key != "ensemble"}
    assert comparison.from_record(without, "manifest.json").ensemble == {}
    record["ensemble"]["sets"][0]["parameters"]["job_search.sent"] = 99
    with pytest.raises(Mistake, match=r"manifest.json: .*outside"):
        comparison.from_record(record, "manifest.json")


HOW = {"residents": 300, "months": 6, "burn_in": 6, "seeds": 3, "first_seed": 1}


def test_where_all_seeds_live_alike_an_ensemble_is_a_mistake(three: Path) -> None:
    with pytest.raises(Mistake, match="goes with learncity run"):
        comparison.resolve(scenario.load({"parameters": {"ensemble": str(three)}}), HOW)
    assert main(["sweep", f"parameters.ensemble={three}", "--dry-run"]) == MISTAKEN
    assert main(["validate", f"parameters.ensemble={three}"]) == MISTAKEN


def test_from_python_seeds_are_spread_too(three: Path) -> None:
    how = {"residents": 300, "months": 3, "burn_in": 3, "seeds": 2}
    plain, spread = (simulate("baseline", parameters=said, **how) for said in ({}, {"ensemble": str(three)}))
    assert len(plain) == len(spread)
    assert not plain.equals(spread)


def test_worlds_differ_by_the_sets_and_not_by_anything_else(three: Path) -> None:
    drawn = on_top(facts.city("helsinki").fitted.in_force, {"job_search.sent": 2.0, "separation.low": 0.004})
    plain = comparison.resolve(scenario.load({"parameters": drawn}), HOW)
    spread = comparison.resolve(scenario.load({"parameters": {"ensemble": str(three)}}), HOW, spread=True)
    first = next(seed for seed in spread.seeds if spread.parameters_of(seed) == plain.parameters)
    other = next(seed for seed in spread.seeds if spread.parameters_of(seed) != plain.parameters)
    one = (comparison.WORLDS[0],)
    for seed, same in ((first, True), (other, False)):
        here, there = (seeds.simulate_worlds(asked, seed, lambda months: None, one)["monthly"] for asked in (plain, spread))
        assert here.equals(there) is same


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("set,weight,job_search.snet\n1,1,2\n", "did you mean"),
        ("set,weight,job_search.sent\n1,1,99\n", "outside"),
        ("set,weight,job_search.sent\n1,one,2\n", "line 2: weight must be a number"),
        ("set,weight,job_search.sent\n1,1\n", "line 2: has 2 cells, needs 3"),
        ("set,weight,job_search.sent\n1,0,2\n", "more than 0"),
        ("set,job_search.sent\n1,2\n", "column 'weight'"),
    ],
)
def test_an_ensemble_that_does_not_fit_is_a_mistake(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(text)
    with pytest.raises(Mistake, match=said):
        ensemble.load(str(file))


def test_an_unknown_ensemble_offers_what_there_is() -> None:
    with pytest.raises(Mistake, match="unknown ensemble 'typicl'"):
        ensemble.load("typicl")


def test_an_ensemble_of_another_model_or_without_the_numbers_in_force_is_withheld(three: Path) -> None:
    assert ensemble.load(str(three)).withheld.startswith("of an earlier model (unknown")
    mine = replace(ensemble.load(str(three)), provenance={"model_source": model_source()})
    assert mine.withheld == "without the numbers in force among them"
    own = ensemble.in_force(("job_search.sent", "separation.low"))
    with_them = replace(mine, sets=({**own},), weights=(1.0,))
    assert with_them.withheld == "" and with_them.contains(own) and not with_them.contains({**own, "job_search.sent": 1.0})


def test_a_shipped_ensemble_of_this_model_contains_the_numbers_in_force() -> None:
    for name in ensemble.shipped():
        found = ensemble.load(name)
        assert found.provenance["model_source"] != model_source() or found.contains(ensemble.in_force(found.sets[0])), name


def test_every_shipped_ensemble_fits_the_model_and_says_where_it_is_from() -> None:
    for name in ensemble.shipped():
        about = ensemble.load(name).provenance
        for word in ("made_at", "git_commit", "model_source", "asked", "targets", "rows_in_range"):
            assert about[word] is not None, (name, word)
        assert about["asked"]["profile"] == name
