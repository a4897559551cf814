"""The room's afternoon in a real browser: levers, shocks, months, plans, lives; by mouse, by keyboard, without a network."""

import re
import time
from dataclasses import replace

import pytest
from matplotlib import image

from experiments.inputs import scenario
from experiments.workshop.plan import question_of
from experiments.workshop.scheduler import FIRST
from experiments.workshop.session import key_of
from tests.workshop.browsing import IN_CHROMIUM, PLANNED, Room
from tests.workshop.conftest import SMALL, Workshop

pytestmark = [*IN_CHROMIUM, pytest.mark.usefixtures("impatient")]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    served = Workshop(tmp_path_factory.mktemp("workshop"), replace(SMALL, residents=400, seeds=2))
    yield served
    served.close()


@pytest.fixture
def planned(browser, workshop):
    """A room with one lever on, and much money for it."""
    opened = Room(browser, workshop.address)
    yield opened.open(PLANNED)
    opened.context.close()
    assert opened.complaints == []


def test_a_lever_is_switched_on_and_dragged_and_the_curve_follows(room):
    assert "nobody changes anything" in room.page.inner_text("#headline")
    room.page.select_option("#indicator", "participation")
    untouched = room.curve()
    room.does(lambda: room.switch_on("learning_entitlement"))
    little, drawn = room.curve(), room.pixels("chart")
    room.does(lambda: room.drag_slider("first-learning_entitlement", 0.95))
    assert room.curve() not in (untouched, little)
    assert room.pixels("chart") != drawn
    assert room.state("state.plan.levers.learning_entitlement.budget") > 50e6
    assert room.curve("base") == untouched


def test_overspending_is_blocked_in_words(planned):
    planned.does(lambda: planned.drag_slider("first-second_chance", 1))
    planned.does(lambda: planned.switch_on("guidance"))
    planned.drag_slider("first-guidance", 0.5)
    assert "Not enough left" in planned.page.inner_text("#budget")
    assert planned.state("state.plan.levers.guidance.budget") == 0
    assert planned.page.locator("#budget [role=alert]").count() == 1


def test_every_number_of_a_lever_has_label_unit_range_help_and_source(planned):
    planned.page.click("#lever-second_chance .settings summary")
    box = planned.page.locator("#levers-second_chance-time_help-box")
    assert box.locator("label").inner_text() == "Time help"
    assert "%" in box.inner_text()
    assert "range 0\u2013100" in box.inner_text()
    assert "schedule barrier" in box.inner_text()
    planned.does(lambda: (box.locator(".exact").fill("90"), box.locator(".exact").blur()))
    assert planned.state("state.plan.levers.second_chance.time_help") == 0.9


def test_a_shock_is_dropped_moved_opened_and_taken_away(planned):
    page, calm = planned.page, planned.curve("base")
    lane = page.locator("#month").bounding_box()
    planned.does(lambda: planned.drag(page.locator("#drop-recession"), lane["x"] + lane["width"] / 3, lane["y"]))
    dropped = planned.state("state.plan.shock.recession.start")
    assert 17 <= dropped <= 23
    assert planned.curve("base")[: dropped + 1] == calm[: dropped + 1]
    assert planned.curve("base") != calm
    assert planned.page.evaluate("() => window.workshop.data.calm !== null")
    planned.does(lambda: planned.drag(page.locator("#shock-recession"), lane["x"] + lane["width"] / 2, lane["y"]))
    assert planned.state("state.plan.shock.recession.start") > dropped + 5
    page.click("#shock-recession")
    assert page.inner_text("#dialog-title") == "Recession"
    page.keyboard.press("Escape")
    page.focus("#shock-recession")
    planned.does(lambda: page.keyboard.press("Delete"))
    assert planned.state("state.plan.shock") == {}
    assert planned.curve("base") == calm


