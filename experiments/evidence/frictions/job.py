"""`learncity frictions`: every friction beside a city without it, as a table, pictures and a page."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.console.printing import wide
from experiments.evidence.frictions import figures, frictions
from experiments.evidence.frictions.frictions import ABSENT, FRICTIONS, Friction
from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials import inputs
from experiments.execution import progress
from experiments.figures.drawing import Picture
from experiments.report import markup
from experiments.report.markup import cells, city_and_size, command_words, paragraph, picture, section, table, whole_page
from experiments.storage.study import About, SettingStudy, Tables
from sim.declare import known_or_mistake

PAGE = "frictions.html"
READING = (
    "An investment meets frictions on its way. For each of them the same experiment is lived twice with the same luck: in the city as it "
    "is, and in a city where parameters switch the friction off, or weaken it as far as they can, from the beginning; one that is not in "
    "the city as it is, is switched on. What lies between the two lines is what it does."
)


def asked(words: list[str]) -> tuple[tuple[Friction, ...], Setting, str]:
    """Which frictions, and the setting they are shown in."""
    said, setting, output = inputs.asked_setting(words, "friction", "frictions have designs of their own")
    known = {friction.name.replace(" ", "_"): friction for friction in FRICTIONS}
    names = str(said["friction"] or "all").split(",")
    if names == ["all"]:
        return FRICTIONS, setting, output
    for name in names:
        known_or_mistake(name, known, "friction", f"friction={said['friction']}")
    return tuple(known[name] for name in names), setting, output


class Frictions(SettingStudy):
    """Some frictions, each with and without."""

    made_by, kind, called, what = "learncity frictions", "frictions", "frictions", "study of frictions"
    tables, csv, page = ("frictions",), ("frictions",), PAGE
    setting: Setting

    def __init__(self, chosen: tuple[Friction, ...], setting: Setting, output: str = "outputs") -> None:
        super().__init__(setting, output, frictions=[friction.name for friction in chosen])
        self.chosen = chosen

    def compute(self, folder: Path) -> Tables:
        """Live every experiment twice."""
        return {"frictions": gather(self.chosen, self.setting)}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The setting and the frictions."""
        return {**super().describe(tables), "frictions": [friction.name for friction in self.chosen]}

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """The pictures and the page."""
        return page(chosen_in(about), about, figures.draw_all(tables["frictions"], about, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """What each does, in a line; what the model does not have."""
        console = wide(170)
        for title in figures.titles(tables["frictions"]):
            console.print(title, highlight=False)
        for name, why in ABSENT.items():
            console.print(f"{name.capitalize()}: not in the model: {why}.", highlight=False)


def chosen_in(about: Mapping[str, Any]) -> tuple[Friction, ...]:
    """The frictions of a manifest."""
    known = {friction.name: friction for friction in FRICTIONS}
    return tuple(known[name] for name in about["frictions"] if name in known)


def gather(chosen: tuple[Friction, ...], setting: Setting) -> pd.DataFrame:
    """The curves of all of them, with a bar."""
    parts = []
    with progress.bar(2 * len(setting.seeds) * len(chosen), "Living", "pieces") as bar:
        for friction in chosen:
            bar.begin(friction.name, 2 * len(setting.seeds))
            parts.append(frictions.curves(friction, replace(setting, on_progress=bar)))
    return pd.concat(parts, ignore_index=True)


def page(chosen: tuple[Friction, ...], about: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    ran = f"{city_and_size(about['setting'], about['city'])}."
    parts = [section(anchor(friction), friction.name.capitalize(), part(friction, drawn.get(friction.name))) for friction in chosen]
    links = {anchor(friction): friction.name.capitalize() for friction in chosen}
    heading = "<h1>What stands between an investment and its effect</h1>\n" + paragraph(READING, "answer") + paragraph(ran, "note")
    return whole_page("Frictions", links, heading, [*parts, absent(), repeat(about)])


def anchor(friction: Friction) -> str:
    """Where it stands on the page."""
    return friction.name.replace(" ", "-")


def part(friction: Friction, drawn: Picture | None) -> str:
    """One friction: its picture and how it is switched off."""
    words = " ".join(f"parameters.{name}={value:g}" for name, value in friction.off.items())
    how = f"{friction.other.capitalize()}: {friction.switched}. To see what that does to any question, add {words} to learncity run."
    shown = picture(drawn) if drawn else paragraph("So small a city has too few people to show it.")
    return shown + paragraph(how, "note")


def absent() -> str:
    """Frictions that the model does not have."""
    rows = [cells((name, why)) for name, why in ABSENT.items()]
    return section("absent", "Not in the model", table("Frictions the model does not have, and why", ("Friction", "Why"), rows, "words"))


def repeat(about: Mapping[str, Any]) -> str:
    """The command that repeats it."""
    words = [f"friction={','.join(name.replace(' ', '_') for name in about['frictions'])}"]
    return markup.repeat(
        about, " ".join(["learncity frictions", *words, *command_words(about["setting"], ("city", "residents", "burn_in"))])
    )
