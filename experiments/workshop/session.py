"""One browser: it says its plan, and hears the answer; a newer plan puts an end to the older one."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import numpy as np

from experiments.inputs.comparison import Comparison
from experiments.outcomes.verdicts import told_beyond
from experiments.workshop import causes, messages, scheduler
from experiments.workshop.goal_requests import GOAL_WORDS, OF_GOALS
from experiments.workshop.names import name_of
from experiments.workshop.plan import check_group, glance, parse, question_of
from experiments.workshop.recording import NOBODY
from experiments.workshop.requests import ERRANDS, OF_ERRANDS
from experiments.workshop.resident_history import suggestions
from experiments.workshop.scheduler import AHEAD, CAREFUL, FIRST, GLANCE, NEXT
from experiments.workshop.shared_state import SharedState
from experiments.workshop.simulation import curves_so_far, life_key, stable
from experiments.workshop.table_requests import OF_TABLES, TABLE_WORDS
from sim import facts
from sim.city import City
from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import in_bounds, is_whole

RATE, BURST = 25, 60
"""Messages a second a page may send for long, and at once."""
QUIET = 0.3
"""Seconds without a move before the spread over seeds is begun."""
PATIENCE = 0.07
"""Seconds after which an unfinished answer is shown as far as it is."""
TOLD = (3, 5, 8, 12, 20)
"""Numbers of seeds at which the spread is drawn again."""


LOOKS = 8
"""Plans that a page may have lived ahead at a time."""
KEY = 40
"""Letters of a page's key of a question."""
LONGEST = 1_500
"""Letters of a complaint."""


class TooFast(Mistake):
    """More messages than a page may send: what was said is not done, and may be said again."""


