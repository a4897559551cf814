"""Anybody is picked on the page itself, in a real browser: by mouse, by keyboard, on a phone, on paper, without a network."""

import json
import re

import pytest

from experiments import report, who
from experiments.outcomes import wording
from experiments.outcomes.crossings import OF_WHOM
from experiments.outcomes.definitions import LATE
from experiments.outcomes.paired_effects import FEW
from experiments.report import crossed
from experiments.storage.results_folder import open_results
from tests.workshop.browsing import IN_CHROMIUM

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def tables(finished):
    return open_results(finished)[0]


@pytest.fixture
def opened(browser, finished):
    """Opens the report at a width; nothing goes wrong on it, and nothing but the file is fetched."""
    complaints, asked, contexts = [], [], []

    def at(width=1280, **more):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **more))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto((finished / "report.html").resolve().as_uri())
        page.wait_for_selector(".picked h4")
        return page

    yield at
    for context in contexts:
        context.close()
    assert complaints == [] and all(url.startswith("file:") and url.endswith("report.html") for url in asked)


def chip(page, name):
    return page.locator(".chips button", has_text=name)


def cells_of(page):
    """The table as it is read: outcome and what is said of it."""
    return {
        row[0]: row[1:]
        for row in page.eval_on_selector_all(".picked tbody tr", "rows => rows.map(r => [...r.cells].map(c => c.innerText))")
    }


def test_low_educated_women_of_foreign_background_are_one_click_away_and_too_few_here(opened, tables):
    page = opened()
    chip(page, "Everybody").click()
    assert page.inner_text(".picked h4") == "Everybody"
    chip(page, "Low-educated women of foreign background").click()
    assert page.inner_text(".picked h4") == "Low-educated foreign-born women" and "Too few to tell" in page.inner_text(".picked .finding")
    assert all("too few to tell" in said[0] for said in cells_of(page).values())
    assert [page.input_value(f"#picker-{k}") for k in (1, 2, 3)] == ["education=low", "sex=women", "origin=foreign-born"]
    assert (who(tables, education="low", sex="women", origin="foreign-born").verdict == FEW).all()


@pytest.mark.parametrize("world", ["calm", "shock"])
def test_the_page_says_what_the_table_holds(opened, tables, world):
    page = opened()
    page.select_option("#picker-1", "origin=native")
    page.select_option("#picker-2", "sex=men")
    page.select_option("#picker-3", "")
    page.check(f"[name=picker-world][value={world}]")
    rows, told = who(tables, sex="men", origin="native"), 0
    for row in rows[(rows.world == world) & (rows.window == LATE)].itertuples():
        said = cells_of(page)[wording.title_of(row.outcome)]
        if row.verdict != FEW:
            told += 1
            ends = re.sub(r"[+-]0\b(?![.,]\d*[1-9])", "0", wording.interval(row.low, row.high, row.unit))  # nothing has no sign here
            assert said[:4] == [wording.level(row.baseline, row.unit), wording.level(row.policy, row.unit),
                                wording.change(row.effect, row.unit), ends], row.outcome  # fmt: skip
            assert said[-1].startswith(row.verdict)
    assert told >= 4 and len(cells_of(page)) == len(OF_WHOM)
    assert "origin=native" in page.inner_text(".picked code")


def test_only_what_can_be_crossed_stays_picked_and_what_was_picked_last_wins(opened):
    page = opened()
    chosen = "[1, 2, 3].map(k => document.getElementById(`picker-${k}`).value)"
    page.select_option("#picker-1", "origin=native")
    assert page.evaluate(chosen) == ["origin=native", "sex=women", ""]
    page.select_option("#picker-3", "district=0")
    assert page.evaluate(chosen) == ["origin=native", "", "district=0"]
    page.select_option("#picker-2", "age=15-24")
    assert page.evaluate(chosen) == ["origin=native", "age=15-24", ""]
    assert page.inner_text(".picked h4") == "Native people aged 15-24"


def test_keys_alone_pick_a_group(opened):
    page = opened()
    page.focus("#picker-1")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert page.input_value("#picker-1") == "education=low"
    chip(page, "Everybody").focus()
    page.keyboard.press("Enter")
    assert page.inner_text(".picked h4") == "Everybody" and chip(page, "Everybody").get_attribute("aria-pressed") == "true"


def test_on_a_phone_nothing_of_it_is_wider_than_the_screen_and_on_paper_the_answer_stays(opened):
    page = opened(390)
    chip(page, "Everybody").click()
    spilling = "[...document.querySelectorAll('#picker, #picker *')].filter(e => e.getBoundingClientRect().right > 391).length"
    assert page.evaluate(spilling) == 0
    page.emulate_media(media="print")
    assert page.is_visible(".picked table") and not page.is_visible("#picker-1") and not page.is_visible(".chips button >> nth=0")


def test_no_name_can_end_the_script():
    assert "</script" not in crossed.as_script({"name": "</script><b>"}) and json.loads(crossed.as_script({"a": "<"})) == {"a": "<"}


def test_a_page_of_results_without_crossings_has_no_picker(tables):
    kept = {name: table for name, table in tables.items() if name != "groups_crossed"}
    assert crossed.picker(kept, {}) == "" and not re.search("picker", report.page.__globals__["who"](kept, {}, {}))
