"""What does a city's folder bring for its maps? Outlines of districts and water: no number depends on them."""

from pathlib import Path
from typing import NamedTuple

from experiments.figures import geojson, outlines, water
from experiments.figures.geojson import Outline
from sim import facts
from sim.declare import nearest, shown
from sim.facts.cities_of_counts import Districts

FILES = (outlines.FILE, water.FILE)


class OwnMap(NamedTuple):
    """Rings in km: one outline per district (empty where it has none) and those of water; None where the city has no such file."""

    outlines: list[Outline] | None
    water: Outline | None


def of_city(city: str, places: Districts) -> OwnMap:
    """Both files of a city's folder, read and checked."""
    where = list(places.codes), places.x_km, places.y_km
    borders, drawn = (geojson.in_city(city, name) for name in FILES)
    return OwnMap(outlines.read(borders, *where) if borders else None, water.read(drawn, borders, *where) if drawn else None)


def lines(city: str, places: Districts) -> list[str]:
    """What a city's files draw, what they leave out, and files that are called almost so; Mistake where one cannot be read."""
    found, told = of_city(city, places), []
    if found.outlines is not None:
        none = [code for code, rings in zip(places.codes, found.outlines, strict=True) if not rings]
        left = f"; none of {listed(none)}: drawn around {'its middle' if len(none) == 1 else 'their middles'}" if none else ""
        told.append(f"{outlines.FILE}: outlines of {len(places) - len(none)} of {len(places)} districts{left}")
    if found.water is not None:
        under = [code for code, x, y in zip(places.codes, places.x_km, places.y_km, strict=True) if geojson.holds(found.water, x, y)]
        over = f"; in it lie the middles of {listed(under)}, which are drawn over it" if under else ""
        told.append(f"{water.FILE}: {len(found.water)} rings{over}")
    home: Path = facts.files_of(city)[0].parent
    others = sorted(file.name for file in home.glob("*json") if file.name not in FILES)
    return told + [f"{shown(name)}: not used{nearest(name, FILES)}" for name in others]


def listed(codes: list[str]) -> str:
    """The first of some codes and how many more."""
    return ", ".join(codes[:5]) + (f" and {len(codes) - 5} more" if len(codes) > 5 else "")
