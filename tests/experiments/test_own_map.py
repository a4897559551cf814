"""A map looks like its city: outlines with holes, water under nobody's middle, borders with few corners and no gap, mistakes by name."""

import gzip
import json
import shutil
from itertools import pairwise

import numpy as np
import pytest

from experiments import cli
from experiments.figures import districts, fewer_corners, geojson, outlines, own_map, water
from experiments.workshop.catalogue import flat
from sim import facts
from sim.declare import Mistake
from sim.facts.cities_of_counts import HOME
from tests.experiments.test_districts import ABOUT, feature, square, tables


def write(folder, name, features, **more):
    file = folder / name
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return file


def lake(coordinates, kind="Polygon"):
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


@pytest.fixture
def folder(tmp_path):
    """Medellin as a folder of one's own, without its water."""
    home = shutil.copytree(HOME / "medellin", tmp_path / "mine")
    (home / water.FILE).unlink()
    return home


@pytest.mark.parametrize("name", facts.cities())
def test_a_packaged_city_has_water_that_is_a_small_sketch_and_no_district_stands_in_it(name):
    places, file = facts.city(name).districts, geojson.in_city(name, water.FILE)
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) < 4096 and "sketch" in text and "not survey data" in text
    wet = own_map.of_city(name, places).water
    assert sum(geojson.signed_area(ring) for ring in wet) > 1
    stands = [place for place, x, y in zip(places.names, places.x_km, places.y_km, strict=True) if geojson.holds(wet, x, y)]
    assert stands == []


def test_helsinki_lies_on_the_sea_and_its_islands_in_it():
    wet = own_map.of_city("helsinki", facts.city("helsinki").districts).water
    assert all(geojson.holds(wet, x, y) for x, y in [(-1, -7.2), (1.8, 0), (7.5, 0.2), (-2.1, -3.3), (-7, -1.5), (3, -5.8)])
    assert not any(geojson.holds(wet, x, y) for x, y in [(0.3, -7.2), (-5.5, -5.5), (4, -7), (1.7, -2.6), (5, -4.5), (0, 5)])


def test_of_two_places_on_either_bank_the_river_is_between():
    wet = own_map.of_city("medellin", facts.city("medellin").districts).water
    for north in (-4.0, -1.0, 1.0, 4.0):
        inside = [geojson.holds(wet, x, north) for x in np.linspace(-4, 4, 400)]
        assert 2 <= sum(inside) <= 40 and not inside[0] and not inside[-1]


def test_a_hole_stays_open_whichever_way_its_corners_run(tmp_path):
    outer, hole = square(0, 0, 0.1)[0], square(0.04, 0.04, 0.02)[0]
    for first in (outer, outer[::-1]):
        for second in (hole, hole[::-1]):
            (rings,) = outlines.read(write(tmp_path, outlines.FILE, [feature("a", [first, second])]), ["a"], np.zeros(1), np.zeros(1))
            assert not geojson.holds(rings, 0, 0) and geojson.holds(rings, -4, -4) and not geojson.holds(rings, -6, 0)


def test_water_lies_where_outlines_do_or_where_its_origin_says(tmp_path):
    codes, x, y = ["a"], np.array([3.0]), np.array([4.0])
    drawn = write(tmp_path, water.FILE, [lake(square(25.0, 60.0))], origin=[25.0, 60.0])
    borders = write(tmp_path, outlines.FILE, [feature("a", square(25.0, 60.0))])
    (beside,) = water.read(drawn, borders, codes, x, y)
    assert np.mean(beside, axis=0) == pytest.approx([3, 4], abs=1e-6), "the lake fills the only district"
    (alone,) = water.read(drawn, None, codes, x, y)
    assert alone.min(axis=0) == pytest.approx([0, 0], abs=1e-9) and alone.max(axis=0) == pytest.approx([0.556, 1.112], rel=0.01)


@pytest.mark.parametrize(
    ("features", "more", "words"),
    [
        ([lake(square(25, 60))], {}, "origin: needs the degrees"),
        ([lake(square(25, 60))], {"origin": [60.2, 241]}, "origin: must be degrees"),
        ([lake(square(25, 60))], {"origin": "Helsinki"}, "origin: must be degrees"),
        ([], {"origin": [0, 0]}, "features: must be a list"),
        ([lake(square(25, 60)), lake(square(25, 60), "Poligon")], {"origin": [0, 0]}, "feature 2: geometry: .* did you mean 'Polygon'"),
        ([lake(square(385_000, 6_672_000))], {"origin": [0, 0]}, "feature 1: coordinates: must be degrees, -180 to 180 east"),
        ([lake(square(25, 95))], {"origin": [0, 0]}, "-90 to 90 north, not 25, 95"),
        ([lake([[[25, "x"], [26, 60], [25, 61]]])], {"origin": [0, 0]}, "feature 1: coordinates: every corner must be two numbers"),
        ([lake([[[25, 60], [26, 60], [25, 60]]])], {"origin": [0, 0]}, "three corners at least, not 2"),
        ([lake("everywhere")], {"origin": [0, 0]}, "feature 1: coordinates: must be rings"),
        ([lake([[None]])], {"origin": [0, 0]}, "every corner must be two numbers"),
        ([{"type": "Feature", "geometry": None}], {"origin": [0, 0]}, "feature 1: geometry: .* there is none"),
    ],
)
def test_a_mistake_in_water_is_told_by_file_feature_and_range(tmp_path, features, more, words):
    file = write(tmp_path, water.FILE, features, **more)
    with pytest.raises(Mistake, match=words) as told:
        water.read(file, None, ["a"], np.zeros(1), np.zeros(1))
    assert str(file) in str(told.value)


