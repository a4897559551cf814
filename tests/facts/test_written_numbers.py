"""A number is understood as people write it, or refused with what to write instead; it is never taken for another."""

import math

import pytest

from sim.declare import Mistake
from sim.written_numbers import UNPUBLISHED, decimal_mark, number_of

UNDERSTOOD = [
    ("5401", 5401), ("-12", -12), ("+7", 7), ("\u22123", -3), (" 8 ", 8), ("0", 0), ("0.5", 0.5), (".5", 0.5), ("5.", 5), ("0,6", 0.6),
    ("0.125", 0.125), ("-0,125", -0.125), ("12,5", 12.5), ("1234.567", 1234.567), ("5401.0", 5401), ("3,000,000", 3e6),
    ("3.000.000", 3e6), ("3 000 000", 3e6), ("3\u00a0000\u00a0000", 3e6), ("3\u202f000\u2009000", 3e6), ("3_000_000", 3e6),
    ("3'000'000", 3e6), ("3\u2019000\u2019000", 3e6), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1 234,567", 1234.567),
    ("1.234.567,891", 1234567.891), ("12,34,567", 1234567), ("1e5", 1e5), ("1.5E3", 1500), ("2.5e-3", 0.0025), ("5 000", 5000),
    ("\uff11\uff12", 12), ("\u0661\u0662\u066b\u0665", 12.5), ("5.4010", 5.401), ("1e308", 1e308), ("0e-999", 0), ("1e-300", 1e-300),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), UNDERSTOOD)
def test_a_number_is_read_as_people_write_it(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5.401", "may mean 5401 or 5.401: write 5401 or 5.4010"),
        ("5,401", "may mean 5401 or 5.401: write 5401 or 5.4010"),
        ("-5.401", "may mean"),
        ("0777", "begins with 0, as codes do: write 777"),
        ("00", "begins with 0"),
        ("007.5", "begins with 0, as codes do: write 7.5"),
        ("1:30", "a time: write 1.5"),
        ("", "is empty"),
        ("\u00a0", "is empty"),
        ("inf", "it has no end"),
        ("-Infinity", "it has no end"),
        ("1e999", "too large"),
        ("1e-400", "too small for any number: write 0"),
        ("-0.002e-999", "too small"),
        ("0." + "0" * 30 + "1e-300", "too small"),
        ("9" * 5000, "5,000 characters long"),
        ("12,5%", "written with '%'"),
        ("€ 10", "written with '€'"),
        ("<5", "a bound"),
        ("3-5", "a span"),
        ("10 million", "write it out"),
        ("10k", "write it out"),
        ("1234²", "notes and letters have no place"),
        ("1234*", "notes and letters have no place"),
        ("12 34", "groups of three"),
        ("1,23,4", "groups of three"),
        ("1.2.3", "groups of three"),
        ("1.234,567.8", "groups of three"),
        ("1,234 567", "groups of three"),
        ("1_00", "groups of three"),
        ("3 000'000", "groups of three"),
        ("0.123.456", "groups of three"),
        ("0.123,5", "groups of three"),
        ("--5", "not a number"),
        ("many", "not a number"),
        ("0x1f", "not a number"),
        ("True", "not a number"),
        ("½", "not a number"),
        ("1\n2", "not a number"),
        ("e5", "not a number"),
        (".", "no number"),
        (",", "not a number"),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused_with_what_to_write(text, told):
    with pytest.raises(Mistake) as mistake:
        number_of(text, where="here")
    assert told in str(mistake.value) and str(mistake.value).startswith("here: ") and len(str(mistake.value)) < 400


@pytest.mark.parametrize("text", [*sorted(UNPUBLISHED), "N/A", "NaN", " X ", "\u2212"])
def test_not_published_is_no_number_where_a_column_allows_it_and_refused_elsewhere(text):
    assert math.isnan(number_of(text, unpublished=True))
    with pytest.raises(Mistake, match=r"write (a number|one)"):
        number_of(text)


def test_per_cent_and_currencies_are_read_where_they_have_a_place():
    assert number_of("12,5%", signs="%") == 0.125 and number_of("12.345 %", signs="%", most=1) == pytest.approx(0.12345)
    for text in ("€ 10", "€10", "10 €", "10 EUR", "eur 10", "10 kr", "$10", "zł 10"):
        assert number_of(text, signs="€") == 10
    assert number_of("€ -10", signs="€") == -10


def test_the_rest_of_the_file_tells_what_one_mark_and_three_digits_mean():
    assert number_of("5.401", ",") == 5401 and number_of("5.401", ".") == 5.401
    assert number_of("5,401", ",") == 5.401 and number_of("5,401", ".") == 5401
    with pytest.raises(Mistake, match="a file whose decimal mark is ','"):
        number_of("5.4", ",")


def test_where_no_thousands_can_be_meant_three_digits_are_decimals():
    assert number_of("2.345", most=300) == 2.345 and number_of("2,345", most=300) == 2.345


def mark(*texts):
    return decimal_mark((f"row {n}", text, math.inf) for n, text in enumerate(texts))


def test_a_file_shows_its_decimal_mark_by_any_number_that_can_be_read_in_one_way():
    assert mark("5.401", "12") == "" and mark("5.401", "0,5") == "," and mark("5.401", "0.5") == "."
    assert mark("5.401", "12.345.678") == "," and mark("5,401", "1,234,567") == "." and mark("1,234.5") == "."
    assert mark("n/a", "", "3 000", "1e5", "x,y") == ""
    assert decimal_mark([("a", "2.345", 300.0)]) == "."
    with pytest.raises(Mistake, match=r"row 0: '0\.5' has a decimal point, but row 1: '0,5' a decimal comma"):
        mark("0.5", "0,5")


def test_a_number_read_is_the_number_written_whatever_the_way():
    for value in (0, 7, 12, 345, 999, 5401, 12_345, 999_999, 1_234_567, 987_654_321):
        for group in (",", ".", " ", "'", "_", "\u202f"):
            text = f"{value:,}".replace(",", group)
            decimal = {",": ".", ".": ","}.get(group, "")
            assert number_of(text, decimal) == value
            for point in {",", "."} - {group}:
                assert number_of(f"{text}{point}25", decimal) == value + 0.25
            try:
                assert number_of(text) == value
            except Mistake as mistake:
                assert group in ",." and 1000 <= value < 1_000_000 and "may mean" in str(mistake)
