"""What do tables and the screen ask of each other? Sit down, propose, vote, keep, dismiss, note what happened."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from experiments.workshop.plan import check_budget, plain, question_of
from experiments.workshop.record import KINDS
from sim.declare import Mistake, known_or_mistake, shown

VOTER = 40
"""Letters by which a phone is known from the others."""
OF_PHONES = ("guess", "surprise")
"""What a table may write into the record."""


def of_the_screen(change: Callable[[Any, dict[str, Any]], None]) -> Callable[[Any, dict[str, Any]], Awaitable[None]]:
    """A request that only the screen may make: the room changes, and everybody hears of it; Mistake for a phone that makes it."""

    async def request(session: Any, message: dict[str, Any]) -> None:
        if not session.screen:
            raise Mistake(f"{change.__name__}: only the screen can do this")
        change(session.room, message)
        session.room.round.changed()

    return request


async def sit(session: Any, message: dict[str, Any]) -> None:
    """A phone says which table it belongs to."""
    voter = message.get("voter")
    if voter is not None and (not isinstance(voter, str) or not 0 < len(voter) <= VOTER):
        raise Mistake(f"table: voter must be a text of {VOTER} characters at most, not {shown(voter)}")
    table = session.room.round.tables.sit(message.get("who"), message.get("role", "mayor"))
    session.table, session.voter = table.name, voter
    await session.send({"kind": "table", "table": vars(table)})
    session.room.round.changed()


async def propose(session: Any, message: dict[str, Any]) -> None:
    """Put a plan before the room; it is judged from now on."""
    around = session.room.round
    question = question_of(message.get("plan"), session.room.setting)
    who = message.get("who") if session.screen or session.table is None else session.table
    known = around.tables.tables.get(who) if isinstance(who, str) else None
    check_budget(question.levers, question.months, around.cap_for(known.name if known else None, question.city))
    made = around.tables.propose(who, plain(message["plan"]))
    session.table = session.table or (None if session.screen else made.who)
    around.judge(made)
    around.changed()
    await session.send({"kind": "proposed", "number": made.number})


async def vote(session: Any, message: dict[str, Any]) -> None:
    """A phone's only vote."""
    if session.voter is None:
        raise Mistake("vote: sit down at a table first")
    session.room.round.tables.vote(message.get("number"), session.voter, session.table)
    session.room.round.changed()


@of_the_screen
def voting(room: Any, message: dict[str, Any]) -> None:
    """Open the vote, or close it."""
    if not isinstance(message.get("open"), bool):
        raise Mistake(f"voting: open must be true or false, not {shown(message.get('open'))}")
    room.round.tables.voting = message["open"]


@of_the_screen
def keep(room: Any, message: dict[str, Any]) -> None:
    """A plan that the room keeps stays whatever its table proposes next; or is let go again."""
    one = room.round.tables.the(message.get("number"))
    one.kept = not one.kept


@of_the_screen
def dismiss(room: Any, message: dict[str, Any]) -> None:
    """Take a plan off the board."""
    room.round.tables.dismiss(message.get("number"))


@of_the_screen
def allow(room: Any, message: dict[str, Any]) -> None:
    """Give a table a budget of its own."""
    room.round.tables.allow(message.get("who"), message.get("budget"), max(room.caps))


async def note(session: Any, message: dict[str, Any]) -> None:
    """Write something into the record."""
    known_or_mistake(message.get("what"), KINDS if session.screen else OF_PHONES, "kind", "note")
    plan: Any = message.get("plan")
    question_of(plan, session.room.setting)
    kept: Mapping[str, Any] = {key: value for key, value in plain(plan).items() if key != "story"}
    session.room.round.record.note(message["what"], session.table or "", message.get("said"), dict(kept))
    session.room.round.changed()


@of_the_screen
def forget(room: Any, message: dict[str, Any]) -> None:
    """Take something out of the record."""
    room.round.record.forget(message.get("number"))


@of_the_screen
def home(room: Any, message: dict[str, Any]) -> None:
    """What the room takes home, in its own words."""
    room.round.record.take_home(message.get("text"))


@of_the_screen
def anew(room: Any, message: dict[str, Any]) -> None:
    """Another group comes in."""
    room.round.begin_anew()


TABLE_WORDS: dict[str, Callable[[Any, dict[str, Any]], Awaitable[None]]] = {
    "sit": sit, "propose": propose, "vote": vote, "voting": voting, "keep": keep, "dismiss": dismiss, "allow": allow, "note": note,
    "forget": forget, "home": home, "anew": anew,
}  # fmt: skip
OF_TABLES = {
    "sit": ("who", "role", "voter"), "propose": ("plan", "who"), "vote": ("number",), "voting": ("open",), "keep": ("number",),
    "dismiss": ("number",), "allow": ("who", "budget"), "note": ("what", "said", "plan"), "forget": ("number",), "home": ("text",),
    "anew": (),
}  # fmt: skip
"""What each message holds besides its 'do'."""
