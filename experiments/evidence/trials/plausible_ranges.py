"""Effects that go beyond what has been published: said plainly, with the range and its source."""

import csv
from functools import cache
from pathlib import Path

import pandas as pd

from experiments.evidence.trials.effects import ESTIMANDS, OUTCOMES
from experiments.evidence.trials.estimates import mean
from experiments.outcomes.wording import level

FILE = Path(__file__).with_name("plausible_ranges.csv")
ANY = "any"


@cache
def known() -> tuple[dict[str, str], ...]:
    """Every line of the file of ranges."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def beyond(sums: pd.DataFrame, lever: str) -> list[str]:
    """A sentence for every yearly mean effect above the published range."""
    last, found = int(sums.month.max()), []
    for line in known():
        if line["lever"] not in (lever, ANY):
            continue
        for start in range(int(line["from"]), min(int(line["to"]), last) + 1, 12):
            said = warning(sums, line, start, min(start + 11, last))
            found += [said] if said else []
    return found


def warning(sums: pd.DataFrame, line: dict[str, str], start: int, end: int) -> str:
    """What is above its range in these months; nothing when it is not."""
    estimate, most = mean(sums, line["estimand"], line["outcome"], (start, end)), float(line["most"])
    if not estimate.value > most:
        return ""
    low, high = (level(x, line["unit"]) for x in estimate.interval)
    sure = "" if estimate.interval[0] > most else "; its interval reaches into the range"
    who = ESTIMANDS[line["estimand"]]
    return (f"Above the evidence: {OUTCOMES[line['outcome']][1]}, {who}, months {start}-{end}: {level(estimate.value, line['unit'])} "
            f"({low} to {high}), published at most {level(most, line['unit'])}{sure}. {line['source']} ({line['standing']}).")  # fmt: skip
