"""Which numbers were searched and which set by hand, and which of those searched the targets pin down."""

from collections.abc import Mapping

import numpy as np

from experiments.evidence.calibration import free_parameters
from experiments.evidence.calibration.free_parameters import Free
from experiments.evidence.calibration.quantiles import quantiles
from experiments.evidence.sensitivity.parameters import tags_of
from experiments.evidence.trace.model import kinds, table
from experiments.inputs import ensemble
from experiments.inputs.ensemble import Ensemble
from sim.declare import Mistake

ENDS = (0.05, 0.95)
PINNED, NARROWED = 1 / 3, 2 / 3
"""Share of its range, between the ends, that is left of a number which the targets pin down, and of one which they narrow (assumed)."""
HEADS = ("number", "searched in", "left (5 to 95%)", "share of the range left", "the targets")


def calibrated() -> list[str]:
    """Every number whose source says that it was calibrated: of behaviours, levers and shocks."""
    return [
        f"{card}.{name}"
        for cards in kinds().values()
        for card, declared in cards.items()
        for name, tag in tags_of(declared).items()
        if tag == "calibrated"
    ]


def by_whom() -> tuple[list[str], list[str], list[str]]:
    """Calibrated numbers that were searched, those set by hand, and numbers searched that are not called calibrated."""
    searched, found = free_parameters.load().paths, calibrated()
    return (
        [path for path in found if path in searched],
        [path for path in found if path not in searched],
        [path for path in searched if path not in found],
    )


def left(sets: Ensemble) -> list[tuple[str, float, float, float, float, float]]:
    """Of each number of an ensemble: its range, the ends of what is left, and what share of the range lies between them.

    The share is of what an even draw from the range would leave between the same ends: 1 says that the targets know nothing.
    """
    found = []
    for path, (low, high) in sets.provenance.get("ranges", {}).items():
        number = Free(path, low, high, low, "", "")
        shares = np.array([number.to_share(one[path]) for one in sets.sets])
        first, last = quantiles(shares, np.array(sets.weights), ENDS)
        found.append((path, low, high, number.from_share(first), number.from_share(last), (last - first) / (ENDS[1] - ENDS[0])))
    return found


def verdict(share: float) -> str:
    """What the targets do to a number of whose range this share is left."""
    return "pin it down" if share <= PINNED else "narrow it" if share <= NARROWED else "leave it open"


def text() -> list[str]:
    """The section of TRACE."""
    searched, by_hand, others = by_whom()
    assumed = f" Searched too, though their source does not say calibrated: {', '.join(others)}." if others else ""
    return [
        "### Which free numbers the targets pin down", "",
        f"{len(searched) + len(by_hand)} numbers are calibrated: {len(searched)} were searched (`free_parameters.csv`), {len(by_hand)} set "
        f"by hand.{assumed}", "",
        f"By hand: {', '.join(f'`{path}`' for path in by_hand) or 'none'}.", "",
        *of_ensembles(there_are()),
    ]  # fmt: skip


def there_are() -> dict[str, Ensemble | Mistake]:
    """The shipped ensembles; of one with numbers that the model no longer has, what is wrong with it."""
    found: dict[str, Ensemble | Mistake] = {}
    for name in ensemble.shipped():
        try:
            found[name] = ensemble.load(name)
        except Mistake as mistake:
            found[name] = mistake
    return found


def of_ensembles(there: Mapping[str, Ensemble | Mistake]) -> list[str]:
    """What each shipped ensemble leaves of the numbers that were searched; nothing of one that is not of this model."""
    lines = []
    for name, sets in there.items():
        if isinstance(sets, Mistake):
            lines += [f"Ensemble `{name}` is withheld: {sets}.", ""]
            continue
        if sets.withheld:
            lines += [f"Ensemble `{name}`: {sets.withheld}, and so withheld. Run `learncity calibrate --profile {name} --ship`.", ""]
            continue
        rows = left(sets)
        counts = {what: sum(verdict(row[-1]) == what for row in rows) for what in ("pin it down", "narrow it", "leave it open")}
        lines += [
            f"Of {len(rows)} numbers searched for the ensemble `{name}` the targets pin down {counts['pin it down']}, narrow "
            f"{counts['narrow it']} and leave {counts['leave it open']} open:",
            *table(HEADS, ((f"`{path}`", f"{low:g} to {high:g}", f"{first:.3g} to {last:.3g}", f"{share:.0%}", verdict(share))
                           for path, low, high, first, last, share in sorted(rows, key=lambda row: row[-1]))),
        ]  # fmt: skip
    return lines or ["No ensemble is shipped: nothing is known of what the targets pin down.", ""]
