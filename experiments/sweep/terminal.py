"""What the terminal shows of a sweep: the design before it runs, how it goes, and the answer."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from experiments.console.printing import COLOURS, styled, wide
from experiments.outcomes import wording
from experiments.outcomes.card_names import words_of
from experiments.outcomes.definitions import AFTER, LATE
from experiments.outcomes.paired_effects import one
from experiments.recording.batch_tables import WHOLE
from experiments.sweep import cost_estimate, labels
from experiments.sweep.cost_estimate import Pace
from experiments.sweep.findings import regret
from experiments.sweep.plan import Plan
from experiments.sweep.sampling import declared, factor
from experiments.sweep.scheduler import Outcome, grouped, seconds_of

MANY = 10
ROWS = 20
"""Lines of a table in the terminal at most; the rest is in the files."""
SHOWN = (("unemployment", LATE), ("gini", LATE), ("participation", LATE), ("resilience_dividend", AFTER), ("spending_year", WHOLE),
         ("cost_per_job_year", WHOLE))  # fmt: skip


def design(plan: Plan, missing: set[str], pace: Pace, workers: int, store: Path) -> None:
    """The whole sweep before it runs: how many, how long, how much."""
    table = Table(title=plan.title, title_justify="left", show_header=False)
    for label, said in (*design_rows(plan), *cost_rows(plan, missing, pace, workers, store)):
        table.add_row(label, said)
    wide().print(table, highlight=False)
    for late in plan.too_late:
        wide().print(late, highlight=False)


def design_rows(plan: Plan) -> Iterator[tuple[str, str]]:
    """What is compared with what."""
    policies = plan.cells[plan.cells.role == "policy"]
    varied = [f"  {path}{unit_of(path)}: {values_of(path, values)}" for path, values in plan.settings["vary"].items()]
    yield "design", "\n".join([plan.settings["design"].replace("_", " "), *varied])
    yield "portfolios", listed([words_of(name) for name in policies.portfolio.unique()])
    yield "held fixed", "\n".join(plan.held)
    yield "paired with", "the city without levers" if plan.baseline == "none" else plan.baseline
    for name in ("case", "shock"):
        yield f"{name}s", listed(plan.cells[name].unique())
    yield "seeds", f"{len(plan.seeds)} ({plan.seeds[0]} to {plan.seeds[-1]}), the same luck in every cell of a seed"
    size = " and ".join(f"{residents:,}" for residents in sorted(plan.cells.residents.unique()))
    yield "each run", f"{size} residents, {span(plan.cells.burn_in)} months before and {span(plan.cells.months)} after the policy date"


def cost_rows(plan: Plan, missing: set[str], pace: Pace, workers: int, store: Path) -> Iterator[tuple[str, str]]:
    """How many runs, how long, how much disk."""
    runs = plan.cells.run.nunique()
    there = f", {runs - len(missing):,} of them in the store" if len(missing) < runs else ""
    yield "runs", f"{len(plan.cells):,} cells, {runs:,} different runs{there}: {len(missing):,} to compute"
    seconds = sum(seconds_of(group, pace) for group in grouped(plan, missing)) / workers
    trusted = "" if pace.tried else ", after the rules are compiled (a minute or two); a rough guess before that"
    yield "time", f"about {duration(seconds)} on {workers} worker{'s' if workers > 1 else ''} ({plan.settings['engine']['name']}){trusted}"
    yield "disk", f"about {cost_estimate.size_of(plan, len(missing)) / 1e6:,.1f} MB more in {store}"


def values_of(path: str, values: Any) -> str:
    """The values of a factor, or the interval it is drawn from."""
    return values if isinstance(values, str) else ", ".join(labels.said(path, value) for value in factor(path, values).values)


def unit_of(path: str) -> str:
    """' (EUR/year)' where a factor is a sum of money: its values alone would not say of which time."""
    known = declared(path)
    return f" ({known.unit})" if known and known.unit.startswith("EUR") else ""


def listed(names: Sequence[str]) -> str:
    """Names, or how many and some of them."""
    if len(names) <= MANY:
        return "\n".join(names)
    return "\n".join([f"{len(names):,} of them", *(f"  {name}" for name in (names[0], names[1], "...", names[-1]))])


def span(numbers: pd.Series) -> str:
    """'24' or '24 to 240'."""
    low, high = numbers.min(), numbers.max()
    return str(low) if low == high else f"{low} to {high}"


def duration(seconds: float) -> str:
    """'12 s', '3 min', '2.5 h'."""
    if seconds < 100:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def how_it_went(outcome: Outcome) -> None:
    """Where the time went."""
    if outcome.computed == 0:
        wide().print("Nothing to compute: every run was in the store.", highlight=False)
        return
    others = f" {outcome.elsewhere:,} more were stored by another command meanwhile." if outcome.elsewhere else ""
    said = (
        f"{outcome.computed:,} runs in {duration(outcome.wall)}: {outcome.workers} workers, {100 * outcome.busy:.0f}% of their time "
        f"in the model, {1000 * outcome.overhead:.1f} ms a run beside it.{others}"
    )
    wide().print(said, highlight=False)


def failures(failed: list[dict], file: Path) -> None:
    """Runs that could not be finished, with what was asked of them."""
    table = Table(title=f"{len(failed)} runs failed (all of them, with their configurations, in {file})", title_justify="left")
    for name in ("portfolio", "case", "shock", "seed", "error"):
        table.add_column(name)
    for run in failed[:ROWS]:
        table.add_row(words_of(run["portfolio"]), run["case"], run["shock"], str(run["seed"]), run["error"].strip().splitlines()[-1])
    wide().print(table, highlight=False)


def effects(found: pd.DataFrame, plan: Plan, names: Mapping[str, str]) -> None:
    """Portfolios, by their ``names``, by what they do to unemployment, in each case and shock."""
    blocks = list(found.groupby(["case", "shock"], sort=False))
    for (case, shock), rows in blocks[:MANY]:
        wide().print(block(rows, regret.state(case, shock), names), highlight=False)
    if len(blocks) > MANY:
        wide().print(f"... and {len(blocks) - MANY:,} more cases and shocks in the table of effects", highlight=False)
    paired = f"paired over {len(plan.seeds)} seeds with the same luck"
    wide().print(f"Change against the baseline and its 90% interval; means of the last 5 years; {paired}.", highlight=False)


def decision(said: list[str], page: Path) -> None:
    """The answer in words, and where its page is."""
    wide().print("\n".join(said), highlight=False, markup=False)
    wide().print(f"The page is {page}", highlight=False, soft_wrap=True)


def block(rows: pd.DataFrame, title: str, names: Mapping[str, str]) -> Table:
    """A line per portfolio, best effect on unemployment first."""
    city = rows[rows.dimension == "all"]
    best = city[(city.outcome == "unemployment") & (city.window == LATE)].sort_values("effect", kind="stable")
    shown = [(outcome, window) for outcome, window in SHOWN if ((city.outcome == outcome) & (city.window == window)).any()]
    table = Table(title=title[:1].upper() + title[1:], title_justify="left", show_lines=True)
    table.add_column("portfolio")
    for outcome, _ in shown:
        table.add_column(wording.title_of(outcome), justify="right")
    of = dict(iter(city.groupby("portfolio")))
    for portfolio, world in best[["portfolio", "world"]].head(ROWS).itertuples(index=False):
        table.add_row(names[portfolio], *(cell(one(of[portfolio], outcome, window=window, world=world)) for outcome, window in shown))
    if len(best) > ROWS:
        table.caption = f"... and {len(best) - ROWS:,} more in the table of effects"
    return table


def cell(row: pd.Series | None) -> str | Text:
    """A change with its interval below; grey where nothing is clear."""
    if row is None:
        return ""
    if row.outcome == "cost_per_job_year":
        return wording.money(row.effect) if row.verdict == "extra jobs" else row.verdict
    said = wording.change(row.effect, row.unit)
    if row.outcome.startswith("spending"):
        return said
    return styled(f"{said}\n({wording.interval(row.low, row.high, row.unit)})", COLOURS.get(row.verdict, "default"))