def test_the_months_are_played_and_the_residents_move(planned):
    page = planned.page
    page.click("#layer-residents")
    planned.until("window.workshop.data.states")
    planned.page.evaluate("() => window.workshop.goTo(0)")
    before = planned.pixels("map-plan")
    page.evaluate(  # paused by the page itself: a slow test would come when all months have been played
        """() => new Promise((done) => { const play = document.getElementById('play'); play.click();
        const look = () => window.workshop.state.month > 12 ? done(play.click()) : requestAnimationFrame(look); look(); })"""
    )
    paused = planned.state("state.month")
    page.wait_for_timeout(200)
    assert planned.state("state.month") == paused
    assert planned.pixels("map-plan") != before
    page.click("#layer-changed")
    planned.until("document.getElementById('plan-count').innerText.includes('in work only here')")
    page.click("#layer-districts")
    page.check("#difference")
    page.wait_for_timeout(200)
    assert planned.pixels("map-plan") != planned.pixels("map-base")


def test_the_map_tells_a_district_s_share_or_that_too_few_live_there(planned):
    page, box = planned.page, planned.page.locator("#map-base").bounding_box()
    page.evaluate(
        """() => { const tip = document.getElementById('tip'), said = window.said = new Set();
        new MutationObserver(() => said.add(tip.hidden ? '' : tip.textContent)).observe(tip, { childList: true, attributes: true }); }"""
    )
    for row in range(30):
        at = box["y"] + (row + 0.5) / 30 * box["height"]
        page.mouse.move(box["x"] + 1, at)
        page.mouse.move(box["x"] + box["width"] - 1, at, steps=30)
    said = page.evaluate("() => [...window.said]")
    assert len(said) > 20
    assert any("few live here" in one for one in said) and any("%" in one for one in said)
    assert not [one for one in said if "NaN" in one]


def test_a_plan_is_saved_opened_after_a_reload_and_shared_as_a_link(planned, workshop):
    page = planned.page
    planned.does(lambda: planned.drag_slider("first-second_chance", 0.5))
    wanted = planned.state("state.plan.levers")
    page.click("#files")
    page.fill("#plan-title", "Ours, saved")
    page.click("#save")
    page.get_by_text("Saved as").wait_for()
    page.click("#share")
    link = page.input_value("#link")
    assert link.startswith(workshop.address + "/#")
    planned.open()
    assert planned.state("state.plan.levers") == {}
    page.click("#files")
    planned.does(lambda: page.get_by_role("button", name="Ours saved").click())
    assert planned.state("state.plan.levers") == wanted
    planned.open(link.removeprefix(workshop.address + "/"))
    assert planned.state("state.plan.levers") == wanted
    assert scenario.load(workshop.room.folder / "plans" / "ours_saved.yaml").levers == wanted


def test_a_scenario_file_is_read_and_written(planned, tmp_path):
    page = planned.page
    file = tmp_path / "mine.yaml"
    file.write_text("title: Mine\nlevers:\n  guidance: {budget: 2_000_000}\nshock: {}\n")
    page.click("#files")
    planned.does(lambda: page.set_input_files("#file", file))
    assert planned.state("state.plan.levers") == {"guidance": {"budget": 2_000_000}}
    page.click("#files")
    with page.expect_download() as download:
        page.click("#yaml")
    assert scenario.load(download.value.path().rename(tmp_path / "again.yaml")).levers == {"guidance": {"budget": 2_000_000}}
    for button, kind in (("#png", b"\x89PNG"), ("#csv", b"month,")):
        with page.expect_download() as download:
            page.click(button)
        assert download.value.path().read_bytes().startswith(kind)
        if button == "#png":
            picture = image.imread(download.value.path())
            assert picture.shape == (1000, 1600, 4) and (picture[:, [*range(18, 34), *range(1590, 1600)]] == 1).all()


def test_a_preset_is_a_scenario_and_can_be_undone(room):
    page = room.page
    room.does(lambda: page.select_option("#preset", "skills_first"))
    shipped = scenario.load("skills_first")
    assert room.state("state.plan.levers") == shipped.levers
    assert room.state("state.plan.shock") == shipped.shock
    room.does(lambda: page.click("#undo"))
    assert room.state("state.plan.levers") == {}
    room.does(lambda: page.click("#redo"))
    assert room.state("state.plan.levers") == shipped.levers
    room.does(lambda: page.click("#reset"))
    assert room.state("state.plan.levers") == {}
    room.does(lambda: page.select_option("#preset", "medellin_comunas"))
    assert "Medell" in page.inner_text("#city-name")


