"""`learncity run -m`: Hydra's own multirun, one job for each combination; every job's runs land in the store of all sweeps."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from experiments.inputs.paths import shipped
from experiments.inputs.settings import in_one_line, parsed_word
from experiments.outcomes.definitions import LATE
from experiments.outcomes.paired_effects import one
from experiments.sweep import inputs, job
from sim.declare import Mistake

CHOOSES = ("hydra/sweeper", "hydra.sweeper")
"""Words that let something else than the combinations decide what is run."""


def run(words: list[str]) -> int:
    """Hand the words to Hydra; when they span a grid, compare all its portfolios at the end."""
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException

    own = [word for word in words if not is_hydras(word)]
    grid = not any(word.lstrip("+~").startswith(CHOOSES) for word in words)
    settings = inputs.compose(own)
    if grid:
        job.only_show(settings)
    try:
        hand_to_hydra(for_jobs(words))
    except (HydraException, OmegaConfBaseException) as error:
        raise Mistake(f"multirun: {in_one_line(error)}") from None
    return job.run_and_show(settings, shown_before=True) if grid else 0


def is_hydras(word: str) -> bool:
    """Whether a word is about Hydra itself."""
    return word.lstrip("+~").startswith("hydra")


def for_jobs(words: list[str]) -> list[str]:
    """The words as Hydra takes them: what is set is added where it is not there; what is taken away is noted for the job."""
    gone = [word[1:] for word in words if word.startswith("~") and not is_hydras(word)]
    rest = [word if is_hydras(word) else parsed_word(word).input_line for word in words if not word.startswith("~") or is_hydras(word)]
    as_they_are = (*inputs.GROUPS, "hydra")
    kept = [word if word.lstrip("+~").startswith(as_they_are) else f"++{word.lstrip('+')}" for word in rest]
    return [*kept, *([f"++without=[{','.join(gone)}]"] if gone else [])]


def hand_to_hydra(words: list[str]) -> None:
    """Hydra's main with these words, as if they were the program's own."""
    import hydra

    with command_line(["learncity run", "--multirun", *words]):
        hydra.main(config_path=str(shipped("configs")), config_name="many", version_base=None)(one_job)()


@contextmanager
def command_line(words: list[str]) -> Iterator[None]:
    """Hydra reads its words from there."""
    before, sys.argv = sys.argv, words
    try:
        yield
    finally:
        sys.argv = before


def one_job(config: Any) -> float:
    """One job: its portfolio and the baseline; the effect on unemployment is what an optimising sweeper can lower."""
    from omegaconf import OmegaConf

    plain: Any = OmegaConf.to_container(config, resolve=True)
    settings = {"without": [], "sweep": None, **plain}
    done = job.run(settings, shown=False)
    if done.failed:
        raise RuntimeError(f"{len(done.failed)} runs failed: {done.failed[0]['error'].strip().splitlines()[-1]}")
    worlds = done.effects.world.unique()
    row = one(done.effects, "unemployment", window=LATE, world=worlds[-1])
    return float("nan") if row is None else float(row.effect)
