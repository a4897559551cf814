"""A panel of residents: chosen columns of everybody who lives in a city, every so many months, straight into one Parquet file."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.city import City
from sim.declare import known_or_mistake
from sim.frames import spread

USUAL = ("activity", "wage", "income", "equivalised", "offer", "learned", "attainment", "age", "sex", "district")
"""Columns of a panel of which nothing is said."""
KEYS = ("seed", "world", "shock", "month", "id")
"""What identifies a row: month 0 is the policy date; the stable name of a resident is the same in all worlds of a seed."""


class Panel:
    """A Parquet file that grows by one row group for each look at a city; it appears under its name when it is whole.

    Codes are as in ``city.residents`` (``city.to_frame(words=True)`` names them); units and meanings are in the file's schema.
    """

    def __init__(self, file: Path, columns: Iterable[str] | None = None) -> None:
        self.file, self.draft = file, file.with_name(f".{file.name}.{os.getpid()}")
        self.columns = list(dict.fromkeys(USUAL if columns is None else [columns] if isinstance(columns, str) else columns))
        self.writer: pq.ParquetWriter | None = None
        file.parent.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Panel":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if self.writer:
            self.writer.close()
        if kind is None and self.writer:
            os.replace(self.draft, self.file)
        else:
            self.draft.unlink(missing_ok=True)

    def look(self, city: City, month: int, **labels: Any) -> None:
        """One row per resident as she is now; ``labels`` are seed, world and shock."""
        rows = np.flatnonzero(city.residents.present == 1)
        said = {"seed": np.int64(labels["seed"]), "world": labels["world"], "shock": labels["shock"], "month": np.int16(month)}
        whole = {name: pa.array([value] * len(rows)).dictionary_encode() if isinstance(value, str) else pa.array(np.full(len(rows), value))
                 for name, value in said.items()}  # fmt: skip
        values = spread({name: self.values(city, name)[rows] for name in self.columns})
        table = pa.table({**whole, "id": city.residents.id[rows], **values})
        if self.writer is None:
            told = {f"{name} [{spec.unit}]": spec.meaning for name, spec in self.specs(city).items()}
            self.writer = pq.ParquetWriter(self.draft, table.schema.with_metadata(told), compression="zstd", compression_level=1)
        self.writer.write_table(table.cast(self.writer.schema))

    def values(self, city: City, name: str) -> np.ndarray:
        """A column of the residents, or one that a user's own behaviour keeps; Mistake for an unknown one."""
        known_or_mistake(name, [*city.residents, *city.own_columns], "column of residents", "panel: columns")
        return getattr(city.residents if name in city.residents.declared else city.own_columns, name)

    def specs(self, city: City) -> dict[str, Any]:
        """What each column is."""
        known = {**city.own_columns.declared, **city.residents.declared}
        return {name: known[name] for name in ("id", *self.columns)}
