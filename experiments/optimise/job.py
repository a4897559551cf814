"""`learncity optimise`: search, race, fresh look, then tables, scenarios, figures and the page."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from experiments import terminal
from experiments.compiling import compile_rules
from experiments.manifest import assumed_with, commit, versions
from experiments.optimise import choosing, race
from experiments.optimise.asked import Search, asked, scenario_file
from experiments.optimise.lab import Lab, Portfolio
from experiments.optimise.search import candidates, runs_of_trial, search_on, study_of
from experiments.places import PACKAGE, result_folder
from experiments.plain_yaml import read_json
from experiments.store import read_table, write_table, write_whole
from experiments.sweep import conduct, engines, lives, show

MANIFEST = "optimise.json"
TABLES = ("trials", "front")


def answer(words: Iterable[str]) -> Path:
    """The folder with the answer; a search that was cut goes on, one that is finished is told again."""
    search = asked(words)
    folder = result_folder(search.how["output"], folder_name(search))
    compile_rules()
    file = folder / "setting.yaml"
    write_whole(file, yaml.safe_dump(scenario_file(search), sort_keys=False, allow_unicode=True).encode())
    with conduct.or_cannot_store(folder), engines.engine(search.how["engine"], search.how["workers"]) as engine:
        lab = Lab(search, file, engine)
        found, last, fresh = lived(search, folder, lab)
    keep(search, folder, lab, found, last, fresh)
    for text in redo(folder):
        terminal.say(text)
    terminal.say(f"Page, tables, figures and scenarios are in {folder}")
    return folder


def folder_name(search: Search) -> str:
    """Readable, and the same for the same search with the same model."""
    key = json.dumps([search.record, lives.code()], sort_keys=True).encode()
    return f"optimise-{search.base.name}-{hashlib.sha256(key).hexdigest()[:8]}"


def lived(search: Search, folder: Path, lab: Lab) -> tuple[dict[str, tuple[Portfolio, list[float]]], pd.DataFrame, pd.DataFrame]:
    """Candidates with what few seeds told, effects of the last round, effects on fresh seeds."""
    study = study_of(search, folder)
    with show.bar((search.trials + 1) * runs_of_trial(search), "Searching") as tell:
        search_on(search, study, lab, tell)
    found = {name: (chosen, values) for name, chosen, values in candidates(search, study)}
    if not found:
        raise RuntimeError(f"every candidate failed; the first with: {next(iter(lab.failed.values())).strip().splitlines()[-1]}")
    with show.bar(None, "Racing") as tell:
        last, finalists = race.race(search, found, lab, tell)
    chosen = {name: found[name][0] for name in finalists}
    with show.bar(None, "Looking at finalists with fresh seeds") as tell:
        fresh = race.fresh_look(search, chosen, lab, tell) if search.fresh else last.loc[finalists]
    return found, last, fresh


def keep(search: Search, folder: Path, lab: Lab, found: dict, last: pd.DataFrame, fresh: pd.DataFrame) -> None:
    """Tables, the scenarios of the front, and the manifest last."""
    trials, front = choosing.trials(search, found, last), choosing.front(search, found, last, fresh)
    for name, table in (("trials", trials), ("front", front)):
        write_table(folder / f"{name}.parquet", table)
        write_whole(folder / f"{name}.csv", table.to_csv(index=False).encode())
    for row in front.to_dict("records"):
        text = yaml.safe_dump(choosing.scenario_of(search, row), sort_keys=False, allow_unicode=True)
        write_whole(folder / "scenarios" / f"portfolio_{row['letter']}.yaml", text.encode())
    about = {
        "made_by": "learncity optimise", "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "search": search.record,
        "title": search.base.title, "city": search.how["city"] or search.base.city, "months": search.how["months"] or search.base.months,
        "shock": list(search.base.shock),
        "assumed": assumed_with({lever: search.numbers[lever] for lever in search.levers}, search.base.shock, {}, search.base.extensions),
        "store": str(lab.home), "computed": lab.computed, "failed": len(lab.failed), "code": lives.code(),
        "versions": versions(), "git_commit": commit(PACKAGE.parent),
    }  # fmt: skip
    write_whole(folder / MANIFEST, json.dumps(about, indent=2, ensure_ascii=False).encode())


def is_search(folder: Path) -> bool:
    """Whether a search keeps its results here."""
    return (folder / MANIFEST).is_file()


def opened(folder: Path) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """The tables and the manifest of a finished search."""
    return {name: read_table(folder / f"{name}.parquet") for name in TABLES}, read_json(folder / MANIFEST)


def redo(folder: Path) -> list[str]:
    """Figures and page from the stored tables; the answer in words."""
    from experiments.figures import optimise as pictures
    from experiments.report import optimise as report

    tables, about = opened(folder)
    about = {**about, "answer": choosing.in_words(tables["front"], about), "folder": str(folder)}
    drawn = pictures.draw_all(tables, about, folder / "figures")
    write_whole(folder / "report.html", report.page(tables, about, drawn).encode())
    return about["answer"]
