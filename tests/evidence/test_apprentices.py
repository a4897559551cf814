"""V23: the same people at a full-time school of the trade that they would have learned at work."""

import numpy as np

from experiments.evidence.trials.studies.apprentices import CONTRACT, SchoolInstead
from sim.behaviours.aided_work import AidedWork
from sim.city import City
from sim.tables import EMPLOYED, INACTIVE

TRADE, BEGINS = 9, 2


def test_at_school_nobody_works_and_afterwards_she_knows_what_an_apprentice_knows():
    town = City("helsinki", 1500, 3).run(6)
    r = town.residents
    rows = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED) & (r.age > 20 * 12) & (r.age < 28 * 12))[:5]
    names, shown = r.id[rows].copy(), r.credential[rows].copy()
    city = town.branch([SchoolInstead(dict.fromkeys(names.tolist(), BEGINS), dict.fromkeys(names.tolist(), TRADE))])

    def now(column):
        there = np.isin(city.residents.id, names) & (city.residents.present == 1)
        return dict(zip(city.residents.id[there].tolist(), getattr(city.residents, column)[there].tolist(), strict=True))

    city.run(BEGINS + 1)
    for _ in range(CONTRACT - 1):
        assert set(now("activity").values()) == {INACTIVE}
        city.run(1)
    city.run(1)
    credential, barred = now("credential"), now("barred")
    assert len(credential) > 0 and not any(barred.values())
    certificate = AidedWork().signal
    assert min(credential.values()) > 0.9 * certificate and max(shown) < certificate
    assert INACTIVE not in now("activity").values() and min(now("attainment").values()) >= 3
