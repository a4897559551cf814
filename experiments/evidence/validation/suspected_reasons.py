"""Why a row is suspected to miss: kept by hand beside the targets, shown only while it misses on that side."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from experiments.evidence.validation import measures

FILE = Path(__file__).with_name("suspected_reasons.csv")


@cache
def known() -> dict[tuple[str, str], str]:
    """Suspected reason by key and side ('below', 'above')."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {(row["key"], row["side"]): row["reason"] for row in csv.DictReader(file)}


def why(row: Any) -> str:
    """The suspected reason of a miss."""
    if row.key in measures.NOT_IN_THE_MODEL:
        return "The model has no word for it; it counts as missed."
    if row.verdict == "not measured":
        return "Too few residents or months to measure it; it does not count."
    return known().get((row.key, row.verdict), "")
