"""Tasks that nobody has begun: what somebody else stores meanwhile is left out of them, so that two commands share their work."""

import time
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import replace

from experiments.storage.run_index import Index
from experiments.sweep.task import Task, without

LEAST = 0.5
"""Seconds between two looks into the store."""
SHARE = 0.02
"""Largest share of the time that may go into looking: the more there is to see, the less often."""


class Waiting:
    """Tasks to be handed out in their order. Tasks themselves never look: whoever hands them out does, for all of them."""

    def __init__(self, tasks: Iterable[Task], index: Index) -> None:
        self.tasks, self.index = deque(tasks), index
        self.runs = {run for task in self.tasks for run in task.runs}
        self.known: set[str] = set()
        self.next_look = time.monotonic() + LEAST

    def __bool__(self) -> bool:
        return bool(self.tasks)

    def pop(self) -> Task:
        """The next one."""
        task = self.tasks.popleft()
        self.runs.difference_update(task.runs)
        return task

    def put_first(self, tasks: Iterable[Task]) -> None:
        """More of them, before the others."""
        for task in tasks:
            self.tasks.appendleft(task)
            self.runs.update(task.runs)

    def is_known(self, names: Iterable[str]) -> None:
        """Parts that were made by own tasks: nothing new is in them, so they need not be read."""
        self.known.update(names)

    def leave_out_what_came(self, keep: Collection[str]) -> int:
        """Look, when it is time again, for runs that came into the store with all tables of ``keep``; how many need not be done now."""
        began = time.monotonic()
        if not self.tasks or began < self.next_look:
            return 0
        come = {run for part in self.index.news(self.known) if part.kept.issuperset(keep) for run in part.runs if run in self.runs}
        if come:
            self.runs -= come
            self.tasks = deque(left for task in self.tasks if (left := shorter(task, come)).groups)
        now = time.monotonic()
        self.next_look = now + max(LEAST, (now - began) / SHARE)
        return len(come)


def shorter(task: Task, runs: Collection[str]) -> Task:
    """The task but for these runs."""
    left = [without(group, runs) for group in task.groups]
    return replace(task, groups=tuple(group for group in left if group.runs))
