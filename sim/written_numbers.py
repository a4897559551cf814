"""What number did somebody write? Thousands, decimal marks, signs and blanks as people write them, read by one set of rules."""

import re
import unicodedata
from collections.abc import Iterable
from math import inf, isfinite, nan

from sim.showing import Mistake, shown

LONGEST = 40
"""Characters of a number that somebody can have meant."""
UNPUBLISHED = frozenset(
    ["", "-", "--", "\u2014", ".", "..", "...", "…", ":", "*", "**", "/", "?", "x", "c", "s", "u", "n/a", "#n/a", "na", "n.a.", "nd",
     "n.d.", "k.a.", "nan", "null", "none", "nil", "missing", "unknown", "not available", "not published", "suppressed", "confidential"]
)  # fmt: skip
"""What statistical offices print where they publish no number, in small letters."""
CURRENCIES = r"€|\$|£|¥|EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|COP|kr\.?|zł"
SPACES, APOSTROPHES, MINUSES, MARKS = (
    "\u00a0\u2007\u2008\u2009\u200a\u202f\u3000\t",
    "\u2019\u02bc\u00b4`",
    "\u2212\u2013\ufe63\uff0d",
    ".,",
)
PLAIN = str.maketrans({**dict.fromkeys(SPACES, " "), **dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(MINUSES, "-"),
                       "\u066b": ",", "\u066c": "'", "\u200b": None, "\ufeff": None})  # fmt: skip
SIGNED = re.compile(r"(?P<sign>[+-]?)\s*(?P<digits>[\d.,'_ ]*\d[.,]?)(?P<power>[eE][+-]?\d+)?", re.ASCII)
GROUPED = re.compile(r"[1-9]\d{0,2}(?P<by>[.,'_ ])\d{3}(?:(?P=by)\d{3})*|[1-9]\d?(?:,\d\d)+,\d{3}", re.ASCII)
ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def number_of(
    text: str, decimal: str = "", *, most: float = inf, whole: bool = False, signs: str = "", unpublished: bool = False, where: str = ""
) -> float:
    """The number that ``text`` says; Mistake, led by ``where``, tells what to write when it can be read in two ways or none.

    ``decimal`` is the decimal mark that the rest of the file shows ("." or ","; "" when it shows none): see decimal_mark.
    ``most`` is the largest value allowed here; below 1000 nobody writes thousands, so '0.125' and '2.345' are decimals.
    ``whole`` is true where only whole numbers can be meant, such as counts of people.
    ``signs`` are those allowed beside the number: "%" (12,5% is .125) and "€" (any currency).
    With ``unpublished`` a blank or one of UNPUBLISHED is NaN; without it, it is a Mistake.
    """
    plain = plainly(text)
    if plain.casefold() in UNPUBLISHED:
        if unpublished:
            return nan
        raise refused(text, where, "holds no number: write one" if plain else "is empty: write a number")
    if len(plain) > LONGEST:
        raise refused(text, where, f"is {len(plain):,} characters long: write a number of at most {LONGEST}")
    bare, sign = without_sign(plain)
    if sign and sign not in signs:
        raise refused(text, where, f"is written with {sign!r}, which has no place here: write the number alone")
    found = SIGNED.fullmatch(bare)
    if not found:
        raise refused(text, where, f"is not a number{hint(bare)}")
    digits = digits_of(text, found["digits"], decimal, most * (100 if sign == "%" else 1), whole, where)
    value = float(found["sign"] + digits + (found["power"] or ""))
    if not isfinite(value):
        raise refused(text, where, "is too large for any number: write it out in digits")
    if vanishes(digits, value):
        raise refused(text, where, "is too small for any number: write 0 if nothing is meant")
    if whole and value != int(value):
        thousands = f"{value * 1000:.0f} if it stands in thousands, {round(value)} if not"
        raise refused(text, where, f"is no whole number: write {thousands}")
    return value / 100 if sign == "%" else value


def decimal_mark(cells: Iterable[tuple[str, str, float]]) -> str:
    """The decimal mark that a file shows: "." or ",", or "" when none of its numbers tells; Mistake when two of them disagree.

    ``cells`` are place, text and the largest value allowed, for every number of the file.
    """
    first: dict[str, tuple[str, str]] = {}
    for place, text, most in cells:
        mark = mark_shown(text, most)
        if mark and mark not in first:
            first[mark] = place, text
    if len(first) == 2:
        (point, said), (comma, told) = first["."], first[","]
        raise Mistake(
            f"{point}: {shown(said)} has a decimal point, but {comma}: {shown(told)} a decimal comma; write one of them in the whole file"
        )
    return next(iter(first), "")


