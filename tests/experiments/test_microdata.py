"""People out of the model: frames, friendships, panels; and what ``simulate`` gives and takes."""

import networkx
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import sim
from experiments import panel, simulate
from sim.tables import tables

SMALL = {"residents": 300, "burn_in": 2}


@pytest.fixture(scope="module")
def city():
    return sim.City(residents=300, seed=1, levers=["skills_vouchers"], shocks=[sim.shocks.Recession]).run(4)


@pytest.mark.parametrize("name", sorted(tables()))
def test_every_table_is_a_frame_with_units(city, name):
    frame = getattr(city, name).to_frame()
    assert list(frame.attrs["units"]) == list(frame.columns) and set(frame.attrs["meanings"]) == set(frame.columns)
    assert len(city.to_frame(name)) == len(frame)


def test_only_who_lives_there_is_in_the_frame(city):
    r, frame = city.residents, city.residents.to_frame(["id", "skill"])
    assert (frame.id == r.id[r.present == 1]).all() and np.array_equal(frame.skill_health, r.skill[frame.index, 7])
    words = city.to_frame(columns=["activity", "district", "occupation"])
    assert (words.activity == "employed").sum() == (r.activity[frame.index] == 3).sum()
    assert words.occupation[words.activity == "employed"].notna().all()


def test_friendships_are_pairs_of_people_who_live_there(city):
    edges, graph = city.friendships(), city.friendships(graph=True)
    assert (edges.a < edges.b).all() and not edges.duplicated(["a", "b"]).any()
    assert isinstance(graph, networkx.Graph) and graph.number_of_edges() == len(edges)
    assert graph.number_of_nodes() == (city.residents.present == 1).sum()


def test_a_city_tells_what_it_is(city):
    assert "skills_vouchers" in repr(city) and "recession" in repr(city) and "<svg" in city._repr_html_()
    assert repr(sim.levers.SkillsVouchers(share=0.25, budget=2e6)) == "SkillsVouchers(budget=2000000, share=0.25)"
    assert "EUR/month" in city.residents._repr_html_() and "wage: f4, EUR/month" in type(city.residents).__doc__


def test_everything_public_is_seen_by_dir():
    assert {"City", "LearningCity", "levers", "shocks"} <= set(dir(sim)) and "SkillsVouchers" in dir(sim.levers)
    for name in sim.__all__:
        assert getattr(sim, name) is not None


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"levers": ["skill_vouchers"]}, "did you mean 'skills_vouchers'"),
        ({"levers": [3]}, "3 is no lever; write a name or a card, such as 'skills_vouchers' or sim.levers.SkillsVouchers"),
        ({"shocks": {"recession": {"depht": 1}}}, "did you mean 'depth'"),
    ],
)
def test_a_wrong_card_is_told_what_to_write(how, told):
    with pytest.raises(sim.Mistake, match=told):
        sim.City(residents=100, **how)


def test_simulate_gives_every_table_of_the_seeds_that_are_named():
    found = simulate("skills_first", months=3, seeds=[5, 2], what="all", **SMALL)
    assert set(found["monthly"].seed) == {2, 5} and {"groups", "ledger", "cohort"} <= set(found)
    groups = simulate("skills_first", months=3, seeds=[2], what="groups", **SMALL)
    pd.testing.assert_frame_equal(groups, found["groups"][found["groups"].seed == 2].reset_index(drop=True))
    with pytest.raises(sim.Mistake, match="simulate: what: unknown table 'group'"):
        simulate("skills_first", months=3, seeds=1, what="group", **SMALL)
    with pytest.raises(sim.Mistake, match="a list of different ones"):
        simulate("skills_first", months=3, seeds=[2, 2], **SMALL)


def test_a_city_may_be_simulated_from_its_first_month():
    found = simulate("baseline", residents=300, months=2, seeds=1, burn_in=0)
    assert found.unemployment.between(0, 1).all() and len(found) == 3


def test_a_panel_follows_the_same_people_in_both_worlds(tmp_path):
    file = panel("skills_first", tmp_path / "people.parquet", columns=["wage", "activity", "skill"], every=2, months=4, seeds=[3], **SMALL)
    rows = pd.read_parquet(file)
    assert set(rows.month) == {0, 2, 4} and set(rows.world) == {"baseline", "policy"} and "skill_basic" in rows
    start = rows[rows.month == 0].set_index("id")
    assert start[start.world == "policy"].wage.equals(start[start.world == "baseline"].wage)
    assert pq.read_schema(file).metadata[b"wage [EUR/month]"]
    with pytest.raises(sim.Mistake, match="panel: columns: unknown column of residents 'wages' - did you mean 'wage'"):
        panel("skills_first", tmp_path / "other.parquet", columns=["wages"], every=2, months=4, **SMALL)
    assert [one.name for one in tmp_path.iterdir()] == ["people.parquet"]
