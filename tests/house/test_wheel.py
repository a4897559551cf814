"""An installed package stands alone: what the documentation tells works from a wheel, in another folder, without the checkout."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from experiments import cli

ROOT = Path(__file__).resolve().parents[2]
BUILT_FROM = ("setup.py", "pyproject.toml", "README.md", "NOTICE", "sim", "experiments", "configs", "scenarios", "docs")
SMALL = ["residents=200", "months=12", "burn_in=6", "seeds=2", "workers=1"]
NOTEBOOK = "import json, sys; [exec(''.join(one['source'])) for one in json.load(open(sys.argv[1]))['cells'] if one['cell_type'] == 'code']"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder into which a wheel of this checkout is installed; built offline, with what the environment has."""
    pytest.importorskip("setuptools", "70.1")  # older ones cannot build a wheel by themselves
    home = tmp_path_factory.mktemp("wheel")
    (home / "source").mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, home / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, home / "source")
    git = subprocess.run(["git", "rev-parse", "--absolute-git-dir"], cwd=ROOT, capture_output=True, text=True)
    where = {"GIT_DIR": git.stdout.strip()} if git.returncode == 0 else {}
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
    build = [*pip, "wheel", *offline, "--no-build-isolation", "-w", home, home / "source"]
    made = subprocess.run(build, capture_output=True, text=True, env={**os.environ, **where})
    assert made.returncode == 0, made.stderr[-3000:]
    (wheel,) = home.glob("*.whl")
    subprocess.run([*pip, "install", "-q", *offline, "--target", home / "site", wheel], check=True)
    shutil.rmtree(home / "source")
    return home / "site"


def asked(installed, folder, *words):
    """What Python says with these words in a folder of its own, where only the installed package is found."""
    known = {**os.environ, "PYTHONPATH": str(installed), "MPLBACKEND": "agg"}
    said = subprocess.run([sys.executable, "-P", *words], cwd=folder, capture_output=True, text=True, env=known)
    assert said.returncode == 0, said.stdout[-1000:] + said.stderr[-3000:]
    return said.stdout


@pytest.mark.slow
def test_commands_notebooks_and_pages_work_from_a_wheel(installed, tmp_path):
    learncity = ["-m", "experiments"]
    assert str(installed) in asked(installed, tmp_path, "-c", "import sim; print(sim.__file__)")
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    assert asked(installed, tmp_path, *learncity, "--version").endswith(f"commit {head.stdout.strip() or 'unknown'}\n")
    assert "skills_first" in asked(installed, tmp_path, *learncity, "list", "scenarios")
    asked(installed, tmp_path, *learncity, "run", "scenario=skills_first", *SMALL)
    (manifest,) = (tmp_path / "outputs").glob("*/manifest.json")
    assert list((manifest.parent / "figures").glob("*.png")) and (manifest.parent / "report.html").is_file()
    assert json.loads(manifest.read_text(encoding="utf-8"))["git_commit"] == (head.stdout.strip() or None)
    behaviour = installed / "experiments" / "docs" / "notebooks" / "6_your_own_behaviour.ipynb"
    assert "after incomes" in asked(installed, tmp_path, "-c", NOTEBOOK, str(behaviour))
    assert "residents in all" in asked(installed, tmp_path, *learncity, "reproduce", "verdicts", "python", "lines", "too_few", "borrowing")


@pytest.mark.slow
def test_the_site_is_built_from_a_wheel(installed, tmp_path):
    pytest.importorskip("mkdocs")
    asked(installed, tmp_path, "-m", "experiments", "docs", "--no-gallery", "--output", "site")
    assert (tmp_path / "site" / "notebooks" / "6_your_own_behaviour.ipynb").is_file()
    assert "6_your_own_behaviour.ipynb" in (tmp_path / "site" / "notebooks" / "6_your_own_behaviour.html").read_text(encoding="utf-8")


def test_documentation_names_the_extra_before_it_lives_cities(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "mkdocs.commands.build", None)
    assert cli.main(["docs"]) == 2
    said = capsys.readouterr()
    assert "the extra 'docs' brings it" in said.err and "Drawing" not in said.out


def test_trace_needs_no_extra():
    absent = dict.fromkeys(["emcee", "sklearn", "SALib", "ema_workbench", "optuna", "starlette"])
    code = f"import sys; sys.modules.update({absent}); import experiments.evidence.trace.identifiability, experiments.evidence.trace.text"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr


def test_the_version_says_its_commit(capsys):
    assert cli.main(["--version"]) == cli.main(["version"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == second and re.fullmatch(r"learncity [\d.]+, commit ([0-9a-f]{40}\+?|unknown)", first)
