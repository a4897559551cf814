"""A city's published counts by district: read from a folder of CSV files, checked against each other."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.chance import logs
from sim.declare import Mistake, known_or_mistake, nearest
from sim.facts.reading import check_counts, read_table, same_order
from sim.facts.tables_of_work import sector_codes

HOME = Path(__file__).parent / "cities"
ATTAINMENT = ("isced_0_2", "isced_3_4", "isced_5_6", "isced_7_8")
ACTIVITY = ("employed", "unemployed", "children", "students", "pensioners", "others")
HOUSEHOLDS = ("households", "one_person", "with_children", "one_parent")
INCOME = ("mean", "median", "lowest_class", "middle_class", "highest_class")
FILES = ("districts", "age", "sex", "attainment", "activity", "households", "income", "jobs")
NUMBERS = {
    "year": (1900, 2200), "mean_wage": (50, 50_000), "in_migration": (0, 0.3), "out_migration": (0, 0.3),
    "foreign_share": (0, 0.95), "disabled_share": (0, 0.5), "attainment_from": (0, 30),
}  # fmt: skip
ROUNDING = 0.02


@dataclass(frozen=True)
class Districts:
    """Where things are: codes and names, coordinates in km from the centre, residents (real people)."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    x_km: np.ndarray
    y_km: np.ndarray
    people: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, eq=False)
class CityFacts:
    """Counts of one city. Arrays have one row per district; ``travel`` is in km between districts."""

    name: str
    title: str
    year: int
    mean_wage: float
    in_migration: float
    out_migration: float
    foreign_share: float
    disabled_share: float
    attainment_from: int
    districts: Districts
    ages: tuple[tuple[int, int], ...]
    counts: dict[str, np.ndarray]
    travel: np.ndarray
    tables: dict[str, dict[str, str]]
    assumed: dict[str, str]

    @property
    def jobs(self) -> np.ndarray:
        """Workplaces, shape (districts, sectors)."""
        return self.counts["jobs"]

    @property
    def people(self) -> float:
        """Residents of the real city."""
        return float(self.districts.people.sum())

    @cached_property
    def relative_income(self) -> np.ndarray:
        """Log of the median income of each district against the mean of the city's districts, by residents.

        NaN where none is published: that is not the same as poor.
        """
        median = self.counts["income"][:, 1]
        known = median > 0
        if not known.any():
            return np.full(len(median), np.nan)
        log_income = logs(np.maximum(median, 1.0))
        mean = np.average(log_income[known], weights=np.maximum(self.districts.people[known], 1e-9))
        return np.where(known, log_income - mean, np.nan)


def cities() -> list[str]:
    """Names of the embedded cities."""
    return sorted(folder.name for folder in HOME.iterdir() if (folder / "city.yaml").is_file())


def city(name: str | Path) -> CityFacts:
    """The counts of an embedded city by name, or of a user's folder; Mistake names file, row and rule."""
    if str(name) in cities():
        return _embedded(str(name))
    folder = Path(name)
    if folder.is_dir():
        return read_city(folder)
    raise Mistake(f"city: unknown city {str(name)!r}, and no folder of that name{nearest(str(name), cities())}")


@cache
def _embedded(name: str) -> CityFacts:
    return read_city(HOME / name)


def read_city(folder: Path) -> CityFacts:
    """Read and check a folder: city.yaml and one CSV per table of counts."""
    about = read_about(folder / "city.yaml")
    places = read_table(folder / "districts.csv", ["x_km", "y_km"], ("code", "name"))
    ages = read_counts(folder, "age", places["code"])
    bands = tuple(age_band(folder / "age.csv", name) for name in ages)
    check_bands(folder / "age.csv", bands)
    wanted = {"sex": ("men", "women"), "attainment": ATTAINMENT, "activity": ACTIVITY, "households": HOUSEHOLDS,
              "income": INCOME, "jobs": sector_codes()}  # fmt: skip
    tables = {"age": ages, **{name: read_counts(folder, name, places["code"], list(c)) for name, c in wanted.items()}}
    counts = {name: np.stack(list(table.values()), axis=1) for name, table in tables.items()}
    mark_unpublished(counts["income"])
    check_sums(folder, counts, places["code"], bands, int(about["attainment_from"]))
    if counts["jobs"].sum(axis=0).min() <= 0:
        raise Mistake(f"{folder / 'jobs.csv'}: every sector needs at least one workplace in the city")
    x, y = places["x_km"], places["y_km"]
    travel = np.hypot(x[:, None] - x, y[:, None] - y) + 0.5 * np.sqrt(0.5)
    districts = Districts(tuple(places["code"]), tuple(places["name"]), x, y, counts["age"].sum(axis=1))
    return CityFacts(name=folder.name, districts=districts, ages=bands, counts=counts, travel=travel.astype(np.float32), **about)


