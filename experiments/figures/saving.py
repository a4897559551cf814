"""The one way in which a figure becomes a file: in the look it was drawn in, and byte for byte the same in every rerun."""

import io

import matplotlib as mpl
from matplotlib.figure import Figure

from experiments.figures.style import LOOK

ABOUT: dict[str, dict[str, str | None]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": "Learning City"}}
"""What a file says of itself: no date and no version, so that the same figure is the same file."""


def written(figure: Figure, kind: str, name: str, title: str = "") -> bytes:
    """The figure as 'png' (as fine as the look declares) or 'svg' (its words as text); ``name`` keeps its marks its own."""
    page = io.BytesIO()
    about = {**ABOUT[kind], **({"Title": title} if title else {})}
    with mpl.rc_context({**LOOK, "svg.hashsalt": name}):
        figure.savefig(page, format=kind, metadata=about)
    return page.getvalue()
