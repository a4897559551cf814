"""Who may be drawn for a trial: words a planner uses, joined by '+', such as unemployed+women."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.declare import Mistake, known_or_mistake, shown
from sim.tables import EDUCATION, EMPLOYED, INACTIVE, PUPIL, UNEMPLOYED

LONG_TERM = 12
"""Months of search from which somebody counts as long-term unemployed (Eurostat)."""

WORDS: dict[str, tuple[str, Callable[[Any], np.ndarray]]] = {
    "adults": ("residents of 18 to 64", lambda r: r.age > 0),
    "unemployed": ("adults who look for work", lambda r: r.activity == UNEMPLOYED),
    "long_term": ("adults who have looked for work for a year", lambda r: (r.activity == UNEMPLOYED) & (r.searching >= LONG_TERM)),
    "employed": ("adults in work", lambda r: r.activity == EMPLOYED),
    "inactive": ("adults who neither work, look for work nor study", lambda r: r.activity == INACTIVE),
    "low": ("adults of low education (ISCED 0-2)", lambda r: r.attainment < 3),
    "medium": ("adults of medium education (ISCED 3-4)", lambda r: (r.attainment >= 3) & (r.attainment < 5)),
    "high": ("adults of high education (ISCED 5-8)", lambda r: r.attainment >= 5),
    "educated": ("adults with at least upper secondary education", lambda r: r.attainment >= 3),
    "women": ("women of 18 to 64", lambda r: r.sex == 1),
    "men": ("men of 18 to 64", lambda r: r.sex == 0),
    "young": ("adults under 30", lambda r: r.age < 30 * 12),
    "grown": ("adults of 25 and older", lambda r: r.age >= 25 * 12),
    "native": ("adults born in the country", lambda r: r.foreign == 0),
    "foreign": ("adults born abroad", lambda r: r.foreign == 1),
    "disabled": ("adults with a lasting severe limitation", lambda r: r.disabled == 1),
    "unaware": ("adults who do not know what learning is on offer", lambda r: r.aware == 0),
    "pupils": ("children at school", lambda r: r.activity == PUPIL),
}  # fmt: skip
USUAL = "unemployed"


def words_of(asked: Any) -> tuple[str, ...]:
    """The words of ``eligible=...``; Mistake names the nearest one."""
    if not isinstance(asked, str) or not asked:
        raise Mistake(f"eligible must be words joined by '+', not {shown(asked)}; there is: {', '.join(WORDS)}")
    words = tuple(word.strip() for word in asked.split("+"))
    for word in words:
        known_or_mistake(word, WORDS, "group", f"eligible={asked}")
    return words


def rows_of(residents: Any, asked: str) -> np.ndarray:
    """Rows of the residents whom every word fits, today."""
    words = words_of(asked)
    fits = residents.present == 1
    if "pupils" not in words:
        fits &= (residents.age >= 18 * 12) & (residents.age < 65 * 12)
    for word in words:
        fits &= WORDS[word][1](residents)
    return np.flatnonzero(fits)


def describe(asked: str) -> str:
    """The group as a planner says it."""
    return " and ".join(WORDS[word][0] for word in words_of(asked))


def groups_of(residents: Any, rows: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    """(dimension, group) -> who of ``rows`` belongs to it today; groups without anybody are left out."""
    level = np.select([residents.attainment[rows] < 3, residents.attainment[rows] < 5], [0, 1], 2)
    sex, seeks = residents.sex[rows], residents.activity[rows] == UNEMPLOYED
    long = seeks & (residents.searching[rows] >= LONG_TERM)
    found = {("all", "all"): np.ones(len(rows), bool)}
    found |= {("education", name): level == number for number, name in enumerate(EDUCATION)}
    found |= {("sex", "men"): sex == 0, ("sex", "women"): sex == 1}
    found |= {("search", "long-term unemployed"): long, ("search", "unemployed under a year"): seeks & ~long}
    return {key: members for key, members in found.items() if members.any()}
