"""Microdata out: any table of a city as a pandas DataFrame of living rows, with units, in codes or in words; and who knows whom."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from sim import facts
from sim.declare import known_or_mistake
from sim.tables import ACTIVITIES, COMING, DOMAINS, LIMITATIONS, ORIGINS, REASONS, Column, Table, tables

LIVING: dict[str, Callable[[Any], np.ndarray]] = {
    "Residents": lambda table: table.present == 1,
    "Households": lambda table: table.members > 0,
    "Employers": lambda table: table.closed == 0,
}
"""Which rows of a table stand for somebody or something; all of them in the others."""


def frame_of(table: Table, columns: Iterable[str] | None = None, every_row: bool = False) -> Any:
    """DataFrame of the living rows, one column per column of the table, indexed by row, to which other tables refer.

    Columns of several values have a column for each (``skill_basic``). ``attrs['units']`` and ``attrs['meanings']`` tell what they are.
    """
    import pandas as pd

    names = list(table.declared) if columns is None else [columns] if isinstance(columns, str) else list(columns)
    for name in names:
        known_or_mistake(name, table.declared, f"column of {type(table).__name__.lower()}", "to_frame")
    lives = None if every_row else LIVING.get(type(table).__name__)
    rows = np.arange(len(table)) if lives is None else np.flatnonzero(lives(table))
    parts = {name: getattr(table, name)[rows] for name in names}
    frame = pd.DataFrame(spread(parts), index=pd.Index(rows, name="row"))
    return told(frame, {name: table.declared[name] for name in names})


def spread(parts: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Columns of one dimension: of a column of several values each by itself."""
    found = {}
    for name, values in parts.items():
        if values.ndim == 1:
            found[name] = values
        else:
            found |= {f"{name}_{part}": values[:, k] for k, part in enumerate(parts_of(name, values.shape[1]))}
    return found


def parts_of(name: str, width: int) -> tuple[Any, ...]:
    """Names of the values beside each other in a column: domains of skill, or numbers from 1."""
    return DOMAINS if width == len(DOMAINS) and name != "friends" else tuple(range(1, width + 1))


def told(frame: Any, declared: dict[str, Column]) -> Any:
    """The frame with what its columns are in ``attrs``."""
    each = {name: declared.get(name) or next(spec for long, spec in declared.items() if name.startswith(f"{long}_")) for name in frame}
    frame.attrs = {"units": {name: spec.unit for name, spec in each.items()}, "meanings": {n: spec.meaning for n, spec in each.items()}}
    return frame


def of_city(city: Any, table: str = "residents", columns: Iterable[str] | None = None, words: bool = True) -> Any:
    """A table of the city; ``words`` names activities, districts, occupations, sectors and courses instead of giving their codes.

    Residents come with the columns that a user's own behaviours keep. Mistake for an unknown table or column.
    """
    known_or_mistake(table, tables(), "table", "to_frame")
    here: Table = getattr(city, table)
    own = city.own_columns if table == "residents" else None
    names = [*here.declared, *(own or ())] if columns is None else [columns] if isinstance(columns, str) else list(columns)
    for name in names:
        known_or_mistake(name, [*here.declared, *(own or ())], f"column of {table}", "to_frame")
    frame = frame_of(here, [name for name in names if name in here.declared])
    more = {name: own.declared[name] for name in names if own is not None and name in own.declared}
    if own is not None and more:
        rows, attrs = frame.index.to_numpy(), frame.attrs
        frame = frame.assign(**spread({name: getattr(own, name)[rows] for name in more}))
        frame.attrs = told(frame, {**here.declared, **more}).attrs if attrs else attrs
    return in_words(frame, city) if words else frame


def in_words(frame: Any, city: Any) -> Any:
    """Codes as categories of words; who has none (no job yet, no course) has no word."""
    import pandas as pd

    named = {
        "activity": ACTIVITIES, "refusal": REASONS, "origin": ORIGINS, "reason": ("born here", *COMING[1:]), "limitation": LIMITATIONS,
        "sex": ("man", "woman"), "district": tuple(city.facts.districts.names),
        "occupation": city.facts.work.titles, "sector": facts.titles("sectors"), "course": city.teaching.titles,
        "kind": city.teaching.kind_titles,
    }  # fmt: skip
    attrs = frame.attrs
    for name in (name for name in named if name in frame):
        frame[name] = pd.Categorical.from_codes(np.maximum(frame[name].to_numpy(np.int64), -1), list(dict.fromkeys(named[name])))
    frame.attrs = attrs
    return frame


def friendships(city: Any, graph: bool = False) -> Any:
    """Who knows whom: DataFrame of stable names ``a`` < ``b``, each pair once, ``mutual`` where both name each other.

    With ``graph`` a networkx Graph of everybody who lives here, with the mutual ones marked on its edges.
    """
    import pandas as pd

    r = city.residents
    row, place = np.nonzero((r.friends >= 0) & (r.present == 1)[:, None])
    other = r.friends[row, place]
    there = (r.present[other] == 1) & (other != row)
    a, b = r.id[row[there]], r.id[other[there]]
    pairs, count = np.unique(np.sort(np.column_stack([a, b]), axis=1), axis=0, return_counts=True)
    edges = pd.DataFrame({"a": pairs[:, 0], "b": pairs[:, 1], "mutual": count > 1})
    if not graph:
        return edges
    import networkx

    made = networkx.Graph()
    made.add_nodes_from(r.id[r.present == 1].tolist())
    made.add_edges_from((one, two, {"mutual": both}) for one, two, both in edges.itertuples(index=False))
    return made
