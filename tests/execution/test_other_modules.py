"""Nothing is imported from the folder one stands in: not by the command, not by its workers, not by the helper that compiles."""

import os
import subprocess
import sys

import pytest

import start
from experiments.inputs import paths

ROOT = paths.PACKAGE.parent
WITHOUT_MAIN_GUARD = """
import os
from experiments import compare
from experiments.execution import processes
process = processes.start(os._exit, 7)
process.join()
found = compare("skills_first", residents=200, months=2, seeds=2, burn_in=1, workers=2)
print(process.exitcode, len(found) > 1000)
"""


@pytest.fixture
def bad_folder(tmp_path):
    """A folder with modules whose names are also ours, numpy's or Python's."""
    for name in ("sim/__init__", "numpy", "random", "socket", "tempfile"):
        file = tmp_path / "bad" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"raise SystemExit('{name} was imported from the folder')")
    return tmp_path / "bad"


def run(words, folder, **more):
    """A command in a folder; its output and errors together."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run([sys.executable, *map(str, words)], cwd=folder, capture_output=True, text=True, env=env)


def test_the_module_is_not_misled(bad_folder):
    ran = run(["-m", "experiments", "list", "shocks"], bad_folder)
    assert ran.returncode == 0 and "recession" in ran.stdout, ran.stderr


def test_a_script_without_a_main_guard_compares_with_two_workers(bad_folder, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(WITHOUT_MAIN_GUARD)
    ran = run([script], bad_folder)
    assert ran.stdout.split() == ["7", "True"], ran.stderr


def test_start_is_not_misled_even_by_a_folder_of_the_same_name(bad_folder, monkeypatch, capfd):
    (bad_folder / "sim").rename(bad_folder / "experiments")
    monkeypatch.chdir(bad_folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(start, "PYTHON", sys.executable)
    monkeypatch.setattr(start, "ready", lambda: True)
    monkeypatch.setattr(sys, "argv", ["start.py", "residents=-1"])
    assert start.main() == 2
    assert "residents" in capfd.readouterr().err


def test_start_says_where_it_cannot_set_up(monkeypatch, capsys):
    monkeypatch.setattr(start, "VENV", start.Path("/proc/learncity"))
    monkeypatch.setattr(start, "ready", lambda: False)
    assert start.main() == 1
    assert "LEARNCITY_VENV=FOLDER" in capsys.readouterr().err
