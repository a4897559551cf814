"""The page's maps look like the city: own outlines with holes, water that is water, and everybody within her district."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from experiments.figures import geojson, outlines, own_map, water
from sim import facts
from sim.facts.cities_of_counts import HOME
from tests.experiments.test_districts import feature
from tests.experiments.test_own_map import lake, write
from tests.workshop.browsing import FIVE_YEARS, IN_CHROMIUM, Room
from tests.workshop.conftest import SMALL, Workshop

pytestmark = [*IN_CHROMIUM, pytest.mark.usefixtures("impatient")]
ORIGIN = [-75.568, 6.244]
LAID = """async ([city, width, height]) => {
  const { layGround, districtAt, placeOf } = await import('./district_shapes.js');
  const known = window.workshop.state.catalogue.cities[city], ground = layGround(known, width, height, 0, 5);
  const at = (x, y) => [ground.px[0] + (x - known.x_km[0]) * ground.scale, ground.py[0] - (y - known.y_km[0]) * ground.scale];
  Object.assign(window, { ground, districtAt, placeOf, at });
  return [known.x_km.length, ground.pixels.map((all) => all.length)]; }"""
FOUND = "(points) => points.map(([x, y]) => districtAt(ground, ...at(x, y)))"
SEEN = """([id, points]) => { const map = document.getElementById(id);
  const pen = new OffscreenCanvas(map.width, map.height).getContext('2d', { willReadFrequently: true });
  pen.drawImage(map, 0, 0);
  return points.map(([x, y]) => Array.from(pen.getImageData(...at(x, y).map(Math.floor), 1, 1).data.slice(0, 3))); }"""
DAY = [[190, 224, 227], [166, 208, 212], [95, 159, 163]]
"""Water, a wave and the shore, as the style of the map has them by day."""


def to_degrees(ring):
    return (ring / geojson.frame_at(ORIGIN[1]) + ORIGIN).round(6).tolist()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Medellin with borders of its own: one district has none, one has a hole, one is smaller than a pixel; and a lake."""
    home = shutil.copytree(HOME / "medellin", tmp_path_factory.mktemp("own") / "mine")
    places = facts.city("medellin").districts
    shapes = outlines.nearest(places.x_km, places.y_km)
    rings = {code: [to_degrees(one[0])] for code, one in zip(places.codes, shapes, strict=True)}
    middle = np.array([places.x_km[13], places.y_km[13]])
    rings["14"].append(to_degrees(middle + np.array([[-0.6, -0.6], [0.6, -0.6], [0.6, 0.6], [-0.6, 0.6]])))
    rings["12"] = [to_degrees(np.array([places.x_km[11], places.y_km[11]]) + 1e-3 * np.array([[0, 0], [1, 0], [0, 1]]))]
    del rings["16"]
    write(home, outlines.FILE, [feature(code, one) for code, one in rings.items()])
    lakes = [[to_degrees(np.array([[1, 0.2], [4, 0.2], [4, 2], [1, 2]]))], [to_degrees(np.array([[-3, 4], [-2, 4], [-2, 5], [-3, 5]]))]]
    write(home, water.FILE, [lake(one) for one in lakes])
    return home


@pytest.fixture(scope="module")
def workshop(tmp_path_factory, folder):
    served = Workshop(
        tmp_path_factory.mktemp("workshop"), replace(SMALL, residents=400, seeds=2, cities=("helsinki", "medellin", str(folder)))
    )
    yield served
    served.close()


def test_a_citys_own_outlines_are_its_districts_on_the_page(room, folder):
    name, places = str(folder), facts.city(folder).districts
    assert room.state(f"state.catalogue.cities[{json.dumps(name)}].outlines.length") == 16
    count, pixels = room.page.evaluate(LAID, [name, 700, 500])
    assert count == 16 and min(pixels) >= 1 and pixels[11] == 1, "the smallest keeps a pixel"
    own = own_map.of_city(name, places)
    points = np.random.default_rng(1).uniform([-5, -5], [4, 6.5], (600, 2))
    told = room.page.evaluate(FOUND, points.tolist())
    drawn = [k for k in range(16) if k not in (7, 11, 15)]  # over water, too small, without an outline
    wet = [geojson.holds(own.water, x, y) for x, y in points]
    apart = 0
    for (x, y), found, in_water in zip(points, told, wet, strict=True):
        holders = [k for k in drawn if not in_water and geojson.holds(own.outlines[k], x, y)]
        apart += holders != [found] if found in drawn else bool(holders)
    assert apart <= 12, "a pixel beside a border may be the other side's"
    inside = [found for found, (x, y) in zip(told, points, strict=True) if np.hypot(x - places.x_km[15], y - places.y_km[15]) < 0.5]
    assert inside and set(inside) == {15}, "who has no outline has what lies around the middle"
    assert room.page.evaluate(FOUND, [[places.x_km[13], places.y_km[13]]]) == [-1], "a hole is nobody's"
    assert room.page.evaluate(FOUND, [[places.x_km[7], places.y_km[7]]]) == [7] and geojson.holds(own.water, places.x_km[7], places.y_km[7])


