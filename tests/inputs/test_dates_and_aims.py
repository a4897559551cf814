"""Dates, calendars of budgets and 'for', from a file and from the command line: as they are meant, or one clear message."""

import json
import os

import pytest

from experiments.evidence.trials import inputs as trials
from experiments.inputs import scenario
from experiments.inputs.comparison import from_record, from_settings
from experiments.inputs.settings import compose
from experiments.outcomes import reach
from experiments.sweep import inputs as sweep_inputs
from experiments.sweep import plan
from experiments.workshop.plan import PlanInputs, question_of
from sim import dates, facts
from sim.declare import Mistake
from sim.plain_yaml import parse_mapping

HEAD = "title: t\nmonths: 60\npolicy_date: 2027-01\nshock: {recession: {start: 2028-01}}\nlevers:\n"


def resolved(tmp_path, levers, *words):
    file = tmp_path / "asked.yaml"
    file.write_text(HEAD + levers, encoding="utf-8")
    return from_settings(compose("config", [f"scenario={file}", "residents=300", "seeds=1", *words]))


def test_dates_are_the_months_they_name(tmp_path):
    dated = resolved(tmp_path, "  guidance: {start: 2029-06, end: 2031-12, budget: {2027-01: 10e6, 2030-01: 4e6}}\n")
    counted = resolved(tmp_path, "  guidance: {start: 29, end: 59, budget: {0: 10_000_000, 36: 4_000_000}}\n", "shock.recession.start=12")
    assert dated.levers == counted.levers and dated.shock == counted.shock and dated.fingerprint == counted.fingerprint
    assert dated.levers["guidance"]["months"] == 31 and dated.levers["guidance"]["budget"] == {"0": 10e6, "36": 4e6}
    assert dated.world(True, True).digest == counted.world(True, True).digest


def test_month_0_is_the_january_after_the_counts_unless_it_is_said(tmp_path):
    assert from_settings(compose("config", ["residents=300"])).policy_date == f"{facts.city('helsinki').year + 1}-01" == "2023-01"
    assert resolved(tmp_path, "  guidance: {}\n", "policy_date=2028-01").policy_date == "2028-01"
    assert resolved(tmp_path, "  guidance: {}\n", "policy_date=2028-01").shock["recession"]["start"] == 0
    assert dates.date_of(29, "2027-01") == "2029-06"


def test_a_manifest_repeats_the_question(tmp_path):
    aimed = "  skills_vouchers#mothers: {budget: {0: 10e6, 9: 5e6, 36: 4e6}, for: {sex: women, age: 25-39, district: [00100, Kallio]}}\n"
    found = resolved(tmp_path, aimed + "  skills_vouchers#men: {for: {sex: men}, phase_in: 12}\n")
    record = json.loads(json.dumps(found.settings_dict))
    assert from_record(record, "manifest").settings_dict == found.settings_dict
    assert found.levers["skills_vouchers#mothers"]["for"]["district"] == ["00100", "00530"]


def test_the_command_line_takes_the_same_words(tmp_path):
    to = "levers.skills_vouchers#mothers"
    words = [f"{to}.budget={{0:10e6,36:4e6}}", f"{to}.for={{sex:women,age:25-39,district:[00100]}}",
             "levers.guidance.start=2029-06", "levers.skills_vouchers#men.for.sex=men"]  # fmt: skip
    found = resolved(tmp_path, "  skills_vouchers#mothers: {share: 0.6}\n", *words)
    mothers = found.levers["skills_vouchers#mothers"]
    assert mothers["budget"] == {"0": 10e6, "36": 4e6} and mothers["share"] == 0.6 and found.levers["guidance"]["start"] == 29
    assert mothers["for"] == {"sex": ["women"], "age": ["25-39"], "district": ["00100"]}
    fewer = resolved(tmp_path, "  skills_vouchers#mothers: {for: {sex: women, age: 25-39}}\n", "levers.skills_vouchers#mothers.for.age=30+")
    assert fewer.levers["skills_vouchers#mothers"]["for"] == {"sex": ["women"], "age": ["30+"]}
    assert not resolved(tmp_path, "  skills_vouchers#mothers: {}\n", "~levers.skills_vouchers#mothers").levers


def test_a_list_of_levers_are_levers_with_numbers_for_names(tmp_path):
    found = resolved(tmp_path, "  guidance: [{for: {sex: women}}, {for: {sex: men}, budget: 2e6}]\n")
    assert list(found.levers) == ["guidance#1", "guidance#2"] and found.levers["guidance#2"]["budget"] == 2e6


