"""Who sits in the room, and what did each table propose? Names, colours, roles, budgets, votes; nothing is lost when the server stops."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import is_number

ROLES: dict[str, tuple[str, dict[str, str]]] = {
    "mayor": ("unemployment", {}),
    "employer": ("vacancy_rate", {}),
    "teacher": ("participation", {}),
    "newcomer": ("employment", {"origin": "foreign-born"}),
}
"""What each role wants to see: an indicator, of whom."""
COLOURS = 8
"""Colours that a wall tells apart; tables beyond share them."""
TABLES, KEPT, LONGEST = 24, 40, 40
"""Tables of a room; proposals that wait; letters of a name."""


@dataclass
class Table:
    """Some people with a phone or more."""

    name: str
    colour: int
    role: str = "mayor"
    budget: float | None = None
    """EUR a year it may set aside; None: what the city's room has."""


@dataclass
class Proposal:
    """A plan before the room."""

    number: int
    who: str
    plan: dict[str, Any]
    kept: bool = False
    votes: list[str] = field(default_factory=list)
    """Who voted for it: each phone has one vote."""


@dataclass
class Tables:
    """The tables, their proposals, the latest last, and whether the room votes."""

    tables: dict[str, Table] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    voting: bool = False
    count: int = 0

    def sit(self, name: Any, role: Any = "mayor") -> Table:
        """A table of that name; the same one for everybody who says it."""
        known_or_mistake(role, ROLES, "role", "table")
        name = name_of(name)
        table = self.tables.get(name)
        if table is None:
            if len(self.tables) >= TABLES:
                raise Mistake(f"table: the room has {TABLES} tables already")
            taken = [one.colour for one in self.tables.values()]
            table = self.tables[name] = Table(name, min(range(COLOURS), key=taken.count))
        table.role = role
        return table

    def allow(self, name: Any, budget: Any, cap: float) -> Table:
        """Give a table a budget of its own, in EUR a year; None: as much as the room has."""
        known_or_mistake(name, self.tables, "table", "budget")
        table = self.tables[name]
        if budget is not None and (not is_number(budget) or not 0 < budget <= cap):
            raise Mistake(f"budget: {shown(budget)} is outside 0..{cap:g} (EUR/year)")
        table.budget = None if budget is None else float(budget)
        return table

    def propose(self, who: Any, plan: dict[str, Any]) -> Proposal:
        """Put a plan before the room in place of the table's last one, unless that was kept."""
        table = self.tables.get(name_of(who)) or self.sit(who)
        self.count += 1
        made = Proposal(self.count, table.name, plan)
        self.proposals = [one for one in self.proposals if one.kept or one.who != table.name]
        self.proposals.append(made)
        del self.proposals[: max(0, len(self.proposals) - KEPT)]
        return made

    def the(self, number: Any) -> Proposal:
        """A proposal by its number."""
        found = next((one for one in self.proposals if one.number == number and not isinstance(number, bool)), None)
        if found is None:
            raise Mistake(f"proposal: there is no number {shown(number)} any more")
        return found

    def vote(self, number: Any, voter: str, own: str | None) -> None:
        """Give one's only vote to a proposal of another table; again for the same takes it back."""
        if not self.voting:
            raise Mistake("vote: the room is not voting")
        chosen = self.the(number)
        if chosen.who == own:
            raise Mistake("vote: a table does not vote for itself")
        had = voter in chosen.votes
        for one in self.proposals:
            one.votes = [other for other in one.votes if other != voter]
        if not had:
            chosen.votes.append(voter)

    def dismiss(self, number: Any) -> Proposal:
        """Take a proposal off the board."""
        gone = self.the(number)
        self.proposals.remove(gone)
        return gone

    def as_data(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "Tables":
        """From a file."""
        tables = {name: Table(**one) for name, one in data["tables"].items()}
        return cls(tables, [Proposal(**one) for one in data["proposals"]], bool(data["voting"]), int(data["count"]))


def name_of(said: Any) -> str:
    """A table's name, tidy."""
    if not isinstance(said, str) or not said.strip() or len(said.strip()) > LONGEST:
        raise Mistake(f"propose: say who you are, in {LONGEST} characters at most")
    return " ".join(said.split())


def now() -> str:
    """This minute, as the room's own clock has it."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")
