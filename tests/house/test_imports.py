"""Imports point one way: the model knows no screens, no configuration and no processes."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.inputs import paths

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {"hydra", "omegaconf", "matplotlib", "rich", "multiprocessing", "concurrent", "experiments", "solara"}
MODEL = sorted((ROOT / "sim").rglob("*.py"))


def imported(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("file", MODEL, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_model_imports_nothing_that_shows_or_runs_it(file):
    assert not FORBIDDEN & set(imported(file))


def test_only_the_mesa_face_imports_mesa():
    face = {file.name for file in MODEL if "mesa" in set(imported(file))}
    assert "city.py" not in face
    assert not any("mesa" in set(imported(file)) for file in MODEL if file.parent.name in ("behaviours", "levers"))


def test_cards_do_not_import_the_city():
    cards = [file for file in MODEL if file.parent.name in ("behaviours", "levers", "shocks", "indicators")]
    for file in cards:
        modules = {n.module for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)}
        assert not {"sim.city", "sim.model"} & modules, file


def test_what_is_asked_and_how_to_run_are_shipped():
    assert paths.shipped("scenarios").samefile(ROOT / "scenarios")
    assert (paths.shipped("configs") / "config.yaml").is_file()
    assert '"experiments.configs": "configs"' in (ROOT / "setup.py").read_text(encoding="utf-8")
    for folder in ("sim/behaviours", "sim/levers", "sim/shocks", "experiments/inputs", "experiments/figures", "experiments/report"):
        assert (ROOT / folder / "__init__.py").is_file()


def test_no_file_names_a_registry():
    for name in ("pyproject.toml", "setup.py", "constraints.txt", "start.py", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text and "--index-url" not in text, name


def test_asking_for_help_imports_no_numbers():
    code = "import sys; from experiments.cli import main; main(['--help']); print(*sorted(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"numpy", "numba", "pandas", "mesa", "hydra", "matplotlib", "rich"} & set(said.split())
