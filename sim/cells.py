"""How are the counts of many months kept by cell? One row for each cell in which somebody is: most crossings have nobody."""

from collections.abc import Sequence

import numpy as np

from sim.groups import CELLS, LABELS, OF_CELL
from sim.kernels import kernel


class Cells:
    """Counts of consecutive months: ``counts`` (rows, fields), the ``cell`` of each row, and the ``month`` it is of, from 0."""

    def __init__(self, counts: Sequence[np.ndarray], cells: Sequence[np.ndarray]) -> None:
        self.months = len(counts)
        self.counts, self.cell = np.concatenate(counts), np.concatenate(cells)
        self.month = np.repeat(np.arange(self.months, dtype=np.int32), [len(one) for one in counts])

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.counts.nbytes + self.cell.nbytes + self.month.nbytes

    def of(self, chosen: np.ndarray) -> np.ndarray:
        """Sums over the cells whose flag is set, float64, shape (months, fields)."""
        found = np.zeros((self.months, self.counts.shape[1]))
        add_chosen(self.counts, self.cell, self.month, chosen, found)
        return found

    def by_group(self) -> np.ndarray:
        """Sums over the cells of every group of LABELS, float64, shape (months, groups, fields)."""
        found = np.zeros((self.months, len(LABELS), self.counts.shape[1]))
        add_groups(self.counts, self.cell, self.month, OF_CELL, found)
        return found

    def mean(self, first: int, last: int) -> np.ndarray:
        """Mean of every cell over the months from ``first`` to before ``last``, float64, shape (CELLS, fields)."""
        found = np.zeros((CELLS, self.counts.shape[1]))
        start, end = np.searchsorted(self.month, (first, last))
        add_cells(self.counts[start:end], self.cell[start:end], found)
        return found / max(1, last - first)


@kernel
def add_chosen(counts, cells, months, chosen, found):
    """Add the rows of chosen cells to their months."""
    for n in range(len(cells)):
        if chosen[cells[n]]:
            for f in range(counts.shape[1]):
                found[months[n], f] += counts[n, f]


@kernel
def add_groups(counts, cells, months, labels, found):
    """Add every row to its month, in each of the groups that its cell belongs to."""
    for n in range(len(cells)):
        for k in range(labels.shape[1]):
            group = labels[cells[n], k]
            if group >= 0:
                for f in range(counts.shape[1]):
                    found[months[n], group, f] += counts[n, f]


@kernel
def add_cells(counts, cells, found):
    """Add every row to its cell."""
    for n in range(len(cells)):
        for f in range(counts.shape[1]):
            found[cells[n], f] += counts[n, f]
