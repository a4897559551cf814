"""How long may a connection take, how many may one address hold, and who may join? Who is silent, or guesses, keeps nobody else out."""

import asyncio
import secrets
import time
from collections import OrderedDict
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

HEAD = 10.0
"""Seconds in which a request has to be said to its end, from the moment its connection was made or the one before it was answered."""
REPLY = 60.0
"""Seconds in which an answer has to be taken in."""
FROM_ONE, FROM_ALL = 96, 400
"""Connections at once from one address (a browser opens seven for a page), and from all together."""
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
FREE = 5
"""Wrong codes of an address that cost no wait: people mistype."""
LONGEST = 60.0
"""Seconds of the longest wait: at one guess a minute, six letters hold for a thousand years."""
FORGOTTEN = 600.0
"""Seconds after its last wrong code in which an address is forgiven."""
ADDRESSES = 2_000
"""Addresses remembered; the one that has been quiet for longest goes first."""


class PatientHTTP(H11Protocol):
    """HTTP for as long as it takes, and no longer."""

    limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """A connection: its first request is waited for, unless this address holds too many already."""
        super().connection_made(transport)
        own = self.client[0] if self.client else ""
        others = [getattr(one, "client", None) for one in self.connections]
        from_one = sum(1 for client in others if client and client[0] == own)
        if from_one > FROM_ONE or len(self.connections) > FROM_ALL:
            transport.abort()
        else:
            self._allow(HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._allow(None)
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Words came in: once they are a whole request, the answer has its own time."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and not self.cycle.response_complete:
            self._allow(REPLY)

    def on_response_complete(self) -> None:
        """The answer is out: the next request is waited for."""
        super().on_response_complete()
        self._allow(HEAD)

    def handle_websocket_upgrade(self, event: Any) -> None:
        """From here on it is a socket, which has its own times."""
        self._allow(None)
        super().handle_websocket_upgrade(event)

    def _allow(self, seconds: float | None) -> None:
        if self.limit is not None:
            self.limit.cancel()
        self.limit = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)


class PatientSocket(WebSocketsSansIOProtocol):
    """A socket that is cut when its page answers no ping, be it gone or reading nothing: what was not sent is not waited for."""

    def keepalive_timeout(self) -> None:
        """No answer to a ping."""
        super().keepalive_timeout()
        self.transport.abort()


def new_code() -> str:
    """Six letters and digits that nobody mixes up when read aloud."""
    return "".join(secrets.choice(LETTERS) for _ in range(6))


class JoinCode:
    """The code of a room, or None where none is needed, and who has said wrong ones."""

    def __init__(self, code: str | None) -> None:
        self.code = code
        self.wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds until a code from this address is heard; 0 when it is heard now."""
        if self.code is None:
            return 0.0
        count, last = self.wrong.get(address, (0, 0.0))
        gone = time.monotonic() - last
        if gone > FORGOTTEN:
            self.wrong.pop(address, None)
            return 0.0
        return max(0.0, min(LONGEST, 2.0 ** (count - FREE)) - gone) if count > FREE else 0.0

    def admits(self, said: Any, address: str) -> bool:
        """Whether the code is right; a wrong one is remembered of its address, a right one forgives."""
        if self.code is None:
            return True
        if isinstance(said, str) and secrets.compare_digest(said.upper().encode(), self.code.encode()):
            self.wrong.pop(address, None)
            return True
        count, _ = self.wrong.pop(address, (0, 0.0))
        self.wrong[address] = count + 1, time.monotonic()
        if len(self.wrong) > ADDRESSES:
            self.wrong.popitem(last=False)
        return False
