"""Which shape has a district on a map? Its own outline where the city has one, else what lies nearer to its middle than to any other."""

from contextlib import suppress
from pathlib import Path

import numpy as np

from experiments.storage import results_folder
from sim import facts
from sim.declare import Mistake, shown
from sim.plain_json import read_json

SIDES = 48
"""Corners of the circle that ends a shape where no neighbour does."""
KM_PER_DEGREE = 111.2
FILE = "outlines.geojson"
"""What a city's folder may hold besides its counts."""
Outline = list[np.ndarray]
"""Rings of a district, each (corners, 2) in km east and north; nothing where it has none."""


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
    """The centre of area of rings together; of rings without area the mean of their corners."""
    areas, middles = [], []
    for ring in rings:
        (x, y), (to_x, to_y) = ring.T, np.roll(ring, -1, axis=0).T
        parts = x * to_y - to_x * y
        areas.append(abs(parts.sum()))
        middles.append(np.array([(x + to_x) @ parts, (y + to_y) @ parts]) / (3 * parts.sum()) if areas[-1] else ring.mean(axis=0))
    return np.average(middles, axis=0, weights=areas if sum(areas) else None)


def kept(city: str, folder: Path) -> Path | None:
    """The city's GeoJSON beside the results, copied from the city's folder while that is there; None when it has none."""
    file = folder / FILE
    with suppress(Mistake):
        theirs = facts.files_of(city)[0].with_name(FILE)
        if theirs.is_file():
            results_folder.write_whole(file, theirs.read_bytes())
    return file if file.is_file() else None


def read(file: Path, codes: list[str], x_km: np.ndarray, y_km: np.ndarray) -> list[Outline]:
    """Outlines of districts from a GeoJSON (degrees) whose features have a property 'code'; nothing for a code that is not in it.

    Degrees become km about their middle (equirectangular, good to 1% over a city), then all are moved so that the middles of the
    outlines lie, on average, where districts.csv has those of the districts. Holes are not drawn.
    """
    rings = rings_of(file)
    found = [rings.get(code, []) for code in codes]
    there = [k for k, one in enumerate(found) if one]
    if not there:
        raise Mistake(f"{file}: no feature has a property 'code' that is a district of this city, such as {shown(codes[0])}")
    every = np.concatenate([ring for k in there for ring in found[k]])
    scale = KM_PER_DEGREE * np.array([np.cos(np.radians(every[:, 1].mean())), 1.0])
    placed = [[ring * scale for ring in one] for one in found]
    middles = np.array([middle_of(placed[k]) for k in there])
    shift = np.column_stack([x_km, y_km])[there].mean(axis=0) - middles.mean(axis=0)
    return [[ring + shift for ring in one] for one in placed]


def rings_of(file: Path) -> dict[str, Outline]:
    """The outer rings of every feature by its code, in degrees; Mistake for what is not such a GeoJSON."""
    found: dict[str, Outline] = {}
    try:
        for feature in read_json(file)["features"]:
            shape, code = feature["geometry"], str(feature["properties"]["code"])
            parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            found.setdefault(code, []).extend(np.array(part[0], float)[:, :2] for part in parts)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        told = "needs features, each with a property 'code' and a Polygon or MultiPolygon in degrees"
        raise Mistake(f"{file}: {told} ({type(error).__name__}: {error})") from None
    if any(len(ring) < 3 or np.abs(ring).max() > 180 for rings in found.values() for ring in rings):
        raise Mistake(f"{file}: coordinates: must be degrees east and north (-180 to 180), three corners at least")
    return found
