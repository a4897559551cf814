"""Arrays that take long to work out and never change are kept in the cache, named by what they were worked out from."""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np

from sim.kernels import CACHE

MOST = 64
"""Arrays kept: enough for the cities somebody works with, little on her disk."""


def remembered(made_from: Iterable[np.ndarray], work_out: Callable[[], np.ndarray]) -> np.ndarray:
    """The array, read from the cache or worked out and kept there; the cache's folder is named by the model's source.

    A cache that cannot be read or written costs time, nothing else.
    """
    digest = hashlib.sha256()
    for array in made_from:
        digest.update(f"{array.dtype}{array.shape}".encode() + np.ascontiguousarray(array).tobytes())
    file = CACHE / "arrays" / f"{digest.hexdigest()[:32]}.npy"
    try:
        return np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        array = work_out()
    with suppress(OSError):
        keep(file, array)
    return array


def keep(file: Path, array: np.ndarray) -> None:
    """Write the array; it appears whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if len(os.listdir(file.parent)) >= MOST:
        return
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with open(draft, "wb") as out:
        np.save(out, array, allow_pickle=False)
    os.replace(draft, file)
