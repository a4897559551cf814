"""The main job: every seed lives in every world, side by side; what is finished is kept at once."""

from dataclasses import dataclass
from pathlib import Path

from experiments import store, worlds
from experiments.execution import engines, pool, progress
from experiments.execution.leaving import to_the_end
from experiments.execution.progress import Tell, quiet
from experiments.question import WORLDS, Question


@dataclass(frozen=True)
class SeedRun:
    """One seed in its worlds, as a job: it tells how many months went by, and is stored as soon as it is finished."""

    question: Question
    seed: int
    folder: Path
    chosen: tuple

    def work(self) -> int:
        """Live and keep; returns the seed."""
        tables = worlds.live(self.question, self.seed, progress.tell, self.chosen)
        with to_the_end():
            store.keep_seed(self.folder, self.seed, tables)
        return self.seed


def run_seeds(question: Question, folder: Path, workers: int | None = None, tell: Tell = quiet, chosen: tuple = WORLDS) -> None:
    """Run every seed that is not there yet, in this process or in several; the results do not depend on how many.

    On Ctrl-C, or when a seed fails, the others are ended and what is stored stays.
    """
    chosen = worlds_of(question, chosen)
    kept = store.kept_seeds(folder, question.seeds)
    tell(len(kept) * months_of_a_seed(question, chosen))
    jobs = [SeedRun(question, seed, folder, chosen) for seed in question.seeds if seed not in kept]
    with engines.here(min(workers or pool.cores(), len(jobs)), tell, (__name__,)) as engine:
        for _ in pool.results(engine, jobs):
            pass


def months_of_a_seed(question: Question, chosen: tuple = WORLDS) -> int:
    """Months a seed lives through, all its worlds together."""
    return question.burn_in + len(worlds_of(question, chosen)) * question.months


def worlds_of(question: Question, chosen: tuple) -> tuple:
    """The chosen worlds; where nothing strikes, the calm ones are all there are."""
    return tuple(world for world in chosen if question.shock or not world[1])
