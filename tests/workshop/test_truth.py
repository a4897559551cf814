"""At no frame does the page state a sentence of another plan: through moves, presets, shocks, reveals and a lost line."""

import asyncio
from dataclasses import replace

import pytest

from experiments.execution.compile_rules import compile_rules
from experiments.workshop import session
from experiments.workshop.server import PAGE
from tests.workshop.browsing import IN_CHROMIUM, PLANNED, Room
from tests.workshop.conftest import SMALL, Workshop

pytestmark = IN_CHROMIUM

WATCH = """async () => {
  const { toHash } = await import('./link.js'), { around } = await import('./data.js');
  const WORDS = ['headline', 'subline', 'why', 'life', 'group-size', 'plan-count', 'base-count', 'verdict'];
  const PICTURES = ['map-base', 'map-plan', 'chart'], $ = (id) => document.getElementById(id);
  const seen = window.seen = new Map(), stages = window.stages = {};
  let causes = window.workshop.data.causes;
  const keep = (one) => { if (one) stages[`${one.key} ${one.seeds}`] = one; causes = one; };
  Object.defineProperty(window.workshop.data, 'causes', { get: () => causes, set: keep, enumerable: true });
  window.look = () => {
    const { state, data } = window.workshop;
    if (!state.key) return;
    const { plan, group, indicator, month, layer, guessing, guess, row } = state;
    const looked = [plan.city, plan.months, plan.title, group, indicator, month, layer, guessing, Boolean(guess)];
    const at = { of: toHash(true), row, looked: JSON.stringify(looked), around: `${around()} ${indicator} ${month}` };
    const note = (id, said) => { if (said) seen.set([at.of, row, id, said].join('\\n'), { ...at, id, said }); };
    for (const id of WORDS) if ($(id)?.checkVisibility()) note(id, $(id).innerText.trim());
    for (const id of PICTURES) note(id, $(id).ariaLabel);
    const live = $('live').textContent, now = `${$('headline').textContent} ${$('subline').textContent}`;
    if (live && live !== now) note('live', live);
  };
  const frame = () => { window.look(); requestAnimationFrame(frame); };
  frame();
}"""
"""Notes at every frame what the page says, and of which plan, month, group and guess it would be said.

Causes are kept as they come: those of one city and of two may come within one frame, while their panel is out of sight.
"""

EVERY_STEP = """() => new MutationObserver(window.look)
  .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })"""
"""Looks after every message too: several may come within one frame."""

TABS = """async (row) => {
  const { openTab } = await import('./tabs.js'), { state } = window.workshop;
  state.row = row;
  for (const tab of ['why', 'group', 'life']) { openTab(tab); window.look(); }
}"""
ALONE = """async (row) => {
  const { changed } = await import('./state.js'), { openTab } = await import('./tabs.js'), { data } = window.workshop;
  const kept = { ...data }, nobody = { key: null, people: [] };
  const say = (what) => { Object.assign(data, what); changed('look'); window.look(); };
  const parts = () => {
    for (const people of [nobody, kept.people]) {
      for (const turning of [nobody, kept.turning, kept.turning && { ...kept.turning, row: undefined }]) say({ people, turning });
    }
    Object.assign(data, kept);
  };
  openTab('life');
  parts();
  openTab('why');
  const stages = Object.values(window.stages).filter((one) => one.key === data.key);
  for (const causes of [null, ...stages]) for (const calm of [null, kept.calm]) {
    for (const spread of [null, kept.spread]) say({ causes, calm, spread });
  }
  Object.assign(data, kept);
  if (row !== null) { const { follow } = await import('./resident.js'); openTab('life'); follow(row); parts(); }
}"""
"""What is said of a life and of causes before all of it is known: any part may be there first."""

SILENT = """async () => {
  const { changed } = await import('./state.js'), { openTab } = await import('./tabs.js'), { state, data } = window.workshop;
  const spoil = (one) => {
    if (ArrayBuffer.isView(one)) one.set(one.map((value) => 0.77 * value + 0.001));
    else if (one && typeof one === 'object') Object.values(one).forEach(spoil);
  };
  spoil(data);
  window.seen.clear();
  const kept = { ...data }, was = { online: state.online, guessing: state.guessing, revealing: state.revealing };
  const say = () => { changed('look'); for (const tab of ['group', 'life', 'why']) { openTab(tab); window.look(); } };
  const waits = [[true, true], [true, false], [false, false]];
  for (const online of [true, false]) for (const [guessing, revealing] of waits) for (const of of [kept.of, '']) {
    Object.assign(state, { online, guessing, revealing });
    Object.assign(data, kept, { key: 'another', of });
    say();
    Object.assign(data, { base: null, plan: null, group: null, key: null, of: null });
    say();
  }
  Object.assign(state, was);
}"""
"""What the page says of a plan without its answer: with numbers at hand that belong to none, before any came, and without a line."""