def mark_shown(text: str, most: float = inf) -> str:
    """The decimal mark that one number betrays: '0,6' and '12.345.678' a comma, '1,234.5' a point, '5.401' none."""
    bare, sign = without_sign(plainly(text)) if len(text) <= 2 * LONGEST else ("", "")
    found = SIGNED.fullmatch(bare)
    digits = found["digits"] if found else ""
    marks = [c for c in digits if c in MARKS]
    if not marks:
        return ""
    if len(marks) > 1:
        return marks[-1] if marks[-1] != marks[0] else other(marks[0])
    return "" if ONE_GROUP.fullmatch(digits) and most * (100 if sign == "%" else 1) >= 1000 else marks[0]


def digits_of(text: str, digits: str, decimal: str, most: float, only_whole: bool, where: str) -> str:
    """Digits with a decimal point and without thousands marks."""
    if digits.isdigit():
        if len(digits) > 1 and digits[0] == "0":
            raise refused(text, where, f"begins with 0, as codes do: write {digits.lstrip('0') or '0'} if it is a number")
        return digits
    if not decimal and most >= 1000 and ONE_GROUP.fullmatch(digits):
        whole = re.sub("[.,]", "", digits)
        real = digits.replace(",", ".")
        raise refused(text, where, f"may mean {whole} or {real}: write {whole}{'' if only_whole else f' or {real}0'}")
    mark = decimal or mark_shown(digits, most) or "."
    whole, point, rest = digits.partition(mark)
    ungrouped = re.sub("[.,'_ ]", "", whole)
    if (rest and not rest.isdigit()) or not (whole.isdigit() or not whole or GROUPED.fullmatch(whole)) or mark in whole:
        told = f" in a file whose decimal mark is {mark!r}" if decimal else ""
        raise refused(
            text, where, f"is not a number{told}: thousands come in groups of three; write digits and one decimal point, as 5401.5"
        )
    if len(ungrouped) > 1 and ungrouped[0] == "0":
        raise refused(
            text, where, f"begins with 0, as codes do: write {ungrouped.lstrip('0') or '0'}{point and '.'}{rest} if it is a number"
        )
    return f"{ungrouped or '0'}.{rest or '0'}" if point else ungrouped


def vanishes(written: str, value: float) -> bool:
    """Whether digits that say something came out as nothing: 1e-400 is no 0, but a computer has no nearer number."""
    return value == 0 and any(digit in "123456789" for digit in re.split("[eE]", written)[0])


def plainly(text: str) -> str:
    """The text with plain spaces, minus signs, apostrophes and ASCII digits; superscripts stay, since they are footnotes."""
    text = text.translate(PLAIN).strip()
    return text if text.isascii() else "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def without_sign(plain: str) -> tuple[str, str]:
    """The text without '%' or a currency, and which it was: '%', '€' or ''."""
    if plain.endswith("%"):
        return plain[:-1].rstrip(), "%"
    bare = re.sub(rf"^(?:{CURRENCIES})\s*(?=[\d.,+-])|(?<=[\d.,])\s*(?:{CURRENCIES})$", "", plain, count=1, flags=re.IGNORECASE)
    return bare, "€" if bare != plain else ""


def hint(bare: str) -> str:
    """What to write instead of something that is close to a number."""
    if re.fullmatch(r"\d+:\d\d(:\d\d)?", bare, re.ASCII):
        hours, minutes = bare.split(":")[:2]
        return f" but a time: write {int(hours) + int(minutes) / 60:.4g} for {hours} and {minutes} sixtieths"
    if re.fullmatch(r"[+-]?(inf|infinity|∞)", bare, re.IGNORECASE):
        return ": it has no end; write it out in digits"
    if re.fullmatch(r"<.*|>.*|[~≈±].*", bare):
        return " but a bound: write one number"
    if re.fullmatch(r"\d+\s*(-|to|\.\.)\s*\d+", bare, re.ASCII):
        return " but a span: write one number"
    if re.fullmatch(r"[\d.,' ]+\s*(k|m|mn|mio\.?|million|millions|bn|thousand|tsd\.?|mrd\.?|billion)", bare, re.IGNORECASE):
        return ": write it out in digits, such as 10000000 for ten million"
    if re.fullmatch(r"[\d.,' ]+\s*[*†‡a-z()¹²³⁰-⁹]+\d?\)?", bare, re.IGNORECASE):
        return ": notes and letters have no place in it, write the digits alone"
    return ""


def other(mark: str) -> str:
    """The other decimal mark."""
    return MARKS[1 - MARKS.index(mark)]


def refused(text: str, where: str, why: str) -> Mistake:
    """The mistake that ``text`` makes at ``where``."""
    return Mistake(f"{where + ': ' if where else ''}{shown(text)} {why}")
