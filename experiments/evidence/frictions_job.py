"""`learncity frictions`: every friction beside a city without it, as a table, pictures and a page."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from experiments import places, store
from experiments.evidence import friction_figures, frictions, telling, trial_words, validate
from experiments.evidence.frictions import ABSENT, FRICTIONS, Friction
from experiments.evidence.setting import Setting
from experiments.execution.compile_rules import compile_rules
from experiments.figures.drawing import Picture
from experiments.report.markup import cells, paragraph, picture, section, table, whole_page
from sim.declare import known_or_mistake
from sim.kernels import source_hash

PAGE = "frictions.html"
READING = (
    "An investment meets frictions on its way. For each of them the same experiment is lived twice with the same luck: in the city as it "
    "is, and in a city where parameters switch the friction off, or weaken it as far as they can, from the beginning; one that is not in "
    "the city as it is, is switched on. What lies between the two lines is what it does."
)


def asked(words: list[str]) -> tuple[tuple[Friction, ...], Setting, str]:
    """Which frictions, and the setting they are shown in."""
    said, setting, output = trial_words.asked_setting(words, "friction", "frictions have designs of their own")
    known = {friction.name.replace(" ", "_"): friction for friction in FRICTIONS}
    names = str(said.get("friction", "all")).split(",")
    if names == ["all"]:
        return FRICTIONS, setting, output
    for name in names:
        known_or_mistake(name, known, "friction", f"friction={said['friction']}")
    return tuple(known[name] for name in names), setting, output


def answer(chosen: tuple[Friction, ...], setting: Setting, output: str) -> Path:
    """Live every experiment twice, write the table, the pictures and the page, and show what was found."""
    folder = places.result_folder(output, folder_name(chosen, setting))
    (folder / store.MANIFEST).unlink(missing_ok=True)
    began = time.perf_counter()
    compile_rules()
    found = gather(chosen, setting)
    about = {**validate.describe(setting, time.perf_counter() - began), "made_by": "learncity frictions"}
    about["frictions"] = [friction.name for friction in chosen]
    store.write_table(folder / "frictions.parquet", found)
    store.write_whole(folder / "frictions.csv", found.to_csv(index=False).encode())
    drawn = friction_figures.draw_all(found, about, folder / "figures")
    store.write_whole(folder / PAGE, page(chosen, about, drawn).encode())
    store.write_manifest(folder, about)
    show(drawn, folder, time.perf_counter() - began)
    return folder


def gather(chosen: tuple[Friction, ...], setting: Setting) -> pd.DataFrame:
    """The curves of all of them, with a bar."""
    parts = []
    with telling.bar(2 * len(setting.seeds) * len(chosen)) as bar:
        for friction in chosen:
            bar.begin(friction.name, 2 * len(setting.seeds))
            parts.append(frictions.curves(friction, replace(setting, tell=bar.tell)))
    return pd.concat(parts, ignore_index=True)


def folder_name(chosen: tuple[Friction, ...], setting: Setting) -> str:
    """Readable, and different for different settings, models and measurements."""
    said = json.dumps([[friction.name for friction in chosen], validate.record_of(setting)], sort_keys=True)
    digest = hashlib.sha256((said + source_hash()).encode())
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"frictions-{Path(setting.city).name}-{setting.residents}-{digest.hexdigest()[:8]}"


def show(drawn: Mapping[str, Picture], folder: Path, seconds: float) -> None:
    """What each does, in a line; what the model does not have; where everything is."""
    console = Console(width=None if Console().is_terminal else 170)
    for one in drawn.values():
        console.print(one.title, highlight=False)
    for name, why in ABSENT.items():
        console.print(f"{name.capitalize()}: not in the model: {why}.", highlight=False)
    console.print(f"Done in {seconds:.0f} s. Open {folder / PAGE}", highlight=False, soft_wrap=True)


def page(chosen: tuple[Friction, ...], about: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    asked_for, city = about["setting"], about["city"]
    ran = f"{city['title']} (counts of {city['year']}), {asked_for['residents']:,} model residents, {len(asked_for['seeds'])} seeds."
    parts = [section(anchor(friction), friction.name.capitalize(), part(friction, drawn.get(friction.name))) for friction in chosen]
    links = {anchor(friction): friction.name.capitalize() for friction in chosen}
    heading = "<h1>What stands between an investment and its effect</h1>\n" + paragraph(READING, "answer") + paragraph(ran, "note")
    return whole_page("Frictions", links, heading, [*parts, absent(), repeat(about)])


def anchor(friction: Friction) -> str:
    """Where it stands on the page."""
    return friction.name.replace(" ", "-")


def part(friction: Friction, drawn: Picture | None) -> str:
    """One friction: its picture and how it is switched off."""
    words = " ".join(f"parameters.{name}={value:g}" for name, value in friction.off.items())
    how = f"{friction.other.capitalize()}: {friction.switched}. To see what that does to any question, add {words} to learncity run."
    shown = picture(drawn) if drawn else paragraph("So small a city has too few people to show it.")
    return shown + paragraph(how, "note")


def absent() -> str:
    """Frictions that the model does not have."""
    rows = [cells((name, why)) for name, why in ABSENT.items()]
    return section("absent", "Not in the model", table("Frictions the model does not have, and why", ("Friction", "Why"), rows, "words"))


def repeat(about: Mapping[str, Any]) -> str:
    """The command that repeats it."""
    asked_for = about["setting"]
    words = [f"friction={','.join(name.replace(' ', '_') for name in about['frictions'])}"]
    words += [f"{name}={asked_for[name]}" for name in ("city", "residents", "burn_in")]
    words += [f"seeds={len(asked_for['seeds'])}", f"first_seed={asked_for['seeds'][0]}"]
    words += [f"parameters.{name}={value:g}" for name, value in asked_for["parameters"].items()]
    made = f"Made {about['made_at']} in {about['wall_seconds']:g} s, commit {about['git_commit'] or 'unknown'}."
    return section("repeat", "How to repeat it", f"<pre>learncity frictions {escape(' '.join(words))}</pre>" + paragraph(made, "note"))