def test_a_resident_is_followed_beside_her_twin(planned):
    page = planned.page
    page.click("#tab-life")
    page.locator(".suggested .chip", has_text="Anybody").click()
    page.locator(".diaries").wait_for()
    assert page.locator(".diaries > div").count() == 2
    assert "At the start" in page.inner_text("#life")
    first = planned.state("state.row")
    page.click("#layer-residents")
    planned.until("window.workshop.data.states")
    box = page.locator("#map-plan").bounding_box()
    for share in (0.3, 0.4, 0.5, 0.6):
        page.mouse.click(box["x"] + share * box["width"], box["y"] + 0.45 * box["height"])
    planned.until(f"window.workshop.state.row !== {first}")


def test_a_group_is_picked_and_its_curves_are_shown(planned):
    page = planned.page
    everybody = page.inner_text("#headline")
    page.click("#tab-group")
    planned.does(lambda: page.select_option("#group-education", "low"))
    planned.does(lambda: page.select_option("#group-sex", "women"))
    assert "women with low education" in page.inner_text("#headline")
    assert "residents of the model" in page.inner_text("#group-size")
    planned.does(lambda: page.click("#group-chip button"))
    assert page.inner_text("#headline") == everybody


@pytest.mark.parametrize(("language", "few"), [("en", "too few people in the model"), ("es", "demasiado pocas personas en el modelo")])
def test_of_a_group_of_almost_nobody_the_page_says_so_in_words_and_draws_no_zero(planned, language, few):
    page = planned.page
    page.select_option("#language", language)
    page.click("#tab-group")
    for dimension, group in (("education", "high"), ("age", "15-24"), ("limitation", "severe"), ("origin", "foreign-born"), ("sex", "men")):
        planned.does(lambda d=dimension, g=group: page.select_option(f"#group-{d}", g))
    assert few in page.inner_text("#headline")
    assert page.evaluate("() => !/NaN/.test(document.body.innerText)")
    assert page.evaluate("() => { const { data } = window.workshop; return Array.from(data.group.plan.values).some(Number.isNaN); }")


def test_why_names_mechanisms_with_counts(planned):
    said = planned.page.inner_text("#why")
    for mechanism in ("Money asked for", "Seats full", "Learners", "Lock-in", "Displaced"):
        assert mechanism in said
    amount, million = re.search(r"set aside in the last twelve months EUR ([\d.,]+)( million)? was spent", said).groups()
    spent = float(amount.replace(",", "")) * (1 if million else 1e-6)
    spending = planned.page.evaluate(
        "() => { const { data } = window.workshop; return data.spending.values.slice(-12).reduce((a, b) => a + b, 0); }"
    )
    assert spent == pytest.approx(spending / 1e6, abs=0.06)


def test_the_room_guesses_before_the_answer_is_shown(room):
    page = room.page
    page.click("#guess")
    room.does(lambda: room.switch_on("second_chance"))
    assert "What do you expect" in page.inner_text("#headline")
    assert not re.search(r"\d", page.inner_text("#headline"))
    assert "guessed" in page.inner_text("#why")
    box = page.locator("#chart").bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.4 * box["height"], steps=5)
    page.mouse.up()
    assert page.inner_text("#guess-said")
    hidden = room.pixels("chart")
    page.click("#reveal")
    assert "the room expected" in page.inner_text("#guess-bar")
    assert room.pixels("chart") != hidden


def test_a_guess_is_held_against_the_year_looked_at(room):
    page = room.page
    page.click("#guess")
    assert not room.state("state.guessing")
    page.click("#layer-residents")
    room.does(lambda: room.switch_on("second_chance"))
    room.until("window.workshop.data.states")
    page.fill("#guess-end", "-50")
    said = page.inner_text("#guess-said")
    page.click("#reveal")
    room.until("window.workshop.data.spread")
    assert f"in year 5: the room expected {said}" in page.inner_text("#verdict")
    page.evaluate("() => window.workshop.goTo(24)")
    assert "in year 2: the room expected" in page.inner_text("#verdict")


