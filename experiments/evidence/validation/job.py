"""`learncity validate`: every row of the evidence beside what the city does, in a table, figures and a page."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.evidence.targets import targets
from experiments.evidence.targets.finding import table as table_of
from experiments.evidence.targets.setting import Setting
from experiments.evidence.validation import measures, scoring, stored_results, terminal, virtual_experiments
from experiments.evidence.validation.occupations.network import mobility_folder
from experiments.execution import progress
from experiments.execution.pool import check_workers
from experiments.inputs import regimes, scenario
from experiments.inputs.comparison import LIMITS, seeds_of
from experiments.inputs.fingerprint import Fingerprint
from experiments.inputs.scenario import city_place
from experiments.inputs.settings import check_text, compose
from experiments.storage.study import About, Study, Tables
from sim import facts
from sim.city import check_whole, make_behaviours
from sim.declare import Mistake, shown

CITY = "helsinki"
USUAL = {"residents": 10_000, "seeds": 20, "burn_in": 120, "months": 120}
QUICK = {"residents": 4_000, "seeds": 2, "burn_in": 36, "months": 72, "workers": 1}
"""The quick form: wide intervals, but every row and experiment is lived through (displacement needs six years)."""
TAKEN = ("city", "residents", "seeds", "first_seed", "months", "burn_in", "workers", "output", "regime", "parameters")


def setting_of(words: list[str], quick: bool = False, profile: str = targets.TYPICAL) -> tuple[Setting, str]:
    """The setting that the words of the command line ask for, checked, and where results go."""
    for word in words:
        if word.lstrip("+~").partition("=")[0].partition(".")[0] not in TAKEN:
            raise Mistake(f"override {shown(word)}: validate takes {', '.join(TAKEN)}; it has no scenario of its own")
    usual = QUICK if quick else USUAL
    how = compose("config", words, usual)
    check(how)
    targets.load(profile)
    city = city_place(how["city"] or CITY)
    said = {**regimes.numbers_of(how["regime"]), **scenario.flat(how["parameters"], "parameters")}
    parameters, regime = {path: float(value) for path, value in said.items()}, regimes.name_of(how["regime"])
    numbers = {name: how[name] for name in ("residents", "months", "burn_in", "workers")}
    seeds = seeds_of(how["seeds"], how["first_seed"])
    plain = {"city": city, "seeds": seeds, "parameters": parameters, "profile": profile, "regime": regime, **numbers}
    return Setting(**plain, mobility=mobility_folder()), how["output"]


def check(how: Mapping[str, Any]) -> None:
    """Mistake for what cannot be meant."""
    for name, (low, high) in LIMITS.items():
        check_whole(name, how[name], low, high)
    check_workers(how["workers"])
    check_text("output", how["output"])
    if how["city"] is not None:
        check_text("city", how["city"])
    facts.city(how["city"] or CITY)
    make_behaviours(scenario.flat(how["parameters"], "parameters"))


class Validation(Study):
    """Every row of the evidence, measured; ``studies``: the policy studies 'lived' too, as they are 'kept', or 'none'."""

    made_by, what, tables, csv, page = "learncity validate", "validation", ("findings", "seeds"), ("findings",), "validation.html"

    def __init__(self, setting: Setting, output: str = "outputs", studies: str = "none") -> None:
        self.setting, self.output, self.studies = setting, output, studies

    @property
    def fingerprint(self) -> Fingerprint:
        """The setting, the studies, and the data outside the code."""
        data = {"occupational mobility": Path(self.setting.mobility)} if self.setting.mobility else {}
        data |= {"kept studies": stored_results.file_of("studies", "findings")} if self.studies == "kept" else {}
        return self.setting.fingerprint("validation", data, studies=self.studies)

    @property
    def folder_name(self) -> str:
        """Readable, and different for different settings, models and measurements."""
        return f"validate-{self.setting.place}-{self.fingerprint.whole[:8]}"

    def compute(self, folder: Path) -> Tables:
        """Measure and experiment."""
        found, by_seed = gather(self.setting)
        return {"findings": with_studies(found, self.setting, self.studies), "seeds": by_seed}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The setting and its city."""
        return self.setting.about

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """Figures and page."""
        from experiments.evidence.validation import figures, page

        found = tables["findings"]
        return page.page(found, about, figures.draw_all(found, tables["seeds"], about, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """A table for each tier."""
        terminal.show(tables["findings"], about)


def gather(setting: Setting) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table of findings, and what was measured by seed."""
    asked = virtual_experiments.found()
    with progress.bar(len(setting.seeds) * (1 + len(asked)), "Living", "pieces") as bar:
        setting = replace(setting, on_progress=bar)
        bar.begin("Calm city", len(setting.seeds))
        measured = pd.DataFrame(setting.over_seeds(measures.of_seed), index=pd.Index(setting.seeds, name="seed"))
        found = rows(measured, setting.profile)
        setting = replace(setting, measured=measured)
        for name, experiment in asked.items():
            bar.begin(name, len(setting.seeds))
            found += experiment(setting)
    return scoring.ordered(table_of(found)), measured.reset_index().melt("seed", var_name="key", value_name="value")


def with_studies(found: pd.DataFrame, setting: Setting, how: str) -> pd.DataFrame:
    """The findings and those of policy studies: 'lived' now, 'kept' ones when they are of this city and these numbers, or 'none'."""
    from experiments.console.printing import say
    from experiments.evidence.trials import studies
    from experiments.evidence.validation import studies_job

    more = {"lived": lambda: studies_job.gather(list(studies.found()), setting), "kept": lambda: stored_results.studies_for(setting),
            "none": lambda: None}[how]()  # fmt: skip
    if more is None:
        if how == "kept":
            say(f"Policy studies (V rows) are left out: {stored_results.why_not(setting)}; --studies lives them.")
        return found
    own = more[~more.key.isin(found.key)]
    return scoring.ordered(pd.concat([found, own], ignore_index=True))


def rows(measured: pd.DataFrame, profile: str) -> list:
    """Findings of tiers A and B."""
    lines = [line for line in targets.load(profile).values() if line.tier in "AB"]
    return [line.finding(measured.get(line.key, [])) for line in lines]
