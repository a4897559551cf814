"""One way for every job: done before? then shown again; else a place is made ready, it is computed, kept, drawn and shown.

A kind of study is a class that says what is its own: what identifies it (``__init__``), how tables come of its inputs (``compute``),
a page of the tables (``draw``), words of the page (``show``). ``KINDS`` finds it by its manifest, so that ``learncity report`` draws
it again.
"""

import importlib
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol

import pandas as pd

from experiments.console import printing
from experiments.execution.compile_rules import compile_rules
from experiments.inputs.fingerprint import Fingerprint
from experiments.storage import disk, formats, manifest, results_folder
from sim.declare import Mistake
from sim.plain_json import read_json

Tables = dict[str, pd.DataFrame]
About = Mapping[str, Any]
Opened = tuple[Tables, dict[str, Any]]
"""Tables and manifest of a finished result."""
KINDS = {
    "learncity run": "experiments.run.job:Run",
    "learncity sweep": "experiments.sweep.job:Sweep",
    "learncity optimise": "experiments.optimise.job:Optimise",
    "learncity network": "experiments.network.job:NetworkStudy",
    "learncity validate": "experiments.evidence.validation.job:Validation",
    "learncity trial": "experiments.evidence.trials.job:Trial",
    "learncity trial study": "experiments.evidence.validation.studies_job:Studies",
    "learncity frictions": "experiments.evidence.frictions.job:Frictions",
    "learncity backcast": "experiments.evidence.backcast.job:Backcast",
    "learncity sensitivity": "experiments.evidence.sensitivity.job:Sensitivity",
    "learncity calibrate": "experiments.evidence.calibration.ensemble_job:EnsembleSearch",
    "learncity calibrate --point": "experiments.evidence.calibration.point_job:PointSearch",
}
"""Where the class of each kind is, by what its manifests call themselves."""
MANIFESTS = (results_folder.MANIFEST, "sweep.json", "optimise.json", "point.json")


class Study:
    """Inputs on their way to a folder of tables, figures, a page and a manifest."""

    made_by: ClassVar[str]
    what: ClassVar[str] = "study"
    """What it is called in messages."""
    tables: ClassVar[tuple[str, ...]]
    csv: ClassVar[tuple[str, ...]] = ()
    """Tables that are written as CSV too."""
    page: ClassVar[str] = "report.html"
    """Its file; '' without a page."""
    manifest: ClassVar[str] = results_folder.MANIFEST
    pieces: ClassVar[tuple[str, ...]] = ()
    """Folders in which finished pieces lie until all are there."""
    reused: ClassVar[tuple[str, ...]] = ()
    """Pieces that stay for further studies in the same folder."""

    def __init__(self, fingerprint: Fingerprint, folder_name: str, output: str | Path = "outputs") -> None:
        """What identifies the result, and the name of its folder: readable, and different for different results."""
        self.fingerprint, self.folder_name, self.output = fingerprint, folder_name, output

    def compute(self, folder: Path) -> Tables:
        """The tables; finished pieces may be kept in the folder, and found there again."""
        raise NotImplementedError

    def describe(self, tables: Tables) -> dict[str, Any]:
        """What the manifest says besides who made it when, with what."""
        raise NotImplementedError

    def add(self, folder: Path, tables: Tables, manifest: About) -> None:
        """Further files beside the tables."""

    @classmethod
    def draw(cls, folder: Path, tables: Tables, manifest: About) -> str:
        """Figures into the folder, and the page as HTML."""
        raise NotImplementedError

    @classmethod
    def show(cls, folder: Path, tables: Tables, manifest: About) -> None:
        """The answer in the terminal."""
        raise NotImplementedError

    @property
    def folder(self) -> Path:
        """Where the result goes."""
        return results_folder.result_folder(self.output, self.folder_name)

    def run(self, fresh: bool = False) -> Path:
        """The folder with the answer: what was answered before is shown again unless a fresh answer is wanted."""
        began = time.perf_counter()
        before = None if fresh else self.answered()
        if before:
            printing.say(f"This very {self.what} was answered before; its stored results follow (--fresh computes it again).")
        found = before or self.finish(fresh)
        if self.page and not (self.folder / self.page).is_file():
            found = self.redraw(self.folder, found)
        self.show(self.folder, *found)
        printing.show_places(self.folder, self.page, None if before else time.perf_counter() - began)
        return self.folder

    def answered(self) -> Opened | None:
        """This very result if it is in its folder; tables that are not as they were written are told of, and do not count."""
        if not results_folder.complete(self.folder, self.manifest):
            return None
        try:
            found = self.open(self.folder)
        except Mistake as damaged:
            printing.say(f"{damaged}; it is computed again.")
            return None
        return found if found[1].get("fingerprint") == self.fingerprint.whole else None

    def finish(self, fresh: bool = False) -> Opened:
        """Compute what is missing, keep it, draw it."""
        self.work(fresh)
        with disk.or_cannot_store(self.folder):
            return self.redraw(self.folder)

    def work(self, fresh: bool = False) -> None:
        """Compute what is missing and keep it. The manifest goes first and comes last, so that no half result counts as one."""
        folder, began = self.folder, time.perf_counter()
        disk.make_ready(folder)
        with disk.or_cannot_store(folder):
            (folder / self.manifest).unlink(missing_ok=True)
            for piece in (*self.pieces, *self.reused) if fresh else ():
                disk.remove(folder / piece)
            compile_rules()
            self.keep(folder, self.compute(folder), began)

    def keep(self, folder: Path, tables: Tables, began: float) -> None:
        """Tables, then the manifest; the pieces may go."""
        for name in self.tables:
            results_folder.write_table(folder / f"{name}.parquet", tables[name])
        for name in self.csv:
            results_folder.write_csv(folder / f"{name}.csv", tables[name])
        made = manifest.made(self.made_by, time.perf_counter() - began, self.fingerprint)
        about = {**made, **self.describe(tables)}
        about |= manifest.counts_kept(about)
        self.add(folder, tables, about)
        if self.page:
            disk.remove(folder / self.page)
        results_folder.write_manifest(folder, about, self.manifest)
        for piece in self.pieces:
            disk.remove(folder / piece)

    @classmethod
    def open(cls, folder: Path) -> Opened:
        """Tables and manifest of a finished result; Mistake when there is none, or when a table is not as it was written."""
        return results_folder.open_results(folder, cls.tables, cls.manifest, cls.what)

    @classmethod
    def redraw(cls, folder: Path, found: Opened | None = None) -> Opened:
        """Figures and page from the stored tables, ``found`` when they are open already; the model is not run."""
        tables, about = found or cls.open(folder)
        if cls.page:
            disk.write_whole(folder / cls.page, cls.draw(folder, tables, about).encode())
        return tables, results_folder.write_manifest(folder, about, cls.manifest)


