"""One file per card; ``sim.shocks.ClassName`` finds a card without importing the others' names here."""

from typing import Any


def __getattr__(name: str) -> Any:
    """A card by its class name."""
    from sim import catalogue

    for card in catalogue.shocks().values():
        if card.__name__ == name:
            return card
    raise AttributeError(f"module 'sim.shocks' has no card {name!r}")