def mark_unpublished(income: np.ndarray) -> None:
    """A mean or median income of 0 stands for a number that is not published: NaN from here on (in place)."""
    levels = income[:, : INCOME.index("lowest_class")]
    levels[levels <= 0] = np.nan


def read_about(file: Path) -> dict[str, Any]:
    """city.yaml: title, year, levels, and the source and licence of every table."""
    if not file.is_file():
        raise Mistake(f"{file}: the file is missing")
    try:
        about = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise Mistake(f"{file}: not valid YAML: {error}") from None
    if not isinstance(about, dict):
        raise Mistake(f"{file}: must be a mapping of names to values, not {type(about).__name__}")
    for name in about:
        known_or_mistake(name, ["title", "tables", "assumed", *NUMBERS], "key", str(file))
    for name in ("title", "tables", *NUMBERS):
        if name not in about:
            raise Mistake(f"{file}: {name} is missing")
    for name, (low, high) in NUMBERS.items():
        value = about[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise Mistake(f"{file}: {name} must be a number in {low:g}..{high:g}, not {value!r}")
    check_sources(file, about["tables"])
    return {**about, "title": str(about["title"]), "assumed": dict(about.get("assumed") or {})}


def check_sources(file: Path, tables: Any) -> None:
    """Every table of counts says where it comes from."""
    if not isinstance(tables, dict):
        raise Mistake(f"{file}: tables must map each file to its source and licence")
    for name in FILES:
        entry = tables.get(name)
        if not isinstance(entry, dict) or not {"source", "licence"} <= set(entry):
            raise Mistake(f"{file}: tables: {name} needs a source and a licence")


def read_counts(folder: Path, name: str, codes: np.ndarray, columns: list[str] | None = None) -> dict[str, np.ndarray]:
    """The number columns of one table, rows in the order of districts.csv."""
    file = folder / f"{name}.csv"
    table = read_table(file, columns)
    numbers = [column for column in table if column != "code"]
    check_counts(file, table, numbers)
    order = same_order(file, table["code"], codes)
    return {column: table[column][order] for column in (columns or numbers)}


def age_band(file: Path, name: str) -> tuple[int, int]:
    """'25-29' or '85+' as first and last year of age."""
    low, _, high = name.partition("-") if "-" in name else (name.rstrip("+"), "", "99")
    if not (low.isdigit() and high.isdigit()) or (name[-1:] == "+") == ("-" in name):
        raise Mistake(f"{file}: row 1: column {name!r} is not an age band such as 25-29 or 85+")
    return int(low), int(high)


def check_bands(file: Path, bands: tuple[tuple[int, int], ...]) -> None:
    """Age bands start at 0 and follow each other without a gap."""
    expected = 0
    for low, high in bands:
        if low != expected or high < low:
            raise Mistake(f"{file}: row 1: age band {low}-{high} should start at {expected}; bands follow without a gap")
        expected = high + 1
    if expected < 60:
        raise Mistake(f"{file}: row 1: age bands end at {expected - 1}; the last one must reach old age, such as 85+")


def check_sums(folder: Path, counts: dict[str, np.ndarray], codes: np.ndarray, bands: tuple, grown: int) -> None:
    """Tables of one district tell of the same people: totals agree within rounding."""
    people = counts["age"].sum(axis=1)
    adults = counts["age"] @ np.array([overlap(low, high, grown) for low, high in bands])
    if people.sum() <= 0:
        raise Mistake(f"{folder / 'age.csv'}: the city has no residents")
    for name, total, of in (("sex", people, "all ages"), ("activity", people, "all ages"), ("attainment", adults, f"{grown} and over")):
        got = counts[name].sum(axis=1)
        off = np.flatnonzero(np.abs(got - total) > np.maximum(20.0, ROUNDING * total))
        if len(off):
            d = off[0]
            raise Mistake(f"{folder / name}.csv: district {codes[d]!r} (row {d + 2}): adds up to {got[d]:g}, "
                          f"but age.csv has {total[d]:g} people ({of}); they may differ by {ROUNDING:.0%}")  # fmt: skip


def overlap(low: int, high: int, first: int) -> float:
    """Share of an age band that is ``first`` years or older."""
    return min(1.0, max(0.0, (high + 1 - first) / (high + 1 - low)))