class Setting(Protocol):
    """A city, its size and its seeds, in which something is measured."""

    @property
    def place(self) -> str:
        """The city and its size, for the name of a folder."""

    @property
    def about(self) -> dict[str, Any]:
        """The setting and its city, for a manifest."""

    def fingerprint(self, kind: str, data: Mapping[str, Path] | None = None, **more: Any) -> Fingerprint:
        """What identifies a result of this kind in it."""


class SettingStudy(Study):
    """A study in one setting: its folder is named by what it is called, its city and its size."""

    kind: ClassVar[str]
    """Of which kind its fingerprint is."""
    called: ClassVar[str]

    def __init__(self, setting: Setting, output: str, also: str = "", data: Mapping[str, Path] | None = None, **settings: Any) -> None:
        """``also`` goes into the name; ``data`` and ``settings`` decide the result besides the setting."""
        identity = setting.fingerprint(self.kind, data, **settings)
        super().__init__(identity, f"{self.called}{also}-{setting.place}-{identity.whole[:8]}", output)
        self.setting = setting

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The setting and its city."""
        return self.setting.about


def kind_of(folder: Path) -> type[Study]:
    """The kind of a finished result, by its manifest; Mistake when there is none."""
    if not folder.is_dir():
        raise Mistake(f"results: there is no folder {folder}")
    found = next((folder / name for name in MANIFESTS if results_folder.complete(folder, name)), None)
    made_by = read_json(found).get("made_by") if found else None
    if made_by not in KINDS:
        raise Mistake(f"results: {folder} holds no finished results ({', '.join(MANIFESTS)})")
    module, _, name = KINDS[made_by].partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as missing:
        raise Mistake(f"results: {folder} is of {made_by}; {missing.name} is not installed") from None


def report(name: str | Path, also: Iterable[str] = ()) -> Path:
    """Draw a finished result of any kind again, also in these formats, and show it; its page."""
    folder = Path(name)
    kind = kind_of(folder)
    disk.make_ready(folder, "results")
    with disk.or_cannot_store(folder), formats.also(also):
        found = kind.redraw(folder)
    kind.show(folder, *found)
    return folder / kind.page
