"""What does the room want, and which plans may do it? A goal, the plans it is looked for in, and how well each does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from experiments.inputs.budgets import STEP, USUAL_LEVERS
from experiments.recording.run_tables import known_mean
from experiments.workshop.brief import Asked, Brief, asked
from experiments.workshop.first_screen import MIX
from experiments.workshop.messages import both_known
from experiments.workshop.plan import PlanInputs, cap_of, check_group, question_of
from sim import catalogue, facts
from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import is_number, is_whole

CAUTION = 2
"""Cities without any effect that are counted with those lived: what a few promise is luck in part."""
LEAST = 0.05
"""Share of the money below which a lever is left out."""
THRIFT = 0.05
"""What the whole budget weighs against the way to the target, so that of plans that reach it the cheaper is shown."""
WISHES = ("lower", "higher")
Weights = dict[str, float]


@dataclass(frozen=True)
class Goal:
    """An indicator of a group in the year to a month, which way it is to go, as far as possible or to a target, for so much a year."""

    plan: Mapping[str, Any]
    indicator: str
    group: Mapping[str, Any]
    month: int
    wish: str
    target: float | None
    budget: float

    @property
    def sign(self) -> int:
        """1 where more is wanted, -1 where less is."""
        return 1 if self.wish == "higher" else -1

    @property
    def things(self) -> Asked:
        """What is asked of every world."""
        return asked([(self.indicator, self.group)])


def goal_of(message: Mapping[str, Any], setting: PlanInputs) -> Goal:
    """A goal from a page; Mistake for what cannot be looked for."""
    question = question_of(message.get("plan"), setting)
    group = check_group(message.get("group") or {}, len(facts.city(question.city).districts))
    known: Mapping[str, Any] = catalogue.indicators()
    known_or_mistake(message.get("indicator"), known, "indicator", "goal")
    known_or_mistake(message.get("wish"), WISHES, "wish", "goal")
    indicator: str = message["indicator"]
    if group and not known[indicator].by_group:
        raise Mistake(f"goal: {indicator} is counted for the whole city only")
    month: Any = message.get("month")
    target: Any = message.get("target")
    budget: Any = message.get("budget")
    if not is_whole(month) or not 12 <= month <= question.months:
        raise Mistake(f"goal: month must be a whole number in 12..{question.months}, not {shown(month)}")
    if target is not None and not is_number(target):
        raise Mistake(f"goal: target must be a number, not {shown(target)}")
    cap = cap_of(question.city, setting)
    if not is_number(budget) or not STEP <= budget <= cap + 1:
        raise Mistake(f"goal: budget = {shown(budget)} is outside {STEP:g}..{cap:g} (EUR/year)")
    base = {**message["plan"], "levers": {}, "months": int(month), "title": "", "story": ""}
    return Goal(base, indicator, group, int(month), message["wish"], None if target is None else float(target), float(budget))


@dataclass
class Candidate:
    """A plan that may do it, and the cities it was lived in."""

    levers: dict[str, dict[str, float]]
    small: list[tuple[Brief, Brief]] = field(default_factory=list)
    whole: list[tuple[Brief, Brief]] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """EUR set aside a year."""
        return sum(card["budget"] for card in self.levers.values())

    @property
    def weights(self) -> Weights:
        """Each lever's share of its money."""
        return {name: card["budget"] / self.cost for name, card in self.levers.items()}


def levels(pairs: list[tuple[Brief, Brief]], goal: Goal) -> np.ndarray:
    """Of each city (plan, baseline) in the year to the goal's month, shape (seeds, 2)."""
    tables = np.array([[one.year_to(goal.month) for one in pair] for pair in pairs], np.float64)
    return both_known(tables)[:, :, 0]


def score(one: Candidate, goal: Goal) -> float:
    """How well a plan does in the small cities, larger is better; those that reach a target are told apart by their cost."""
    plan, base = known_mean(levels(one.small, goal), 0)
    if not np.isfinite(plan):
        return -np.inf
    plan = base + (plan - base) * len(one.small) / (len(one.small) + CAUTION)
    if goal.target is None:
        return float(goal.sign * (plan - base))
    missing = max(0.0, goal.sign * (goal.target - plan)) / max(abs(goal.target - base), 1e-9)
    return float(-missing - THRIFT * one.cost / goal.budget)


def levers_of(weights: Weights, euros: float) -> dict[str, dict[str, float]]:
    """Euros for each lever in steps, no more together than there are; what would get next to nothing is left out."""
    large = {name: weight for name, weight in weights.items() if weight >= LEAST * sum(weights.values())}
    total = sum(large.values())
    found = {name: STEP * np.floor(euros * weight / total / STEP + 1e-9) for name, weight in large.items()}
    return {name: {"budget": float(amount)} for name, amount in found.items() if amount > 0}


def starts(goal: Goal, own: Weights) -> Iterator[Weights]:
    """What is tried first: the levers on the screen, each theme's mix, and each of the usual levers alone."""
    if own:
        yield own
    yield from MIX.values()
    yield from ({name: 1.0} for name in USUAL_LEVERS)


def child(parents: list[Candidate], goal: Goal, luck: np.random.Generator) -> dict[str, dict[str, float]]:
    """A plan like two of the best, with other shares, at times a lever more, at times for less money."""
    pool = sorted({name for mix in MIX.values() for name in mix} | set(USUAL_LEVERS))
    mix: Weights = {}
    for one in luck.choice(len(parents), min(2, len(parents)), replace=False):
        part = luck.uniform(0.2, 1)
        for name, share in parents[one].weights.items():
            mix[name] = mix.get(name, 0.0) + part * share * luck.gamma(2) / 2
    if luck.random() < 0.3:
        mix[pool[luck.integers(len(pool))]] = luck.uniform(0.1, 0.6) * sum(mix.values())
    share = luck.uniform(0.2, 1) if goal.target is not None else min(1.0, luck.uniform(0.7, 1.3))
    return levers_of(mix, share * goal.budget)
