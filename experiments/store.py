"""Keep results: whole or not at all, one folder per question, the manifest last."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from experiments.plain_yaml import read_json
from sim.declare import Mistake, shown

TABLES = ("monthly", "groups", "ledger", "spread", "cells", "work", "tenths", "cohort", "snapshots", "districts", "effects")
MANIFEST = "manifest.json"


def write_whole(file: Path, content: bytes) -> None:
    """A file appears complete or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_bytes(content)
    os.replace(draft, file)


def write_table(file: Path, table: pd.DataFrame) -> None:
    """One table as Parquet."""
    write_whole(file, table.to_parquet(None, index=False, compression="zstd"))


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
    """Store one finished seed; the folder appears complete or not at all."""
    home = seed_folder(folder, seed)
    draft = home.with_name(f".{home.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    for name, table in tables.items():
        write_table(draft / f"{name}.parquet", table)
    if not home.exists():
        os.replace(draft, home)
    shutil.rmtree(draft, ignore_errors=True)


def kept_seeds(folder: Path, seeds: tuple[int, ...]) -> list[int]:
    """Seeds that are already there."""
    return [seed for seed in seeds if seed_folder(folder, seed).is_dir()]


def gather(folder: Path, seeds: tuple[int, ...]) -> dict[str, pd.DataFrame]:
    """The tables of all seeds, in the order of the seeds."""
    homes = [seed_folder(folder, seed) for seed in seeds]
    names = sorted(file.stem for file in homes[0].glob("*.parquet"))
    return {name: pd.concat([pd.read_parquet(home / f"{name}.parquet") for home in homes], ignore_index=True) for name in names}


def forget_seeds(folder: Path) -> None:
    """Once everything is in one table, the parts may go."""
    shutil.rmtree(folder / "seeds", ignore_errors=True)


def complete(folder: Path) -> bool:
    """Whether a run was finished here: its manifest is written last."""
    return (folder / MANIFEST).is_file()


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """The manifest with the sums of every other file."""
    manifest = {**manifest, "sha256": sums(folder)}
    write_whole(folder / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False).encode())


def sums(folder: Path) -> dict[str, str]:
    """sha256 of every result file."""
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and f.name != MANIFEST and "seeds" not in f.parts]
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def open_results(folder: str | Path) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """The tables and the manifest of a finished run; Mistake when there is none."""
    folder = Path(folder)
    if not folder.is_dir():
        raise Mistake(f"results: there is no folder {folder}")
    if not complete(folder):
        raise Mistake(f"results: {folder} holds no finished run ({MANIFEST} is missing)")
    for name in TABLES:
        if not (folder / f"{name}.parquet").is_file():
            raise Mistake(f"results: {folder / f'{name}.parquet'}: the file is missing")
    return {name: read_table(folder / f"{name}.parquet") for name in TABLES}, read_json(folder / MANIFEST)