BLUE_DOT = """() => {
  const { data, goTo } = window.workshop, width = data.months + 1, from = data.twinNames.indexOf('works_only_plan') * width;
  const gained = data.twins.values.slice(from, from + width);
  goTo(gained.indexOf(Math.max(...gained)));
  const canvas = document.getElementById('map-plan'), box = canvas.getBoundingClientRect();
  const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const at = pixels.indexOf(0xff945f0b);
  if (at < 0) return null;
  return [box.left + ((at % canvas.width) + 0.5) * box.width / canvas.width, box.top + (at / canvas.width) * box.height / canvas.height];
}"""
WORKS = """(row) => ['plan', 'base'].map((world) => { const { data, state } = window.workshop, own = data.states[world];
  return (own.state[state.month * own.rows + row] & 7) === 3; })"""


def test_a_blue_dot_opens_the_life_of_who_works_only_with_the_plan(room):
    page = room.open(PLANNED.replace("second_chance", "guidance")).page  # seats may change nobody among so few; caseworkers do
    page.click("#layer-changed")
    room.until("window.workshop.data.states")
    at = page.evaluate(BLUE_DOT)
    assert at, "nobody works only with the plan: no dot to open"
    page.mouse.click(*at)
    room.until("window.workshop.state.row !== null")
    assert page.evaluate(WORKS, room.state("state.row")) == [True, False]


def test_the_keyboard_does_everything(room):
    page, press = room.page, room.page.keyboard.press
    press("l")
    page.keyboard.type("one with a certificate")
    press("Escape")
    page.keyboard.type("second")
    press("Enter")
    room.does(lambda: press("Space"))
    (name,) = room.state("state.plan.levers")
    assert name == "second_chance"
    press("Tab")
    before = room.state(f"state.plan.levers.{name}.budget")
    room.does(lambda: press("ArrowRight"))
    assert room.state(f"state.plan.levers.{name}.budget") > before
    press("s")
    room.does(lambda: press("Enter"))
    (shock,) = room.state("state.plan.shock")
    page.focus(f"#shock-{shock}")
    start = room.state(f"state.plan.shock.{shock}.start")
    room.does(lambda: press("ArrowLeft"))
    assert room.state(f"state.plan.shock.{shock}.start") == start - 1
    room.does(lambda: press("Delete"))
    room.does(lambda: press("Control+z"))
    assert list(room.state("state.plan.shock")) == [shock]
    room.does(lambda: press("Control+Shift+z"))
    assert room.state("state.plan.shock") == {}
    page.evaluate("() => document.activeElement.blur()")
    press("Home")
    assert room.state("state.month") == 0
    press("Shift+ArrowRight")
    assert room.state("state.month") == 12
    press("Space")
    room.until("window.workshop.state.month > 14")
    press("Space")
    for key, panel in (("2", "group"), ("3", "life"), ("4", "notes"), ("1", "why")):
        press(key)
        assert page.locator(f"#{panel}").is_visible()
    press("m")
    assert room.state("state.layer") == "residents"
    press("p")
    assert page.evaluate("() => document.body.classList.contains('projector')")
    press("?")
    assert page.locator("#dialog").is_visible()
    press("Escape")
    press("g")
    assert room.state("state.guessing")
    press("v")
    assert not room.state("state.guessing")
    press("c")
    press("e")
    assert page.evaluate("() => document.activeElement.id") == "indicator"
    page.evaluate("() => document.activeElement.blur()")
    room.does(lambda: press("r"))
    assert room.state("state.plan.levers") == {}


def test_nothing_is_asked_of_anybody_else(browser, workshop):
    room = Room(browser, workshop.address)
    foreign = []
    room.context.route(lambda url: not url.startswith(workshop.address), lambda route: (foreign.append(route.request.url), route.abort()))
    room.open()
    room.does(lambda: room.switch_on("guidance"))
    room.page.click("#numbers")
    room.page.locator("#number-list details").first.wait_for()
    assert foreign == []
    assert all(url.startswith(workshop.address) for url in room.requests)
    room.context.close()


def test_two_rooms_do_not_disturb_each_other(browser, workshop):
    one, other = (Room(browser, workshop.address).open() for _ in range(2))
    for room, lever in ((one, "guidance"), (other, "second_chance")):
        room.does(lambda room=room, lever=lever: room.switch_on(lever))
        room.does(lambda room=room, lever=lever: room.drag_slider(f"first-{lever}", 0.8))
    assert list(one.state("state.plan.levers")) == ["guidance"]
    assert list(other.state("state.plan.levers")) == ["second_chance"]
    assert one.curve() != other.curve()
    assert one.curve("base") == other.curve("base")
    for room in (one, other):
        assert room.complaints == []
        room.context.close()


