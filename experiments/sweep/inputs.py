"""The settings of a sweep: configs/many.yaml, a sweep file and the words of the command line."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from experiments.inputs.settings import check_text
from experiments.inputs.settings import compose as compose_settings
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake, shown

NEW = Path(__file__).with_name("new_sweep.yaml")
"""A sweep file to begin with."""
DESIGNS = ("grid", "list", "one_at_a_time", "latin_hypercube", "sobol", "saltelli")
ONCE = ("seeds", "first_seed", "workers", "output", "store", "keep", "engine", "sweep", "title", "story", "design", "vary",
        "points", "scenarios", "shocks", "baseline", "samples", "levels", "draw", "second_order")  # fmt: skip
"""Settings that hold for a whole sweep and cannot differ between its cells."""
GROUPS = ("sweep", "engine")


def compose(words: Iterable[str], more: Mapping[str, Any] | None = None, own: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Plain settings of configs/many.yaml, a sweep file, ``more`` settings and the words; ``own`` are further ones with usual values."""
    return compose_settings("many", words, more, own, groups=GROUPS, check_varied=check_can_vary)


def check_can_vary(path: str, where: str) -> None:
    """Mistake for what holds for the sweep as a whole."""
    first = path.partition(".")[0]
    if first in ONCE:
        hint = "; seeds=8 means eight seeds of every cell" if first == "seeds" else ""
        raise Mistake(f"{where}: {first} holds for the whole sweep, one value please{hint}")


def check_kinds(settings: Mapping[str, Any]) -> None:
    """Settings of a design, checked as far as their kind."""
    known_or_mistake(settings["design"], DESIGNS, "design", "design")
    check_text("store", settings["store"])
    for name in ("points", "scenarios", "shocks", "keep"):
        if settings[name] is not None and not isinstance(settings[name], list):
            raise Mistake(f"{name}: must be a list, not {shown(settings[name])}")
    if settings["points"] and settings["design"] != "list":
        raise Mistake(f"points: only design=list visits them, and the design is {settings['design']}; write design=list, or leave them out")
    for name, low, high in (("samples", 1, 1_000_000), ("levels", 2, 1000), ("draw", 0, 2**31)):
        check_whole(name, settings[name], low, high)
    for path in settings["vary"]:
        check_can_vary(str(path), "vary")
