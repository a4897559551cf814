"""Where does a city live with these numbers of its own? Twenty-five calm years of one seed, counted year by year."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from experiments.outcomes.city_holds import YEARS, schooling
from experiments.storage.disk import write_whole
from sim.city import City
from sim.city_numbers import at_rest, parameters_of

Lived = dict[str, list[float]]


class Life(NamedTuple):
    """One city to live: the folder it is kept in, the counts, residents of the model, its numbers, its luck."""

    folder: Path
    city: str
    residents: int
    numbers: dict[str, float]
    seed: int

    @property
    def file(self) -> Path:
        """Where it is kept, by all that decides it in this folder."""
        word = hashlib.sha256(json.dumps([self.residents, sorted(self.numbers.items())]).encode()).hexdigest()[:12]
        return self.folder / f"{self.seed}-{word}.json"


def live(life: Life) -> Lived:
    """The years of one city, taken from its file if it has been lived already."""
    known = read(life.file)
    if known is None:
        known = years_of(life)
        write_whole(life.file, json.dumps(known).encode())
    return known


def read(file: Path) -> Lived | None:
    """What is kept of a city; nothing when it is not there or was cut short."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def years_of(life: Life) -> Lived:
    """Live the city: unemployment, employment and Gini as means of each year, the schooling of its younger adults at its end."""
    city = City(life.city, life.residents, life.seed, parameters={**at_rest(), **parameters_of(life.numbers)})
    found: Lived = {name: [] for name in ("unemployment", "employment", "gini", "tertiary", "basic")}
    for _ in range(YEARS):
        city.run(12)
        told = year_of(city.observations.counts(since=city.month - 11))
        r = city.residents
        told |= schooling(r.attainment, r.age // 12, r.present == 1)
        for name, values in found.items():
            values.append(told[name])
    districts = city.observations.counts("district")
    found["district_people"] = districts.people[0].tolist()
    late = slice(-12 * (YEARS - 5), None)
    jobless, working = districts.unemployed[late].sum(axis=0), districts.employed[late].sum(axis=0)
    found["district_unemployment"] = (jobless / np.maximum(jobless + working, 1)).tolist()
    return found


def year_of(counted: Any) -> dict[str, float]:
    """Means over the months counted."""
    return {
        "unemployment": float(counted.unemployed.sum() / max(counted.unemployed.sum() + counted.employed.sum(), 1)),
        "employment": float(counted.employed_working_age.sum() / max(counted.working_age.sum(), 1)),
        "gini": float(np.mean(counted.gini_income)),
    }
