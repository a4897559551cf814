"""`learncity trial study=...`: policy studies lived again in the model, each beside its published band."""

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
from experiments.evidence import counting, page, pictures, studies, telling, validate
from experiments.evidence.finding import table as table_of
from experiments.evidence.setting import Setting
from experiments.execution.compile_rules import compile_rules
from experiments.figures.drawing import Picture
from experiments.report.markup import cells, made, paragraph, picture, section, table, whole_page
from sim.kernels import source_hash

PAGE = "studies.html"
READING = (
    "Each study is lived again as a trial in the model, with the group, the offer and the months of the study as far as the model has "
    "them. Nothing was fitted to these rows. A row is in range when the mean over seeds lies in the published band; the interval tells "
    "how far it depends on luck. A miss with an interval that reaches into the band is not proven."
)


def answer(names: list[str], setting: Setting, output: str) -> Path:
    """Live them, write the table, the picture and the page, and show them."""
    folder = places.result_folder(output, folder_name(names, setting))
    (folder / store.MANIFEST).unlink(missing_ok=True)
    began = time.perf_counter()
    compile_rules()
    found = gather(names, setting)
    about = {**validate.describe(setting, time.perf_counter() - began), "made_by": "learncity trial", "studies": names}
    about["setting"]["months"] = "the months of each study"
    write(folder, found, about)
    show(found, about)
    Console().print(f"Done in {time.perf_counter() - began:.0f} s. Open {folder / PAGE}", highlight=False, soft_wrap=True)
    return folder


def gather(names: list[str], setting: Setting) -> pd.DataFrame:
    """The findings of these studies."""
    asked, found = studies.found(), []
    with telling.bar(len(setting.seeds) * len(names)) as bar:
        told = replace(setting, tell=bar.tell)
        for name in names:
            bar.begin(name, len(setting.seeds))
            found += studies.findings(asked[name](told))
    return table_of(found)


def folder_name(names: list[str], setting: Setting) -> str:
    """Readable, and different for different studies, settings, models and measurements."""
    asked = json.dumps([names, validate.record_of(setting)], sort_keys=True)
    digest = hashlib.sha256((asked + source_hash()).encode())
    for file in sorted(found for found in Path(__file__).parent.rglob("*") if found.suffix in (".py", ".csv")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"studies-{Path(setting.city).name}-{setting.residents}-{digest.hexdigest()[:8]}"


def write(folder: Path, found: pd.DataFrame, about: Mapping[str, Any]) -> None:
    """Tables, picture, page, manifest."""
    store.write_table(folder / "findings.parquet", found)
    store.write_whole(folder / "findings.csv", found.to_csv(index=False).encode())
    drawn = pictures.kept("policy_studies", pictures.bands(found, found, "V", about), folder / "figures")
    store.write_whole(folder / PAGE, studies_page(found, about, drawn).encode())
    store.write_manifest(folder, dict(about))


def show(found: pd.DataFrame, about: Mapping[str, Any]) -> None:
    """The table, the misses, and what cannot be tried yet."""
    console = Console(width=None if Console().is_terminal else 190)
    console.print(telling.of_tier(found, counting.TIERS["V"]))
    console.print(f"[bold]{counting.counts(found)}[/bold]. {wholly(found)}", highlight=False)
    telling.show_misses(console, found)
    absent = studies.missing()
    console.print(f"\nNo lever for these yet: {'; '.join(f'{row.study} ({row.why})' for row in absent.itertuples())}.", highlight=False)


def wholly(found: pd.DataFrame) -> str:
    """How many rows are in range, or out of it, whatever the luck."""
    inside, outside = counting.whole(found)
    return f"With their whole interval {inside} lie in their bands and {outside} outside; luck could turn the others."


def studies_page(found: pd.DataFrame, about: Mapping[str, Any], drawn: Picture) -> str:
    """One HTML file that needs nothing else."""
    asked, city = about["setting"], about["city"]
    ran = (f"{city['title']} (counts of {city['year']}), {asked['residents']:,} model residents, {len(asked['seeds'])} seeds, "
           f"{asked['burn_in']} months of burn-in.")  # fmt: skip
    parts = [
        section("answer", "The answer", paragraph(f"{page.in_words(found)} {wholly(found)}", "answer") + paragraph(READING, "note")),
        section("pictures", "Picture", picture(drawn)),
        section("V", "Every row", page.rows_of(found)),
        page.missed(found), absent(), page.how(found), repeat(about),
    ]  # fmt: skip
    heading = "<h1>Do policies work here as they did in the studies?</h1>\n" + paragraph(ran, "note")
    return whole_page("Policy studies", {}, heading, parts, page.OWN_STYLE)


def absent() -> str:
    """Studies that wait for a lever."""
    rows = [cells((row.study, row.what, row.why, row.source)) for row in studies.missing().itertuples()]
    heads = ("Study", "Finding", "Why not", "Source")
    return section("absent", "What cannot be tried yet", table("Studies whose lever the model does not have", heads, rows, "words"))


def repeat(about: Mapping[str, Any]) -> str:
    """The command that repeats it."""
    asked = about["setting"]
    words = [f"study={','.join(about['studies'])}", *(f"{name}={asked[name]}" for name in ("city", "residents", "burn_in"))]
    words += [f"seeds={len(asked['seeds'])}", f"first_seed={asked['seeds'][0]}"]
    words += [f"parameters.{name}={value:g}" for name, value in asked["parameters"].items()]
    return section("repeat", "How to repeat it", f"<pre>learncity trial {escape(' '.join(words))}</pre>" + paragraph(made(about), "note"))
