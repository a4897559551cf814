"""In which formats are figures and numbers written? Those of ``USUAL`` by every study; more when somebody asks for them.

Measured on the 14 figures of a run (two cores, 2,000 residents and 8 seeds in 64 s): SVG 1.2 s and 1.0 MB, PNG for a screen 2.6 s
and 2.7 MB, CSV and the workbook 1.5 s and 0.9 MB; PNG for print 6.2 s and 5.9 MB, PDF 7.7 s and 0.6 MB. The last two cost more than
all the others together, and a page needs neither: ``learncity report RESULTS formats=all`` writes them when they are wanted.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from sim.declare import Mistake, known_or_mistake, shown

ENDINGS = {"svg": ".svg", "png": ".png", "png300": "-300dpi.png", "pdf": ".pdf", "csv": ".csv", "xlsx": ".xlsx"}
"""How the file of each format ends: text and lines for a page, 150 and 300 dots per inch, for print, the numbers, a workbook."""
USUAL = ("svg", "png", "csv", "xlsx")
WORD, ALL = "formats", "all"
_asked: ContextVar[tuple[str, ...]] = ContextVar("formats", default=())


def of_words(words: Iterable[str]) -> tuple[str, ...]:
    """What ``formats=png300,pdf`` or ``formats=all`` asks for; Mistake for any other word."""
    found: tuple[str, ...] = ()
    for word in words:
        name, _, values = word.partition("=")
        if name != WORD or not values:
            raise Mistake(f"override {shown(word)}: only {WORD}= is known here, as in {WORD}=png300,pdf or {WORD}=all")
        named = [value.strip() for value in values.strip("[]").split(",") if value.strip()]
        for one in named:
            known_or_mistake(one, (*ENDINGS, ALL), "format", WORD)
        found += tuple(ENDINGS) if ALL in named else tuple(named)
    return found


@contextmanager
def also(asked: Iterable[str]) -> Iterator[None]:
    """While this lasts, these formats are written besides the usual ones."""
    before = _asked.set(tuple(asked))
    try:
        yield
    finally:
        _asked.reset(before)


def wanted(home: Path, name: str) -> list[str]:
    """Formats in which ``name`` of this folder is to be written; those that lie there from before too, so that all say the same."""
    return [one for one, ending in ENDINGS.items() if one in (*USUAL, *_asked.get()) or (home / f"{name}{ending}").is_file()]
