"""What a room has made comes back: after a reload or the back key, in another tab, over a dead server, from an odd link."""

import json
import time
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: the extra 'test' brings it")

from experiments.workshop import server  # noqa: E402
from tests.workshop.browsing import IN_CHROMIUM, PLANNED, Room  # noqa: E402
from tests.workshop.conftest import SMALL, Workshop  # noqa: E402

pytestmark = IN_CHROMIUM
TINY = replace(SMALL, residents=300, seeds=2, burn_in=1)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    served = Workshop(tmp_path_factory.mktemp("workshop"), TINY)
    yield served
    served.close()


@pytest.fixture
def room(browser, workshop):
    opened = Room(browser, workshop.address)
    yield opened
    opened.context.close()
    assert opened.complaints == []


def link(plan):
    return f"#plan={quote(json.dumps(plan))}"


ODD = {
    "months": 61,
    "levers": {"guidanse": {}, "guidance": {"budget": 99e9, "serch": 1, "search": 99}, "second_chance": {"budget": "much"}},
    "shock": {"meteor": {}, "recession": {"start": 12}},
    "parameters": {"job_search.speed": 1, "job_search.distance": 900},
    "city": "helsinky",
    "colour": 1,
}


def test_a_link_is_loaded_as_far_as_it_is_understood_and_says_what_was_left_out(room):
    said = room.open(link(ODD)).page.inner_text("#notice")
    assert "guidanse" in said and "Was “guidance” meant?" in said and "more" in said
    assert "EUR 99,000 million is outside" in said and "EUR 1.0 million" in said
    plan = room.state("state.plan")
    assert plan["city"] == "helsinki" and plan["months"] == 61 and plan["shock"] == {"recession": {"start": 12}}
    assert plan["levers"] == {"guidance": {"budget": 60_000_000, "search": 2}, "second_chance": {"budget": 0}}
    assert plan["parameters"] == {"job_search.distance": 1}
    assert "%" in room.page.inner_text("#subline")
    room.page.click("#notice button")
    assert room.page.locator("#notice").is_hidden()


BROKEN = ["#plan=%7B%22mont", "#plan=%E0%A4%A", "#plan=[1]", '#plan={"levers":{"__proto__":{"a":1}}}', '#plan={"levers":[1],"months":"x"}']


@pytest.mark.parametrize("where", BROKEN)
def test_no_link_leaves_the_page_blank(room, where):
    room.open(where)
    assert room.page.inner_text("#notice").startswith("Not all of the link")
    assert room.page.inner_text("#headline") and room.state("state.plan.city") == "helsinki"


def worked(room):
    """A plan, a shock, a guess and notes."""
    room.open(PLANNED)
    room.page.click("#guess")
    room.does(lambda: room.page.click("#drop-recession"))
    room.page.fill("#guess-end", "40")
    room.page.click("#tab-notes")
    room.page.fill("#note-text", "More seats in Kontula")
    room.until("location.hash.includes('Kontula')")
    return room.state("state.plan"), room.page.inner_text("#guess-said")


def test_a_reload_loses_nothing(room):
    plan, said = worked(room)
    room.page.reload()
    room.answered(0)
    assert room.state("state.plan") == plan and plan["story"] and plan["shock"]
    assert room.state("state.guessing") and room.page.inner_text("#guess-said") == said and said
    assert room.page.input_value("#guess-end") == "40"
    room.page.click("#reveal")
    assert said in room.page.inner_text("#verdict")
    room.page.click("#undo")
    assert room.state("state.plan.story") == ""
    room.does(lambda: room.page.click("#undo"))
    assert room.state("state.plan.shock") == {}


def test_a_move_that_was_made_as_the_page_is_reloaded_is_kept(room):
    room.open()
    room.page.evaluate("() => { document.getElementById('drop-recession').click(); location.reload(); }")
    room.page.wait_for_function("() => performance.getEntriesByType('navigation')[0].type === 'reload' && window.workshop?.data.plan")
    room.answered(0)
    assert room.state("state.plan.shock.recession") and "recession" in room.page.url


def test_the_back_key_goes_a_move_back_and_leaving_and_returning_loses_nothing(room):
    plan, _ = worked(room)
    room.page.go_back()
    room.until("window.workshop && !Object.keys(window.workshop.state.plan.shock).length")
    room.page.go_forward()
    room.until("window.workshop.state.plan.shock.recession")
    room.page.goto("about:blank")
    room.page.go_back()
    room.answered(0)
    assert room.state("state.plan") == plan


def test_another_tab_begins_with_the_last_plan(room):
    plan, _ = worked(room)
    other = room.context.new_page()
    other.goto(room.address)
    other.wait_for_function("() => window.workshop?.state.repaints > 0", timeout=60_000)
    assert other.evaluate("() => window.workshop.state.plan") == plan
    assert "here again" in other.inner_text("#toast")


def test_a_guess_stays_what_the_room_drew(room):
    room.open(PLANNED)
    room.page.click("#guess")
    room.page.click("#drop-recession")
    room.page.fill("#guess-end", "-30")
    drawn, said = room.state("state.guess.by"), room.page.inner_text("#guess-said")
    room.answered()
    assert room.state("state.guess.by") == drawn
    room.page.evaluate("() => window.workshop.cut()")
    room.until("!window.workshop.state.online")
    room.until("window.workshop.state.online").answered()
    assert room.state("state.guess.by") == drawn and room.page.inner_text("#guess-said") == said
    assert room.page.input_value("#guess-end") == "-30" and room.state("state.guessing")


