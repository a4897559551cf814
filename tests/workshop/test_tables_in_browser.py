"""The room in a real browser: a phone sits down and proposes, plans stand side by side, a goal is looked for, the session is taken away."""

import csv
import json
from dataclasses import replace

import pytest

from experiments.workshop.assessment import ASKED, OTHER, OWN
from experiments.workshop.brief import Brief
from tests.workshop.browsing import FIVE_YEARS, IN_CHROMIUM, PLANNED, Room
from tests.workshop.conftest import SMALL, Workshop
from tests.workshop.test_browser import violations

pytestmark = [*IN_CHROMIUM, pytest.mark.usefixtures("impatient")]
CODE = "K7WQ2M"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    served = Workshop(tmp_path_factory.mktemp("workshop"), replace(SMALL, residents=600, seeds=6), code=CODE)
    served.room.address = f"{served.address}/"
    yield served
    served.close()


@pytest.fixture
def screen(browser, workshop):
    opened = Room(browser, workshop.address)
    yield opened.open(f"{FIVE_YEARS}&code={CODE}")
    opened.context.close()
    assert opened.complaints == []


def test_a_phone_sits_down_proposes_is_shown_under_its_name_and_stays_through_a_reload(browser, workshop, screen):
    assert CODE in screen.page.inner_text("#join")
    screen.page.click("#projector")
    assert screen.page.locator("#join").is_visible(), "on the wall too"
    screen.page.click("#projector")
    phone = Room(browser, workshop.address, 360, 740, is_mobile=True, has_touch=True)
    phone.page.goto(f"{workshop.address}/{PLANNED}&code={CODE}&as=phone")
    phone.page.fill("#who", "Table <3>")
    phone.page.check("#role-newcomer")
    assert violations(phone.page) == []
    phone.page.click("#sit")
    phone.answered(0)
    assert phone.state("state.indicator") == "employment" and phone.state("state.group") == {"origin": "foreign-born"}
    assert "Table <3>, Newcomer" in phone.page.inner_text("#table")
    phone.page.click("#propose")
    screen.until("document.getElementById('proposals').textContent.includes('(1)')")
    screen.page.click("#proposals")
    screen.until("document.querySelectorAll('#board .effect:not(.young)').length === 4")
    assert "Table <3>" in screen.page.inner_text("#board") and "too few lived to tell" in screen.page.inner_text("#board")
    assert violations(screen.page) == []
    screen.page.fill(".seats input", "20")
    screen.page.press(".seats input", "Enter")
    phone.until("window.workshop.state.table.budget === 20e6")
    assert "of 20 M€" in phone.page.evaluate("() => document.getElementById('budget').textContent")
    screen.page.click("#voting")
    phone.until("!document.getElementById('proposals').hidden")
    phone.page.click("#proposals")
    assert violations(phone.page) == [] and "Your own table's plan." in phone.page.inner_text("#board")
    assert phone.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    screen.does(lambda: screen.page.locator("[id^=show-]").click())
    screen.until("document.getElementById('by').innerText.includes('Plan of Table <3>')")
    for page in (screen, phone):
        page.page.reload()
        page.answered(0)
    screen.until("document.getElementById('by').innerText.includes('Plan of Table <3>')")
    assert "Table <3>, Newcomer" in phone.page.inner_text("#table") and phone.page.locator("#dialog[open]").count() == 0
    screen.does(lambda: screen.drag_slider("theme-inclusive-education-slider", 0.2))
    assert screen.page.locator("#by").is_hidden(), "another plan is nobody's"
    assert phone.complaints == []
    phone.context.close()


CLEAR = [-0.010, -0.011, -0.012, -0.010, -0.011, -0.012]


def test_six_plans_stand_side_by_side_and_only_what_the_rule_tells_is_bold(screen, workshop):
    around = workshop.room.round
    before = len(around.tables.proposals)  # of a test before, if one ran here
    for number in range(7):
        screen.page.evaluate(
            """async (n) => { const { say } = await import('./socket.js'), { emptyPlan } = await import('./state.js');
            const levers = { guidance: { budget: 1e6 * (n + 1) } };
            say({ do: 'propose', who: `T${n}`, plan: { ...emptyPlan('helsinki'), months: 24, levers } }); }""",
            number,
        )
    screen.until(f"document.getElementById('proposals').textContent.includes('({before + 7})')")
    for one in around.tables.proposals:
        judged, flat = around.judged[one.number], around.judged[one.number].comparisons[OWN].months + 1
        around.tasks[one.number].get_loop().call_soon_threadsafe(around.tasks[one.number].cancel)
        people = [[6_000] * flat] * len(ASKED)
        by = CLEAR if one.who == "T3" else [effect * (-1) ** k for k, effect in enumerate(CLEAR)]
        made = [[[effect] * flat] * len(ASKED) for effect in by]
        for weather in (OWN, OTHER):
            judged.pairs[weather] = [(brief(found, people), brief([[0.0] * flat] * len(ASKED), people)) for found in made]
    screen.page.click("#proposals")
    screen.page.evaluate("async () => { const { say } = await import('./socket.js'); say({ do: 'voting', open: false }); }")
    screen.until("document.querySelectorAll('#board .effect b').length === 4")
    assert screen.page.locator("#board thead th").count() == 6 and screen.page.locator("#board .chip").count() == before + 1
    assert screen.page.locator("#board .effect b").first.inner_text() == "1.1 points lower"
    assert "no clear effect" in screen.page.inner_text("#board")
    assert violations(screen.page) == []


