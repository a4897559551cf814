"""Numbers that README and documentation tell: where each stands, what makes it again from scratch, and those that are no claims."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.documentation import measured
from experiments.inputs.paths import PACKAGE, shipped
from sim.declare import Mistake

HOME = shipped("docs").parent
"""Where README.md and docs/ lie: the checkout, or the installed package, which has both inside."""
NUMBER = re.compile(r"\d[\d,]*\.?\d*")


def place_of(file: str) -> Path:
    """A file that tells numbers, named by its place in the repository."""
    return (PACKAGE.parent if file.startswith(f"{PACKAGE.name}/") else HOME) / file


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
        text = " ".join(place_of(self.file).read_text(encoding="utf-8").split())
        found = re.search(f"{re.escape(self.begins)}.*?{re.escape(self.ends)}", text)
        if not found:
            raise Mistake(f"reproduce: {self.file} does not say '{self.begins} ... {self.ends}' any more")
        inside = found[0].removeprefix(self.begins)
        return found[0], [float(number.rstrip(",").replace(",", "")) for number in NUMBER.findall(inside)]

    def holds(self, again: list[float]) -> bool:
        """Whether the numbers made again are those that are told."""
        told = self.told()[1]
        return len(told) == len(again) and bool(np.allclose(told, again, atol=self.within, rtol=0))


OWN_CITY, DOCS = "experiments/own_city/OWN_CITY.md", "docs/pages"
CLAIMS: dict[str, Claim] = {
    "verdicts": Claim("README.md", "stands on fresh seeds; below ", "residents of the model", measured.least_for_a_verdict),
    "too_few": Claim(f"{DOCS}/tutorials/planner.md", "fewer than ", "residents in all", measured.least_for_a_verdict),
    "intervals": Claim("README.md", "each with a paired ", "% interval", measured.level),
    "intervals_told": Claim(f"{DOCS}/tutorials/planner.md", "has effects with ", "% intervals", measured.level),
    "python": Claim("README.md", "They need Python ", "or newer", measured.oldest_python),
    "python_told": Claim(f"{DOCS}/index.md", "It needs Python ", "or newer", measured.oldest_python),
    "multipliers": Claim("README.md", "a local multiplier of ", ", signal or skill", measured.multipliers),
    "borrowing": Claim(OWN_CITY, "city totals are right, but ", "of workplaces", measured.borrowed_from_itself, 0.5),
    "between_districts": Claim(OWN_CITY, "differs between districts by ", ". Where Espoo", measured.spread_of_unemployment, 0.05),
    "espoo": Claim(OWN_CITY, "Where Espoo borrows from Helsinki it has ", ". Borrow for", measured.espoo_that_borrows),
    "espoo_unemployed": Claim(OWN_CITY, "calibrated to other places, Espoo's ", "% unemployed", measured.unemployed_in_espoo, 0.05),
    "espoo_tables": Claim(OWN_CITY, "Main activity is a year older: ", "%.", measured.apart_in_espoo, 0.05),
    "espoo_wage": Claim(OWN_CITY, "The wage becomes ", ", as it goes", measured.wage_of_espoo),
    "espoo_alone": Claim(OWN_CITY, "households are of one person, and ", " is too many", measured.alone_in_espoo),
    "lines": Claim(f"{DOCS}/tutorials/researcher.md", "adds a rule and draws its effect in ", "lines of code", measured.lines_of_code),
    "courses": Claim(f"{DOCS}/how_to/courses.md", "A city can have ", "kinds of schools", measured.most_courses),
    "occupations": Claim(f"{DOCS}/how_to/occupations.md", "A city can have ", "of the catalogue", measured.most_occupations),
    "couples": Claim(f"{DOCS}/how_to/people.md", "of a household who are less than ", "years apart", measured.parents_and_children),
}
"""Claims by name."""

NO_CLAIMS: dict[str, tuple[tuple[str, str], ...]] = {
    "README.md": (("month 0", "a word"), ("exit code 2", "tested with the messages"), ("et al. 2014", "a year of a source")),
    OWN_CITY: (
        ("become 4.6% within", "needs a city fitted for minutes: learncity fit-city tells it"),
        ("some 70 cities of 25", "told as about so many"),
        ("those of 20 to 64", "whom an indicator counts"), ("of 25 to 39", "whom an indicator counts"), ("CC BY 4.0", "a licence"),
        ("Espoo's row for 2018", "a source"), ("2018)", "a source"), ("2017)", "a source"), ("Households of 2018", "a source"),
        ("*0-2 years* to *85 years", "a source"), ("is 0-2;", "a code"), ("*Matriculation* 23,180", "a source"),
        ("diploma* 65,947", "a source"),
        ("are 3-4;", "a code"), ("is 5-6,", "a code"), ("*higher* 7-8.", "a code"), ("adults from 18,", "a source"),
        ("A 156, B 26, D 1,547 and E 288", "a source"),
    ),
    f"{DOCS}/tutorials/planner.md": (("known to 0.2 points", "the number typed before it"),),
    f"{DOCS}/how_to/own_cards.md": (("in (0, 1)", "a range"), ("65+ is", "an example"), ("this month, 0 in rows", "an empty row")),
    f"{DOCS}/how_to/people.md": (("month 0", "a word"), ("ISCED 0-8", "a code"), ("5 is the fifth", "an example"),
                                 ("Below 16", "a word of the model"),
                                 ("exit code 2", "tested with the messages")),
    f"{DOCS}/how_to/courses.md": (("made to add up to 1", "a share"), ("adds up to 1", "a share"), ("is 0 for", "a share")),
    f"{DOCS}/how_to/occupations.md": (("add up to 1 each", "a share"), ("nurses are 92% women", "an example"), ("month 0", "a word")),
}  # fmt: skip
"""Numbers in prose that no run or table makes: a piece of the sentence, and why."""


def unclaimed() -> list[str]:
    """Numbers in the prose of README and documentation that are neither claimed nor named as no claim: file and the words around."""
    found = []
    for file in ("README.md", OWN_CITY, *sorted(str(page.relative_to(HOME)) for page in (HOME / DOCS).rglob("*.md"))):
        text = prose(place_of(file).read_text(encoding="utf-8"))
        covered = [" ".join(prose(claim.told()[0]).split()) for claim in CLAIMS.values() if claim.file == file]
        covered += [piece for piece, _ in NO_CLAIMS.get(Path(file).as_posix(), ())]
        spans = [(at.start(), at.end()) for piece in covered for at in re.finditer(re.escape(piece), text)]
        for number in re.finditer(r"(?<![\w.])\d[\d,]*\.?\d*", text):
            if not any(start <= number.start() < end for start, end in spans):
                found.append(f"{file}: ...{text[max(0, number.start() - 50) : number.end() + 30]}...")
    return found


def prose(text: str) -> str:
    """The words of a page: without code, links, and the numbers of steps."""
    text = re.sub(r"```.*?```", " ", text, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`]*`", "`", text))
    text = re.sub(r"^(#+ )?\d+\. ", r"\1", text, flags=re.MULTILINE)
    return " ".join(text.split())
