"""What happened in the room? Guesses, plans that were tried, surprises, and what is taken home, as the page told them at the time."""

from dataclasses import asdict, dataclass, field
from typing import Any

from experiments.workshop.tables import now
from sim.declare import Mistake, known_or_mistake, shown

KINDS = ("tried", "guess", "surprise", "kept")
"""A plan that was answered in full; what was expected of one; what nobody had thought; a table's plan that the room kept."""
WORDS = {
    "text": 600,
    "title": 80,
    "levers": 900,
    "shocks": 300,
    "indicator": 80,
    "span": 60,
    "guessed": 80,
    "came": 120,
    "why": 600,
    "key": 80,
}
"""What an entry says, and the longest of each in characters."""
ENTRIES, HOME = 400, 2_000
"""Entries kept, the oldest goes first; characters of what is taken home."""


@dataclass
class Entry:
    """One thing that happened."""

    number: int
    at: str
    kind: str
    who: str
    said: dict[str, str]
    plan: dict[str, Any]


@dataclass
class Record:
    """A session in the order of its happening."""

    entries: list[Entry] = field(default_factory=list)
    home: str = ""
    count: int = 0

    def note(self, kind: Any, who: str, said: Any, plan: dict[str, Any]) -> Entry:
        """Write something down; the same about the same plan takes the place of what was said before."""
        known_or_mistake(kind, KINDS, "kind", "note")
        words = checked(said)
        self.count += 1
        made = Entry(self.count, now(), kind, who, words, plan)
        about = (kind, who, words.get("key"))
        self.entries = [one for one in self.entries if not words.get("key") or (one.kind, one.who, one.said.get("key")) != about]
        self.entries = [*self.entries, made][-ENTRIES:]
        return made

    def forget(self, number: Any) -> None:
        """Take an entry out."""
        left = [one for one in self.entries if one.number != number]
        if len(left) == len(self.entries):
            raise Mistake(f"forget: there is no entry {shown(number)}")
        self.entries = left

    def take_home(self, text: Any) -> None:
        """What the room wrote at its end."""
        if not isinstance(text, str) or len(text) > HOME:
            raise Mistake(f"home: must be a text of {HOME} characters at most")
        self.home = text

    def as_data(self) -> dict[str, Any]:
        """For a file, and for the page."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "Record":
        """From a file."""
        return cls([Entry(**one) for one in data["entries"]], str(data["home"]), int(data["count"]))


def checked(said: Any) -> dict[str, str]:
    """The words of an entry; Mistake for what is none, or too long to be one."""
    if not isinstance(said, dict):
        raise Mistake("note: said must be a mapping of words")
    for word, text in said.items():
        known_or_mistake(word, WORDS, "word", "note: said")
        if not isinstance(text, str):
            raise Mistake(f"note: {word} must be a text, not {shown(text)}")
    return {word: text[: WORDS[word]] for word, text in said.items()}
