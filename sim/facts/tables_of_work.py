"""Occupations, sectors and courses: small tables that hold for every city, each with its sources."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from sim.declare import Mistake
from sim.facts.reading import read_table
from sim.structs import Field, struct
from sim.tables import DOMAINS

HERE = Path(__file__).parent
PRICED_AT = 4150.0
"""EUR a month: mean wage at which prices and costs of services are written; elsewhere they follow the city's wages (assumed)."""
PROVIDERS = ("college", "university", "centre", "online")
ATTAINED = ("isced_0_2", "isced_3_4", "isced_5_6", "isced_7_8")
"""Columns of occupations.csv: shares of those who do the work by what they have completed."""
PROVIDER_TITLES = ("vocational college", "university", "community learning centre", "online provider")

EIGHT, TABLE, REAL, WHOLE = Field("f4", 2, len(DOMAINS)), Field("f4", 2), Field("f4"), Field("i2")
OccupationFacts = struct("OccupationFacts", __name__, {
    "need": EIGHT, "weight": EIGHT, "use": Field("f8", 2, len(DOMAINS)), "schooling": REAL, "level": Field("i1"), "premium": REAL,
    "automation": REAL, "ai": REAL, "home": REAL, "green": REAL, "language": REAL, "regulated": REAL, "share": TABLE, "mobility": TABLE,
    "women": REAL, "part_time": REAL,
})  # fmt: skip
SectorFacts = struct("SectorFacts", __name__, {
    "tradable": REAL, "halts": REAL, "staffing": TABLE, "emissions": REAL, "concentration": REAL, "public": REAL,
})  # fmt: skip
CourseFacts = struct("CourseFacts", __name__, {
    "provider": Field("i1"), "direction": EIGHT, "level": WHOLE, "credit": WHOLE, "hours": REAL, "months": WHOLE, "load": REAL,
    "price": REAL, "cost": REAL, "entry": WHOLE, "online": WHOLE, "work": WHOLE, "share": REAL, "threshold": WHOLE, "language": REAL,
})  # fmt: skip

SOURCES = {
    "occupations.csv": "Employment, wages, education and entry level: US Bureau of Labor Statistics 2021-22 (public domain). "
    "needs and weights: O*NET 18.1 skills (CC BY 4.0), grouped into 8 domains, standardised over employment and scaled by .45. "
    "automation: Frey and Osborne 2017. ai: Felten et al. 2021 (AIOE), rescaled to 0-1. green: BLS green goods and "
    "services share. premium: half of the log wage that schooling "
    "leaves over, because US pay gaps are wider than European ones. home: share that can be done at home, Dingel and Neiman 2020 "
    "(Journal of Public Economics 189), remembered. language: command of the city's language that the work asks for, .5 B1, .75 B2; "
    "regulated: share of posts for which schooling from abroad must be recognised; both assumed.",
    "occupation_people.csv": "women: share of women, rounded from Statistics Finland's employment register, remembered. part_time: share "
    "who work part time of those of 25-54 without children, assumed, ordered as in the EU labour force survey (women .2, men .07).",
    "occupation_mobility.csv": "Moves between occupation groups given a change of detailed occupation, US CPS; .55 stay in the group as in "
    "del Rio-Chanona et al. 2021.",
    "sectors.csv": "assumed: stylised shares; sectors are groups of NACE sections. halts: jobs lost in the US from March to April 2020 "
    "(Bureau of Labor Statistics, remembered) over the share that cannot be done at home, against accommodation and food.",
    "staffing.csv": "assumed: occupations by sector in per cent, stylised after labour force surveys.",
    "courses.csv": "Costs around EUR 8-12 an hour of teaching shared by a class (evidence row 54); hours of row 53; the list itself is "
    "assumed: a stylised Nordic catalogue.",
}


def matrix(columns: Mapping[str, np.ndarray], names: list[str]) -> np.ndarray:
    """Several columns side by side, float32, shape (rows, len(names))."""
    return np.ascontiguousarray(np.stack([columns[name] for name in names], axis=1), np.float32)


@cache
def packaged_occupations() -> dict[str, np.ndarray]:
    """The columns of occupations.csv and of occupation_people.csv as they stand there."""
    people = read_table(HERE / "occupation_people.csv", texts=("code",))
    return {**read_table(HERE / "occupations.csv", texts=("code", "title")), "women": people["women"], "part_time": people["part_time"]}


