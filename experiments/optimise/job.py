"""`learncity optimise`: search, race, fresh look, then tables, scenarios, figures and the page."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from experiments.console.printing import say
from experiments.execution import pool, progress
from experiments.inputs.run_spec import code
from experiments.optimise import pareto_front
from experiments.optimise.inputs import Search, parse, scenario_file
from experiments.optimise.search import JOURNAL, Lab, Portfolio, candidates, fresh_look, race, runs_of_trial, search_on, study_of
from experiments.storage.disk import make_ready, or_cannot_store, write_whole
from experiments.storage.manifest import assumed_with
from experiments.storage.study import About, Study, Tables
from experiments.sweep import job
from sim.declare import Mistake
from sim.text_files import place_of

TABLES = ("trials", "front")
MANIFEST = "optimise.json"


class Optimise(Study):
    """A search; one that was cut goes on, for what was tried is in the store."""

    made_by, what, tables, csv, manifest = "learncity optimise", "search", TABLES, TABLES, MANIFEST
    reused = (JOURNAL,)

    def __init__(self, words: Iterable[str]) -> None:
        self.search = parse(words)
        super().__init__(self.search.fingerprint, self.search.folder_name, self.search.settings["output"])

    def compute(self, folder: Path) -> Tables:
        """Search, race, look at finalists with fresh seeds."""
        search, file = self.search, folder / "setting.yaml"
        home = place_of(search.settings["store"], "store")
        make_ready(home, "store", drafts=False)
        write_whole(file, yaml.safe_dump(scenario_file(search), sort_keys=False, allow_unicode=True).encode())
        with or_cannot_store(home), pool.engine(search.settings["engine"], search.settings["workers"], job.PRELOADED) as engine:
            self.lab = Lab(search, file, engine)
            found, last, fresh = search_and_race(search, folder, self.lab)
        front = pareto_front.front(search, found, last, fresh)
        for row in front.to_dict("records"):
            text = yaml.safe_dump(pareto_front.scenario_of(search, row), sort_keys=False, allow_unicode=True)
            write_whole(folder / "scenarios" / f"portfolio_{row['letter']}.yaml", text.encode())
        return {"trials": pareto_front.trials(search, found, last), "front": front}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The search, its city and store, how many runs were computed, and the answer in words."""
        search, base = self.search, self.search.base
        manifest = {
            "search": search.settings_dict,
            "title": base.title,
            "city": search.settings["city"] or base.city,
            "months": search.settings["months"] or base.months,
            "shock": list(base.shock),
            "assumed": assumed_with({lever: search.numbers[lever] for lever in search.levers}, base.shock, {}, base.extensions, base.month),
            "store": str(self.lab.home),
            "computed": self.lab.computed,
            "failed": len(self.lab.failed),
            "code": code(),
        }
        return {**manifest, "folder": str(self.folder)}

    @classmethod
    def draw(cls, folder: Path, tables: Tables, manifest: About) -> str:
        """Figures and page."""
        from experiments.optimise import figures as pictures
        from experiments.optimise import page as report

        manifest = {**manifest, "answer": pareto_front.describe(tables["front"], manifest), "folder": str(folder)}
        return report.page(tables, manifest, pictures.draw_all(tables, manifest, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, manifest: About) -> None:
        """The answer in words."""
        for text in pareto_front.describe(tables["front"], manifest):
            say(text)


def search_and_race(search: Search, folder: Path, lab: Lab) -> tuple[dict[str, tuple[Portfolio, list[float]]], pd.DataFrame, pd.DataFrame]:
    """Candidates with what few seeds told, effects of the last round, effects on fresh seeds."""
    study = study_of(search, folder)
    with progress.bar((search.trials + 1) * runs_of_trial(search), "Searching", "runs") as on_progress:
        search_on(search, study, lab, on_progress)
    found = {name: (chosen, values) for name, chosen, values in candidates(search, study)}
    if not found and not lab.failed:
        raise Mistake(f"optimise: no portfolio has a value for every aim ({', '.join(search.aims)}); look at months and the shock")
    if not found:
        raise RuntimeError(f"every candidate failed; the first with: {next(iter(lab.failed.values())).strip().splitlines()[-1]}")
    with progress.bar(None, "Racing", "runs") as on_progress:
        last, finalists = race(search, found, lab, on_progress)
    chosen = {name: found[name][0] for name in finalists}
    with progress.bar(None, "Looking at finalists with fresh seeds", "runs") as on_progress:
        fresh = fresh_look(search, chosen, lab, on_progress) if search.fresh else last.loc[finalists]
    return found, last, fresh
