"""The results of all sweeps in open files: what is there, read as pandas; DuckDB reads the same files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.recording.batch_tables import TABLES
from experiments.storage import parts
from experiments.storage.results_folder import check_tables, read_table
from experiments.storage.run_index import MARK, Index, read_runs
from experiments.sweep import effects as summary
from sim.declare import Mistake, known_or_mistake
from sim.plain_json import read_json
from sim.text_files import place_of

MANIFEST = "sweep.json"


def open_store(path: str | Path = "outputs/store") -> "Store":
    """The store of finished runs at this path."""
    return Store(path)


class Store:
    """Finished runs and the sweeps that asked for them; tables come as pandas, one row says which run it is from."""

    def __init__(self, path: str | Path) -> None:
        self.home = place_of(path, "store")
        if not (self.home / MARK).is_file():
            raise Mistake(f"store: {self.home} is not a store of sweeps ({MARK} is missing)")
        self.index = Index(self.home)

    def __repr__(self) -> str:
        return f"Store({str(self.home)!r}: {len(self.index.refresh().having(()))} runs, {len(self.names())} sweeps)"

    def names(self) -> list[str]:
        """Sweeps that came to an end, also one with failed runs; oldest first."""
        found = [folder for folder in (self.home / parts.SWEEPS).iterdir() if (folder / MANIFEST).is_file()]
        return [folder.name for folder in sorted(found, key=lambda folder: (folder / MANIFEST).stat().st_mtime)]

    def folder(self, sweep: str) -> Path:
        """Where a sweep's own files are; a beginning of its name that no other has is enough."""
        known = self.names()
        begun = [name for name in known if name.startswith(sweep)]
        if len(begun) == 1:
            return self.home / parts.SWEEPS / begun[0]
        known_or_mistake(sweep, known, "sweep", str(self.home))
        return self.home / parts.SWEEPS / sweep

    def manifest(self, sweep: str) -> dict[str, Any]:
        """What was asked, with which versions, where, and how it went."""
        return read_json(self.folder(sweep) / MANIFEST)

    def cells(self, sweep: str) -> pd.DataFrame:
        """One row per cell of the design: portfolio, case, shock, seed, the varied numbers, and its run."""
        return self._own(sweep, "cells")

    def effects(self, sweep: str) -> pd.DataFrame:
        """Paired effects against the baseline with 90% intervals."""
        return self._own(sweep, "effects")

    def _own(self, sweep: str, table: str) -> pd.DataFrame:
        folder = self.folder(sweep)
        check_tables(folder, self.manifest(sweep), [table])
        return read_table(folder / f"{table}.parquet")

    def district_effects(self, sweep: str) -> pd.DataFrame:
        """The same for every district, worked out when asked for: they are many."""
        return summary.by_district(self.cells(sweep), self.index.refresh())

    def table(self, name: str, sweep: str | None = None, columns: Iterable[str] | None = None) -> pd.DataFrame:
        """A table (runs, monthly, groups, outcomes, flows, ledger, spread) of one sweep with its labels, or of all runs."""
        known_or_mistake(name, ["runs", *TABLES], "table", "store")
        cells = None if sweep is None else self.cells(sweep)
        rows = read_runs(self.index.refresh(), name, None if cells is None else frozenset(cells.run), columns).to_pandas()
        return rows if cells is None else cells.merge(rows, on="run", suffixes=("", "_of_run"))

    @property
    def runs(self) -> pd.DataFrame:
        """One row per run: what was run, with what, where, when, and how long it took."""
        return self.table("runs")

    def sql(self, query: str) -> pd.DataFrame:
        """Ask the files with DuckDB: tables runs, monthly, groups, outcomes, flows, ledger, spread, and cells of all sweeps."""
        duckdb = _duckdb()
        self.index.refresh()
        while True:
            try:
                return self._asked(duckdb, query)
            except duckdb.IOException:
                if not self.index.moved():
                    raise

    def _asked(self, duckdb: Any, query: str) -> pd.DataFrame:
        """The answer from the parts as they are listed."""
        cells = [str(self.folder(name) / "cells.parquet") for name in self.names()]
        with duckdb.connect() as connection:
            views = {table: self._each_run_once(connection, table) for table in ("runs", *TABLES)}
            views["cells"] = [rows_of(cells)] if cells else []
            for table, some in views.items():
                if some:
                    connection.execute(f"create view {table} as {' union all by name '.join(some)}")
            return connection.sql(query).df()

    def _each_run_once(self, connection: Any, table: str) -> list[str]:
        """Queries that together give the table; of a part that has a run which another has too, only what is read from it."""
        whole: list[str] = []
        found: list[str] = []
        for name, own in self.index.owners(table).items():
            file = str(self.home / parts.PARTS / name / f"{table}.parquet")
            if len(own) == len(self.index.parts[name].runs):
                whole.append(file)
            else:
                mine = f"own_{table}_{len(found)}"
                connection.register(mine, pd.DataFrame({"run": own}))
                found.append(f"{rows_of([file])} where run in (select run from {mine})")
        return [*([rows_of(whole)] if whole else []), *found]


def rows_of(files: list[str]) -> str:
    """The query for all rows of these files."""
    return f"select * from read_parquet({files!r}, union_by_name=true)"


def _duckdb() -> Any:
    try:
        import duckdb
    except ModuleNotFoundError:
        raise Mistake("store.sql: duckdb is not installed; pip install duckdb") from None
    return duckdb
