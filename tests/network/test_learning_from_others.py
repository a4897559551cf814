"""How cities learn from each other, in words and without any model: reports, beliefs, example, purse, and bad practice."""

import networkx as nx
import numpy as np
import pytest

from experiments.network import adoption_rules, topology
from experiments.network import cities as places
from experiments.network.adoption_rules import GOALS, Exchange
from experiments.network.cities import Context
from experiments.network.practices import Practice
from experiments.network.world import World
from sim.city import make_behaviours

RULES = Exchange(lag_least=0, lag_most=0, patience=1, survey=0.5)
GOOD, BAD, SHOWY = (Practice(name, name, {}, 5.0, appeal) for name, appeal in (("good", 1.0), ("bad", 1.0), ("showy", 3.0)))
EFFECT = np.array([1.0, -1.0, 0.0])


@pytest.fixture(scope="module")
def cities():
    return places.draw(3, 60, 5, 1000, Context())


def history(cities, kind, effect=EFFECT, years=25, p=RULES, member=True):
    """A world in which every practice simply has its effect on every goal."""
    graph = topology.KINDS[kind](cities, 6, 1) if kind else None
    between = topology.hands(graph, int(p.reach)) if kind else topology.alone(len(cities))
    world = World(kind or "alone", cities, (GOOD, BAD, SHOWY), p, between, 1, member=member and bool(kind))
    outcome = np.zeros((len(cities), len(GOALS), 0))
    used, sure = [], []
    for year in range(years):
        now = world.in_use(12 * year) @ effect
        outcome = np.concatenate([outcome, np.repeat(now[:, None, None], len(GOALS), 1)], axis=2)
        world.look_back(year, outcome, np.full(len(GOALS), p.survey))
        told = world.decide(year)
        used.append(world.in_use(12 * (year + 1)).mean(axis=0))
        sure.append(told.groupby("practice", sort=False).conviction.mean().to_numpy())
    return np.array(used), np.array(sure)


def test_evidence_moves_cities_to_what_works_and_away_from_what_does_harm(cities):
    used, sure = history(cities, "random")
    assert used[-5:, 0].mean() > 2 * used[-5:, 1].mean()
    assert sure[-1, 0] > 0.3 and sure[-1, 1] < -0.3


def test_cities_learn_sooner_from_each_other_than_alone(cities):
    together, alone = (history(cities, kind)[1] for kind in ("random", None))
    assert together[8, 0] > alone[8, 0] and together[8, 1] < alone[8, 1]


def test_a_practice_that_only_shows_well_spreads_before_it_is_found_out(cities):
    used, sure = history(cities, "random", np.array([-1.0, -1.0, 0.0]), years=40)
    assert used[:10, 2].max() > 2 * used[:10, :2].max(), "appeal comes first"
    assert sure[-1, 2] < 0 and used[-5:, 2].mean() < used[:, 2].max(), "evidence comes later"


def test_before_and_after_gives_it_the_credit_of_what_works_beside_it(cities):
    """Who uses both sees the city better than before, and believes it of both: it is not found out."""
    (beside, sure), (without, doubt) = (history(cities, "random", np.array([good, 0.0, 0.0]), years=40) for good in (1.0, 0.0))
    assert sure[-1, 2] > 0.2 > doubt[-1, 2]
    assert beside[-5:, 2].mean() > 1.2 * without[-5:, 2].mean()


def test_nothing_is_learned_where_nobody_reports(cities):
    _, sure = history(cities, None, years=2)
    assert np.abs(sure).max() < 0.25


def test_a_report_counts_less_from_a_city_that_is_different_and_through_many_hands(cities):
    near, far = (
        adoption_rules.believed(np.array([[1.0]]), np.array([[4.0]]), 0, 0.5),
        adoption_rules.believed(np.array([[1.0]]), np.array([[1.0]]), 0, 0.5),
    )
    assert near[0] > far[0] and near[1] < far[1]
    path = topology.hands(nx.path_graph(4), 2)
    assert path[0].tolist() == [0, 1, 2, -1]


