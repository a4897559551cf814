"""Which runs are there and in which part; read them, and put small parts together."""

import json
from collections.abc import Collection, Container, Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from experiments.storage import parts

MARK, FORMAT = "store.json", 1
SMALL, LARGE = 16 << 20, 128 << 20
"""Parts below SMALL bytes are put together, up to LARGE."""


@dataclass(frozen=True)
class Part:
    """What a part holds: tables, runs, the parts it was put together from, bytes."""

    kept: frozenset[str]
    runs: list[str]
    replaces: frozenset[str]
    size: int


class Index:
    """Which runs are there, and in which part: looks at new parts only when asked again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.parts: dict[str, Part] = {}
        self.broken: list[str] = []

    def refresh(self) -> "Index":
        """Read the parts that came since; forget those that went, set aside those that cannot be read."""
        whole = False
        while not whole:  # a part that went between listing and reading was put together with others: they are listed by now
            looked = {name: self.parts.get(name) or self._look(name) for name in parts.names(self.home)}
            self.parts = {name: part for name, part in looked.items() if part}
            whole = len(self.parts) == len(looked)
        return self

    def moved(self) -> bool:
        """List again; whether parts that were listed have gone, put together with others by somebody else."""
        before = set(self.parts)
        return not before.issubset(self.refresh().parts)

    def news(self, besides: Container[str] = ()) -> list[Part]:
        """Read the parts that came since the last time, but for those that are known otherwise; no other is read or forgotten."""
        unread = [name for name in parts.names(self.home) if name not in self.parts and name not in besides]
        come = {name: part for name in unread if (part := self._look(name))}
        self.parts.update(come)
        return list(come.values())

    def look_at(self, some: Iterable[str]) -> "Index":
        """Read these parts and list no others; one that is gone was put together with others."""
        self.parts = {name: part for name in some if (part := self._look(name))}
        return self

    def _look(self, name: str) -> Part | None:
        try:
            said = parts.about(self.home, name)
            runs = parts.read(self.home, name, "runs", ["run"])["run"].to_pylist()
            return Part(frozenset(said["kept"]), runs, frozenset(said["replaces"]), sum(one["bytes"] for one in said["files"].values()))
        except (OSError, ValueError, KeyError, pa.ArrowException):
            if parts.sound(self.home, name):
                raise
            self.set_aside(name)
            return None

    def set_aside(self, name: str) -> None:
        """A damaged part no longer counts; one that is gone was not damaged."""
        self.parts.pop(name, None)
        if parts.set_aside(self.home, name):
            self.broken.append(name)

    def current(self) -> dict[str, Part]:
        """Parts that no other part replaces."""
        gone = frozenset().union(*(part.replaces for part in self.parts.values()))
        return {name: part for name, part in self.parts.items() if name not in gone}

    def having(self, keep: Collection[str], among: Collection[str] | None = None) -> set[str]:
        """Runs that are there with all the tables of ``keep``, or those of them that are asked for."""
        asked, found = None if among is None else frozenset(among), set[str]()
        for part in self.current().values():
            if part.kept.issuperset(keep):
                found.update(part.runs if asked is None else asked.intersection(part.runs))
        return found

    def owners(self, table: str, wanted: Collection[str] | None = None) -> dict[str, list[str]]:
        """For each part, which runs to read from it, so that each run is read once."""
        seen: set[str] = set()
        found: dict[str, list[str]] = {}
        for name, part in self.current().items():
            there = part.runs if table in {"runs", *part.kept} else []
            own = [run for run in there if run not in seen and (wanted is None or run in wanted)]
            seen.update(own)
            if own:
                found[name] = own
        return found

    def check(self, wanted: Set[str], checked: frozenset[str] = frozenset()) -> None:
        """Set aside every part with wanted runs that is not, byte for byte, what was written; also parts that come meanwhile."""
        asked = [name for name, part in self.current().items() if name not in checked and not wanted.isdisjoint(part.runs)]
        for name in asked:
            if not parts.sound(self.home, name):
                self.set_aside(name)
        if asked:
            self.refresh().check(wanted, checked.union(asked))


def begin(home: Path) -> Index:
    """A store to write into, made when it is not there."""
    for folder in (parts.PARTS, parts.DRAFTS, parts.SWEEPS):
        (home / folder).mkdir(parents=True, exist_ok=True)
    if not (home / MARK).is_file():
        parts.write_synced(home / MARK, json.dumps({"learncity_store": FORMAT}).encode())
    parts.sweep_drafts(home)
    return Index(home).refresh()


def read_runs(
    index: Index,
    table: str,
    wanted: Collection[str] | None = None,
    columns: Iterable[str] | None = None,
    where: pc.Expression | None = None,
) -> pa.Table:
    """A table of the wanted runs, with its column ``run``; only the asked columns and rows. Begins anew when parts move meanwhile."""
    while True:
        try:
            return read_listed(index, table, wanted, columns, where)
        except FileNotFoundError:
            if not index.moved():
                raise


def read_listed(
    index: Index, table: str, wanted: Collection[str] | None, columns: Iterable[str] | None, where: pc.Expression | None
) -> pa.Table:
    """The same from the parts as they are listed."""
    names = None if columns is None else list(dict.fromkeys(["run", *columns]))
    found = []
    for name, own in index.owners(table, wanted).items():
        rows = parts.read(index.home, name, table, names)
        rows = rows if where is None else rows.filter(where)
        if len(own) < len(index.parts[name].runs):
            rows = rows.filter(pc.is_in(rows["run"], value_set=pa.array(own, pa.string())))
        found.append(rows)
    return pa.concat_tables(found, promote_options="default") if found else pa.table({"run": pa.array([], pa.string())})


def tidy(index: Index) -> None:
    """Put small parts together and drop what is replaced; a kill at any moment loses nothing and doubles nothing."""
    for batch in batches(index.refresh()):
        try:
            put_together(index, batch)
        except FileNotFoundError:
            index.refresh()
            return  # somebody else is tidying
    replaced = set(index.refresh().parts) - set(index.current())
    for name in replaced:
        parts.remove(index.home, name)
    index.refresh()


def put_together(index: Index, batch: list[str]) -> str:
    """One part of several with the same tables, which are still there; its name."""
    kept = index.parts[batch[0]].kept
    tables = {table: gathered(index, batch, table) for table in ("runs", *sorted(kept))}
    return parts.publish(index.home, tables.pop("runs"), tables, batch)


def batches(index: Index) -> Iterator[list[str]]:
    """Small parts with the same tables, in groups that make one part."""
    by_kept: dict[frozenset, list[tuple[str, int]]] = {}
    for name, part in index.current().items():
        if part.size < SMALL:
            by_kept.setdefault(part.kept, []).append((name, part.size))
    for small in by_kept.values():
        batch: list[str] = []
        filled = 0
        for name, size in small:
            if filled + size > LARGE and len(batch) > 1:
                yield batch
                batch, filled = [], 0
            batch.append(name)
            filled += size
        if len(batch) > 1:
            yield batch


def gathered(index: Index, batch: list[str], table: str) -> pa.Table:
    """One table of several parts, each run once."""
    seen: set[str] = set()
    found = []
    for name in batch:
        own = [run for run in index.parts[name].runs if run not in seen]
        seen.update(own)
        rows = parts.read(index.home, name, table)
        found.append(rows.filter(pc.is_in(rows["run"], value_set=pa.array(own, pa.string()))))
    return pa.concat_tables(found, promote_options="default")
