"""The server answers its own page only, each session its own question, and complains in words to whoever is wrong."""

import asyncio
import json
import socket
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from experiments import cli
from experiments.inputs import scenario
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose
from experiments.run.job import Run
from experiments.workshop import connections, server
from experiments.workshop.connections import ADDRESSES, FORGOTTEN, FREE, LONGEST, JoinCode
from experiments.workshop.server import FULL
from experiments.workshop.session import BURST
from experiments.workshop.shared_state import SESSIONS, SharedState
from tests.workshop.conftest import PLAN, SMALL, Workshop


def array(message, name):
    kind, shape, at = message["arrays"][name]
    dtype = {"f4": "<f4", "u2": "<u2", "u1": "u1", "i4": "<i4", "i2": "<i2"}[kind]
    return np.frombuffer(message["numbers"], dtype, int(np.prod(shape)), at).reshape(shape)


def same(one, other):
    """Whether two tables agree in every number, also in which are none because nobody was counted."""
    return np.array_equal(one, other, equal_nan=True)


def get(workshop, path="/", **heads):
    return urllib.request.urlopen(urllib.request.Request(workshop.address + path, headers=heads), timeout=10)


def code_of(workshop, path, **heads):
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(workshop, path, **heads)
    return refused.value.code


def test_the_page_comes_with_strict_rules(workshop):
    with get(workshop) as page:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert b"<main>" in page.read()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:80", ""])
def test_it_answers_to_its_own_names_only(workshop, host):
    assert code_of(workshop, "/", Host=host) in (400, 403)


OTHER_ORIGINS = ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://localhost:{port}", "http://127.0.0.1:1"]


@pytest.mark.parametrize("origin", OTHER_ORIGINS)
def test_a_page_of_another_origin_cannot_talk_to_it(workshop, origin):
    with pytest.raises(WebSocketException):
        workshop.line(origin=origin.format(port=workshop.port))


LEADING_OUT = [
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/server.py",
    "/reports/../plan.py",
    "/reports/x/%2e%2e/%2e%2e/y",
    "/reports/x/%00.html",
    f"/reports/x/{'y' * 300}.html",
    "/nothing.js",
]


@pytest.mark.parametrize("path", LEADING_OUT)
def test_no_path_leads_out(workshop, path):
    assert code_of(workshop, path) == 404


def test_the_catalogue_has_every_lever_with_its_numbers(workshop):
    from sim import catalogue

    with get(workshop, "/catalogue.json") as answer:
        told = json.load(answer)
    assert [card["name"] for card in told["levers"]] == list(catalogue.levers())
    for card in told["levers"]:
        declared = catalogue.levers()[card["name"]].declared
        numbers = [told["numbers"][place] for place in card["numbers"]]
        assert {n["name"]: (n["unit"], n["low"], n["high"]) for n in numbers} == {
            name: (d.unit, d.low, d.high) for name, d in declared.items()
        }
        for number in numbers:
            source = declared[number["name"]].source
            assert number["source"] == source if not number["evidence"] else "evidence" not in number["source"], "studies, not their places"
    with get(workshop, "/numbers.json") as answer:
        assert {card["name"] for card in json.load(answer)} >= {"hiring", "enrolment"}


def test_a_plan_is_answered_with_both_worlds_and_then_with_the_spread(line):
    first = line.ask(1)
    plan, base = array(first, "plan"), array(first, "base")
    assert plan.shape == base.shape == (len(first["indicators"]), PLAN["months"] + 1)
    assert same(plan[:, 0], base[:, 0]) and not same(plan, base)
    spread = line.wait_for("answer", stage="spread", seeds=3)
    assert array(spread, "half").shape == plan.shape


def test_the_same_plan_has_the_same_answer_whatever_was_asked_before(line):
    first = array(line.ask(1), "plan")
    line.ask(2, {**PLAN, "levers": {"guidance": {"budget": 9_000_000}}})
    assert same(array(line.ask(3), "plan"), first)


