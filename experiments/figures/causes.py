"""Why the plan changes work: year by year, what levers do directly, who is displaced, who moves up, and what that comes to."""

import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import BASELINE, INK, POLICY, WORSE, band, framed, source, telling, whole_years
from experiments.outcomes import causes, wording

COLOURS = {"direct": POLICY, "freed": "#56B4E9", "displaced": WORSE, "demand": "#8a6d00", "heard": "#CC79A7", "luck": BASELINE}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Stacked bars by cause with the balance, and job-years by the lever at the root; nothing where no life is changed."""
    rows = tables["causes"]
    rows = rows[rows.shock == "none"]
    if len(rows) == 0 or not rows.work.any():
        return None
    title = title_of(causes.by_cause(tables).iloc[-1], causes.by_lever(tables))
    subtitle = "Job-years a year against the city without the policy, by the first cause of each changed life (left), and by lever (right)"
    note = "Calm world; line and whiskers: mean and 90% interval over seeds. Chains of people who pass each other count where they begin."
    fig, (years, levers) = framed(title, subtitle, source(manifest, note), 6.4, 2, {"wspace": 0.36, "width_ratios": (1.7, 1)})
    by_year(years, rows)
    by_lever(levers, causes.by_lever(tables))
    return (
        telling(fig, shown(rows, causes.by_lever(tables))),
        title,
        f"Stacked bars of job-years by cause and year, and bars by lever. {title}.",
    )


def shown(rows: pd.DataFrame, levers: pd.DataFrame) -> pd.DataFrame:
    """Job-years by first cause and year, means over seeds, and below them those by lever over the whole run, with their intervals."""
    years = rows.assign(year=(rows.month - 1) // 12 + 1).groupby(["year", "cause"], sort=False).work.sum() / 12 / rows.seed.nunique()
    return pd.concat([years.rename("job_years").reset_index(), levers[["root", "job_years", "job_years_low", "job_years_high"]]])


def by_year(ax: Axes, rows: pd.DataFrame) -> None:
    """One stack a year, and the balance with its interval."""
    rows = rows.assign(year=(rows.month - 1) // 12 + 1, work=rows.work / 12)
    seeds, years = sorted(rows.seed.unique()), np.arange(1, rows.year.max() + 1)
    sums = rows.pivot_table(index=["seed", "year"], columns="cause", values="work", aggfunc="sum", fill_value=0.0)
    sums = sums.reindex(pd.MultiIndex.from_product([seeds, years]), fill_value=0.0)
    above, under = np.zeros(len(years)), np.zeros(len(years))
    for cause, colour in COLOURS.items():
        if cause not in sums:
            continue
        part = sums[cause].groupby(level=1).mean().to_numpy()
        ax.bar(years, part, bottom=np.where(part >= 0, above, under), color=colour, width=0.75, label=causes.TITLES[cause].lower())
        above, under = above + np.maximum(part, 0), under + np.minimum(part, 0)
    mean, low, high = band(sums.sum(axis=1).to_numpy().reshape(len(seeds), len(years)))
    ax.fill_between(years, low, high, color=INK, alpha=0.2, linewidth=0)
    ax.plot(years, mean, color=INK, marker="o", markersize=5, label="all together")
    ax.axhline(0, color=INK, linewidth=1.2)
    ax.set_ylim(1.12 * under.min(), 1.75 * above.max())
    ax.legend(frameon=False, ncols=2, loc="upper left", fontsize=10.5)
    whole_years(ax, 0.4, years[-1] + 0.6)
    ax.set_xlabel("year after the policy starts")
    ax.grid(axis="x", visible=False)


def by_lever(ax: Axes, found: pd.DataFrame) -> None:
    """Job-years of the whole run by the lever at the root of the chain."""
    found = found[found.root != causes.WHOLE].sort_values("job_years")
    names = [textwrap.fill(causes.name_of(root), 16) for root in found.root]
    ends = np.abs(found[["job_years_low", "job_years_high"]].to_numpy().T - found.job_years.to_numpy())
    ax.barh(names, found.job_years, color=[POLICY if root else BASELINE for root in found.root], height=0.6)
    if np.isfinite(ends).all():
        ax.errorbar(found.job_years, np.arange(len(found)), xerr=ends, fmt="none", ecolor=INK, capsize=4)
    ax.axvline(0, color=INK, linewidth=1.2)
    ax.set_xlabel("job-years over the whole run")
    ax.locator_params(axis="x", nbins=4)
    ax.grid(axis="y", visible=False)


def title_of(whole: pd.Series, levers: pd.DataFrame) -> str:
    """What it comes to, and the lever that makes most of it when that can be told."""
    if whole.seeds < 2:
        return f"Changed lives add up to {whole.job_years:+,.0f} job-years in one city, which may be luck"
    if whole.job_years_low <= 0 <= whole.job_years_high:
        between = wording.interval(whole.job_years_low, whole.job_years_high, "job-years")
        return f"Changed lives add up to {whole.job_years:+,.0f} job-years ({between}): which way cannot be told"
    known = levers[~levers.root.isin(("", causes.WHOLE)) & (levers.job_years_low * levers.job_years_high > 0)]
    said = f"Changed lives add up to {whole.job_years:+,.0f} job-years"
    if len(known) == 0 or len(levers) < 4:
        return said
    most = known.loc[known.job_years.abs().idxmax()]
    return f"{said}; {causes.name_of(most.root)} makes {most.job_years:+,.0f} of them"
