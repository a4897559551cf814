"""Who meets whom: regional, thematic, random or by way of a few hubs, with about as many links in each."""

from collections.abc import Callable

import networkx as nx
import numpy as np

from experiments.network.cities import Cities


def regional(cities: Cities, degree: int, seed: int) -> nx.Graph:
    """Every city meets those nearest to it."""
    apart = np.hypot(cities.x[:, None] - cities.x, cities.y[:, None] - cities.y)
    np.fill_diagonal(apart, np.inf)
    graph, nearest = empty(cities), min(len(cities) - 1, max(1, degree * 3 // 4))
    for i, row in enumerate(apart):
        graph.add_edges_from((i, int(j)) for j in np.argsort(row, kind="stable")[:nearest])
    return graph


def thematic(cities: Cities, degree: int, seed: int) -> nx.Graph:
    """Cities meet others that want the same, wherever they are."""
    graph = empty(cities)
    for goal in np.unique(cities.goal):
        members = np.flatnonzero(cities.goal == goal).tolist()
        inside = at_random(len(members), degree, seed + int(goal))
        graph.add_edges_from((members[a], members[b]) for a, b in inside.edges)
    return graph


def at_random(cities: int, degree: int, seed: int) -> nx.Graph:
    """Whoever the lot brings together; nobody is left alone."""
    degree = min(degree, cities - 1)
    degree -= degree * cities % 2
    return nx.random_regular_graph(degree, cities, seed=seed) if degree > 0 else nx.empty_graph(cities)


def hub(cities: Cities, degree: int, seed: int) -> nx.Graph:
    """A few co-ordinating cities meet everybody; the others meet them only."""
    graph, hubs = empty(cities), max(1, degree // 2)
    chosen = np.argsort(-cities.residents, kind="stable")[:hubs].tolist()
    graph.add_edges_from((h, i) for h in chosen for i in range(len(cities)) if i != h)
    return graph


def empty(cities: Cities) -> nx.Graph:
    """No links yet."""
    return nx.empty_graph(len(cities))


KINDS: dict[str, Callable[[Cities, int, int], nx.Graph]] = {
    "regional": regional,
    "thematic": thematic,
    "random": lambda cities, degree, seed: at_random(len(cities), degree, seed),
    "hub": hub,
}


def hands(graph: nx.Graph, reach: int) -> np.ndarray:
    """Through how many hands a report goes from city j to city i, shape (cities, cities): 0 its own, -1 never."""
    found = np.full((len(graph), len(graph)), -1)
    for i, lengths in nx.all_pairs_shortest_path_length(graph, cutoff=reach):
        for j, steps in lengths.items():
            found[i, j] = steps
    return found


def alone(cities: int) -> np.ndarray:
    """Every city reads its own reports only."""
    return np.where(np.eye(cities, dtype=bool), 0, -1)