def test_a_newer_move_is_answered_and_the_older_one_is_not(workshop):
    with workshop.line() as line:
        for move in range(20):
            line.say(do="ask", n=move, plan={**PLAN, "months": 240, "levers": {"guidance": {"budget": 1_000_000 + move}}})
        heard = []
        while not heard or heard[-1] != 19:
            message = line.hear()
            if message["kind"] == "answer" and message["stage"] == "first":
                heard.append(message["n"])
        assert len(heard) < 20


def test_a_page_that_has_the_baseline_is_not_sent_it_again(line):
    first = line.ask(1)
    assert "base" not in line.ask(2, has=first["baseline"])["arrays"]
    assert "base" in line.ask(3, {**PLAN, "shock": {"recession": {}}}, has=first["baseline"])["arrays"]


def test_a_shock_is_answered_with_its_calm_twin(line):
    shocked = {**PLAN, "shock": {"recession": {"start": 6}}}
    first = line.ask(1, shocked)
    calm = line.wait_for("answer", stage="calm")
    row = first["indicators"].index("employment")
    assert same(array(first, "plan")[row, :7], array(calm, "calm_plan")[row, :7])
    spread = line.wait_for("answer", stage="spread", seeds=3)
    assert "calm_mean_plan" in spread["arrays"]


def test_a_group_has_its_own_curves(line):
    message = line.ask(1, group={"education": "low", "sex": "women", "district": 5})
    assert array(message, "group_plan").shape == (len(message["group_indicators"]), PLAN["months"] + 1)
    assert "unknown group 'lowest'" in line.asked(do="ask", n=2, plan=PLAN, group={"education": "lowest"})
    assert "district" in line.asked(do="ask", n=2, plan=PLAN, group={"district": 5_000})


def test_states_people_and_lives(line):
    assert "ask a plan first" in line.asked(do="states", n=0)
    line.ask(1)
    line.say(do="states", n=1)
    assert array(line.wait_for("states"), "plan").shape[0] == PLAN["months"] + 1
    line.say(do="people", turn=3)
    row = next(one["row"] for one in line.wait_for("people")["people"] if one["kind"] == "anybody")
    line.say(do="follow", n=1, row=row)
    life = line.wait_for("life")
    assert len(life["plan"]["lines"]["activity"]) == len(life["base"]["lines"]["activity"]) == PLAN["months"] + 1
    assert "nobody of number" in line.asked(do="follow", n=1, row=10**9)
    assert "whole number" in line.asked(do="follow", n=1, row="me")


BAD = [
    "{",
    "[]",
    "null",
    '{"do": 5}',
    '{"do": "shutdown"}',
    '{"do": "ask"}',
    '{"do": "ask", "plan": {"levers": {"guidance": {"budget": 1e999}}}}',
    '{"do": "ask", "plan": {"levers": {"guidance": {"budget": ' + "9" * 400 + "}}}}",
    '{"do": "open", "name": "../../x"}',
    "[" * 2000,
    '{"do": "read", "text": "a: [1"}',
    '{"do": "read", "text": "extensions: [x.py]"}',
    '{"do": "read", "text": "!!python/object:os.system {}"}',
    '{"do": "people", "turn": -1}',
    '{"do": "propose", "plan": {}, "who": ""}',
    '{"do": "save", "plan": {"levers": {"x": {}}}}',
]


def test_malformed_messages_are_complained_about_to_that_session_only(workshop):
    with workshop.line() as wrong, workshop.line() as right:
        answer = array(right.ask(1), "plan")
        for text in BAD:
            wrong.say(text)
            assert wrong.wait_for("error")["message"], text
        assert same(array(right.ask(2), "plan"), answer)
        assert same(array(wrong.ask(3), "plan"), answer)


