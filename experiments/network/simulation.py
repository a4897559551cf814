"""The years of all worlds: what is missing is lived by an engine, a finished year is kept, and decisions follow from what is kept."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.console.printing import say
from experiments.execution.jobs import Death, Engine
from experiments.execution.progress import OnProgress
from experiments.inputs.run_spec import RunSpec
from experiments.network.adoption_rules import GOALS
from experiments.network.cities import Cities, draw
from experiments.network.city_year import CityYears, Errand, Report, named, row_in
from experiments.network.inputs import NetworkInputs
from experiments.network.practices import MEMBERSHIP
from experiments.network.topology import KINDS, alone, hands
from experiments.network.world import World
from experiments.storage import results_folder
from experiments.storage.results_folder import write_table, write_whole
from sim import catalogue, facts

UNTOUCHED, ALONE = "untouched", "alone"
TRIES = 2
"""Deaths of a worker that a task may cause before the run is given up."""
ROUNDS = 6
"""Tasks that each worker gets in a year, about: so that all end together."""


@dataclass
class Network:
    """All worlds of one network run, and where they are in time."""

    inputs: NetworkInputs
    home: Path
    cities: Cities = field(init=False)
    worlds: list[World] = field(init=False)
    links: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    files: dict[tuple[str, int], str] = field(default_factory=dict)
    sound: set[str] = field(default_factory=set)
    """Files of cities that are as they were written."""
    seconds: float = 0.0
    lived: int = 0

    def __post_init__(self) -> None:
        settings = self.inputs.settings
        self.cities = draw(settings["seed"], settings["cities"], settings["regions"], settings["residents"], self.inputs.context)
        self.worlds = [self.world(ALONE, alone(settings["cities"])), *(self.linked(kind) for kind in settings["kinds"])]

    def linked(self, kind: str) -> World:
        """The world in which cities exchange along one kind of network."""
        settings = self.inputs.settings
        graph = KINDS[kind](self.cities, settings["degree"], settings["seed"])
        self.links[kind] = sorted((min(a, b), max(a, b)) for a, b in graph.edges)
        between = hands(graph, int(self.inputs.rules.reach)) if settings["exchange"] else alone(settings["cities"])
        return self.world(kind, between, member=True, rewarded=settings["exchange"])

    def world(self, name: str, between: np.ndarray, **more: Any) -> World:
        """A world of this run's cities and rules."""
        cost = membership_cost(self.inputs.settings["city"]) if more.get("member") else 0.0
        return World(
            name, self.cities, self.inputs.practices, self.inputs.rules, between, self.inputs.settings["seed"], membership=cost, **more
        )

    def spec(self, city: int) -> RunSpec:
        """What a city is born with, and the shock that strikes all of them."""
        settings, c = self.inputs.settings, self.cities
        return RunSpec(city=settings["city"], residents=int(c.residents[city]), months=12 * settings["years"], burn_in=settings["burn_in"],
                       shock=self.inputs.shock, parameters=c.parameters[city])  # fmt: skip


def membership_cost(city: str) -> float:
    """EUR a resident and year that membership costs a city as large as the embedded one."""
    card, known = catalogue.make("lever", MEMBERSHIP, {}, "membership"), facts.city(city)
    return 12 * card.staff * card.post_cost * (1 + card.overhead) * known.mean_wage / facts.PRICED_AT / known.people


def live(net: Network, engine: Engine, on_progress: OnProgress) -> dict[str, pd.DataFrame]:
    """Every year, from what is kept as far as it goes; returns the yearly rows and what was believed and decided."""
    settings, said = net.inputs.settings, []
    rows = [year_rows(net, engine, on_progress, 0, 0)]
    for year in range(settings["years"]):
        rows.append(year_rows(net, engine, on_progress, year + 1, year))
        for world in net.worlds:
            outcome, noise = seen_by(world.name, pd.concat(rows[1:]), net)
            world.look_back(year, outcome, noise)
            said.append(world.decide(year))
    years = pd.concat(rows[1:], ignore_index=True)
    return {"years": years, "practices": pd.concat(said, ignore_index=True)}


def doings(net: Network, year: int) -> dict[tuple[str, int], tuple]:
    """What every city of every world does in a year."""
    found: dict[tuple[str, int], tuple] = {(UNTOUCHED, city): () for city in range(len(net.cities))}
    for practice in net.inputs.practices:  # worlds in which some cities do one thing from the beginning and never change it
        for city in range(min(net.inputs.settings["alone_in"], len(net.cities))):
            found[f"only {practice.name}", city] = ((practice.name, 0, 1200),)
    for world in net.worlds:
        found |= {(world.name, city): world.doing(city, year) for city in range(len(net.cities))}
    return found


def year_rows(net: Network, engine: Engine, on_progress: OnProgress, step: int, year: int) -> pd.DataFrame:
    """The rows of a year (step 0: cities grow up), from the table that is kept or by living it."""
    errands = planned(net, step, year)
    kept = net.home / "years" / f"{step:03d}.parquet"
    if results_folder.kept(kept, pd.read_parquet, say) is not None:
        on_progress(len(errands))
    else:
        told = lived(net, engine, list(errands.values()), on_progress)
        write_table(kept, pd.DataFrame([{"file": name, **told[errands[name].after]} for name in errands]))
        shutil.rmtree(net.home / "cities" / f"{step - 1:03d}", ignore_errors=True)
    rows = pd.read_parquet(kept).set_index("file")
    who = pd.DataFrame([(world, city, year, file) for (world, city), file in net.files.items()], columns=["world", "city", "year", "file"])
    return who.join(rows, on="file").drop(columns="file")


