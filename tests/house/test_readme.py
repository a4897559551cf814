"""What the README says can be typed, works."""

import re
import shlex
import sys
import types
from pathlib import Path

import pytest
import yaml

from experiments import cli
from experiments.cli.main import take_on
from experiments.evidence.frictions import job as frictions
from experiments.evidence.sensitivity import inputs as sensitivity
from experiments.evidence.trials import inputs as trials
from experiments.evidence.validation import job as validation
from experiments.inputs import scenario
from experiments.inputs.settings import compose
from experiments.network import inputs as network
from experiments.optimise import inputs as optimise
from experiments.sweep import inputs as sweep
from experiments.sweep import plan
from sim.declare import Mistake

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


@pytest.fixture
def own_sweep(tmp_path, monkeypatch):
    """A folder that holds the sweep file of the README."""
    (text,) = re.findall(r"cat > my_sweep.yaml <<'END'\n(.*?)END\n", README, flags=re.S)
    (tmp_path / "my_sweep.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_the_sweep_file_is_a_sweep_that_is_called_by_what_it_varies(own_sweep):
    cells = plan.plan(sweep.compose(["sweep=my_sweep.yaml"])).cells
    assert set(cells.portfolio) == {"baseline", "guidance 2 M", "guidance 6 M"}
    assert set(cells["shock"]) == {"none", "recession from month 36", "recession from month 60"}


def commands():
    """Every command of the README, in blocks and in sentences, without its comment."""
    lines = [line.partition(" #")[0] for block in blocks("bash") for line in block.splitlines()]
    return sorted({line.strip() for line in [*lines, *re.findall(r"`(learncity [^`\n]+)`", README)] if line.startswith("learncity ")})


def test_the_readme_shows_every_command():
    assert {line.split()[1] for line in commands()} >= set(cli.COMMANDS) - {"figures", "bench", "version"}


READ = {
    "run": lambda words: compose("config", words), "sweep": sweep.compose, "optimise": optimise.parse, "network": network.compose,
    "validate": lambda words: validation.setting_of(words, True), "frictions": frictions.asked, "sensitivity": sensitivity.asked,
    "trial": lambda words: trials.asked_studies(words) if words[0].startswith("study=") else trials.asked(words),
}  # fmt: skip
"""What reads the settings of a command."""


@pytest.mark.parametrize("line", commands())
def test_every_command_is_understood_with_its_options_and_settings(line, own_sweep):
    understand(line)


def understand(line):
    arguments, more = cli.parser().parse_known_args(shlex.split(line)[1:])
    take_on(arguments, more)
    if getattr(arguments, "words", None) and arguments.command in READ:
        READ[arguments.command](arguments.words)


@pytest.mark.parametrize(
    "line", ["learncity run --anyhow", "learncity sweep residnts=3", "learncity report", "learncity trial levr=guidance"]
)
def test_what_is_not_understood_would_be_seen(line):
    with pytest.raises((SystemExit, Mistake)):
        understand(line)


def test_it_opens_with_the_two_commands():
    first = blocks("bash")[0].splitlines()
    assert first[0].startswith("python3 start.py ") and first[1].startswith("python3 start.py test")
    assert (ROOT / "start.py").is_file()
