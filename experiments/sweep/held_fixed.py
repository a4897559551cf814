"""What a sweep does not vary, in words: no scenario stands behind it unsaid."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.inputs.comparison import Comparison
from experiments.inputs.run_spec import RunSpec
from experiments.outcomes import wording
from experiments.outcomes.card_names import all_of
from experiments.sweep import labels


def held(points: Sequence[Mapping[str, Any]], bases: Mapping[str, Comparison], shocks: Mapping[str, RunSpec]) -> tuple[str, ...]:
    """A sentence for the levers of each scenario, one for the months in which shocks begin, one for what is set besides.

    ``bases`` are the scenarios as they are without any point, ``shocks`` a run under each label of a shock.
    """
    everywhere = set.intersection(*(set(labels.flat(point)) for point in points))
    begin = [f"{label} from month {first(spec):g}" for label, spec in shocks.items() if spec.shock and " from month " not in label]
    told = [as_in(name, base, everywhere) for name, base in bases.items()]
    return (*told, *([f"Shocks: {'; '.join(all_of(words) for words in begin)}."] if begin else []), *numbers(bases, everywhere))


def as_in(name: str, base: Comparison, everywhere: set[str]) -> str:
    """'What is not varied is as in the scenario skills_first: guidance 10 M, ... (EUR a year)'."""
    own = [labels.said(f"levers.{lever}.budget", card["budget"]) for lever, card in base.levers.items()
           if f"levers.{lever}.budget" not in everywhere]  # fmt: skip
    others = "no levers" if not base.levers else "no other levers"
    told = f"{', '.join(own)} (EUR a year)" if own else others
    return f"What is not varied is as in the scenario {name}: {told}."


def numbers(bases: Mapping[str, Comparison], everywhere: set[str]) -> list[str]:
    """The side of a disagreement and the parameters that differ from what is declared."""
    regimes = {base.regime for base in bases.values() if base.regime and "regime" not in everywhere}
    said = [f"regime {words}" for words in sorted(regimes)]
    paths = labels.flat({f"parameters.{path}": value for base in bases.values() for path, value in base.parameters.items()})
    said += [labels.said(path, value) for path, value in paths.items() if path not in everywhere] if not regimes else []
    return [f"In every cell: {', '.join(said)}."] if said else []


def first(spec: RunSpec) -> float:
    """The month after which the first shock begins."""
    return min(card["start"] for card in spec.shock.values())


def too_late(specs: Sequence[RunSpec]) -> tuple[str, ...]:
    """Of each shock that begins after the last month of its runs, that it does."""
    return tuple(dict.fromkeys(said for spec in specs if (said := wording.late_shock(spec.shock, spec.months))))
