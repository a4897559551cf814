"""Which cards are there to list and to explain: the packaged ones, and those of a scenario's own files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.inputs import scenario
from sim import catalogue
from sim.city import MONTH, month_of


@dataclass(frozen=True)
class OwnCards:
    """What a user's own files bring, and the order of the month with their behaviours."""

    levers: dict[str, Any] = field(default_factory=dict)
    shocks: dict[str, Any] = field(default_factory=dict)
    behaviours: dict[str, Any] = field(default_factory=dict)
    indicators: dict[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = MONTH

    @property
    def all_levers(self) -> dict[str, Any]:
        """Packaged levers, then the user's own."""
        return {**catalogue.levers(), **self.levers}

    @property
    def all_shocks(self) -> dict[str, Any]:
        """Packaged shocks, then the user's own."""
        return {**catalogue.shocks(), **self.shocks}

    @property
    def all_behaviours(self) -> dict[str, Any]:
        """Behaviours in the order in which they act; those of a file that no month places come last."""
        known = {**catalogue.behaviours(), **self.behaviours}
        return {name: known[name] for name in (*self.order, *(name for name in self.behaviours if name not in self.order))}

    @property
    def all_indicators(self) -> dict[str, Any]:
        """Packaged indicators, then the user's own."""
        return {**catalogue.indicators(), **self.indicators}


def of(name: str | None) -> OwnCards:
    """The cards that a scenario's extensions bring, or a Python file of cards; none without a name."""
    if name is None:
        return OwnCards()
    chosen = scenario.Scenario("own", name, "own", extensions=(name,)) if name.endswith(".py") else scenario.load(name)
    found = catalogue.extension_cards([Path(file) for file in chosen.extensions])
    placed = {own: card for own, card in found["behaviour"].items() if own in chosen.month}
    return OwnCards(found["lever"], found["shock"], found["behaviour"], found["indicator"], month_of(placed, chosen.month))
