"""The main job: every seed lives in every world, side by side; what is finished is kept at once."""

from dataclasses import dataclass
from pathlib import Path

from experiments.execution import engines, pool, progress
from experiments.execution.leaving import to_the_end
from experiments.execution.progress import OnProgress, quiet
from experiments.inputs.comparison import WORLDS, Comparison
from experiments.run import worlds
from experiments.storage import results_folder


@dataclass(frozen=True)
class SeedRun:
    """One seed in its worlds, as a job: it tells how many months went by, and is stored as soon as it is finished."""

    comparison: Comparison
    seed: int
    folder: Path
    chosen: tuple

    def work(self) -> int:
        """Live and keep; returns the seed."""
        tables = worlds.simulate_worlds(self.comparison, self.seed, progress.tell, self.chosen)
        with to_the_end():
            results_folder.keep_seed(self.folder, self.seed, tables)
        return self.seed


def run_seeds(
    comparison: Comparison, folder: Path, workers: int | None = None, on_progress: OnProgress = quiet, chosen: tuple = WORLDS
) -> None:
    """Run every seed that is not there yet, in this process or in several; the results do not depend on how many.

    On Ctrl-C, or when a seed fails, the others are ended and what is stored stays.
    """
    chosen = worlds_of(comparison, chosen)
    kept = results_folder.kept_seeds(folder, comparison.seeds)
    on_progress(len(kept) * months_of_a_seed(comparison, chosen))
    jobs = [SeedRun(comparison, seed, folder, chosen) for seed in comparison.seeds if seed not in kept]
    with engines.here(min(workers or pool.cores(), len(jobs)), on_progress, (__name__,)) as engine:
        for _ in pool.results(engine, jobs):
            pass


def months_of_a_seed(comparison: Comparison, chosen: tuple = WORLDS) -> int:
    """Months a seed lives through, all its worlds together."""
    return comparison.burn_in + len(worlds_of(comparison, chosen)) * comparison.months


def worlds_of(comparison: Comparison, chosen: tuple) -> tuple:
    """The chosen worlds; where nothing strikes, the calm ones are all there are."""
    return tuple(world for world in chosen if comparison.shock or not world[1])
