"""Who works when? Worlds are simulated by one thread here and by helper processes: the urgent first, the abandoned not at all."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from experiments.workshop.simulation import Cache
from experiments.workshop.worker_process import Helper

GLANCE, FIRST, NEXT, CAREFUL, WARMING, BEHIND, AHEAD = range(7)
"""A quick look in a crowded room; the answer to a move; the same without the shock; the spread over seeds; what is made ready before
anybody asks; what stands back for everybody's own moves: plans that were proposed, and those that a goal looks for; plans that
somebody may be about to choose, lived here while nothing else is wanted here."""


class Abandoned(Exception):
    """Nobody waits for this any more."""


@dataclass
class Job:
    """Something being simulated, for everyone who asked for the same: ``work(*about, cache)`` makes the generator."""

    key: Any
    work: Callable
    about: tuple
    urgency: int
    order: int
    waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Future, Callable | None]] = field(default_factory=list)
    going: Any = None


class Scheduler:
    """One thread of this process and some helpers; the same job asked for twice is lived once."""

    def __init__(self, cache: Cache, helpers: int = 0) -> None:
        self.cache, self.order = cache, itertools.count()
        self.queue: list[Job] = []
        self.jobs: dict[Any, Job] = {}
        self.changed, self.closing = threading.Condition(), False
        self.own: Job | None = None
        self.in_hand: list[Job] = []
        self.helpers = [Helper() for _ in range(helpers)]
        hands = [None, *self.helpers]
        self.threads = [
            threading.Thread(target=self._work, args=(hand,), daemon=True, name=f"scheduler-{n}") for n, hand in enumerate(hands)
        ]
        for thread in self.threads:
            thread.start()

    @property
    def own_busy(self) -> bool:
        """Whether the thread here is at something that does not stand back after its slice."""
        return self.own is not None and self.own.urgency < AHEAD

    async def do(self, key: Any, work: Callable, about: tuple, urgency: int, on_progress: Callable[[Any], None] | None = None) -> Any:
        """The result of a job; giving up waiting abandons it, unless somebody else waits too. ``on_progress`` hears from its thread."""
        found = self.cache.get(key)
        if found is not None:
            return found
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        with self.changed:
            job = self._job(key, work, about, urgency)
            job.waiting.append((loop, future, on_progress))
            self.changed.notify_all()
        try:
            return await future
        finally:
            with self.changed:
                job.waiting = [one for one in job.waiting if one[1] is not future]

    def _job(self, key: Any, work: Callable, about: tuple, urgency: int) -> Job:
        if self.closing:
            raise Abandoned
        job = self.jobs.get(key)
        if job is None:
            job = self.jobs[key] = Job(key, work, about, urgency, next(self.order))
            self.queue.append(job)
        job.urgency = min(job.urgency, urgency)
        return job

    def step_aside(self) -> None:
        """Called by slow work outside the scheduler: wait while somebody waits for a first answer."""
        with self.changed:
            while not self.closing and any(job.urgency <= FIRST for job in (*self.in_hand, *self.queue)):
                self.changed.wait(0.5)
            if self.closing:
                raise Abandoned

    def close(self) -> None:
        """Stop the threads after the slice they are in, and the helpers at once."""
        with self.changed:
            self.closing = True
            self.changed.notify_all()
        for helper in self.helpers:
            helper.close()
        for thread in self.threads:
            thread.join(10)

    def _work(self, helper: Helper | None) -> None:
        """One hand: take the most urgent job that is for it, again and again."""
        while True:
            with self.changed:
                job = self._take(helper)
                while job is None and not self.closing:
                    self.changed.wait()
                    job = self._take(helper)
                if job is None or self.closing:
                    return
                self.in_hand.append(job)
                self.own = job if helper is None else self.own
            self._live(job) if helper is None else self._hand_over(job, helper)
            with self.changed:
                self.in_hand.remove(job)
                self.own = None if helper is None else self.own
                self.changed.notify_all()

    def _take(self, helper: Helper | None) -> Job | None:
        for job in sorted(self.queue, key=lambda job: (job.urgency, job.order)):
            if not job.waiting:
                self.queue.remove(job)
                self._drop(job)
            elif self._is_for(job, helper):
                self.queue.remove(job)
                return job
        return None

    def _is_for(self, job: Job, helper: Helper | None) -> bool:
        """Answers are for the thread here, which has nothing to send, and for helpers when it is busy; the rest is for helpers.

        What looks ahead is for the thread here alone: whoever moves finds it at hand, and a helper would have to send it.
        """
        if helper is None:
            return job.urgency <= NEXT or job.urgency == AHEAD or job.going is not None or not self.helpers
        return job.going is None and job.urgency < AHEAD and (job.urgency > NEXT or self.own_busy)

    def _live(self, job: Job) -> None:
        """Here: slice after slice, until it is done, nobody waits, or something more urgent does."""
        job.going = job.going or job.work(*job.about, self.cache)
        while True:
            try:
                said = next(job.going)
            except StopIteration as done:
                return self._finish(job, done.value, None)
            except Exception as error:
                return self._finish(job, None, error)
            with self.changed:
                if not job.waiting or self.closing:
                    return self._drop(job)
                if any(other.urgency < job.urgency and other.waiting and self._is_for(other, None) for other in self.queue):
                    self.queue.append(job)
                    return None
                heard = [on_progress for _, _, on_progress in job.waiting if on_progress]
            for on_progress in heard:
                on_progress(said)

    def _hand_over(self, job: Job, helper: Helper) -> None:
        """In a helper: results come back whole, and go into the cache here; somebody's first answer goes between slices of other work."""
        handed: dict[int, Any] = {}
        unwanted: set[int] = set()
        try:
            self._send(helper, job, handed)
            while handed:
                said = helper.heard(0.02)
                if said is not None:
                    self._received(handed.pop(said[0]), *said[1:])
                for number in [n for n, one in handed.items() if n not in unwanted and (not one.waiting or self.closing)]:
                    unwanted.add(number)
                    helper.give_up(number)
                urgent = self._urgent(handed, helper)
                if urgent is not None:
                    self._send(helper, urgent, handed)
        except (EOFError, OSError):
            self._without(helper, list(handed.values()))

    @staticmethod
    def _send(helper: Helper, job: Job, handed: dict[int, Job]) -> None:
        handed[job.order] = job
        helper.send(job.order, job.work, job.about)

    def _urgent(self, handed: dict[int, Job], helper: Helper) -> Job | None:
        """The next first answer that waits, while this helper has nothing as urgent; what stands back does so for anything."""
        with self.changed:
            held = min((job.urgency for job in handed.values()), default=AHEAD)
            most = min(FIRST + 1, held) if self.own_busy else GLANCE
            behind = held == BEHIND
            found = [
                job
                for job in self.queue
                if job.waiting
                and job.going is None
                and (job.urgency < most or (behind and job.urgency < BEHIND and self._is_for(job, helper)))
            ]
            if not found:
                return None
            earliest = min(found, key=lambda job: (job.urgency, job.order))
            self.queue.remove(earliest)
            return earliest

    def _received(self, job: Job, kind: str, result: Any, size: Any) -> None:
        """What came back of a job; one that was given up is taken up again when somebody asked for it in between."""
        if kind == "broken":
            return self._finish(job, None, result)
        if kind == "done":
            return self._finish(job, self.cache.put(job.key, result, size), None)
        with self.changed:
            if not job.waiting or self.closing:
                return self._drop(job)
            self.queue.append(job)
            self.changed.notify_all()
        return None

    def _without(self, helper: Helper, jobs: list[Job]) -> None:
        """A helper was killed: another one takes its place, and its jobs are done here."""
        with self.changed:
            if not self.closing:
                helper.begin()
                for job in jobs:
                    job.urgency = min(job.urgency, NEXT)
                self.queue.extend(jobs)

    def _drop(self, job: Job) -> None:
        if job.going is not None:
            job.going.close()
        self.jobs.pop(job.key, None)

    def _finish(self, job: Job, result: Any, error: Exception | None) -> None:
        with self.changed:
            self.jobs.pop(job.key, None)
            waiting, job.waiting = job.waiting, []
        for loop, future, _ in waiting:
            loop.call_soon_threadsafe(settle, future, result, error)


def settle(future: asyncio.Future, result: Any, error: Exception | None) -> None:
    """Hand over, unless whoever asked has gone."""
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
