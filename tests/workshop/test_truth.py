"""At no frame does the page state a sentence of another plan: through moves, presets, shocks, reveals and a lost line."""

import asyncio
import json
from dataclasses import replace
from urllib.parse import quote

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: the extra 'test' brings it")

from experiments.workshop import session  # noqa: E402
from tests.workshop.browsing import CHROMIUM, FLAGS, PLANNED, Room  # noqa: E402
from tests.workshop.conftest import SMALL, Workshop  # noqa: E402

NO_CHROMIUM = "no Chromium here (apt-get install chromium, or set LEARNCITY_CHROMIUM)"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]

WATCH = """() => {
  const seen = window.seen = new Map(), text = (id) => document.getElementById(id)?.innerText.trim() ?? '';
  const look = () => {
    const { state } = window.workshop, { title, story, ...plan } = state.plan;
    const of = JSON.stringify([plan, state.group, state.indicator, state.month, state.guessing]);
    for (const id of ['headline', 'subline', 'why', 'life', 'plan-count', 'base-count', 'verdict', 'group-size']) {
      const said = text(id);
      if (said) seen.set(`${of}\\n${id}\\n${said}`, { of, plan, group: state.group, indicator: state.indicator, month: state.month,
        guessing: state.guessing, id, said });
    }
    for (const id of ['map-plan', 'map-base', 'chart']) seen.set(`${of}\\n${id}\\n${document.getElementById(id).ariaLabel}`,
      { of, plan, group: state.group, indicator: state.indicator, month: state.month, guessing: state.guessing, id,
        said: document.getElementById(id).ariaLabel });
    window.watching = requestAnimationFrame(look);
  };
  look();
}"""
SEEN = "() => Array.from(window.seen.values())"


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def slow_workshop(tmp_path, monkeypatch):
    """A workshop in which every answer takes long enough to be caught without one."""
    monkeypatch.setattr(session, "QUIET", 0.1)
    served = Workshop(tmp_path, replace(SMALL, residents=300, seeds=2, burn_in=1))
    life = served.room.life

    async def later(*about, **more):
        await asyncio.sleep(served.delay)
        return await life(*about, **more)

    served.delay, served.room.life = 0.25, later
    yield served
    served.close()


def link_of(seen):
    """The address of a plan that was asked, looked at as it was."""
    look = {"indicator": seen["indicator"], "group": seen["group"], "month": seen["month"]}
    return f"#plan={quote(json.dumps({**seen['plan']}))}&look={quote(json.dumps(look))}"


def sentences(alone, seen):
    """All that another page, loaded for this plan alone, says of it from its first answer to its last."""
    alone.page.goto("about:blank")
    alone.page.goto(f"{alone.address}/{link_of(seen)}")
    alone.until("window.workshop?.state.plan").page.evaluate(WATCH)
    alone.answered(0)
    alone.page.wait_for_timeout(120)
    return {(one["id"], one["said"]) for one in alone.page.evaluate(SEEN)}


SAYS_NOTHING = (
    "answering",
    "waking up",
    "What do you expect",
    "Draw it on the curves",
    "After the room has guessed",
    "Both cities are living",
)


def is_silent(said):
    """Whether a text says nothing of any plan."""
    return any(word in said for word in SAYS_NOTHING)


def moves(room):
    """What a facilitator does in ten minutes, without waiting for answers."""
    page, press = room.page, room.page.keyboard.press
    page.select_option("#indicator", "spending")
    for preset in ("recession_training", "whole_mission", "city helsinki"):
        page.select_option("#preset", preset)
        yield 150
    room.switch_on("second_chance")
    yield 120
    for share in (0.2, 0.5, 0.9):
        room.drag_slider("first-second_chance", share)
        yield 100
    page.click("#drop-recession")
    yield 200
    page.focus("#shock-recession")
    for _ in range(3):
        press("ArrowLeft")
        yield 60
    yield 900
    page.select_option("#indicator", "unemployment")
    page.evaluate("() => document.activeElement.blur()")
    press("g")
    page.select_option("#preset", "recession_training")
    page.evaluate("() => document.activeElement.blur()")
    yield 80
    press("v")
    yield 1500
    press("r")
    yield 50
    press("v")
    yield 60
    press("Control+z")
    yield 60
    press("v")
    yield 900
    press("g")
    page.evaluate("() => window.workshop.cut()")
    yield 30
    press("Control+z")
    yield 60
    press("v")
    yield 2500
    press("2")
    page.select_option("#group-sex", "women")
    yield 80
    page.select_option("#group-sex", "")
    yield 700
    press("3")
    for key in ("Control+z", "Control+z", "Control+Shift+z"):
        page.evaluate("() => document.activeElement.blur()")
        press(key)
        yield 130
    press("m")
    press("m")
    yield 600
    press("1")
    for key in ("Control+z", "Control+z", "Control+z", "Control+Shift+z", "Control+Shift+z", "r"):
        press(key)
        yield 90


def test_no_frame_states_a_sentence_of_another_plan(browser, slow_workshop):
    room = Room(browser, slow_workshop.address).open(PLANNED)
    room.page.evaluate(WATCH)
    for pause in moves(room):
        room.page.wait_for_timeout(pause)
    room.page.wait_for_timeout(500)
    room.answered()
    told = room.page.evaluate(SEEN)
    assert room.complaints == []
    room.context.close()
    said = [
        one for one in told if not is_silent(one["said"]) and not one["guessing"] and one["id"] not in ("life", "verdict", "group-size")
    ]
    answering = {one["of"] for one in told if "answering" in one["said"]}
    assert len(answering) >= 8, "the watch caught too few plans without their answer"
    wrong, known, alone = [], {}, Room(browser, slow_workshop.address)
    for one in said:
        if one["of"] not in known:
            known[one["of"]] = sentences(alone, one)
        if (one["id"], one["said"]) not in known[one["of"]] and one["id"] not in ("plan-count", "base-count"):
            wrong.append((one["plan"], one["month"], one["id"], one["said"][:200]))
    alone.context.close()
    assert wrong == []
    assert not [one for one in told if one["guessing"] and one["id"] in ("headline", "why", "life") and not is_silent(one["said"])
                and "plan cannot" not in one["said"]]  # fmt: skip
