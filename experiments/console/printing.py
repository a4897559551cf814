"""How is text put on a terminal? As whoever wrote it wrote it: '[pilot]' and ':smile:' in a title are no commands."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console as RichConsole
from rich.progress import TextColumn
from rich.table import Table
from rich.text import Text

from sim.showing import printable

COLOURS = {"better": "green", "worse": "red", "no clear effect": "dim"}


class Console(RichConsole):
    """Rich's console without markup and emoji codes; emphasis is a Text with a style, as ``bold`` makes it."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**{"markup": False, "emoji": False, **how})

    def render_str(self, text: str, **how: Any) -> Text:
        """A text with its control characters written out."""
        return super().render_str(printable(text), **how)


def wide(width: int = 160) -> Console:
    """A console of that width when nobody looks at it, so that a table is not cut."""
    console = Console()
    return console if console.is_terminal else Console(width=width)


def table_with(title: str, columns: Iterable[str], left: Iterable[str], **how: Any) -> Table:
    """A table without rows yet: the columns named in ``left`` hold words, the others numbers."""
    table, words = Table(title=title, title_justify="left", **how), set(left)
    for name in columns:
        table.add_column(name, justify="left" if name in words else "right")
    return table


def task_column() -> TextColumn:
    """The name of what a progress bar counts."""
    return TextColumn("{task.description}", markup=False)


def bold(text: str, more: str = "") -> Text:
    """A text in bold, and what follows it."""
    return Text.assemble((printable(text), "bold"), printable(more))


def styled(text: str, style: str) -> Text:
    """A text in a colour or another of rich's styles."""
    return Text(printable(text), style=style)


def say(words: str) -> None:
    """A word to whoever waits, on stderr."""
    Console(stderr=True).print(words, highlight=False, markup=False, soft_wrap=True)


def show_places(folder: Path, page: str, seconds: float | None) -> None:
    """Where the results are."""
    console = Console()
    took = f" in {seconds:.0f} s" if seconds is not None else ""
    console.print(f"Done{took}. Open {folder / page}", highlight=False, markup=False, soft_wrap=True)
    console.print(f"Tables, figures and the manifest are in {folder}", highlight=False, markup=False, soft_wrap=True)
