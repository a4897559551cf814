"""Nobody counted is not zero: empty groups, tiny cities and everything that is told of them."""

import re
import warnings
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments import figures, report
from experiments.figures.style import band
from experiments.outcomes import headline, paired_effects, unspent, wording
from experiments.outcomes.definitions import LATE
from experiments.outcomes.paired_effects import FEW
from experiments.recording import run_tables
from experiments.recording.run_tables import known_mean, known_means
from experiments.report import brief
from experiments.run import job, seeds
from sim import catalogue
from sim.catalogue import indicators
from sim.cells import Cells
from sim.city import City
from sim.observation import BY_DISTRICT, FIELDS
from sim.tables import UNEMPLOYED
from tests.experiments import by_hand
from tests.experiments.test_run import question

COUNTS = ("population", "jobs", "course_starts", "held_posts", "asked_posts")
EUROS = ("spending", "taxes", "jobless_benefits", "other_benefits", "fiscal_balance", "disposable")


@pytest.mark.parametrize("name", sorted(set(catalogue.indicators()) - {*COUNTS, *EUROS}))
def test_a_share_or_mean_of_nobody_is_not_a_number(name):
    class Nobody(SimpleNamespace):
        def __getattr__(self, field):
            return np.zeros(3)

    value = np.asarray(catalogue.indicators()[name](Nobody(weight=1.0)))
    assert value.shape == (3,) and np.isnan(value).all()


def test_what_is_not_counted_by_district_is_not_zero_there_and_the_rest_adds_up_to_the_city():
    city = City("helsinki", 400, 1).run(2)
    whole, places = city.observations.counts(), city.observations.counts("district")
    for number, name in enumerate(FIELDS):
        found = getattr(places, name)
        if number in BY_DISTRICT:
            assert found.sum(axis=1) == pytest.approx(getattr(whole, name), rel=1e-5), name
        else:
            assert np.isnan(found).all(), name


def test_a_district_without_residents_or_workers_has_no_pay_in_any_table():
    city = City("helsinki", 60, 3).run(3)
    rows = city.observations.by_group("district")
    empty = rows.population == 0
    assert empty.any() and rows[empty].drop(columns=["month", "dimension", "group", "population", "jobs"]).isna().all(axis=None)
    idle = (rows.jobs == 0) & ~empty
    assert idle.any() and rows[idle].mean_wage.isna().all() and (rows.mean_wage.dropna() > 0).all()


