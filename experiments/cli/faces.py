"""The two faces as pages: what the command line says of each command, and what Python sees."""

import inspect
from collections.abc import Mapping
from typing import Any

from experiments import api
from experiments.cli.command import Command
from experiments.figures import paper
from sim.city import City

METHODS = ("run", "step", "branch", "to_frame", "friendships", "own_luck", "behaviour")
WORDS = ("simulate", "compare", "panel", "causes", "money", "who")
TOOLS = ("ema_model", "salib_problem", "prim")
DRAWN = ("course", "difference", "effects", "axes", "save")


def pages(commands: Mapping[str, Command]) -> dict[str, str]:
    """Both pages by the name of their file."""
    return {"reference/commands.md": of_commands(commands), "reference/python.md": of_python()}


def of_commands(commands: Mapping[str, Command]) -> str:
    """Every command with its words, options and an example."""
    return "\n".join(["# Commands\n", *(part(one) for one in commands.values())])


def part(one: Command) -> str:
    """One command."""
    example = "\n".join(line.strip() for line in one.example.splitlines())
    lines = [f"## learncity {one.name}\n", f"{one.about[:1].upper()}{one.about[1:]}.\n", f"```bash\n{example}\n```\n"]
    for names, more in one.options:
        lines.append(f"- `{' '.join(names)}`: {str(more.get('help', '')).replace('%%', '%') or 'needed'}")
    return "\n".join(lines) + "\n"


def of_python() -> str:
    """What Python sees, with the words of the code."""
    from experiments.sweep import research_tools

    said: list[tuple[str, Any]] = [("sim.City", City), *((f"sim.City.{name}", getattr(City, name)) for name in METHODS)]
    said += [(f"experiments.{name}", getattr(api, name)) for name in WORDS]
    said += [(f"experiments.{name}", getattr(research_tools, name)) for name in TOOLS]
    said += [(f"experiments.figures.{name}", getattr(paper, name)) for name in DRAWN]
    parts = [
        f"## {name}\n\n```python\n{name.rpartition('.')[2]}{inspect.signature(what)}\n```\n\n{inspect.getdoc(what)}\n"
        for name, what in said
    ]
    return "\n".join(["# Python\n", *parts])
