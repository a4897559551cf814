"""Which shape has a district on a map? Its own outline where the city has one, else what lies nearer to its middle than to any other."""

from pathlib import Path

import numpy as np

from experiments.figures import geojson
from experiments.figures.geojson import Frame, Outline, signed_area
from sim import declare
from sim.declare import Mistake

SIDES = 48
"""Corners of the circle that ends a shape where no neighbour does."""
FILE = "outlines.geojson"
"""What a city's folder may hold besides its counts."""


def nearest(x_km: np.ndarray, y_km: np.ndarray) -> list[Outline]:
    """Voronoi cells of the middles, each cut off by the hull of the city and where it would reach into land that is nobody's.

    A hull of the middles, half a usual distance wider; and around each middle a circle of twice the distance to its third neighbour.
    """
    middles = np.column_stack([x_km, y_km]).astype(float)
    if len(middles) == 1:
        return [[circle(middles[0], 1.0)]]
    far = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
    order = np.sort(np.where(far > 0, far, np.inf), axis=1)
    third = order[:, min(2, len(middles) - 2)]
    third = np.where(np.isfinite(third), third, 1.0)
    rim = hull(np.concatenate([circle(middle, 0.75 * np.median(third)) for middle in middles]))
    return [[cell(k, middles, clipped_to(circle(middles[k], 2.0 * third[k]), rim))] for k in range(len(middles))]


def circle(middle: np.ndarray, radius: float) -> np.ndarray:
    """A ring around a point, counter-clockwise."""
    turn = 2 * np.pi * np.arange(SIDES) / SIDES
    return middle + radius * np.column_stack([np.cos(turn), np.sin(turn)])


def cell(k: int, middles: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """What of the ring lies nearer to middle ``k`` than to the others; those at the same place are passed over."""
    for other in np.argsort(np.hypot(*(middles - middles[k]).T), kind="stable"):
        along = middles[other] - middles[k]
        if along.any():
            ring = cut(ring, along, along @ (middles[other] + middles[k]) / 2)
    return ring


def cut(ring: np.ndarray, normal: np.ndarray, most: float) -> np.ndarray:
    """The part of a convex ring where ``normal @ point <= most`` (Sutherland and Hodgman 1974)."""
    if len(ring) == 0:
        return ring
    over = ring @ normal - most
    kept = []
    for here, there, a, b in zip(ring, np.roll(ring, -1, axis=0), over, np.roll(over, -1), strict=True):
        if a <= 0:
            kept.append(here)
        if (a <= 0) != (b <= 0):
            kept.append(here + a / (a - b) * (there - here))
    return np.array(kept).reshape(-1, 2)


def clipped_to(ring: np.ndarray, rim: np.ndarray) -> np.ndarray:
    """The part of a convex ring within a convex rim (counter-clockwise)."""
    for here, there in zip(rim, np.roll(rim, -1, axis=0), strict=True):
        normal = np.array([there[1] - here[1], here[0] - there[0]])
        ring = cut(ring, normal, normal @ here)
    return ring


def hull(points: np.ndarray) -> np.ndarray:
    """The convex hull, counter-clockwise (Andrew 1979)."""
    ordered = sorted(map(tuple, points))

    def side(points: list) -> list:
        found: list = []
        for point in points:
            while len(found) > 1 and cross(found[-2], found[-1], point) <= 0:
                found.pop()
            found.append(point)
        return found[:-1]

    return np.array(side(ordered) + side(ordered[::-1]))


def cross(a: tuple, b: tuple, c: tuple) -> float:
    """Positive where a, b, c turn left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def middle_of(rings: Outline) -> np.ndarray:
    """The centre of area of rings together, holes left out; of rings without area the mean of their corners."""
    areas, middles = [], []
    start = rings[0][0]  # far from it digits are lost
    for ring in (ring - start for ring in rings):
        (x, y), (to_x, to_y) = ring.T, np.roll(ring, -1, axis=0).T
        parts = x * to_y - to_x * y
        areas.append(signed_area(ring))
        middles.append(np.array([(x + to_x) @ parts, (y + to_y) @ parts]) / (3 * parts.sum()) if areas[-1] else ring.mean(axis=0))
    return start + np.average(middles, axis=0, weights=areas if sum(areas) else None)


def read(file: Path, codes: list[str], x_km: np.ndarray, y_km: np.ndarray) -> list[Outline]:
    """Outlines of districts from a GeoJSON (degrees) whose features have a property 'code'; nothing for a code that is not in it."""
    rings = rings_of(file)
    place = placed_by(file, rings, codes, x_km, y_km)
    return [place.placed(rings.get(code, [])) for code in codes]


def frame(file: Path, codes: list[str], x_km: np.ndarray, y_km: np.ndarray) -> Frame:
    """Where the degrees of a city's outlines lie in km: whatever else is told in degrees lies so, too."""
    return placed_by(file, rings_of(file), codes, x_km, y_km)


def placed_by(file: Path, rings: dict[str, Outline], codes: list[str], x_km: np.ndarray, y_km: np.ndarray) -> Frame:
    """Degrees become km about their middle, then all are moved so that the middles of the outlines lie, on average, where districts.csv
    has those of the districts.
    """
    there = [k for k, code in enumerate(codes) if code in rings]
    if not there:
        close = declare.nearest(next(iter(rings)), codes)
        raise Mistake(f"{file}: no feature has a property 'code' that is a district of this city: {', '.join(list(rings)[:3])}{close}")
    found = [rings[codes[k]] for k in there]
    scale = geojson.frame_at(np.concatenate([ring for one in found for ring in one])[:, 1].mean())
    middles = np.array([middle_of([ring * scale for ring in one]) for one in found])
    return Frame(scale, np.column_stack([x_km, y_km])[there].mean(axis=0) - middles.mean(axis=0))


def rings_of(file: Path) -> dict[str, Outline]:
    """The rings of every feature by its code, in degrees; Mistake for what is not such a GeoJSON."""
    found: dict[str, Outline] = {}
    for where, properties, rings in geojson.features(file):
        if "code" not in properties:
            raise Mistake(f"{where}: properties: needs a 'code', that of a district in districts.csv{declare.nearest('code', properties)}")
        found.setdefault(str(properties["code"]), []).extend(rings)
    return found
