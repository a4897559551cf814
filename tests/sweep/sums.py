"""One number for all results of a store."""

import hashlib

from experiments.recording.batch_tables import TABLES
from experiments.sweep.results import open_store


def digest(store):
    """Hash of every number of every run, whatever the order and the files they are in."""
    opened, found = open_store(store), hashlib.sha256()
    for name in TABLES:
        table = opened.table(name)
        found.update(table.sort_values(list(table.columns)).to_csv(index=False).encode())
    return found.hexdigest()
