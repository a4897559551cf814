"""How are borders drawn with fewer corners? Each stretch between two places where neighbours change once, the same for both sides."""

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from experiments.figures.geojson import Outline

CORNERS = 2500
"""All corners that a page is sent of a city's outlines, and all of its water."""
FINE = 1000
"""The first tolerance: this part of the city's width, a pixel of a large map."""
Corner = tuple[float, float]


class Stretch(NamedTuple):
    """A border as both its sides have it, and whether the ring runs it backwards."""

    line: np.ndarray
    back: bool

    def thinned(self, tolerance: float) -> np.ndarray:
        """What the ring keeps of it, but its last corner, which is the next stretch's first."""
        kept = thinned(self.line, tolerance)
        return (kept[::-1] if self.back else kept)[:-1]


def at_most(shapes: list[Outline], corners: int = CORNERS) -> list[Outline]:
    """Shapes with no more than so many corners in all, as near to their borders as that allows."""
    every = [ring for shape in shapes for ring in shape]
    if not every:
        return shapes
    span, parts = float(np.ptp(np.concatenate(every), axis=0).max()), stretches(shapes)
    tolerance = span / FINE
    found = simplified(parts, tolerance)
    while sum(len(ring) for shape in found for ring in shape) > corners and tolerance < span:
        tolerance *= 1.5
        found = simplified(parts, tolerance)
    return found


def simplified(parts: list[list[list[Stretch]]], tolerance: float) -> list[Outline]:
    """Rings whose borders lie within ``tolerance`` of what they were (Douglas and Peucker 1973); smaller ones are left out.

    Of a shape that is smaller as a whole three corners are kept.
    """
    kept = [[np.concatenate([one.thinned(tolerance) for one in ring]) for ring in shape] for shape in parts]
    large = [[ring for ring in shape if len(ring) > 2] for shape in kept]
    return [some or [triangle(shape[0])] if shape else [] for some, shape in zip(large, parts, strict=True)]


def triangle(ring: list[Stretch]) -> np.ndarray:
    """Three corners of a ring."""
    whole = np.concatenate([one.thinned(0.0) for one in ring])
    return whole[[0, len(whole) // 3, 2 * len(whole) // 3]]


def stretches(shapes: list[Outline]) -> list[list[list[Stretch]]]:
    """Every ring of every shape in stretches, which end at the corners where what lies beyond the border changes."""
    corners = [[distinct([(float(x), float(y)) for x, y in ring.round(4)]) for ring in shape] for shape in shapes]
    sides: dict[frozenset[Corner], set[tuple[int, int]]] = defaultdict(set)
    for k, shape in enumerate(corners):
        for n, ring in enumerate(shape):
            for edge in pairwise([*ring, ring[0]]):
                sides[frozenset(edge)].add((k, n))
    return [[around(ring, sides) for ring in shape] for shape in corners]


def distinct(ring: list[Corner]) -> list[Corner]:
    """A ring in which no corner is said twice in a row."""
    return [here for before, here in zip([ring[-1], *ring], ring, strict=False) if here != before] or ring[:1]


def around(ring: list[Corner], sides: dict[frozenset[Corner], set[tuple[int, int]]]) -> list[Stretch]:
    """A ring, stretch by stretch."""
    owners = [sides[frozenset(edge)] for edge in pairwise([*ring, ring[0]])]
    turns = [n for n in range(len(ring)) if owners[n - 1] != owners[n]] or [ring.index(min(ring))]
    found = []
    for first, last in zip(turns, [*turns[1:], turns[0] + len(ring)], strict=True):
        line = [ring[n % len(ring)] for n in range(first, last + 1)]
        back = line[::-1] < line
        found.append(Stretch(np.array(line[::-1] if back else line), back))
    return found


def thinned(line: np.ndarray, tolerance: float) -> np.ndarray:
    """The corners of a line that are needed; its ends are."""
    needed = np.zeros(len(line), bool)
    needed[[0, -1]] = True
    left = [(0, len(line) - 1)]
    while left:
        a, b = left.pop()
        if b - a < 2:
            continue
        far = away(line[a + 1 : b], line[a], line[b])
        if far.max() > tolerance:
            middle = a + 1 + int(far.argmax())
            needed[middle] = True
            left += [(a, middle), (middle, b)]
    return line[needed]


def away(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How far points lie from a straight border; from its start where it comes back to it."""
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    return np.hypot(*(points - start - share[:, None] * along).T)
