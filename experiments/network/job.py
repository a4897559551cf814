"""`learncity network`: from a configuration to a folder with tables, pictures, a page and a manifest."""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from experiments import manifest, places, store
from experiments.compiling import compile_rules
from experiments.console import Console, styled
from experiments.network import findings, years
from experiments.network.asked import Asked
from experiments.network.findings import verdict
from experiments.network.years import ALONE, Network, Tell
from experiments.plain_yaml import read_json
from experiments.sweep import engines
from experiments.terminal import COLOURS
from sim import facts
from sim.declare import Mistake

PAGE = "network.html"
TABLES = ("years", "practices", "cities", "links")
MADE = ("adoption", "spread", "worth", "truth", "fashion")


def answer(asked: Asked, words: list[str]) -> Path:
    """Live what is missing, then tables, pictures, page and manifest; a finished identical run is shown again."""
    folder = places.result_folder(asked.how["output"], asked.folder_name)
    if not store.complete(folder):
        began = time.perf_counter()
        compile_rules()
        net, told = lived(asked, folder)
        for name, table in told.items():
            store.write_table(folder / f"{name}.parquet", table)
        about = describe(asked, words, net, time.perf_counter() - began)
        conclude(folder, about)
        shutil.rmtree(folder / "cities", ignore_errors=True)
    show(folder)
    return folder


def lived(asked: Asked, folder: Path) -> tuple[Network, dict[str, pd.DataFrame]]:
    """All worlds and years."""
    net = Network(asked, folder)
    years.write_links(net)
    how = asked.how
    tried = len(asked.practices) * min(how["alone_in"], how["cities"])
    with (
        engines.engine(how["engine"], how["workers"]) as engine,
        bar((how["cities"] * (len(net.worlds) + 1) + tried) * how["years"]) as tell,
    ):
        return net, years.live(net, engine, tell)


@contextmanager
def bar(most: int) -> Iterator[Tell]:
    """A progress bar over city-years, on stderr."""
    columns = (TextColumn("Cities learn"), BarColumn(), MofNCompleteColumn(), TextColumn("city-years at most"))
    times = (TimeElapsedColumn(), TextColumn("gone,"), TimeRemainingColumn(), TextColumn("left at most"))
    with Progress(*columns, *times, console=Console(stderr=True), refresh_per_second=5) as progress:
        task = progress.add_task("", total=most)
        yield lambda gone: progress.advance(task, gone)


def describe(asked: Asked, words: list[str], net: Network, seconds: float) -> dict[str, Any]:
    """The manifest but the sums of the files."""
    known, how = facts.city(asked.how["city"]), asked.how
    worlds = len(net.worlds) + 1
    return {
        "made_by": "learncity network",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "wall_seconds": round(seconds, 1),
        "title": how["title"] or "A network of learning cities",
        "story": str(how["story"]).strip(),
        "words": words,
        "question": asked.record,
        "fingerprint": asked.fingerprint,
        "city": {"title": known.title, "year": known.year, "people": known.people},
        "cost": {"city_years": net.lived, "core_seconds": round(net.seconds, 1), "asked_for": how["years"] * how["cities"] * worlds},
        "versions": manifest.versions(),
        "git_commit": manifest.commit(places.PACKAGE.parent),
    }


def conclude(folder: Path, about: Mapping[str, Any]) -> None:
    """Findings, pictures and page from the stored tables; the manifest last."""
    from experiments.network import figures, page

    tables = {name: store.read_table(folder / f"{name}.parquet") for name in TABLES}
    tables |= findings.found(tables, about["question"])
    for name in MADE:
        store.write_table(folder / f"{name}.parquet", tables[name])
    store.write_whole(folder / "worth.csv", tables["worth"].to_csv(index=False).encode())
    drawn = figures.draw_all(tables, about, folder / "figures")
    store.write_whole(folder / PAGE, page.page(tables, about, drawn).encode())
    store.write_manifest(folder, {name: value for name, value in about.items() if name != "sha256"})


def again(folder: Path) -> None:
    """Findings, pictures and page of a finished run, without running the model."""
    if not store.complete(folder) or not (folder / "practices.parquet").is_file():
        raise Mistake(f"results: {folder} holds no finished network")
    conclude(folder, read_json(folder / store.MANIFEST))
    show(folder)


def show(folder: Path) -> None:
    """What membership is worth, how practices spread, and where everything is."""
    about = read_json(folder / store.MANIFEST)
    console = Console(width=None if Console().is_terminal else 140)
    console.print(worth_of(store.read_table(folder / "worth.parquet"), about))
    console.print(spread_of(store.read_table(folder / "adoption.parquet"), about))
    console.print(f"Done in {about['wall_seconds']:.0f} s. Open {folder / PAGE}", highlight=False, soft_wrap=True)
    console.print(f"Tables, figures and the manifest are in {folder}", highlight=False, soft_wrap=True)


def worth_of(rows: pd.DataFrame, about: Mapping[str, Any]) -> Table:
    """Points gained in each goal, and euros, by kind of network."""
    read = "Last quarter of the years; gains in points for the better, money in EUR a resident and year; 90% intervals over cities."
    named = f"{about['title']}: against the same cities left alone"
    table = Table(title=named, title_justify="left", caption_justify="left", caption=read)
    for name in ("network", "outcome", "effect", "90% interval", ""):
        table.add_column(name, justify="right" if name in ("effect", "90% interval") else "left")
    wanted = rows[(rows.against == ALONE) & (rows.outcome.str.startswith("gain in ") | rows.outcome.isin(findings.IN_EUROS))]
    for row in wanted.itertuples():
        said = verdict(row) if row.outcome.startswith("gain in ") else ""
        table.add_row(
            row.world, row.outcome, f"{row.effect:+.2f}", f"{row.low:+.2f} to {row.high:+.2f}", styled(said, COLOURS.get(said, "default"))
        )
    return table


def spread_of(rows: pd.DataFrame, about: Mapping[str, Any]) -> Table:
    """Share of cities that use each practice in the end."""
    last = rows.query("year == year.max()").pivot(index="practice", columns="world", values="in_use")
    worlds = [ALONE, *about["question"]["kinds"]]
    table = Table(title="Share of cities that use it in the end", title_justify="left")
    for name in ("practice", *worlds):
        table.add_column(name, justify="left" if name == "practice" else "right")
    for name, told in about["question"]["practices"].items():
        table.add_row(told["title"], *(f"{last.loc[name, world]:.0%}" for world in worlds))
    return table
