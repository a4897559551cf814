"""How is a plan for a goal found? Behind everybody's own moves: many are tried in small cities, the best are checked in whole ones."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.inputs.comparison import Comparison
from experiments.outcomes.verdicts import verdicts
from experiments.recording.run_tables import known_mean
from experiments.workshop.brief import Brief
from experiments.workshop.goals import Candidate, Goal, Weights, child, levels, levers_of, score, starts
from experiments.workshop.messages import half_width
from experiments.workshop.plan import PlanInputs, question_of
from sim import catalogue
from sim.declare import Mistake

TRIALS, BATCH = 32, 4
"""Plans that are tried, and how many at a time once the usual ones were."""
LOOK, RACE, PARENTS = 2, 8, 4
"""Small cities that a plan is first tried in; in how many at most; the best so far, of which others are made."""
APART = 1_000
"""Seeds of the search lie so much further on than those of the page: the cities in which a plan is checked had no part in choosing it."""
FINALISTS = 2
"""Plans that are lived in whole cities."""


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
