"""`learncity run`: from a resolved question to the tables that answer it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import few, figures, manifest, outcomes, report, run, store, terminal
from experiments.fingerprint import Fingerprint
from experiments.question import Question
from experiments.study import About, Study, Tables
from sim import facts


class Run(Study):
    """A question whose seeds live through every world."""

    made_by, what, tables, csv, pieces = "learncity run", "question", store.TABLES, ("effects",), ("seeds",)

    def __init__(self, question: Question, output: str = "outputs", workers: int | None = None, tell: Callable | None = None) -> None:
        self.question, self.output, self.workers, self.told = question, output, workers, tell

    @property
    def fingerprint(self) -> Fingerprint:
        """The question's own."""
        return self.question.fingerprint

    @property
    def folder_name(self) -> str:
        """The question's own."""
        return self.question.folder_name

    def compute(self, folder: Path) -> Tables:
        """Live what is missing; every seed is kept as it is finished."""
        question = self.question
        for seed in store.drop_damaged(folder, question.seeds):
            terminal.say(f"The kept seed {seed} is damaged; it is computed again.")
        if self.told:
            run.run_seeds(question, folder, self.workers, self.told)
        else:
            with terminal.bar(len(question.seeds) * run.months_of_a_seed(question), "Living in four worlds") as tell:
                run.run_seeds(question, folder, self.workers, tell)
        tables = {**store.gather(folder, question.seeds), "districts": districts(question)}
        return {**tables, "effects": outcomes.effects(tables, question.record)}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The question, its city, and the numbers behind which nothing published stands."""
        return manifest.of_question(self.question)

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """Figures and the page of a run; of groups too small nothing is told."""
        tables = {**tables, "effects": few.told(tables["effects"])}
        return report.page(tables, about, figures.draw_all(tables, about, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """The table of effects."""
        terminal.show_effects(few.told(tables["effects"]), about["question"])


def districts(question: Question) -> pd.DataFrame:
    """Where the districts are, for the map."""
    places_of = facts.city(question.city).districts
    return pd.DataFrame(
        {
            "group": [str(number) for number in range(len(places_of))],
            "code": places_of.codes,
            "name": places_of.names,
            "x_km": places_of.x_km,
            "y_km": places_of.y_km,
            "people": places_of.people,
        }
    )
