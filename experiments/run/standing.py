"""`learncity sure`: do the verdicts of scenarios stand when the same question is asked of fresh seeds?

A verdict stands when fresh seeds give the same one, or when their own 90% interval leaves out zero on the same side: it has been
singled out already, so that it is asked alone. It has turned round when fresh seeds give the opposite verdict.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.console.printing import say, table_with, wide
from experiments.execution import progress
from experiments.inputs.comparison import Comparison
from experiments.outcomes import paired_effects
from experiments.run import seeds
from experiments.storage import disk, results_folder

PLACES = {"all": "city", "district": "districts"}
"""Where a row of effects is read; every other dimension is one of groups."""
COLUMNS = ["scenario", "where", "single", "single_stand", "single_turned", "verdicts", "stand", "same_word", "turned"]


def examine(comparisons: Iterable[Comparison], fresh: int, output: Path, workers: int | None) -> pd.DataFrame:
    """A row per scenario and place, and the sums of all scenarios; kept as ``standing.csv`` in ``output``."""
    disk.make_ready(output)
    found = []
    for comparison in comparisons:
        others = tuple(range(comparison.seeds[-1] + 1, comparison.seeds[-1] + 1 + fresh))
        first, again = (effects_of(replace(comparison, seeds=some), output, workers) for some in (comparison.seeds, others))
        found.append(standing(first, again).assign(scenario=comparison.scenario))
    each = pd.concat(found, ignore_index=True)
    summed = each.groupby("where", as_index=False, sort=False).sum(numeric_only=True).assign(scenario="all of them")
    table = pd.concat([each, summed], ignore_index=True)[COLUMNS]
    results_folder.write_csv(output / "standing.csv", table)
    return table


def effects_of(comparison: Comparison, output: Path, workers: int | None) -> pd.DataFrame:
    """The effects of a question; lived before, they are read again."""
    folder = output / comparison.folder_name
    kept = results_folder.kept(folder / "effects.parquet", results_folder.read_table, say)
    if kept is not None:
        return kept
    disk.make_ready(folder)
    months = len(comparison.seeds) * seeds.months_of_a_seed(comparison)
    with progress.bar(months, f"{comparison.scenario}, {len(comparison.seeds)} seeds") as on_progress:
        seeds.run_seeds(comparison, folder, workers, on_progress)
    found = paired_effects.effects(results_folder.gather(folder, comparison.seeds), comparison.settings_dict)
    results_folder.write_table(folder / "effects.parquet", found)
    disk.remove(folder / "seeds")
    return found


def standing(first: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """How many verdicts "better" and "worse" of ``first`` stand in ``again``, by place.

    ``single`` are the effects that would be told if each were asked alone and its 90% interval decided, and how many of those stand.
    """
    both = paired_effects.mask_few(first).merge(paired_effects.mask_few(again), on=paired_effects.KEYS, suffixes=("", "_again"))
    both = both[both.better.isin(("higher", "lower"))]
    where = both.dimension.map(PLACES).fillna("groups").rename("where")
    side, side_again = (np.sign(both["low" + which]) * (both["low" + which] * both["high" + which] > 0) for which in ("", "_again"))
    told, told_again = (both[name].isin(("better", "worse")) for name in ("verdict", "verdict_again"))
    same_word = told & (both.verdict == both.verdict_again)
    rows = pd.DataFrame({"single": side != 0, "single_stand": (side != 0) & (side == side_again), "verdicts": told, "same_word": same_word})
    rows["single_turned"] = side * side_again < 0
    rows["stand"] = same_word | (told & (np.sign(both.effect) == side_again))
    rows["turned"] = told & told_again & ~same_word
    return rows.groupby(where, sort=False).sum().astype(int).reindex(["city", "groups", "districts"], fill_value=0).reset_index()


def show(table: pd.DataFrame, output: Path) -> None:
    """The table in the terminal."""
    console = wide(140)
    heads = ("scenario", "where", "single intervals", "of them stand", "turned round", "verdicts", "stand", "same word", "turned round")
    caption = "Single intervals: what would be told if every 90% interval that leaves out zero were a verdict."
    made = table_with("Verdicts on fresh seeds", heads, ("scenario", "where"), caption_justify="left", caption=caption)
    for row in table.itertuples():
        made.add_row(*(str(value) for value in row[1:]))
    console.print(made)
    console.print(f"The table is in {output / 'standing.csv'}", highlight=False, soft_wrap=True)
