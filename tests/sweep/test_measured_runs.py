"""What is kept of a run is what `learncity run` shows of it, however many runs are measured together."""

import numpy as np
import pandas as pd
import pytest

from experiments import compare
from experiments.recording import batch_tables
from experiments.run import seeds
from experiments.sweep.results import open_store
from sim import catalogue
from sim.city import City

MONTHS = 31


@pytest.fixture(scope="module")
def cities():
    young = City("medellin", 400, 4).run(6)
    cards = [card(budget=5e6) for card in catalogue.levers().values()]
    return {"few": young.branch(cards[:2], []).run(MONTHS), "many": young.branch(cards[2:], []).run(MONTHS)}


@pytest.fixture(scope="module")
def tables(cities):
    found = batch_tables.measured([batch_tables.record(name, city, MONTHS) for name, city in cities.items()])
    return {name: table.to_pandas() for name, table in found.items()}


@pytest.fixture(scope="module", params=["few", "many"])
def both(request, cities, tables):
    mine = {name: table[table.run == request.param].drop(columns="run").reset_index(drop=True) for name, table in tables.items()}
    return mine, seeds.tables_of(cities[request.param], MONTHS)


def test_months_are_the_indicators_of_the_city(both):
    mine, theirs = both
    assert mine["monthly"].columns.tolist() == theirs["monthly"].columns.tolist()
    for name in theirs["monthly"]:
        assert mine["monthly"][name].to_numpy() == pytest.approx(theirs["monthly"][name].to_numpy(), rel=1e-6, nan_ok=True)


def test_groups_are_the_same_yearly_means(both):
    keys = ["month", "dimension", "group"]
    mine, theirs = (tables["groups"].sort_values(keys, ignore_index=True) for tables in both)
    assert mine[keys].astype({"month": int}).equals(theirs[keys].astype({"month": int, "dimension": str, "group": str}))
    for name in theirs.columns.drop(keys):
        assert mine[name].to_numpy() == pytest.approx(theirs[name].to_numpy(), rel=1e-5, abs=1e-6, nan_ok=True)


def test_the_ledger_has_every_euro(both):
    mine, theirs = (tables["ledger"].sort_values(["month", "lever", "recipient"], ignore_index=True) for tables in both)
    assert len(mine) > 50
    assert mine.euros.tolist() == theirs.euros.tolist() and mine.lever.tolist() == theirs.lever.tolist()


def test_flows_are_people_of_the_real_city(both, cities, tables):
    city = cities["few"]
    births = sum(month[0] for month in city.observations.tallies[1:]) * city.weight
    assert tables["flows"].query("run == 'few'").births.sum() == pytest.approx(births, rel=1e-6)


def test_shares_of_a_spread_end_at_one_and_lie_below_equality(tables):
    income = tables["spread"].query("what == 'income' and run == 'few'")
    assert income.share.iloc[-1] == pytest.approx(1)
    assert (income.share <= income.percentile / 100 + 1e-6).all() and income.share.is_monotonic_increasing


def test_measured_alone_or_together_is_the_same(cities, tables):
    alone = batch_tables.measured([batch_tables.record("many", cities["many"], MONTHS)])
    for name, table in tables.items():
        mine = table[table.run == "many"].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone[name].to_pandas(), mine)


def test_one_month_and_one_resident_can_be_measured():
    city = City("helsinki", 1, 1).branch([], []).run(1)
    found = batch_tables.measured([batch_tables.record("one", city, 1)])
    assert found["monthly"].num_rows == 2 and found["groups"].num_rows > 0


def test_a_sweep_of_one_scenario_finds_the_effects_of_a_run(swept, tmp_path):
    settings = {"residents": 300, "months": 6, "seeds": 2, "burn_in": 2, "shock": {"recession": {"start": 1}}}
    theirs = compare("skills_first", **settings)
    done = swept("scenario=skills_first")
    mine = pd.concat([done.effects, open_store(tmp_path / "store").district_effects(done.folder.name)])
    keys = ["outcome", "dimension", "group", "world", "window"]
    both = theirs.merge(mine, on=keys, suffixes=("", "_mine"))
    assert len(both) == len(mine) > 1500, "whatever a sweep tells, a run tells too"
    ratio = both.outcome.str.startswith(("mvpf", "path_change")).to_numpy()  # differences of large sums, divided; slopes over a few months
    size = 1 + both.baseline.abs().fillna(0).to_numpy()  # a store keeps seven digits of a level
    for name in ("baseline", "policy", "effect", "low", "high", "seeds"):
        told = (both[f"{name}_mine"].to_numpy(float) / size, both[name].to_numpy(float) / size)
        told = tuple(np.where(ratio, values / 100, values) for values in told)
        digits = 2e-5 if name in ("low", "high") else 2e-6  # the ends of an interval over two seeds lie six standard errors away
        assert told[0] == pytest.approx(told[1], rel=1e-5, abs=digits, nan_ok=True), name
    sure = np.abs(both.effect) > 1e-6
    assert (both.verdict_mine == both.verdict)[sure].all()