REFUSED = [
    ("  guidance: {start: 2026-05}\n", "guidance: start: 2026-05 is 8 months before the policy date 2027-01"),
    ("  guidance: {start: 2027-13}\n", "'2027-13' has no month 13"),
    ("  guidance: {start: -3}\n", r"start = -3 is outside 0\.\.1200"),
    ("  guidance: {start: 2029-06, end: 2029-05}\n", "end = 28 lies before start = 29"),
    ("  guidance: {end: 12, months: 6}\n", "says both end and months"),
    ("  guidance: {budget: {36: 1e6, 0: 2e6}}\n", "month 0 stands after month 36; write the steps in the order of time"),
    ("  guidance: {budget: {0: 1e6, 2027-01: 2e6}}\n", "2027-01 is month 0, which is there already"),
    ("  guidance: {budget: {-3: 1e6}}\n", r"first month of a step must be a whole number in 0\.\.1200 or a date such as 2027-01, not -3"),
    ("  guidance: {budget: {0: 1e6, 24: 2e6}, end: 12}\n", "month 24 lies after its last month, 12"),
    ("  guidance: {budget: {0: 10}}\n", "budget = 10 is EUR 10 a year"),
    ("  guidance: {budget: {}}\n", "a calendar needs at least one step"),
    ("  guidance: {budget: {soon: 1e6}}\n", "first month of a step must be"),
    ("  guidance: {phase_in: -1}\n", r"phase_in = -1 is outside 0\.\.240"),
    ("  guidance: {for: women}\n", "'for' must be a mapping of groups"),
    ("  guidance: {for: {gender: women}}\n", "unknown kind of group 'gender'"),
    ("  guidance: {for: {sex: woman}}\n", "unknown sex 'woman' - did you mean 'women'"),
    ("  guidance: {for: {age: old}}\n", "'old' is no age band"),
    ("  guidance: {for: {age: 39-25}}\n", "ends before it begins"),
    ("  guidance: {for: {district: 99999}}\n", "unknown district '99999'"),
    ("  guidance: {for: {district: Kalio}}\n", "did you mean 'Kallio'"),
    ("  green_procurement: {for: {sex: women}}\n", "works on orders to employers"),
    ("  guidance#a: {}\n  guidance#b: {}\n", "guidance#a and guidance#b overlap"),
    ("  guidanse#a: {}\n", "did you mean 'guidance'"),
    ("  'guidance#': {}\n", "own name has 1 to 40 letters"),
]


@pytest.mark.parametrize(("levers", "told"), REFUSED)
def test_what_cannot_be_meant_is_one_message(levers, told, tmp_path):
    with pytest.raises(Mistake, match=told) as found:
        resolved(tmp_path, levers)
    assert "levers" in str(found.value) and os.linesep not in str(found.value)


def test_a_policy_date_must_be_one(tmp_path):
    for date in ("2027", "next year", "2027-13"):
        with pytest.raises(Mistake, match="policy_date"):
            resolved(tmp_path, "  guidance: {}\n", f"policy_date='{date}'")


def test_a_sweep_varies_over_steps_and_groups_and_says_so_in_words():
    def portfolios(*words):
        found = plan.plan(sweep_inputs.compose(["scenario=baseline", "residents=300", "months=12", "seeds=1", "shocks=[none]", *words]))
        assert not found.cells.run.duplicated().any()
        return list(found.cells[found.cells.role == "policy"].portfolio.unique())

    both = portfolios("levers.guidance.budget=2e6,6e6", "levers.guidance.for.sex=women,men")
    assert both == ["guidance 2 M for women", "guidance 2 M for men", "guidance 6 M for women", "guidance 6 M for men"]
    crossed = portfolios("vary={levers.guidance.for: [{sex: women, age: 25-39}, {education: low}]}")
    assert crossed == ["guidance for women of 25-39", "guidance for residents with low education"]
    steps = portfolios("vary={levers.guidance.budget: [{0: 10e6, 36: 4e6}, 5e6]}")
    assert steps == ["guidance 10 M, 4 M from month 36", "guidance 5 M"]
    turned = portfolios("vary={levers.guidance.for: [{sex: women}, {sex: men}], levers.guidance.budget: [{0: 10e6, 36: 4e6}, 5e6]}")
    assert turned[:2] == ["guidance 10 M, 4 M from month 36 for women", "guidance 5 M for women"]
    named = portfolios("levers.guidance#young.for.age=16-24", "levers.guidance#young.budget=1e6,2e6")
    assert named == ["guidance (young) 1 M", "guidance (young) 2 M"]
    dated = portfolios("levers.guidance.start=2024-01,2025-01")
    assert dated == ["guidance from 2024-01", "guidance from 2025-01"]


@pytest.mark.parametrize("card", [{"budget": {"0": 1e6}}, {"start": "2029-06"}, {"end": 12}])
def test_the_workshop_refuses_in_words_what_its_page_cannot_show(card):
    with pytest.raises(Mistake, match="the page has no slider for"):
        question_of({"levers": {"guidance": card}}, PlanInputs())
    with pytest.raises(Mistake, match="the page has no slider for '#'"):
        question_of({"levers": {"guidance#a": {}}}, PlanInputs())


def test_how_many_a_lever_is_for_is_counted(tmp_path):
    found = reach.reached(resolved(tmp_path, "  guidance: {for: {sex: women}}\n  second_chance: {}\n"))
    assert [one["lever"] for one in found] == ["guidance"] and 0.4 < found[0]["share"] < 0.6
    assert reach.lines(found)[0].startswith("guidance: for women, about ") and "% of the city)" in reach.lines(found)[0]


def test_words_of_an_aim_read_like_a_sentence():
    from sim.aim import read, words

    said = parse_mapping("{sex: women, age: [25-39, 65+], education: [low, medium], activity: unemployed, limitation: none}", "t")
    told = "women of 25-39 or 65+ without a limitation with low or medium education who are unemployed"
    assert words(read(said, "t")) == told
    assert words(read({"limitation": "limited", "origin": "foreign-born"}, "t")) == "foreign-born residents with a limitation"
    assert words(read({"sex": "women", "origin": "Middle East and Africa"}, "t")) == "women born in the Middle East or Africa"
    assert scenario.cards({"guidance": {"for": said}}, "t")["guidance"]["for"] == said


@pytest.mark.parametrize("word", ["for.sex=women", "budget={0:1e6,12:0}"])
def test_a_trial_says_that_it_draws_by_lot(word):
    with pytest.raises(Mistake, match="a trial draws by lot among those who may take part"):
        trials.asked(["lever=guidance", f"levers.guidance.{word}"])
