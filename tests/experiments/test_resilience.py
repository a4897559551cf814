"""How a city takes a shock, on an imagined run whose answers are known."""

import re

import numpy as np
import pandas as pd
import pytest

from experiments.figures import profile
from experiments.outcomes import headline, paired_effects, resilience
from experiments.outcomes.definitions import AFTER, BEFORE
from experiments.recording import cohort
from experiments.report.markup import line
from experiments.run import seeds
from sim.city import City
from sim.tables import EMPLOYED, UNEMPLOYED
from tests.experiments import by_hand
from tests.experiments.test_run import question


@pytest.fixture(scope="module")
def found():
    return paired_effects.effects(by_hand.tables(), by_hand.RECORD)


def of(found, outcome, world="shock", window=AFTER, **keys):
    return paired_effects.one(found, outcome, world=world, window=window, **keys)


def test_the_loss_is_the_area_between_the_city_and_its_calm_twin(found):
    row = of(found, "resilience_loss")
    assert (row.baseline, row.policy) == (pytest.approx(12 * 10 + 12 * 5), pytest.approx(12 * 6))
    assert of(found, "resilience_dividend").effect == pytest.approx(180 - 72)


def test_the_loss_in_jobs_counts_months_of_work(found):
    row = of(found, "jobs_lost")
    assert (row.baseline, row.policy) == (pytest.approx(12 * 80 + 12 * 40), pytest.approx(12 * 48))


def test_robustness_is_the_worst_quarter_and_resistance_how_much_shallower_the_fall_is(found):
    row = of(found, "robustness")
    assert (row.baseline, row.policy) == (pytest.approx(0.90), pytest.approx(0.94))
    assert of(found, "resistance").effect == pytest.approx(0.4)


def test_half_of_the_fall_is_back_when_a_quarter_has_passed_after_the_first_year(found):
    row = of(found, "recovery_half_months")
    assert (row.baseline, row.policy) == (15, 14), "the mean of three months reaches half the fall in the third, or 2/3 of it in the second"
    row = of(found, "recovery_months")
    assert (row.baseline, row.policy) == (27, 15)
    assert of(found, "recovery_reached").policy == 1


def test_a_level_that_is_not_reached_counts_as_the_whole_horizon_and_is_told():
    shape = resilience.shape_of(np.array([[0.9] * 24]))
    assert shape["recovery_months"] == [24] and shape["recovery_reached"] == [0]
    assert shape["hysteresis"] == pytest.approx([10]) and shape["recovery"] == pytest.approx([0])


def test_nothing_is_lost_when_nothing_happens():
    shape = resilience.shape_of(np.ones((2, 60)))
    assert all(shape[name] == pytest.approx([0, 0]) for name in
               ("resilience_loss", "resilience_loss_clipped", "recovery_months", "rapidity", "hysteresis", "path_change"))  # fmt: skip
    assert all(shape[name] == pytest.approx([1, 1]) for name in ("robustness", "normalised_resilience", "recovery", "recovery_reached"))


def test_overshoot_sets_off_the_loss_but_not_the_clipped_loss():
    shape = resilience.shape_of(np.array([[0.9] * 12 + [1.1] * 12]))
    assert shape["resilience_loss"] == pytest.approx([0])
    assert shape["resilience_loss_clipped"] == pytest.approx([120 + 10 / 3], rel=0.05)
    assert shape["normalised_resilience"] == pytest.approx([0.95])


def test_a_path_that_still_rises_is_told_in_percent_a_year():
    rising = np.linspace(0.9, 0.9 + 0.001 * 59, 60)[None]
    assert resilience.shape_of(rising)["path_change"] == pytest.approx([1.2])


def test_the_ripple_is_what_is_lost_beside_what_the_shock_itself_takes(found):
    assert of(found, "ripple").baseline == pytest.approx(0.5)


def test_no_ripple_is_told_when_the_shock_itself_takes_no_posts():
    rows = by_hand.monthly()
    assert resilience.ripple(rows.assign(asked_posts=1000.0), 12, 72).ripple.isna().all()


def test_reorientation_is_structural_change_less_that_of_the_calm_twin(found):
    assert of(found, "reorientation", dimension="sector").baseline == pytest.approx(0.10 - 0.05)


def test_what_the_displaced_have_two_years_later(found):
    assert of(found, "displaced").baseline == pytest.approx(0.5)
    assert of(found, "displaced_regained").baseline == pytest.approx(0.5)
    assert of(found, "displaced_elsewhere").baseline == pytest.approx(0.25)
    assert of(found, "displaced", world="calm").baseline == 0


def test_the_low_educated_bear_the_whole_loss(found):
    assert of(found, "work_lost", dimension="education", group="low").baseline == pytest.approx(100 * 60 * 60 / 300)
    assert of(found, "work_lost", dimension="education", group="high").baseline == pytest.approx(0)
    assert of(found, "loss_burden", dimension="education", group="low").policy == pytest.approx(2)


def test_a_loss_of_the_poorer_half_is_concentrated_on_the_poor(found):
    row = of(found, "work_loss_concentration")
    assert row.baseline == pytest.approx(2 * 0.25 - 1)


def test_concentration_by_hand():
    alike = np.ones(10)
    assert resilience.concentration(alike, alike) == pytest.approx(0)
    assert resilience.concentration(np.arange(10) == 9, alike) == pytest.approx(0.9)
    assert np.isnan(resilience.concentration(np.zeros(10), alike))


def test_what_is_in_reserve_before_the_shock(found):
    assert of(found, "reachable_occupations", "calm", BEFORE).baseline == 8
    assert of(found, "spare_seats", "calm", BEFORE).baseline == pytest.approx(0.25)


