"""Results that are kept with the code: long runs whose numbers the TRACE document and `learncity validate` read, with their commit."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.inputs.fingerprint import model_source
from experiments.storage import results_folder
from sim.declare import Mistake
from sim.plain_json import read_json

FOLDER = Path(__file__).with_name("kept")
TABLES = {"validation": ("findings",), "studies": ("findings",), "sensitivity": ("indices", "ranking", "numbers")}
"""What is kept of each kind of result."""
UNKNOWN = "unknown"
SAME = ("city", "residents", "seeds", "months", "burn_in", "profile", "regime", "parameters", "policies", "trajectories", "samples")


def kind_of(about: Mapping[str, Any]) -> str | None:
    """Which kind of result a manifest is of; None for another one."""
    if str(about.get("made_by")).startswith("learncity trial") and "studies" in about:
        return "studies"
    return {"learncity validate": "validation", "learncity sensitivity": "sensitivity"}.get(str(about.get("made_by")))


def keep(folder: Path) -> str:
    """Put the tables of a finished result where they are kept; the kind it is of."""
    about = read_json(folder / results_folder.MANIFEST) if results_folder.complete(folder) else {}
    kind = kind_of(about)
    if kind is None:
        raise Mistake(f"results: {folder} holds no finished validation, study=all or sensitivity study")
    results_folder.check_tables(folder, about, TABLES[kind])
    for name in TABLES[kind]:
        table = results_folder.read_table(folder / f"{name}.parquet")
        if kind == "validation":  # the page shows studies too, as they were kept
            table = table[table.tier != "V"]
        results_folder.write_whole(file_of(kind, name), table.to_csv(index=False, float_format="%.6g").encode())
    setting = {name: value for name, value in about["setting"].items() if name in SAME}
    said = {"made_at": about["made_at"], "git_commit": about["git_commit"], "model": about.get("model", UNKNOWN), "setting": setting}
    results_folder.write_whole(FOLDER / f"{kind}.json", (json.dumps(said, indent=2) + "\n").encode())
    return kind


def file_of(kind: str, name: str) -> Path:
    """Where a kept table is."""
    return FOLDER / f"{kind}_{name}.csv"


def about(kind: str) -> dict[str, Any] | None:
    """Who made the kept results of a kind, with what; None when there are none."""
    file = FOLDER / f"{kind}.json"
    return read_json(file) if file.is_file() else None


def table(kind: str, name: str) -> pd.DataFrame:
    """A kept table."""
    found = pd.read_csv(file_of(kind, name))
    texts = ("note", "target", "regime")
    return found.assign(**{name: found[name].fillna("") for name in texts if name in found})


def whence(kind: str) -> str:
    """'kept: 10,000 residents, 20 seeds, commit 1a2b3c4d of 2026-11-25'."""
    said = about(kind)
    if said is None:
        return "nothing is kept yet"
    size, commit = said["setting"], said["git_commit"] or "unknown"
    changed = " and changes" if commit.endswith("+") else ""
    when = f"commit {commit[:8]}{changed} of {said['made_at'][:10]}"
    return f"kept: {size['residents']:,} residents, {len(size['seeds'])} seeds, {when}"


def why_not(setting: Setting) -> str:
    """Why the kept policy studies are not those of this setting; empty when they are."""
    said = about("studies")
    if said is None:
        return "none are kept"
    kept = said["setting"]
    if kept["parameters"] != setting.parameters or kept["city"] != setting.city:
        return "those kept are of another city or of other numbers"
    smaller = kept["residents"] < setting.residents or len(kept["seeds"]) < len(setting.seeds)
    return f"those {whence('studies')} are of a smaller city or fewer seeds" if smaller else ""


def studies_for(setting: Setting) -> pd.DataFrame | None:
    """The kept policy studies when they belong to this setting; each row says where it is from."""
    said = about("studies")
    if said is None or why_not(setting):
        return None
    found = table("studies", "findings")
    older = "" if said["model"] == model_source() else ", an earlier model"
    source = f"{whence('studies')}{older}"
    return found.assign(note=[f"{note}; {source}" if note else source for note in found.note])