def test_two_sessions_do_not_see_each_other(workshop):
    with workshop.line() as one, workshop.line() as other:
        ours, theirs = PLAN, {**PLAN, "levers": {"second_chance": {"budget": 20e6}}}
        one.say(do="ask", n=7, plan=ours)
        other.say(do="ask", n=7, plan=theirs)
        found = [array(line.wait_for("answer", stage="first", n=7), "plan") for line in (one, other)]
        assert not same(*found)
        assert same(array(one.ask(8, theirs), "plan"), found[1])


def test_twenty_sessions_at_once_each_get_their_own_answer(workshop):
    plans = [{**PLAN, "levers": {"second_chance": {"budget": 2e5 * (1 + number)}}} for number in range(20)]
    lines = [workshop.line() for _ in plans]
    try:
        for line, plan in zip(lines, plans, strict=True):
            line.say(do="ask", n=1, plan=plan)
        together = [array(line.wait_for("answer", stage="first", n=1), "spending").sum() for line in lines]
        alone = [array(lines[0].ask(2, plan), "spending").sum() for plan in plans]
    finally:
        for line in lines:
            line.socket.close()
    assert together == alone
    assert len(set(together)) == len(plans)


def test_bytes_and_long_messages_close_that_session_only(workshop):
    with workshop.line() as other:
        for message in (b"\0" * 10, "x" * 60_000):
            with workshop.line() as line:
                line.socket.send(message)
                with pytest.raises(WebSocketException):
                    while True:
                        line.socket.recv(10)
        assert other.ask(1)


def test_too_many_messages_at_once_are_slowed_down(line):
    for _ in range(BURST + 30):
        line.say(do="plans")
    said = [line.hear() for _ in range(BURST + 30)]
    assert sum(message["kind"] == "error" for message in said) >= 10
    assert "too many" in said[-1].get("message", "too many")


def test_a_question_that_came_too_fast_is_named_and_may_be_asked_again(line):
    for _ in range(BURST + 10):
        line.say(do="plans")
    line.say(do="ask", n=4, key="k4", plan=PLAN)
    while (said := line.hear()).get("do") != "ask":
        assert said["kind"] in ("plans", "error")
    assert (said["kind"], said["n"], said["key"], said["again"]) == ("error", 4, "k4", 1)
    time.sleep(said["again"])
    assert line.ask(5, key="k5")["key"] == "k5"


def test_a_closed_tab_leaves_nothing_behind(workshop):
    before = len(workshop.room.sessions)
    with workshop.line() as line:
        line.say(do="ask", n=1, plan={**PLAN, "months": 480, "levers": {"guidance": {"budget": 777}}})
        assert len(workshop.room.sessions) == before + 1
    end = time.monotonic() + 10
    while (len(workshop.room.sessions) > before or workshop.room.scheduler.jobs) and time.monotonic() < end:
        time.sleep(0.05)
    assert len(workshop.room.sessions) == before
    assert not workshop.room.scheduler.jobs


def test_a_full_room_says_so(workshop):
    lines = []
    try:
        while len(workshop.room.sessions) < SESSIONS:
            lines.append(workshop.line())
        late = workshop.line()
        lines.append(late)
        assert (late.hello["kind"], late.hello["code"], late.hello["again"]) == ("farewell", 4429, FULL) and "full" in late.hello["message"]
        with pytest.raises(WebSocketException):
            late.hear()
        assert len(workshop.room.sessions) == SESSIONS
        lines.pop(0).socket.close()
        end = time.monotonic() + 10
        while len(workshop.room.sessions) == SESSIONS and time.monotonic() < end:
            time.sleep(0.05)
        lines.append(workshop.line())
        assert lines[-1].hello["kind"] == "hello"
    finally:
        for line in lines:
            line.socket.close()
    end = time.monotonic() + 10
    while workshop.room.sessions and time.monotonic() < end:
        time.sleep(0.05)