def test_a_crowded_room_looks_at_ten_years_first_and_comes_back_to_its_month(browser, tmp_path):
    served = Workshop(tmp_path, replace(SMALL, residents=4_100, seeds=1))
    served.room.crowded = lambda session: True
    room = Room(browser, served.address)
    room.page.goto(f"{served.address}/#plan=%7B%22months%22%3A132%7D")
    glance = "document.getElementById('status').textContent.includes('quick look') && window.workshop.state.month === 120"
    room.until(f"window.workshop?.data.sample === 2000 && window.workshop.data.months === 120 && {glance}")
    room.answered(0)
    assert room.state("data.months") == room.state("state.month") == 132
    assert room.complaints == []
    room.context.close()
    served.close()


def test_notes_stay_with_the_plan_and_language_changes_every_word(planned):
    page = planned.page
    page.click("#tab-notes")
    page.fill("#note-text", "More seats in Kontula?")
    assert planned.state("state.plan.story") == "More seats in Kontula?"
    page.select_option("#language", "es")
    planned.until("document.documentElement.lang === 'es'")  # its words are fetched when they are wanted
    assert "Segunda oportunidad" in page.inner_text("#lever-second_chance")
    assert "Desempleo" in page.inner_text("#headline")
    assert page.evaluate("() => document.documentElement.lang") == "es"
    assert page.input_value("#note-text") == "More seats in Kontula?"


def test_both_languages_have_every_word(room):
    missing = room.page.evaluate(
        """async () => { const [{ WORDS: en }, { WORDS: es }] = await Promise.all([import('./english.js'), import('./spanish.js')]);
        const words = (one) => Object.keys(one).sort().join();
        const lists = Object.keys(en.names).filter((list) => Object.keys(en.names[list]).some((name) => !(name in (es.names[list] ?? {}))));
        return [words(en) === words(es), lists]; }"""
    )
    assert missing == [True, []]


def test_every_card_number_and_indicator_has_a_name_in_the_other_language(room):
    unnamed = room.page.evaluate(
        """async () => {
          const { WORDS: { names } } = await import('./spanish.js'), { catalogue } = window.workshop.state;
          const told = { levers: ['levers', 'leverHelp'], shocks: ['shocks', 'shockHelp'], scenarios: ['scenarios'],
            indicators: ['indicators', 'indicatorMeanings'] };
          const cards = Object.entries(told).flatMap(([kind, lists]) => catalogue[kind].flatMap(
            ({ name }) => lists.map((list) => [list, name])));
          const ofNumber = (card, { name, unit }) => [['numbers', name],
            ['meanings', name in names.meanings ? name : `${card.name}.${name}`], ...(unit.startsWith('share') ? [] : [['units', unit]])];
          const numbers = [...catalogue.levers, ...catalogue.shocks].flatMap((card) => card.numbers.flatMap((one) => ofNumber(card, one)));
          const themes = catalogue.levers.map(({ theme }) => ['themes', theme]);
          return [...cards, ...numbers, ...themes].filter(([list, name]) => !(name in names[list]));
        }"""
    )
    assert unnamed == []


def test_a_lever_is_found_by_a_word_and_themes_say_how_many_are_on(planned):
    page = planned.page
    shown = "#lever-list .lever:visible"
    assert page.locator("#lever-list > .theme.open").count() == 1
    assert page.inner_text("#lever-list > .theme.on .count") == "36 M€"
    page.fill("#lever-search", "vouch")
    assert page.locator(shown).count() == 1
    assert page.inner_text("#lever-found") == "1 found"
    page.focus("#lever-search")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "on-skills_vouchers"
    page.focus("#lever-search")
    page.keyboard.press("Escape")
    assert page.locator("#lever-list > .theme.open").count() == 1


def test_a_lost_server_is_said_and_found_again(browser, tmp_path):
    served = Workshop(tmp_path)
    room = Room(browser, served.address).open()
    room.page.evaluate("() => window.workshop.cut()")
    room.until("document.getElementById('status').textContent.includes('again')")
    room.answered()
    room.context.close()
    served.close()


