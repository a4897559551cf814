"""Small parts put together in a worker while a sweep goes on; it reads the parts it is told of and lists no others."""

from collections.abc import Iterator
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

    def work(self) -> list[str]:
        """Names of what came of them and is still small. A full disk is told by who cannot store a run."""
        made: list[str] = []
        with suppress(OSError), to_the_end():
            made.extend(self.large_ones())
        return made

    def large_ones(self) -> Iterator[str]:
        """Put them together and drop what is replaced."""
        index = Index(Path(self.home)).look_at(self.names)
        for batch in list(batches(index)):
            name = put_together(index, batch)
            for old in batch:
                parts.remove(index.home, old)
            if sum(index.parts[old].size for old in batch) < SMALL:
                yield name