def test_a_page_knows_by_the_edition_whether_the_workshop_it_was_loaded_from_still_answers(workshop, line, tmp_path):
    with get(workshop, "/catalogue.json") as answer:
        assert json.load(answer)["edition"] == line.hello["edition"]
    same, other = (SharedState(setting, tmp_path) for setting in (SMALL, replace(SMALL, residents=SMALL.residents + 1)))
    try:
        assert same.edition == line.hello["edition"] != other.edition
    finally:
        same.scheduler.close()
        other.scheduler.close()


def test_pages_that_say_nothing_take_nobodys_place(workshop):
    where = f"ws://127.0.0.1:{workshop.port}/socket"
    silent = [connect(where, origin=workshop.address).__enter__() for _ in range(SESSIONS + 1)]
    try:
        with workshop.line() as line:
            assert line.ask(1)
    finally:
        for one in silent:
            one.close()


def test_a_restart_loses_no_saved_plan_and_the_file_is_a_scenario(tmp_path):
    first = Workshop(tmp_path)
    with first.line() as line:
        line.say(do="save", plan={**PLAN, "title": "Kept", "story": "notes"})
        assert line.wait_for("saved")["plans"] == ["kept"]
    first.close()
    second = Workshop(tmp_path)
    with second.line() as line:
        assert line.hello["plans"] == ["kept"]
        line.say(do="open", name="kept")
        assert line.wait_for("plan")["plan"]["story"] == "notes"
        line.say(do="yaml", plan=PLAN)
        line.say(do="read", text=line.wait_for("yaml")["text"])
        assert line.wait_for("plan")["plan"]["levers"] == PLAN["levers"]
    second.close()
    assert scenario.load(tmp_path / "plans" / "kept.yaml").levers == PLAN["levers"]
    small = ["residents=200", "seeds=1", "burn_in=1"]
    asked = from_settings(compose("config", [f"scenario={tmp_path / 'plans' / 'kept.yaml'}", *small]))
    Run(asked, str(tmp_path / "out"), 1).work()
    assert {path.name for path in tmp_path.iterdir()} == {"plans", "out"}


@pytest.mark.slow
def test_the_report_is_that_of_learncity_run(tmp_path):
    served = Workshop(tmp_path)
    with served.line() as line:
        line.say(do="report", plan={**PLAN, "title": "One page", "shock": {"recession": {"start": 3}}})
        while (told := line.wait_for("report")).get("link") is None:
            assert 0 <= told["share"] <= 1
        with get(served, f"/{told['link']}") as page:
            assert "script" not in page.headers["content-security-policy"]
            assert b"One page" in page.read()
    served.close()
    (folder,) = (tmp_path / "reports").iterdir()
    assert cli.main(["report", str(folder)]) == 0


def test_phones_need_the_code_and_propose_to_the_screen(tmp_path):
    served = Workshop(tmp_path, code="K7WQ2M")
    for wrong in ({}, {"code": "AAAAAA"}, {"code": 5}, {"code": None}):
        with served.line(**wrong) as line:
            assert line.hello["kind"] == "farewell"
    with served.line(code="k7wq2m") as screen, served.line(code="K7WQ2M") as phone:
        phone.say(do="propose", plan={**PLAN, "title": "Ours"}, who="Table 3")
        assert phone.wait_for("proposed")
        (proposal,) = screen.wait_for("proposals")["proposals"]
        assert (proposal["who"], proposal["plan"]["title"]) == ("Table 3", "Ours")
    served.close()


def test_wrong_codes_cost_their_own_address_time_and_say_so_and_nobody_else_any(tmp_path):
    served = Workshop(tmp_path, code="K7WQ2M")
    door = served.room.door
    for _ in range(FREE + 4):  # the code that is right now and then: a wrong one is only judged when its time has come
        assert not door.admits("AAAAAA", "127.0.0.1")
    with served.line(code="K7WQ2M") as line:
        assert (line.hello["code"], line.hello["kind"]) == (4430, "farewell") and 0 < line.hello["again"] <= 16
        assert "Too many wrong" in line.hello["message"]
    assert door.wait("192.0.2.7") == 0 and door.admits("k7wq2m", "192.0.2.7")
    count, last = door.wrong["127.0.0.1"]
    door.wrong["127.0.0.1"] = count, last - 17  # the wait is over
    with served.line(code="K7WQ2M") as line:
        assert line.hello["kind"] == "hello"
    assert "127.0.0.1" not in door.wrong
    served.close()


