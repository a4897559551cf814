"""The page that a planner sends: one sheet first, numbers in one piece, and the same on a phone and on paper."""

import re

import pytest

from experiments.figures.brief import set_aside
from experiments.report import brief
from experiments.report.markup import HEADS, in_one_piece, whole_numbers
from tests.experiments.test_figures import ABOUT, told
from tests.workshop.browsing import NEEDS_CHROMIUM

A4 = {"width": 794, "height": 1123}
"""A sheet at 96 dots per inch; its margins are those of style.css."""


def question(**more):
    return {**ABOUT["question"], "title": "By hand", "story": "A story.", "baseline": "none", "regime": "", "parameters": {},
            "levers": {}, **more}  # fmt: skip


def lever(budget, start=0.0, months=1200.0):
    return {"budget": budget, "start": start, "months": months}


def test_the_brief_comes_first_and_answers_every_question_of_a_mayor(finished):
    page = (finished / "report.html").read_text(encoding="utf-8")
    first, rest = page.split("<nav>", 1)
    assert re.findall(r"<h2>(.*?)</h2>", first) == ["How sure", "Who gains", "Money", "What was not spent"]
    assert first.count("<svg") == 3 and 'class="answer"' in first and first.count("<h1>") == 1
    assert 'class="answer"' not in rest and "<h1>" not in rest, "the answer is said once"


def test_numbers_stay_in_one_piece():
    said = in_one_piece("It costs EUR 52.5 million a year, 1.74 points (1.31 to 2.17) more for those of 25-54.")
    assert "EUR\u00a052.5\u00a0million a" in said and "1.74\u00a0points (1.31\u00a0to\u00a02.17)" in said
    assert '<span class="whole">25-54</span>' in said
    assert whole_numbers("+0.1 to +0.2") == "<span>+0.1 to +0.2</span>"
    assert whole_numbers("at least 58.4 (5 of 8 not over)") == "<span>at least 58.4</span> <span>(5 of 8 not over)</span>"
    assert whole_numbers("EUR 26,270 to EUR 85,851") == "<span>EUR 26,270 to</span> <span>EUR 85,851</span>"


def test_a_cell_of_a_table_says_its_column_where_columns_do_not_fit(finished):
    page = (finished / "report.html").read_text(encoding="utf-8")
    for head in HEADS[:4]:
        assert f'data-head="{head}"' in page


def test_money_asked_for_and_spent_is_reckoned_by_lever():
    ledger = (
        told()["monthly"][["month", "world", "shock", "seed"]]
        .query("month > 0 and world == 'policy'")
        .assign(lever="guidance", euros=500.0)
    )
    levers = {"guidance": lever(12_000.0), "skills_vouchers": lever(6_000.0, start=36.0)}
    rows = brief.asked_and_spent(ledger, question(levers=levers)).set_index("lever")
    assert rows.asked.to_dict() == {"guidance": 12_000.0, "skills_vouchers": 3_000.0}, "a lever that starts at half time asks for half"
    assert rows.spent.to_dict() == {"guidance": 6_000.0, "skills_vouchers": 0.0}


def test_what_is_asked_for_follows_the_calendar_of_a_lever():
    steps = {**lever({"0": 12_000.0, "36": 24_000.0}), "phase_in": 0.0}
    assert set_aside(steps, 72) == 3 * 12_000 + 3 * 24_000
    assert set_aside(lever(12_000.0, start=60.0, months=6.0), 72) == 6_000
    assert set_aside(lever(12_000.0, start=80.0), 72) == 0
    assert set_aside({**lever(12_000.0), "phase_in": 12.0}, 12) == pytest.approx(1_000 * sum(range(1, 13)) / 12)


def test_for_whom_levers_are_and_since_when_is_told():
    aimed = {"lever": "skills_vouchers", "words": "women of 25-39", "residents": 71_000.0, "share": 0.11}
    assert brief.for_whom({"for": [aimed]}) == "Skills vouchers: for women of 25-39, about 71,000 residents (11% of the city)."
    assert brief.for_whom({}) == ""
    about = {"city": {"title": "Helsinki"}, "question": question(policy_date="2027-01", baseline="calm")}
    assert brief.what_was_run(about) == "Helsinki, 6 years from 2027-01 on, compared with the scenario calm"


def test_who_gains_and_who_loses_are_named_and_the_rest_counted():
    effects = told()["effects"]
    late = effects[(effects.window == brief.LATE) & (effects.world == "calm") & (effects.dimension == "education")]
    rows = late[late.outcome == "participation"].assign(verdict=["better", "worse"], effect=[0.1, -0.2])
    groups = list(rows.group)
    said = brief.gain(rows, "Adult learning")
    assert said == f"Adult learning: better for people of {groups[0]} education, worse for people of {groups[1]} education."
    assert brief.gain(rows.assign(verdict="no clear effect"), "Adult learning") == "Adult learning: no clear effect for any of 2 groups."
    assert brief.gain(rows.assign(verdict=brief.ONE_SEED), "Adult learning") == "Adult learning: one seed: no interval."


@pytest.fixture
def opened(browser, finished):
    def at(width, **more):
        page = browser.new_context(viewport={"width": width, "height": 844}, **more).new_page()
        page.goto((finished / "report.html").as_uri())
        return page

    return at


@pytest.mark.slow
@NEEDS_CHROMIUM
def test_on_paper_the_brief_is_one_whole_sheet(opened):
    page = opened(688)  # a sheet less its margins
    page.emulate_media(media="print")
    height = page.evaluate("document.querySelector('.brief').getBoundingClientRect().height")
    assert height < 0.92 * (A4["height"] - 106), "a longer story must still fit"
    wide = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 689 && !e.closest('svg')).length"
    )
    assert wide == 0, "what is wider than a sheet makes Chromium shrink all of it"


@pytest.mark.slow
@NEEDS_CHROMIUM
@pytest.mark.parametrize("width", [390, 1280])
def test_effect_and_verdict_are_in_view_without_scrolling_sideways(opened, width):
    page = opened(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    seen = page.evaluate(
        """() => [...document.querySelectorAll('#effects td.effect, #effects td.verdict')].map(cell => {
            const box = cell.getBoundingClientRect(); return [box.left, box.right, box.height]; })"""
    )
    assert len(seen) > 20 and all(left >= 0 and right <= width for left, right, _ in seen)
    spans = page.evaluate("[...document.querySelectorAll('#effects td span')].map(span => span.getClientRects().length)")
    assert set(spans) == {1}, "a number that goes on in the next line"
