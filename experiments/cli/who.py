"""`learncity who`: effects on any crossing of up to three traits, from a finished run."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.console.printing import COLOURS, bold, styled, table_with, wide
from experiments.outcomes import groups_crossed, inclusion, who_in_words, wording
from experiments.outcomes.crossings import COLUMNS, DISTRICT, OF_WHOM, TOLD, TRAITS, group_of, said
from experiments.outcomes.definitions import LATE, THRESHOLDS
from experiments.outcomes.paired_effects import FEW
from experiments.storage.results_folder import open_results
from sim.declare import Mistake, shown

HEADS = ("", "baseline", "policy", "effect", "90% interval", "for all groups at once", "verdict")


def show(folder: Path, words: Iterable[str]) -> None:
    """The effects on one group, or which groups there are."""
    tables, about = open_results(folder, (*groups_crossed.ASKED, "effects", "inclusion"))
    traits = traits_of(words)
    if not traits:
        show_choice(tables)
        return
    rows = groups_crossed.who(tables["groups_crossed"], tables["districts"], **traits)
    show_group(rows[rows.window == LATE], tables, about)


def traits_of(words: Iterable[str]) -> dict[str, str]:
    """TRAIT=GROUP, each trait once."""
    found: dict[str, str] = {}
    for word in words:
        trait, is_pair, group = word.partition("=")
        if not is_pair:
            raise Mistake(f"who: {shown(word)} is no TRAIT=GROUP; traits are {', '.join(COLUMNS)}")
        if trait in found:
            raise Mistake(f"who: {trait} is given twice, {shown(found[trait])} and {shown(group)}; one group has one of them")
        found[trait] = group
    return found


def show_group(rows: pd.DataFrame, tables: dict[str, pd.DataFrame], about: dict[str, Any]) -> None:
    """A table of the outcomes of one group, calm and under the shock."""
    console, first = wide(140), rows.iloc[0] if len(rows) else None
    if first is None:
        raise Mistake("who: nobody of this kind ever lived in the model's city")
    named = said(group_of(first), dict(zip(tables["districts"].group.astype(str), tables["districts"].name, strict=True)))
    people = who_in_words.people(first.residents, int(first.seeds), about["city"]["people_per_resident"])
    table = table_with(f"{wording.capital(named)}: {people}", HEADS, ("", "verdict"), caption=footnote(rows), caption_justify="left")
    for world in rows.world.unique():
        table.add_section()
        table.add_row(bold("Last 5 years, calm" if world == "calm" else "Last 5 years, under the shock"))
        for outcome in OF_WHOM:
            for _, row in rows[(rows.world == world) & (rows.outcome == outcome)].iterrows():
                *numbers, verdict = who_in_words.told(row)
                table.add_row(wording.title_of(outcome), *numbers, styled(verdict, COLOURS.get(row.verdict, "default")))
    console.print(table)
    profile = inclusion.sentence(tables["inclusion"], group_of(first)) if "inclusion" in tables else ""
    if profile:
        console.print(profile, highlight=False)
    console.print("All groups, outcomes and windows: groups_crossed.csv beside the results.", highlight=False)


def footnote(rows: pd.DataFrame) -> str:
    """How to read the table."""
    many = f"{rows.looked_at.min()} to {rows.looked_at.max()}"
    read = f"Intervals: Student t, paired over seeds. For all groups at once: Bonferroni over the {many} that could be picked."
    least = f"{THRESHOLDS.least_told:g} residents, or {TOLD.least_crossed:g} over all seeds"
    few = f"{wording.capital(FEW)}: fewer than {least}, are asked."
    return f"{read} {few}" if (rows.verdict == FEW).any() else read


def show_choice(tables: dict[str, pd.DataFrame]) -> None:
    """Traits and their groups, and who stands out."""
    console = wide(140)
    table = table_with("Traits: up to three at once, a district with one other", ("trait", "groups"), ("trait", "groups"))
    for trait, groups in TRAITS.items():
        table.add_row(trait, ", ".join(groups))
    names = list(tables["districts"].name)
    table.add_row(DISTRICT, f"one of {len(names)} by name, code or number: {', '.join(names[:3])}, ...")
    console.print(table)
    for outcome in ("unemployment", "mean_income"):
        console.print(who_in_words.extremes(tables["effects"], tables["groups_crossed"], outcome), highlight=False)
