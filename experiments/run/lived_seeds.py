"""Seeds that another result of the same question has lived already: more seeds, or a narrower interval, begin where it ended."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.inputs.comparison import Comparison
from experiments.inputs.fingerprint import Fingerprint
from experiments.storage import results_folder
from sim.declare import Mistake
from sim.plain_json import read_json

COUNTED = ("seeds", "precision", "ensemble", "title", "story")
"""What a seed does not live with: how many others there are, and how the question is told; sets of numbers are compared one by one."""


def take_over(comparison: Comparison, folder: Path) -> list[int]:
    """Keep the seeds that finished results beside ``folder`` have lived of the same question, by the same source; which."""
    taken: list[int] = []
    for other in sorted(folder.parent.glob(f"*/{results_folder.MANIFEST}")):
        if other.parent == folder:
            continue
        wanted = set(comparison.seeds) - set(results_folder.kept_seeds(folder, comparison.seeds))
        try:
            about = read_json(other)
            alike = same_lives(about, comparison)
            tables = results_folder.open_results(other.parent)[0] if wanted and alike else {}
        except (Mistake, KeyError, TypeError):  # another study's, an earlier version's, or damaged: nothing to take over
            continue
        parts = {name: dict(list(table.groupby("seed", sort=False))) for name, table in tables.items() if "seed" in table}
        for seed in sorted(wanted & set(parts.get("monthly", {}))):
            if sets_of(about["question"]).get(seed) == sets_of(comparison.settings_dict).get(seed):
                own = {name: by_seed.get(seed, tables[name][:0]).reset_index(drop=True) for name, by_seed in parts.items()}
                results_folder.keep_seed(folder, seed, own)
                taken.append(seed)
    return taken


def same_lives(about: Mapping[str, Any], comparison: Comparison) -> bool:
    """Whether a result was made by the same source of the same city, and its seeds lived as those of this question would."""
    if about.get("made_by") != "learncity run":
        return False
    now: Fingerprint = comparison.fingerprint
    made = about["made_from"]
    mine, other = ({name: value for name, value in record.items() if name not in COUNTED}
                   for record in (comparison.settings_dict, about["question"]))  # fmt: skip
    return mine == other and made["source"] == now.source and made["data"] == now.data


def sets_of(record: Mapping[str, Any]) -> dict[int, Any]:
    """The numbers of the ensemble that each seed lives with."""
    return {one["seed"]: one["parameters"] for one in record.get("ensemble", {}).get("sets", ())}
