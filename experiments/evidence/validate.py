"""`learncity validate`: every row of the evidence beside what the city does, in a table, figures and a page."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import config, manifest, places, regimes, scenario, store
from experiments.compiling import compile_rules
from experiments.evidence import counting, experiments, measures, targets, telling
from experiments.evidence.ensemble import model_source
from experiments.evidence.finding import table as table_of
from experiments.evidence.setting import Setting
from experiments.plain_yaml import read_json
from experiments.question import LIMITS, seeds_of
from experiments.run import check_workers
from sim import facts
from sim.city import check_whole, make_behaviours
from sim.declare import Mistake, shown
from sim.kernels import source_hash

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
    how = config.compose([*(f"{name}={value}" for name, value in usual.items()), *words])
    check(how)
    targets.load(profile)
    city = how["city"] or CITY
    said = {**regimes.numbers_of(how["regime"]), **scenario.flat(how["parameters"], "parameters")}
    parameters, regime = {path: float(value) for path, value in said.items()}, regimes.name_of(how["regime"])
    numbers = {name: how[name] for name in ("residents", "months", "burn_in", "workers")}
    where = city if city in facts.cities() else str(Path(city).resolve())
    seeds = seeds_of(how["seeds"], how["first_seed"])
    return Setting(city=where, seeds=seeds, parameters=parameters, profile=profile, regime=regime, **numbers), how["output"]


def check(how: Mapping[str, Any]) -> None:
    """Mistake for what cannot be meant."""
    for name, (low, high) in LIMITS.items():
        check_whole(name, how[name], low, high)
    check_workers(how["workers"])
    config.check_text("output", how["output"])
    if how["city"] is not None:
        config.check_text("city", how["city"])
    facts.city(how["city"] or CITY)
    make_behaviours(scenario.flat(how["parameters"], "parameters"))


def answer(setting: Setting, output: str, studies: str = "none") -> Path:
    """Measure, experiment, write and show."""
    folder = places.result_folder(output, folder_name(setting))
    (folder / store.MANIFEST).unlink(missing_ok=True)
    began = time.perf_counter()
    compile_rules()
    found, by_seed = gather(setting)
    found = with_studies(found, setting, studies)
    about = describe(setting, time.perf_counter() - began)
    write(folder, found, by_seed, about)
    telling.show(found, about)
    telling.show_places(folder, time.perf_counter() - began)
    return folder


def gather(setting: Setting) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table of findings, and what was measured by seed."""
    asked = experiments.found()
    with telling.bar(len(setting.seeds) * (1 + len(asked))) as bar:
        setting = replace(setting, tell=bar.tell)
        bar.begin("Calm city", len(setting.seeds))
        measured = pd.DataFrame(setting.over_seeds(measures.of_seed), index=pd.Index(setting.seeds, name="seed"))
        found = rows(measured, setting.profile)
        setting = replace(setting, measured=measured)
        for name, experiment in asked.items():
            bar.begin(name, len(setting.seeds))
            found += experiment(setting)
    return counting.ordered(table_of(found)), measured.reset_index().melt("seed", var_name="key", value_name="value")


def with_studies(found: pd.DataFrame, setting: Setting, how: str) -> pd.DataFrame:
    """The findings and those of policy studies: 'lived' now, 'kept' ones when they are of this city and these numbers, or 'none'."""
    from experiments.evidence import kept_results, studies, studies_job
    from experiments.terminal import say

    more = {"lived": lambda: studies_job.gather(list(studies.found()), setting), "kept": lambda: kept_results.studies_for(setting),
            "none": lambda: None}[how]()  # fmt: skip
    if more is None:
        if how == "kept":
            say(f"Policy studies (V rows) are left out: {kept_results.why_not(setting)}; --studies lives them.")
        return found
    own = more[~more.key.isin(found.key)]
    return counting.ordered(pd.concat([found, own], ignore_index=True))


def rows(measured: pd.DataFrame, profile: str) -> list:
    """Findings of tiers A and B."""
    lines = [line for line in targets.load(profile).values() if line.tier in "AB"]
    return [line.finding(measured.get(line.key, [])) for line in lines]


def record_of(setting: Setting) -> dict[str, Any]:
    """The setting as plain data: what decides the result."""
    names = ("city", "residents", "months", "burn_in", "profile", "regime")
    return {**{name: getattr(setting, name) for name in names}, "seeds": list(setting.seeds), "parameters": dict(setting.parameters)}


def folder_name(setting: Setting) -> str:
    """Readable, and different for different settings, models and measurements."""
    digest = hashlib.sha256(json.dumps(record_of(setting), sort_keys=True).encode() + source_hash().encode())
    for home in (Path(__file__).parent, Path(facts.__file__).parent):
        for file in sorted(found for found in home.rglob("*") if found.suffix in (".py", ".csv", ".yaml")):
            digest.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    return f"validate-{Path(setting.city).name}-{setting.residents}-{digest.hexdigest()[:8]}"


def describe(setting: Setting, seconds: float) -> dict[str, Any]:
    """The manifest but the sums of the files."""
    city = facts.city(setting.city)
    return {
        "made_by": "learncity validate",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "wall_seconds": round(seconds, 2),
        "setting": record_of(setting),
        "city": {"title": city.title, "year": city.year},
        "versions": manifest.versions(),
        "git_commit": manifest.commit(places.PACKAGE.parent),
        "model": model_source(),
    }


def write(folder: Path, found: pd.DataFrame, by_seed: pd.DataFrame, about: dict[str, Any]) -> None:
    """Tables, figures, page, manifest."""
    store.write_table(folder / "findings.parquet", found)
    store.write_whole(folder / "findings.csv", found.to_csv(index=False).encode())
    store.write_table(folder / "seeds.parquet", by_seed)
    redraw(folder, found, by_seed, about)


def redraw(folder: Path, found: pd.DataFrame, by_seed: pd.DataFrame, about: Mapping[str, Any]) -> None:
    """Figures and page from the tables."""
    from experiments.evidence import page, pictures

    drawn = pictures.draw_all(found, by_seed, about, folder / "figures")
    store.write_whole(folder / "validation.html", page.page(found, about, drawn).encode())
    store.write_manifest(folder, {name: value for name, value in about.items() if name != "sha256"})


def again(folder: Path) -> None:
    """Figures, page and table of a finished validation, without running the model."""
    if not (folder / "findings.parquet").is_file() or not store.complete(folder):
        raise Mistake(f"results: {folder} holds no finished validation")
    about, found = read_json(folder / store.MANIFEST), store.read_table(folder / "findings.parquet")
    redraw(folder, found, store.read_table(folder / "seeds.parquet"), about)
    telling.show(found, about)
    telling.show_places(folder, None)
