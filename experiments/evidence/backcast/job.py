"""`learncity backcast`: a city lives through an observed course; a table of outcomes by group, pictures and a page."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.console.printing import bold, wide
from experiments.evidence.backcast import course as courses
from experiments.evidence.backcast import figures, lived, page
from experiments.evidence.backcast.course import ALL
from experiments.evidence.backcast.inputs import BackcastInputs
from experiments.execution import progress
from experiments.outcomes.wording import change, interval, level
from experiments.storage.study import About, SettingStudy, Tables


class Backcast(SettingStudy):
    """One course imposed on one city."""

    made_by, kind, called, what, page = "learncity backcast", "backcast", "backcast", "back-cast", "backcast.html"
    tables, csv = ("course", "groups"), ("course", "groups")

    def __init__(self, asked: BackcastInputs, output: str = "outputs") -> None:
        super().__init__(asked, output, f"-{asked.imposes}", asked.data)
        self.asked = asked

    def compute(self, folder: Path) -> Tables:
        """Live every seed under the course and in calm."""
        with progress.bar(len(self.asked.seeds), "Living", "seeds") as bar:
            found = replace(self.asked, on_progress=bar).over_seeds(lived.of_seed)
        groups = lived.group_table(found)
        if self.asked.observed:
            groups = lived.beside(groups, courses.observed(Path(self.asked.observed)))
        return {"course": lived.course_table(found), "groups": groups}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The setting and its city, and which files were read."""
        return {**super().describe(tables), "path": self.asked.path, "observed": self.asked.observed}

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """Pictures and page."""
        drawn = figures.draw_all(tables["course"], tables["groups"], about, folder / "figures")
        return page.page(tables["course"], tables["groups"], about, drawn)

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """Unemployment of every group in the year in which the whole city differs most from its twin."""
        console = wide()
        console.print(table_of(tables["groups"]), highlight=False)
        console.print(bold(page.describe(tables["course"], tables["groups"], about)), highlight=False)


def table_of(groups: pd.DataFrame) -> Table:
    """Unemployment by group in the year of the largest effect, with its interval."""
    own = groups[groups.outcome == "unemployment"]
    whole = own[own.dimension == ALL]
    year = int(whole.loc[whole.effect.abs().idxmax(), "year"])
    heads = ("by", "group", "under the course", "calm twin", "effect", "90% interval")
    made = Table(*heads, title=f"Unemployment in {year}", title_justify="left")
    for row in own[own.year == year].itertuples():
        made.add_row(row.dimension, row.group, *numbers(row._asdict()))
    return made


def numbers(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Levels, effect and its interval in words."""
    ends = interval(row["effect_low"], row["effect_high"], "share") if row["seeds"] > 1 else ""
    return level(row["value"], "share"), level(row["calm"], "share"), change(row["effect"], "share"), ends
