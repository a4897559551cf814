"""`learncity sensitivity`: screen the numbers nobody has published, look closely at the most important, and say what they decide."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import manifest, places, store
from experiments.compiling import compile_rules
from experiments.evidence.ensemble import model_source
from experiments.evidence.sensitivity import indices, living, numbers, questions, ranking, telling
from experiments.evidence.sensitivity.asked import Asked
from experiments.plain_yaml import read_json
from experiments.sweep import lives
from sim import facts
from sim.declare import Mistake

TABLES = ("screened", "indices", "ranking", "numbers")
Bar = Callable[[int], AbstractContextManager]


def answer(one: Asked) -> Path:
    """Both stages, the tables, the pictures and the page."""
    began = time.perf_counter()
    compile_rules()
    telling.design(one, *costs(one))
    tables = studied(one, telling.bar)
    about = describe(one, tables, time.perf_counter() - began)
    for name in TABLES:
        store.write_table(one.folder / f"{name}.parquet", tables[name])
        store.write_whole(one.folder / f"{name}.csv", tables[name].to_csv(index=False).encode())
    redraw(one.folder, tables, about)
    telling.show(tables, about, one.folder)
    return one.folder


def costs(one: Asked) -> tuple[int, int, float, float]:
    """Runs to live in both stages, and their seconds of one core; the second stage is judged by the pace of the first."""
    plan = living.plan_of(one, numbers.values(list(one.moved), indices.screening(one.moved, one.trajectories, one.draw)))
    missing, seconds, whole = living.costs(plan, one)
    share = one.second_rows / one.first_rows
    return missing, round(plan.cells.run.nunique() * share), seconds, whole * share


def only_show(one: Asked) -> None:
    """The design and its time; nothing is run or written."""
    telling.design(one, *costs(one))


def studied(one: Asked, bar: Callable[[str], Bar]) -> dict[str, pd.DataFrame]:
    """The tables."""
    shares = indices.screening(one.moved, one.trajectories, one.draw)
    first = living.lived(one, numbers.values(list(one.moved), shares), bar("Screening"))
    leaders = questions.leaders_of(first)
    screen = partial(indices.morris, one.moved, shares, draw=one.draw)
    screened = pd.concat([screen(asking=asking) for asking in questions.every(first, one.policies, leaders)], ignore_index=True)
    if screened.empty:
        raise Mistake("sensitivity: too many runs failed to say anything; the sweep's store keeps those that did not")
    order = indices.importance(screened)
    top = [one_of for path in order.index[: one.top] for one_of in one.moved if one_of.path == path]
    sets = numbers.values(top, indices.spreading(top, one.samples, one.draw))
    second = living.lived(one, sets, bar("Looking closely"))
    found = [indices.sobol(top, asking, one.draw) for asking in questions.every(second, one.policies, leaders)]
    return {
        "screened": screened,
        "indices": pd.concat(found, ignore_index=True),
        "ranking": pd.concat(
            [ranking.table(a, one.policies, one.draw).assign(stage=s) for s, a in (("all numbers", first), ("top", second))]
        ),
        "numbers": pd.DataFrame([{**vars(m), "importance": order[m.path], "top": m in top} for m in one.moved]),
    }


def describe(one: Asked, tables: Mapping[str, pd.DataFrame], seconds: float) -> dict[str, Any]:
    """The manifest but the sums of the files."""
    city = facts.city(one.city)
    return {
        "made_by": "learncity sensitivity",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "wall_seconds": round(seconds, 2),
        "setting": one.record,
        "runs": {"screening": one.first_rows, "close look": one.samples * (int(tables["numbers"].top.sum()) + 2)},
        "city": {"title": city.title, "year": city.year},
        "code": lives.code(),
        "versions": manifest.versions(),
        "git_commit": manifest.commit(places.PACKAGE.parent),
        "model": model_source(),
    }


def redraw(folder: Path, tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> None:
    """Figures and page from the tables."""
    from experiments.evidence.sensitivity import page, pictures

    drawn = pictures.draw_all(tables, about, folder / "figures")
    store.write_whole(folder / "sensitivity.html", page.page(tables, about, drawn).encode())
    store.write_manifest(folder, {name: value for name, value in about.items() if name != "sha256"})


def again(folder: Path) -> None:
    """Figures, page and tables of a finished study, without running the model."""
    if not all((folder / f"{name}.parquet").is_file() for name in TABLES) or not store.complete(folder):
        raise Mistake(f"results: {folder} holds no finished sensitivity study")
    tables, about = {name: store.read_table(folder / f"{name}.parquet") for name in TABLES}, read_json(folder / store.MANIFEST)
    redraw(folder, tables, about)
    telling.show(tables, about, folder)
