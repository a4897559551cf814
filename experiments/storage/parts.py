"""How finished runs lie on disk: parts, each a folder of Parquet files that appears whole or not at all."""

import hashlib
import json
import os
import shutil
import socket
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

PARTS, DRAFTS, BROKEN, SWEEPS = "parts", "drafts", "broken", "sweeps"
ABOUT = "part.json"
STALE = 600
"""Seconds after which a draft is nobody's: writing one takes moments."""


def publish(home: Path, runs: pa.Table, tables: dict[str, pa.Table], replaces: Iterable[str] = (), at_once: bool = True) -> str:
    """Write a part under a temporary name, push it to the disk, rename it; the name it got.

    Not ``at_once``: the disk may come later (``settle``). A part that a power cut halves is known by its sums and computed again.
    """
    name = f"{time.time_ns():016x}-{uuid.uuid4().hex[:8]}"
    draft = home / DRAFTS / f"{name}.{socket.gethostname()}.{os.getpid()}"
    draft.mkdir(parents=True)
    try:
        whole = {"runs": runs, **tables}
        files = {f"{table}.parquet": write(draft / f"{table}.parquet", rows, at_once) for table, rows in whole.items()}
        about = {"kept": sorted(tables), "runs": runs.num_rows, "replaces": sorted(replaces), "files": files}
        write_content(draft / ABOUT, json.dumps(about).encode(), at_once)
        if at_once:
            sync(draft)
        os.rename(draft, home / PARTS / name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    if at_once:
        sync(home / PARTS)
    return name


def settle(home: Path, name: str) -> None:
    """Push a part to the disk that was not pushed at once; one that was put together with others meanwhile is there already."""
    with suppress(FileNotFoundError):
        for file in sorted((home / PARTS / name).iterdir()):
            with file.open("rb+") as written:
                os.fsync(written.fileno())
        sync(home / PARTS / name)
        sync(home / PARTS)


def write(file: Path, table: pa.Table, at_once: bool = True) -> dict[str, Any]:
    """One table; its size and sum."""
    sink = pa.BufferOutputStream()
    text = [column.name for column in table.schema if pa.types.is_string(column.type)]  # numbers hardly repeat: a third of the time saved
    kind = "zstd" if at_once else "lz4"  # small parts of moments are soon put together: half the time saved for a tenth more bytes
    pq.write_table(table, sink, compression=kind, use_dictionary=text, write_statistics=text, write_page_checksum=True)
    content = sink.getvalue()
    write_content(file, content, at_once)
    return {"bytes": content.size, "sha256": hashlib.sha256(content).hexdigest()}


def write_synced(file: Path, content: Any) -> None:
    """The content is on the disk, not only on its way, when this returns."""
    write_content(file, content, at_once=True)


def write_content(file: Path, content: Any, at_once: bool) -> None:
    """The content, on its way to the disk or there already."""
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        if at_once:
            os.fsync(out.fileno())


def sync(folder: Path) -> None:
    """The folder's list of files is on the disk too, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def names(home: Path) -> list[str]:
    """All parts, oldest first."""
    return sorted(entry.name for entry in os.scandir(home / PARTS))


def about(home: Path, name: str) -> dict[str, Any]:
    """What a part holds; ValueError when that cannot be read."""
    return json.loads((home / PARTS / name / ABOUT).read_text(encoding="utf-8"))


def sound(home: Path, name: str) -> bool:
    """Whether every file of a part is, byte for byte, what was written."""
    try:
        said = about(home, name)["files"]
        return all(hashlib.sha256((home / PARTS / name / file).read_bytes()).hexdigest() == one["sha256"] for file, one in said.items())
    except (FileNotFoundError, ValueError, KeyError):
        return False


def read(home: Path, name: str, table: str, columns: list[str] | None = None) -> pa.Table:
    """One table of a part, or the asked columns that it has."""
    with pq.ParquetFile(home / PARTS / name / f"{table}.parquet", page_checksum_verification=True) as file:
        return file.read(columns)


def set_aside(home: Path, name: str) -> bool:
    """A damaged part goes where nothing reads it, its runs count as not there; False when it was put together with others meanwhile."""
    (home / BROKEN).mkdir(exist_ok=True)
    try:
        os.rename(home / PARTS / name, home / BROKEN / name)
    except FileNotFoundError:
        return False
    return True


def remove(home: Path, name: str) -> None:
    """A part vanishes at once: first by name, then its files."""
    gone = home / DRAFTS / f"{name}.gone"
    with suppress(FileNotFoundError):
        os.rename(home / PARTS / name, gone)
    shutil.rmtree(gone, ignore_errors=True)


def sweep_drafts(home: Path) -> None:
    """Remove what writers who were killed left behind."""
    for draft in (home / DRAFTS).iterdir():
        with suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > STALE:
                shutil.rmtree(draft, ignore_errors=True)
