"""What may a city's folder of counts say? Every column of every table with its unit, range and meaning, declared once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sim.facts.tables_of_work import sector_codes, titles

MOST_PEOPLE, FARTHEST, HIGHEST_INCOME = 100_000_000, 300, 10_000_000
"""Most people or jobs in one cell, km from the city's centre, and EUR a year of the mean resident of a district."""
MOST_DISTRICTS = 256
"""Districts a resident can have: the model keeps them in one byte."""
BANDS = ("0-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-64", "65-69", "70-74",
         "75-79", "80-84", "85+")  # fmt: skip
"""Age bands of an empty table; a city may have others, as long as they follow each other."""


@dataclass(frozen=True)
class Column:
    """One column of one table: counts are whole numbers, and only a column that is ``optional`` may leave a district blank."""

    table: str
    name: str
    unit: str
    low: float
    high: float
    meaning: str
    optional: bool = False

    @property
    def is_text(self) -> bool:
        """True for codes and names."""
        return self.unit == "text"

    @property
    def is_count(self) -> bool:
        """True for people, households and jobs, which are whole numbers of at least 0."""
        return self.unit in ("people", "households", "jobs")

    @property
    def is_money(self) -> bool:
        """True for incomes, where 0 stands for 'not published': nobody's mean is 0."""
        return self.unit.startswith("EUR")

    @property
    def allowed(self) -> str:
        """What a cell may hold, in words."""
        number = "a whole number" if self.is_count else "a number"
        return f"{number} of {self.unit} in {self.low:,.0f}..{self.high:,.0f}{', blank if not published' if self.optional else ''}"


TABLES = {
    "districts": "where the districts are",
    "age": "residents by age",
    "sex": "residents by sex",
    "attainment": "adults by the highest level they completed, from the age that city.yaml names in attainment_from",
    "activity": "residents by what they mainly do",
    "households": "households by kind",
    "income": "income of residents, and adults by the income class of the whole country",
    "jobs": "workplaces in the district by sector, whoever holds them",
}
"""The tables of a city, each a CSV file with one row for each district."""

OPTIONAL = {"origin": "residents by where they, or both their parents, were born; without it origins are modelled"}
"""Tables that a city may bring besides."""

CODE = ("code", "text", 0, 0, "the district's code, the same in every table")
COUNTS = {
    "sex": {"men": "men and boys", "women": "women and girls"},
    "attainment": {
        "isced_0_2": "adults with lower secondary school or less",
        "isced_3_4": "adults with upper secondary school or a vocational qualification",
        "isced_5_6": "adults with a bachelor's degree or short higher education",
        "isced_7_8": "adults with a master's degree or doctorate",
    },
    "activity": {
        "employed": "residents in work, wherever it is",
        "unemployed": "residents out of work who look for it",
        "children": "children below the age of work, about 0 to 14",
        "students": "pupils and students from then on",
        "pensioners": "residents on a pension",
        "others": "everybody else",
    },
    "origin": {
        "native": "residents born here, or with a parent born here",
        "west": "residents from the EU, EFTA and the west, or both whose parents were",
        "east": "the same, Russia and other Europe",
        "asia": "the same, Asia and Latin America",
        "africa": "the same, Middle East and Africa",
    },
}
ATTAINMENT, ACTIVITY = tuple(COUNTS["attainment"]), tuple(COUNTS["activity"])
HOUSEHOLDS = {
    "households": "all households",
    "one_person": "of these, persons who live alone",
    "with_children": "of these, households with children, of two parents or one",
    "one_parent": "of those with children, households of one parent",
}
MONEY = {"mean": "mean income of adults after transfers", "median": "their median"}
CLASSES = {
    "lowest_class": "adults with an income in the country's lowest class",
    "middle_class": "adults in the middle class",
    "highest_class": "adults in the highest class",
}


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of one table, the district's code first; those of 'age' are examples of age bands."""
    return (Column(table, *CODE), *_numbers_of(table))


def _numbers_of(table: str) -> Iterator[Column]:
    if table == "districts":
        yield Column(table, "name", "text", 0, 0, "what people call the district")
        yield Column(table, "x_km", "km", -FARTHEST, FARTHEST, "how far its middle lies east of the city's centre, west is negative")
        yield Column(table, "y_km", "km", -FARTHEST, FARTHEST, "how far its middle lies north of the city's centre, south is negative")
    elif table == "income":
        for name, meaning in MONEY.items():
            yield Column(table, name, "EUR a year", 0, HIGHEST_INCOME, meaning, optional=True)
        for name, meaning in CLASSES.items():
            yield Column(table, name, "people", 0, MOST_PEOPLE, meaning, optional=True)
    elif table == "jobs":
        for code, title in zip(sector_codes(), titles("sectors"), strict=True):
            yield Column(table, code, "jobs", 0, MOST_PEOPLE, f"workplaces in {title[0].lower() + title[1:]}")
    elif table == "households":
        for name, meaning in HOUSEHOLDS.items():
            yield Column(table, name, "households", 0, MOST_PEOPLE, meaning)
    elif table == "age":
        for band in BANDS:
            yield Column(table, band, "people", 0, MOST_PEOPLE, f"residents aged {band}")
    else:
        for name, meaning in COUNTS[table].items():
            yield Column(table, name, "people", 0, MOST_PEOPLE, meaning)
