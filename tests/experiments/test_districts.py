"""A map tells no more than is known: shapes by the nearest middle or the city's own, estimates shrunken as far as luck explains them."""

import json

import numpy as np
import pandas as pd
import pytest

from experiments.figures import districts, outlines
from experiments.outcomes.shrinkage import shrunken
from sim.declare import Mistake
from tests.experiments.test_figures import ABOUT


def area(ring):
    (x, y), (to_x, to_y) = ring.T, np.roll(ring, -1, axis=0).T
    return abs((x * to_y - to_x * y).sum()) / 2


def inside(ring, point):
    """Whether a point lies in a convex ring."""
    there = np.roll(ring, -1, axis=0) - ring
    turn = there[:, 0] * (point[1] - ring[:, 1]) - there[:, 1] * (point[0] - ring[:, 0])
    return (turn >= -1e-9).all() or (turn <= 1e-9).all()


def test_every_point_lies_in_the_shape_of_its_nearest_middle_and_in_no_other():
    luck = np.random.default_rng(1)
    middles = luck.uniform(-5, 5, (40, 2))
    shapes = outlines.nearest(*middles.T)
    held = 0
    for point in luck.uniform(-5, 5, (500, 2)):
        owners = [k for k, (ring,) in enumerate(shapes) if inside(ring, point)]
        nearest = int(np.argmin(np.hypot(*(middles - point).T)))
        assert owners in ([], [nearest])
        held += len(owners)
    assert held > 400 and all(inside(shapes[k][0], middles[k]) for k in range(len(middles)))


def test_a_shape_ends_at_the_rim_of_the_city_and_far_from_its_middle():
    grid = np.array([(x, y) for x in range(5) for y in range(5)], float)
    shapes = outlines.nearest(*np.vstack([grid, [30.0, 2.0]]).T)
    assert area(shapes[12][0]) == pytest.approx(1.0), "within a grid each has its square"
    assert max(area(ring) for (ring,) in shapes[:25]) < 5
    lone = shapes[25][0]
    assert np.ptp(lone[:, 1]) < 30, "an island does not reach for the mainland's whole side"


@pytest.mark.parametrize("places", [[(0, 0), (1, 0)], [(0, 0), (0, 0), (3, 1)], [(0, 0), (1, 1), (2, 2)], [(4, 4)]])
def test_few_places_on_a_line_or_on_one_spot_have_shapes_too(places):
    shapes = outlines.nearest(*np.array(places, float).T)
    assert len(shapes) == len(places) and all(area(ring) > 0 for (ring,) in shapes)


def square(east, north, side=0.01):
    return [[[east + dx * side, north + dy * side] for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]]


def geojson(tmp_path, features):
    file = tmp_path / outlines.FILE
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def feature(code, coordinates, kind="Polygon"):
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": coordinates}}


def test_a_citys_own_outlines_lie_where_its_districts_do(tmp_path):
    file = geojson(tmp_path, [feature("a", square(25.0, 60.0)), feature("b", [square(25.1, 60.0)], "MultiPolygon")])
    a, b, none = outlines.read(file, ["a", "b", "c"], np.array([-2.8, 2.8, 9.0]), np.array([1.0, 1.0, 9.0]))
    assert none == []
    middles = [outlines.middle_of(one) for one in (a, b)]
    assert np.mean(middles, axis=0) == pytest.approx([0, 1], abs=1e-6)
    assert middles[1][0] - middles[0][0] == pytest.approx(0.1 * 111.2 * 0.5, rel=0.01), "a degree east at 60 N is half one at the equator"
    assert np.ptp(a[0][:, 1]) == pytest.approx(1.112, rel=0.01)


@pytest.mark.parametrize(
    ("features", "word"),
    [
        ([feature("x", square(25, 60))], "'code'"), ([{"properties": {"code": "a"}}], "Polygon"),
        ([feature("a", square(385_000, 6_672_000))], "degrees"), ([feature("a", [[[25, 60], [26, 60]]])], "three corners"),
    ],
)  # fmt: skip
def test_what_is_no_such_geojson_is_named(tmp_path, features, word):
    with pytest.raises(Mistake, match=word):
        outlines.read(geojson(tmp_path, features), ["a"], np.zeros(1), np.zeros(1))