@cache
def occupations() -> OccupationFacts:
    """22 occupation groups of the catalogue: arrays by row."""
    t = packaged_occupations()
    return occupation_facts(t, matrix(read_table(HERE / "occupation_mobility.csv"), list(t["code"])))


def occupation_facts(t: Mapping[str, np.ndarray], mobility: np.ndarray) -> OccupationFacts:
    """Columns of occupations as the arrays that rules read: ``need``, ``weight`` and ``use`` by the 8 domains, ``share`` by 4 levels of
    attainment, ``mobility`` by the occupation that is near.

    ``use`` is how fully work exercises a skill: in full from a quarter of all that the occupation asks for (assumed).
    """
    plain = {
        name: t[name].astype(np.float32)
        for name in ("schooling", "premium", "automation", "ai", "home", "green", "language", "regulated", "women", "part_time")
    }
    weight = matrix(t, [f"weight_{d}" for d in DOMAINS])
    return OccupationFacts(
        need=matrix(t, [f"need_{d}" for d in DOMAINS]), weight=weight, use=np.minimum(1.0, 4.0 * weight.astype(np.float64)),
        level=t["level"].astype(np.int8), share=matrix(t, list(ATTAINED)), mobility=mobility, **plain,
    )  # fmt: skip


@cache
def sectors() -> SectorFacts:
    """13 groups of NACE sections: arrays by row; ``staffing`` is the share of each occupation of the catalogue, shape (13, 22)."""
    t, staff = read_table(HERE / "sectors.csv", texts=("code", "title")), read_table(HERE / "staffing.csv")
    names = [name for name in staff if name != "code"]
    staffing = matrix(staff, names)
    plain = {name: t[name].astype(np.float32) for name in ("tradable", "halts", "emissions", "concentration", "public")}
    return SectorFacts(staffing=staffing / staffing.sum(axis=1, keepdims=True), **plain)


@cache
def packaged_courses() -> dict[str, np.ndarray]:
    """The columns of courses.csv as they stand there."""
    return read_table(HERE / "courses.csv", texts=("code", "title", "provider"))


@cache
def courses(price_level: float = 1.0) -> CourseFacts:
    """The course catalogue: arrays by row; ``direction`` is what is taught over the 8 domains, summing to 1.

    Prices and costs in EUR are multiplied by ``price_level``.
    """
    t = packaged_courses()
    unknown = [kind for kind in t["provider"] if kind not in PROVIDERS]
    if unknown:
        raise Mistake(f"courses.csv: unknown provider {unknown[0]!r}; there is: {', '.join(PROVIDERS)}")
    whole = {name: t[name].astype(np.int16) for name in ("level", "credit", "months", "entry", "online", "work", "threshold")}
    return CourseFacts(
        provider=np.array([PROVIDERS.index(kind) for kind in t["provider"]], np.int8), direction=matrix(t, list(DOMAINS)),
        share=(t["share"] / t["share"].sum()).astype(np.float32),
        hours=t["hours"].astype(np.float32), language=t["language"].astype(np.float32), load=t["load"].astype(np.float32),
        **{name: (t[name] * price_level).astype(np.float32) for name in ("price", "cost")}, **whole,
    )  # fmt: skip


@cache
def titles(table: str) -> tuple[str, ...]:
    """Names people read: of 'occupations', 'sectors' or 'courses', in the order of the rows."""
    texts = ("code", "title", "provider") if table == "courses" else ("code", "title")
    return tuple(str(title) for title in read_table(HERE / f"{table}.csv", texts=texts)["title"])


@cache
def sector_codes() -> tuple[str, ...]:
    """Column names of jobs.csv in a city's folder."""
    return tuple(str(code) for code in read_table(HERE / "sectors.csv", texts=("code", "title"))["code"])


@cache
def evidence() -> dict[str, dict[str, str]]:
    """What sources such as 'evidence row 30' stand for: key -> fact, value, source, standing (read, computed, remembered, ...)."""
    names = ("key", "fact", "value", "source", "standing")
    table = read_table(HERE / "evidence.csv", texts=names)
    return {str(key): {name: str(table[name][n]) for name in names[1:]} for n, key in enumerate(table["key"])}


def evidence_in(source: str) -> list[str]:
    """Keys of the evidence that the source of a number mentions."""
    text = re.sub(r"\brows (\d+) and (\d+)", r"row \1, row \2", source)
    return [key for key in evidence() if re.search(rf"(?<![\w.]){re.escape(key)}(?!\w|\.\d)", text)]
