"""`learncity validate`: every row of the evidence beside what the city does, in a table, figures and a page."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.evidence.targets import fitted, targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import table as table_of
from experiments.evidence.validation import measures, scoring, stored_results, terminal, virtual_experiments
from experiments.evidence.validation.occupations.network import mobility_folder
from experiments.execution import progress
from experiments.execution.pool import check_workers
from experiments.inputs import regimes, scenario, seeds
from experiments.inputs.comparison import LIMITS, seeds_of
from experiments.inputs.scenario import city_place
from experiments.inputs.settings import check_text, compose
from experiments.storage.study import About, SettingStudy, Tables
from sim import facts
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake, shown

CITY = "helsinki"
TAKEN = ("city", "residents", "seeds", "first_seed", "months", "burn_in", "workers", "output", "regime", "parameters")
USUAL = {"residents": 10_000, "seeds": 20, "first_seed": seeds.first("validation"), "burn_in": 120, "months": 120}
QUICK = {**USUAL, "residents": 4_000, "seeds": 2, "burn_in": 36, "months": 72, "workers": 1}
"""The quick form: wide intervals, but every row and experiment is lived through (displacement needs six years)."""


def settings_of(words: list[str], usual: Mapping[str, Any], command: str) -> dict[str, Any]:
    """The words of a command over its usual settings, checked; Mistake for what cannot be meant."""
    for word in words:
        if word.lstrip("+~").partition("=")[0].partition(".")[0] not in TAKEN:
            raise Mistake(f"override {shown(word)}: {command} takes {', '.join(TAKEN)}; it has no scenario of its own")
    how = compose("config", words, usual)
    for name, (low, high) in LIMITS.items():
        check_whole(name, how[name], low, high)
    check_workers(how["workers"])
    check_text("output", how["output"])
    if how["city"] is not None:
        check_text("city", how["city"])
    facts.city(how["city"] or CITY)
    scenario.parameters_of(how["parameters"])
    return how


def setting_from(how: Mapping[str, Any], parameters: dict[str, float], **more: Any) -> Setting:
    """The setting of checked settings; ``more`` are fields that only some commands have."""
    numbers = {name: how[name] for name in ("residents", "months", "burn_in", "workers")}
    lucks = seeds_of(how["seeds"], how["first_seed"])
    return Setting(city=city_place(how["city"] or CITY), seeds=lucks, parameters=parameters, **numbers, **more)


def setting_of(words: list[str], quick: bool = False, profile: str = targets.TYPICAL, rows: str = "") -> tuple[Setting, str]:
    """The setting that the words of the command line ask for, checked, and where results go."""
    how = settings_of(words, QUICK if quick else USUAL, "validate")
    asked = tuple(word.strip() for word in rows.split(",")) if rows else ()
    names = [name for line in lines_of(profile) for name in line.names]
    for word in asked:
        known_or_mistake(word, dict.fromkeys(names), "row or tier", "rows")
    parameters = {**regimes.numbers_of(how["regime"]), **scenario.parameters_of(how["parameters"])}
    more = {"regime": regimes.name_of(how["regime"]), "mobility": mobility_folder(), "rows": asked}
    return setting_from(how, parameters, profile=profile, **more), how["output"]


class Validation(SettingStudy):
    """Every row of the evidence, measured; ``studies``: the policy studies 'lived' too, as they are 'kept', or 'none'."""

    made_by, kind, called, what = "learncity validate", "validation", "validate", "validation"
    tables, csv, page = ("findings", "seeds"), ("findings",), "validation.html"
    setting: Setting

    def __init__(self, setting: Setting, output: str = "outputs", studies: str = "none") -> None:
        data = {"occupational mobility": Path(setting.mobility)} if setting.mobility else {}
        data |= fitted.files()
        data |= {"kept studies": stored_results.file_of("studies", "findings")} if studies == "kept" else {}
        super().__init__(setting, output, data=data, studies=studies)
        self.studies = studies

    def compute(self, folder: Path) -> Tables:
        """Measure and experiment."""
        found, by_seed = gather(self.setting)
        return {"findings": with_studies(found, self.setting, self.studies), "seeds": by_seed}

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
    """The table of findings, and what was measured by seed; the first word of an experiment's name is the row that it answers."""
    lines = {line.key: line for line in lines_of(setting.profile) if asked_for(line, setting.rows)}
    calm, rows = [line for line in lines.values() if line.tier in targets.CALM], {line.row for line in lines.values()}
    asked = {name: run for name, run in virtual_experiments.found().items() if name.split()[0] in rows}
    measured, found = pd.DataFrame(index=pd.Index(setting.seeds, name="seed")), []
    with progress.bar(len(setting.seeds) * (bool(calm) + len(asked)), "Living", "pieces") as bar:
        setting = replace(setting, on_progress=bar)
        if calm:
            bar.begin("Calm city", len(setting.seeds))
            some = [line.key for line in calm if line.key in measures.known()] if setting.rows else ()
            measured = pd.DataFrame(replace(setting, rows=tuple(some)).over_seeds(measures.of_seed), index=measured.index)
            found += [line.finding(measured.get(line.key, [])) for line in calm]
        if not setting.rows:  # experiments may read what the whole of the calm city said already
            setting = replace(setting, measured=measured)
        for name, experiment in asked.items():
            bar.begin(name, len(setting.seeds))
            found += [finding for finding in experiment(setting) if finding.key in lines]
    return scoring.ordered(fitted.with_column(table_of(found))), measured.reset_index().melt("seed", var_name="key", value_name="value")


def asked_for(line: targets.Target, rows: Collection[str]) -> bool:
    """Whether a line is among the rows that are asked for; all are when none is named."""
    return not rows or not set(rows).isdisjoint(line.names)


def lines_of(profile: str) -> list[targets.Target]:
    """Every line that a validation can answer: targets, and the studies that experiments live as trials."""
    from experiments.evidence.trials import studies

    return [*targets.load(profile).values(), *(row.target for row in studies.rows().values() if row.target.tier == "E")]


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
