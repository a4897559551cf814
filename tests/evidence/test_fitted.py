"""What was fitted to what is read from what the code says of itself."""

import pytest

from experiments.evidence.targets import fitted, targets
from experiments.evidence.trials import studies
from sim import catalogue
from sim.declare import Number, Parameters, param

KNOWN = (*targets.load(), *studies.rows())


def lines(row):
    """All lines of a row."""
    return [key for key in KNOWN if key == row or key.startswith(f"{row} ")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("evidence row 58: Axtell 2001; exponent remembered", ["row 58"]),
        ("evidence row 24: 1.34 / .63 / .40% a month", lines("row 24")),
        ("who is chosen: rows 2, 24 finding", [*lines("row 2"), "row 24 finding"]),
        ("calibrated: rows 46 and 56", [*lines("row 46"), *lines("row 56")]),
        ("participation: rows 45 low, 46 low", ["row 45 low", "row 46 low"]),
        ("calibrated; order of row 51, 2-5 points per EUR 1,000", lines("row 51")),
        ("calibrated: rows 45, 47 and 2.5% more", [*lines("row 45"), *lines("row 47")]),
        ("evidence V19: broader search", lines("V19")),
        ("chosen by E7 slump", ["E7 slump"]),
        ("calibrated to the size of S double dip", lines("S double dip")),
        ("S pandemic EU depth; S recession low.", ["S pandemic EU depth", "S recession low"]),
        ("row 0 is the city before its first month; CVTS4, 25 hours; EU-27", []),
    ],
)
def test_a_text_names_rows(text, found):
    assert fitted.named(text, KNOWN) == found


def test_all_rows_of_tier_a_are_named_at_once():
    assert set(fitted.named("calibrated with all rows of tier A", KNOWN)) == {
        key for key, line in targets.load().items() if line.tier == "A"
    }


def test_a_number_that_names_a_row_takes_it_from_those_that_were_never_fitted_to(monkeypatch):
    assert fitted.by_row()["row 29"] == ()
    card = catalogue.behaviours()["hiring"]
    one = next(iter(card.declared))
    number = card.declared[one]
    monkeypatch.setitem(card.declared, one, Number(**{**vars(number), "source": "assumed; size as row 29 wants it"}))
    assert fitted.by_row()["row 29"] == (f"hiring.{one}",)


def test_what_stands_as_above_names_what_stands_above():
    class Card(Parameters):
        first = param(1, "share", "one", "evidence row 25: 4.2%", 0, 2)
        second = param(1, "share", "two", "calibrated as above", 0, 2)
        third = param(1, "share", "three", "assumed", 0, 2)

    above = "evidence row 25: 4.2%"
    assert fitted.sources(Card) == {"first": above, "second": f"calibrated as above; {above}", "third": "assumed"}


def test_a_calibrated_shock_is_fitted_to_its_own_rows_and_to_no_other():
    found = fitted.by_row()
    assert {"recession", "double_dip", "pandemic", "disaster"} <= set(fitted.calibrated_shocks())
    assert found["S recession depth"] == ("recession (calibrated)",) and found["S austerity"] == ()


def test_a_row_that_repeats_a_fitted_one_is_fitted():
    found = fitted.by_row()
    assert found["row 38"] and "as row 38" in found["E7"]


def test_every_row_of_tier_a_is_fitted_and_some_of_the_others_never_were():
    """What is said of the others is computed, and it is not that nothing was fitted to them."""
    found, lines_ = fitted.by_row(studies.rows()), targets.load()
    assert all(found[key] for key, line in lines_.items() if line.tier == "A")
    of_b = [bool(found[key]) for key, line in lines_.items() if line.tier == "B"]
    assert any(of_b) and not all(of_b)
    assert any(found[key] for key in studies.rows()), "levers name studies as the source of their sizes"


def test_a_rule_that_says_what_it_was_chosen_by_counts(monkeypatch):
    monkeypatch.setattr(fitted, "texts_of_rules", lambda: (("rule behaviours/hiring.py", "The pool is ranked, as row 26 vacancies asks"),))
    found = fitted.by_row()
    assert found["row 26 vacancies"] == ("rule behaviours/hiring.py",) and found["row 26"] == ()


def test_comments_and_docstrings_of_the_model_are_read():
    said = dict(fitted.texts_of_rules())
    assert "rule city.py" in said and "rule behaviours/hiring.py" in said


def test_a_long_list_is_said_in_short():
    assert fitted.words("a; b; c; d; e") == "a, b, c and 2 more" and fitted.words("a") == "a" and fitted.words("") == ""
