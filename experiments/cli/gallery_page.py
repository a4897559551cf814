"""A page of figures for the documentation, each with the code that made it: the code on the page is what was run to draw it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from experiments.console.printing import say
from experiments.figures.drawing import FIGURES
from experiments.figures.style import written
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose
from experiments.run.job import Run
from experiments.sweep import figures as of_sweep
from experiments.sweep import findings, inputs, job

SIZE = {"residents": 300, "months": 72, "burn_in": 12, "seeds": 8}
"""Small enough to be drawn with the pages, too small to believe a number of it."""
OF_SWEEP = {**SIZE, "residents": 200, "seeds": 4}
SCENARIO, SHOCK = "skills_first", "shock.recession.start=24"
TABLES = """from experiments import compare, figures, simulate

size = {"residents": 300, "months": 72, "burn_in": 12, "seeds": 8}
policy, baseline = simulate("skills_first", **size), simulate("baseline", **size)
effects = compare("skills_first", shock="recession", **size)"""
PAPER = {
    "An indicator over the years": """import pandas as pd

both = pd.concat([policy.assign(scenario="skills first"), baseline.assign(scenario="baseline")])
ax = figures.course(both, "unemployment", by=["scenario"])""",
    "What a plan changes": 'ax = figures.difference(policy, baseline, "participation")',
    "Effects by group": 'ax = figures.effects(effects, "employment", "education")',
    "Two panels for two columns": """left, ax = figures.axes(figures.TWO_COLUMNS, columns=2)
figures.course(policy, "gini", ax=left)
figures.effects(effects, "employment", "sex", ax=ax)""",
}
"""Figures of figures.paper: a title, and code that leaves ``ax``."""
HEAD = """# Gallery

Every figure here was drawn while these pages were built, by the code beside it, from small runs of their own: they show what figures
look like, not what to believe. `learncity gallery` draws those of your own results, `learncity report FOLDER formats=png300,pdf` for print.
"""
LATER = HEAD + "\nThese pages were built without figures (`learncity docs --no-gallery`).\n"


def pages(drawn: bool = True) -> dict[str, str]:
    """The page and its figures as SVG, by their place among the pages; a page that says so where figures are not wanted."""
    if not drawn:
        return {"gallery.md": LATER}
    say("Drawing the gallery: small runs, a minute or two.")
    files: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        parts = [HEAD, paper(files), of_a_run(Path(folder), files), of_a_sweep(Path(folder), files)]
    return {"gallery.md": "\n".join(parts), **files}


def paper(files: dict[str, str]) -> str:
    """Figures for papers, from tables of ``simulate`` and ``compare``."""
    known: dict[str, Any] = {}
    exec(TABLES, known)
    parts = ["## For papers\n", f"```python\n{TABLES}\n```\n"]
    for title, code in PAPER.items():
        exec(code, known)
        name = title.lower().replace(" ", "_")
        parts.append(entry(title, code, known["ax"].figure, known["figures"].caption_of(known["ax"]), f"gallery/paper/{name}.svg", files))
    return "\n".join(parts)


def of_a_run(home: Path, files: dict[str, str]) -> str:
    """Figures of `learncity run`, from the tables in its folder."""
    words = [f"scenario={SCENARIO}", SHOCK, *(f"{name}={value}" for name, value in SIZE.items())]
    folder = Run(from_settings(compose("config", [*words, f"output={home}"])), str(home), None).run()
    opened = 'from experiments.run.job import Run\n\ntables, manifest = Run.open("outputs/...")  # the folder that the command names'
    head = f"## Of a run\n\n```bash\nlearncity run {' '.join(words)}\n```\n\n```python\n{opened}\n```\n"
    return head + figures_of(FIGURES, lambda: Run.open(folder), "run", files)


def of_a_sweep(home: Path, files: dict[str, str]) -> str:
    """Figures of `learncity sweep`, from what was found in its store."""
    words = ["sweep=budget_mix", SHOCK]
    done = job.run(inputs.compose(words, {**OF_SWEEP, "output": str(home), "workers": None}))
    more = " ".join(f"{name}={value}" for name, value in OF_SWEEP.items())
    opened = 'from experiments.sweep import findings\n\nfound = findings.find(folder)  # Path("outputs/store/sweeps/...")\n'
    opened += "tables, manifest = found.tables, found.manifest"
    head = f"## Of a sweep\n\n```bash\nlearncity sweep {' '.join(words)} {more}\n```\n\n```python\n{opened}\n```\n"
    found = findings.find(done.folder.resolve())
    return head + figures_of(of_sweep.FIGURES, lambda: (found.tables, found.manifest), "sweep", files)


def figures_of(functions: Mapping[str, Callable], opened: Callable, kind: str, files: dict[str, str]) -> str:
    """Each figure that the tables have something for, drawn by the lines beside it."""
    tables, manifest = opened()
    parts = []
    for name, draw in functions.items():
        code, known = code_of(draw), {"tables": tables, "manifest": manifest}
        exec(code, known)
        if known["made"] is None:
            continue
        figure, title, words = known["made"]
        told = (inner(draw).__doc__ or "").strip().splitlines()[0]
        code = code.replace("made =", "figure, title, words =")
        parts.append(entry(name.replace("_", " ").capitalize(), code, figure, words, f"gallery/{kind}/{name}.svg", files, told, title))
    return "\n".join(parts)


def code_of(draw: Callable) -> str:
    """The two lines that draw a figure."""
    home, _, module = inner(draw).__module__.rpartition(".")
    more = "".join(f", {name}={value!r}" for name, value in draw.keywords.items()) if isinstance(draw, partial) else ""
    return f"from {home} import {module}\n\nmade = {module}.{inner(draw).__name__}(tables, manifest{more})"


def inner(draw: Callable) -> Callable:
    """The function itself, of one with words already given."""
    return draw.func if isinstance(draw, partial) else draw


def entry(title: str, code: str, figure: Any, words: str, place: str, files: dict[str, str], about: str = "", finding: str = "") -> str:
    """One figure: its picture, what it shows in words, and the code."""
    files[place] = written(figure, "svg", Path(place).stem, finding or title).decode()
    alt = " ".join(words.split()).replace("[", "(").replace("]", ")")
    told = f"{about}\n\n" if about else ""
    return f"### {title}\n\n{told}![{alt}]({place})\n\n```python\n{code}\n```\n"
