"""How rules become fast: numba decorators, and a disk cache that can never go stale.

A *rule* takes and returns scalars; a *kernel* owns a loop over a table and calls rules. Numba's own
cache looks only at the file of the kernel, so an edited rule in another file would be ignored: the
cache folder is therefore named by a hash of every source file of the model.
"""

import hashlib
import os
import sys
import uuid
from pathlib import Path

HOME = Path(__file__).parent


def source_hash() -> str:
    """Hash of the model's source and of what compiles it: the name of the cache folder."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(HOME.rglob("*.py")):
        digest.update(file.relative_to(HOME).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def cache_root() -> Path:
    """Where compiled kernels are kept: LEARNCITY_CACHE, else the user's cache folder."""
    chosen = os.environ.get("LEARNCITY_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(chosen) if chosen else Path(base) / "learncity"


CACHE = cache_root() / source_hash()
os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE))

import numba  # noqa: E402  (the cache folder must be named before numba starts)
from numba.core.caching import IndexDataCacheFile  # noqa: E402

OWN = uuid.uuid4().hex[:12]
_numbered = IndexDataCacheFile._data_name


def _data_name(self: IndexDataCacheFile, number: int) -> str:
    """A file of this process's own. Numba numbers files 1, 2, ...: of two processes that compile one function for
    different types at the same time, one would write the file that the other's index names, and run its code."""
    return f"{OWN}-{_numbered(self, number)}"


IndexDataCacheFile._data_name = _data_name

numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]
options = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
rule = numba.njit(**options)
kernel = numba.njit(**options)
inlined = numba.njit(inline="always", **options)
"""For the few helpers that take arrays inside a loop: a call would count references to each array (40 ns).

So would a branch inside one: leave it to a rule of scalars, as the looks of job search do.
"""


def compiled_before() -> bool:
    """True when kernels of this very source are already in the cache."""
    return CACHE.is_dir() and any(CACHE.rglob("*.nbi"))
