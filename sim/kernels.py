"""How rules become fast: numba decorators, and a disk cache that can never go stale.

A *rule* takes and returns scalars; a *kernel* owns a loop over a table and calls rules. Numba's own
cache looks only at the file of the kernel, so an edited rule in another file would be ignored: the
cache folder is therefore named by a hash of every source file of the model (``sim.kernel_cache`` looks after it).
"""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

from sim import kernel_cache

HOME = Path(__file__).parent


def source_hash() -> str:
    """Hash of the model's source and of what compiles it: the name of the cache folder."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(HOME.rglob("*.py")):
        digest.update(file.relative_to(HOME).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def cache_name() -> str:
    """The folder in the cache: rules compiled with a check of every index are others."""
    return source_hash() + ("-checked" if os.environ.get("NUMBA_BOUNDSCHECK", "0") not in ("", "0") else "")


CACHE = kernel_cache.folder(cache_name())
options = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
_keep = kernel_cache.keeping(CACHE)


def rule(function: Callable) -> Any:
    """Compile a rule of scalars when it is first used, or read it from the cache."""
    return _keep(numba.njit(**options)(function))


def kernel(function: Callable) -> Any:
    """Compile a loop over a table when it is first used, or read it from the cache."""
    return _keep(numba.njit(**options)(function))


def inlined(function: Callable) -> Any:
    """For the few helpers that take arrays inside a loop: a call would count references to each array (40 ns).

    So would a branch inside one: leave it to a rule of scalars, as the looks of job search do.
    """
    return _keep(numba.njit(inline="always", **options)(function))


def compiled_before() -> bool:
    """True when kernels of this very source are already in the cache."""
    return kernel_cache.filled(CACHE)
