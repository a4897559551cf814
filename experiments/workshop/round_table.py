"""Who hears what of the tables? Proposals are judged as they come, everything is kept on disk, and every page is told its part."""

import asyncio
import json
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from experiments.storage import results_folder
from experiments.workshop import scheduler
from experiments.workshop.assessment import Assessment, assess, assessment_of, board
from experiments.workshop.brief import brief_key, live_briefly
from experiments.workshop.plan import cap_of
from experiments.workshop.record import Record
from experiments.workshop.tables import Proposal, Tables
from sim.declare import Mistake

FILE = "session.json"
FRESH = 12 * 3600
"""Seconds after its last word in which a session is taken up again; an older one is put aside and another begins."""
PAUSE = 0.3
"""Seconds in which changes are gathered before they are told and written."""


class RoundTable:
    """The tables of one room, and its session's record."""

    def __init__(self, room: Any) -> None:
        self.room, self.file = room, Path(room.folder) / FILE
        self.tables, self.record = Tables(), Record()
        self.judged: dict[int, Assessment] = {}
        self.tasks: dict[int, asyncio.Task] = {}
        self.gathering: asyncio.Task | None = None
        self._take_up()

    def _take_up(self) -> None:
        """Go on with a session that was interrupted; one of another day, or one that cannot be read, is put aside."""
        with suppress(OSError):
            if time.time() - self.file.stat().st_mtime > FRESH:
                return self._put_aside()
            with suppress(ValueError, KeyError, TypeError):
                data = json.loads(self.file.read_text(encoding="utf-8"))
                self.tables, self.record = Tables.of_data(data["tables"]), Record.of_data(data["record"])
                return None
            self._put_aside()

    def _put_aside(self) -> None:
        """Yesterday's session stays readable under the time of its last word."""
        if self.file.exists():
            ended = time.strftime("%Y-%m-%d_%H%M%S", time.localtime(self.file.stat().st_mtime))
            self.file.replace(self.file.with_name(f"session-{ended}.json"))

    def begin_anew(self) -> None:
        """Another group comes in: tables, proposals and record are put aside."""
        self._stop()
        self._write()
        self._put_aside()
        self.tables, self.record, self.judged, self.tasks = Tables(), Record(), {}, {}
        for session in self.room.sessions:
            session.table = None
        self.changed()

    def judge_all(self) -> None:
        """Judge proposals of a session that was taken up."""
        for one in list(self.tables.proposals):
            try:
                self.judge(one)
            except Mistake:  # of a workshop with other levers
                self.tables.dismiss(one.number)

    def judge(self, proposal: Proposal) -> None:
        """Find out what comes of a plan, behind everybody's own moves; what is no longer on the board is given up."""
        one = assessment_of(proposal.plan, self.room.setting)
        self.judged[proposal.number] = one
        self.tasks[proposal.number] = asyncio.create_task(self._judge(one))
        self._let_go()

    async def _judge(self, one: Assessment) -> None:
        with suppress(scheduler.Abandoned):
            await assess(one, self.brief, self.changed)

    async def brief(self, comparison: Any, seed: int, world: Any, things: Any) -> Any:
        """Some curves of a world, lived while nobody waits for an answer of their own."""
        key = brief_key(comparison, seed, world, things)
        return await self.room.scheduler.do(key, live_briefly, (comparison, seed, world, things), scheduler.BEHIND)

    def _let_go(self) -> None:
        there = {one.number for one in self.tables.proposals}
        for number in [number for number in self.tasks if number not in there]:
            self.tasks.pop(number).cancel()
            self.judged.pop(number, None)

    def changed(self) -> None:
        """Tell everybody and write it down, a moment from now."""
        self._let_go()
        if self.gathering is None or self.gathering.done():
            self.gathering = asyncio.create_task(self._soon())

    async def _soon(self) -> None:
        await asyncio.sleep(PAUSE)
        self.gathering = None
        self.tell()
        await asyncio.to_thread(self._write)

    def tell(self) -> None:
        """To every page its part; nobody waits for one that is slow to take it."""
        told = self.board()
        for session in list(self.room.sessions):
            self.room.tell(session, {"kind": "proposals", **self.part_of(session, told)})
            if session.screen:
                self.room.tell(session, {"kind": "record", **self.record.as_data()})

    def board(self) -> list[dict[str, Any]]:
        """Every proposal with what is known of it."""
        asked = [(one, self.judged[one.number]) for one in self.tables.proposals if one.number in self.judged]
        found = dict(zip((one.number for one, _ in asked), board(asked), strict=True))
        return [{"number": one.number, "who": one.who, "plan": one.plan, "kept": one.kept, "votes": len(one.votes),
                 "told": found.get(one.number)} for one in self.tables.proposals]  # fmt: skip

    def part_of(self, session: Any, told: list[dict[str, Any]]) -> dict[str, Any]:
        """What a page may know: the screen everything, a phone the plans of others while the room votes."""
        table = self.tables.tables.get(session.table or "")
        own = {"voting": self.tables.voting, "table": None if table is None else vars(table)}
        mine = [one.number for one in self.tables.proposals if session.voter and session.voter in one.votes]
        if not session.screen and not self.tables.voting:
            return {**own, "proposals": [], "tables": [], "voted": mine}
        pages, plans = Counter(page.table for page in self.room.sessions), {one.who for one in self.tables.proposals}
        seen = [one for one in self.tables.tables.values() if pages[one.name] or one.name in plans]
        return {**own, "proposals": told, "tables": [{**vars(one), "pages": pages[one.name]} for one in seen], "voted": mine}

    def cap_for(self, table: str | None, city: str) -> float:
        """EUR a year that a table may set aside."""
        cap, own = cap_of(city, self.room.setting), self.tables.tables.get(table or "")
        return cap if own is None or own.budget is None else min(cap, own.budget)

    def _stop(self) -> None:
        for task in (*self.tasks.values(), *([self.gathering] if self.gathering else [])):
            task.cancel()

    def _write(self) -> None:
        data = {"tables": self.tables.as_data(), "record": self.record.as_data()}
        with suppress(OSError):  # a full disk does not end a workshop
            self.file.parent.mkdir(parents=True, exist_ok=True)
            results_folder.write_whole(self.file, json.dumps(data, ensure_ascii=False, indent=1).encode())

    def close(self) -> None:
        """The room is closed: what was said last is written."""
        self._stop()
        if self.tables.tables or self.record.entries or self.record.home:
            self._write()
