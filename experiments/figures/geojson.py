"""Which polygons does a GeoJSON hold, and where do they lie in km? Outlines of districts and water are read by it."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from experiments.storage import results_folder
from sim import facts
from sim.declare import Mistake, nearest, shown
from sim.plain_json import read_json

KM_PER_DEGREE = 111.2
KINDS = ("Polygon", "MultiPolygon")
Outline = list[np.ndarray]
"""Rings of a shape, each (corners, 2) east and north: counter-clockwise around what belongs to it, clockwise around its holes."""


class Feature(NamedTuple):
    """A feature with its polygons in degrees; ``where`` is its place in the file, for whoever has to mend it."""

    where: str
    properties: Mapping[str, Any]
    rings: Outline


class Frame(NamedTuple):
    """From degrees to the km of districts.csv (equirectangular, good to 1% over a city)."""

    scale: np.ndarray
    shift: np.ndarray

    def placed(self, rings: Outline) -> Outline:
        """Rings in km."""
        return [ring * self.scale + self.shift for ring in rings]


def frame_at(north: float) -> np.ndarray:
    """Km per degree east and north, at this latitude."""
    return KM_PER_DEGREE * np.array([np.cos(np.radians(north)), 1.0])


def features(file: Path) -> list[Feature]:
    """Every feature of a GeoJSON in degrees; Mistake names the file, the feature, what may be there and the nearest."""
    told = read_json(file).get("features")
    if not isinstance(told, list) or not told:
        raise Mistake(f"{file}: features: must be a list of features, one at least, as in a GeoJSON of type FeatureCollection")
    return [feature(f"{file}: feature {n}", one) for n, one in enumerate(told, 1)]


def feature(where: str, told: Any) -> Feature:
    """One feature, checked."""
    shape = told.get("geometry") if isinstance(told, dict) else None
    if not isinstance(shape, dict):
        raise Mistake(f"{where}: geometry: must be a Polygon or a MultiPolygon, and there is none")
    kind = shape.get("type")
    if kind not in KINDS:
        raise Mistake(f"{where}: geometry: must be a Polygon or a MultiPolygon, not {shown(kind)}{nearest(kind, KINDS)}")
    corners = shape.get("coordinates")
    polygons = [corners] if kind == "Polygon" else corners
    if not isinstance(polygons, list) or not all(isinstance(one, list) and one for one in polygons):
        raise Mistake(f"{where}: coordinates: must be rings of corners, as a {kind} has them")
    rings = [turned(ring_of(where, ring), hole=n > 0) for polygon in polygons for n, ring in enumerate(polygon)]
    properties = told.get("properties")
    return Feature(where, properties if isinstance(properties, dict) else {}, rings)


def ring_of(where: str, told: Any) -> np.ndarray:
    """A ring of corners, (corners, 2) in degrees east and north, without the last one that says the first again."""
    try:
        ring = np.array([corner[:2] for corner in told], float).reshape(-1, 2)
    except (TypeError, ValueError, IndexError, KeyError):
        raise Mistake(f"{where}: coordinates: every corner must be two numbers, degrees east and north") from None
    wrong = ring[~(np.abs(ring) <= [180, 90]).all(axis=1)]
    if len(wrong):
        east, north = wrong[0]
        raise Mistake(f"{where}: coordinates: must be degrees, -180 to 180 east and -90 to 90 north, not {east:g}, {north:g}")
    if len(ring) > 1 and (ring[0] == ring[-1]).all():
        ring = ring[:-1]
    if len(ring) < 3:
        raise Mistake(f"{where}: coordinates: a ring has three corners at least, not {len(ring)}")
    return ring


def turned(ring: np.ndarray, hole: bool) -> np.ndarray:
    """The ring counter-clockwise, or clockwise where it is a hole: whoever fills by winding leaves holes out."""
    return ring[::-1] if (signed_area(ring) < 0) != hole else ring


def signed_area(ring: np.ndarray) -> float:
    """The area of a ring, negative where it runs clockwise."""
    (x, y), (to_x, to_y) = ring.T, np.roll(ring, -1, axis=0).T
    return float((x * to_y - to_x * y).sum()) / 2


def holds(rings: Outline, x: float, y: float) -> bool:
    """Whether a point lies in a shape: rings wind around it (holes unwind)."""
    wound = 0
    for ring in rings:
        (x0, y0), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
        up, down = (y0 <= y) & (y1 > y), (y0 > y) & (y1 <= y)
        with np.errstate(divide="ignore", invalid="ignore"):
            right = x0 + (y - y0) / (y1 - y0) * (x1 - x0) > x
        wound += int((up & right).sum()) - int((down & right).sum())
    return wound != 0


def kept(city: str, folder: Path, name: str) -> Path | None:
    """A city's GeoJSON beside the results, copied from the city's folder while that is there; None when it has none."""
    file = folder / name
    with suppress(Mistake):
        theirs = in_city(city, name)
        if theirs:
            results_folder.write_whole(file, theirs.read_bytes())
    return file if file.is_file() else None


def in_city(city: str, name: str) -> Path | None:
    """A file of this name in the folder of a city; None when it has none."""
    file = facts.files_of(city)[0].with_name(name)
    return file if file.is_file() else None
