"""`learncity trial`: from a checked design to a folder that tells what the trial showed."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.console.printing import bold, styled, wide
from experiments.evidence.trials import plausible_ranges, treatment, wording
from experiments.evidence.trials.effects import OWN, START, of_seed
from experiments.evidence.trials.estimates import over_seeds, together
from experiments.evidence.trials.estimates import rows_for as asked_for
from experiments.evidence.trials.inputs import TrialInputs
from experiments.evidence.trials.trial import each_seed
from experiments.execution import progress
from experiments.inputs.fingerprint import fingerprint
from experiments.storage import manifest
from experiments.storage.study import About, Study, Tables

PAGE = "trial.html"


class Trial(Study):
    """A trial of one lever."""

    made_by, what, tables, csv, page = "learncity trial", "trial", ("effects", "seeds"), ("effects",), PAGE

    def __init__(self, asked: TrialInputs) -> None:
        comparison, design = asked.comparison, asked.design
        settings = {**comparison.settings_dict, "design": {name: value for name, value in asdict(design).items() if name != "city"}}
        identity = fingerprint("trial", json.loads(json.dumps(settings, default=dict)), comparison.city, comparison.extensions,
                               comparison.tables)  # fmt: skip
        name = f"trial-{design.lever}-{comparison.city_name}-{design.residents}-{identity.whole[:8]}"
        super().__init__(identity, name, asked.output)
        self.asked = asked

    def compute(self, folder: Path) -> Tables:
        """Live it, and see what it showed."""
        sums = live_all(self.asked)
        return {"effects": over_seeds(sums), "seeds": sums}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The question and the design."""
        asked, design = self.asked, self.asked.design
        how = {name: getattr(design, name) for name in ("lever", "eligible", "over", "control", "months")}
        how |= {name: getattr(asked, name) for name in ("unit", "seats", "taking_up")}
        how |= {"shares": list(design.shares), "numbers": dict(design.numbers), "people": people_in(tables["seeds"])}
        how["eligible_in_words"] = treatment.describe(design.eligible)
        about = {**manifest.of_question(asked.comparison), "trial": how, "beyond": plausible_ranges.beyond(tables["seeds"], design.lever)}
        return answered(tables["effects"], about)

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """Figures and page."""
        from experiments.evidence.trials import figures, page

        effects, about = tables["effects"], answered(tables["effects"], about)
        return page.page(effects, about, figures.draw_all(effects, tables["seeds"], about, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """The tables, the answer, the warnings."""
        effects, console = tables["effects"], wide(170)
        console.print(bold(about["question"]["title"]), highlight=False)
        console.print(wording.design_in_words(about), highlight=False)
        for clock in (START, OWN):
            console.print(table_of(effects, clock, about["question"]["months"]))
        console.print(wording.answer(effects, about), highlight=False)
        for text in about["beyond"]:
            console.print(styled(text, "bold red"), highlight=False)


def answered(effects: pd.DataFrame, about: About) -> dict[str, Any]:
    """The manifest with its answer in words."""
    return {**about, "answer": wording.answer(effects, about)}


def live_all(asked: TrialInputs) -> pd.DataFrame:
    """The sums of all seeds, with a bar."""
    design, seeds = asked.design, asked.comparison.seeds
    worlds = 1 + (len(design.shares) if design.over == "cities" else 1)
    months = design.burn_in + worlds * design.months
    with progress.bar(months * len(seeds), "Living the trial") as on_progress:
        return together(each_seed(design, of_seed, seeds, asked.workers, lambda done: on_progress(done * months)))


def people_in(sums: pd.DataFrame) -> float:
    """How many people of all seeds and worlds were eligible and still there after a month."""
    found = [asked_for(sums, name, months=(1, 1)).bottom.sum() for name in ("offered", "not_offered")]
    return float(sum(found))


def table_of(effects: pd.DataFrame, clock: str, months: int) -> Table:
    """Effects on employment at some months."""
    made = Table(title=f"Employment, points and 90% interval, by {wording.CLOCKS[clock]}", title_justify="left")
    made.add_column("")
    for month in wording.moments(months):
        made.add_column(f"month {month}", justify="right")
    for names in (wording.TRUE, wording.SEEN):
        for label, cells in wording.lines(effects, names, "employed", months, clock=clock):
            made.add_row(label, *cells)
        made.add_section()
    return made
