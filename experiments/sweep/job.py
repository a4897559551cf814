"""A sweep from its configuration to its effects: plan, show, run what is missing, keep, tell."""

import json
import socket
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.console.printing import say, wide
from experiments.execution import pool, progress
from experiments.inputs.run_spec import code
from experiments.storage import parts
from experiments.storage.disk import write_whole
from experiments.storage.manifest import assumed_with, brought_by, tables_of
from experiments.storage.results_folder import write_csv
from experiments.storage.run_index import Index, begin, tidy
from experiments.storage.study import About, Study, Tables
from experiments.sweep import array, cost_estimate, scheduler, terminal
from experiments.sweep import effects as summary
from experiments.sweep import plan as cells
from experiments.sweep.findings import alike
from experiments.sweep.plan import Plan
from experiments.sweep.results import MANIFEST
from sim.text_files import place_of

DECISION = "decision.json"

PRELOADED = ("experiments.sweep.preload",)
"""What workers start with."""


@dataclass(frozen=True)
class Done:
    """A sweep that has been run: what was asked, where it is, and how it went."""

    plan: Plan
    folder: Path
    index: Index
    outcome: scheduler.Outcome
    effects: pd.DataFrame
    failed: list[dict[str, Any]]


class Sweep(Study):
    """Every run of a design; what is in the store, from whichever sweep, is not run again."""

    made_by, what, tables, manifest = "learncity sweep", "sweep", ("cells", "effects"), MANIFEST
    reused = ("tables",)

    def __init__(self, settings: Mapping[str, Any], shown: bool = True) -> None:
        self.plan, self.shown = cells.plan(settings), shown
        self.home = place_of(settings["store"], "store")
        super().__init__(self.plan.fingerprint, self.plan.name, self.home / parts.SWEEPS)

    def compute(self, folder: Path) -> Tables:
        """Run what is missing and compare."""
        plan, settings = self.plan, self.plan.settings
        with pool.engine(settings["engine"], settings["workers"], PRELOADED) as engine:
            array.collect(self.folder, self.home)
            index, missing = what_is_missing(plan, self.home)
            pace = cost_estimate.pace(plan)
            if self.shown:
                terminal.design(plan, missing, pace, engine.workers, self.home)
            with (
                progress.bar(len(missing), "Living through the sweep", "runs")
                if self.shown
                else nullcontext(lambda gone: None) as on_progress
            ):
                self.outcome = scheduler.finish(plan, missing, index, engine, pace, on_progress)
        self.index = index.refresh()
        try:
            tidy(self.index)
        except OSError as error:
            say(f"Small files were left as they are ({error.strerror}); nothing is lost.")
        self.failed, effects = told_failures(plan, self.outcome.failed), summary.effects(plan.cells, self.index)
        write_csv(folder / "effects.csv", effects[effects.dimension == "all"])  # on the whole city, for spreadsheets
        write_whole(folder / "failures.json", json.dumps(self.failed, indent=2).encode())
        return {"cells": plan.cells.drop(columns="spec"), "effects": effects}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """What was asked, and how far it has come."""
        plan, outcome = self.plan, self.outcome
        return {
            "title": plan.title,
            "story": plan.story,
            "configuration": plan.settings,
            "code": code(),
            "baseline": plan.baseline,
            "held": list(plan.held),
            "too_late": list(plan.too_late),
            "seeds": list(plan.seeds),
            "keep": list(plan.keep),
            "cells": len(plan.cells),
            "runs": int(plan.cells.run.nunique()),
            "portfolios": records(plan, "portfolio", "levers"),
            "shocks": records(plan, "shock", "shock"),
            "problem": plan.problem,
            "assumed": assumed_in(plan),
            "month": months_of(plan),
            "extensions": brought_by(plan.specs[0].extensions),
            **({"tables": tables_of(plan.specs[0])} if plan.specs[0].tables else {}),
            "host": socket.gethostname(),
            "finished": not self.failed,
            "last_start": {**asdict(outcome), "failed": len(self.failed), "busy": outcome.busy, "overhead_seconds": outcome.overhead},
        }

    @classmethod
    def draw(cls, folder: Path, tables: Tables, manifest: About) -> str:
        """Findings, figures and page."""
        return page_of(folder)

    @classmethod
    def show(cls, folder: Path, tables: Tables, manifest: About) -> None:
        """The decision in words."""
        terminal.decision(decision(folder), folder / cls.page)

    def done(self) -> Done:
        """The sweep as it went."""
        effects = pd.read_parquet(self.folder / "effects.parquet")
        return Done(self.plan, self.folder, self.index, self.outcome, effects, self.failed)


