"""The ODD is printed from the code that runs."""

from sim import odd


def test_the_odd_is_fresh():
    assert odd.FILE.read_text(encoding="utf-8") == odd.text(), "sim/ODD.md is stale: run `python -m sim.odd`"
