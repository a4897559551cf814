"""How figures look: large type, few colours that colour-blind people tell apart, the finding as the title."""

import io
import re
import textwrap
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

INK, QUIET, GRID = "#1f2937", "#4b5563", "#e5e7eb"
BASELINE, POLICY, BETTER, WORSE, UNCLEAR = "#6b7280", "#0072B2", "#0072B2", "#D55E00", "#9ca3af"
SHOCK = "#92400e"
EDUCATION = {"low": "#D55E00", "medium": "#8a6d00", "high": "#0072B2"}
LOOK = {
    "font.family": ["DejaVu Sans", "sans-serif"], "font.size": 13, "text.color": INK, "axes.labelcolor": QUIET,
    "axes.edgecolor": "#9ca3af", "xtick.color": QUIET, "ytick.color": QUIET, "axes.spines.top": False,
    "axes.spines.right": False, "axes.grid": True, "grid.color": GRID, "axes.axisbelow": True, "svg.fonttype": "none",
    "figure.facecolor": "white", "axes.titlesize": 14, "axes.titlelocation": "left", "axes.titlecolor": QUIET,
    "lines.linewidth": 2.4, "savefig.dpi": 150, "text.parse_math": False, "pdf.fonttype": 42,
}  # fmt: skip
"""Without mathtext: "EUR 200 or $220" in a title is money, not a formula."""
PRINT_DPI = 300
WIDTH = 11.0
INCH_LINE = 0.31
MAKER = "Learning City"
ABOUT: dict[str, dict[str, str | None]] = {
    "png": {"Software": None}, "svg": {"Date": None, "Creator": MAKER},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": MAKER, "Producer": MAKER},
}  # fmt: skip
"""What a file says of itself: no date and no version, so that the same figure is the same file."""


def framed(
    title: str, subtitle: str, footnote: str, height: float = 6.2, columns: int = 1, shape: Any = None, rows: int = 1, **kw: Any
) -> tuple[Figure, Any]:
    """A figure with its finding on top, what is shown below it, and where it comes from at the foot."""
    titles, notes = textwrap.wrap(unbroken(title), 72), textwrap.wrap(footnote, 150)
    fig = Figure(figsize=(WIDTH, height))
    fig.text(0.02, 1 - 0.12 / height, "\n".join(titles), fontsize=18, weight="bold", va="top", linespacing=1.2)
    fig.text(0.02, 1 - (0.22 + INCH_LINE * len(titles)) / height, subtitle, fontsize=13, color=QUIET, va="top")
    fig.text(0.02, 0.1 / height, "\n".join(notes), fontsize=9.5, color=QUIET, va="bottom", linespacing=1.3)
    top = 1 - (0.95 + INCH_LINE * len(titles)) / height
    bottom = (0.75 + 0.2 * len(notes)) / height
    grid = {"left": 0.085, "right": 0.97, "top": top, "bottom": bottom, **(shape or {})}
    axes = fig.subplots(rows, columns, gridspec_kw=grid, **kw)
    return fig, axes


NUMBER = r"[+\-\u2212]?\d[\d,.]*%?"
TOGETHER = re.compile(rf"EUR {NUMBER}(?: (?:million|billion))?|{NUMBER} (?:million|billion|points|pts|years|months|to {NUMBER})")


def unbroken(text: str) -> str:
    """The text with spaces at which no line ends inside 'EUR 8.0 million', '0.41 points' and '1.3 to 2.2'."""
    return TOGETHER.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def telling(figure: Figure, rows: pd.DataFrame) -> Figure:
    """The figure with the rows that it shows, which are written beside it."""
    figure.rows = rows.reset_index(drop=True)
    return figure


def looking(draw: Any) -> Any:
    """Draw with this look; files are written with it too (figures.saving)."""

    def drawn(*args: Any, **kw: Any) -> Any:
        with mpl.rc_context(LOOK):
            return draw(*args, **kw)

    drawn.__doc__, drawn.__name__, drawn.__module__ = draw.__doc__, draw.__name__, draw.__module__
    return drawn