@pytest.mark.parametrize("city", ["helsinki", "medellin", "own"])
def test_everybody_stands_in_her_district_and_nobody_in_water(room, folder, city):
    count, _ = room.page.evaluate(LAID, [str(folder) if city == "own" else city, 360, 260])
    wrong = room.page.evaluate(
        """(count) => { const wrong = []; for (let row = 0; row < 4000; row++) { const d = row % count, p = placeOf(ground, row, d);
        const on = ground.index[p], found = districtAt(ground, p % ground.width, Math.floor(p / ground.width));
        if (on !== d && on !== 0xfffe || on === d && found !== d) wrong.push([row, d, on, found]); } return wrong; }""",
        count,
    )
    assert wrong == []


def test_on_both_maps_of_helsinki_the_sea_is_water_and_islands_are_not(room):
    size = room.page.evaluate("() => { const map = document.getElementById('map-base'); return [map.width, map.height]; }")
    room.page.evaluate(LAID, ["helsinki", *size])
    sea, land = [[-1, -7.4], [1.8, -5.8], [1.8, -0.5], [6, -5.8]], [[-5.3, -5.6], [4.2, -7], [-1.4, -2.9], [3.2, 4.1]]
    for layer in ("districts", "residents"):
        room.page.click(f"#layer-{layer}")
        room.until("window.workshop.state.layer === 'districts' || window.workshop.data.states")
        room.page.wait_for_timeout(200)
        for world in ("base", "plan"):
            assert all(colour in DAY for colour in room.page.evaluate(SEEN, [f"map-{world}", sea])), (layer, world)
            assert not any(colour in DAY for colour in room.page.evaluate(SEEN, [f"map-{world}", land])), (layer, world)
    assert room.page.evaluate(FOUND, sea) == [-1] * 4 and min(room.page.evaluate(FOUND, land)) >= 0
    room.page.click("#layer-districts")
    room.until("document.querySelector('#legend .water')")
    assert room.page.locator("#legend").inner_text().count("water") == 1


def test_the_ground_is_laid_once_for_all_months(room):
    """A lay is a walk over all pixels and districts: a map drawn for another month costs far less."""
    lay, draw = room.page.evaluate(
        """async () => {
        const { drawMaps } = await import('./map.js'), { layGround } = await import('./district_shapes.js');
        const { state } = window.workshop, map = document.getElementById('map-base'), all = { lay: [], draw: [] };
        const timed = (what, work) => { const from = performance.now(); work(); all[what].push(performance.now() - from); };
        drawMaps();
        for (let k = 0; k < 15; k++) {
          timed('lay', () => layGround(state.catalogue.cities.helsinki, map.width, map.height, 0, 5));
          timed('draw', () => { state.month = k; drawMaps(); });
        }
        return Object.values(all).map((times) => times.sort((a, b) => a - b)[7]); }"""
    )
    assert draw < lay / 2, (draw, lay)


def test_water_is_told_from_data_by_night_too(browser, workshop):
    opened = Room(browser, workshop.address, color_scheme="dark").open(FIVE_YEARS)
    size = opened.page.evaluate("() => { const map = document.getElementById('map-base'); return [map.width, map.height]; }")
    opened.page.evaluate(LAID, ["helsinki", *size])
    (sea,) = opened.page.evaluate(SEEN, ["map-plan", [[-1, -7.4]]])
    assert sea in [[23, 55, 61], [34, 73, 79], [68, 128, 138]]
    opened.context.close()
    assert opened.complaints == []