class Session:
    """What one browser asked last, and what it waits for."""

    def __init__(self, room: SharedState, send: Callable[[Any], Coroutine[Any, Any, None]], screen: bool) -> None:
        self.room, self.send, self.screen = room, send, screen
        self.comparison: Comparison | None = None
        self.group: dict[str, Any] = {}
        self.tasks: dict[str, asyncio.Task] = {}
        self.asked_at = -math.inf
        self.table: str | None = None
        self.voter: str | None = None
        self.tokens, self.counted_at, self.saves = float(BURST), time.monotonic(), 0

    async def hear(self, text: str) -> None:
        """Do what a message asks; what it cannot mean is said to this session only."""
        message: Any = {}
        try:
            is_too_fast = self._counts_too_many()
            message = parse(text)
            if not isinstance(message, dict):
                raise Mistake("message: must be a mapping with a word 'do'")
            if is_too_fast:
                raise TooFast("message: too many at once; wait a moment")
            check_number(message.get("n"))
            known_or_mistake(message.get("do"), WORDS, "word", "message: do")
            check_words(message)
            await WORDS[message["do"]](self, message)
        except Exception as error:
            await self._complain(message, error)

    async def _complain(self, message: Any, error: Exception) -> None:
        """To this session alone, in few words, with what it was about; the others do not notice."""
        said = str(error) if isinstance(error, Mistake) else in_bounds(f"something broke inside ({type(error).__name__}: {error})")
        about = {"do": message["do"], **tag_of(message)} if isinstance(message, dict) and isinstance(message.get("do"), str) else {}
        about |= {"again": 1} if isinstance(error, TooFast) else {}
        await self.send({"kind": "error", "n": None, **about, "message": f"{said[:LONGEST]}..." if len(said) > LONGEST else said})

    def _counts_too_many(self) -> bool:
        """Count one more message; whether it came sooner than a page may send."""
        now = time.monotonic()
        left = min(BURST, self.tokens + RATE * (now - self.counted_at)) - 1
        self.tokens, self.counted_at = max(0.0, left), now
        return left < 0

    def begin(self, name: str, message: dict[str, Any], work: Callable[..., Awaitable[None]], *about: Any) -> None:
        """Start a task of this session; the older one of its name is given up."""
        if name in self.tasks:
            self.tasks[name].cancel()
        self.tasks[name] = asyncio.create_task(self._careful(message, work, *about))

    def give_up(self, *names: str) -> None:
        """Stop tasks of this session."""
        for name in names:
            if name in self.tasks:
                self.tasks.pop(name).cancel()

    async def _careful(self, message: dict[str, Any], work: Callable[..., Awaitable[None]], *about: Any) -> None:
        try:
            await work(*about)
        except scheduler.Abandoned:
            return
        except Exception as error:
            await self._complain(message, error)

    def close(self) -> None:
        """The tab was closed: nothing is lived for it any more."""
        for task in self.tasks.values():
            task.cancel()
        self.room.sessions.discard(self)

    async def ask(self, message: dict[str, Any]) -> None:
        """A plan, and perhaps a group to look at."""
        comparison = question_of(message.get("plan"), self.room.setting)
        group = check_group(message.get("group") or {}, len(facts.city(comparison.city).districts))
        self.comparison, self.group = comparison, group
        self.give_up("causes", "turn")
        self.begin("answer", message, self._answer, comparison, group, tag_of(message), message.get("has"))

    async def _answer(self, comparison: Comparison, group: dict, tag: dict, has: Any) -> None:
        """A quick look where the room is crowded, the first answer, the same without the shock, and other luck."""
        urgency, sample, crowded = FIRST, self.room.setting.sample, self.room.crowded(self)
        self.asked_at = time.monotonic()
        if sample and crowded and not self.room.answers.get(key_of("first", comparison, group, has)):
            has = await self._first(glance(comparison, sample), group, tag, has, GLANCE)
            urgency = NEXT
        await self._first(comparison, group, tag, has, urgency)
        width = self.room.widths.of(comparison, group)
        if width is not None and len(comparison.seeds) > 1:
            await self.send(messages.pack(heads(comparison, tag, "width"), {"usual": width}))
        if comparison.shock:
            await self.send(messages.pack(heads(comparison, tag, "calm"), await self._remembered("calm", comparison, group, self._calm)))
        await asyncio.sleep(QUIET)
        await self._spread(comparison, group, tag)

    async def _remembered(
        self, stage: str, comparison: Comparison, group: dict, make: Callable[..., Awaitable[Any]], has: Any = None
    ) -> Any:
        """What this stage of the answer says, from before or made now: who undoes a move need not wait for it again."""
        key = key_of(stage, comparison, group, has)
        found = self.room.answers.get(key)
        if found is None:
            found = await make(comparison, group)
            self.room.answers.put(key, found, messages.size_of(found))
        return found

    async def ahead(self, message: dict[str, Any]) -> None:
        """Plans that the room may be about to choose, the likeliest first: lived while nobody waits, so that they are answered at once."""
        plans = message.get("plans")
        if not isinstance(plans, list) or len(plans) > LOOKS:
            raise Mistake(f"message: plans must be a list of {LOOKS} plans at most")
        asked = [question_of(plan, self.room.setting) for plan in plans]
        groups = [check_group(message.get("group") or {}, len(facts.city(one.city).districts)) for one in asked]
        self.begin("ahead", message, self._ahead, list(zip(asked, groups, strict=True)), message.get("has"))

    async def _ahead(self, asked: list[tuple[Comparison, dict]], has: Any) -> None:
        """One after the other, so that many pages take turns; none while others move."""
        for comparison, group in asked:
            if self.room.crowded(self):
                return
            await self._told_first(comparison, group, has, AHEAD)

    async def _first(self, comparison: Comparison, group: dict, tag: dict, has: Any, urgency: int) -> str:
        """Both worlds of the first seed, without the baseline when the page ``has`` it already; returns the baseline's name."""
        sample = comparison.residents if comparison.residents < self.room.setting.residents else None
        on_progress = None if sample else self._teller(tag, asyncio.get_running_loop())
        words, arrays = await self._told_first(comparison, group, has, urgency, on_progress)
        name = baseline_of(comparison)
        said = {"levers": list(comparison.levers), "shocked": bool(comparison.shock), "baseline": name, "sample": sample}
        await self.send(messages.pack({**heads(comparison, tag, "first"), **said, **words}, arrays))
        return name

    async def _told_first(
        self, comparison: Comparison, group: dict, has: Any, urgency: int, on_progress: Callable | None = None
    ) -> tuple[dict, dict]:
        """Words and arrays of the first answer, from before or lived now."""
        shocked = bool(comparison.shock)

        async def make(comparison: Comparison, group: dict) -> tuple[dict, dict]:
            base, plan = await asyncio.gather(
                self.room.life(comparison, 1, (False, shocked), urgency),
                self.room.life(comparison, 1, (True, shocked), urgency, None, on_progress),
            )
            return messages.first(plan, base, group, has != baseline_of(comparison))

        return await self._remembered("first", comparison, group, make, has)

    async def _calm(self, comparison: Comparison, group: dict) -> dict:
        """Both worlds of the first seed without the shock."""
        hit, calm = [await self._pair(comparison, 1, shocked, NEXT) for shocked in (True, False)]
        return messages.calm(hit, calm, group, strikes(comparison))

    def _teller(self, tag: dict, loop: asyncio.AbstractEventLoop) -> Callable[[tuple[City, list] | None], None]:
        """Shows a slow answer as far as it is, once it has taken longer than a room is patient."""
        last = time.monotonic()

        def on_progress(lived: tuple[City, list] | None) -> None:
            nonlocal last
            if lived is None or lived[0].since_policy < 1 or time.monotonic() - last < PATIENCE:
                return
            city, fields = lived
            last = time.monotonic()
            said = {"kind": "answer", "stage": "part", **tag, "month": city.since_policy}
            told = messages.pack(said, {"plan": messages.stacked(curves_so_far(city, fields))})
            loop.call_soon_threadsafe(lambda: loop.create_task(self.send(told)))

        return on_progress

    async def _spread(self, comparison: Comparison, group: dict, tag: dict) -> None:
        """The same with other luck, as far as it is known, and in the end over all seeds."""

        async def on_progress(seeds: int, arrays: dict) -> None:
            sure = told_beyond(seeds, seeds * comparison.residents)
            await self.send(messages.pack({**heads(comparison, tag, "spread"), "seeds": seeds, "sure": sure}, arrays))

        async def make(comparison: Comparison, group: dict) -> dict:
            return await self._live_on(comparison, group, on_progress)

        if len(comparison.seeds) > 1:
            found = await self._remembered("spread", comparison, group, make)
            self.room.widths.learn(comparison, found)
            await on_progress(len(comparison.seeds), found)

    async def _live_on(self, comparison: Comparison, group: dict, on_progress: Callable[[int, dict], Awaitable[None]]) -> dict:
        """One city after the other; under a shock also without it. The first was lived for the first answer."""
        pairs, calm_pairs, start = [], [], strikes(comparison)
        for seed in comparison.seeds:
            kept = None if seed == comparison.seeds[0] else group
            pairs.append(await self._pair(comparison, seed, bool(comparison.shock), CAREFUL, kept))
            if comparison.shock:
                calm_pairs.append(await self._pair(comparison, seed, False, CAREFUL, kept))
            if len(pairs) in TOLD and len(pairs) < len(comparison.seeds):
                await on_progress(len(pairs), messages.spread(pairs, calm_pairs, group, start))
        return messages.spread(pairs, calm_pairs, group, start)

    async def _pair(self, comparison: Comparison, seed: int, shocked: bool, urgency: int, group: dict | None = None) -> tuple:
        """Plan and baseline of one seed."""
        worlds = ((True, shocked), (False, shocked))
        return tuple(await asyncio.gather(*(self.room.life(comparison, seed, world, urgency, group) for world in worlds)))

    async def states(self, message: dict[str, Any]) -> None:
        """What every resident does in every month, in both worlds: for the map's dots."""
        self.begin("states", message, self._states, self._asked(), tag_of(message))

    async def _states(self, comparison: Comparison, tag: dict) -> None:
        plan, base = await self._both(comparison)
        arrays: dict[str, np.ndarray] = {}
        for name, life in (("plan", plan), ("base", base)):
            recording = life.recording
            arrays |= {
                name: recording.state,
                f"{name}_left": recording.left,
                f"{name}_district": recording.district[0],
                f"{name}_moves": recording.moves(),
            }
        await self.send(messages.pack({"kind": "states", **tag}, arrays))

    def _asked(self) -> Comparison:
        if self.comparison is None:
            raise Mistake("message: ask a plan first")
        return self.comparison

    async def _both(self, comparison: Comparison) -> tuple:
        return await self._pair(comparison, 1, bool(comparison.shock), FIRST)

    async def people(self, message: dict[str, Any]) -> None:
        """Residents whose lives are worth a look."""
        self.begin("people", message, self._people, self._asked(), checked_turn(message), tag_of(message))

    async def _people(self, comparison: Comparison, turn: int, tag: dict) -> None:
        plan, base = await self._both(comparison)
        await self.send({"kind": "people", **tag, "people": suggestions(plan, base, turn)})

    async def causes(self, message: dict[str, Any]) -> None:
        """Why lives change: the first cause of each, in one city, and then in others."""
        self.begin("causes", message, self._causes, self._asked(), tag_of(message))

    async def _causes(self, comparison: Comparison, tag: dict) -> None:
        """Told as far as it is known; the first city's residents can be clicked."""
        found = []
        for seed in comparison.seeds:
            found.append(await self.room.causes(comparison, seed))
            if len(found) in (1, *TOLD) or len(found) == len(comparison.seeds):
                words, arrays = causes.table(found)
                await self.send(messages.pack({"kind": "causes", **tag, **words, "dots": causes.dots(found[0])}, arrays))
            if answering := self.tasks.get("answer"):
                await asyncio.wait([answering])  # how sure the answer is comes before why in other cities

    async def turn(self, message: dict[str, Any]) -> None:
        """The turning point of one life; without a row, lives to choose from."""
        row = message.get("row")
        if row is not None and (not is_whole(row) or row < 0):
            raise Mistake(f"message: row must be a whole number, not {shown(row)}")
        turn = checked_turn(message)
        self.begin("turn", message, self._turn, self._asked(), row, turn, tag_of(message))

    async def _turn(self, comparison: Comparison, row: int | None, turn: int, tag: dict) -> None:
        one = await self.room.causes(comparison, comparison.seeds[0])
        life = (await self._both(comparison))[0]
        said: dict[str, Any] = {"kind": "turn", **tag, "people": causes.turning(one, turn)}
        if row is not None and row < len(one.kind):
            said |= {"row": row, "turn": causes.turn_of(one, row, life.weight)}
        await self.send(said)

    async def follow(self, message: dict[str, Any]) -> None:
        """One resident's life, in both worlds."""
        comparison = self._asked()
        row: Any = message.get("row")
        if not is_whole(row) or row < 0:
            raise Mistake(f"message: row must be a whole number, not {shown(row)}")
        self.begin("follow", message, self._follow, comparison, row, tag_of(message))

    async def _follow(self, comparison: Comparison, row: int, tag: dict) -> None:
        (life, _), shocked = await self._both(comparison), bool(comparison.shock)
        if row >= len(life.recording.age) or life.recording.state[0, row] == NOBODY:
            raise Mistake(f"follow: nobody of number {row} lived here when the policy began")
        plan, base = await asyncio.gather(*(self.room.diary(comparison, (policy, shocked), row) for policy in (True, False)))
        person = {**plan["person"], "name": name_of(plan["person"], comparison.city_name)}
        await self.send({"kind": "life", **tag, "person": person, "plan": plan, "base": base})


