"""What makes the numbers again that README and documentation tell: one function for each claim."""

import importlib.metadata
import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from experiments.inputs import regimes
from experiments.inputs.paths import PACKAGE, shipped
from experiments.outcomes.intervals import LEVEL
from experiments.outcomes.verdicts import RULES
from experiments.own_city import borrowing
from sim import facts, told_people
from sim.facts import own_occupations, own_teaching, plausible_counts


def least_for_a_verdict() -> list[float]:
    """Seeds, and residents in all of them, below which nothing is told."""
    return [float(RULES.least_seeds), float(RULES.least_lived)]


def level() -> list[float]:
    """Per cent of an interval."""
    return [100 * LEVEL]


def oldest_python() -> list[float]:
    """The oldest Python that the package takes."""
    told = importlib.metadata.metadata("learncity")["Requires-Python"]
    return [float(told.lstrip(">="))]


def multipliers() -> list[float]:
    """Local jobs for each tradable one, of the two sides, by the sources that their regimes cite."""
    found = [regimes.load(f"local_multiplier_{side}").source for side in ("low", "high")]
    return [round(float(re.findall(r": (\d\.\d+)", source)[0]), 1) for source in found]


def without(table: str, home: Path) -> facts.CityFacts:
    """Helsinki, with one table borrowed from itself."""
    shutil.copytree(facts.cities_of_counts.HOME / "helsinki", home)
    (home / f"{table}.csv").unlink()
    borrowing.borrow(str(home), "helsinki")
    return facts.city(home)


def misplaced(table: str) -> float:
    """Share of people (or workplaces) in a wrong cell of their district when Helsinki borrows this table from itself, in percent."""
    with TemporaryDirectory() as folder:
        mine, true = (np.asarray(known.counts[table], float) for known in (without(table, Path(folder) / "again"), facts.city("helsinki")))
        return 100 * float(np.abs(mine - true).sum() / 2 / true.sum())


def borrowed_from_itself() -> list[float]:
    """The four shares of the sentence: activities, ages, levels of education, workplaces."""
    return [misplaced(table) for table in ("activity", "age", "attainment", "jobs")]


def spread_of_unemployment() -> list[float]:
    """Standard deviation of unemployment between districts with borrowed activities, and with Helsinki's own, in points."""
    found = []
    with TemporaryDirectory() as folder:
        for known in (without("activity", Path(folder) / "again"), facts.city("helsinki")):
            activity = known.counts["activity"][known.districts.people > 0]
            found.append(float(np.std(100 * activity[:, 1] / np.maximum(activity[:, 0] + activity[:, 1], 1))))
    return found


def espoo(home: Path, gone: str = "") -> facts.CityFacts:
    """The folder that the page types, one of its tables gone, with all that is missing borrowed from Helsinki."""
    home.mkdir()
    page = (PACKAGE / "own_city" / "OWN_CITY.md").read_text(encoding="utf-8")
    for name, text in re.findall(r"```\w+ (\S+)\n(.*?)```", page, re.DOTALL):
        if name != f"{gone}.csv":
            (home / name).write_text(text, encoding="utf-8")
    borrowing.borrow(str(home), "helsinki")
    return facts.city(home)


def espoo_that_borrows() -> list[float]:
    """Unemployed, households and jobs in manufacturing of Espoo, each borrowed and as counted."""
    found = []
    with TemporaryDirectory() as folder:
        own = espoo(Path(folder) / "own").counts
        for table, column in (("activity", 1), ("households", 0), ("jobs", 1)):
            lent = espoo(Path(folder) / table, table).counts
            found += [float(counts[table][:, column].sum()) for counts in (lent, own)]
    return found


def wage_of_espoo() -> list[float]:
    """The mean wage that Espoo borrows."""
    with TemporaryDirectory() as folder:
        return [float(espoo(Path(folder) / "own").mean_wage)]


def alone_in_espoo() -> list[float]:
    """Households of one person that Espoo borrows."""
    with TemporaryDirectory() as folder:
        return [float(espoo(Path(folder) / "own").counts["households"][:, 1].sum())]


def unemployed_in_espoo() -> list[float]:
    """Unemployed in Espoo's counts, per cent of those in or out of work."""
    with TemporaryDirectory() as folder:
        activity = espoo(Path(folder) / "own").counts["activity"].sum(axis=0)
        return [100 * float(activity[1] / activity[:2].sum())]


def apart_in_espoo() -> list[float]:
    """By how much tables of one city may differ, and how far Espoo's activities are from its ages, per cent."""
    with TemporaryDirectory() as folder:
        counts = espoo(Path(folder) / "own").counts
        activity, people = float(counts["activity"].sum()), float(counts["age"].sum())
        return [activity, people, 100 * plausible_counts.ROUNDING, 100 * (1 - activity / people)]


def lines_of_code() -> list[float]:
    """Lines of code of the notebook with a behaviour of one's own, without blank ones."""
    cells = json.loads((shipped("docs") / "notebooks" / "6_your_own_behaviour.ipynb").read_text(encoding="utf-8"))["cells"]
    lines = [line for one in cells if one["cell_type"] == "code" for line in "".join(one["source"]).splitlines()]
    return [float(sum(bool(line.strip()) for line in lines))]


def most_courses() -> list[float]:
    """Courses and kinds of schools that a city can have."""
    return [float(own_teaching.MOST_COURSES), float(own_teaching.MOST_KINDS)]


def most_occupations() -> list[float]:
    """Occupations that a city can have, and those of the catalogue."""
    return [float(own_occupations.MOST), float(len(own_occupations.packaged_work().codes))]


def parents_and_children() -> list[float]:
    """Years between two of a household from which they are parent and child."""
    return [float(told_people.APART)]
