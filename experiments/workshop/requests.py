"""What a session asks for besides answers: save and open plans, have a report written."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.inputs.comparison import Comparison
from experiments.run import seeds
from experiments.run.job import Run
from experiments.storage import results_folder
from experiments.workshop import scheduler
from experiments.workshop.plan import from_yaml, plain, question_of, to_yaml
from experiments.workshop.saved_plans import slug
from experiments.workshop.shared_state import SharedState
from sim.declare import Mistake

SAVES = 60
"""Plans one session may save."""
MOST_REPORTS = 30
"""Reports kept in one session folder."""


async def save(session: Any, message: dict[str, Any]) -> None:
    """Keep the plan in the session folder."""
    if session.saves >= SAVES:
        raise Mistake(f"save: one session saves {SAVES} plans at most")
    name = session.room.kept.save(checked_plan(message, session.room))
    session.saves += 1
    await session.send({"kind": "saved", "name": name, "plans": session.room.kept.names()})


async def plans(session: Any, message: dict[str, Any]) -> None:
    """What is saved."""
    await session.send({"kind": "plans", "plans": session.room.kept.names()})


async def open_plan(session: Any, message: dict[str, Any]) -> None:
    """A saved plan."""
    await session.send({"kind": "plan", "plan": session.room.kept.open(message.get("name"))})


async def read(session: Any, message: dict[str, Any]) -> None:
    """A plan from the text of a scenario's file."""
    if not isinstance(message.get("text"), str):
        raise Mistake("message: text must be the text of a scenario")
    plan = await asyncio.to_thread(from_yaml, message["text"], "the file", session.room.setting)  # whatever the file is, the others go on
    await session.send({"kind": "plan", "plan": plan})


async def yaml(session: Any, message: dict[str, Any]) -> None:
    """The plan as the text of a scenario."""
    plan = checked_plan(message, session.room)
    await session.send({"kind": "yaml", "text": to_yaml(plan, session.room.setting), "title": plan.get("title", "plan")})


async def report(session: Any, message: dict[str, Any]) -> None:
    """The full report of a plan, as `learncity run` writes it."""
    comparison = question_of(message.get("plan"), session.room.setting)
    session.begin("report", message, write_aside, session, comparison)


async def write_aside(session: Any, comparison: Comparison) -> None:
    """Have it written in a thread that gives way to sliders; a closed tab stops it."""
    loop, wanted = asyncio.get_running_loop(), [True]

    def on_progress(share: float) -> None:
        session.room.scheduler.step_aside()
        if not wanted[0]:
            raise scheduler.Abandoned
        said = {"kind": "report", "share": round(share, 3)}
        loop.call_soon_threadsafe(lambda: loop.create_task(session.send(said)))

    try:
        async with session.room.writing:
            name = await asyncio.to_thread(write_report, comparison, session.room.folder, on_progress)
        await session.send({"kind": "report", "share": 1, "link": f"reports/{name}/report.html"})
    finally:
        wanted[0] = False


def checked_plan(message: dict[str, Any], room: SharedState) -> dict[str, Any]:
    """The plan of a message, checked, in the order of a scenario's file."""
    question_of(message.get("plan"), room.setting)
    return plain(message["plan"])


def write_report(comparison: Comparison, home: Path, on_progress: Callable[[float], None]) -> str:
    """The plan as the report of `learncity run`, made or found again; ``on_progress`` hears the share that is done. The folder's name."""
    comparison = replace(comparison, scenario=slug(comparison.title))
    folder = results_folder.result_folder(home / "reports", comparison.folder_name)
    gone, months = 0, len(comparison.seeds) * seeds.months_of_a_seed(comparison)

    def hear(some: int) -> None:
        nonlocal gone
        gone += some
        on_progress(0.95 * gone / months)

    if not results_folder.complete(folder):
        if folder.parent.is_dir() and len(list(folder.parent.iterdir())) >= MOST_REPORTS:
            raise Mistake(f"report: {MOST_REPORTS} reports are kept already; move some out of the folder {folder.parent.name}")
        Run(comparison, str(folder.parent), 1, hear).finish()
    on_progress(1.0)
    return folder.name


ERRANDS: dict[str, Callable[[Any, dict[str, Any]], Awaitable[None]]] = {
    "save": save, "plans": plans, "open": open_plan, "read": read, "yaml": yaml, "report": report,
}  # fmt: skip
OF_ERRANDS = {
    "save": ("plan",), "plans": (), "open": ("name",), "read": ("text",), "yaml": ("plan",), "report": ("plan",),
}  # fmt: skip
"""What each message holds besides its 'do'."""
