"""Serves the page and its socket: to this machine alone unless a host is asked for, and only to pages of its own."""

import asyncio
import json
import math
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import segno
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from experiments.workshop.catalogue import numbers_for_page
from experiments.workshop.plan import parse
from experiments.workshop.session import Session
from experiments.workshop.shared_state import SESSIONS, SharedState
from sim.declare import Mistake, shown

PAGE = Path(__file__).with_name("page")
LARGEST = 48_000
"""Bytes of a message from a page: a scenario's text with notes is far smaller."""
HELLO = 10
"""Seconds a page has to say its first word."""
AT_THE_DOOR = 64
"""Sockets of one address that have not yet said their first word."""
FULL = 15
"""Seconds after which a page may ask whether there is a place now."""
SLOW = 30
"""Seconds a page has to take in one message."""
LOOPBACK = ("127.0.0.1", "::1")
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png",
         ".csv": "text/csv", ".json": "application/json"}  # fmt: skip
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def page_policy(host: str) -> str:
    """What the page may do: load its own files, talk to its own server, and nothing else."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        f"connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


class Guard:
    """Answers only under the names it was started with, and hands every page its rules."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse unknown Hosts and, on the socket, pages of other origins."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        heads = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = heads.get("host", "")
        if host not in self.hosts:
            return await refuse(scope, receive, send, f"This workshop does not answer to the name {shown(host)}.")
        if scope["type"] == "websocket" and heads.get("origin", "") != f"http://{host}":
            return await refuse(scope, receive, send, "Only the workshop's own page may talk to it.")
        await self.app(scope, receive, ruled(send, scope["path"], host))


async def refuse(scope: Scope, receive: Receive, send: Send, why: str) -> None:
    """403, in words."""
    if scope["type"] == "http":
        return await PlainTextResponse(why, 403)(scope, receive, send)
    await send({"type": "websocket.close", "code": 4403, "reason": why})


def ruled(send: Send, path: str, host: str) -> Send:
    """Add the security headers to every response."""
    policy = REPORT_POLICY if path.startswith("/reports/") else page_policy(host)
    rules = {
        "content-security-policy": policy, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin", "cache-control": "no-store",
    }  # fmt: skip

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in rules.items())]
        await send(message)

    return sending


def make_app(room: SharedState, hosts: frozenset[str]) -> Starlette:
    """The application of one room, answering to ``hosts`` (each with its port)."""
    routes = [
        Route("/", page_file), Route("/catalogue.json", catalogue), Route("/numbers.json", numbers),
        Route("/reports/{name}/{file:path}", report_file), Route("/{name}", page_file), WebSocketRoute("/socket", socket),
    ]  # fmt: skip

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(room.warm_up())
        room.round.judge_all()
        yield
        warming.cancel()
        for session in list(room.sessions):
            session.close()
        room.round.close()
        room.scheduler.close()

    app = Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts), Middleware(GZipMiddleware)], lifespan=lifespan)
    app.state.room = room
    return app


async def page_file(request: Request) -> Response:
    """A file of the page, by a name that is in its folder."""
    name = request.path_params.get("name", "index.html")
    known = {file.name: file for file in PAGE.iterdir() if file.suffix in KINDS}
    if name not in known:
        return PlainTextResponse("There is no such page.", 404)
    return Response(lean(known[name]), media_type=KINDS[known[name].suffix])


def lean(file: Path) -> bytes:
    """A file of the page as it travels: comments that fill a line stay at home, for phones on a room's network."""
    text = file.read_bytes()
    return re.sub(rb"(?m)^ */\*.*\*/ *\n", b"", text) if file.suffix in (".js", ".css") else text


async def catalogue(request: Request) -> Response:
    """What can be asked; whether a join code is needed."""
    room = request.app.state.room
    return JSONResponse({**room.catalogue, "edition": room.edition, "code_needed": room.code is not None})


async def numbers(request: Request) -> Response:
    """The numbers behind the behaviours."""
    return JSONResponse(numbers_for_page(request.app.state.room.setting))


async def report_file(request: Request) -> Response:
    """A file of a report of this session folder."""
    home = (request.app.state.room.folder / "reports").resolve()
    try:
        file = (home / request.path_params["name"] / request.path_params["file"]).resolve()
        known = file.is_relative_to(home) and file.is_file() and file.suffix in KINDS
    except (OSError, ValueError):  # names that no disk can hold
        known = False
    return FileResponse(file, media_type=KINDS[file.suffix]) if known else PlainTextResponse("There is no such report.", 404)