def source(manifest: Mapping[str, Any], more: str = "") -> str:
    """The footnote that every figure has."""
    asked, city = manifest["question"], manifest["city"]
    seeds = len(asked["seeds"])
    luck = f"{seeds} seeds, each in all worlds with the same luck" if seeds > 1 else "one seed"
    where = f"{city['title']} ({city['year']} counts), {asked['residents']:,} model residents, {luck}"
    known = f"Source: Learning City, scenario {asked['scenario']}; {where}."
    return " ".join(part for part in (more, known, "Some numbers are assumed; the report lists them.") if part)


def name_ends(ax: Axes, x: float, named: list[tuple[float, str, str]], gap: float = 0.055) -> None:
    """Write names beside the ends of lines (value, name, colour), pushed apart where they would overlap; none where a line has no end."""
    low, high = ax.get_ylim()
    least = gap * (high - low)
    named = sorted(one for one in named if np.isfinite(one[0]))
    at = [value for value, _, _ in named]
    for _ in range(50):
        for k in range(len(at) - 1):
            short = least - (at[k + 1] - at[k])
            if short > 1e-12:
                at[k], at[k + 1] = at[k] - short / 2, at[k + 1] + short / 2
    for y, (_, name, colour) in zip(at, named, strict=True):
        beside = {"xytext": (8, 0), "textcoords": "offset points", "annotation_clip": False}
        ax.annotate(name, (x, y), color=colour, va="center", weight="bold", **beside)


def band(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean and its 90% interval over the seeds (rows) in which somebody was counted; no width for one seed, a gap where there is none."""
    from experiments.outcomes.intervals import t_quantile

    wide = pd.DataFrame(np.asarray(values, float))
    mean, seeds = wide.mean().to_numpy(), wide.count().to_numpy()
    widths = {n: t_quantile(n) / np.sqrt(n) if n > 1 else 0.0 for n in np.unique(seeds)}
    half = np.array([widths[n] for n in seeds]) * wide.std().fillna(0.0).to_numpy()
    return mean, mean - half, mean + half


def colour_of(verdict: str) -> str:
    """Blue for better, orange for worse, grey where nothing is clear."""
    return {"better": BETTER, "worse": WORSE, "higher": BETTER, "lower": WORSE}.get(verdict, UNCLEAR)


def shade_shock(ax: Axes, record: Mapping[str, Any]) -> None:
    """The months of a shock as a pale span, or where it starts when its end is its own; years after the policy date."""
    low, high = ax.get_ylim()
    for name, card in record["shock"].items():
        start, end = card["start"] / 12, (card["start"] + card["months"]) / 12
        if card["start"] >= record["months"]:
            continue
        if end < record["months"] / 12:
            ax.axvspan(start, end, color="#fef3c7", zorder=0)
        ax.axvline(start, color=SHOCK, linewidth=1.4, linestyle=":")
        said = f" {name.replace('_', ' ')}"
        ax.text(start, high - 0.01 * (high - low), said, color=SHOCK, va="top", fontsize=12)
    ax.set_ylim(low, high)


def percents(ax: Axes) -> None:
    """Shares in whole percents up the side."""
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(PercentFormatter(1))


def whole_years(ax: Axes, first: float, last: float) -> None:
    """Years along the bottom."""
    ax.set_xlim(first, last)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=last - first > 3, steps=[1, 2, 5, 10]))
    ax.set_xlabel("years after the policy starts")


def written(figure: Figure, kind: str, name: str, title: str = "", look: Mapping[str, Any] = LOOK) -> bytes:
    """The figure as 'png' (as fine as the look declares), 'png300', 'svg' or 'pdf' (words as text); ``name`` keeps its marks its own.

    ``look`` is the style it was drawn in: that of pages, or a paper's own.
    """
    page, form = io.BytesIO(), kind.removesuffix(str(PRINT_DPI))
    manifest = {**ABOUT[form], **({"Title": title} if title else {})}
    dpi = {"dpi": PRINT_DPI} if form != kind else {}
    with mpl.rc_context({**look, "svg.hashsalt": name}):
        figure.savefig(page, format=form, metadata=manifest, **dpi)
    return page.getvalue()
