"""Where compiled rules are kept between starts: what is damaged there is compiled anew, what cannot be written is done without.

Numba's own cache trusts what it finds: a file cut short is an error, a flipped byte a crash. Here every file begins with a
checksum, and a folder that cannot be written gives way to a temporary one.
"""

import hashlib
import os
import pickle
import stat
import tempfile
import uuid
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba.core.caching import CompileResultCacheImpl, FunctionCache, IndexDataCacheFile, IPythonCacheLocator, UserProvidedCacheLocator

SETTING = "LEARNCITY_CACHE"
OWN = uuid.uuid4().hex[:12]
HOME = Path(__file__).parent


class CacheWarning(UserWarning):
    """Compiled rules are not kept where they should be: the next start compiles them again."""


def wanted() -> Path:
    """Where compiled rules should be kept: LEARNCITY_CACHE, else the user's cache folder."""
    chosen = os.environ.get(SETTING)
    if chosen:
        return Path(chosen).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "learncity"


def folder(name: str) -> Path:
    """The folder ``name`` in the cache; in a temporary one, with a word on it, where the cache cannot be written.

    A folder that is only readable serves when rules are there already. Processes started later use the same one.
    """
    try:
        root = wanted()
        why = cannot_write(root / name)
    except RuntimeError:  # somebody without a home
        root, why = Path("~/.cache"), "there is no home folder"
    if not why or filled(root / name):
        return root / name
    try:
        aside = private_folder()
    except OSError:  # not even there: each write is tried and given up on its own
        return root / name
    os.environ[SETTING] = str(aside)
    said = f"compiled rules are kept in {aside}, since {root} cannot be used ({why}); set {SETTING} to a folder that can be written"
    warnings.warn(said, CacheWarning, stacklevel=2)
    return aside / name


def cannot_write(place: Path) -> str:
    """Why nothing can be written there; empty when it can."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=place).close()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def filled(place: Path) -> bool:
    """Whether compiled rules can be read there."""
    try:
        return place.is_dir() and any(place.rglob("*.nbi"))
    except OSError:
        return False


def private_folder() -> Path:
    """A folder among the temporary ones that is this user's alone; the same one next time, unless somebody has taken its name."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    usual = Path(tempfile.gettempdir()) / f"learncity-{user}"
    try:
        usual.mkdir(mode=0o700, exist_ok=True)
        found = os.lstat(usual)
        safe = stat.S_ISDIR(found.st_mode) and (os.name == "nt" or (found.st_uid == user and not found.st_mode & 0o022))
        if safe and not cannot_write(usual):
            return usual
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="learncity-"))


class CacheFile(IndexDataCacheFile):
    """The files of one function: an index from types to data, and the data, each behind its checksum."""

    def _load_index(self) -> dict[Any, str]:
        return self._read(self._index_path) or {}

    def _save_index(self, overloads: dict[Any, str]) -> None:
        self._write(self._index_path, overloads)

    def _load_data(self, name: str) -> Any:
        found = self._read(self._data_path(name))
        if found is None:
            raise FileNotFoundError(name)  # as numba expects it: compiled again and written over
        return found

    def _save_data(self, name: str, data: Any) -> None:
        self._write(self._data_path(name), data)

    def _data_name(self, number: int) -> str:
        """A file of this process's own. Numba numbers files 1, 2, ...: of two processes that compile one function for
        different types at the same time, one would write the file that the other's index names, and run its code."""
        return f"{OWN}-{super()._data_name(number)}"

    def _sum(self, inside: bytes) -> bytes:
        """Checksum of a file's inside, for this source and this numba."""
        return hashlib.sha256(repr((self._version, self._source_stamp)).encode() + inside).digest()

    def _read(self, path: str) -> Any:
        """What was written, or None where it is missing, damaged, or another version's."""
        try:
            whole = Path(path).read_bytes()
            return pickle.loads(whole[32:]) if whole[:32] == self._sum(whole[32:]) else None
        except Exception:  # whatever is wrong with it, compiling again heals it
            return None

    def _write(self, path: str, what: Any) -> None:
        inside = self._dump(what)
        try:
            os.makedirs(self._cache_path, exist_ok=True)
            with self._open_for_write(path) as out:
                out.write(self._sum(inside) + inside)
        except OSError as error:
            why = error.strerror or str(error)
            said = f"compiled rules cannot be kept in {Path(self._cache_path).parent} ({why}); set {SETTING} to a folder with room"
            warnings.warn(said, CacheWarning, stacklevel=2)


def keeping(root: Path) -> Callable[[Any], Any]:
    """What makes a compiled function keep what it compiles under ``root``."""

    class Place(UserProvidedCacheLocator):
        """A folder for each of the model's packages, wherever the model lies: a second clone finds what the first has compiled."""

        def __init__(self, function: Any, file: str) -> None:
            self._py_file, self._lineno = file, function.__code__.co_firstlineno
            own = Path(file).resolve().parent
            inside = own.is_relative_to(HOME)
            below = "_".join(("sim", *own.relative_to(HOME).parts)) if inside else self.get_suitable_cache_subpath(file)
            self._cache_path = str(root / below)

        def ensure_cache_path(self) -> None:
            """It is made with the first file."""

        @classmethod
        def from_function(cls, function: Any, file: str) -> "Place | None":
            return cls(function, file) if os.path.exists(file) else None

    class Entries(CompileResultCacheImpl):
        _locator_classes = (Place, IPythonCacheLocator)

    class Cache(FunctionCache):
        _impl_class = Entries

        def __init__(self, function: Any) -> None:
            super().__init__(function)
            place = self._impl.locator
            self._cache_file = CacheFile(place.get_cache_path(), self._impl.filename_base, place.get_source_stamp())

    def keep(compiled: Any) -> Any:
        if hasattr(compiled, "enable_caching"):  # not where numba is switched off
            compiled._cache = Cache(compiled.py_func)
        return compiled

    return keep