def planned(net: Network, step: int, year: int) -> dict[str, Errand]:
    """What is to be lived, by the name of its file: cities that have done the same so far, in whichever worlds, are one errand."""
    before, errands = dict(net.files), {}
    for (world, city), doing in doings(net, year).items():
        spec, seed = net.spec(city), int(net.cities.seeds[city])
        done, old = doing if step else (), before.get((world, city))
        name = net.files[world, city] = named(old, done, [step, seed, spec.settings_dict])
        errands[name] = Errand(spec, seed, year, None if old is None else at(step - 1, old), at(step, name), done)
    return errands


def at(step: int, name: str) -> str:
    """Where the file of a city after a year lies."""
    return f"cities/{step:03d}/{name}"


def lived(net: Network, engine: Engine, errands: list[Errand], on_progress: OnProgress) -> dict[str, dict]:
    """The row of every errand; those whose file is there are not lived again."""
    kept = {errand.after: results_folder.kept(net.home / errand.after, row_in, say) for errand in errands}
    rows = {name: row for name, row in kept.items() if row is not None}
    on_progress(len(rows))
    left = [errand for errand in errands if errand.after not in rows]
    for before in {errand.before for errand in left if errand.before} - net.sound:
        row_in(net.home / before)  # kept by an earlier process
    net.sound = set(rows)
    for some in pieces(left, engine.workers):
        engine.submit(task(net, some))
    deaths = Counter[str]()
    for given, report in engine.reports():
        if isinstance(report, Death):
            again(net, engine, given, report, deaths)
        else:
            take(net, report, rows, on_progress)
    return rows


def again(net: Network, engine: Engine, given: CityYears, death: Death, deaths: Counter[str]) -> None:
    """A worker died: each of its errands is tried once more by itself."""
    deaths.update(errand.after for errand in given.errands)
    for errand in given.errands:
        if deaths[errand.after] >= TRIES:
            raise RuntimeError(f"a worker died {TRIES} times (it {death.cause}) in year {errand.year} of the city of seed {errand.seed}")
        engine.submit(task(net, [errand]))


def take(net: Network, report: Report, rows: dict[str, dict], on_progress: OnProgress) -> None:
    """Note what a task has done."""
    rows.update(report.rows)
    net.sound.update(report.rows)
    net.seconds += report.seconds
    net.lived += len(report.rows)
    on_progress(len(report.rows))


def task(net: Network, errands: list[Errand]) -> CityYears:
    """Some errands for a worker."""
    inputs = net.inputs
    award = {"visitors": inputs.rules.visitors, "pride": inputs.rules.pride}
    levers = {practice.name: practice.levers for practice in inputs.practices}
    return CityYears(str(net.home), levers, award, tuple(errands))


def pieces(errands: list[Errand], workers: int) -> Iterable[list[Errand]]:
    """Errands in tasks of about equal length."""
    size = max(1, -(-len(errands) // (workers * ROUNDS)))
    return (errands[first : first + size] for first in range(0, len(errands), size))


def seen_by(world: str, years: pd.DataFrame, net: Network) -> tuple[np.ndarray, np.ndarray]:
    """Each goal in points for the better, shape (cities, goals, years), as the signal has it, and how far chance moves it in a year."""
    own, untouched = (points(years[years.world == name]) for name in (world, UNTOUCHED))
    survey = np.full(len(GOALS), net.inputs.rules.survey)
    if net.inputs.settings["signal"] == "paired":
        return own - untouched, survey
    moved = np.diff(untouched, axis=2)
    chance = moved.std(axis=(0, 2)) if moved.shape[2] else np.zeros(len(GOALS))
    return own, np.sqrt(survey**2 + chance**2)


def points(rows: pd.DataFrame) -> np.ndarray:
    """The goals of all cities and years, in points for the better."""
    tables = [100 * sign * rows.pivot(index="city", columns="year", values=goal).to_numpy() for goal, sign in GOALS.items()]
    return np.stack(tables, axis=1)


def write_links(net: Network) -> None:
    """Who meets whom, and who they are."""
    c = net.cities
    columns = {"city": np.arange(len(c)), "residents": c.residents, "seed": c.seeds, "region": c.region, "x_km": c.x, "y_km": c.y,
               "goal": np.array(list(GOALS), object)[c.goal], "purse": c.purse}  # fmt: skip
    write_table(net.home / "cities.parquet", pd.DataFrame(columns).join(pd.DataFrame(c.parameters)))
    rows = [(kind, a, b) for kind, links in net.links.items() for a, b in links]
    write_table(net.home / "links.parquet", pd.DataFrame(rows, columns=["kind", "a", "b"]))
    write_whole(net.home / "question.json", json.dumps(net.inputs.settings_dict, indent=2).encode())