SPILLING = "(parts) => parts.filter((id) => { const one = document.getElementById(id); return one.scrollWidth > one.clientWidth + 1; })"


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (390, 844)])
def test_nothing_spills_over_the_edges(browser, workshop, width, height):
    room = Room(browser, workshop.address, width, height).open()
    for language in ("en", "es"):
        room.page.select_option("#language", language)
        for projector in (False, True):
            if width > 1000 and projector:
                room.page.click("#projector")
            assert room.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (language, projector)
            parts = ["levers", "insight", "maps", "curves", "head"]
            assert room.page.evaluate(SPILLING, parts) == [], (language, projector)
            if width > 1000:
                assert room.page.evaluate("() => document.documentElement.scrollHeight <= innerHeight + 1"), (language, projector)
        if width > 1000:
            room.page.click("#projector")
    room.context.close()


def test_a_theme_has_one_slider_whose_budget_is_split_by_its_mix_and_keeps_the_shares_it_has(room):
    page, mix = room.page, room.state("state.catalogue.themes['inclusive education']")
    slider = "theme-inclusive-education-slider"
    room.does(lambda: room.drag_slider(slider, 0.5))
    levers = room.state("state.plan.levers")
    total = sum(card["budget"] for card in levers.values())
    assert total == pytest.approx(30e6, abs=2.6e6) and set(levers) == set(mix)
    assert all(levers[name]["budget"] == pytest.approx(share * total, abs=10_000) for name, share in mix.items())
    page.click("#theme-inclusive-education .unfold")
    room.does(lambda: page.uncheck("#on-early_years"))
    room.does(lambda: page.fill("#first-second_chance-exact", "9.9") or page.press("#first-second_chance-exact", "Enter"))
    room.does(lambda: page.focus(f"#{slider}") or page.press(f"#{slider}", "End"))
    levers = room.state("state.plan.levers")
    assert "early_years" not in levers and levers["second_chance"]["budget"] > 20e6
    assert sum(card["budget"] for card in levers.values()) == pytest.approx(60e6, abs=60_000)
    page.click("#undo")
    assert room.state("state.plan.levers.second_chance.budget") == 9.9e6


def test_the_next_position_of_the_slider_in_the_hand_is_lived_while_people_look(planned, workshop):
    page, room = planned.page, workshop.room
    plan = planned.state("state.plan")
    next_one = question_of({**plan, "levers": {"second_chance": {"budget": 37_500_000}}}, room.setting)
    key = key_of("first", next_one, {}, planned.state("data.base.name"))
    page.hover("#first-second_chance")
    page.focus("#first-second_chance")
    end = time.monotonic() + 240
    while room.answers.get(key) is None:
        assert time.monotonic() < end
        page.wait_for_timeout(50)
    life, lived = room.life, []

    async def noted(comparison, seed, world, urgency, *more, **much):
        lived.append(urgency)
        return await life(comparison, seed, world, urgency, *more, **much)

    room.life = noted
    planned.does(lambda: page.keyboard.press("ArrowRight"))
    room.life = life
    assert FIRST not in lived and planned.state("state.plan.levers.second_chance.budget") == 37_500_000


def test_why_shows_whose_lives_change_and_a_dot_opens_one(room):
    page = room.open(PLANNED.replace("second_chance", "guidance")).page
    room.until("document.querySelector('#why .flow .dot')")
    said = page.inner_text("#why")
    assert "A lever met them" in said and "Passed in the queue" in said and "job-years" in said
    assert violations(page) == []
    page.locator("#why .cause.direct .dot").first.click()
    room.until("document.querySelector('#life .story-told')")
    assert page.locator(".story-told p").count() == 5
    assert "invented name" in page.inner_text("#life h2")
    assert room.state("data.turning.turn.cause") == "direct"


def test_a_lever_is_for_whom_the_room_says_and_the_page_tells_how_many(planned):
    page = planned.page
    page.click("#lever-second_chance .aims summary")
    planned.does(lambda: page.select_option("#for-second_chance-sex", "women"))
    assert planned.state("state.plan.levers.second_chance.for") == {"sex": "women"}
    assert re.search(r"about [\d,]+ people", page.inner_text("#for-second_chance-many"))
    planned.until("decodeURIComponent(location.hash).includes('women')")
    page.reload()
    planned.answered(0)
    assert planned.state("state.plan.levers.second_chance.for") == {"sex": "women"}


