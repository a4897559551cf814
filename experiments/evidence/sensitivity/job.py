"""`learncity sensitivity`: screen the numbers nobody has published, look closely at the most important, and say what they decide."""

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.evidence.sensitivity import evaluation, indices, parameters, questions, ranking, shares, terminal
from experiments.evidence.sensitivity.inputs import SensitivityInputs
from experiments.execution import progress
from experiments.inputs.fingerprint import model_source
from experiments.inputs.run_spec import code
from experiments.storage import disk
from experiments.storage.study import About, Study, Tables
from sim import facts
from sim.declare import Mistake
from sim.text_files import place_of

TABLES = ("screened", "indices", "ranking", "numbers")


class Sensitivity(Study):
    """Both stages of a sensitivity study."""

    made_by, what, tables, csv, page = "learncity sensitivity", "sensitivity study", TABLES, TABLES, "sensitivity.html"

    def __init__(self, asked: SensitivityInputs) -> None:
        super().__init__(asked.fingerprint, asked.folder_name, asked.output)
        self.asked = asked

    def compute(self, folder: Path) -> Tables:
        """Screen all numbers, look closely at the most important."""
        disk.make_ready(place_of(self.asked.store, "store"), "store", drafts=False)
        terminal.design(self.asked, *costs(self.asked))
        return studied(self.asked)

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The setting and how many runs it took."""
        one, city = self.asked, facts.city(self.asked.city)
        runs = {"screening": one.first_rows, "close look": one.samples}
        about = {"title": city.title, "year": city.year}
        return {"setting": one.settings_dict, "runs": runs, "city": about, "code": code(), "model": model_source()}

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """Figures and page."""
        from experiments.evidence.sensitivity import figures, page

        return page.page(tables, about, figures.draw_all(tables, about, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """What decides each answer, how stable the order is."""
        terminal.show(tables, about)


def costs(one: SensitivityInputs) -> tuple[int, int, float, float]:
    """Runs to live in both stages, and their seconds of one core; the second stage is judged by the pace of the first."""
    plan = evaluation.plan_of(one, parameters.values(list(one.moved), indices.screening(one.moved, one.trajectories, one.draw)))
    missing, seconds, whole = evaluation.costs(plan, one)
    share = one.second_rows / one.first_rows
    return missing, round(plan.cells.run.nunique() * share), seconds, whole * share


def only_show(one: SensitivityInputs) -> None:
    """The design and its time; nothing is run or written."""
    terminal.design(one, *costs(one))


def studied(one: SensitivityInputs) -> dict[str, pd.DataFrame]:
    """The tables."""
    walks = indices.screening(one.moved, one.trajectories, one.draw)
    first = evaluation.evaluate(one, parameters.values(list(one.moved), walks), partial(progress.bar, what="Screening", unit="runs"))
    leaders = questions.leaders_of(first)
    screen = partial(indices.morris, one.moved, walks, draw=one.draw)
    screened = pd.concat([screen(asking=asking) for asking in questions.every(first, one.policies, leaders)], ignore_index=True)
    if screened.empty:
        raise Mistake("sensitivity: too many runs failed to say anything; the sweep's store keeps those that did not")
    order = indices.importance(screened)
    top = [one_of for path in order.index[: one.top] for one_of in one.moved if one_of.path == path]
    spread = shares.spreading(len(top), one.samples, one.draw)
    sets = parameters.values(top, spread)
    second = evaluation.evaluate(one, sets, partial(progress.bar, what="Looking closely", unit="runs"))
    found = [shares.sobol(top, spread, asking, one.draw) for asking in questions.every(second, one.policies, leaders)]
    return {
        "screened": screened,
        "indices": pd.concat(found, ignore_index=True),
        "ranking": pd.concat(
            [ranking.table(a, one.policies, one.draw).assign(stage=s) for s, a in (("all numbers", first), ("top", second))]
        ),
        "numbers": pd.DataFrame([{**vars(m), "importance": order[m.path], "top": m in top} for m in one.moved]),
    }
