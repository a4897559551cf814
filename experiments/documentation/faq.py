"""What does it say when something cannot be meant? The messages themselves, from asking."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from experiments.inputs.comparison import from_settings
from experiments.inputs.scenario import load
from experiments.inputs.settings import compose
from sim.city import City
from sim.declare import Mistake

CARD = "class Thing:\n    pass\n"
RULE = "from sim import Behaviour\nclass Saving(Behaviour):\n    def act(self, city):\n        pass\n"

MISPLACED = "extensions: [card.py]\nmonth: {saving: after income}\n"


def word(*words: str) -> Callable[[Path], object]:
    """A run with these words."""
    return lambda home: from_settings(compose("config", list(words)))


def file(text: str, card: str = "") -> Callable[[Path], object]:
    """A scenario's file with this text, with a file of cards beside it."""

    def ask(home: Path) -> object:
        (home / "mine.yaml").write_text(text, encoding="utf-8")
        (home / "card.py").write_text(card, encoding="utf-8")
        return from_settings(compose("config", [f"scenario={home / 'mine.yaml'}"]))

    return ask


def table(what: str, text: str) -> Callable[[Path], object]:
    """A user's own table of people, courses or occupations beside a scenario."""

    def ask(home: Path) -> object:
        (home / f"{what}.csv").write_text(text, encoding="utf-8")
        return from_settings(compose("config", ["scenario=baseline", f"{what}={home / f'{what}.csv'}"]))

    return ask


ASKED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "A name that does not exist": ("run scenario=skill_first", word("scenario=skill_first")),
    "A lever misspelt": ("run levers.guidence.budget=5e6", word("levers.guidence.budget=5e6")),
    "A number out of its range": ("run levers.skills_vouchers.share=60", word("levers.skills_vouchers.share=60")),
    "A number of a lever that it has not": ("run levers.guidance.shares=0.5", word("levers.guidance.shares=0.5")),
    "A budget of a few euros": ("levers: {guidance: {budget: 6}}", file("levers: {guidance: {budget: 6}}\n")),
    "Too few residents": ("run residents=0", word("residents=0")),
    "A key that no scenario has": ("lever: {guidance: {}}", file("lever: {guidance: {}}\n")),
    "A group that does not exist": ("levers: {guidance: {for: {sex: womn}}}", file("levers: {guidance: {for: {sex: womn}}}\n")),
    "An extension that is not there": ("extensions: [gone.py]", file("extensions: [gone.py]\n")),
    "A class in an extension that is no card": ("extensions: [card.py]", file("extensions: [card.py]\n", CARD)),
    "A behaviour that no month places": ("extensions: [card.py]", file("extensions: [card.py]\n", RULE)),
    "A place in the month that does not exist": ("month: {saving: after income}", file(MISPLACED, RULE)),
    "A lever in Python by a wrong name": ('sim.City(levers=["skill_vouchers"])', lambda home: City(levers=["skill_vouchers"], residents=9)),
    "A scenario in Python that is no mapping of its keys": ('simulate({"lever": {}})', lambda home: load({"lever": {}})),
    "A word in a table of people": ("people.csv: 34,womn", table("people", "age,sex\n34,womn\n")),
    "An age in a table of people": ("people.csv: 340,woman", table("people", "age,sex\n340,woman\n30,man\n31,man\n")),
    "A column of people nearly known": ("people.csv: age,activty", table("people", "age,activty\n34,employed\n")),
    "A new course without what it needs": ("courses.csv: bootcamp,Bootcamp", table("courses", "code,title\nbootcamp,Bootcamp\n")),
    "An occupation split from none": ("occupations.csv: nurse,Nurses,29-000,0.4",
                                      table("occupations", "code,title,split_from,share\nnurse,Nurses,29-000,0.4\n")),
    "A course's hours out of range": ("courses.csv: welding,0", table("courses", "code,hours\nwelding,0\n")),
}  # fmt: skip
"""Questions that cannot be meant: a title, what was written, and how to ask it."""


def messages() -> dict[str, str]:
    """What each of them is told; KeyError when one of them is no mistake any more."""
    found = {}
    with TemporaryDirectory() as folder:
        for title, (_, ask) in ASKED.items():
            try:
                ask(Path(folder))
            except Mistake as mistake:
                found[title] = str(mistake).replace(f"{folder}/", "")
                continue
            raise KeyError(f"{title}: this can be meant")
    return found


def page() -> str:
    """The FAQ as a page."""
    told = messages()
    head = "# FAQ: what cannot be meant\n\nEvery message says where, what is allowed, and the nearest name. The exit code is 2.\n"
    parts = [f"## {title}\n\n```text\n{ASKED[title][0]}\n```\n\n```text\nlearncity: {told[title]}\n```\n" for title in ASKED]
    return "\n".join([head, *parts])
