"""How does a page look for a plan, and stop looking? Its newest goal is the one that is looked for."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from experiments.workshop.goal_search import GoalSearch
from experiments.workshop.goals import Goal, goal_of

LULL = 0.1
"""Seconds between two looks at whether anybody waits for an answer."""


async def goal(session: Any, message: dict[str, Any]) -> None:
    """Look for a plan from now on; an older goal of this page is given up."""
    wanted = goal_of(message, session.room.setting)
    own = {name: float(card["budget"]) for name, card in message["plan"].get("levers", {}).items() if card.get("budget")}
    session.begin("goal", message, look_for, session, wanted, own, message.get("n"))


async def look_for(session: Any, wanted: Goal, own: dict[str, float], number: Any) -> None:
    """Search, and tell the page what is best so far; while anybody waits for an answer of their own, nothing is looked for."""
    room = session.room

    async def still() -> None:
        while room.answering:
            await asyncio.sleep(LULL)

    async def tell(said: dict[str, Any]) -> None:
        await session.send({"kind": "goal", "n": number, **said})

    await GoalSearch(wanted, room.setting, room.round.brief, still, tell).run(own)


async def goal_stop(session: Any, message: dict[str, Any]) -> None:
    """Stop looking; what was found stays on the page."""
    session.give_up("goal")


GOAL_WORDS: dict[str, Callable[[Any, dict[str, Any]], Awaitable[None]]] = {"goal": goal, "goal_stop": goal_stop}
OF_GOALS = {"goal": ("plan", "group", "indicator", "month", "wish", "target", "budget"), "goal_stop": ()}
"""What each message holds besides its 'do'."""
