"""What comes of each table's plan? Effects for every role, who gains, and whether it holds under other weather, told by one rule."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from experiments.inputs.comparison import Comparison
from experiments.outcomes.verdicts import verdicts
from experiments.recording.run_tables import known_mean
from experiments.workshop.brief import Brief, asked
from experiments.workshop.messages import both_known, half_width
from experiments.workshop.plan import PlanInputs, question_of
from experiments.workshop.tables import ROLES, Proposal
from sim import catalogue

GAINERS: tuple[dict[str, str], ...] = (
    {"education": "low"}, {"education": "medium"}, {"education": "high"}, {"sex": "women"}, {"sex": "men"},
    {"origin": "native"}, {"origin": "foreign-born"},
)  # fmt: skip
"""Groups whose employment tells who gains."""
GAIN, STORM = "employment", "recession"
ASKED = asked([*ROLES.values(), *((GAIN, group) for group in GAINERS)])
OWN, OTHER = "own", "other"
"""The weather that the plan says, and another: a recession in mid-course, or none where it has one."""
TOLD = (1, 3, 5, 8, 12, 20)
"""Numbers of cities after which the board is told."""


@dataclass
class Assessment:
    """What is known so far of one proposal: for each weather a pair of briefs (plan, baseline) for each seed."""

    comparisons: dict[str, Comparison]
    pairs: dict[str, list[tuple[Brief, Brief]]] = field(default_factory=lambda: {OWN: [], OTHER: []})

    def effects(self, weather: str) -> np.ndarray:
        """Plan minus baseline in the last twelve months, shape (seeds, asked); not a number where nobody was counted on a side."""
        month = self.comparisons[weather].months
        tables = np.array([[one.year_to(month) for one in pair] for pair in self.pairs[weather]], np.float64).reshape(-1, 2, len(ASKED))
        tables = both_known(tables)
        return tables[:, 0] - tables[:, 1]

    def lived(self, weather: str) -> np.ndarray:
        """Residents of the model behind each thing asked, in all seeds, on the side where they are fewer."""
        month = self.comparisons[weather].months
        people = [[np.nan_to_num(one.people[:, month]) for one in pair] for pair in self.pairs[weather]]
        return np.array(people).reshape(-1, 2, len(ASKED)).min(axis=1).sum(axis=0)

    @property
    def spent(self) -> float | None:
        """EUR a year that the plan's levers spent, mean over seeds."""
        return float(np.mean([plan.spent for plan, _ in self.pairs[OWN]])) if self.pairs[OWN] else None


def assessment_of(plan: Mapping[str, Any], setting: PlanInputs) -> Assessment:
    """A plan to be judged, in its own weather and another."""
    own = question_of(plan, setting)
    shock = {} if own.shock else {STORM: {"start": own.months // 3}}
    return Assessment({OWN: own, OTHER: question_of({**plan, "shock": shock}, setting)})


async def assess(one: Assessment, brief: Callable[..., Coroutine[Any, Any, Brief]], tell: Callable[[], None]) -> None:
    """City after city, first in the plan's own weather, then in the other."""
    for weather, comparison in one.comparisons.items():
        shocked = bool(comparison.shock)
        for seed in comparison.seeds:
            pair = await asyncio.gather(*(brief(comparison, seed, (policy, shocked), ASKED) for policy in (True, False)))
            one.pairs[weather].append((pair[0], pair[1]))
            if len(one.pairs[weather]) in TOLD or seed == comparison.seeds[-1]:
                tell()


def board(proposals: list[tuple[Proposal, Assessment]]) -> list[dict[str, Any]]:
    """What the page shows of every proposal. The plans are asked together, each role's wish by itself; so are the groups of one plan."""
    rows = pd.DataFrame([row for at, (_, one) in enumerate(proposals) for row in rows_of(at, one)])
    if len(rows):
        rows["verdict"] = verdicts(rows, ["family"], rows.lived)
    return [of_one(one, rows[rows.proposal == at] if len(rows) else rows) for at, (_, one) in enumerate(proposals)]


def rows_of(at: int, one: Assessment) -> list[dict[str, Any]]:
    """Every effect of a proposal as far as it is known."""
    found = []
    known: Mapping[str, Any] = catalogue.indicators()
    for weather in (OWN, OTHER):
        effects = one.effects(weather)
        if not len(effects):
            continue
        middle, half, lived = known_mean(effects, 0), half_width(effects), one.lived(weather)
        agree = (np.sign(effects) == np.sign(middle)).sum(axis=0)
        for k, role in enumerate([*ROLES, *([""] * len(GAINERS) if weather == OWN else [])]):
            family = f"{weather} {role}" if role else f"gain {at}"
            better = known[ROLES[role][0] if role else GAIN].better
            about = {"proposal": at, "weather": weather, "role": role, "k": k, "family": family, "better": better}
            span = {"effect": middle[k], "low": middle[k] - half[k], "high": middle[k] + half[k]}
            found.append({**about, **span, "seeds": len(effects), "lived": lived[k], "agree": int(agree[k])})
    return found


def of_one(one: Assessment, rows: pd.DataFrame) -> dict[str, Any]:
    """One column of the board."""
    said: dict[str, Any] = {"spent": one.spent, "month": one.comparisons[OWN].months, "cities": len(one.comparisons[OWN].seeds),
                            "calm": not one.comparisons[OTHER].shock, "storm": one.comparisons[OTHER].months // 3}  # fmt: skip
    for weather in (OWN, OTHER):
        said[weather] = {row.role: told(row) for row in rows.itertuples() if row.weather == weather and row.role}
    said["gains"] = [{"group": GAINERS[row.k - len(ROLES)], **told(row)} for row in rows.itertuples() if not row.role]
    return said


def told(row: Any) -> dict[str, Any]:
    """An effect as plain data; what is no number is None."""
    numbers = {name: float(getattr(row, name)) for name in ("effect", "low", "high")}
    return {**{name: value if np.isfinite(value) else None for name, value in numbers.items()},
            "verdict": row.verdict, "seeds": int(row.seeds), "agree": int(row.agree)}  # fmt: skip
