"""Numbers that README and documentation tell: where each stands, and what makes it again from scratch."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from experiments.inputs.paths import PACKAGE
from experiments.outcomes.verdicts import RULES
from experiments.own_city import borrowing
from sim import facts
from sim.declare import Mistake

ROOT = PACKAGE.parent
NUMBER = re.compile(r"\d[\d,]*\.?\d*")


@dataclass(frozen=True)
class Claim:
    """A sentence with numbers: its file, how it begins and ends, what makes the numbers again, and how far they may be off."""

    file: str
    begins: str
    ends: str
    measure: Callable[[], list[float]]
    within: float = 0.0

    def told(self) -> tuple[str, list[float]]:
        """The sentence as it stands and its numbers; Mistake when it is not there any more."""
        text = " ".join((ROOT / self.file).read_text(encoding="utf-8").split())
        found = re.search(f"{re.escape(self.begins)}.*?{re.escape(self.ends)}", text)
        if not found:
            raise Mistake(f"reproduce: {self.file} does not say '{self.begins} ... {self.ends}' any more")
        inside = found[0].removeprefix(self.begins)
        return found[0], [float(number.replace(",", "")) for number in NUMBER.findall(inside)]

    def holds(self, again: list[float]) -> bool:
        """Whether the numbers made again are those that are told."""
        told = self.told()[1]
        return len(told) == len(again) and bool(np.allclose(told, again, atol=self.within, rtol=0))


def least_for_a_verdict() -> list[float]:
    """Seeds, and residents in all of them, below which nothing is told."""
    return [float(RULES.least_seeds), float(RULES.least_lived)]


def misplaced(table: str) -> float:
    """Share of people (or workplaces) in a wrong cell of their district when Helsinki borrows this table from itself, in percent."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "helsinki_again"
        shutil.copytree(facts.cities_of_counts.HOME / "helsinki", home)
        (home / f"{table}.csv").unlink()
        borrowing.borrow(str(home), "helsinki")
        mine, true = (np.asarray(facts.city(where).counts[table], float) for where in (home, "helsinki"))
        return 100 * float(np.abs(mine - true).sum() / 2 / true.sum())


def borrowed_from_itself() -> list[float]:
    """The four shares of the sentence: activities, ages, levels of education, workplaces."""
    return [misplaced(table) for table in ("activity", "age", "attainment", "jobs")]


def lines_of_code() -> list[float]:
    """Lines of code of the notebook with a behaviour of one's own, without blank ones."""
    cells = json.loads((ROOT / "docs" / "notebooks" / "6_your_own_behaviour.ipynb").read_text(encoding="utf-8"))["cells"]
    lines = [line for one in cells if one["cell_type"] == "code" for line in "".join(one["source"]).splitlines()]
    return [float(sum(bool(line.strip()) for line in lines))]


CLAIMS: dict[str, Claim] = {
    "verdicts": Claim("README.md", "stands on fresh seeds; below ", "residents of the model", least_for_a_verdict),
    "borrowing": Claim("experiments/own_city/OWN_CITY.md", "city totals are right, but ", "of workplaces", borrowed_from_itself, 0.5),
    "lines": Claim("docs/pages/tutorials/researcher.md", "adds a rule and draws its effect in ", "lines of code", lines_of_code),
}
"""Claims by name."""