def test_the_wait_for_a_code_grows_to_a_minute_and_addresses_are_forgotten():
    door = JoinCode("K7WQ2M")
    for address in range(ADDRESSES + 50):
        door.admits("x", f"10.0.{address // 256}.{address % 256}")
    assert len(door.wrong) == ADDRESSES
    waits = []
    for _ in range(40):
        door.admits("x", "me")
        waits.append(door.wait("me"))
    assert (
        waits[: FREE - 1] == [0] * (FREE - 1)
        and [round(one) for one in waits] == sorted(round(one) for one in waits)
        and 59 < waits[-1] <= LONGEST
    )
    door.wrong["me"] = 40, door.wrong["me"][1] - FORGOTTEN
    assert door.wait("me") == 0


@pytest.mark.parametrize("said", [None, "{", "[]", '{"do": "plans"}'])
def test_who_does_not_say_hello_in_time_is_sent_away_and_gets_no_place(workshop, monkeypatch, said):
    monkeypatch.setattr(server, "HELLO", 0.3)
    before = len(workshop.room.sessions)
    with connect(f"ws://127.0.0.1:{workshop.port}/socket", origin=workshop.address) as line:
        if said is not None:
            line.send(said)
        assert json.loads(line.recv(10))["code"] == 4408
        with pytest.raises(WebSocketException):
            line.recv(10)
    assert len(workshop.room.sessions) == before and not workshop.room.at_the_door


def test_a_hello_with_a_word_that_nobody_listens_to_is_sent_away(workshop):
    with connect(f"ws://127.0.0.1:{workshop.port}/socket", origin=workshop.address) as line:
        line.send('{"do": "hello", "cod": "ABC"}')
        said = json.loads(line.recv(10))
        assert said["code"] == 4400 and "'code'" in said["message"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"do": "ask", "plan": PLAN, "groups": {"sex": "women"}}, "message: ask: unknown word 'groups' - did you mean 'group'?"),
        ({"do": "people", "turns": 3}, "message: people: unknown word 'turns' - did you mean 'turn'?"),
        ({"do": "follow", "row": 1, "plan": PLAN}, "message: follow: unknown word 'plan'; there is: do, key, n, row"),
        ({"do": "plans", "name": "mine"}, "message: plans: unknown word 'name'"),
        ({"do": "propose", "plan": PLAN, "whom": "us"}, "did you mean 'who'?"),
    ],
    ids=range(5),
)
def test_a_word_that_nobody_listens_to_is_refused_with_the_nearest(line, said, told):
    assert told in line.asked(**said)


def silent(workshop, count, said=b""):
    """Connections that begin to say something, or nothing."""
    lines = [socket.create_connection(("127.0.0.1", workshop.port), timeout=10) for _ in range(count)]
    for line in lines:
        line.sendall(said)
    return lines


def is_cut(line):
    """Whether the other side has hung up."""
    with suppress(ConnectionError):
        return line.recv(1) == b""
    return True


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nA: "])
def test_half_a_request_is_not_waited_for(workshop, monkeypatch, said):
    monkeypatch.setattr(connections, "HEAD", 0.4)
    lines = silent(workshop, 12, said)
    with get(workshop) as page:
        assert page.status == 200
    assert all(is_cut(line) for line in lines)
    for line in lines:
        line.close()


