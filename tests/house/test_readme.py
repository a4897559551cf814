"""What the README says can be typed, works."""

import re
import sys
import types
from pathlib import Path

import pytest
import yaml

from experiments import cli
from experiments.inputs import scenario

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.S)


@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: code.splitlines()[0][:40])
def test_python_snippets_run(code, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    page = types.ModuleType("readme")
    monkeypatch.setitem(sys.modules, "readme", page)
    exec(compile(code, "README.md", "exec"), page.__dict__)


def test_scenario_snippets_are_scenarios(tmp_path):
    for text in blocks("yaml"):
        found = scenario.from_mapping("readme", yaml.safe_load(text), "README.md", tmp_path)
        assert found.levers


def test_commands_exist():
    commands = [line.split() for block in blocks("bash") for line in block.splitlines() if line.startswith("learncity")]
    assert len(commands) > 5
    for _, name, *_ in commands:
        assert name in cli.COMMANDS


def test_it_opens_with_the_two_commands():
    first = blocks("bash")[0].splitlines()
    assert first[0].startswith("python3 start.py ") and first[1].startswith("python3 start.py test")
    assert (ROOT / "start.py").is_file()