def of_one_group(jobless: list[int]) -> tuple:
    """Months in which one cell has ten employed and so many unemployed, and what else ``by_year`` reads."""
    cube = np.zeros((len(jobless) + 1, 1, len(FIELDS)), np.float32)
    for month, count in enumerate([0, *jobless]):
        here = {"people": 10 + count, "employed": 10, "unemployed": count, "long_term": count // 2}
        for name, value in here.items():
            cube[month, 0, list(FIELDS).index(name)] = value
    districts = [np.zeros((1, len(FIELDS)), np.float32)] * len(cube)
    return SimpleNamespace(districts=districts, indicators=indicators()), Cells(list(cube), [np.zeros(1, int)] * len(cube))


def test_a_yearly_mean_is_over_the_months_in_which_somebody_was_counted_and_says_how_many():
    rows = run_tables.by_year(*of_one_group([0] * 10 + [2, 2]), months=12)
    row = rows[(rows.dimension == "sex")].iloc[0]
    assert row.long_term_share == pytest.approx(0.5), "two months with half of the unemployed long out of work, ten without any"
    assert row.months == 12 and row.unemployment_months == 12 and row.participation_months == 0 and np.isnan(row.participation)


def test_a_year_counts_in_a_longer_mean_for_the_months_in_which_somebody_was_counted():
    rows = pd.DataFrame({"dimension": "sex", "group": "men", "world": "policy", "shock": "none", "seed": 1, "months": [12, 12, 12],
                         "mean_wage": [1000.0, 4000.0, np.nan], "mean_wage_months": [9, 3, 0]})  # fmt: skip
    assert paired_effects.means(rows, ["mean_wage"]).value.tolist() == [1750.0]
    assert paired_effects.means(rows.tail(1), ["mean_wage"]).value.isna().all()


def test_means_of_nothing_are_not_a_number_and_warn_nobody():
    nothing = np.full((2, 3), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(known_mean(nothing, 1)).all()
        means, months = known_means(nothing, np.array([0]), 1)
        assert np.isnan(means).all() and (months == 0).all()
        assert all(np.isnan(part).all() for part in band(nothing))
        mean, low, high = band(np.array([[1.0, np.nan], [3.0, 2.0]]))
    assert mean.tolist() == [2.0, 2.0] and low[0] < 2 < high[0] and low[1] == high[1] == 2.0


def test_a_seed_in_which_one_side_has_nobody_is_no_pair():
    tables = by_hand.tables()
    gone = (tables["groups"].group == "low") & (tables["groups"].seed == 1) & (tables["groups"].world == "policy")
    tables["groups"].loc[gone, "participation"] = np.nan
    row = paired_effects.one(
        paired_effects.effects(tables, by_hand.RECORD), "participation", dimension="education", group="low", window=LATE
    )
    assert row.seeds == 1 and row.verdict == "one seed: no interval" and row.effect == pytest.approx(0.1)


def test_of_a_group_of_few_people_nothing_is_told_but_it_is_kept():
    tables = by_hand.tables()
    tables["groups"].loc[tables["groups"].group == "low", "population"] = 9.9
    found = paired_effects.effects(tables, by_hand.RECORD)
    keys = {"dimension": "education", "group": "low", "window": LATE}
    row, said = (paired_effects.one(table, "unemployment", **keys) for table in (found, paired_effects.mask_few(found)))
    assert row.residents == pytest.approx(9.9) and row.baseline == pytest.approx(0.2)
    assert said.verdict == FEW and np.isnan(said.baseline) and headline.line("", said)[2:6] == ("-", "-", "-", "-")
    assert paired_effects.one(paired_effects.mask_few(found), "unemployment_gap", dimension="education", window=LATE).verdict == FEW
    assert paired_effects.one(paired_effects.mask_few(found), "access_ratio", window=LATE).verdict == FEW
    assert paired_effects.one(paired_effects.mask_few(found), "unemployment", window=LATE).verdict != FEW, "the whole city is always told"
    assert paired_effects.one(paired_effects.mask_few(found), "unemployment", **{**keys, "group": "high"}).verdict != FEW


def test_a_group_without_anybody_keeps_its_line_in_the_table_that_everybody_looks_at():
    said = {row.label.strip(): row for row in headline.rows(paired_effects.effects(by_hand.tables(), by_hand.RECORD))}
    assert said["medium education"][2:] == ("-", "-", "-", "-", FEW) and said["low education"].verdict != FEW


@pytest.mark.parametrize(
    "verdict", ["no clear effect", "one seed: no interval", "cannot be told", "too few to tell", FEW, "not over in every seed"]
)
def test_what_cannot_be_told_is_never_clear(verdict):
    assert not wording.clear(pd.Series({"verdict": verdict}))


@pytest.mark.parametrize("residents", [1, pytest.param(4, marks=pytest.mark.slow)])
def test_a_city_of_almost_nobody_is_told_without_a_nan_a_warning_or_a_made_up_zero(tmp_path, residents):
    asked = replace(question(), residents=residents, seeds=(1, 2, 3), months=26)
    asked = replace(asked, shock={name: {**card, "start": 6.0} for name, card in asked.shock.items()})
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        lived = [seeds.simulate_worlds(asked, seed, lambda gone: None) for seed in asked.seeds]
        tables = {name: pd.concat([one[name] for one in lived], ignore_index=True) for name in lived[0]} | {
            "districts": job.districts(asked)
        }
        tables["unspent"] = unspent.by_lever(tables["budgets"])
        found = paired_effects.effects(tables, asked.settings_dict)
        tables["effects"] = paired_effects.mask_few(found)
        about = {"question": asked.settings_dict, "city": {"title": "Helsinki", "year": 2024, "people_per_resident": 1.0}}
        about |= {"assumed": [], "made_at": "2026-01-01T00:00:00+00:00"}
        drawn = figures.draw_all(tables, about, tmp_path)
    assert (found[found.outcome == "mean_wage"].baseline > 0).all() and (found[found.outcome == "mean_income"].baseline > 0).all()
    shown = [brief.brief(tables, about, drawn)] + [report.page.__globals__[part](tables, about, drawn) for part in ("effects", "who")]
    assert not re.search(r"\bnan\b", re.sub(r"<svg.*?</svg>", "", " ".join(shown), flags=re.S))
    assert all("nan" not in field for row in headline.rows(tables["effects"]) for field in row[2:])


def test_a_city_in_which_nobody_is_of_working_age_is_told_too():
    asked = replace(question(), residents=1, seeds=(1,), months=3, burn_in=1)
    tables = seeds.simulate_worlds(asked, 1, lambda gone: None) | {"districts": job.districts(asked)}
    assert tables["cohort"].empty, "another seed is needed: somebody of 18 to 64 lives here"
    found = paired_effects.effects(tables, asked.settings_dict)
    assert "asked_posts" in set(found.outcome) and not {"work_lost", "displaced", "robustness"} & set(found.outcome)


def test_nobody_unemployed_is_no_long_term_share_in_the_history_and_in_mesa():
    from sim.model import LearningCity

    model = LearningCity("helsinki", 3, 5)
    for _ in range(3):
        model.step()
    jobless = model.residents.activity[model.residents.present == 1] == UNEMPLOYED
    history, collected = model.history, model.datacollector.get_model_vars_dataframe()
    assert history.long_term_share.isna().iloc[-1] == (not jobless.any())
    pd.testing.assert_series_equal(history.long_term_share, collected.long_term_share, check_names=False, check_index=False)
