"""The urgent first, the abandoned not at all, the same only once; helpers give the same results."""

import asyncio
import os
import signal
import threading
import time

import numpy as np
import pytest

from experiments.workshop.plan import question_of
from experiments.workshop.scheduler import AHEAD, CAREFUL, FIRST, GLANCE, Scheduler
from experiments.workshop.simulation import Cache, life_key, live
from tests.workshop.conftest import PLAN, SMALL, finish


def slices(name, diary, gate, shelf):
    for _ in range(3):
        diary.append(name)
        gate.wait(5)
        yield name
    return name


@pytest.fixture
def crew():
    made = Scheduler(Cache())
    yield made
    made.close()


def open_gate():
    gate = threading.Event()
    gate.set()
    return gate


@pytest.mark.parametrize(("later", "sooner"), [(CAREFUL, FIRST), (FIRST, GLANCE), (AHEAD, FIRST)], ids=["careful", "whole answer", "ahead"])
def test_the_more_urgent_goes_first(crew, later, sooner):
    diary, gate = [], threading.Event()

    async def ask():
        slow = asyncio.create_task(crew.do("slow", slices, ("slow", diary, gate), later))
        await asyncio.sleep(0.1)
        quick = asyncio.create_task(crew.do("quick", slices, ("quick", diary, gate), sooner))
        await asyncio.sleep(0.1)
        gate.set()
        return await asyncio.gather(slow, quick)

    assert asyncio.run(ask()) == ["slow", "quick"]
    assert diary == ["slow", "quick", "quick", "quick", "slow", "slow"]


def test_what_is_lived_ahead_goes_on_when_somebody_asks_for_it(crew):
    diary, gate = [], threading.Event()

    async def ask():
        guessed = asyncio.create_task(crew.do("plan", slices, ("plan", diary, gate), AHEAD))
        await asyncio.sleep(0.1)
        wanted = asyncio.create_task(crew.do("plan", slices, ("plan", diary, gate), FIRST))
        other = asyncio.create_task(crew.do("other", slices, ("other", diary, gate), FIRST))
        await asyncio.sleep(0.1)
        gate.set()
        return await asyncio.gather(guessed, wanted, other)

    assert asyncio.run(ask()) == ["plan", "plan", "other"]
    assert diary == ["plan"] * 3 + ["other"] * 3


def test_what_nobody_waits_for_is_abandoned(crew):
    diary, gate = [], threading.Event()

    async def ask():
        old = asyncio.create_task(crew.do("old", slices, ("old", diary, gate), FIRST))
        await asyncio.sleep(0.1)
        old.cancel()
        new = asyncio.create_task(crew.do("new", slices, ("new", diary, gate), FIRST))
        await asyncio.sleep(0.1)
        gate.set()
        return await new

    assert asyncio.run(ask()) == "new"
    assert diary == ["old", "new", "new", "new"]


def test_the_same_job_is_lived_once_for_everybody(crew):
    diary = []

    async def ask():
        return await asyncio.gather(*(crew.do("same", slices, ("same", diary, open_gate()), FIRST) for _ in range(5)))

    assert asyncio.run(ask()) == ["same"] * 5
    assert len(diary) == 3


def test_what_breaks_is_told_to_who_asked_and_the_crew_goes_on(crew):
    def breaks(shelf):
        yield
        raise ValueError("broken")

    async def ask():
        with pytest.raises(ValueError, match="broken"):
            await crew.do("bad", breaks, (), FIRST)
        return await crew.do("good", slices, ("good", [], open_gate()), FIRST)

    assert asyncio.run(ask()) == "good"


def test_a_shelf_forgets_what_was_not_asked_for_longest():
    shelf = Cache(most=10)
    for name in "abc":
        shelf.put(name, name, 4)
        shelf.get("a")
    assert [shelf.get(name) for name in "abc"] == ["a", None, "c"]


def naps(name, times, shelf):
    for _ in range(times):
        time.sleep(0.05)
        yield
    return name, os.getpid()


@pytest.mark.slow
def test_a_helper_answers_somebody_between_two_slices_of_careful_work():
    crew, ended = Scheduler(Cache(), helpers=1), []

    async def ask(name, times, urgency):
        ended.append(await crew.do(name, naps, (name, times), urgency))
        return ended[-1][1]

    async def room():
        careful = asyncio.create_task(ask("careful", 60, CAREFUL))
        await asyncio.sleep(1)
        first = [asyncio.create_task(ask(f"first {n}", 10, FIRST)) for n in range(2)]
        unwanted = asyncio.create_task(ask("unwanted", 1000, CAREFUL))
        processes = await asyncio.gather(*first)
        unwanted.cancel()
        return processes, await careful

    try:
        first, careful = asyncio.run(room())
        assert [name for name, _ in ended][2:] == ["careful"]
        assert sorted(first) == sorted([os.getpid(), careful])
    finally:
        crew.close()


@pytest.mark.slow
def test_two_quick_looks_go_before_two_whole_answers_on_either_hand():
    crew, ended = Scheduler(Cache(), helpers=1), []

    async def ask(name, times, urgency):
        ended.append(await crew.do(name, naps, (name, times), urgency))

    async def room():
        await crew.do("warm", naps, ("warm", 1), CAREFUL)
        whole = [asyncio.create_task(ask(f"whole {n}", 40, FIRST)) for n in range(2)]
        await asyncio.sleep(0.5)
        await asyncio.gather(*(ask(f"look {n}", 10, GLANCE) for n in range(2)))
        await asyncio.gather(*whole)

    try:
        asyncio.run(room())
        assert [name.split()[0] for name, _ in ended] == ["look", "look", "whole", "whole"]
        assert len({process for _, process in ended[:2]}) == 2
    finally:
        crew.close()


@pytest.mark.slow
def test_helpers_live_the_same_lives_and_are_replaced_when_killed():
    crew = Scheduler(Cache(), helpers=1)
    comparison = question_of(PLAN, SMALL)

    def ask(seed):
        world = (True, False)
        return asyncio.run(crew.do(life_key(comparison, seed, world, {}), live, (comparison, seed, world, {}), CAREFUL))

    def here(seed):
        return finish(live(comparison, seed, (True, False), {}, Cache()))

    try:
        first = crew.helpers[0].process.pid
        np.testing.assert_array_equal(ask(1).curves["unemployment"], here(1).curves["unemployment"])
        os.kill(first, signal.SIGKILL)
        time.sleep(0.2)
        np.testing.assert_array_equal(ask(2).curves["unemployment"], here(2).curves["unemployment"])
        np.testing.assert_array_equal(ask(3).curves["unemployment"], here(3).curves["unemployment"])
        assert crew.helpers[0].process.pid != first
    finally:
        crew.close()
