"""Cells are called by the words that somebody varied, in short units; what is held fixed is said."""

import pytest
import yaml

from experiments import cli
from experiments.sweep import inputs, job, labels
from experiments.sweep.findings import decision

GUIDANCE, VOUCHERS = "levers.guidance.budget", "levers.skills_vouchers.budget"
FIVE = [f"levers.{name}.budget" for name in ("guidance", "skills_vouchers", "second_chance", "early_years", "green_skills")]


def portfolios(plan):
    return list(plan.cells[plan.cells.role == "policy"].portfolio.unique())


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (GUIDANCE, 6e6, "guidance 6 M"), (GUIDANCE, 0, "guidance 0"), (GUIDANCE, 250_000, "guidance 250 k"),
        ("levers.skills_vouchers.share", 0.6, "skills vouchers share 60%"), ("levers.guidance.start", 12, "guidance from month 12"),
        ("levers.guidance.months", 24, "guidance months 24 months"), ("shock.recession.start", 36, "from month 36"),
        ("shock.recession.depth", 0.1, "recession depth 10%"), ("parameters.job_search.distance", 0.25, "job search distance 0.25"),
        ("residents", 2000, "residents 2,000"), ("months", 120, "120 months"), ("regime", "job_rationing", "job rationing"),
        ("city", "medellin", "medellin"),
    ],
)  # fmt: skip
def test_a_number_is_said_in_a_short_unit(path, value, said):
    assert labels.said(path, value) == said


def test_portfolios_are_called_by_what_is_varied_whatever_stands_behind_them(planned):
    assert portfolios(planned(f"{GUIDANCE}=2e6,6e6")) == ["guidance 2 M", "guidance 6 M"]
    assert portfolios(planned(f"{GUIDANCE}=2e6,6e6", f"{VOUCHERS}=1e6")) == ["guidance 2 M", "guidance 6 M"], "one value does not vary"
    assert portfolios(planned(f"{GUIDANCE}=6e6")) == ["skills_first"]
    grid = planned(f"{GUIDANCE}=2e6,6e6", f"{VOUCHERS}=0,1.5e6")
    assert portfolios(grid)[0] == "guidance 2 M + skills vouchers 0" and len(set(portfolios(grid))) == 4
    assert portfolios(planned("design=one_at_a_time", f"{GUIDANCE}=2e6,6e6")) == ["skills_first", "guidance 2 M", "guidance 6 M"]


def test_points_of_ones_own_are_called_by_what_is_in_them_or_by_their_names(planned):
    points = [
        {GUIDANCE: 6e6},
        {VOUCHERS: 6e6, "levers.skills_vouchers.share": 0.5},
        {"name": "mine", "levers": {"guidance": {"budget": 5e6}}},
    ]
    plan = planned(design="list", points=points, scenario="baseline")
    assert portfolios(plan) == ["guidance 6 M", "skills vouchers 6 M + skills vouchers share 50%", "mine"]


def test_a_point_of_many_numbers_is_known_by_its_place_and_is_one_portfolio_in_all_worlds(planned):
    words = [f"{path}=interval(1e6,5e6)" for path in FIVE]
    plan = planned("design=latin_hypercube", "samples=3", "shock.recession.depth=interval(0.02,0.1)", *words)
    found = portfolios(plan)
    assert len(found) == 3 and all(
        name.startswith(f"point {k}: guidance ") and name.endswith("+ 3 more") for k, name in enumerate(found, 1)
    )
    grid = planned(*[f"{path}=1e6,2e6" for path in FIVE], "shock.recession.depth=0.02,0.04")
    assert len(portfolios(grid)) == 32, "the depth of a shock makes no other portfolio"


def test_values_that_differ_by_little_are_still_told_apart(planned):
    assert portfolios(planned(f"{GUIDANCE}=1000001,1000002")) == ["guidance 1.000001 M", "guidance 1.000002 M"]


