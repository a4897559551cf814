"""Portfolios that live the same lives are one city, and that is said."""

import json

import pandas as pd
import pytest

from experiments.sweep import job
from experiments.sweep.findings import alike, collect

MORE = "levers.network_membership.budget=41000,6000000,8000000"
"""Half a post costs EUR 36,000 and 15% a year: whoever sets aside more pays the same."""


@pytest.fixture
def found(swept):
    done = swept(MORE, "scenario=baseline", "shocks=[none]")
    return done, collect.find(done.folder)


def test_budgets_that_are_not_asked_for_are_one_city_in_tables_and_words(found):
    done, (tables, manifest) = found
    assert done.plan.cells[done.plan.cells.role == "policy"].portfolio.nunique() == 3
    assert [len(group) for group in manifest["alike"]] == [2]
    assert tables["ranking"].portfolio.nunique() == tables["front"].portfolio.nunique() == 2
    assert set(manifest["names"].values()) == {"network membership 41 k", "network membership 6 or 8 M"}
    (said,) = manifest["one_city"]
    assert said.startswith("Network membership 6 M and network membership 8 M are the same city") and "both spend EUR 41,400 a year" in said
    assert said in manifest["decision"]


def test_the_page_and_the_terminal_say_it_once_and_keep_all_effects(found, capsys):
    done, (_, manifest) = found
    job.tell(done)
    assert capsys.readouterr().out.count("6 or 8 M") == 1
    page = job.page_of(done.folder)
    assert manifest["one_city"][0] in page and "3 portfolios against" in page and "Set aside a year" in page
    assert pd.read_parquet(done.folder / "effects.parquet").portfolio.nunique() == 3
    assert json.loads((done.folder / "tables" / job.DECISION).read_text()) == manifest["decision"]


def test_portfolios_that_differ_in_one_seed_are_two(found):
    done, _ = found
    first = done.plan.cells[done.plan.cells.role == "policy"].copy()
    swapped = first.copy()
    at = swapped.index[(swapped.portfolio == swapped.portfolio.iloc[-1]) & (swapped.seed == 2)]
    swapped.loc[at, "run"] = done.plan.cells.loc[(done.plan.cells.role == "baseline") & (done.plan.cells.seed == 2), "run"].iloc[0]
    levers = job.records(done.plan, "portfolio", "levers")
    assert len(alike.alike(first, done.index, levers)) == 1
    assert alike.alike(swapped, done.index, levers) == []


@pytest.mark.parametrize(
    "labels, name",
    [
        (("guidance 2 M", "guidance 6 M"), "guidance 2 or 6 M"),
        (("guidance 200 k", "guidance 6 M"), "guidance 200 k or 6 M"),
        (("guidance 2 M + vouchers 1 M", "guidance 6 M + vouchers 1 M"), "guidance 2 or 6 M + vouchers 1 M"),
        (("guidance 2 M", "guidance 2 M + vouchers 1 M"), "guidance 2 M or guidance 2 M + vouchers 1 M"),
        (("a 1 M", "a 2 M", "a 3 M", "a 4 M"), "a 1 M (or 3 more that do the same)"),
    ],
)
def test_a_name_for_several_says_what_differs_once(labels, name):
    assert alike.together(labels) == name