def test_a_server_that_was_dead_finds_the_room_as_it_was(browser, tmp_path):
    first = Workshop(tmp_path, TINY)
    room = Room(browser, first.address)
    plan, _ = worked(room)
    first.close()
    room.until("document.getElementById('status').textContent.includes('again')")
    room.page.select_option("#preset", "skills_first")
    assert "answer" in room.page.inner_text("#headline") or "expect" in room.page.inner_text("#headline")
    room.page.click("#undo")
    second = Workshop(tmp_path, TINY, port=first.port)
    room.until("window.workshop.state.online").until("!document.getElementById('status').textContent")
    assert room.state("state.plan") == plan
    room.context.close()
    second.close()


def test_a_wrong_code_is_asked_again_and_the_right_one_joins(browser, tmp_path):
    served = Workshop(tmp_path, TINY, code="K7WQ2M")
    room = Room(browser, served.address)
    room.page.goto(served.address)
    for code in ("AAAAAA", "k7wq2m"):
        room.page.fill("#code", code)
        room.page.keyboard.press("Enter")
        if code == "AAAAAA":
            room.page.get_by_text("not right").wait_for()
            assert "waking up" not in room.page.inner_text("#headline")
    room.answered(0)
    room.context.close()
    served.close()


def test_a_move_that_came_too_fast_is_asked_again(workshop, room):
    room.open(PLANNED)
    (session,) = workshop.room.sessions
    session.tokens = -1_000.0  # so many were said that the next one is not heard
    room.does(lambda: room.page.click("#drop-recession"))
    assert room.state("data.shocked") and "%" in room.page.inner_text("#subline")
    assert room.page.locator("#toast.bad").is_hidden()


def test_a_full_room_is_waited_for(browser, workshop, monkeypatch):
    monkeypatch.setattr(server, "SESSIONS", 1)
    monkeypatch.setattr(server, "FULL", 1)
    first = Room(browser, workshop.address).open(PLANNED)
    late = Room(browser, workshop.address)
    late.page.goto(f"{workshop.address}/{PLANNED}")
    late.until("document.getElementById('status').textContent.includes('full')")
    assert "%" not in late.page.inner_text("#head")
    first.context.close()
    late.answered(0)
    assert late.state("state.plan.levers") == {"second_chance": {"budget": 36_000_000}} and "%" in late.page.inner_text("#subline")
    late.context.close()


def until_loaded_anew(room):
    """The page of the other workshop is there; while it is loaded nothing can be asked of it."""
    there = "() => Boolean(!window.isTheOldPage && window.workshop?.state.catalogue?.setting.residents === 320)"
    for _ in range(240):
        with suppress(playwright.Error):
            if room.page.evaluate(there):
                return
        time.sleep(0.5)
    raise AssertionError("the page was not loaded anew")


def test_another_workshop_behind_the_address_is_loaded_anew_with_the_same_plan(browser, tmp_path):
    first = Workshop(tmp_path, TINY)
    room = Room(browser, first.address)
    plan, _ = worked(room)
    room.page.evaluate("() => { window.isTheOldPage = true; }")
    first.close()
    second = Workshop(tmp_path, replace(TINY, residents=320), port=first.port)
    until_loaded_anew(room)
    room.answered(0)
    assert room.state("state.plan") == plan
    room.context.close()
    second.close()


def test_fields_and_sliders_show_what_the_plan_holds_and_say_what_could_not_be(room):
    page = room.open(PLANNED).page
    page.click("#lever-second_chance .settings summary")
    field = page.locator("#levers-second_chance-time_help-exact")
    for wrong, held in (("-5", "0"), ("1e9", "100")):
        field.fill(wrong)
        field.press("Enter")
        assert field.input_value() == held
        assert "outside 0 to 100" in page.inner_text("#levers-second_chance-time_help-said")
    start = page.locator("#levers-second_chance-start-exact")
    start.fill("2.7")
    start.press("Enter")
    assert (start.input_value(), room.state("state.plan.levers.second_chance.start")) == ("3", 3)
    budget = page.locator("#levers-second_chance-budget-exact")
    budget.fill("1e9")
    budget.press("Enter")
    assert budget.input_value() == "60" and "Not enough left" in page.inner_text("#budget")
    room.switch_on("guidance")
    assert "Nothing is left of the budget for this lever: EUR 0 (Guidance)" in page.inner_text("#budget")
    room.drag_slider("first-guidance", 0.6)
    assert page.input_value("#first-guidance") == "0"


def test_the_axis_widens_and_shrinks(room):
    page = room.open(PLANNED).page
    page.select_option("#indicator", "spending")
    extent = "() => { const { rangeShown } = window.axes; return rangeShown('worlds')[1] - rangeShown('worlds')[0]; }"
    page.evaluate("async () => { window.axes = await import('./axes.js'); }")
    wide = page.evaluate(extent)
    room.does(lambda: room.drag_slider("first-second_chance", 0.02))
    page.wait_for_timeout(100)
    narrow = page.evaluate(extent)
    assert narrow < 0.5 * wide
    room.does(lambda: room.drag_slider("first-second_chance", 0.9))
    assert page.evaluate(extent) >= wide > 2 * narrow
