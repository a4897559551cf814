"""A city's published counts by district: read from a folder of CSV files, checked against each other."""

import os
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.chance import logs
from sim.declare import Mistake, known_or_mistake, nearest
from sim.facts.columns_of_counts import OPTIONAL, TABLES
from sim.facts.csv_rows import is_litter, why_not
from sim.facts.fitted_numbers import FILE, Fitted, counts_word
from sim.facts.fitted_numbers import read as read_fitted
from sim.facts.own_occupations import Work, packaged_work
from sim.facts.own_occupations import work as work_of
from sim.facts.people_in_file import NAMES, PeopleFile, files_beside, read_people
from sim.facts.plausible_counts import check_city
from sim.facts.reading_counts import Table, age_band, read_counts
from sim.plain_yaml import read_mapping
from sim.showing import is_number, shown
from sim.text_files import path_of
from sim.written_numbers import number_of

HOME = Path(__file__).parent / "cities"
NUMBERS = {
    "year": (1900, 2200), "mean_wage": (50, 50_000), "in_migration": (0, 0.3), "out_migration": (0, 0.3),
    "foreign_share": (0, 0.95), "disabled_share": (0, 0.5), "attainment_from": (0, 30),
}  # fmt: skip
ORIGINS = {
    "from_west": (0.30, "share", "of those born abroad who come from the EU, EFTA and the west"),
    "from_east": (0.20, "share", "the same, Russia and other Europe"),
    "from_asia": (0.25, "share", "the same, Asia and Latin America"),
    "from_africa": (0.25, "share", "the same, Middle East and Africa"),
    "speak_on_arrival": (0.0, "share", "of the city's language that people from abroad speak when they come, 1 like natives"),
}
"""Numbers of city.yaml that a city may leave out: default, unit, meaning. The mix of origins is Helsinki's of 2019, split by assumption."""
TOLD = {"unemployment": (0, 0.6), "gini": (0.1, 0.8)}
"""Numbers that a city may tell beside its tables: what its labour force survey has for unemployment, how incomes are spread."""
TREND = "attainment"
"""What may be left to its own trend where everything else keeps to the counts."""
TABLE_KINDS = (".csv", ".tsv", ".yaml", ".yml", ".xls", ".xlsx", ".ods")
WHOLE = ("year", "attainment_from")


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
    from_west: float = ORIGINS["from_west"][0]
    from_east: float = ORIGINS["from_east"][0]
    from_asia: float = ORIGINS["from_asia"][0]
    from_africa: float = ORIGINS["from_africa"][0]
    speak_on_arrival: float = ORIGINS["speak_on_arrival"][0]
    unemployment: float | None = None
    gini: float | None = None
    trend: str = ""
    fitted: Fitted = field(default_factory=Fitted)
    counts_word: str = ""
    people_file: PeopleFile | None = None
    """A user's own table of people, from whom residents are drawn; None where the counts alone tell."""
    work: Work = field(default_factory=packaged_work)
    """Occupations, and who staffs sectors: the catalogue's, or with a user's own."""

    @property
    def origins(self) -> np.ndarray:
        """Shares of the four classes of origin among those born abroad, west, east, Asia and Africa, adding up to 1."""
        mix = np.array([self.from_west, self.from_east, self.from_asia, self.from_africa])
        return mix / mix.sum()

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


def city(name: str | Path, people: Any = None, occupations: Any = None) -> CityFacts:
    """The counts of an embedded city by name, or of a user's folder; Mistake names file, row and rule.

    An embedded city's name means that city, also where a folder is called so: './helsinki' or a Path means the folder.
    ``people`` is a table of one row per person (CSV, Parquet, DataFrame) that is read instead of the folder's own people.csv.
    ``occupations`` is a CSV whose rows add occupations to the catalogue or change them; people may then have these, too.
    """
    folder = folder_of(name)
    work = work_of(occupations)
    found = _embedded(folder.name) if folder.parent == HOME else read_city(folder, work)
    told = found.people_file if people is None else read_people(people, found.districts, work)
    return found if people is None and occupations is None else replace(found, people_file=told, work=work)


