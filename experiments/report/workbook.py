"""What stands in the workbook of a run? What was asked, effects, groups, months, money, and what is assumed: one tidy sheet for each."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.figures.brief import asked_and_spent
from experiments.outcomes import headline, wording
from experiments.outcomes.definitions import definition_of
from experiments.storage import formats, spreadsheet
from experiments.storage.spreadsheet import Sheet

NAME = "results"
EFFECTS = ("outcome", "what", "world", "window", "unit", "better", "baseline", "policy", "effect", "low", "high", "seeds", "verdict")
MEASURED = ("baseline", "policy", "effect", "low", "high")
OF_MONTHS = ("scenario", "world", "shock", "seed", "month")
READ = (
    ("effect", "policy less baseline, mean over seeds, each seed living in both with the same luck"),
    ("low, high", "90% interval of the effect; how far it depends on luck, not on what is assumed"),
    ("better", "whether a higher or a lower value is better; empty where neither is"),
    ("world", "calm: without the shock; shock: with it"),
    ("months", "means over seeds; month 0 is the last before the policy starts; money as people of the real city"),
    ("share", "shown as a percentage; an effect of 0.12% is 0.12 percentage points"),
)


def write(folder: Path, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> None:
    """The workbook beside the page, when it is wanted."""
    if "xlsx" not in formats.wanted(folder, NAME):
        return
    made = datetime.fromisoformat(manifest["made_at"])
    spreadsheet.write(folder / f"{NAME}{formats.ENDINGS['xlsx']}", sheets(tables, manifest), manifest["question"]["title"], made)


def sheets(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> list[Sheet]:
    """All sheets in order."""
    found = tables["effects"].assign(what=[wording.title_of(name) for name in tables["effects"].outcome])
    whole = found[found.dimension == "all"]
    return [
        Sheet("question", asked(tables, manifest)),
        Sheet("effects", whole[list(EFFECTS)], unit_in="unit", measured=MEASURED),
        groups(found[found.dimension != "all"], tables["districts"]),
        months(tables["monthly"]),
        Sheet("budgets", asked_and_spent(tables["ledger"], manifest["question"]), {"asked": "EUR a year", "spent": "EUR a year"}),
        money(tables["ledger"], len(manifest["question"]["seeds"])),
        assumptions(manifest),
    ]


def asked(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> pd.DataFrame:
    """What was asked, the answer, and how to read the other sheets."""
    question, city = manifest["question"], manifest["city"]
    rows = [
        ("title", question["title"]), ("story", " ".join(question["story"].split())),
        ("answer", headline.answer(tables["effects"], dict(question))),
        ("city", f"{city['title']}, counts of {city['year']}"), ("model residents", f"{question['residents']:,}"),
        ("people each stands for", f"{city['people_per_resident']:,.1f}"), ("seeds", str(len(question["seeds"]))),
        ("months", str(question["months"])), ("compared with", wording.other_plan(question)), ("made", manifest["made_at"]),
        ("commit", str(manifest["git_commit"] or "unknown")), *READ,
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["what", "said"])


def groups(found: pd.DataFrame, districts: pd.DataFrame) -> Sheet:
    """Effects on groups; districts by their names."""
    names = dict(zip(districts.group, districts.name, strict=True))
    named = [
        names.get(group, group) if dimension == "district" else group for dimension, group in zip(found.dimension, found.group, strict=True)
    ]
    columns = [*EFFECTS[:2], "dimension", "group", *EFFECTS[2:], *(["residents"] if "residents" in found else [])]
    return Sheet("groups", found.assign(group=named)[columns], unit_in="unit", measured=MEASURED)


def months(monthly: pd.DataFrame) -> Sheet:
    """Every monthly measure of every world, means over seeds."""
    measures = [name for name in monthly.columns if name not in OF_MONTHS]
    means = monthly.groupby(["world", "shock", "month"], sort=False)[measures].mean().reset_index()
    return Sheet("months", means, {name: definition_of(name)[0] or "number" for name in measures})


def money(ledger: pd.DataFrame, seeds: int) -> Sheet:
    """Spending of every year by lever and recipient, means over seeds."""
    years = ledger.assign(year=np.ceil(ledger.month / 12).astype(int))
    rows = years.groupby(["world", "shock", "year", "lever", "recipient"], sort=False).euros.sum().div(seeds).reset_index(name="spent")
    return Sheet("money", rows, {"spent": "EUR"})


def assumptions(manifest: Mapping[str, Any]) -> Sheet:
    """Numbers behind which nothing published stands."""
    columns = ["card", "name", "value", "unit", "meaning", "source"]
    return Sheet("assumptions", pd.DataFrame(manifest["assumed"], columns=columns), unit_in="", measured=())
