"""What is a city, a card, a table? In a line or two for a prompt, as a small page for a notebook, with every column for ``help()``.

The classes get these words from here, so that the files in which the model is written know of no notebook.
"""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import numpy as np

import sim.levers as levers_folder
import sim.shocks as shocks_folder
from sim.catalogue import Behaviour, Shock, levers, shocks
from sim.declare import Number, Parameters
from sim.frames import frame_of
from sim.planned import FOR, Lever
from sim.tables import Column, Table, tables

SHOWN = ("unemployment", "employment", "participation", "gini", "poverty", "spending")
"""Indicators of a city's portrait, as far as there are such."""
STYLE = "border-collapse:collapse;font-size:90%"
WIDE, HIGH = 180, 36
"""Pixels of a small curve."""


def city_text(city: Any) -> str:
    """Name, size, month, levers and shocks of a city on one line."""
    own = [f"{word} {', '.join(names)}" for word, names in (("levers", called(city.levers)), ("shocks", called(city.shocks))) if names]
    size = f"{int((city.residents.present == 1).sum()):,} residents, each standing for {city.weight:,.1f} people"
    return f"<{type(city).__name__} {city.facts.name}: {size}; month {city.month}, seed {city.seed}{'; ' if own else ''}{'; '.join(own)}>"


def called(cards: Any) -> list[str]:
    """Names of levers, or of shocks."""
    return [getattr(card, "called", card.name()) for card in cards]


def city_html(city: Any) -> str:
    """A small page: what the city is, its main indicators now, and each as a curve since the start."""
    history, rows = city.history, []
    asked = city.observations.indicators
    for name in (name for name in SHOWN if name in history):
        unit = getattr(asked.get(name), "unit", "")
        meaning = (getattr(asked.get(name), "__doc__", "") or "").partition("\n")[0]
        now = history[name].iloc[-1]
        cells = f"<td>{curve(history[name].to_numpy(float))}</td>" if len(history) > 1 else ""
        rows.append(f"<tr title='{escape(meaning, True)}'><th style='text-align:left'>{name}</th><td>{in_unit(now, unit)}</td>{cells}</tr>")
    about = escape(city_text(city)[1:-1])
    return f"<div><p><b>{escape(city.facts.title)}</b><br>{about}</p><table style='{STYLE}'>{''.join(rows)}</table></div>"


def in_unit(value: float, unit: str) -> str:
    """7.4% for a share, else the number with its unit."""
    if not np.isfinite(value):
        return "nobody counted"
    return f"{100 * value:.1f}%" if unit.startswith("share") else f"{value:,.4g} {escape(unit)}"


def curve(values: np.ndarray) -> str:
    """A line through the values, from the least to the largest."""
    there = np.isfinite(values)
    if there.sum() < 2:
        return ""
    low, high = values[there].min(), values[there].max()
    x = np.linspace(2, WIDE - 2, len(values))[there]
    y = HIGH - 3 - (HIGH - 6) * (values[there] - low) / ((high - low) or 1.0)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    line = f"<polyline points='{points}' fill='none' stroke='currentColor' stroke-width='1.3'/>"
    return f"<svg width='{WIDE}' height='{HIGH}' role='img' aria-label='from {low:.4g} to {high:.4g}'>{line}</svg>"


def card_text(card: Parameters) -> str:
    """``SkillsVouchers(share=0.5, budget=8000000)``: the call that makes it, with what differs from the card as it comes."""
    said = {name: value for name, value in resolved(card).items() if name not in card.declared or value != card.declared[name].default}
    if getattr(card, "given", ""):
        said["given"] = card.given  # type: ignore[attr-defined]
    words = (f"{'aim' if name == FOR else name}={plain(value)}" for name, value in said.items())
    return f"{type(card).__name__}({', '.join(words)})"


def resolved(card: Parameters) -> dict[str, Any]:
    """Numbers in force, a calendar of budgets with months as whole numbers."""
    found: dict[str, Any] = card.resolved()
    return found | ({"budget": {int(month): euros for month, euros in found["budget"].items()}} if card.__dict__.get("steps") else {})


def plain(value: Any) -> str:
    """8000000 for 8000000.0."""
    return repr(int(value)) if isinstance(value, float) and value.is_integer() else repr(value)


def card_html(card: Parameters) -> str:
    """What a card does, and its numbers with unit, range and source."""
    rows = "".join(number_html(name, number, getattr(card, name)) for name, number in card.declared.items())
    story = escape((type(card).__doc__ or "").partition("\n")[0])
    head = "<tr>" + "".join(f"<th>{word}</th>" for word in ("number", "value", "unit", "range", "meaning", "source")) + "</tr>"
    return f"<div><p><b>{escape(card_text(card))}</b><br>{story}</p><table style='{STYLE}'>{head}{rows}</table></div>"


def number_html(name: str, number: Number, value: float) -> str:
    """One number as a row."""
    words = (name, f"{value:,g}", number.unit, f"{number.low:,g} to {number.high:,g}", number.meaning, number.source)
    return "<tr>" + "".join(f"<td style='text-align:left'>{escape(word)}</td>" for word in words) + "</tr>"


def table_text(table: Table) -> str:
    """Rows and columns of a table."""
    living = f", {int((table.present == 1).sum()):,} of them living people" if "present" in table.declared else ""  # type: ignore[attr-defined]
    return f"<{type(table).__name__}: {len(table):,} rows{living}; columns {', '.join(table.declared)}>"


def table_html(table: Table) -> str:
    """Every column with unit, range and meaning."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{name}</th><td>{escape(spec.unit)}</td><td>{allowed(spec)}</td>"
        f"<td style='text-align:left'>{escape(spec.meaning)}</td></tr>" for name, spec in table.declared.items()
    )  # fmt: skip
    head = "<tr><th>column</th><th>unit</th><th>range</th><th>meaning</th></tr>"
    return f"<div><p>{escape(table_text(table).partition(';')[0][1:])}</p><table style='{STYLE}'>{head}{rows}</table></div>"


def allowed(spec: Column) -> str:
    """0 to 1320; for two-dimensional columns, how many beside each other."""
    return f"{spec.low:,.10g} to {spec.high:,.10g}{f', {spec.width} each' if spec.width else ''}"


def column_lines(kind: type[Table]) -> str:
    """A table's columns for ``help()``."""
    lines = [f"    {name}: {spec.dtype}, {spec.unit or 'no unit'}, {allowed(spec)}: {spec.meaning}" for name, spec in kind.declared.items()]
    return "\n".join(["", "", "Columns (type, unit, range: meaning):", "", *lines])


def by_class(cards: Callable[[], dict[str, type]]) -> list[str]:
    """Levers or shocks by their classes, for ``dir()`` and completion."""
    return sorted(card.__name__ for card in cards().values())


def give_words() -> None:
    """Cards and tables tell what they are from now on."""
    for kind in (Lever, Shock, Behaviour):
        kind.__repr__ = card_text  # type: ignore[assignment]
        kind._repr_html_ = card_html  # type: ignore[union-attr]
    Table.__repr__ = table_text  # type: ignore[assignment]
    Table._repr_html_ = table_html  # type: ignore[attr-defined]
    Table.to_frame = frame_of  # type: ignore[attr-defined]
    for folder, cards in ((levers_folder, levers), (shocks_folder, shocks)):
        folder.__dir__ = partial(by_class, cards)  # type: ignore[method-assign]
    for table in tables().values():
        table.__doc__ = (table.__doc__ or "") + column_lines(table)


give_words()
