"""How much employment the shock takes, with and without the policy."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.ticker import FuncFormatter

from experiments.figures.style import BASELINE, POLICY, band, framed, name_ends, shade_shock, source, telling, whole_years
from experiments.outcomes import definitions, headline, paired_effects, wording
from experiments.outcomes.card_names import the_shock

BEFORE = 6


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Employment in the shock world relative to its calm twin; the area is what is lost."""
    record = manifest["question"]
    start = int(min((card["start"] for card in record["shock"].values()), default=record["months"]))
    spared = paired_effects.one(tables["effects"], "resilience_dividend", world="shock", window=definitions.AFTER)
    if spared is None:
        return None
    end = min(start + definitions.AFTER_MONTHS, record["months"])
    paths = relative(tables["monthly"], max(0, start - BEFORE), end)
    title, shock = title_of(spared, headline.employed(tables["effects"], record)), the_shock(record["shock"])
    note = "Band: 90% interval of the mean over seeds. Loss: sum over the months shown after the start, in percent-months."
    subtitle = f"Employment of residents of 20-64 in {shock}, against the same city without it"
    fig, ax = framed(title, subtitle, source(manifest, note), 6.2, 1, {"right": 0.8})
    mean, shown = {}, []
    for world, colour in (("baseline", BASELINE), ("policy", POLICY)):
        mean[world], low, high = band(paths[world].to_numpy())
        years = paths[world].columns / 12
        shown.append(pd.DataFrame({"world": world, "month": paths[world].columns, "percent": mean[world], "low": low, "high": high}))
        ax.fill_between(years, low, high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(years, mean[world], color=colour)
    ax.fill_between(years, mean["baseline"], mean["policy"], color=POLICY, alpha=0.35, linewidth=0, hatch="//")
    ax.axhline(0, color="#1f2937", linewidth=1)
    ax.margins(y=0.12)
    shade_shock(ax, {**record, "months": end})
    name_lines(ax, tables["effects"], mean, years[-1])
    whole_years(ax, years[0], years[-1])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:+.1f}%" if value else "0%"))
    return telling(fig, pd.concat(shown)), title, f"Line chart of employment in {shock} relative to a calm twin. {title}."


def relative(monthly: pd.DataFrame, first: int, last: int) -> dict[str, pd.DataFrame]:
    """Percent change of employment against the calm twin: world -> seeds x months; not a number where the calm twin has no work."""
    rows = monthly[(monthly.month >= first) & (monthly.month <= last)]
    wide = rows.assign(hit=rows.shock != "none").pivot(index=["world", "seed", "month"], columns="hit", values="employment")
    change = (100 * (wide[True] / wide[False].where(wide[False] > 0) - 1)).rename("change").reset_index()
    return {world: part.pivot(index="seed", columns="month", values="change") for world, part in change.groupby("world")}


def name_lines(ax: Any, effects: pd.DataFrame, mean: dict[str, Any], x: float) -> None:
    """Each line's name and what it loses in all."""
    row: Any = paired_effects.one(effects, "resilience_loss", world="shock", window=definitions.AFTER)
    named = (("baseline", "without", row.baseline, BASELINE), ("policy", "with policy", row.policy, POLICY))
    ends = [(mean[world][-1], f"{name}:\n{lost:.1f} lost", colour) for world, name, lost, colour in named]
    name_ends(ax, x, ends, gap=0.13)


def title_of(spared: pd.Series, people: float | None) -> str:
    """Whether the policy softens the shock, in words."""
    if not wording.clear(spared):
        return wording.capital(wording.finding(spared, "the employment that the shock spares"))
    less = "less" if spared.effect > 0 else "more"
    return f"With the policy the shock takes {wording.work_of(spared, people, less)}"
