"""`learncity run`: from a resolved question to a folder that answers it."""

import time
from pathlib import Path

import pandas as pd

from experiments import figures, manifest, outcomes, places, report, run, store, terminal
from experiments.execution.compile_rules import compile_rules
from experiments.question import Question
from sim import facts


def answer(question: Question, output: str, workers: int | None, fresh: bool = False) -> Path:
    """Run what is missing, then tables, figures, page and manifest; a finished identical run is shown again."""
    folder = places.result_folder(output, question.folder_name)
    if fresh:
        begin_again(folder)
    if store.complete(folder):
        terminal.say("This very question was answered before; its stored results follow (--fresh runs it again).")
        show(folder, None)
        return folder
    began = time.perf_counter()
    compile_rules()
    with terminal.bar(len(question.seeds) * run.months_of_a_seed(question), "Living in four worlds") as tell:
        run.run_seeds(question, folder, workers, tell)
    tables = {**store.gather(folder, question.seeds), "districts": districts(question)}
    tables["effects"] = outcomes.effects(tables, question.record)
    write(folder, tables)
    about = manifest.describe(question, time.perf_counter() - began)
    redraw(folder, tables, about)
    store.write_manifest(folder, about)
    store.forget_seeds(folder)
    show(folder, time.perf_counter() - began)
    return folder


def begin_again(folder: Path) -> None:
    """Forget an earlier run: first its manifest, so that what remains is not taken for complete."""
    (folder / store.MANIFEST).unlink(missing_ok=True)
    store.forget_seeds(folder)


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


def write(folder: Path, tables: dict[str, pd.DataFrame]) -> None:
    """All tables as Parquet, the effects as CSV too."""
    for name in store.TABLES:
        store.write_table(folder / f"{name}.parquet", tables[name])
    store.write_whole(folder / "effects.csv", tables["effects"].to_csv(index=False).encode())


def redraw(folder: Path, tables: dict[str, pd.DataFrame], about: dict) -> None:
    """Figures and the page from stored tables."""
    drawn = figures.draw_all(tables, about, folder / "figures")
    store.write_whole(folder / "report.html", report.page(tables, about, drawn).encode())


def redo(folder: Path) -> None:
    """Figures and the page again, without running the model."""
    tables, about = store.open_results(folder)
    redraw(folder, tables, about)
    store.write_manifest(folder, {name: value for name, value in about.items() if name != "sha256"})


def show(folder: Path, seconds: float | None) -> None:
    """The table in the terminal, and where everything is."""
    tables, about = store.open_results(folder)
    terminal.show_effects(tables["effects"], about["question"])
    terminal.show_places(folder, seconds)
