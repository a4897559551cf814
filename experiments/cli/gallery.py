"""`learncity gallery`: every figure on one page, from kept results; what is not there is computed small."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple

from experiments import figures
from experiments.console.printing import say
from experiments.figures import drawing as of_run
from experiments.figures.drawing import Picture
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose
from experiments.optimise import figures as of_search
from experiments.optimise import job as search
from experiments.report.markup import paragraph, picture, section, whole_page
from experiments.run.job import Run
from experiments.storage.disk import make_ready
from experiments.storage.results_folder import open_results, write_whole
from experiments.sweep import figures as of_sweep
from experiments.sweep import findings, inputs, job
from sim.declare import Mistake

SMALL = {"residents": 500, "months": 84, "burn_in": 24, "seeds": 8}
"""Size of what is computed for want of kept results: enough to see every figure, too small to believe one."""
SEARCH = {"trials": 24, "look": 2, "fresh": 8, "search": "[guidance,aligned_courses,second_chance]"}
SHOCK, POLICY = "shock.recession.start=24", "scenario=skills_first"


class Kind(NamedTuple):
    """A kind of results: its name, whether a folder is one, how to make a small one, how to draw it, and the drawing functions."""

    name: str
    there: Callable[[Path], bool]
    make: Callable[[Path, int | None], Path]
    draw: Callable[[Path, Path], dict[str, Picture]]
    functions: Mapping[str, Callable]


def run(folders: Iterable[str], output: Path, workers: int | None) -> Path:
    """The page, from these results or from small ones of its own."""
    given = [Path(folder) for folder in folders]
    for folder in given:
        if not any(kind.there(folder) for kind in KINDS):
            raise Mistake(f"gallery: {folder} holds no finished run, sweep or search")
    home, drawn = output.expanduser().resolve() / "gallery", []
    make_ready(home)
    for kind in KINDS:
        own = [folder for folder in given if kind.there(folder)] or [kind.make(home, workers)]
        drawn += [(kind, folder, kind.draw(folder, home / "figures" / kind.name)) for folder in own[:1]]
    write_whole(home / "gallery.html", page(drawn).encode())
    say(f"{sum(len(pictures) for *_, pictures in drawn)} figures. Open {home / 'gallery.html'}")
    return home / "gallery.html"


def page(drawn: list[tuple[Kind, Path, dict[str, Picture]]]) -> str:
    """All figures by kind of results, each with the function that draws it."""
    heading = "<h1>Gallery</h1>\n" + paragraph(
        "Every figure of runs, sweeps and searches, drawn from stored tables alone. PNG and SVG lie in figures/ beside this page; "
        "a validation, a trial, frictions and a calibration draw their own.", "story")  # fmt: skip
    parts = [part(kind, folder, pictures) for kind, folder, pictures in drawn]
    return whole_page("Gallery", {kind.name: f"Of a {kind.name}" for kind, *_ in drawn}, heading, parts)


def part(kind: Kind, folder: Path, pictures: Mapping[str, Picture]) -> str:
    """The figures of one kind of results."""
    made = paragraph(f"From {folder}", "note")
    for name, drawn in pictures.items():
        draw = kind.functions[name]
        where = f"{draw.__module__}.{draw.__name__}"
        told = (draw.__doc__ or "").strip().splitlines()[0]
        made += f"<h3>{escape(name.replace('_', ' ').capitalize())}</h3>\n{paragraph(f'{told} ({where})', 'note')}{picture(drawn)}"
    return section(kind.name, f"Of a {kind.name}", made)


def a_run(home: Path, workers: int | None) -> Path:
    """A small run; one that was made before is shown again."""
    words = [POLICY, SHOCK, *(f"{name}={value}" for name, value in SMALL.items()), f"output={home}"]
    return Run(from_settings(compose("config", words)), str(home), workers).run()


def a_sweep(home: Path, workers: int | None) -> Path:
    """A small sweep over two levers."""
    done = job.conduct(inputs.compose(["sweep=budget_mix", SHOCK], {**SMALL, "output": str(home), "workers": workers}))
    return done.folder


def a_search(home: Path, workers: int | None) -> Path:
    """A small search for portfolios."""
    words = [SHOCK, *(f"{name}={value}" for name, value in {**SMALL, **SEARCH}.items())]
    return search.Optimise([*words, f"output={home}", *([f"workers={workers}"] if workers else [])]).run()


def draw_run(folder: Path, to: Path) -> dict[str, Picture]:
    """Figures of a run."""
    return figures.draw_all(*open_results(folder), to)


def draw_sweep(folder: Path, to: Path) -> dict[str, Picture]:
    """Figures of a sweep."""
    found = findings.find(folder.resolve())
    return of_sweep.draw_all(found.tables, found.about, to)


def draw_search(folder: Path, to: Path) -> dict[str, Picture]:
    """Figures of a search."""
    return of_search.draw_all(*search.Optimise.open(folder), to)


def is_run(folder: Path) -> bool:
    """Whether a run keeps its results here."""
    return (folder / "manifest.json").is_file() and (folder / "monthly.parquet").is_file()


KINDS = (
    Kind("run", is_run, a_run, draw_run, of_run.FIGURES),
    Kind("sweep", job.is_sweep, a_sweep, draw_sweep, of_sweep.FIGURES),
    Kind("search", search.is_search, a_search, draw_search, of_search.FIGURES),
)