async def socket(websocket: WebSocket) -> None:
    """One browser, from its first word to its last."""
    room: SharedState = websocket.app.state.room
    address = websocket.client.host if websocket.client else ""
    with suppress(WebSocketDisconnect):
        await websocket.accept()
        first = await welcomed(websocket, room, address)
        if first is None:
            return
        if len(room.sessions) >= SESSIONS:
            return await farewell(websocket, 4429, f"This workshop is full: {SESSIONS} pages are open.", again=FULL)
        is_here = address in (*LOOPBACK, websocket.scope["server"][0])
        await converse(websocket, Session(room, sender(websocket), screen=is_here and first.get("screen", True) is True))


async def converse(websocket: WebSocket, session: Session) -> None:
    """Hear one page out, until its tab is closed."""
    room, screen = session.room, session.screen
    room.sessions.add(session)
    try:
        await session.send({"kind": "hello", "edition": room.edition, "screen": screen, "plans": room.kept.names(), **own_part(session)})
        while True:
            await session.hear(await next_text(websocket))
    finally:
        session.close()


def own_part(session: Session) -> dict[str, Any]:
    """What a page hears first: of the tables its part; the screen also how phones come in, and what happened so far."""
    room = session.room
    part = room.round.part_of(session, room.round.board())
    if not session.screen:
        return {**part, "code": None, "door": None}
    door = None if room.address is None else {"address": room.address, "qr": qr_rows(f"{room.address}#code={room.code}")}
    return {**part, "code": room.code, "door": door, "record": room.round.record.as_data()}


def qr_rows(text: str) -> list[str]:
    """The QR code of a text as rows of '0' and '1', dark ones 1, without the quiet zone."""
    return ["".join("01"[dark] for dark in row) for row in segno.make(text, micro=False, error="m", boost_error=False).matrix]


async def next_text(websocket: WebSocket) -> str:
    """The next message; a page that sends bytes, or too much, is heard no longer."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    text = message.get("text")
    if text is None or len(text) > LARGEST:
        await farewell(websocket, 4413, "A message is text of 48 kB at most.")
        raise WebSocketDisconnect(4413)
    return text


async def welcomed(websocket: WebSocket, room: SharedState, address: str) -> dict[str, Any] | None:
    """The first word, if it came in time and, where one is needed, with the right code; until then a page takes nobody's place."""
    if room.at_the_door[address] >= AT_THE_DOOR:
        await farewell(websocket, 4431, "Too many pages of this address are opening at once.", again=HELLO)
        return None
    room.at_the_door[address] += 1
    try:
        first = await asyncio.wait_for(first_word(websocket), HELLO)
    except TimeoutError:
        first = None
    finally:
        room.at_the_door[address] -= 1
        room.at_the_door += Counter()  # addresses that nobody waits at are forgotten
    if first is None:
        await farewell(websocket, 4408, f"A page says hello within {HELLO} seconds.")
    elif not set(first) <= {"do", "code", "screen"}:
        await farewell(websocket, 4400, "A hello holds two words besides 'do': 'code' and 'screen'.")
    elif wait := math.ceil(room.door.wait(address)):
        await farewell(websocket, 4430, f"Too many wrong join codes came from here: the next is heard in {wait} s.", again=wait)
    elif room.door.admits(first.get("code"), address):
        return first
    else:
        await farewell(websocket, 4401, "The join code is not right.")
    return None


async def first_word(websocket: WebSocket) -> dict[str, Any] | None:
    """What a page says first; None when that is no hello."""
    try:
        first = parse(await next_text(websocket))
    except Mistake:
        return None
    return first if isinstance(first, dict) and first.get("do") == "hello" else None


async def farewell(websocket: WebSocket, code: int, why: str, again: int | None = None) -> None:
    """Say why, and when to try again, and close."""
    await websocket.send_text(json.dumps({"kind": "farewell", "message": why, "code": code, "again": again}))
    await websocket.close(code, why)


def sender(websocket: WebSocket) -> Any:
    """Sends one message at a time; to a closed tab, or one that takes nothing in any more, nothing is sent."""
    turn, gone = asyncio.Lock(), False

    async def send(message: Any) -> None:
        nonlocal gone
        async with turn:
            if gone:
                return
            is_packed = isinstance(message, bytes)
            telling = websocket.send_bytes(message) if is_packed else websocket.send_text(json.dumps(message, ensure_ascii=False))
            try:
                await asyncio.wait_for(telling, SLOW)
            except (WebSocketDisconnect, RuntimeError, TimeoutError):
                gone = True

    return send
