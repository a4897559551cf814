"""A city holds its counts: its own numbers are found, kept with it, used, told, and known to be stale."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy.special import expit, logit

import sim
from experiments.inputs.fingerprint import content_of
from experiments.inputs.run_spec import RunSpec
from experiments.outcomes import city_holds
from experiments.own_city import first_use, fit_city, fitting, templates
from experiments.report import trust
from sim import catalogue, facts
from sim.city_numbers import ACTS_ON, FITTED_TO, CityNumbers, on_top, parameters_of
from sim.declare import Mistake
from sim.facts.fitted_numbers import FILE, FittedWarning, model_word


@pytest.fixture
def town(tmp_path):
    """A folder of one's own: two districts of Helsinki."""
    return templates.write(str(tmp_path / "town"), "helsinki")


def keep(town, numbers, **more):
    words = {"model": model_word(), "counts": facts.city(town).counts_word, "numbers": numbers, **more}
    (town / FILE).write_text(yaml.safe_dump(words), encoding="utf-8")


def filling(city):
    return next(one for one in city.behaviours if one.name() == "demand").filling


def made_up(life):
    """The years of a town whose answers to its numbers are known: unemployment of 5% at rest, a Gini of .285."""
    said = {name: life.numbers.get(name, number.default) for name, number in CityNumbers.declared.items()}
    log = {name: np.log(value) for name, value in said.items() if value > 0}
    luck = np.random.default_rng(life.seed)
    jobless = logit(0.052) + 1.1 * log["filling"] + 0.35 * log["turnover"] + 0.1 * log["entering"] + luck.normal(0, 0.06)
    first = logit(0.07) + 0.35 * log["filling"] - 0.25 * log["first_posts"] + luck.normal(0, 0.06)
    work = logit(0.78) - 0.22 * log["filling"] - 0.2 * log["turnover"] + 0.25 * log["entering"] + luck.normal(0, 0.03)
    gini = logit(0.285) + 0.45 * log["pay_spread"] - 0.11 * log["sharing"] + luck.normal(0, 0.01)
    high = logit(0.42) + 0.55 * said["tertiary"] - 0.25 * said["leaving"] + luck.normal(0, 0.04)
    low = logit(0.07) + said["leaving"] + luck.normal(0, 0.08)
    same = {"employment": work, "gini": gini, "tertiary": high, "basic": low}
    years = {name: [float(expit(value))] * 25 for name, value in same.items()}
    return {**years, "unemployment": [float(expit(first))] * 5 + [float(expit(jobless))] * 20}


@pytest.mark.parametrize(
    "counts",
    [
        {"unemployment": 0.0855, "first_unemployment": 0.0855, "employment": 0.76, "tertiary": 0.49, "basic": 0.115},
        {"unemployment": 0.101, "first_unemployment": 0.101, "employment": 0.69, "gini": 0.40, "tertiary": 0.33, "basic": 0.2},
        {"unemployment": 0.032, "first_unemployment": 0.045, "employment": 0.80},
    ],
)
def test_a_town_whose_answers_are_known_is_brought_to_its_counts(tmp_path, counts):
    look = fitting.Search("town", 1000, counts, tmp_path, workers=1, live_one=made_up)
    found = fitting.search(look)
    lives_at = dict(zip(look.told, np.mean([look.measured(years) for years in found.after], axis=0), strict=True))
    assert all(abs(lives_at[name] - counts[name]) < city_holds.HELD[name].parts for name in counts), (lives_at, counts)
    assert abs(lives_at["unemployment"] - counts["unemployment"]) < 0.003
    assert set(found.numbers) == {name for name, to in FITTED_TO.items() if set(to) & set(counts)}, "nothing is fitted to what is not told"


def test_every_number_acts_on_rules_and_is_fitted_to_something_held():
    assert set(CityNumbers.declared) == set(ACTS_ON) == set(FITTED_TO)
    assert {name for to in FITTED_TO.values() for name in to} == set(city_holds.HELD)
    for name, number in CityNumbers.declared.items():
        assert parameters_of({name: number.default}) == {}, "at rest it changes nothing"
        moved = parameters_of({name: number.high})
        assert set(moved) == set(ACTS_ON[name])
        for path, value in moved.items():
            card, _, what = path.partition(".")
            declared = catalogue.behaviours()[card].declared[what]
            assert declared.default < value <= declared.high or number.high < 1
    assert on_top({"filling": 1.2}, {"demand.filling": 0.6, "job_search.sent": 2}) == {
        "demand.filling": pytest.approx(0.72), "job_search.sent": 2,
    }, "a set of an ensemble is of all cities, the number of one"  # fmt: skip
    with pytest.raises(Mistake, match="did you mean 'filling'"):
        parameters_of({"fillling": 1.0})


def test_a_fitted_folder_is_used_a_parameter_of_the_user_wins_and_both_identify_results(town):
    before, usual = content_of(town), filling(sim.City(town, residents=300))
    keep(town, {"filling": 1.2})
    assert filling(sim.City(town, residents=300)) == pytest.approx(1.2 * usual)
    assert filling(sim.City(town, residents=300, parameters={"demand.filling": usual})) == usual
    assert content_of(town) != before
    spec = RunSpec(city=str(town), residents=300, months=12, burn_in=0)
    said = RunSpec(city=str(town), residents=300, months=12, burn_in=0, parameters={"demand.filling": usual})
    assert spec.digest != said.digest, "the model's own number is not the city's"