def test_estimates_that_differ_by_luck_alone_all_become_the_citys():
    luck, error = np.random.default_rng(3), 1.0
    found = shrunken(luck.normal(2.0, 0.5 * error, 60), np.full(60, error), np.ones(60), 2.0, 0.1)
    assert found.between == 0 and found.effect == pytest.approx(np.full(60, 2.0)) and found.error == pytest.approx(np.full(60, 0.1))


def test_large_places_keep_more_of_their_own_and_the_unknown_stays_unknown():
    error = np.array([0.2, 2.0, np.nan])
    found = shrunken(np.array([4.0, -4.0, 1.0]), error, np.array([900.0, 100.0, 50.0]), 0.0, 0.0)
    between = (900 * (16 - 0.04) + 100 * (16 - 4)) / 1000
    assert found.between == pytest.approx(between**0.5)
    assert found.kept[:2] == pytest.approx(between / (between + error[:2] ** 2)) and found.kept[0] > found.kept[1]
    assert found.effect[:2] == pytest.approx(found.kept[:2] * [4.0, -4.0]) and np.isnan([found.effect[2], found.error[2]]).all()


def test_shrunken_estimates_of_drawn_cities_are_nearer_to_the_truth():
    luck, raw, better = np.random.default_rng(5), 0.0, 0.0
    for _ in range(30):
        people = luck.lognormal(8, 1, 50)
        error = 30 / np.sqrt(people)
        truth = 1 + 0.3 * luck.standard_normal(50)
        own = truth + error * luck.standard_normal(50)
        raw += ((own - truth) ** 2).sum()
        better += ((shrunken(own, error, people, 1.0, 0.05).effect - truth) ** 2).sum()
    assert better < 0.7 * raw


def tables(effects, low, high, city=(-0.01, -0.012, -0.008)):
    """Districts in a row with these effects and intervals, and the city's."""
    of_each = enumerate(zip(effects, low, high, strict=True))
    rows = [("all", "all", *city)] + [("district", str(k), *row) for k, row in of_each]
    found = pd.DataFrame(rows, columns=["dimension", "group", "effect", "low", "high"])
    found = found.assign(outcome="unemployment", world="calm", window=districts.definitions.LATE, seeds=8, verdict="", unit="share")
    n = len(effects)
    names = {"group": [str(k) for k in range(n)], "code": [f"0{k}" for k in range(n)], "name": [f"Place {k}" for k in range(n)]}
    places = pd.DataFrame({**names, "x_km": np.arange(n, dtype=float), "y_km": 0.0, "people": 1000.0})
    return {"effects": found, "districts": places}


def test_only_districts_whose_effect_is_told_have_a_colour():
    found = tables([-0.05, 0.001, np.nan, -0.04], [-0.051, -0.03, np.nan, -0.041], [-0.049, 0.032, np.nan, -0.039])
    figure, title, alt = districts.draw(found, {**ABOUT, "districts": 4})
    assert title.startswith("Of 3 districts unemployment falls in 2; most in Place 0") and "grey" in alt
    assert figure.rows.told.tolist() == [True, False, False, True]
    colours = [tuple(one.get_facecolor()[0][:3].round(2)) for one in figure.axes[0].collections]
    grey, white = (0.85, 0.86, 0.88), (1.0, 1.0, 1.0)
    assert colours.count(grey) == 1 and colours.count(white) == 1 and len(colours) == 4


def test_where_districts_differ_by_luck_alone_the_map_says_so():
    found = tables([-0.01, -0.011, -0.009], [-0.05] * 3, [0.03] * 3)
    assert districts.draw(found, ABOUT)[1] == "Unemployment falls all over the city; districts differ by no more than luck explains"
    nothing = tables([-0.01, -0.011, -0.009], [-0.05] * 3, [0.03] * 3, (-0.001, -0.003, 0.001))
    assert districts.draw(nothing, ABOUT)[1] == "In none of 3 districts can an effect on unemployment be told from luck"
