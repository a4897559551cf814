"""Levers and shocks by class for editors and type checkers: ``python -m sim.stubs`` writes a line for each card."""

from pathlib import Path

from sim import catalogue

FOLDERS = ("levers", "shocks")


def stub(folder: str) -> str:
    """The stub of ``sim.levers`` or ``sim.shocks``: every card under its class name."""
    cards = getattr(catalogue, folder)().values()
    return "".join(sorted(f"from {card.__module__} import {card.__name__} as {card.__name__}\n" for card in cards))


def file_of(folder: str) -> Path:
    """Where the stub lies."""
    return Path(__file__).parent / folder / "__init__.pyi"


if __name__ == "__main__":
    for folder in FOLDERS:
        file_of(folder).write_text(stub(folder), encoding="utf-8")
