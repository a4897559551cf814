"""Small parts put together in a worker while a sweep goes on; it reads the parts it is told of and lists no others."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from experiments.execution.processes import to_the_end
from experiments.storage import parts
from experiments.storage.run_index import SMALL, Index, batches, put_together


@dataclass(frozen=True)
class Tidying:
    """A job: these parts of the store at ``home`` become few."""

    home: str
    names: tuple[str, ...]

    def work(self) -> dict[str, bool]:
        """Names of what came of them, each with whether it is still small. A full disk is told by who cannot store a run."""
        made: dict[str, bool] = {}
        with suppress(OSError), to_the_end():
            made.update(self.large_ones())
        return made

    def large_ones(self) -> Iterator[tuple[str, bool]]:
        """Put them together and drop what is replaced."""
        index = Index(Path(self.home)).look_at(self.names)
        for part in index.parts.values():
            remove(index.home, part.replaces)  # what one who was killed here has left: nothing would tell that it is replaced
        for batch in list(batches(index)):
            name = put_together(index, batch)
            remove(index.home, batch)
            yield name, sum(index.parts[old].size for old in batch) < SMALL


def remove(home: Path, names: Iterable[str]) -> None:
    """Drop parts; those that are gone cost nothing."""
    for name in names:
        parts.remove(home, name)