def test_without_a_shock_nothing_of_resilience_is_told():
    rows = by_hand.tables()
    assert resilience.outcomes(rows, {"months": 72, "shock": {}}).empty
    assert resilience.outcomes(rows, {"months": 12, "shock": by_hand.RECORD["shock"]}).empty


def test_a_null_shock_moves_no_outcome_of_resilience():
    asked = question()
    null = {name: {**card, "depth": 0.0, "start": 1.0} for name, card in asked.shock.items()}
    from dataclasses import replace

    calm = replace(asked, shock=null, seeds=(1, 2), months=24)
    lived = [seeds.simulate_worlds(calm, seed, lambda gone: None) for seed in calm.seeds]
    tables = {name: pd.concat([one[name] for one in lived], ignore_index=True) for name in lived[0]}
    found = paired_effects.effects(tables, calm.settings_dict)
    for name in ("resilience_loss", "jobs_lost", "hysteresis", "work_lost", "income_lost", "recovery_months", "reorientation"):
        rows = found[(found.outcome == name) & (found.world == "shock")]
        assert len(rows) and (rows.baseline == 0).all() and (rows.policy == 0).all(), name
    assert (of(found, "robustness").baseline, of(found, "robustness").policy) == (1, 1)


def test_the_cohort_follows_the_same_people_and_sees_who_loses_a_job_and_gets_back(monkeypatch):
    city = City("helsinki", 300, 2)
    r = city.residents
    followed = cohort.Cohort(city)
    first, second = np.flatnonzero(r.activity[followed.rows] == EMPLOYED)[:2]
    one, other = followed.rows[first], followed.rows[second]
    income = float(r.income[one])
    for month in range(1, 30):
        r.activity[one] = UNEMPLOYED if 3 <= month < 10 else EMPLOYED
        r.income[one] = 0.95 * income
        if month == 5:
            r.id[other] = -1
        followed.look(city)
    assert followed.displaced[first] == 3 and followed.worked[first] == 29 - 7 and followed.seen[second] == 4
    assert followed.followed[first] and followed.regained[first] and followed.at_work[first] and not followed.elsewhere[first]
    whole = followed.table().query("dimension == 'all'").iloc[0]
    assert (whole.displaced, whole.followed, whole.regained) == (1, 1, 1)
    for dimension in ("education", "sex", "income", "district"):
        assert followed.table().query(f"dimension == '{dimension}'").people.sum() == whole.people


def cut_off(found, name="recovery_months"):
    return of(found, name), of(found, name.replace("months", "reached"))


def test_times_that_the_horizon_cuts_off_are_at_least_so_long_and_are_not_compared():
    tables = by_hand.tables()
    rows = tables["monthly"]
    never = (rows.shock != "none") & (rows.world == "baseline") & (rows.month > 12) & (rows.seed == 1)
    rows.loc[never, "employment"] = 0.7
    tables["monthly"] = rows
    found = paired_effects.effects(tables, by_hand.RECORD)
    months, reached = cut_off(found)
    assert (months.baseline, months.policy) == ((60 + 27) / 2, 15) and (reached.baseline, reached.policy) == (0.5, 1.0)
    assert np.isnan([months.effect, months.low, months.high]).all() and months.verdict == resilience.UNFINISHED
    assert np.isfinite(reached.effect) and of(found, "robustness").verdict != resilience.UNFINISHED
    said = {row.label: row for row in headline.rows(found)}["Months until 95% is regained"]
    assert said.baseline == "at least 43.5 (1 of 2 not over)" and said.policy == "15.0" and said.effect == "-"
    cells = line("", months, found)
    told = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", cells)]
    assert told == ["at least 43.5 (1 of 2 not over)", "15.0", "-", "-", resilience.UNFINISHED]


def test_a_bar_is_open_and_goes_on_where_the_time_was_cut_off(found):
    missed = found.copy()
    missed.loc[(missed.outcome == "recovery_reached"), "baseline"] = 0.5
    about = {"question": {**by_hand.RECORD, "scenario": "by_hand", "residents": 1000, "seeds": [1, 2]}, "city": {"title": "A", "year": 1}}
    for table, filled in ((found, [True, True]), (missed, [False, True])):
        ax = profile.draw({"effects": table}, about)[0].axes[1]
        bars = [patch for patch in ax.patches if patch.get_height() == 0.7]
        assert [bar.get_facecolor()[3] == 1 for bar in bars] == filled
        words = " ".join(text.get_text() for text in ax.texts)
        assert ("at least" in words) == (not all(filled))


def test_employment_that_cannot_be_compared_has_no_profile_not_one_without_loss():
    shape = resilience.shape_of(np.array([[1.0] * 24, [1.0] * 12 + [np.nan] * 12]))
    assert shape["resilience_loss"][0] == 0 and all(np.isnan(values[1]) for values in shape.values())
    rows = by_hand.monthly()
    rows.loc[(rows.shock == "none") & (rows.seed == 1), "employment"] = 0.0
    told = resilience.profile(rows, 12, 72).set_index("seed")
    assert told.loc[1, ["robustness", "recovery_months", "hysteresis"]].isna().all(axis=None) and told.loc[2, "robustness"].notna().all()


def test_of_a_shock_after_the_end_nothing_is_told():
    tables = by_hand.tables()
    late = {**by_hand.RECORD, "shock": {"recession": {"start": 72.0, "months": 12.0}}}
    found = paired_effects.effects(tables, late)
    assert not [row for row in headline.rows(found) if row.section == "Resilience"]
    one = paired_effects.effects(
        {name: table[table.seed == 1] if "seed" in table else table for name, table in tables.items()}, by_hand.RECORD
    )
    said = headline.answer(one, {**by_hand.RECORD, "baseline": "none"})
    assert "one seed cannot tell" in said and "no clear effect" not in said and "cannot be told from one seed" in said