SUGGESTED = "#life .suggested .chip:not(.quiet)"
SILENT_WHY = (
    "(window.workshop.state.guessing || window.workshop.state.month === 0 || !Object.keys(window.workshop.state.plan.levers).length)"
)
"""When nobody asks for causes: while the room guesses, before the first month, and without a lever."""
SEEN = "() => Array.from(window.seen.values())"
PAUSE = 0.25
"""Seconds after which a life is looked for, while a page is watched."""
LONG = 900
"""Milliseconds of a pause in which an answer is awaited, however slow the machine is."""


@pytest.fixture(scope="module")
def slow_workshop(tmp_path_factory):
    """A workshop in which every answer takes long enough to be caught without one."""
    compile_rules()  # on a busy machine that takes longer than any page is waited for
    quiet, session.QUIET = session.QUIET, 0.1
    served = Workshop(tmp_path_factory.mktemp("workshop"), replace(SMALL, residents=150, seeds=2, burn_in=1))
    for one in served.room.catalogue["scenarios"]:
        one["months"] = 60
    life = served.room.life

    async def later(*about, **more):
        await asyncio.sleep(served.pause)
        return await life(*about, **more)

    served.room.life, served.pause = later, PAUSE
    yield served
    served.close()
    session.QUIET = quiet


class Reference:
    """What another page, loaded for one plan alone, says of it: from its first answer to its last, and without any."""

    def __init__(self, browser, served):
        self.room, self.served, self.held = Room(browser, served.address), served, []
        self.room.context.route("**/catalogue.json", lambda route: self.held.append(route))
        self.of_plan, self.without, self.of_base, self.emptied = {}, {}, {}, set()

    def knows(self, told):
        """Whether it said the same so far."""
        said = told["id"], told["said"]
        return (
            said in self.without.get(told["looked"], ())
            or (told["id"] == "map-base" and told["said"] in self.of_base.get(told["around"], ()))
            or said in self.of_plan.get((told["of"], told["row"]), ())
        )

    def load(self, told):
        """Hear it out about the plan of a sentence: the watch is there before the page has a plan to ask about."""
        room, page = self.room, self.room.page
        self.held.clear()
        self.served.pause = 0  # nobody watches for what is said before an answer: the watch hears every step, and the rest is tried
        page.goto("about:blank")
        page.goto(f"{room.address}/{told['of']}")
        room.until("window.workshop")
        page.evaluate(WATCH)
        page.evaluate(EVERY_STEP)
        while not self.held:
            page.wait_for_timeout(10)
        self.held.pop().continue_()
        room.answered(0)
        page.evaluate(TABS, told["row"])
        room.until(f"window.workshop.state.guessing || document.querySelector('{SUGGESTED}')")
        room.until(f"{SILENT_WHY} || window.workshop.data.causes?.seeds === 2")
        if told["row"] is not None:
            room.until("window.workshop.state.guessing || document.querySelector('#life .diaries')")
            room.until("window.workshop.state.guessing || document.querySelector('#life .story-told')")
        page.evaluate(ALONE, told["row"])
        if told["row"] is not None:
            room.until("window.workshop.state.guessing || document.querySelector('#life .diaries')")
        page.evaluate(ALONE, told["row"])
        page.wait_for_timeout(60)
        said = page.evaluate(SEEN)
        self.of_plan[told["of"], told["row"]] = {(one["id"], one["said"]) for one in said}
        for one in said:
            if one["id"] == "map-base":
                self.of_base.setdefault(one["around"], set()).add(one["said"])
        if told["looked"] not in self.without or not self.knows(told):
            page.evaluate(SILENT)
            self.emptied.add((told["of"], told["row"]))
            for one in page.evaluate(SEEN):
                self.without.setdefault(one["looked"], set()).add((one["id"], one["said"]))


def blurred(page):
    page.evaluate("() => document.activeElement.blur()")


