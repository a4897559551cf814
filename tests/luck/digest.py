"""Prints the digest of a small run with levers and a shock: the same on every Python and platform.

``python tests/luck/digest.py --write`` records it after a meant change of the model.
"""

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from sim import catalogue
from sim.city import City
from sim.tables import tables


def digest() -> str:
    """sha1 of every column of every table after 30 months."""
    levers = [card(budget=2e7) for card in catalogue.levers().values()]
    city = City("helsinki", 1500, 4, levers=levers, shocks=[catalogue.shocks()["pandemic"](start=12)]).run(30)
    seen = hashlib.sha1()
    for kind in tables():
        table = getattr(city, kind)
        for name in table:
            seen.update(name.encode() + np.ascontiguousarray(getattr(table, name)).tobytes())
    return seen.hexdigest()


if __name__ == "__main__":
    found = digest()
    if "--write" in sys.argv:
        (Path(__file__).parent / "digest.txt").write_text(found + "\n")
    print(found)