def test_conviction_weighs_cost_and_is_nought_without_evidence():
    sd = np.array([0.5, 0.1, 0.1])
    found = adoption_rules.conviction(np.array([0.0, 0.5, 0.5]), sd, np.array([0.1, 0.1, 0.9]), 0.5)
    assert found[0] == 0 and found[1] > 0.9 and found[2] < -0.9


def test_convincing_evidence_adds_ten_points_a_year():
    p, none = Exchange(), np.zeros(1)
    told, untold = (adoption_rules.chance_of_taking_up(p, np.array([sure]), none, np.ones(1))[0] for sure in (1.0, 0.0))
    assert told - untold == pytest.approx(0.10)
    assert adoption_rules.chance_of_taking_up(p, np.array([-1.0]), np.ones(1), np.ones(1))[0] == 0
    assert adoption_rules.chance_of_dropping(p, np.array([-1.0]))[0] > 5 * adoption_rules.chance_of_dropping(p, np.array([1.0]))[0]


def test_grants_and_tools_come_with_the_network_only(cities):
    p = Exchange(lag_least=12, lag_most=12, grants=1, tries=1, tools=0.5)
    told = {}
    for member in (True, False):
        world = World("w", cities, (GOOD,), p, topology.alone(len(cities)), 1, member=member)
        world.look_back(0, np.zeros((len(cities), len(GOALS), 1)), world.noise)
        world.decide(0)
        told[member] = (world.start[:, 0].min(), (world.granted == 0).all(), (world.awarded == 0).any())
    assert told[True][:2] == (18, True) and told[False] == (24, False, False)


def test_awards_go_to_those_that_do_most_whatever_comes_of_it(cities):
    p = Exchange(lag_least=0, lag_most=0, awards=0.1, tries=0.3)
    world = World("w", cities, (GOOD, SHOWY), p, topology.alone(len(cities)), 1, member=True)
    for year in range(3):
        world.look_back(year, np.zeros((len(cities), len(GOALS), year + 1)), world.noise)
        world.decide(year)
    best = world.awarded == 2
    does = world.in_use(36) @ np.array([1.0, 3.0])
    assert best.sum() == 6 and does[best].min() >= does[~best].max()
    assert all("award" in {what for what, *_ in world.doing(city, 3)} for city in np.flatnonzero(best))


@pytest.mark.parametrize("kind", topology.KINDS)
def test_every_city_meets_somebody_and_links_are_about_as_many(cities, kind):
    graph = topology.KINDS[kind](cities, 6, 1)
    assert len(graph) == len(cities) and min(dict(graph.degree).values()) >= 1
    assert 3.5 < 2 * graph.number_of_edges() / len(graph) < 8


@pytest.mark.parametrize("kind", topology.KINDS)
def test_two_cities_have_each_other_whatever_is_asked(kind):
    graph = topology.KINDS[kind](places.draw(1, 2, 1, 500, Context()), 6, 1)
    assert not list(nx.selfloop_edges(graph)) and graph.number_of_edges() <= 1


def test_regions_are_near_and_themes_alike(cities):
    apart = np.hypot(cities.x[:, None] - cities.x, cities.y[:, None] - cities.y)
    near, far = (np.mean([apart[a, b] for a, b in topology.KINDS[kind](cities, 6, 1).edges]) for kind in ("regional", "random"))
    assert near < 0.5 * far
    assert all(cities.goal[a] == cities.goal[b] for a, b in topology.KINDS["thematic"](cities, 6, 1).edges)


def test_cities_differ_within_what_the_model_allows(cities):
    for parameters in cities.parameters:
        make_behaviours(parameters)
    assert len({tuple(parameters.items()) for parameters in cities.parameters}) == len(cities)
    assert 0.5 < np.median(cities.distance[~np.eye(len(cities), dtype=bool)]) < 1.5
    few = places.draw(3, 10, 5, 1000, Context())
    assert (few.context == cities.context[:10]).all() and (few.residents == cities.residents[:10]).all()


def test_neighbours_share_their_context():
    found = places.draw(1, 400, 20, 1000, Context(regional=0.9))
    same = found.region[:, None] == found.region
    assert found.distance[same & ~np.eye(400, dtype=bool)].mean() < 0.6 * found.distance[~same].mean()