def moves(room):
    """What a facilitator does in ten minutes, without waiting for answers: each step with the pause after it, in ms."""
    page, press = room.page, room.page.keyboard.press
    page.select_option("#indicator", "spending")
    for preset in ("recession_training", "whole_mission", "skills_first"):
        page.select_option("#preset", preset)
        yield 150
    blurred(page)
    press("r")
    yield 1500
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
    yield 1500
    page.select_option("#indicator", "unemployment")
    blurred(page)
    press("g")
    page.select_option("#preset", "recession_training")
    blurred(page)
    yield 80
    page.fill("#guess-end", "30")
    blurred(page)
    press("v")
    room.until("document.getElementById('verdict')?.textContent")
    yield 150
    for key, pause in (("r", 50), ("v", 60), ("Control+z", 60), ("v", 900), ("g", 40)):
        press(key)
        yield pause
    page.evaluate("() => window.workshop.cut()")
    yield 30
    for key, pause in (("Control+z", 60), ("v", 2500), ("2", 50)):
        press(key)
        yield pause
    for sex in ("women", "men", ""):
        page.select_option("#group-sex", sex)
        yield 80 if sex else 900
    blurred(page)
    press("3")
    room.until(f"document.querySelector('{SUGGESTED}')")
    page.click(SUGGESTED)
    yield 500
    for key in ("Control+z", "Control+z", "Control+Shift+z"):
        blurred(page)
        press(key)
        yield 130
    press("m")
    press("m")
    room.until("document.querySelector('#plan-count.people')")
    yield 150
    press("1")
    for key in ("Control+z", "Control+z", "Control+z", "Control+Shift+z", "Control+Shift+z", "r"):
        press(key)
        yield 90
    press("Home")
    yield 60
    press("Space")
    yield 300
    press("Control+z")
    yield 900
    press("Space")
    yield 60


def watched(room, served, steps, least=0):
    """All that a page said while it was used so, with what it was said of."""
    served.pause = PAUSE
    room.open(PLANNED).page.evaluate(WATCH)
    count = 0
    for pause in steps:
        room.page.wait_for_timeout(pause)
        if pause >= LONG:
            room.answered()
        count += 1
    assert count >= least
    room.answered().page.wait_for_timeout(1000)
    told = room.page.evaluate(SEEN)
    room.context.close()
    return told


def not_of_their_plan(told, reference):
    """The sentences that a page loaded for their plan alone never says."""
    wrong = []
    for one in told:
        if not reference.knows(one) and (one["of"], one["row"]) not in reference.emptied:
            reference.load(one)
        if not reference.knows(one):
            wrong.append(one)
    return wrong


@pytest.fixture(scope="module")
def reference(browser, slow_workshop):
    """One for all tests: what an honest page says of a plan does not depend on who asks."""
    page = Reference(browser, slow_workshop)
    yield page
    page.room.context.close()


def test_no_frame_states_a_sentence_of_another_plan(browser, slow_workshop, reference):
    room = Room(browser, slow_workshop.address)
    told = watched(room, slow_workshop, moves(room), 30)
    assert room.complaints == []
    wrong = not_of_their_plan(told, reference)
    assert [(one["id"], one["said"][:300], one["looked"]) for one in wrong] == []
    without = {(id, said) for texts in reference.without.values() for id, said in texts}
    answered = {
        id: {one["of"] for one in told if one["id"] == id and (id, one["said"]) not in without} for id in {one["id"] for one in told}
    }
    assert all(len(answered.get(id, ())) >= 4 for id in ("headline", "subline", "map-plan", "map-base", "chart")), answered
    assert all(answered.get(id) for id in ("verdict", "plan-count")), answered
    silent = {one["of"] for one in told if one["id"] == "headline" and ("headline", one["said"]) in without}
    assert len(silent) >= 15, "the watch caught too few plans without their answer"


def budget_moves(room):
    """Another budget, of which the answer is told by what is spent."""
    room.page.select_option("#indicator", "spending")
    yield 150
    for share in (0.1, 0.9):
        room.drag_slider("first-second_chance", share)
        yield 150


def shock_moves(room):
    """A recession from the first month on, and a look at the years that it strikes before the answer is there."""
    room.page.focus("#month")
    room.page.keyboard.press("Home")
    room.page.click("#drop-recession")
    blurred(room.page)
    for key in ("End", "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft"):
        room.page.keyboard.press(key)
        yield 20
    yield 300


def played(room):
    """Half a second of months."""
    blurred(room.page)
    for key, pause in (("Home", 50), ("Space", 500), ("Space", 50)):
        room.page.keyboard.press(key)
        yield pause