def folder_of(name: str | Path) -> Path:
    """The folder that a city's name or path means."""
    if isinstance(name, str) and name in cities():
        return HOME / name
    folder = path_of(name, "city")
    try:
        if folder.is_dir():
            return folder
    except OSError as error:
        raise Mistake(f"city: {folder} cannot be read: {error.strerror}") from None
    if str(name) in cities():
        return HOME / name
    raise Mistake(f"city: unknown city {shown(str(name))}, and no folder of that name{nearest(str(name), cities())}")


def files_of(folder: str | Path) -> list[Path]:
    """Exactly the files that a city's counts are read from, by its folder or embedded name, in the order they are read."""
    home = folder_of(folder)
    return [home / "city.yaml", *(home / f"{name}.csv" for name in TABLES), *optional_in(home).values(), *files_beside(home)]


def optional_in(home: Path) -> dict[str, Path]:
    """The tables that a city's folder brings besides, by name."""
    return {name: home / f"{name}.csv" for name in OPTIONAL if (home / f"{name}.csv").is_file()}


def unread_in(folder: str | Path) -> list[str]:
    """A line for each table in a city's folder that the city is not read from, with the nearest name that would be.

    What systems, editors and office programs leave there (.DS_Store, locks, backups) is passed over, and so are other kinds of files.
    """
    read = [FILE, *NAMES, *(file.name for file in files_of(folder))]
    found = sorted(file.name for file in folder_of(folder).iterdir() if file.suffix.casefold() in TABLE_KINDS and not is_litter(file.name))
    return [f"{shown(name)}: not used{nearest(name, read)}" for name in found if name not in read]


@cache
def _embedded(name: str) -> CityFacts:
    return read_city(HOME / name)


def forget() -> None:
    """Read embedded cities anew: one has been fitted."""
    _embedded.cache_clear()


def read_city(folder: Path, work: Work | None = None) -> CityFacts:
    """Read and check a folder: city.yaml and one CSV per table of counts; its people may do this ``work``, else the catalogue's."""
    about = read_about(folder / "city.yaml")
    tables = {"districts": read_counts(folder, "districts")}
    codes = tables["districts"].codes
    tables.update({name: read_counts(folder, name, codes) for name in [*TABLES, *optional_in(folder)] if name != "districts"})
    ages = tables["age"]
    bands = tuple(age_band(ages, name) for name in ages.columns if name != "code")
    check_bands(ages, bands)
    check_city(tables, bands, about)
    counts = {name: table.numbers() for name, table in tables.items() if name != "districts"}
    x, y = (tables["districts"].columns[name] for name in ("x_km", "y_km"))
    travel = np.hypot(x[:, None] - x, y[:, None] - y) + 0.5 * np.sqrt(0.5)
    names = tables["districts"].columns["name"].tolist()
    districts = Districts(tuple(codes), tuple(names), x, y, counts["age"].sum(axis=1))
    said = {name: value for name, value in about.items() if name in (*NUMBERS, *ORIGINS, *TOLD, "trend")}
    own = files_beside(folder)
    people = read_people(own[0], districts, work) if own else None
    told = {"people": people.word} if people else {}
    word = counts_word({**said, "codes": codes, "bands": bands, **told}, [x, y, *counts.values()])
    return CityFacts(
        name=Path(os.path.abspath(folder)).name, districts=districts, ages=bands, counts=counts, travel=travel.astype(np.float32),
        fitted=read_fitted(folder, word), counts_word=word, people_file=people, **about
    )  # fmt: skip


