"""What do all sessions of a workshop share? The scheduler, worlds simulated so far, saved plans, and the tables' round."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.inputs.comparison import Comparison
from experiments.workshop import causes, scheduler
from experiments.workshop.catalogue import edition_of, for_page
from experiments.workshop.connections import JoinCode
from experiments.workshop.first_screen import MIX
from experiments.workshop.messages import spread
from experiments.workshop.plan import PlanInputs, cap_of, glance, question_of
from experiments.workshop.resident_history import keep_diary
from experiments.workshop.round_table import RoundTable
from experiments.workshop.saved_plans import Kept
from experiments.workshop.simulation import Cache, SimulatedWorld, World, life_key, live
from experiments.workshop.usual_width import UsualWidths, place

SESSIONS = 24
"""Browsers at once: twenty in the room and a few spare."""
LATELY = 15
"""Seconds for which a page that moved a lever counts as one that is about to move another."""
WIDTH_MONTHS = 120
"""Months of the plan whose luck gives the first answer its width; later years are taken to be as wide as the last of these."""
ANSWERS = 80_000_000
"""Bytes of answers kept apart from the lives behind them, which take fifty times the room: undo and redo answer at once."""


class SharedState:
    """One workshop."""

    def __init__(self, setting: PlanInputs, folder: Path, code: str | None = None, helpers: int = 0) -> None:
        self.setting, self.folder, self.code, self.door = setting, folder, code, JoinCode(code)
        self.scheduler, self.kept = scheduler.Scheduler(Cache(), helpers), Kept(folder, setting)
        self.answers, self.widths = Cache(ANSWERS), UsualWidths()
        self.sessions: set[Any] = set()
        self.at_the_door: Counter[str] = Counter()
        self.telling: set[asyncio.Task] = set()
        self.catalogue = for_page(setting)
        self.edition = edition_of(self.catalogue)
        self.writing = asyncio.Lock()
        self.caps = [cap_of(city, setting) for city in setting.cities]
        self.address: str | None = None
        self.round = RoundTable(self)

    async def life(
        self, comparison: Comparison, seed: int, world: World, urgency: int, group: dict | None = None, on_progress: Callable | None = None
    ) -> SimulatedWorld:
        """One world of one seed, lived now or before."""
        return await self.scheduler.do(
            life_key(comparison, seed, world, group), live, (comparison, seed, world, group), urgency, on_progress
        )

    async def diary(self, comparison: Comparison, world: World, row: int) -> dict[str, Any]:
        """One resident's life in one world."""
        key = ("diary", row, *life_key(comparison, 1, world, None))
        return await self.scheduler.do(key, keep_diary, (comparison, 1, world, row), scheduler.FIRST)

    async def causes(self, comparison: Comparison, seed: int) -> causes.Causes:
        """Why lives change in one seed's city, under the plan's shocks if there are any."""
        shocked = bool(comparison.shock)
        key = causes.key_of(comparison, seed, shocked)
        return await self.scheduler.do(key, causes.live_beside, (comparison, seed, shocked), scheduler.CAREFUL)

    async def warm_up(self) -> None:
        """Live the untouched city once for every seed, so that the first move is answered as fast as the later ones."""
        comparison = question_of({"city": self.setting.city}, self.setting)
        await self.life(comparison, 1, (False, False), scheduler.FIRST)
        if self.setting.sample:
            await self.life(glance(comparison, self.setting.sample), 1, (False, False), scheduler.FIRST)
        for seed in comparison.seeds[1:]:
            await self.life(comparison, seed, (False, False), scheduler.WARMING, {})
        await self._learn_width()

    async def _learn_width(self) -> None:
        """Live one plan under every luck, so that the first answer of the room has a width."""
        mix = max(MIX.values(), key=len)
        euros = cap_of(self.setting.city, self.setting) / 2
        levers = {name: {"budget": share * euros} for name, share in mix.items()}
        question = question_of({"city": self.setting.city, "months": WIDTH_MONTHS, "levers": levers}, self.setting)
        if len(question.seeds) < 2:
            return
        pairs = []
        for seed in question.seeds:
            both = [await self.life(question, seed, (policy, False), scheduler.BEHIND, {}) for policy in (True, False)]
            pairs.append((both[0], both[1]))
        if place(question) not in self.widths.known:
            self.widths.learn(question, spread(pairs, [], {}))

    @property
    def answering(self) -> bool:
        """Whether anybody waits for an answer to a move, or for how sure it is."""
        tasks = [session.tasks.get("answer") for session in self.sessions]
        return any(task is not None and not task.done() for task in tasks)

    def crowded(self, session: Any) -> bool:
        """Whether as many others moved a moment ago as there are hands: whole cities for all of them would take too long."""
        lately = time.monotonic() - LATELY
        return sum(other.asked_at > lately for other in self.sessions if other is not session) >= len(self.scheduler.threads)

    def tell(self, session: Any, message: dict[str, Any]) -> None:
        """To one page; nobody waits for one that is slow to take it."""
        task = asyncio.ensure_future(session.send(message))
        self.telling.add(task)
        task.add_done_callback(self.telling.discard)