def test_a_story_is_told_chapter_by_chapter_with_one_key(room):
    page = room.page
    page.click("#story")
    page.locator(".stories .primary").first.click()
    assert "1 of 7" in page.inner_text("#story-bar") and room.state("state.plan.levers") == {}
    for chapter in ("2 of 7", "3 of 7"):
        page.evaluate("() => document.activeElement.blur()")
        page.keyboard.press("n")
        assert chapter in page.inner_text("#story-bar") and room.state("state.guessing")
    assert "What do you expect" in page.inner_text("#headline")
    page.keyboard.press("n")
    room.until("!window.workshop.state.guessing")
    page.keyboard.press("n")
    assert page.locator("#why").is_visible()
    page.keyboard.press("n")
    room.until("document.querySelector('#life .story-told')")
    for _ in range(2):
        page.keyboard.press("n")
    assert page.locator("#story-bar").is_hidden() and room.state("state.plan.levers")


def test_by_night_everything_can_be_read_and_a_sheet_is_printed(room, tmp_path):
    page = room.page
    page.emulate_media(color_scheme="dark")
    room.does(lambda: room.switch_on("second_chance"))
    assert violations(page) == []
    for opened in ("#files", "#story", "#keys"):
        page.click(opened)
        assert violations(page) == [], opened
        page.keyboard.press("Escape")
    sheet = page.pdf(path=tmp_path / "sheet.pdf", format="A4")
    assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
    page.emulate_media(media="print")
    assert "Unemployment" in page.inner_text("#handout") and "Second chance: EUR" in page.inner_text("#handout")


SMALL_WALLS = [(1280, 577), (1366, 650)]


@pytest.mark.parametrize(("width", "height"), SMALL_WALLS)
def test_a_small_wall_has_curves_of_more_than_200_pixels_and_every_theme_in_sight(browser, workshop, width, height):
    room = Room(browser, workshop.address, width, height)
    page = room.page
    page.goto(f"{workshop.address}/{PLANNED}")
    room.answered(0)
    assert page.locator("#chart-box").bounding_box()["height"] > 200
    page.click("#projector")
    room.until("document.getElementById('chart-box').getBoundingClientRect().height > 200")
    page.click("#projector")
    page.click(".theme.open .unfold")
    for slider in page.locator(".theme-slider").all():
        box = slider.bounding_box()
        assert box["y"] + box["height"] <= height
    assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight + 1")
    room.context.close()


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


VIEWS = {
    "usual": lambda room: room.does(lambda: room.switch_on("second_chance")),
    "settings": lambda room: room.page.click("#lever-second_chance .settings summary"),
    "search": lambda room: room.page.fill("#lever-search", "gui"),
    "files": lambda room: room.page.click("#files"),
    "numbers": lambda room: (room.page.click("#numbers"), room.page.locator("#number-list summary").first.click()),
    "keys": lambda room: room.page.click("#keys"),
    "shock": lambda room: (room.does(lambda: room.page.click("#drop-pandemic")), room.page.click("#shock-pandemic")),
    "group": lambda room: room.page.click("#tab-group"),
    "life": lambda room: (room.page.click("#tab-life"), room.page.get_by_role("button", name="Anybody").click()),
    "spanish": lambda room: room.page.select_option("#language", "es"),
    "projector": lambda room: room.page.click("#projector"),
    "guess": lambda room: room.page.click("#guess"),
}


@pytest.fixture(scope="module")
def looked_at(browser, workshop):
    """One room in which the views are opened one after the other."""
    room = Room(browser, workshop.address).open()
    yield room
    room.context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(looked_at, view):
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed: the extra 'test' brings it")
    VIEWS[view](looked_at)
    if view == "life":
        looked_at.page.locator(".diaries").wait_for()
    assert violations(looked_at.page) == []
    looked_at.page.keyboard.press("Escape")
    looked_at.page.fill("#lever-search", "")


def test_axe_finds_nothing_on_a_phone(browser, workshop):
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed: the extra 'test' brings it")
    room = Room(browser, workshop.address, 390, 844).open(PLANNED)
    for tab in range(3):
        room.page.locator("#phone-tabs button").nth(tab).click()
        assert violations(room.page) == [], tab
    room.context.close()
