"""The page: the brief, the effects, the pictures, who gains, the money, the shock, and how far to trust it."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.figures.by_group import DIMENSIONS, spoken, words_of
from experiments.figures.drawing import Picture
from experiments.outcomes import headline, paired_effects, wording
from experiments.outcomes.definitions import LATE
from experiments.outcomes.equity import OF_GROUPS
from experiments.report import brief, causes, crossed, equity, public_finance, shock, trust
from experiments.report.markup import HEADS, folded, numbers_row, outcomes_table, paragraph, pictures, section, table, whole_page

Tables = Mapping[str, pd.DataFrame]
TRAITS = [dimension for dimension in DIMENSIONS if dimension != "all"]
READING = (
    "Each seed is a city that lives in all worlds with the same luck; an effect is the mean difference between policy "
    "and baseline, seed by seed. The 90% interval (Student t) tells how far it depends on luck, not how far on the "
    "model's assumptions. When it includes zero the page says no clear effect."
)


def page(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    return whole_page(
        manifest["question"]["title"], LINKS, brief.brief(tables, manifest, drawn), [part(tables, manifest, drawn) for part in PARTS]
    )


LINKS = {"brief": "Brief", "effects": "Effects", "figures": "Figures", "who": "Who gains", "why": "Why", "kept_out": "Who is kept out",
         "equity": "How equal", "money": "Money", "resilience": "Resilience", "assumed": "Assumed", "repeat": "Repeat",
         "city": "City"}  # fmt: skip


def effects(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The table that everybody looks at."""
    rows, last = [], None
    for row in headline.rows(tables["effects"]):
        if row.section != last:
            rows.append(f'<tr class="section"><th colspan="6" scope="colgroup">{escape(row.section)}</th></tr>')
            last = row.section
        rows.append(effect_row(row))
    made = table("Means of the last 5 years, calm world, unless the section says otherwise", ("Outcome", *HEADS), rows, "effects")
    return section("effects", "What changed", made + paragraph(READING, "note"))


def effect_row(row: headline.Row) -> str:
    """One line of the table; a group stands a step to the right."""
    return numbers_row(f'class="words{" step" if row.label.startswith(" ") else ""}"', row.label.strip(), row)


def figures(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """What happens over the years."""
    return section("figures", "Over the years", pictures(drawn, "unemployment", "fan", "participation", "spread"))


def who(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """Who gains and who does not, in words, pictures and numbers."""
    found = tables["effects"]
    wanted = (found.outcome == "unemployment") & (found.window == LATE) & (found.world == "calm")
    rows = found[wanted & found.dimension.isin(TRAITS) & (found.group != "other")]
    body = paragraph(who_in_words(rows)) + pictures(drawn, "by_group") + crossed.picker(tables, manifest)
    body += pictures(drawn, "small_multiples", "districts") + group_table(found)
    return section("who", "Who gains, and who does not", body)


def who_in_words(rows: pd.DataFrame) -> str:
    """Groups whose unemployment clearly falls, clearly rises, or does not clearly change."""
    parts = []
    for verdict, start in (
        ("better", "Unemployment clearly falls for"),
        ("worse", "It clearly rises for"),
        ("no clear effect", "There is no clear effect for"),
        (paired_effects.FEW, "There are too few people in the model to tell for"),
    ):
        names = [spoken(row.dimension, row.group) for row in rows[rows.verdict == verdict].itertuples()]
        if names:
            parts.append(f"{start}: {', '.join(names)}.")
    return " ".join(parts) or "One seed has no intervals, so gains by group cannot be told."


def group_table(found: pd.DataFrame) -> str:
    """Every group and outcome, folded away."""
    wanted = found.outcome.isin(OF_GROUPS) & (found.window == LATE) & (found.world == "calm")
    rows = found[wanted & found.dimension.isin(TRAITS) & (found.group != "other")].sort_values(["dimension", "group"], kind="stable")
    named = [(f"{words_of(row.dimension, row.group)}: {wording.title_of(row.outcome)}", row) for _, row in rows.iterrows()]
    made = outcomes_table("Effects by group, calm world, mean of the last 5 years", named, "Group and outcome")
    return folded("All effects by group", made)


PARTS: tuple[Callable, ...] = (
    effects, figures, who, causes.why, equity.kept_out, equity.equity, public_finance.money, shock.resilience, trust.assumed,
    trust.repeat, trust.city,
)  # fmt: skip
