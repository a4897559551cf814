"""Who may join? Whoever says the code; an address that guesses waits longer from guess to guess, and nobody else does."""

import secrets
import time
from collections import OrderedDict
from typing import Any

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
FREE = 5
"""Wrong codes of an address that cost no wait: people mistype."""
LONGEST = 60.0
"""Seconds of the longest wait: at one guess a minute, six letters hold for a thousand years."""
FORGOTTEN = 600.0
"""Seconds after its last wrong code in which an address is forgiven."""
ADDRESSES = 2_000
"""Addresses remembered; the one that has been quiet for longest goes first."""


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
