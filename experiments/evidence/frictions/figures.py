"""A picture for each friction: the city as it is, and the same city where the friction is switched off."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from experiments.evidence.frictions.frictions import AS_IS, FRICTIONS, THIRDS, Friction
from experiments.figures.drawing import Picture, kept
from experiments.figures.style import INK, POLICY, WORSE, framed, looking, name_ends

COLOURS = (POLICY, WORSE)


def draw_all(found: pd.DataFrame, about: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All pictures as files and for the page."""
    known = {friction.name: friction for friction in FRICTIONS}
    names = found.friction.drop_duplicates()
    return {name: kept(name.replace(" ", "_"), draw(known[name], found[found.friction == name], about), folder) for name in names}


def titles(found: pd.DataFrame) -> list[str]:
    """What each friction does, in a line."""
    return [describe(friction, rows) for friction in FRICTIONS if len(rows := found[found.friction == friction.name])]


@looking
def draw(friction: Friction, rows: pd.DataFrame, about: Mapping[str, Any]) -> tuple:
    """Two lines over months, or two dots for each group."""
    title = describe(friction, rows)
    fig, ax = framed(title, f"{friction.what}, {friction.unit}", footnote(friction, about), 5.8, 1, {"right": 0.8})
    worlds = dict(zip((AS_IS, friction.other), COLOURS, strict=True))
    (over_months if rows.x.str.fullmatch(r"\d+").all() else over_groups)(ax, rows, worlds)
    ax.set_xlabel(friction.along)
    return fig, title, f"{friction.what}, with the friction and without. {title}."


def over_months(ax: Axes, rows: pd.DataFrame, worlds: Mapping[str, str]) -> None:
    """A line with its band for each world."""
    ends, last = [], 1
    for world, colour in worlds.items():
        part = rows[rows.world == world].assign(x=lambda r: r.x.astype(int)).sort_values("x")
        ax.fill_between(part.x, part.low, part.high, color=colour, alpha=0.15, linewidth=0)
        ax.plot(part.x, part.value, color=colour)
        ends.append((part.value.iloc[-6:].mean(), world, colour))
        last = max(last, int(part.x.iloc[-1]))
    reference(ax, rows)
    ax.set_xlim(1, last)
    ax.xaxis.set_major_locator(MultipleLocator(next(step for step in (3, 6, 12, 24, 60, 1200) if last <= 6 * step)))
    name_ends(ax, last, ends)


def over_groups(ax: Axes, rows: pd.DataFrame, worlds: Mapping[str, str]) -> None:
    """A dot with its interval for each group and world."""
    order = list(rows[rows.world == AS_IS].x)
    ends = []
    for shift, (world, colour) in zip((-0.06, 0.06), worlds.items(), strict=True):
        part = rows[rows.world == world].set_index("x").loc[order]
        places = [place + shift for place in range(len(order))]
        ax.vlines(places, part.low, part.high, color=colour, linewidth=2.4, alpha=0.7)
        ax.plot(places, part.value, "o-", color=colour, markersize=8)
        ends.append((part.value.iloc[-1], world, colour))
    reference(ax, rows)
    ax.set_xticks(range(len(order)), order)
    ax.set_xlim(-0.4, len(order) - 0.7)
    name_ends(ax, len(order) - 0.7, ends)


def reference(ax: Axes, rows: pd.DataFrame) -> None:
    """The zero line: through the middle where values have either sign, at the foot where they have one."""
    ax.axhline(0, color=INK, linewidth=1.2)
    if rows.low.min() >= 0:
        ax.set_ylim(0, None)


def describe(friction: Friction, rows: pd.DataFrame) -> str:
    """What the friction does, from where the two differ most."""
    monthly = rows.x.str.fullmatch(r"\d+").all()
    wide = rows.assign(at=rows.x.astype(int) if monthly else rows.x).pivot(index="at", columns="world", values="value").dropna()
    if wide.empty:
        return f"{friction.name.capitalize()}: too few people to show it"
    if monthly:
        wide = wide.rolling(5, center=True, min_periods=1).mean()
    at = (wide[AS_IS] - wide[friction.other]).abs().idxmax()
    without = "where it is switched on" if friction.not_in_force else "where it is weakened" if friction.only_weakened else "without it"
    one, other = wide.loc[at, AS_IS], wide.loc[at, friction.other]
    where = (
        f"around month {at}"
        if monthly
        else f"at {at}"
        if "%" in at
        else f"for the {at} skilled third"
        if at in THIRDS
        else f"for {at} education"
    )
    return f"{friction.name.capitalize()}: {number(one)} {friction.unit} {where}, {number(other)} {without}"


def number(value: float) -> str:
    """Two digits that matter."""
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}" if abs(value) >= 0.95 else f"{value:.2g}"


def footnote(friction: Friction, about: Mapping[str, Any]) -> str:
    """What is switched off, and where the numbers come from."""
    asked, city = about["setting"], about["city"]
    off = ", ".join(f"{name} = {value:g}" for name, value in friction.off.items())
    ran = f"{city['title']} ({city['year']} counts), {asked['residents']:,} model residents, {len(asked['seeds'])} seeds"
    how = friction.other.capitalize()
    return (f"{how}: {friction.switched} ({off}). Bands and lines: 90% intervals over seeds. Source: Learning City, {ran}. "
            "Some numbers are assumed.")  # fmt: skip