def key_of(stage: str, comparison: Comparison, group: dict, has: Any) -> tuple:
    """What a stage of an answer depends on; the first one also on whether the page ``has`` the baseline already."""
    worlds = tuple(life_key(comparison, 1, (policy, bool(comparison.shock)), None) for policy in (True, False))
    return stage, worlds, len(comparison.seeds), stable(group), has == baseline_of(comparison)


def baseline_of(comparison: Comparison) -> str:
    """The name of the untouched city of a question, by which a page says that it has it."""
    return messages.name_of(life_key(comparison, 1, (False, bool(comparison.shock)), None))


def checked_turn(message: dict[str, Any]) -> int:
    """How often others were asked for."""
    turn: Any = message.get("turn", 0)
    if not is_whole(turn) or not 0 <= turn < 10_000:
        raise Mistake(f"message: turn must be a whole number in 0..9999, not {shown(turn)}")
    return int(turn)


def strikes(comparison: Comparison) -> int:
    """The month of the first shock; 0 without one."""
    return int(min((card["start"] for card in comparison.shock.values()), default=0))


def tag_of(message: dict[str, Any]) -> dict[str, Any]:
    """The number and the key by which a page knows the question: everything said about a plan carries them.

    What is neither is never sent back.
    """
    number, key = message.get("n"), message.get("key")
    return {"n": number if is_number_of_page(number) else None, "key": key if isinstance(key, str) and len(key) <= KEY else None}


