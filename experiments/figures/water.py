"""Where is water on a city's map? In its own water.geojson, which is drawn under no district's middle and counts for no number."""

from pathlib import Path
from typing import Any

import numpy as np

from experiments.figures import geojson, outlines
from experiments.figures.geojson import Frame, Outline
from sim.declare import Mistake, shown
from sim.plain_json import read_json

FILE = "water.geojson"
"""What a city's folder may hold besides its counts."""
FILL, LINE = "#bee0e3", "#8fbcc3"
"""Colour of water and of its lines: on the green side of every ramp's blues; the lines tell it from a district where colours fail."""


def read(file: Path, borders: Path | None, codes: list[str], x_km: np.ndarray, y_km: np.ndarray) -> Outline:
    """Rings of water in km; placed as the city's outlines are, or by the file's own 'origin' where there are no ``borders``."""
    frame = outlines.frame(borders, codes, x_km, y_km) if borders else frame_of(file)
    return frame.placed([ring for one in geojson.features(file) for ring in one.rings])


def frame_of(file: Path) -> Frame:
    """The frame of a file that tells where 0, 0 of districts.csv lies."""
    told = read_json(file).get("origin")
    if told is None:
        raise Mistake(f"{file}: origin: needs the degrees [east, north] of 0, 0 in districts.csv where there is no {outlines.FILE}")
    origin = origin_of(file, told)
    scale = geojson.frame_at(origin[1])
    return Frame(scale, -origin * scale)


def origin_of(file: Path, told: Any) -> np.ndarray:
    """Two numbers in their range."""
    plain = isinstance(told, list) and len(told) == 2 and all(isinstance(n, int | float) and not isinstance(n, bool) for n in told)
    if not plain or not (np.abs(told) <= [180, 90]).all():
        raise Mistake(f"{file}: origin: must be degrees [east, north], -180 to 180 and -90 to 90, not {shown(told)}")
    return np.array(told, float)
