"""`learncity gallery`: every figure on one page, from kept results; what is not there is computed small."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
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
from experiments.optimise.job import Optimise
from experiments.outcomes.card_names import with_article
from experiments.report.markup import paragraph, picture, section, whole_page
from experiments.run.job import Run
from experiments.storage.disk import make_ready
from experiments.storage.results_folder import write_whole
from experiments.storage.study import Study, kind_of
from experiments.sweep import figures as of_sweep
from experiments.sweep import findings, inputs, job
from sim.declare import Mistake
from sim.text_files import place_of

SMALL = {"residents": 500, "months": 84, "burn_in": 24, "seeds": 8}
"""Size of what is computed for want of kept results: enough to see every figure, too small to believe one."""
SEARCH = {"trials": 24, "look": 2, "fresh": 8, "search": "[guidance,aligned_courses,second_chance]"}
SHOCK, POLICY = "shock.recession.start=24", "scenario=skills_first"


class Kind(NamedTuple):
    """A kind of results: its name, its study, how to make a small one, how to draw it, and the drawing functions."""

    name: str
    study: type[Study]
    make: Callable[[Path, int | None], Path]
    draw: Callable[[Path, Path], dict[str, Picture]]
    functions: Mapping[str, Callable]


def run(folders: Iterable[str], output: Path, workers: int | None) -> Path:
    """The page, from these results or from small ones of its own."""
    given: dict[Path, type[Study] | None] = dict.fromkeys(map(Path, folders))
    for folder in given:
        with suppress(Mistake):  # what a gallery takes is told below
            given[folder] = kind_of(folder)
        if not any(given[folder] is kind.study for kind in KINDS):
            raise Mistake(f"gallery: {folder} holds no finished run, sweep or search")
    home, drawn = place_of(output, "output") / "gallery", []
    make_ready(home)
    for kind in KINDS:
        own = [folder for folder, study in given.items() if study is kind.study] or [kind.make(home, workers)]
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
    return whole_page("Gallery", {kind.name: f"Of {with_article(kind.name)}" for kind, *_ in drawn}, heading, parts)


def part(kind: Kind, folder: Path, pictures: Mapping[str, Picture]) -> str:
    """The figures of one kind of results."""
    made = paragraph(f"From {folder}", "note")
    for name, drawn in pictures.items():
        draw = kind.functions[name]
        where = f"{draw.__module__}.{draw.__name__}"
        told = (draw.__doc__ or "").strip().splitlines()[0]
        made += f"<h3>{escape(name.replace('_', ' ').capitalize())}</h3>\n{paragraph(f'{told} ({where})', 'note')}{picture(drawn)}"
    return section(kind.name, f"Of {with_article(kind.name)}", made)


def a_run(home: Path, workers: int | None) -> Path:
    """A small run; one that was made before is shown again."""
    words = [POLICY, SHOCK, *(f"{name}={value}" for name, value in SMALL.items()), f"output={home}"]
    return Run(from_settings(compose("config", words)), str(home), workers).run()


def a_sweep(home: Path, workers: int | None) -> Path:
    """A small sweep over two levers."""
    done = job.run(inputs.compose(["sweep=budget_mix", SHOCK], {**SMALL, "output": str(home), "workers": workers}))
    return done.folder


def a_search(home: Path, workers: int | None) -> Path:
    """A small search for portfolios."""
    words = [SHOCK, *(f"{name}={value}" for name, value in {**SMALL, **SEARCH}.items())]
    return Optimise([*words, f"output={home}", *([f"workers={workers}"] if workers else [])]).run()


def draw_sweep(folder: Path, to: Path) -> dict[str, Picture]:
    """Figures of a sweep."""
    found = findings.find(folder.resolve())
    return of_sweep.draw_all(found.tables, found.manifest, to)


KINDS = (
    Kind("run", Run, a_run, lambda folder, to: figures.draw_all(*Run.open(folder), to), of_run.FIGURES),
    Kind("sweep", job.Sweep, a_sweep, draw_sweep, of_sweep.FIGURES),
    Kind("search", Optimise, a_search, lambda folder, to: of_search.draw_all(*Optimise.open(folder), to), of_search.FIGURES),
)