def test_different_levers_never_share_a_label_nor_like_ones_two(planned):
    plan = planned(f"{VOUCHERS}=1e6,2e6", design="list", points=[{"name": "mine", GUIDANCE: 1e6}, {"name": "mine", GUIDANCE: 2e6}])
    policies = plan.cells[plan.cells.role == "policy"]
    levers = policies.spec.map(lambda spec: str(plan.specs[spec].levers))
    assert policies.portfolio.nunique() == 4
    assert levers.groupby(policies.portfolio).nunique().eq(1).all() and policies.portfolio.groupby(levers).nunique().eq(1).all()
    assert portfolios(plan)[0] == "mine, guidance 1 M + skills vouchers 1 M"


def test_shocks_are_called_by_what_differs_between_them(planned):
    assert list(planned("shock.recession.start=24,36", "months=60").cells["shock"].unique()) == [
        "none", "recession from month 24", "recession from month 36"]  # fmt: skip
    both = planned(shocks=["none", {"recession": {}, "plant_closure": {}}, "pandemic"])
    assert list(both.cells["shock"].unique()) == ["none", "plant closure and recession", "pandemic"]


def test_sides_of_a_disagreement_keep_their_names(planned):
    assert list(planned("regime=job_rationing,signal").cells.case.unique()) == ["job rationing", "signal"]
    assert planned("city=helsinki,medellin", "residents=300,500").cells.case.iloc[0] == "helsinki + residents 300"


def test_a_sweep_without_a_title_is_called_by_what_it_varies_not_by_the_scenario_behind_it(planned):
    assert planned(f"{GUIDANCE}=2e6,6e6", "shock.recession.start=1,2").title == "Guidance and recession start varied"
    assert planned(f"{GUIDANCE}=2e6,6e6", "title=Mine").title == "Mine"
    assert planned(*[f"{path}=1e6,2e6" for path in FIVE]).title == "Guidance, skills vouchers and 3 more varied"


def test_what_is_held_fixed_is_said(planned):
    held = " ".join(planned(f"{GUIDANCE}=2e6,6e6", "parameters.job_search.distance=0.3").held)
    assert (
        "as in the scenario skills_first: aligned courses 36 M, employer training subsidy 10 M, skills vouchers 4 M (EUR a year)." in held
    )
    assert "Shocks: recession from month 1." in held and "In every cell: job search distance 0.3." in held and "guidance" not in held
    assert "scenario baseline: no levers." in " ".join(planned(f"{GUIDANCE}=2e6,6e6", scenario="baseline").held)


def test_a_shock_after_the_last_month_is_said_before_the_sweep_on_its_page_and_with_the_decision(swept, asks, capsys):
    words = (f"{GUIDANCE}=0,5e6", "shock.recession.start=6", "scenario=baseline")
    job.only_show(asks(*words))
    late = "The recession begins after month 6, but the last month is 6"
    assert late in " ".join(capsys.readouterr().out.split())
    folder = swept(*words).folder
    page = job.page_of(folder)
    assert page.count(late) == 2 and late in " ".join(job.decision(folder))
    assert "guidance 5 M" in page and "What is not varied is as in the scenario baseline: no levers." in page


def test_a_against_b_tells_what_both_cost(swept):
    page = job.page_of(swept("scenario=skills_first", "baseline=inclusive_start").folder)
    assert "baseline: inclusive start" in page and ">no levers<" not in page, "nobody leaves the city without levers here"
    assert "the baseline, inclusive start, EUR" in page and "Spent a year beyond the baseline" in page
    assert decision.both_costs({}, {"baseline": "none"}) == ""


def test_a_sweep_file_to_begin_with_is_printed_and_is_a_sweep(capsys, tmp_path, asks):
    assert cli.main(["sweep", "--new"]) == 0
    file = tmp_path / "my_sweep.yaml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    from experiments.sweep import plan

    made = plan.plan(inputs.compose([f"sweep={file}"]))
    assert portfolios(made) == ["guidance 2 M", "guidance 6 M"] and made.title.startswith("How much guidance")
    assert set(made.cells["shock"]) == {"none", "recession from month 36", "recession from month 60"} and not made.too_late
    lines = [line[2:] for line in file.read_text(encoding="utf-8").splitlines() if line.startswith(("# design", "# points", "#   - "))]
    other = yaml.safe_load("\n".join(lines))
    assert portfolios(plan.plan(inputs.compose([], {**other, "scenario": "baseline"}))) == [
        "all in one lever", "guidance 3 M + skills vouchers 3 M"], "what stands in its comments works too"  # fmt: skip
