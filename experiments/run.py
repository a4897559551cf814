"""The main job: every seed lives in every world, side by side; what is finished is kept at once."""

import multiprocessing
import os
import queue
import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments import store, worlds
from experiments.question import WORLDS, Question
from sim.declare import Mistake, shown
from sim.showing import is_whole


def quiet(months: int) -> None:
    """Nobody listens."""


def live_and_keep(question: Question, seed: int, folder: Path, chosen: tuple, tell: worlds.Tell) -> int:
    """One seed, stored as soon as it is finished."""
    store.keep_seed(folder, seed, worlds.live(question, seed, tell, chosen))
    return seed


def run_seeds(question: Question, folder: Path, workers: int | None = None, tell: worlds.Tell = quiet, chosen: tuple = WORLDS) -> None:
    """Run every seed that is not there yet, in this process or in several; the results do not depend on how many."""
    chosen = worlds_of(question, chosen)
    kept = store.kept_seeds(folder, question.seeds)
    tell(len(kept) * months_of_a_seed(question, chosen))
    missing = [seed for seed in question.seeds if seed not in kept]
    workers = min(workers or os.cpu_count() or 1, len(missing))
    if workers > 1:
        run_in_processes(question, missing, folder, workers, tell, chosen)
        return
    for seed in missing:
        live_and_keep(question, seed, folder, chosen, tell)


def months_of_a_seed(question: Question, chosen: tuple = WORLDS) -> int:
    """Months a seed lives through, all its worlds together."""
    return question.burn_in + len(worlds_of(question, chosen)) * question.months


def worlds_of(question: Question, chosen: tuple) -> tuple:
    """The chosen worlds; where nothing strikes, the calm ones are all there are."""
    return tuple(world for world in chosen if question.shock or not world[1])


def run_in_processes(question: Question, seeds: list[int], folder: Path, workers: int, tell: worlds.Tell, chosen: tuple) -> None:
    """Share the seeds among processes; on Ctrl-C, or when one fails, the others are ended and what is stored stays."""
    context = multiprocessing.get_context("spawn")
    heard = context.Queue()
    with own_processes(context, workers, heard) as pool:
        tasks = [pool.submit(task, question, seed, folder, chosen) for seed in seeds]
        try:
            for future in as_they_finish(tasks, heard, tell):
                future.result()
        except BrokenProcessPool:
            raise RuntimeError("a worker process was ended from outside (out of memory?); try workers=1") from None


@contextmanager
def own_processes(context: Any, workers: int, heard: Any) -> Iterator[ProcessPoolExecutor]:
    """A pool that leaves no process behind, however it is left."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, context, begin, (heard,))
    try:
        yield pool
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise


def begin(heard: Any) -> None:
    """In a worker: Ctrl-C is the parent's to answer, and months go to its ear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task.heard = heard


def task(question: Question, seed: int, folder: Path, chosen: tuple) -> int:
    """One seed in a worker."""
    return live_and_keep(question, seed, folder, chosen, task.heard.put)


def as_they_finish(tasks: list[Future], heard: Any, tell: worlds.Tell) -> Iterator[Future]:
    """Tasks as they finish, passing on in between how many months went by."""
    waiting = set(tasks)
    while waiting:
        done, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
        pass_on(heard, tell)
        yield from done
    pass_on(heard, tell)


def pass_on(heard: Any, tell: worlds.Tell) -> None:
    """Empty the ear."""
    while True:
        try:
            tell(heard.get_nowait())
        except queue.Empty:
            return


def check_workers(workers: Any) -> None:
    """Mistake unless it is a number of processes."""
    if workers is not None and (not is_whole(workers) or not 1 <= workers <= 512):
        raise Mistake(f"workers must be a whole number in 1..512 or null (one per core), not {shown(workers)}")
