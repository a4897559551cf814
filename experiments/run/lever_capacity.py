"""How much money can each lever use in a year, once its staff are there and people know of it, and what holds it then?"""

from collections.abc import Sequence

import pandas as pd

from experiments.inputs.run_spec import RunSpec
from experiments.outcomes.unspent import OTHERWISE, WORDS
from sim import catalogue
from sim.city import City
from sim.declare import known_or_mistake

YEAR, SINCE = 12, 60
"""Months for which it is lived, and months for which it has been there."""
PLENTY = 1e9
"""EUR a year: more than any lever finds use for."""
COLUMNS = ("lever", "EUR a year", "EUR a resident", "what holds it")


def capacity(names: Sequence[str], city: str, residents: int, burn_in: int, seed: int) -> pd.DataFrame:
    """One row per lever, in COLUMNS: what it spends in a calm year when it is given all the money there is."""
    for name in names:
        known_or_mistake(name, catalogue.levers(), "lever", "capacity")
    young = RunSpec(city=city, residents=residents, months=YEAR, burn_in=burn_in).burn_in_city(seed)
    people = young.facts.people
    rows = []
    for name in names or catalogue.levers():
        euros = used_by(young, name)
        rows.append((name, euros, euros / people, WORDS[OTHERWISE[name]] if name in OTHERWISE else ""))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def used_by(young: City, name: str) -> float:
    """EUR of a year, administration included, of a lever that has been there for years and lacks nothing."""
    lever = catalogue.make("lever", name, {"budget": PLENTY}, "capacity")
    lever.start = -SINCE
    town = young.branch([lever]).run(YEAR)
    return town.hall.total()