def read_about(file: Path) -> dict[str, Any]:
    """city.yaml: title, year, levels, and the source and licence of every table."""
    if not file.is_file():
        raise Mistake(f"{file}: {why_not(file)}")
    about = read_mapping(file)
    for name in about:
        known_or_mistake(name, ["title", "tables", "assumed", "trend", *NUMBERS, *ORIGINS, *TOLD], "key", str(file))
    for name in ("title", "tables", *NUMBERS):
        if name not in about:
            raise Mistake(f"{file}: {name} is missing")
    title, assumed = about["title"], about.get("assumed") or {}
    if not isinstance(title, str) or not title.strip():
        raise Mistake(f"{file}: title must be the city's name, not {shown(title)}: put it in quotes")
    if not isinstance(assumed, dict):
        raise Mistake(f"{file}: assumed must map each number to its reason, not {shown(assumed)}")
    if about.get("trend") not in (None, TREND):
        raise Mistake(f"{file}: trend must be {TREND} or left out, not {shown(about['trend'])}: all else keeps to the counts")
    check_sources(file, about["tables"])
    may = {**ORIGINS, **TOLD}
    numbers = {name: checked(file, name, about[name]) for name in [*NUMBERS, *(name for name in may if name in about)]}
    if not sum(numbers.get(name, default) for name, (default, *_) in ORIGINS.items() if name.startswith("from_")) > 0:
        raise Mistake(f"{file}: from_west, from_east, from_asia and from_africa are shares of those born abroad: one must be above 0")
    reasons = {name: str(why) for name, why in assumed.items()}
    return {**about, **numbers, "trend": about.get("trend") or "", "title": title, "assumed": reasons}


def checked(file: Path, name: str, value: Any) -> float:
    """A number of city.yaml in its range, as it is written or in quotes: 3.6% is 0.036."""
    low, high = {**NUMBERS, **TOLD}.get(name, (0, 1))
    must = f"{file}: {name} must be a {'whole ' if name in WHOLE else ''}number in {low:g}..{high:g}"
    if isinstance(value, str):
        try:
            value = number_of(value, most=high, whole=name in WHOLE, signs="€" if name == "mean_wage" else "%" if high < 1 else "")
        except Mistake as mistake:
            raise Mistake(f"{must}: {mistake}") from None
    if not is_number(value) or not low <= value <= high or (name in WHOLE and value != int(value)):
        cent = f": per cent? write {value / 100:g}" if high < 1 and is_number(value) and high < value <= 100 * high else ""
        raise Mistake(f"{must}, not {shown(value)}{cent}")
    return int(value) if name in WHOLE else value


def check_sources(file: Path, tables: Any) -> None:
    """Every table of counts says where it comes from."""
    if not isinstance(tables, dict):
        raise Mistake(f"{file}: tables must map each file to its source and licence")
    for name in tables:
        known_or_mistake(name, [*TABLES, *OPTIONAL, "people"], "table", f"{file}: tables")
    for name in [*TABLES, *optional_in(file.parent), *(["people"] if files_beside(file.parent) else [])]:
        entry = tables.get(name)
        if not isinstance(entry, dict) or not {"source", "licence"} <= set(entry):
            raise Mistake(f"{file}: tables: {name} needs a source and a licence")
        for key in ("source", "licence"):
            if not isinstance(entry[key], str) or not entry[key].strip():
                raise Mistake(f"{file}: tables: {name}: {key} must be a text, not {shown(entry[key])}: put it in quotes")


def check_bands(ages: Table, bands: tuple[tuple[int, int], ...]) -> None:
    """Age bands start at 0 and follow each other without a gap."""
    expected = 0
    for low, high in bands:
        if low != expected or high < low:
            raise Mistake(f"{ages.file}: row {ages.at}: age band {low}-{high} should start at {expected}; bands follow without a gap")
        expected = high + 1
    if expected < 60:
        raise Mistake(f"{ages.file}: row {ages.at}: age bands end at {expected - 1}; the last one must reach old age, such as 85+")