def test_words_that_come_one_by_one_or_after_an_answer_gain_no_time(workshop, monkeypatch):
    monkeypatch.setattr(connections, "HEAD", 0.6)
    (line,) = silent(workshop, 1, f"GET /page.css HTTP/1.1\r\nHost: 127.0.0.1:{workshop.port}\r\n\r\nGET /".encode())
    began = time.monotonic()
    with suppress(ConnectionError):
        while line.recv(100_000):
            line.sendall(b"x")
            time.sleep(0.02)
        # what was asked whole is answered; the half that followed is given up
    assert time.monotonic() - began < 8
    line.close()


def test_one_address_holds_so_many_connections_and_no_more(workshop, monkeypatch):
    monkeypatch.setattr(connections, "FROM_ONE", len(workshop.server.server_state.connections) + 8)
    lines = silent(workshop, 16)
    time.sleep(0.3)
    for line in lines:
        line.settimeout(0.2)
    cut = 0
    for line in lines:
        with suppress(TimeoutError):
            cut += is_cut(line)
    assert 6 <= cut <= 10
    for line in lines:
        line.close()


def test_a_screen_that_takes_nothing_in_keeps_nobody_waiting(tmp_path):
    served = Workshop(tmp_path)
    with served.line():
        (deaf,) = served.room.sessions
        deaf.send = lambda message: asyncio.sleep(60)
        with served.line() as phone:
            phone.say(do="propose", plan={**PLAN, "title": "Ours"}, who="Table 3")
            assert phone.wait_for("proposed", seconds=5)
            phone.say(do="plans")
            assert phone.wait_for("plans", seconds=5)
    served.close()


def test_a_complaint_is_short_whatever_it_is_about(line):
    said = line.asked(do="open", name="x" * 40_000)
    assert len(said) < 2_000


def test_everything_told_of_a_plan_carries_its_number_and_key(line):
    line.ask(5, key="k5")
    line.say(do="states", n=5, key="k5")
    line.say(do="people", turn=0, n=5, key="k5")
    line.say(do="follow", row=0, n=5, key="k5")
    kinds = {}
    while not {"states", "people", "life"} <= set(kinds):
        message = line.hear()
        kinds[message["kind"]] = message["n"], message["key"]
    assert set(kinds.values()) == {(5, "k5")}
    line.say(do="ask", n=6, key="k6", plan={**PLAN, "levers": {"nothing": {}}})
    wrong = line.wait_for("error")
    assert (wrong["do"], wrong["n"], wrong["key"]) == ("ask", 6, "k6")


def test_a_crowded_room_gets_a_quick_look_first(tmp_path):
    served = Workshop(tmp_path, replace(SMALL, residents=4_100))
    served.room.crowded = lambda session: True
    with served.line() as line:
        quick = line.ask(1, {**PLAN, "months": 132})
        assert (quick["sample"], quick["months"]) == (2_000, 120)
        whole = line.wait_for("answer", stage="first", n=1)
        assert (whole["sample"], whole["months"]) == (None, 132)
    served.close()


def test_an_answer_given_before_comes_again_without_living_anything(workshop, monkeypatch):
    plan = {**PLAN, "shock": {"recession": {"start": 6}}, "levers": {"guidance": {"budget": 4_321_000}}}
    with workshop.line() as line:
        before = line.ask(1, plan), line.wait_for("answer", stage="calm"), line.wait_for("answer", stage="spread", seeds=3)
        line.ask(2)
        line.wait_for("answer", stage="spread", seeds=3, n=2)  # it needs lives of its own
        monkeypatch.setattr(workshop.room, "life", None)
        after = line.ask(3, plan), line.wait_for("answer", stage="calm", n=3), line.wait_for("answer", stage="spread", seeds=3, n=3)
    for one, again in zip(before, after, strict=True):
        assert one["numbers"] == again["numbers"] and again["n"] == 3


def test_the_memory_of_answers_knows_what_the_page_has_and_which_group_it_looks_at(workshop):
    with workshop.line() as line:
        whole = line.ask(1)
        without = line.ask(2, has=whole["baseline"])
        of_group = line.ask(3, group={"sex": "women"})
        again = line.ask(4)
    assert "base" in whole["arrays"] and "base" not in without["arrays"]
    assert "group_plan" in of_group["arrays"] and "group_plan" not in whole["arrays"]
    assert again["arrays"] == whole["arrays"] and again["numbers"] == whole["numbers"]


