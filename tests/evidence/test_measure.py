"""One call measures a city, and changes nothing in it."""

import math

import numpy as np
import pytest

from experiments.evidence.validation import measures
from experiments.evidence.validation.measures import PAGES, measure
from experiments.evidence.validation.recorder import Recorder
from sim.city import City
from sim.city_numbers import at_rest
from sim.declare import Mistake

TINY = {"residents": 600, "months": 24, "burn_in": 14}


@pytest.fixture(scope="module")
def found():
    return measure("helsinki", seed=3, **TINY)


def test_every_row_has_a_number_or_none(found):
    assert set(measures.known()) <= set(found)
    some = [key for key in measures.known() if math.isfinite(found[key])]
    assert len(some) > 0.8 * len(measures.known())


def test_rates_are_rates(found):
    for key in ("row 1", "row 6", "row 7", "row 12", "row 16", "row 17", "row 28", "row 44", "row 55"):
        assert 0 <= found[key] <= 1, key


def test_the_diary_leaves_the_city_as_it_is():
    written, plain = City("helsinki", 600, 3), City("helsinki", 600, 3)
    Recorder(written, [kind() for kind in PAGES]).early(2)
    Recorder(written, [kind() for kind in PAGES]).live(12)
    plain.run(14)
    assert written.history.equals(plain.history)
    assert all(np.array_equal(getattr(written.residents, name), getattr(plain.residents, name)) for name in plain.residents)


def test_rows_asked_for_alone_are_the_same(found):
    alone = measure("helsinki", seed=3, rows=["row 1", "row 44"], **TINY)
    assert alone["row 1"] == found["row 1"] and alone["row 44"] == found["row 44"]
    assert "row 33 gini" not in alone


def test_unemployment_is_what_the_city_itself_counts(found):
    t = City("helsinki", 600, 3, parameters=at_rest()).run(38).observations.counts(since=15)
    assert found["row 1"] == pytest.approx(t.unemployed.sum() / (t.unemployed + t.employed).sum(), abs=0.002)


def test_an_unknown_row_is_named():
    with pytest.raises(Mistake, match="did you mean 'row 16'"):
        measure(rows=["row16"])


def test_parameters_reach_the_city():
    hard = measure("helsinki", seed=3, rows=["row 16"], parameters={"job_search.sent": 0.3}, **TINY)
    assert hard["row 16"] < measure("helsinki", seed=3, rows=["row 16"], **TINY)["row 16"]
