"""What may a user's own table of people say? One row per person: every column with its unit, range, words, and what stands in for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.facts.own_occupations import Work, packaged_work
from sim.facts.reading_counts import spelled
from sim.tables import ACTIVITIES, COMING, DOMAINS, EMPLOYED, LIMITATIONS, ORIGINS, UNEMPLOYED, Residents

OLDEST_MONTHS = 1319
LOW, MEDIUM, BACHELOR, MASTER, HIGH = range(10, 15)
"""Attainment by group where the level is not told: the four that cities count, and the last two of them together."""
AS_USUAL, FROM_COUNTS = "drawn as without the file", "drawn from the city's counts, given what the row tells"


@dataclass(frozen=True)
class ToldColumn:
    """One column of the file: numbers in a range, or ``words`` that stand for codes; ``of`` is who alone can have it."""

    name: str
    unit: str
    meaning: str
    low: float = 0.0
    high: float = 0.0
    words: Mapping[str, float] = field(default_factory=dict)
    missing: str = AS_USUAL
    of: tuple[int, ...] = ()
    from_rows: bool = False
    """Its words are names that rows give (a household, a person), any text will do."""

    @property
    def allowed(self) -> str:
        """What a cell may hold, in words."""
        if self.from_rows:
            return "any name or number"
        if self.words:
            shortest: dict[float, str] = {}
            for word, code in self.words.items():
                shortest.setdefault(code, word)
            return ", ".join(shortest.values()) if len(shortest) < 12 else f"one of {len(shortest)} names or codes"
        return f"{self.low:,g} to {self.high:,g}"


def coded(names: tuple[str, ...], more: Mapping[str, float] | None = None, first: int = 0) -> dict[str, float]:
    """Words and what they stand for: names in their order, and others for the same."""
    return {**{spelled(name): float(code) for code, name in enumerate(names, first) if name}, **(more or {})}


YES = {"yes": 1.0, "no": 0.0, "1": 1.0, "0": 0.0, "true": 1.0, "false": 0.0}
SEX = {"man": 0.0, "woman": 1.0, "men": 0.0, "women": 1.0, "male": 0.0, "female": 1.0, "m": 0.0, "f": 1.0, "0": 0.0, "1": 1.0}
ATTAINMENT = {
    **{str(level): float(level) for level in range(9)},
    "isced_0_2": LOW, "isced_3_4": MEDIUM, "isced_5_6": BACHELOR, "isced_7_8": MASTER, "low": LOW, "medium": MEDIUM, "high": HIGH,
}  # fmt: skip
ACTIVITY = coded(ACTIVITIES, {"children": 0, "pupils": 1, "students": 2, "working": 3, "pensioner": 6, "pensioners": 6, "others": 5})
ORIGIN = coded(ORIGINS, {"west": 1, "east": 2, "asia": 3, "africa": 4})
REASON = coded(COMING, {"born_here": 0})
PLAIN: dict[str, tuple[int, ...]] = {
    "parents_schooling": (), "ability": (), "experience": (), "practice": (), "learned": (), "aspiration": (), "trust": (), "prepared": (),
    "aware": (), "credential": (), "tenure": (EMPLOYED,), "searching": (UNEMPLOYED,), "entitlement": (UNEMPLOYED,),
}  # fmt: skip
"""Columns of residents that a file may tell as they are, and activities of those who alone can have them."""


def columns_of_people(districts: Any, work: Work | None = None) -> dict[str, ToldColumn]:
    """Every column by name; codes and names of the city's ``districts`` are the words of one of them, those of its ``work`` of another."""
    done = work or packaged_work()
    names = [spelled(name) for name in districts.names]
    places = {spelled(code): float(n) for n, code in enumerate(districts.codes)}
    places |= {name: float(n) for n, name in enumerate(names) if names.count(name) == 1 and name not in places}
    works = {spelled(name): float(n) for n, name in enumerate(done.titles)}
    works |= {spelled(code): float(n) for n, code in enumerate(done.codes)}
    found = [
        ToldColumn("age", "years", "age; read as months where most are above 120", 0, OLDEST_MONTHS, missing=FROM_COUNTS),
        ToldColumn("sex", "", "man or woman", words=SEX, missing=FROM_COUNTS),
        ToldColumn("district", "", "code or name of the district where she lives, as in districts.csv", words=places, missing=FROM_COUNTS),
        ToldColumn("attainment", "ISCED", "highest completed level, or the group of it", words=ATTAINMENT, missing=FROM_COUNTS),
        ToldColumn("activity", "", "what she mainly does; below 16 it follows from age", words=ACTIVITY, missing=FROM_COUNTS),
        ToldColumn("schooling", "years", "completed years of schooling", 0, 25, missing="follows from attainment"),
        ToldColumn("origin", "", "where she, or both her parents, come from", words=ORIGIN),
        ToldColumn("foreign", "", "born abroad: yes or no", words=YES),
        ToldColumn("years_here", "years", "since she came from abroad", 0, 110),
        ToldColumn("arrived", "month", "the same as a month before month 0; -32000 was born here", -32000, 0),
        ToldColumn("reason", "", "why she came", words=REASON),
        ToldColumn("language", "share", "command of the city's language: .5 B1, .75 B2, 1 as a native", 0, 1),
        ToldColumn("limitation", "", "long-standing limitation by health", words=coded(LIMITATIONS, {"0": 0, "1": 1, "2": 2})),
        ToldColumn("occupation", "", "title or code of the occupation, now or last held", words=works),
        ToldColumn("wage", "EUR/month", "gross pay for full time; 0 or blank without a job", 0, 1e6, missing="by the wage equation"),
        ToldColumn("household", "", "who lives together", from_rows=True, missing="households of the city's counts"),
        ToldColumn("partner", "", "id of her partner in the household (in a frame of a city: the row)", from_rows=True,
             missing="the two eldest of a household who are less than 16 years apart"),
        ToldColumn("id", "", "her name in this file, to which partner refers", from_rows=True, missing="her row"),
        ToldColumn("weight", "people", "for how many people she stands", 1e-9, 1e9, missing="all alike"),
    ]  # fmt: skip
    declared = Residents.declared
    for name, of in PLAIN.items():
        spec = declared[name]
        found.append(ToldColumn(name, spec.unit, spec.meaning, spec.low, spec.high, of=of))
    skill = declared["skill"]
    found += [ToldColumn(f"skill_{domain}", skill.unit, f"skill: {domain}", skill.low, skill.high) for domain in DOMAINS]
    return {one.name: one for one in found}


OF_A_FRAME = frozenset(
    ["row", *(name for name in Residents.declared if not Residents.declared[name].width), *(f"friends_{k}" for k in range(1, 9))]
)
"""Columns that ``city.to_frame()`` writes: those that no column here asks for are passed over."""