def test_outlines_without_codes_or_of_another_city_say_what_is_meant(tmp_path):
    with pytest.raises(Mistake, match=r"feature 1: properties: needs a 'code'.* did you mean 'Code'"):
        outlines.rings_of(write(tmp_path, outlines.FILE, [{**lake(square(25, 60)), "properties": {"Code": "1"}}]))
    with pytest.raises(Mistake, match=r"no feature .* 0210 - did you mean '00210'"):
        outlines.read(write(tmp_path, outlines.FILE, [feature("0210", square(25, 60))]), ["00210"], np.zeros(1), np.zeros(1))


def test_the_command_of_a_city_checks_both_files_and_names_like_theirs(folder, capsys):
    places = facts.city(folder).districts
    write(folder, outlines.FILE, [feature(code, square(n / 100, 6)) for n, code in enumerate(places.codes[1:])])
    write(folder, water.FILE, [lake(square(0, 6, 1))])
    write(folder, "waters.json", [])
    assert cli.main(["city", str(folder), "--residents", "300"]) == 0
    told = capsys.readouterr().out
    assert f"outlines of 15 of 16 districts; none of {places.codes[0]}: drawn around its middle" in told
    assert "in it lie the middles of" in told and "'waters.json': not used - did you mean 'water.geojson'?" in told
    write(folder, water.FILE, [lake(square(0, 6, 1), "Point")])
    assert cli.main(["city", str(folder), "--residents", "300"]) == 2
    assert "feature 1: geometry: must be a Polygon or a MultiPolygon, not 'Point'" in capsys.readouterr().err


def winding(start, end, luck):
    """A crooked border of 60 corners."""
    share = np.linspace(0, 1, 60)[:, None]
    line = start + share * (end - start) + 0.03 * luck.standard_normal((60, 2)) * np.sin(np.pi * share)
    line[[0, -1]] = start, end
    return line


def crooked(side):
    """A square of districts with crooked borders in common."""
    luck, known = np.random.default_rng(1), {}

    def border(a, b):
        if (a, b) not in known:
            known[a, b] = winding(np.array(a, float), np.array(b, float), luck)
            known[b, a] = known[a, b][::-1]
        return known[a, b][:-1]

    around = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    cells = [[(x + dx, y + dy) for dx, dy in around] for x in range(side) for y in range(side)]
    return [[np.concatenate([border(a, b) for a, b in pairwise(cell)])] for cell in cells]


def test_a_page_is_sent_few_corners_and_between_districts_no_gap_opens():
    shapes = crooked(5)
    fewer = fewer_corners.at_most(shapes, 600)
    assert sum(len(ring) for one in shapes for ring in one) > 5000
    assert sum(len(ring) for one in fewer for ring in one) <= 600
    assert len(gzip.compress(json.dumps([flat(one) for one in fewer]).encode())) < 3000
    moved = 0
    for x, y in np.random.default_rng(2).uniform(0.3, 4.7, (150, 2)):
        (owner,) = [k for k, one in enumerate(fewer) if geojson.holds(one, x, y)]
        moved += not geojson.holds(shapes[owner], x, y)
    assert moved < 8


def test_what_is_finer_than_a_page_can_show_is_left_out_and_straight_lines_stay():
    ring = np.array([[0, 0], [5, 0], [10, 0], [10, 10], [0, 10]], float)
    speck = np.array([[20, 20], [20.001, 20], [20, 20.001]])
    ((kept,),) = fewer_corners.at_most([[ring, speck]])
    assert geojson.signed_area(kept) == pytest.approx(100) and len(kept) <= 5


def test_a_reports_map_draws_water_once_and_no_district_away(tmp_path):
    found = tables([-0.05, 0.001, -0.04, -0.04], [-0.051, -0.03, -0.041, -0.041], [-0.049, 0.032, -0.039, -0.039])
    about = {**ABOUT, "districts": 4}
    dry = districts.draw(found, about)[0]
    sea = [[[-1, -1], [0.001, -1], [0.001, 1], [-1, 1]]]  # over the first middle at 0, 0, and beyond the map
    wet = districts.draw(found, {**about, water.FILE: write(tmp_path, water.FILE, [lake(sea)], origin=[0, 0])})[0]
    (drawn,) = wet.axes[0].patches
    assert drawn.get_hatch() and not dry.axes[0].patches
    over = [one.get_zorder() > drawn.get_zorder() for one in wet.axes[0].collections]
    assert over.count(True) == 1, "only whose middle lies in water"
    assert wet.axes[0].get_xlim() == dry.axes[0].get_xlim() and wet.axes[0].get_ylim() == dry.axes[0].get_ylim()
    said = [" ".join(text.get_text() for text in figure.texts) for figure in (wet, dry)]
    assert said[0].count("water") == 1 and "water" not in said[1]


def test_more_districts_than_corners_end_in_triangles():
    squares = [[np.array([[k, 0], [k + 0.5, 0], [k + 0.5, 0.5], [k, 0.5]], float)] for k in range(40)]
    assert [len(ring) for (ring,) in fewer_corners.at_most(squares, 100)] == [3] * 40