def run_and_show(settings: Mapping[str, Any], shown_before: bool = False) -> int:
    """The command line's sweep; 1 when runs are missing at the end."""
    sweep = Sweep(settings, shown=not shown_before)
    sweep.work()
    done = sweep.done()
    tell(done)
    if len(done.effects):
        sweep.show(sweep.folder, *sweep.redraw(sweep.folder))
    return 1 if done.failed else 0


def run(settings: Mapping[str, Any], shown: bool = True) -> Done:
    """Run what is missing of a sweep and compare, without its page."""
    sweep = Sweep(settings, shown)
    sweep.work()
    if shown:
        tell(sweep.done())
    return sweep.done()


def what_is_missing(plan: Plan, home: Path) -> tuple[Index, set[str]]:
    """The store, and the runs that are not in it, or not in order."""
    index, wanted = begin(home), set(plan.cells.run)
    index.check(wanted)
    if index.broken:
        say(f"Damaged parts of the store were set aside ({home / parts.BROKEN}): {', '.join(index.broken)}; their runs are computed again.")
    return index, wanted - index.having(plan.keep)


def not_there(plan: Plan, home: Path) -> set[str]:
    """Runs that are not in the store, if there is one; it is left as it is."""
    return set(plan.cells.run) - (Index(home).refresh().having(plan.keep) if (home / parts.PARTS).is_dir() else set())


def told_failures(plan: Plan, failed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every failed run with its labels, its whole configuration and what went wrong."""
    rows = plan.cells[plan.cells.run.isin(list(failed))].drop_duplicates("run")
    said = rows[["run", "role", "portfolio", "case", "shock", "seed"]].to_dict("records")
    configured = [plan.specs[spec].settings_dict for spec in rows.spec]
    return [{**row, "configuration": record, "error": failed[row["run"]]} for row, record in zip(said, configured, strict=True)]


def records(plan: Plan, label: str, part: str) -> dict[str, Any]:
    """What each label stands for, every number in force."""
    rows = plan.cells.drop_duplicates(label)
    return {name: plan.specs[spec].settings_dict[part] for name, spec in zip(rows[label], rows.spec, strict=True)}


def assumed_in(plan: Plan) -> list[dict[str, Any]]:
    """Assumed numbers of the model and of every lever and shock of the sweep; a number that differs stands with its first value."""
    levers, shocks = ({name: card for spec in reversed(plan.specs) for name, card in getattr(spec, part).items()}
                      for part in ("levers", "shock"))  # fmt: skip
    months = {json.dumps(spec.month): spec.month for spec in plan.specs}.values()
    rows = [row for month in months for row in assumed_with(levers, shocks, {}, plan.specs[0].extensions, month)]
    return list({(row["kind"], row["card"], row["name"]): row for row in rows}.values())


def months_of(plan: Plan) -> dict[str, list[str]]:
    """The order in which behaviours act, by scenario."""
    rows = plan.cells.drop_duplicates("scenario")
    return {name: list(plan.specs[spec].order_of_month) for name, spec in zip(rows.scenario, rows.spec, strict=True)}


def tell(done: Done) -> None:
    """The answer in the terminal, and where everything is."""
    terminal.how_it_went(done.outcome)
    if done.failed:
        terminal.failures(done.failed, done.folder / "failures.json")
    same = alike.alike(done.plan.cells, done.index, records(done.plan, "portfolio", "levers"))
    terminal.effects(alike.merged(done.effects, same), done.plan, alike.names(list(done.effects.portfolio.unique()), same))
    wide().print(f"Effects, cells and the manifest are in {done.folder}", highlight=False, soft_wrap=True)


def only_show(settings: Mapping[str, Any]) -> None:
    """The design, the time and the disk; nothing is run or written."""
    plan, home = cells.plan(settings), place_of(settings["store"], "store")
    engine = pool.engine(settings["engine"], settings["workers"], PRELOADED)
    terminal.design(plan, not_there(plan, home), cost_estimate.pace(plan), engine.workers, home)
    script: Callable[[], str] | None = getattr(engine, "script", None)
    if script:
        wide().print("The batch job that Slurm would get:\n" + script(), highlight=False, markup=False)


def page_of(folder: Path) -> str:
    """Findings and figures into the folder of a finished sweep; its page."""
    from experiments.sweep import figures as pictures
    from experiments.sweep import findings
    from experiments.sweep import page as report

    found = findings.find(folder.resolve())
    findings.keep(folder, found.tables)
    write_whole(folder / "tables" / DECISION, json.dumps(found.manifest["decision"], ensure_ascii=False).encode())
    return report.page(found.tables, found.manifest, pictures.draw_all(found.tables, found.manifest, folder / "figures"))


def decision(folder: Path) -> list[str]:
    """The decision in words, as it stands on the page."""
    return json.loads((folder / "tables" / DECISION).read_text(encoding="utf-8"))
