"""What the terminal shows of a sensitivity study: the design and its time first, how it goes, and the answer."""

import os
from collections.abc import Mapping
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from experiments.console.printing import wide
from experiments.evidence.sensitivity.evaluation import LEVELS
from experiments.evidence.sensitivity.inputs import SensitivityInputs
from experiments.outcomes.card_names import words_of
from experiments.outcomes.wording import title_of
from experiments.sweep.terminal import duration

SHOWN = 5


def design(one: SensitivityInputs, missing: int, more: int, seconds: float, more_seconds: float) -> None:
    """The study before it runs: what moves, how many runs, how long."""
    workers = one.workers or os.cpu_count() or 1
    table = Table(title="What do the assumed numbers decide?", title_justify="left", show_header=False)
    tags = pd.Series([moved.tag for moved in one.moved]).value_counts()
    table.add_row(
        "numbers", ", ".join(f"{count} {tag}" for tag, count in tags.items()) + ", each moved from half to double or as numbers.csv says"
    )
    table.add_row("policies", ", ".join(words_of(name) for name in one.policies))
    table.add_row("worlds", f"calm, and {', '.join(one.shock)}; with and without each policy; {len(one.seeds)} seeds with the same luck")
    table.add_row("each run", f"{one.residents:,} residents, {one.burn_in} months before and {one.months} after the policy date")
    table.add_row(
        "screening", f"Morris: {one.trajectories} walks, {one.first_rows:,} sets of numbers, {missing:,} runs not yet in the store"
    )
    table.add_row(
        "close look", f"Sobol: the {min(one.top, len(one.moved))} most important, {one.second_rows:,} sets, about {more:,} runs at most"
    )
    table.add_row("time", f"about {duration(seconds / workers)} and then {duration(more_seconds / workers)} on {workers} "
                          f"worker{'s' if workers > 1 else ''}; a run that is in the store is not lived again")  # fmt: skip
    console = wide()
    console.print(table, highlight=False)
    hours = (seconds + more_seconds) / workers / 3600
    if hours > 1:
        console.print(f"This takes about {hours:.1f} hours. It goes on where it is stopped; fewer numbers=... or policies=... take less, "
                      "fewer residents, seeds, trajectories or samples take less and tell less.", highlight=False)  # fmt: skip


def show(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> None:
    """What decides each answer, and how stable the order is."""
    out = wide()
    out.print(important(tables["indices"]), highlight=False)
    out.print(orders(tables["ranking"]), highlight=False)
    screened, asked = tables["screened"], about["setting"]
    silent = int((~screened.groupby("path").told.any()).sum())
    said = f"{silent} of {screened.path.nunique()} numbers move nothing that can be told from luck"
    out.print(f"{said} ({asked['residents']:,} residents, {len(asked['seeds'])} seeds; more of both tell more).", highlight=False)


def important(found: pd.DataFrame) -> Table:
    """The numbers with the largest share of each answer's variance."""
    heads = ("answer", "luck", "numbers with the largest share of its variance, with 90% intervals")
    table = Table(*heads, title="What decides", title_justify="left")
    for what, rows in found.groupby("what", sort=False):
        largest = rows.sort_values(["total_withheld", "total"], ascending=[True, False]).head(SHOWN)
        table.add_row(what, f"{rows.bar.iloc[0]:.0%}", Text("\n").join(share(row) for row in largest.itertuples()))
    return table


def share(row: Any) -> Text:
    """'hiring.fit 41% (30% to 52%)', and whether that is more than luck; the path alone where the interval is too wide."""
    if row.total_withheld:
        return Text.assemble(row.path, (" withheld: its interval is wider than 30 points", "dim"))
    doubt = "" if row.told else " not told from luck"
    return Text.assemble(f"{row.path} {row.total:.0%} ({row.total_low:.0%} to {row.total_high:.0%})", (doubt, "dim"))


def orders(ranking: pd.DataFrame) -> Table:
    """Who comes first, how often, and how often by luck alone."""
    table = Table(
        "by",
        "policy",
        "first in",
        "by luck alone",
        "pairs in their usual order",
        title="Does the order of policies survive?",
        title_justify="left",
    )
    rows = ranking[(ranking.stage == "all numbers") & (ranking.place == 1)]
    for row in in_order(rows).itertuples():
        kept = f"{row.agreement:.0%} (luck alone {row.agreement_by_luck:.0%})" if row.usual_place == 1 else ""
        table.add_row(
            title_of(row.outcome) if row.usual_place == 1 else "", words_of(row.policy), f"{row.share:.0%}", f"{row.by_luck:.0%}", kept
        )
    return table


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Outcomes as they are asked, policies by their usual place."""
    return rows.assign(asked=rows.outcome.map(LEVELS.index)).sort_values(["asked", "usual_place"], kind="stable")