LIES = {
    "an old answer is taken for a new one": (
        "data.js",
        "export const isFresh = () => ",
        "export const isFresh = () => data.plan !== null; () => ",
        budget_moves,
    ),
    "the untouched city keeps its old shocks": ("data.js", "data.of === around()", "data.of !== null", shock_moves),
    "a panel keeps its words": ("explanation.js", "return data.plan ? obscure", "return data.plan ? void 0 && obscure", budget_moves),
    "a panel keeps its month while months are played": ("main.js", "describe(); showWhy();", "", played),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_page_that_states_the_old_answer_is_caught(browser, slow_workshop, reference, lie):
    file, honest, lying, steps = LIES[lie]
    text = (PAGE / file).read_text(encoding="utf-8")
    assert text.count(honest) == 1
    room = Room(browser, slow_workshop.address)
    room.context.route(f"**/{file}", lambda route: route.fulfill(body=text.replace(honest, lying), content_type="text/javascript"))
    assert not_of_their_plan(watched(room, slow_workshop, steps(room)), reference)


@pytest.mark.parametrize("steps", [budget_moves, shock_moves, played])
def test_the_same_moves_on_the_page_as_it_is_are_not(browser, slow_workshop, reference, steps):
    room = Room(browser, slow_workshop.address)
    assert not_of_their_plan(watched(room, slow_workshop, steps(room)), reference) == []


PLACE_OF_CHANGE = """async (months) => {
  const { under } = await import('./map.js'), { byDistrict } = await import('./data.js'), { state } = window.workshop;
  const map = document.getElementById('map-plan'), { left, top, width, height } = map.getBoundingClientRect();
  const shares = months.map((month) => byDistrict('plan', state.indicator, month)), places = [];
  for (let x = 0.3; x < 0.7; x += 0.02) for (let y = 0.3; y < 0.7; y += 0.02) {
    const place = { x: x * width, y: y * height }, found = under(map, { clientX: left + place.x, clientY: top + place.y });
    if (found) places.push({ place, values: new Set(shares.map((one) => one[found.district].toFixed(3))).size });
  }
  return places.sort((a, b) => b.values - a.values)[0];
}"""
"""Where on the map the shown share changes most often over some months: a district of a handful may have the same in all."""


def test_a_tip_says_what_is_under_a_pointer_that_rests(browser, slow_workshop):
    room = Room(browser, slow_workshop.address).open(PLANNED)
    page, told, months = room.page, [], [0, 12, 24, 36, 60]
    page.select_option("#indicator", "participation")
    blurred(page)  # a list in focus takes the keys for itself
    found = page.evaluate(PLACE_OF_CHANGE, months)
    assert found["values"] > 1
    page.hover("#map-plan", position=found["place"])
    for key, month in zip(("Home", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "End"), months, strict=True):
        page.keyboard.press(key)
        assert room.state("state.month") == month and room.state("state.indicator") == "participation"
        told.append(page.inner_text("#tip"))
        page.mouse.move(0, 0)
        page.hover("#map-plan", position=found["place"])
        assert page.inner_text("#tip") == told[-1]
    assert len(set(told)) >= found["values"]
    room.context.close()


def test_no_month_before_the_first_is_played_when_a_frame_began_before_the_key(browser, slow_workshop):
    page = Room(browser, slow_workshop.address).open(PLANNED).page
    page.evaluate(
        """async () => { const frame = requestAnimationFrame, { onChange } = await import('./state.js');
        window.requestAnimationFrame = (then) => frame((now) => then(now - 200));
        window.months = [];
        onChange(() => window.months.push(window.workshop.state.month)); }"""
    )
    blurred(page)
    for key in ("Home", "Space"):
        page.keyboard.press(key)
    page.wait_for_timeout(600)
    months = page.evaluate("() => window.months")
    assert min(months) == 0 and max(months) > 2
    page.context.close()


def test_words_that_come_late_do_not_take_back_the_language_chosen_last(browser, slow_workshop):
    room = Room(browser, slow_workshop.address)
    late = []
    room.context.route("**/spanish.js", lambda route: late.append(route))
    said = room.open(PLANNED).page.inner_text("#headline")
    room.page.select_option("#language", "es")
    room.page.wait_for_timeout(100)
    room.page.select_option("#language", "en")
    late[0].continue_()
    room.page.wait_for_timeout(300)
    assert room.page.evaluate("() => document.documentElement.lang") == "en"
    assert room.page.input_value("#language") == "en" and room.page.inner_text("#headline") == said
    room.context.close()


def test_a_language_that_cannot_be_fetched_leaves_the_one_before(browser, slow_workshop):
    room = Room(browser, slow_workshop.address)
    room.context.route("**/spanish.js", lambda route: route.abort())
    room.open(PLANNED).page.select_option("#language", "es")
    room.until("document.getElementById('language').value === 'en'")
    assert room.page.evaluate("() => document.documentElement.lang") == "en"
    assert not [said for said in room.complaints if "ERR_FAILED" not in said]
    room.context.close()
