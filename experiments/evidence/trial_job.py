"""`learncity trial`: from a checked design to a folder that tells what the trial showed."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table

from experiments import manifest, places, store, terminal
from experiments.compiling import compile_rules
from experiments.console import Console, bold, styled
from experiments.evidence import eligible, ranges, trial_told
from experiments.evidence.effects_of_trial import OWN, START, of_seed
from experiments.evidence.effects_over_seeds import over_seeds, together
from experiments.evidence.estimate import asked as asked_for
from experiments.evidence.trial import Design, each_seed
from experiments.evidence.trial_words import Asked
from experiments.plain_yaml import read_json
from experiments.question import Question
from sim.declare import Mistake

PAGE = "trial.html"


def answer(asked: Asked, fresh: bool = False) -> Path:
    """Live the trial, write tables, figures, page and manifest, and show what it found; a finished one is shown again."""
    folder = places.result_folder(asked.output, folder_name(asked.question, asked.design))
    if store.complete(folder) and not fresh:
        terminal.say("This very trial was lived before; its stored results follow (--fresh lives it again).")
        return show(folder, None)
    (folder / store.MANIFEST).unlink(missing_ok=True)
    began = time.perf_counter()
    compile_rules()
    sums = live_all(asked)
    effects = over_seeds(sums)
    about = describe(asked, sums, effects, time.perf_counter() - began)
    store.write_table(folder / "effects.parquet", effects)
    store.write_whole(folder / "effects.csv", effects.to_csv(index=False).encode())
    store.write_table(folder / "seeds.parquet", sums)
    redraw(folder, effects, sums, about)
    return show(folder, time.perf_counter() - began)


def live_all(asked: Asked) -> pd.DataFrame:
    """The sums of all seeds, with a bar."""
    design, seeds = asked.design, asked.question.seeds
    worlds = 1 + (len(design.shares) if design.over == "cities" else 1)
    months = design.burn_in + worlds * design.months
    with terminal.bar(months * len(seeds), "Living the trial") as tell:
        return together(each_seed(design, of_seed, seeds, asked.workers, lambda done: tell(done * months)))


def folder_name(question: Question, design: Design) -> str:
    """Readable, and different for different trials."""
    digest = hashlib.sha256((question.fingerprint + json.dumps(asdict(design), sort_keys=True, default=dict)).encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"trial-{design.lever}-{question.city_name}-{design.residents}-{digest.hexdigest()[:8]}"


def describe(asked: Asked, sums: pd.DataFrame, effects: pd.DataFrame, seconds: float) -> dict[str, Any]:
    """The manifest but the sums of the files."""
    design = asked.design
    how = {name: getattr(design, name) for name in ("lever", "eligible", "over", "control", "months")}
    how |= {name: getattr(asked, name) for name in ("unit", "seats", "taking_up")}
    how |= {"shares": list(design.shares), "numbers": dict(design.numbers), "people": people_in(sums)}
    how["eligible_in_words"] = eligible.in_words(design.eligible)
    about = {**manifest.describe(asked.question, seconds), "made_by": "learncity trial", "trial": how}
    return {**about, "beyond": ranges.beyond(sums, design.lever), "answer": trial_told.answer(effects, about)}


def people_in(sums: pd.DataFrame) -> float:
    """How many people of all seeds and worlds were eligible and still there after a month."""
    found = [asked_for(sums, name, months=(1, 1)).bottom.sum() for name in ("offered", "not_offered")]
    return float(sum(found))


def redraw(folder: Path, effects: pd.DataFrame, sums: pd.DataFrame, about: Mapping[str, Any]) -> None:
    """Figures and page from the tables."""
    from experiments.evidence import trial_figures, trial_page

    drawn = trial_figures.draw_all(effects, sums, about, folder / "figures")
    store.write_whole(folder / PAGE, trial_page.page(effects, about, drawn).encode())
    store.write_manifest(folder, {name: value for name, value in about.items() if name != "sha256"})


def again(folder: Path) -> Path:
    """Figures and page of a finished trial, without running the model."""
    if not (folder / "effects.parquet").is_file() or not store.complete(folder):
        raise Mistake(f"results: {folder} holds no finished trial")
    effects, sums = (store.read_table(folder / f"{name}.parquet") for name in ("effects", "seeds"))
    redraw(folder, effects, sums, read_json(folder / store.MANIFEST))
    return show(folder, None)


def show(folder: Path, seconds: float | None) -> Path:
    """The tables in the terminal, the warnings, and where everything is."""
    effects, about = store.read_table(folder / "effects.parquet"), read_json(folder / store.MANIFEST)
    console = Console(width=None if Console().is_terminal else 170)
    console.print(bold(about["question"]["title"]), highlight=False)
    console.print(trial_told.design_in_words(about), highlight=False)
    months = about["question"]["months"]
    for clock in (START, OWN):
        console.print(table_of(effects, clock, months))
    console.print(about["answer"], highlight=False)
    for text in about["beyond"]:
        console.print(styled(text, "bold red"), highlight=False)
    took = f" in {seconds:.0f} s" if seconds is not None else ""
    console.print(f"Done{took}. Open {folder / PAGE}", highlight=False, soft_wrap=True)
    return folder


def table_of(effects: pd.DataFrame, clock: str, months: int) -> Table:
    """Effects on employment at some months."""
    made = Table(title=f"Employment, points and 90% interval, by {trial_told.CLOCKS[clock]}", title_justify="left")
    made.add_column("")
    for month in trial_told.moments(months):
        made.add_column(f"month {month}", justify="right")
    for names in (trial_told.TRUE, trial_told.SEEN):
        for label, cells in trial_told.lines(effects, names, "employed", months, clock=clock):
            made.add_row(label, *cells)
        made.add_section()
    return made
