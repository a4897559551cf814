"""Can results be written here? Seen before anything is computed; what is written appears whole or not at all."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.declare import Mistake

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
ROOM = 1 << 20
"""Bytes that must find room before anything is computed."""


class CannotStore(Exception):
    """The disk is full or not there: nothing more can be kept."""


@contextmanager
def or_cannot_store(home: Path) -> Iterator[None]:
    """A disk that is full, or a folder that may no longer be written, stops the work with one clear word."""
    try:
        yield
    except OSError as error:
        here = isinstance(error.filename, str | Path) and Path(error.filename).is_relative_to(home)
        if error.errno in FULL or (here and isinstance(error, PermissionError)):
            raise CannotStore(f"{home}: {error.strerror}") from error
        raise


def make_ready(folder: Path, what: str = "output", drafts: bool = True) -> None:
    """Make a folder, see that it takes files, and clear it of drafts of dead processes, before anything is computed.

    Mistake for a place that cannot be, CannotStore for a full disk.
    """
    probe = draft_of(folder / "probe")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(os.urandom(ROOM))
    except OSError as error:
        if error.errno in FULL and error.errno != errno.EROFS:
            raise CannotStore(f"{folder}: {error.strerror}") from None
        raise Mistake(f"{what}: {why_not(folder, error)}") from None
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    if drafts:
        sweep_drafts(folder)


def why_not(folder: Path, error: OSError) -> str:
    """Why a folder cannot be made or written."""
    if error.errno == errno.ENAMETOOLONG:
        return f"the folder {shortened(folder.name)} in {shortened(str(folder.parent))} has too long a name for this disk"
    for place in (folder, *folder.parents):
        if os.path.lexists(place) and not place.is_dir():
            return f"{place} is a file, where a folder is needed"
    return f"{folder} cannot be written ({error.strerror})"


def shortened(text: str, most: int = 80) -> str:
    """The text, its middle left out when it is long."""
    return text if len(text) <= most else f"{text[: most // 2]}...{text[-most // 4 :]}"


def draft_of(file: Path) -> Path:
    """Where a file or folder is written before it appears: the name says which process does."""
    return file.with_name(f".{file.name}.{os.getpid()}")


def sweep_drafts(folder: Path) -> None:
    """Remove what processes that are no more left half written."""
    for draft in list(folder.rglob(".*")):
        process = re.fullmatch(r"\..+\.(\d+)", draft.name)
        if process and not alive(int(process[1])):
            remove(draft)


def alive(process: int) -> bool:
    """Whether a process of this machine still runs; taken for granted where asking would end it."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def remove(place: Path) -> None:
    """A file or a folder goes, if it is there."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def write_whole(file: Path, content: bytes) -> None:
    """A file appears complete or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(file)
    try:
        draft.write_bytes(content)
        os.replace(draft, file)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