def is_number_of_page(number: Any) -> bool:
    """Whether a page may number its questions so."""
    return is_whole(number) and 0 <= number < 2**53


def check_number(number: Any) -> None:
    """Mistake for a question's number that is none; a question without one is fine."""
    if number is not None and not is_number_of_page(number):
        raise Mistake(f"message: n must be a whole number in 0..2^53, not {shown(number)}")


def check_words(message: dict[str, Any]) -> None:
    """Mistake for a word beside 'do' that nobody would listen to."""
    do = message["do"]
    for word in message:
        known_or_mistake(word, (*OF_ALL, *TAKES[do]), "word", f"message: {do}")


def heads(comparison: Comparison, tag: dict[str, Any], stage: str) -> dict[str, Any]:
    """The first words of an answer."""
    return {"kind": "answer", "stage": stage, **tag, "months": comparison.months}


WORDS: dict[str, Callable[[Session, dict[str, Any]], Awaitable[None]]] = {
    "ask": Session.ask, "ahead": Session.ahead, "states": Session.states, "people": Session.people, "follow": Session.follow,
    "causes": Session.causes, "turn": Session.turn, **ERRANDS, **TABLE_WORDS, **GOAL_WORDS,
}  # fmt: skip
OF_ALL = ("do", "n", "key")
"""What every message may hold."""
TAKES = {
    "ask": ("plan", "group", "has"), "ahead": ("plans", "group", "has"), "states": (), "people": ("turn",), "follow": ("row",),
    "causes": (), "turn": ("row", "turn"), **OF_ERRANDS, **OF_TABLES, **OF_GOALS,
}  # fmt: skip
"""What else each may hold."""
