"""Which plan does what the room wants? Looked for behind everybody's own moves: in small cities first, the best of them in whole ones."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.inputs.comparison import Comparison
from experiments.optimise.inputs import STEP, USUAL_LEVERS
from experiments.outcomes.verdicts import verdicts
from experiments.recording.run_tables import known_mean
from experiments.workshop.brief import Asked, Brief, asked
from experiments.workshop.first_screen import MIX
from experiments.workshop.messages import both_known, half_width
from experiments.workshop.plan import PlanInputs, cap_of, check_group, question_of
from sim import catalogue, facts
from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import is_number, is_whole

TRIALS, BATCH = 32, 4
"""Plans that are tried, and how many at a time once the usual ones were."""
LOOK, RACE, PARENTS = 2, 8, 4
"""Small cities that a plan is first tried in; in how many at most; the best so far, of which others are made."""
APART = 1_000
"""Seeds of the search lie so much further on than those of the page: the cities in which a plan is checked had no part in choosing it."""
CAUTION = 2
"""Cities without any effect that are counted with those lived: what a few promise is luck in part."""
FINALISTS = 2
"""Plans that are lived in whole cities."""
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


class GoalSearch:
    """One search; ``brief`` lives a world behind everybody's moves, ``still`` waits until nobody waits, ``tell`` hears how far it is."""

    def __init__(
        self, goal: Goal, setting: PlanInputs, brief: Callable[..., Coroutine[Any, Any, Brief]], still: Callable[[], Awaitable[None]],
        tell: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:  # fmt: skip
        self.goal, self.setting, self.brief, self.still, self.tell = goal, setting, brief, still, tell
        self.tried: list[Candidate] = []
        self.seen: set[str] = set()

    async def run(self, own: Weights) -> None:
        """Try, race, and check the best in whole cities."""
        luck = np.random.default_rng(1)
        for weights in starts(self.goal, own):
            await self._try(levers_of(weights, self.goal.budget))
            if len(self.tried) % BATCH == 0:
                await self._said("search")
        for _ in range(20 * TRIALS):  # children that were seen before are none
            if len(self.tried) >= TRIALS:
                break
            if len(self.tried) % BATCH == 0:
                await self._race()
            await self._try(child(self.best(PARENTS), self.goal, luck))
        for _ in range(2):
            await self._race()
        await self._check()

    async def _try(self, levers: dict[str, dict[str, float]]) -> None:
        if not levers or repr(sorted(levers.items())) in self.seen:
            return
        self.seen.add(repr(sorted(levers.items())))
        try:
            one = Candidate(levers)
            await self._live(one, range(LOOK), small=True)
        except Mistake:  # a lever that this city's plan cannot hold
            return
        self.tried.append(one)

    async def _race(self) -> None:
        """Two more cities for the best, so that luck does not choose."""
        for one in self.best(PARENTS):
            done = len(one.small)
            await self._live(one, range(done, min(RACE, done + LOOK)), small=True)
        await self._said("search")

    async def _live(self, one: Candidate, seeds: Any, small: bool) -> None:
        question = question_of({**self.goal.plan, "levers": one.levers}, self.setting)
        if small and self.setting.sample:
            question = replace(question, residents=self.setting.sample)
        for seed in seeds:
            await self.still()
            (one.small if small else one.whole).append(await self._pair(question, seed + APART if small else seed))

    async def _pair(self, question: Comparison, seed: int) -> tuple[Brief, Brief]:
        shocked = bool(question.shock)
        plan, base = await asyncio.gather(*(self.brief(question, seed, (policy, shocked), self.goal.things) for policy in (True, False)))
        return plan, base

    async def _check(self) -> None:
        """The best are lived in the whole city, under luck that had no part in choosing them."""
        finalists = self.best(FINALISTS)
        seeds = question_of(self.goal.plan, self.setting).seeds
        for seed in seeds:
            for one in finalists:
                await self._live(one, [seed], small=False)
            await self._said("check" if seed != seeds[-1] else "done", finalists)

    def best(self, many: int) -> list[Candidate]:
        """The best so far."""
        return sorted(self.tried, key=lambda one: -score(one, self.goal))[:many]

    async def _said(self, stage: str, finalists: list[Candidate] | None = None) -> None:
        there = finalists or self.best(1)
        if there:
            found = told(there, self.goal, self.setting, bool(finalists))
            chosen = max(found, key=lambda row: self._order(row)) if finalists else found[0]
            await self.tell({"stage": stage, "tried": len(self.tried), "of": TRIALS, "cities": self.setting.seeds, "best": chosen})

    def _order(self, row: dict[str, Any]) -> float:
        """Of those checked the one that does more; where both reach the target, the cheaper."""
        if self.goal.target is not None and self.goal.sign * ((row["level"] or 0.0) - self.goal.target) >= 0:
            return 1e12 - row["cost"]
        return self.goal.sign * (row["effect"] or 0.0)


def told(candidates: list[Candidate], goal: Goal, setting: PlanInputs, whole: bool) -> list[dict[str, Any]]:
    """Plans with their effects and, where they were checked, verdicts: those checked together are asked together."""
    rows = []
    for one in candidates:
        pairs = one.whole if whole else one.small
        found = levels(pairs, goal)
        effects = found[:, 0] - found[:, 1]
        plan, base = known_mean(found, 0)
        lived = sum(min(float(np.nan_to_num(brief.people[0, goal.month])) for brief in pair) for pair in pairs)
        rows.append({"effect": known_mean(effects, 0), "half": half_width(effects), "level": plan, "base": base, "seeds": len(pairs),
                     "apart": half_width(found[:, 0]), "lived": lived, "levers": one.levers, "cost": one.cost})  # fmt: skip
    table = pd.DataFrame(rows)
    known: Mapping[str, Any] = catalogue.indicators()
    better = known[goal.indicator].better
    table["verdict"] = verdicts(framed(table, "effect", "half", better), lived=table.lived) if whole else ""
    table["reached"] = ""
    if goal.target is not None and whole:
        away = table.assign(effect=table.level - goal.target)
        table["reached"] = verdicts(framed(away, "effect", "apart", goal.wish), lived=table.lived)
    return [plain(row) for row in table.to_dict("records")]


def framed(table: pd.DataFrame, effect: str, half: str, better: str) -> pd.DataFrame:
    """What the rule of verdicts reads."""
    return pd.DataFrame({"effect": table[effect], "low": table[effect] - table[half], "high": table[effect] + table[half],
                         "seeds": table.seeds, "better": better})  # fmt: skip


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """As plain data; what is no number is None."""
    found = {name: float(row[name]) if np.isfinite(row[name]) else None for name in ("effect", "half", "level", "base", "cost")}
    return {**found, "seeds": int(row["seeds"]), "levers": row["levers"], "verdict": row["verdict"], "reached": row["reached"]}
