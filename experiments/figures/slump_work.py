"""Work in the slump with and without the plan, the plan's calm gain, and what is left."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.figures.style import INK, colour_of, framed, source, telling
from experiments.outcomes import slump_work
from experiments.outcomes.card_names import the_shock
from experiments.outcomes.verdicts import CLEAR
from experiments.outcomes.wording import interval


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Three bars with their intervals; nothing where no shock strikes, or from one seed."""
    record = manifest["question"]
    found = slump_work.answers(tables, record)
    if found is None or not np.isfinite(found.low).all():
        return None
    title = title_of(found.set_index("answer"), the_shock(record["shock"]))
    subtitle = f"Job-years of residents over {slump_work.months_of(record)} months, with the plan against without it"
    note = "Bars: means over seeds; whiskers: 90% intervals; grey: it cannot be told from luck. The third bar is the first less the second."
    fig, ax = framed(title, subtitle, source(manifest, note), 4.9, 1, {"left": 0.34})
    places = np.arange(len(found))
    ax.barh(places, found.effect, color=[colour_of(said) for said in found.verdict], height=0.55)
    ax.errorbar(found.effect, places, xerr=[found.effect - found.low, found.high - found.effect], fmt="none", ecolor=INK, capsize=5)
    ax.set_yticks(places, [slump_work.TITLES[name] for name in found.answer])
    ax.invert_yaxis()
    ax.axvline(0, color=INK, linewidth=1.2)
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.set_xlabel("job-years")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    return telling(fig, found), title, f"Three bars: work in the slump, the calm gain, and what is left. {title}."


def title_of(found: pd.DataFrame, shock: str) -> str:
    """Whether the plan takes something off the slump itself, or brings work in any case."""
    slump, left = found.loc[slump_work.SLUMP], found.loc[slump_work.LEFT]
    if left.verdict in CLEAR:
        more = "spares" if left.effect > 0 else "adds"
        return f"The plan {more} {abs(left.effect):,.0f} job-years {'of' if left.effect > 0 else 'to'} what {shock} takes"
    if slump.verdict in CLEAR:
        word = "more" if slump.effect > 0 else "less"
        return f"In {shock} there is {word} work with the plan ({slump.effect:+,.0f} job-years), as in calm years"
    between = interval(slump.low, slump.high, "job-years")
    return f"Whether there is more work with the plan in {shock} cannot be told ({slump.effect:+,.0f} job-years, {between})"