def test_changed_counts_are_not_lived_with_old_numbers_and_a_changed_model_is_told(town):
    keep(town, {"filling": 1.2}, model="another")
    with pytest.warns(FittedWarning, match=r"the model has changed since it was fitted.*learncity fit-city"):
        city = sim.City(town, residents=300)
    assert filling(city) == pytest.approx(1.2 * type(city.behaviours[5]).declared["filling"].default)
    keep(town, {"filling": 1.2})
    with warnings.catch_warnings():
        warnings.simplefilter("error", FittedWarning)
        sim.City(town, residents=300)
    about = town / "city.yaml"
    about.write_text(about.read_text(encoding="utf-8").replace("# EUR a month", "# a comment", 1), encoding="utf-8")
    assert not facts.city(town).fitted.stale, "a comment is no count"
    (town / "activity.csv").write_text((town / "activity.csv").read_text(encoding="utf-8").replace(",630,", ",631,"), encoding="utf-8")
    jobs = pd.read_csv(town / "jobs.csv", dtype={"code": str})
    jobs.iloc[0, 1] += 1
    jobs.to_csv(town / "jobs.csv", index=False)
    with pytest.warns(FittedWarning, match="its counts have changed"):
        city = sim.City(town, residents=300)
    assert facts.city(town).fitted.in_force == {} and filling(city) == type(city.behaviours[5]).declared["filling"].default


@pytest.mark.parametrize(("text", "says"), [("numbers: [1]", "numbers must map"), ("fillling: 1", "unknown key 'fillling'")])
def test_a_file_that_cannot_be_meant_is_named(town, text, says):
    (town / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(Mistake, match=rf"fitted.yaml: {says}"):
        facts.city(town)


def test_a_folder_that_cannot_be_written_has_its_numbers_in_the_cache_and_that_is_said(town, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LEARNCITY_CACHE", str(tmp_path / "cache"))
    (town / FILE).mkdir()
    kept = fit_city.keep(str(town), {"numbers": {"filling": 1.2}})
    assert tmp_path / "cache" in kept.parents and "cannot be written" in capsys.readouterr().err
    assert facts.city(town).fitted.in_force == {"filling": 1.2}
    assert content_of(town) != content_of(templates.write(str(tmp_path / "other" / "town"), "medellin"))


def test_a_city_of_ones_own_is_fitted_when_it_is_first_used_and_only_then(town, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(fit_city, "fit", lambda city, workers=None: asked.append(Path(city).name))
    monkeypatch.delenv(first_use.SETTING)
    first_use.ready(["helsinki", str(town)])
    first_use.ready([str(town)], fit=False)
    assert asked == ["town"] and "not fitted to its counts" in capsys.readouterr().err
    keep(town, {})
    first_use.ready([str(town)])
    assert asked == ["town"], "it has been fitted"
    keep(town, {}, model="another")
    first_use.ready([str(town)])
    assert asked == ["town", "town"]


def test_cities_are_found_in_words_and_in_the_files_they_name(town, tmp_path):
    question = tmp_path / "question.yaml"
    question.write_text(f"title: a\ncity: {town}\n", encoding="utf-8")
    assert first_use.named([f"city={town}", "residents=3", "scenario=skills_first"]) == [str(town)]
    assert first_use.named([f"scenario={question}", "city=nowhere"]) == [str(town)]
    assert first_use.named([f"vary.city=[helsinki,{town}]"]) == ["helsinki", str(town)]


def test_a_page_says_what_the_counts_say_where_the_model_lives_and_where_they_part():
    known = facts.city("medellin")
    frame = [{"seed": seed, "month": month, "unemployment": 0.05 + 0.002 * seed, "employment": city_holds.said(known)["employment"],
              "gini": 0.45} for seed in (1, 2) for month in range(25)]  # fmt: skip
    found = city_holds.of_run(known, pd.DataFrame(frame))
    assert {one["name"]: one["parts"] for one in found} == {"unemployment": True, "employment": False, "gini": False}
    city = {"title": "Medellin", "holds": found, "fitted": {"stale": "its counts have changed", "told": True, "numbers": []}}
    first, last = city_holds.warnings(city)
    assert "your counts say 10.1%, the model lives at 5.3%" in first and "counts have changed" in last
    page = trust.holds(city)
    assert page.count('class="worse"') == 2 and "10.1%" in page and "0.460" in page
    assert city_holds.of_run(known, pd.DataFrame(frame[:7])) == [], "a run of months tells nothing"


@pytest.mark.slow
def test_a_town_is_fitted_tried_kept_and_told(town, monkeypatch, tmp_path):
    monkeypatch.setattr(fitting, "ROUNDS", ((8, 0.25), (6, 0.12)))
    monkeypatch.setattr(fitting, "REPAIRS", 0)
    kept = fit_city.fit(str(town), residents=1000, workers=1)
    fitted = facts.city(town).fitted
    holds = fitted.about["holds"]
    assert kept == town / FILE and fitted.numbers and not fitted.stale
    counts, rest, lives_at = (holds["unemployment"][side] for side in ("counts", "at_rest", "lives_at"))
    assert abs(lives_at - counts) < max(0.02, 0.5 * abs(rest - counts))
