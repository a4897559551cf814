"""Only one room makes processes, so that what it promises of them holds for all."""

import ast
from pathlib import Path

from experiments.inputs import paths

ROOT = paths.PACKAGE.parent
ROOM = ROOT / "experiments" / "execution"
ONLY_RUNS_A_PROGRAM = {
    "storage/manifest.py": "asks git", "bench/fresh.py": "times a fresh Python", "bench/workshop_latency.py": "times a whole workshop"
}  # fmt: skip
"""Files that run a program to its end with subprocess: no worker, nothing that computes a result."""


def names_in(file):
    """Everything imported: modules, and names from modules."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def makers(file):
    """What a file could make a process with."""
    found = set()
    for name in names_in(file):
        if name.split(".")[0] in ("multiprocessing", "multiprocess", "joblib", "loky") or "ProcessPoolExecutor" in name:
            found.add(name)
        if name in ("os.fork", "os.forkpty", "os.system", "os.popen", "os.posix_spawn") or name.startswith("os.spawn"):
            found.add(name)
        if name == "subprocess" and file.relative_to(ROOT / "experiments").as_posix() not in ONLY_RUNS_A_PROGRAM:
            found.add(name)
    return found


def test_nobody_else_makes_processes():
    others = [file for file in sorted((ROOT / "experiments").rglob("*.py")) if ROOM not in file.parents]
    assert len(others) > 100
    assert {str(file.relative_to(ROOT)): makers(file) for file in others if makers(file)} == {}


def test_the_room_itself_would_be_found():
    assert makers(ROOM / "processes.py") and makers(ROOM / "engines" / "local.py")


def test_the_room_imports_no_other_room():
    """Whoever has work asks the room, never the other way round; warm.py is imported by name, and all may speak to the terminal."""
    for file in sorted(ROOM.rglob("*.py")):
        above = {name for name in names_in(file) if name.startswith("experiments.") and name.split(".")[1] not in ("execution", "console")}
        assert not above, f"{Path(file).name}: {above}"
