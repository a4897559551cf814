"""What the shock takes, how the city comes back, who bears it, and what the policy spares."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.figures.by_group import DIMENSIONS, words_of
from experiments.figures.drawing import Picture
from experiments.outcomes import headline, slump_work, wording
from experiments.outcomes.definitions import AFTER, BEFORE
from experiments.outcomes.paired_effects import one
from experiments.report.markup import folded, outcomes_table, paragraph, pictures, section, titled

PROFILE = (
    "resilience_loss", "resilience_loss_clipped", "jobs_lost", "robustness", "resistance", "recovery_half_months", "recovery_half_reached",
    "recovery_months", "recovery_reached", "recovery", "rapidity", "normalised_resilience", "hysteresis", "path_change", "ripple",
)  # fmt: skip
PEOPLE = ("displaced", "displaced_regained", "displaced_at_work", "displaced_elsewhere")
FALLS = ("work_loss_concentration", "income_loss_concentration")
RESERVE = ("reachable_occupations", "spare_seats", "employer_concentration")
HOW = (
    "Everything is read against the calm twin: the same city, seed by seed, without the shock. A policy's dividend is therefore a "
    "difference of differences, with a paired interval. Depth and recovery are read from quarters, from the start of the shock; where a "
    "level is not reached within the horizon in every seed, the months are those it took at least, no effect is told, and the share of "
    "seeds that reached it stands beside it. "
    "Posts lost directly are those that demand, tasks and stopped work take before local demand follows; the ripple is what is lost "
    "besides. No single index of resilience is accepted, so a profile is shown."
)


def resilience(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The section of the shock."""
    found = tables["effects"]
    spared = one(found, "resilience_dividend", world="shock", window=AFTER)
    said = (
        headline.shock_sentence(spared, manifest["question"], headline.employed(found, manifest["question"])) or "No shock was asked for."
    )
    if spared is None:
        return section("resilience", "In a shock", paragraph(said))
    said += f" The interval is {wording.interval(spared.low, spared.high, spared.unit)} percent-months."
    three = slump_work.sentence(slump_work.answers(tables, manifest["question"]), manifest["question"])
    body = paragraph(three) + paragraph(said) + pictures(drawn, "slump_work", "profile", "resilience", "burden")
    body += tables_of(found) + paragraph(HOW, "note")
    return section("resilience", "In a shock", body)


def tables_of(found: pd.DataFrame) -> str:
    """The profile in numbers, then who bears it; folded away."""
    after = {"world": "shock", "window": AFTER}
    profile = titled(one(found, name, **after) for name in PROFILE)
    moved = [(f"Posts that changed {kind}", one(found, "reorientation", dimension=kind, **after)) for kind in ("sector", "occupation")]
    people = titled(one(found, name, **after) for name in PEOPLE)
    usual = [(f"{wording.title_of(name)}, calm twin", one(found, name, window=AFTER)) for name in PEOPLE]
    falls = titled(one(found, name, **after) for name in FALLS)
    reserve = titled(one(found, name, window=BEFORE) for name in RESERVE)
    made = outcomes_table("The resilience profile, shock world against calm twin", profile + moved, effects=found)
    made += outcomes_table("What was in reserve before the shock", reserve)
    made += outcomes_table("Those who lost their job in the first two years, two years later", people + usual)
    made += outcomes_table("On whom the loss falls: below 0 on those who were poor before", falls)
    return folded("The whole profile in numbers", made + by_group(found))


def by_group(found: pd.DataFrame) -> str:
    """Work lost by each group."""
    rows = found[(found.outcome == "work_lost") & (found.world == "shock") & found.dimension.isin(DIMENSIONS)]
    named = [(words_of(row.dimension, row.group), row) for _, row in rows.iterrows()]
    return outcomes_table("Work lost by those who lived here when the shock began, percent-months", named, "Group")
