"""Keep results: whole or not at all, one folder per question, the manifest last; what is not as it was written is never shown."""

import hashlib
import json
import os
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

from experiments.storage.disk import draft_of, remove, write_whole
from sim.declare import Mistake, shown
from sim.plain_json import read_json
from sim.text_files import place_of

TABLES = ("monthly", "groups", "ledger", "budgets", "unspent", "spread", "cells", "district_cells", "inclusion", "work", "tenths",
          "cohort", "snapshots", "causes", "causes_by_group", "lives", "districts", "effects", "groups_crossed")  # fmt: skip
MANIFEST = "manifest.json"
SUMS = "sums.json"
DRAWN = (".html", ".png", ".svg", ".pdf", ".xlsx", ".geojson")
"""What is drawn from the tables and may be drawn again."""
FOUND = ("figures", "tables")
"""Folders of what is found in the tables and drawn of it."""
Kept = TypeVar("Kept")


def result_folder(output: str | Path, name: str) -> Path:
    """Where the results of one study go."""
    return place_of(output, "output") / name


def write_table(file: Path, table: pd.DataFrame) -> None:
    """One table as Parquet."""
    write_whole(file, table.to_parquet(None, index=False, compression="zstd"))


def write_csv(file: Path, table: pd.DataFrame) -> None:
    """One table as CSV, for people and spreadsheets."""
    write_whole(file, table.to_csv(index=False).encode())


def read_table(file: Path) -> pd.DataFrame:
    """One table from Parquet; Mistake names the file when it is missing or damaged."""
    if not file.is_file():
        raise Mistake(f"{file}: the file is missing")
    try:
        return pd.read_parquet(file)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise Mistake(f"{file}: is damaged, or no table in Parquet: {shown(str(error))}; remove it and run again") from None


def seed_folder(folder: Path, seed: int) -> Path:
    """Where one finished seed lies until all are there."""
    return folder / "seeds" / f"{seed:06d}"


def keep_seed(folder: Path, seed: int, tables: dict[str, pd.DataFrame]) -> None:
    """Store one finished seed with its sums; the folder appears complete or not at all."""
    home = seed_folder(folder, seed)
    draft = draft_of(home)
    remove(draft)
    for name, table in tables.items():
        write_table(draft / f"{name}.parquet", table)
    write_whole(draft / SUMS, json.dumps(sums(draft)).encode())
    if not sound(home):
        remove(home)
        draft.rename(home)
    remove(draft)


def kept_seeds(folder: Path, seeds: tuple[int, ...]) -> list[int]:
    """Seeds that are already there, as they were written."""
    return [seed for seed in seeds if sound(seed_folder(folder, seed))]


def drop_damaged(folder: Path, seeds: tuple[int, ...]) -> list[int]:
    """Remove the seeds that are there and not as they were written; which."""
    there = tuple(seed for seed in seeds if seed_folder(folder, seed).exists())
    damaged = sorted(set(there) - set(kept_seeds(folder, there)))
    for seed in damaged:
        remove(seed_folder(folder, seed))
    return damaged


def sound(home: Path) -> bool:
    """Whether a kept piece is, byte for byte, what was written."""
    try:
        said = json.loads((home / SUMS).read_bytes())
        return all(sum_of(home / name) == one for name, one in said.items())
    except (OSError, ValueError, AttributeError):
        return False


def kept(file: Path, read: Callable[[Path], Kept], say: Callable[[str], None]) -> Kept | None:
    """What a kept file holds; None when it is not there. A damaged one is removed, so that it is computed again, and that is said."""
    if not file.is_file():
        return None
    try:
        return read(file)
    except Exception as error:  # whatever a reader makes of broken bytes
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk does not answer: nothing is known of the file
        file.unlink(missing_ok=True)
        say(f"{file} is damaged; it is computed again.")
        return None


def gather(folder: Path, seeds: tuple[int, ...], names: Iterable[str] | None = None) -> dict[str, pd.DataFrame]:
    """The tables of all seeds, or those of these ``names``, in the order of the seeds."""
    homes = [seed_folder(folder, seed) for seed in seeds]
    names = sorted(file.stem for file in homes[0].glob("*.parquet")) if names is None else names
    return {name: pd.concat([pd.read_parquet(home / f"{name}.parquet") for home in homes], ignore_index=True) for name in names}


def complete(folder: Path, manifest: str = MANIFEST) -> bool:
    """Whether a result was finished here: its manifest is written last."""
    return os.path.isfile(folder / manifest)  # also where the name is too long to be


def write_manifest(folder: Path, about: Mapping[str, Any], manifest: str = MANIFEST) -> dict[str, Any]:
    """The manifest with the sums of every other file. Sums that are there already stay but for what is drawn: whoever draws again
    vouches for pages and figures, not for tables she did not make."""
    before = about.get("sha256", {})
    kept = {name: one for name, one in before.items() if not name.endswith(DRAWN) and name.partition("/")[0] not in FOUND}
    told = {**about, "sha256": {**sums(folder, manifest, kept), **kept}}
    write_whole(folder / manifest, json.dumps(told, indent=2, ensure_ascii=False).encode())
    return told


def sums(folder: Path, manifest: str = MANIFEST, known: Container[str] = ()) -> dict[str, str]:
    """sha256 of every result file but those that are ``known``."""
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and f.name not in (manifest, SUMS) and not f.name.startswith(".")]
    inside = [(f.relative_to(folder).as_posix(), f) for f in files]
    return {name: sum_of(f) for name, f in inside if name not in known and name.partition("/")[0] not in ("seeds", "cities")}


def sum_of(file: Path) -> str:
    """sha256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def check_tables(folder: Path, about: Mapping[str, Any], names: Iterable[str]) -> None:
    """Mistake for a table that is missing, or is not what the manifest says was written."""
    told = about.get("sha256")
    told = told if isinstance(told, Mapping) else {}
    for name in names:
        file, written = folder / f"{name}.parquet", told.get(f"{name}.parquet")
        if not file.is_file():
            raise Mistake(f"results: {file}: the file is missing")
        if written is not None and written != sum_of(file):
            raise Mistake(f"results: {file} is not what was written: it was changed or damaged since, and is not shown")


def open_results(
    folder: str | Path, tables: Iterable[str] = TABLES, manifest: str = MANIFEST, what: str = "run"
) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """The tables and the manifest of a finished result; Mistake when there is none, or when a table is not as it was written."""
    folder = Path(folder)
    if not folder.is_dir():
        raise Mistake(f"results: there is no folder {folder}")
    if not complete(folder, manifest):
        raise Mistake(f"results: {folder} holds no finished {what} ({manifest} is missing)")
    about = read_json(folder / manifest)
    check_tables(folder, about, tables)
    return {name: read_table(folder / f"{name}.parquet") for name in tables}, about
