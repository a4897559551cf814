"""`learncity network`: from a configuration to a folder with tables, pictures, a page and a manifest."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.console.printing import COLOURS, say, styled, table_with, wide
from experiments.execution import pool, progress
from experiments.network import findings, simulation
from experiments.network.city_year import Damaged
from experiments.network.inputs import NetworkInputs
from experiments.network.simulation import ALONE, Network
from experiments.storage.disk import remove
from experiments.storage.study import About, Study, Tables
from sim import facts

PAGE = "network.html"
TABLES = ("years", "practices", "cities", "links")
MADE = ("adoption", "spread", "worth", "truth", "fashion")


class NetworkStudy(Study):
    """Cities that learn from each other, beside the same cities left alone."""

    made_by, what, tables, csv, page = "learncity network", "network", (*TABLES, *MADE), ("worth",), PAGE
    pieces, reused = ("cities",), ("years",)

    def __init__(self, inputs: NetworkInputs, words: list[str]) -> None:
        super().__init__(inputs.fingerprint, inputs.folder_name, inputs.settings["output"])
        self.inputs, self.words = inputs, words

    def compute(self, folder: Path) -> Tables:
        """Live what is missing; when cities that were kept are damaged, all is lived again."""
        try:
            self.net, tables = simulate_worlds(self.inputs, folder)
        except Damaged as damaged:
            say(f"{damaged}; the network is computed again from its beginning.")
            for piece in (*self.pieces, *self.reused):
                remove(folder / piece)
            self.net, tables = simulate_worlds(self.inputs, folder)
        tables |= {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES if name not in tables}
        return {**tables, **findings.found(tables, self.inputs.settings_dict)}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """What was asked, its city, and what it cost."""
        inputs, net, settings = self.inputs, self.net, self.inputs.settings
        known, wanted = facts.city(settings["city"]), settings["years"] * settings["cities"] * (len(net.worlds) + 1)
        return {
            "title": settings["title"] or "A network of learning cities",
            "story": str(settings["story"]).strip(),
            "words": self.words,
            "question": inputs.settings_dict,
            "city": {"title": known.title, "year": known.year, "people": known.people},
            "cost": {"city_years": net.lived, "core_seconds": round(net.seconds, 1), "asked_for": wanted},
        }

    @classmethod
    def draw(cls, folder: Path, tables: Tables, manifest: About) -> str:
        """Pictures and page."""
        from experiments.network import figures, page

        return page.page(tables, manifest, figures.draw_all(tables, manifest, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, manifest: About) -> None:
        """What membership is worth, how practices spread."""
        console = wide(140)
        console.print(worth_of(tables["worth"], manifest))
        console.print(spread_of(tables["adoption"], manifest))


def simulate_worlds(inputs: NetworkInputs, folder: Path) -> tuple[Network, Tables]:
    """All worlds and years."""
    net = Network(inputs, folder)
    simulation.write_links(net)
    settings = inputs.settings
    tried = len(inputs.practices) * min(settings["alone_in"], settings["cities"])
    with (
        pool.engine(settings["engine"], settings["workers"], ("experiments.network.city_year",)) as engine,
        progress.bar(
            (settings["cities"] * (len(net.worlds) + 1) + tried) * settings["years"], "Cities learn", "city-years at most"
        ) as on_progress,
    ):
        return net, simulation.live(net, engine, on_progress)


def worth_of(rows: pd.DataFrame, manifest: Mapping[str, Any]) -> Table:
    """Points gained in each goal, and euros, by kind of network."""
    read = "Last quarter of the years; gains in points for the better, money in EUR a resident and year; 90% intervals over cities."
    named = f"{manifest['title']}: against the same cities left alone"
    table = table_with(
        named, ("network", "outcome", "effect", "90% interval", ""), ("network", "outcome", ""), caption_justify="left", caption=read
    )
    wanted = rows[(rows.against == ALONE) & (rows.outcome.str.startswith("gain in ") | rows.outcome.isin(findings.IN_EUROS))]
    for row in wanted.itertuples():
        said = row.verdict if row.outcome.startswith("gain in ") else ""
        table.add_row(
            row.world, row.outcome, f"{row.effect:+.2f}", f"{row.low:+.2f} to {row.high:+.2f}", styled(said, COLOURS.get(said, "default"))
        )
    return table


def spread_of(rows: pd.DataFrame, manifest: Mapping[str, Any]) -> Table:
    """Share of cities that use each practice in the end."""
    last = rows.query("year == year.max()").pivot(index="practice", columns="world", values="in_use")
    worlds = [ALONE, *manifest["question"]["kinds"]]
    table = table_with("Share of cities that use it in the end", ("practice", *worlds), ("practice",))
    for name, told in manifest["question"]["practices"].items():
        table.add_row(told["title"], *(f"{last.loc[name, world]:.0%}" for world in worlds))
    return table
