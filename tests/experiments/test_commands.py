"""The commands beside run, and the two words for notebooks."""

import pandas as pd
import pytest

from experiments import cli, compare, simulate
from experiments.cli import look_up

SMALL = {"residents": 300, "months": 6, "seeds": 2, "burn_in": 2}


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_help_with_an_example(capsys, command):
    assert cli.main([command, "--help"]) == 0
    assert f"learncity {command}" in capsys.readouterr().out.split("example:")[1]


@pytest.mark.parametrize("kind", look_up.KINDS)
def test_lists_have_rows(capsys, kind):
    assert cli.main(["list", kind]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 3


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("skills_vouchers", "budget"), ("recession", "depth"), ("job_search", "distance"),
        ("unemployment", "labour force"), ("mvpf", "residents gain for each euro"), ("thresholds", "horizon"),
        ("job_search.distance", "source"), ("skills_first", "levers:"), ("helsinki", "total absolute error"),
    ],
)  # fmt: skip
def test_anything_can_be_explained(capsys, name, told):
    assert cli.main(["explain", name]) == 0
    assert told in capsys.readouterr().out


def test_a_lever_tells_how_much_money_it_can_use(capsys):
    assert cli.main(["capacity", "guidance", "network_membership", "--residents", "600", "--burn-in", "2"]) == 0
    found = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    euros = {words[0]: float(words[1].replace(",", "")) for words in found}
    assert 0 < euros["network_membership"] < 1e5 < euros["guidance"] < 5e7  # half a post; a share of the unemployed, not a billion


def test_a_city_tells_how_well_it_fits(capsys):
    assert cli.main(["city", "medellin", "--residents", "500"]) == 0
    assert "worst cell" in capsys.readouterr().out


def test_simulate_is_tidy():
    found = simulate("skills_first", **SMALL)
    assert list(found.groupby("seed").size()) == [7, 7]
    assert found.columns.is_unique and "unemployment" in found


def test_compare_is_paired_and_a_scenario_against_itself_has_no_effect():
    found = compare("skills_first", "skills_first", shock={"recession": {"start": 1}}, **SMALL)
    assert isinstance(found, pd.DataFrame)
    assert found[found.outcome != "resilience_dividend"].effect.dropna().eq(0).all()


def test_a_wrong_word_in_a_notebook_is_named():
    with pytest.raises(ValueError, match="did you mean 'burn_in'"):
        simulate("skills_first", burnin=3)
