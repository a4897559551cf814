"""What was lived already, by what made it; the least recently asked for goes first when room is short."""

from collections import OrderedDict
from threading import Lock
from typing import Any

HELD = 700_000_000
"""Bytes kept for reuse, all sessions together (assumed: a laptop with 4 GB spares them)."""


class Cache:
    """Things by key, with their sizes, up to so many bytes."""

    def __init__(self, most: int = HELD) -> None:
        self.most, self.held, self.lock = most, 0, Lock()
        self.kept: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any) -> Any:
        """What is there, or None."""
        with self.lock:
            if key not in self.kept:
                return None
            self.kept.move_to_end(key)
            return self.kept[key][0]

    def put(self, key: Any, thing: Any, size: int) -> Any:
        """Keep it, and make room."""
        with self.lock:
            if key not in self.kept:
                self.kept[key] = (thing, size)
                self.held += size
            while self.held > self.most and len(self.kept) > 1:
                _, (_, gone) = self.kept.popitem(last=False)
                self.held -= gone
            return thing