NEXT = {**PLAN, "levers": {"guidance": {"budget": 7_654_000}}}


def until(what, seconds=30):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_plan_that_was_lived_ahead_is_answered_without_living_it_and_rightly(workshop, monkeypatch):
    with workshop.line() as line, workshop.line() as other:
        has = line.ask(1)["baseline"]
        held = len(workshop.room.answers.kept)
        line.say(do="ahead", plans=[NEXT], group={}, has=has)
        until(lambda: len(workshop.room.answers.kept) > held)
        life = workshop.room.life
        monkeypatch.setattr(workshop.room, "life", None)
        ahead = line.ask(2, NEXT, has=has)
        monkeypatch.setattr(workshop.room, "life", life)
        workshop.room.answers.kept.clear()
        workshop.room.scheduler.cache.kept.clear()
        assert same(array(ahead, "plan"), array(other.ask(1, NEXT), "plan"))


def test_nothing_is_lived_ahead_while_others_move_nor_more_than_a_hand_can_reach(workshop, monkeypatch):
    with workshop.line() as line:
        line.ask(1)
        monkeypatch.setattr(workshop.room, "crowded", lambda session: True)
        held = set(workshop.room.scheduler.cache.kept)
        line.say(do="ahead", plans=[{**PLAN, "levers": {"guidance": {"budget": 8_765_000}}}])
        line.ask(2, {**PLAN, "months": 12})
        assert not [key for key in set(workshop.room.scheduler.cache.kept) - held if "8765000" in str(key)]
        assert "8 plans at most" in line.asked(do="ahead", plans=[PLAN] * 9)


def test_causes_add_up_and_a_life_has_a_turning_point(line):
    plan = {**PLAN, "levers": {"guidance": {"budget": 20_000_000}}}
    first = line.ask(1, plan)
    line.say(do="causes", n=1)
    told = line.wait_for("causes", seeds=1)
    rows, work, changed = told["rows"], array(told, "work"), array(told, "changed")
    kinds = slice(0, rows.index("chains"))
    assert work[-1, kinds].sum() == pytest.approx(work[-1, rows.index("all")], abs=0.1)
    jobs = first["indicators"].index("jobs")
    years = (array(first, "plan")[jobs] - array(first, "base")[jobs])[1:].sum() / 12
    assert work[-1, rows.index("all")] == pytest.approx(years, rel=1e-3, abs=0.1)
    assert changed[-1, rows.index("direct")] > 0 and array(told, "met")[-1, 0] > 0
    row, gain, month, _ = told["dots"]["direct"][0]
    line.say(do="turn", n=1, row=row)
    turn = line.wait_for("turn")
    assert (turn["turn"]["cause"], turn["turn"]["gain"], turn["turn"]["month"]) == ("direct", gain, month)
    assert 0 < turn["turn"]["as_much"] <= 1 and turn["turn"]["alike"] > 0
    assert {"met"} <= {one["kind"] for one in turn["people"]} <= {"met", "passed", "unreached"}
    assert line.wait_for("causes", seeds=3)["arrays"].keys() == {"work", "changed", "met", "half"}


def test_a_lever_may_be_for_some_and_tells_how_many_they_are(line):
    whole = line.ask(1, {**PLAN, "levers": {"guidance": {"budget": 5e6, "for": {"sex": "women"}}}})
    people = array(whole, "base")[whole["indicators"].index("population"), 0]
    assert 0.3 * people < whole["reach"]["guidance"] < 0.7 * people
    assert "no meaning here" in line.asked(
        do="ask", n=2, plan={**PLAN, "levers": {"aligned_courses": {"budget": 1e6, "for": {"sex": "men"}}}}
    )
