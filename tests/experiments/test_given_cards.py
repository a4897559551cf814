"""Levers, shocks, behaviours and indicators made in a notebook, by class: every face of the model takes them."""

import numpy as np
import pandas as pd
import pytest

import sim
from experiments import compare, simulate
from sim.behaviours.enrolment import Enrolment

SMALL = {"residents": 300, "months": 4, "seeds": 2, "burn_in": 1}


class Evenings(sim.Lever):
    """A lever of a notebook."""

    theme = "access"
    share = sim.param(0.5, "share", "of the schedule barrier that is lifted", "assumed: for the test", 0, 1)

    def apply(self, city):
        city.hall.pay(self, city.hall.available(self), "providers")
        city.conditions.time_help += self.share


class Flood(sim.Shock):
    """A shock of a notebook."""

    size = ("loss",)
    loss = sim.param(0.3, "share", "of demand lost", "assumed: for the test", 0, 1)

    def apply(self, city):
        city.conditions.demand *= 1 - self.loss


class Saving(sim.Behaviour):
    """A behaviour of a notebook with a column."""

    share = sim.param(0.1, "share", "of income", "assumed: for the test", 0, 1)
    saved = sim.column("f4", "EUR", "saved so far", 0, 1e9)

    def act(self, city):
        city.own_columns.saved += self.share * city.residents.income


class Nobody(Enrolment):
    """Nobody begins a course."""

    def act(self, city):
        pass


@sim.indicator("EUR")
def mean_saved(city):
    """Mean of what residents have saved."""
    return float(city.own_columns.saved[city.residents.present == 1].mean()) if "saved" in city.own_columns else 0.0


MONTH = {"saving": "after incomes"}


@pytest.mark.parametrize("kind", [sim.City, sim.LearningCity])
def test_a_city_takes_classes_names_and_cards(kind):
    levers, shocks = ["skills_vouchers", Evenings, sim.levers.Guidance(budget=2e6)], [Flood(start=1), "recession"]
    own = {"behaviours": [Saving], "month": MONTH, "extra_indicators": {"mean_saved": mean_saved}}
    city = kind(residents=300, seed=1, levers=levers, shocks=shocks, **own)
    city.run(3)
    assert [lever.called for lever in city.levers] == ["evenings", "guidance", "skills_vouchers"]
    assert city.indicator("mean_saved") > 0 and (city.own_columns.saved > 0).any()
    assert kind is sim.City or city.mean_saved == city.indicator("mean_saved")


def test_both_are_one_city_month_by_month():
    how = {"residents": 300, "seed": 4, "behaviours": {"saving": Saving}, "month": MONTH}
    one, other = sim.City(**how).run(4), sim.LearningCity(**how).run(4)
    assert np.array_equal(one.own_columns.saved, other.own_columns.saved) and np.array_equal(one.residents.wage, other.residents.wage)
    assert np.array_equal(other.branch().run(2).own_columns.saved, one.branch().run(2).own_columns.saved)


def test_a_behaviour_that_is_not_placed_is_told_what_to_write():
    with pytest.raises(sim.Mistake, match="saving"):
        sim.LearningCity(residents=100, behaviours=[Saving])
    with pytest.raises(sim.Mistake, match=r"month=\{'saving': 'after incomes'\}"):
        simulate("baseline", behaviours=[Saving], **SMALL)


def test_simulate_takes_them_and_several_seeds_and_groups():
    own = {"behaviours": [Saving, Nobody], "month": {**MONTH, "nobody": "instead of enrolment"}, "indicators": [mean_saved]}
    more = {"levers": [Evenings(budget=5e6)], "shock": Flood(start=1), "what": ["monthly", "groups"]}
    found = simulate({"shock": "none"}, **own, **more, **{**SMALL, "seeds": [7, 3]})
    monthly = found["monthly"]
    assert set(monthly.seed) == {3, 7} and set(monthly["shock"]) == {"none", "flood"} and {"dimension", "group"} <= set(found["groups"])
    assert (monthly[monthly.month == 4].mean_saved > monthly[monthly.month == 1].mean_saved.max()).all()
    usual = simulate({"shock": "none"}, **{**SMALL, "seeds": [7, 3]})
    assert usual[usual.month == 4].participation.mean() > monthly[(monthly.month == 4) & (monthly["shock"] == "none")].participation.mean()


def test_names_and_numbers_are_laid_over_the_scenario():
    one = simulate("baseline", levers={"guidance": {"budget": 9e6}}, what="ledger", **SMALL)
    other = simulate({"levers": {"guidance": {"budget": 9e6}}}, what="ledger", **SMALL)
    pd.testing.assert_frame_equal(one.drop(columns="scenario", errors="ignore"), other.drop(columns="scenario", errors="ignore"))
    with pytest.raises(sim.Mistake, match="did you mean 'guidance'"):
        simulate("baseline", levers=["guidence"], **SMALL)


def test_classes_of_a_notebook_stay_in_its_process():
    with pytest.raises(sim.Mistake, match="workers=1, or put them into a file"):
        simulate("baseline", levers=[Evenings], workers=2, **SMALL)


class SkillsVouchers(sim.Lever):
    """A lever with a name that is taken."""

    def apply(self, city):
        pass


def test_a_name_that_is_taken_is_refused():
    with pytest.raises(sim.Mistake, match="there is lever skills_vouchers already"):
        simulate("baseline", levers=[SkillsVouchers], **SMALL)
    with pytest.raises(sim.Mistake, match=r"must be a function under @sim.indicator"):
        simulate("baseline", indicators=[len], **SMALL)


def test_effects_come_by_seed_and_levers_act_in_one_world():
    how = {**SMALL, "months": 12, "seeds": [3, 5, 9]}
    each = compare("baseline", levers=[Evenings(budget=9e6)], each_seed=True, **how)
    rows = each[(each.outcome == "spending") & (each.dimension == "all") & (each.world == "calm")]
    assert set(rows.seed) == {3, 5, 9} and (rows.effect > 0).all() and (rows.baseline == 0).all()
    told = compare("baseline", levers=[Evenings(budget=9e6)], **how)
    same = told[(told.outcome == "spending") & (told.dimension == "all") & (told.world == "calm")].set_index("window").effect
    assert np.allclose(rows.groupby("window").effect.mean(), same.reindex(sorted(rows.window.unique())))
