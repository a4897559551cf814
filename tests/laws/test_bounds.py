"""No kernel reads or writes beyond its arrays, whatever the city, the levers, the shocks and the numbers."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.behaviours.enrolment import GUIDE, offer_at
from sim.city import City
from sim.tables import ENROLLED, NO_OFFER, NO_WISH, UNAWARE

SCRIPT = Path(__file__).parent / "bounds.py"
PARTS = 2


def parts_lived(folder, parts=PARTS):
    """Every part in a process of its own, with numba's bounds check; (exit code, last words) of each."""
    settings = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "LEARNCITY_CACHE": str(folder)}
    settings.pop("NUMBA_CACHE_DIR", None)
    runs = [subprocess.Popen([sys.executable, SCRIPT, str(part), str(parts)], env=settings, text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT) for part in range(parts)]  # fmt: skip
    found = [run.communicate()[0] for run in runs]
    return [(run.returncode, text[-8000:]) for run, text in zip(runs, found, strict=True)]


@pytest.mark.slow
def test_tiny_cities_stay_within_their_arrays(tmp_path):
    for code, words in parts_lived(tmp_path):
        assert code == 0, words


def test_where_no_course_has_a_seat_nobody_learns_and_nothing_is_found():
    towns = [City("helsinki", 800, 3, parameters={"course_supply.starts": 0.0}).run(6) for _ in range(2)]
    r = towns[0].residents
    assert (r.offer < 0).all() and not (r.refusal == ENROLLED).any()
    assert set(np.unique(r.refusal)) <= {NO_WISH, NO_OFFER, UNAWARE} and (r.refusal == NO_OFFER).any()
    assert np.array_equal(r.refusal, towns[1].residents.refusal)


@pytest.mark.parametrize("residents", [1, 2, 3, 5])
def test_the_smallest_cities_look_at_offers_that_exist(residents):
    for seed in range(6):
        city = City("helsinki", residents, seed).run(2)
        enrolment = next(b for b in city.behaviours if b.name() == "enrolment")
        assert enrolment.guide.min() >= 0 and enrolment.guide.max() < len(city.offers)


def test_an_offer_is_found_for_every_luck():
    ends = np.array([0.0, 2.0, 2.0, 5.0])
    guide = np.searchsorted(ends, np.arange(GUIDE) / GUIDE * ends[-1], side="right").astype(np.int32)
    assert [offer_at.py_func(ends, guide, u) for u in (1e-9, 0.39, 0.41, 1 - 2.0**-53)] == [1, 1, 3, 3]
    assert offer_at.py_func(np.zeros(4), np.full(GUIDE, 3, np.int32), 0.5) == -1
