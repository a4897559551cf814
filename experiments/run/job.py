"""`learncity run`: from a resolved question to the tables that answer it."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import figures, report
from experiments.console.printing import say
from experiments.execution import progress
from experiments.figures import geojson, outlines, water
from experiments.inputs.comparison import Comparison, from_record
from experiments.inputs.fingerprint import differences
from experiments.outcomes import city_holds, groups_crossed, how_sure, paired_effects, reach, unspent
from experiments.report import workbook
from experiments.run import enough_seeds, seeds, terminal
from experiments.storage import manifest, results_folder
from experiments.storage.study import About, Study, Tables
from sim import facts
from sim.declare import Mistake, shown
from sim.plain_json import read_json

MAY_DIFFER = ("workers", "output", "city")
"""Where the results go and the city lies, and how many processes compute, decide nothing."""


class Run(Study):
    """A question whose seeds live through every world."""

    made_by, what, tables, pieces = "learncity run", "question", results_folder.TABLES, ("seeds",)
    csv = ("effects", "unspent", "causes", "groups_crossed")

    def __init__(
        self, comparison: Comparison, output: str = "outputs", workers: int | None = None, on_progress: Callable | None = None
    ) -> None:
        super().__init__(comparison.fingerprint, comparison.folder_name, output)
        self.comparison, self.workers, self.on_progress = comparison, workers, on_progress
        self.fresh, self.seconds, self.lived = False, 0.0, 0
        self.reached: enough_seeds.Reached | None = None

    def work(self, fresh: bool = False) -> None:
        """As every study; seeds that another result has lived already are taken over unless a fresh answer is wanted."""
        self.fresh = fresh
        super().work(fresh)

    def compute(self, folder: Path) -> Tables:
        """Live what is missing; every seed is kept as it is finished."""
        for line in reach.lines(reach.reached(self.comparison)):
            say(f"{line}.")
        for seed in results_folder.drop_damaged(folder, self.comparison.seeds):
            say(f"The kept seed {seed} is damaged; it is computed again.")
        if not self.fresh:
            seeds.take_over(self.comparison, folder)
        comparison, self.reached = enough_seeds.until_precise(self.comparison, lambda asked: self.live(asked, folder))
        self.comparison = comparison
        tables = {**results_folder.gather(folder, comparison.seeds), "districts": districts(comparison)}
        tables["unspent"] = unspent.by_lever(tables["budgets"])
        effects = paired_effects.effects(tables, comparison.settings_dict)
        return {**tables, "effects": effects, "groups_crossed": groups_crossed.table(tables, effects)}

    def live(self, comparison: Comparison, folder: Path) -> pd.DataFrame:
        """Live the seeds that are not there yet; the months of all of them."""
        missing, began = len(comparison.seeds) - len(results_folder.kept_seeds(folder, comparison.seeds)), time.perf_counter()
        if self.on_progress:
            seeds.run_seeds(comparison, folder, self.workers, self.on_progress)
        else:
            with progress.bar(len(comparison.seeds) * seeds.months_of_a_seed(comparison), "Living in four worlds") as on_progress:
                seeds.run_seeds(comparison, folder, self.workers, on_progress)
        self.seconds, self.lived = self.seconds + time.perf_counter() - began, self.lived + missing
        return results_folder.gather(folder, comparison.seeds, ["monthly"])["monthly"]

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The question, its city, the numbers behind which nothing published stands, and what a seed took."""
        told = manifest.of_question(self.comparison)
        pace = {"seconds_a_seed": round(self.seconds / self.lived, 3)} if self.lived else {}
        told["city"]["holds"] = self.holds(tables["monthly"])
        return {**told, **pace, **({"precision": self.reached.settings_dict} if self.reached else {})}

    def holds(self, monthly: pd.DataFrame) -> list[dict[str, Any]]:
        """What the city's counts say beside where its calm years without levers were; nothing where the baseline has levers."""
        if self.comparison.baseline_levers:
            return []
        calm = monthly[(monthly.world == "baseline") & (monthly["shock"] == "none")]
        return city_holds.of_run(facts.city(self.comparison.city), calm)

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """Figures, workbook and the page of a run; of groups too small nothing is told."""
        tables = {**tables, "effects": paired_effects.mask_few(tables["effects"])}
        workbook.write(folder, tables, about)
        about = {**about, **{name: geojson.kept(about["question"]["city"], folder, name) for name in (outlines.FILE, water.FILE)}}
        return report.page(tables, about, figures.draw_all(tables, about, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """The table of effects, how sure it is, and what became of the money."""
        sure = how_sure.seeds_sentence(about, tables["effects"])
        terminal.show_effects(paired_effects.mask_few(tables["effects"]), about["question"], sure)
        terminal.show_money(tables["unspent"], about["question"])
        terminal.show_city(about["city"])


def districts(comparison: Comparison) -> pd.DataFrame:
    """Where the districts are, for the map."""
    places_of = facts.city(comparison.city).districts
    return pd.DataFrame(
        {
            "group": [str(number) for number in range(len(places_of))],
            "code": places_of.codes,
            "name": places_of.names,
            "x_km": places_of.x_km,
            "y_km": places_of.y_km,
            "people": places_of.people,
        }
    )


def from_manifest(file: str, words: list[str], settings: Mapping[str, Any], anyway: bool) -> Comparison:
    """The comparison of a manifest, its city where it is now; Mistake when something differs, unless it is to be run ``anyway``."""
    for word in words:
        if word.partition("=")[0] not in MAY_DIFFER:
            raise Mistake(f"override {shown(word)}: a repeated run takes only {', '.join(f'{name}=...' for name in MAY_DIFFER)}")
    about = read_json(Path(file))
    record = about.get("question") if isinstance(about, Mapping) else None
    if not isinstance(record, dict):
        raise Mistake(f"{file}: question is missing; is it a manifest of learncity run?")
    if not settings.get("city"):
        check_place(file, record.get("city"))
    found = from_record({**record, "city": settings["city"]} if settings.get("city") else record, file)
    compare(file, about, found, anyway)
    return found


def check_place(file: str, city: Any) -> None:
    """Mistake when the city's own folder is no longer where it was."""
    if isinstance(city, str) and Path(city).is_absolute() and not Path(city).is_dir():
        raise Mistake(f"{file}: the city's folder is no longer {city}; say where it is now: city=FOLDER")


def compare(file: str, about: Mapping[str, Any], found: Comparison, anyway: bool) -> None:
    """Say what differs between then and now."""
    differs = differences(about.get("made_from"), found.fingerprint)
    if not differs:
        return
    told = f"{file} was made by {manifest.maker(about)}; since then these differ: {'; '.join(differs)}"
    if not anyway:
        raise Mistake(f"{told}. The answer may be another one; --anyway runs it with what is here now")
    say(f"{told}. It is run with what is here now.")
