"""The rooms of experiments/: which may import which. Arrows point down only, so a change of one idea is made in one place."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOOSE = {"__init__", "__main__", "api"}
"""Modules that lie in no room: the Python face and ``python -m experiments``."""
GROUND = ("console", "inputs", "outcomes", "recording", "storage", "execution")
SHOWN = (*GROUND, "figures", "report")
"""What every command family may use."""
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "console": (),
    "inputs": ("console",),
    "outcomes": ("console", "inputs"),
    "recording": ("console", "inputs", "outcomes"),
    "execution": ("console",),
    "storage": ("console", "inputs", "outcomes", "recording", "execution"),
    "figures": GROUND,
    "report": (*GROUND, "figures"),
    "own_city": GROUND,
    "documentation": (*SHOWN, "own_city"),
    "run": SHOWN,
    "sweep": SHOWN,
    "network": SHOWN,
    "optimise": (*SHOWN, "sweep"),
    "workshop": (*SHOWN, "run"),
    "evidence.targets": SHOWN,
    "evidence.trials": (*SHOWN, "evidence.targets"),
    "evidence.validation": (*SHOWN, "evidence.targets", "evidence.trials", "network"),
    "evidence.frictions": (*SHOWN, "evidence.targets", "evidence.trials", "evidence.validation"),
    "evidence.backcast": (*SHOWN, "evidence.targets"),
    "evidence.calibration": (*SHOWN, "evidence.targets", "evidence.validation"),
    "evidence.sensitivity": (*SHOWN, "sweep"),
    "evidence.trace": (*SHOWN, "evidence.targets", "evidence.trials", "evidence.validation", "evidence.frictions", "evidence.calibration",
                       "evidence.sensitivity"),
    "bench": ("execution", "inputs", "outcomes", "recording", "storage", "sweep"),
    "examples": ("run", "sweep", "api"),
}  # fmt: skip
"""Each room and the rooms below it that it may import; ``cli`` may import all of them."""
FAMILIES = ("run", "sweep", "network", "optimise", "workshop", "evidence")
FACES = ("job",)
"""What one command family shows another."""
PARTS_SHARED: dict[str, tuple[str, ...]] = {
    "optimise -> sweep": ("inputs", "plan", "scheduler", "cost_estimate",
                          "findings.ranking"),
    "evidence -> sweep": ("inputs", "plan", "scheduler", "cost_estimate", "effects", "terminal"),
    "evidence -> network": ("inputs", "simulation"),
    "workshop -> run": ("seeds",),
}  # fmt: skip
"""What else one family shows another, which is built on it: a search and a sensitivity study are sweeps, a virtual experiment of the
validation is a network of cities, the report of a workshop is that of a run."""
FLOORS, MOST_ROOMS = 10, 22


def files() -> dict[str, Path]:
    """Modules of experiments/ by their dotted names."""
    found = {}
    for path in sorted((ROOT / "experiments").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


FILES = files()


def room(module: str) -> str:
    """The room of a module; a wing of evidence/ is a room of its own, a loose module is named by itself."""
    parts = module.split(".")[1:]
    if not parts:
        return "__init__"
    return ".".join(parts[:2]) if parts[0] == "evidence" and len(parts) > 1 else parts[0]


@cache
def imports(module: str) -> tuple[tuple[str, bool], ...]:
    """What a module imports, also inside functions: each name with whether it is imported when the module is."""
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    late = {id(sub) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for sub in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [(target(node.module, name.name), id(node) not in late) for name in node.names]
        elif isinstance(node, ast.Import):
            found += [(name.name, id(node) not in late) for name in node.names]
    return tuple(found)


def target(home: str, name: str) -> str:
    """The module that ``from home import name`` needs."""
    return f"{home}.{name}" if f"{home}.{name}" in FILES else home


def arrows(of_rooms: bool) -> dict[str, set[str]]:
    """Who imports whom within experiments/, rooms or files."""
    found: dict[str, set[str]] = {}
    for module in FILES:
        here = room(module) if of_rooms else module
        own = {room(other) if of_rooms else other for other, _ in imports(module) if other in FILES}
        found.setdefault(here, set()).update(own - {here})
    return found


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Nodes that lead back to themselves, in order; empty when there is no circle."""
    done: set[str] = set()

    def visit(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for other in sorted(graph.get(node, ())):
            found = visit(other, [*path, node])
            if found:
                return found
        done.add(node)
        return []

    return next((found for node in sorted(graph) if (found := visit(node, []))), [])


def test_a_circle_is_seen():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_at_most_three_modules_lie_in_no_room():
    assert {path.stem for path in (ROOT / "experiments").glob("*.py")} <= LOOSE
    assert len(LOOSE) <= 3


def test_every_folder_is_a_room_of_the_table():
    known = {name.partition(".")[0] for name in MAY_IMPORT} | {"cli"}
    there = {path.name for path in (ROOT / "experiments").iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert there == known, "a new room needs a line in MAY_IMPORT"


def test_the_house_stays_small():
    """The wings of evidence/ count as one room here."""
    graph: dict[str, set[str]] = {}
    for name, below in arrows(of_rooms=True).items():
        first = name.partition(".")[0]
        graph.setdefault(first, set()).update({other.partition(".")[0] for other in below} - {first})
    height = cache(lambda name: 1 + max((height(below) for below in graph[name]), default=0))
    assert len(graph) <= MOST_ROOMS
    assert max(map(height, graph)) <= FLOORS


def test_the_table_itself_points_one_way():
    assert circle({room: set(below) for room, below in MAY_IMPORT.items()}) == []


@pytest.mark.parametrize("name", sorted(MAY_IMPORT))
def test_a_room_imports_only_rooms_below_it(name):
    too_much = sorted(
        f"{module} imports {other}"
        for module in FILES
        if room(module) == name
        for other, _ in imports(module)
        if other in FILES and room(other) not in (name, *MAY_IMPORT[name])
    )
    assert not too_much


def test_no_circle_of_rooms():
    assert circle(arrows(of_rooms=True)) == []


def test_no_circle_of_files():
    """Imports inside functions count too."""
    assert circle(arrows(of_rooms=False)) == []


def family(module: str) -> str:
    """The command family of a module, or nothing."""
    first = room(module).partition(".")[0]
    return first if first in FAMILIES else ""


def crossings() -> list[tuple[str, str, str]]:
    """Imports from one command family by another that are not of its face: who, which families, which part."""
    found = []
    for module in FILES:
        for other in {other for other, _ in imports(module) if other in FILES}:
            one, two = family(module), family(other)
            if one and two and one != two and other.rpartition(".")[2] not in FACES:
                found.append((module, f"{one} -> {two}", other.removeprefix(f"experiments.{two}").lstrip(".")))
    return found


def test_families_meet_through_their_faces():
    assert [found for found in crossings() if found[2] not in PARTS_SHARED.get(found[1], ())] == []


def test_no_part_is_shared_in_vain():
    used = {(families, part) for _, families, part in crossings()}
    assert {(families, part) for families, parts in PARTS_SHARED.items() for part in parts} - used == set()