def brief(curves, people):
    import numpy as np

    return Brief(np.array(curves, np.float32), np.array(people, np.float32), 0.0)


def test_a_session_is_told_in_three_steps_and_taken_away(screen, tmp_path):
    page = screen.page
    page.click("#guess")
    screen.does(lambda: screen.switch_on("second_chance"))
    page.fill("#guess-end", "-50")
    page.click("#reveal")
    screen.until("!document.getElementById('surprise').hidden")
    page.click("#surprise")
    screen.until("document.getElementById('surprise').getAttribute('aria-pressed') === 'true'")
    page.wait_for_timeout(1_500)
    page.click("#debrief")
    screen.until("document.querySelectorAll('#debrief-body .record li').length > 0")
    said = page.inner_text("#debrief-body")
    assert "What was expected, and what came" in said and "Second chance" in said and "object" not in said
    assert violations(page) == []
    page.focus("#step-happened")
    page.keyboard.press("ArrowRight")
    assert "Unemployment" in page.inner_text("#debrief-step .record")
    page.keyboard.press("ArrowRight")
    page.fill("#home-text", "=Ask the newcomers")
    assert violations(page) == []
    for kind in ("html", "csv"):
        with page.expect_download() as download:
            page.click(f"#export-{kind}")
        download.value.save_as(tmp_path / f"session.{kind}")
    rows = list(csv.DictReader((tmp_path / "session.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {"tried", "guess", "surprise", "home"} <= {row["kind"] for row in rows}
    assert [row["text"] for row in rows if row["kind"] == "home"] == ["'=Ask the newcomers"], "no formula"
    told = (tmp_path / "session.html").read_text(encoding="utf-8")
    assert told.startswith("<!doctype html>") and "=Ask the newcomers" in told and "<script" not in told
    page.reload()
    screen.answered(0)
    page.click("#more")
    page.click("#debrief")
    page.click("#step-home")
    assert page.input_value("#home-text") == "=Ask the newcomers"


def test_a_goal_is_looked_for_stands_back_is_stopped_and_adopted(screen, workshop):
    page = screen.page
    page.click("#goal")
    assert violations(page) == []
    page.select_option("#goal-wish", "lower to")
    page.fill("#goal-target", "5")
    page.fill("#goal-budget", "40")
    page.click("#goal-seek")
    screen.until("document.getElementById('goal-adopt')", 300)
    assert "Unemployment in year 5 at most 5.0%" in page.inner_text("#goal-bar") and "small cities" in page.inner_text("#goal-bar")
    assert page.locator("#goal-bar strong").count() == 0, "nothing is told of what was not checked"
    assert violations(page) == []
    page.click("#goal-halt")
    assert "stopped" in page.inner_text("#goal-bar")
    screen.does(lambda: page.click("#goal-adopt"))
    levers = screen.state("state.plan.levers")
    assert levers and sum(card["budget"] for card in levers.values()) <= 40e6
    assert page.locator("#goal-bar").is_hidden()


WATCH = """() => { window.seen = new Set(); const $ = (id) => document.getElementById(id);
  new MutationObserver(() => {
    const { data, isFresh } = window.workshop, head = $('headline');
    const seeds = isFresh() ? data.spread?.seeds ?? 1 : 0;
    window.seen.add(JSON.stringify([seeds, Boolean(head.querySelector('strong')), head.innerText, $('subline').innerText]));
  }).observe($('head'), { subtree: true, childList: true, characterData: true });
}"""


def test_until_every_city_has_answered_the_page_says_from_where_to_where_and_nothing_in_bold(screen):
    screen.page.evaluate(WATCH)
    screen.does(lambda: screen.switch_on("guidance"))  # not asked before: its cities are lived now
    screen.until("window.workshop.data.spread?.seeds === 6 && /90%/.test(document.getElementById('subline').innerText)")
    seen = [json.loads(one) for one in screen.page.evaluate("() => [...window.seen]")]
    young = {seeds: (said, more) for seeds, _, said, more in seen if 0 < seeds < 6}
    assert 3 in young and not any(bold for seeds, bold, *_ in seen if seeds < 6)
    assert all("one city so far says" in said or "same" in said for seeds, (said, _) in young.items() if seeds == 1)
    assert "from " in young[3][0] and "3 of 6 cities" in young[3][1]


def test_a_shock_dropped_by_keyboard_keeps_the_focus(screen):
    page = screen.page
    page.focus("#drop-recession")
    screen.does(lambda: page.keyboard.press("Enter"))
    assert page.evaluate("() => document.activeElement.id") == "shock-recession"
