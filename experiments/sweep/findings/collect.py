"""Everything a finished sweep tells: its tables, and what was asked, from its folder."""

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.inputs import fingerprint
from experiments.outcomes import paired_effects
from experiments.outcomes.definitions import END, WHOLE
from experiments.recording.batch_tables import FLOWS
from experiments.storage.results_folder import check_tables, read_table, write_table, write_whole
from experiments.storage.run_index import Index, read_runs
from experiments.sweep import effects
from experiments.sweep.findings import alike, decision
from experiments.sweep.findings.interactions import grid, together
from experiments.sweep.findings.ranking import by_seed, crossed, front, ranking
from experiments.sweep.findings.regret import by_state, on_every_aim, robustness
from experiments.sweep.findings.scenario_discovery import discover
from experiments.sweep.results import MANIFEST, Store
from sim.declare import Mistake
from sim.plain_json import read_json

LABELS = ["portfolio", "shock", "outcome"]


class Findings(NamedTuple):
    """Tables by name, and the sweep's manifest with what the page says besides."""

    tables: dict[str, pd.DataFrame]
    manifest: dict[str, Any]


def find(folder: Path) -> Findings:
    """All findings of one sweep, from its own folder and the store it lies in."""
    manifest = read_json(folder / MANIFEST)
    check_source(folder, manifest)
    check_tables(folder, manifest, ("cells", "effects"))
    cells, effects = (read_table(folder / f"{name}.parquet") for name in ("cells", "effects"))
    index = Store(folder.parent.parent).index.refresh()
    every_seed = by_seed(cells, index)
    if every_seed.empty:
        raise Mistake(f"report: in {folder} no portfolio has run beside its baseline")
    same = alike.alike(cells, index, manifest["portfolios"])
    seeds, different = (alike.merged(table, same) for table in (every_seed, cells))
    box, sought = discover(every_seed, cells)
    more, left_out = as_far_as_it_goes(
        {
            "robustness": lambda: robustness(seeds),
            "regrets": lambda: by_state(seeds),
            "aims": lambda: on_every_aim(seeds),
            "together": lambda: together(every_seed, cells),
            "grid": lambda: grid(every_seed, cells),
            "flows": lambda: flows(different, index),
            "lorenz": lambda: lorenz(different, index),
        }
    )
    tables = {
        "effects": paired_effects.mask_few(alike.merged(effects, same)),
        "ranking": ranking(seeds, cells.residents.min()),
        "front": front(seeds),
        **more,
        "discovery": box,
    }
    manifest |= {"discovery": sought, "left_out": left_out, "crossed": crossed(seeds), "folder": folder.name, **setting(different, seeds)}
    manifest |= {"names": alike.names(list(seeds.portfolio.unique()), same), "alike": same, "one_city": alike.sentences(same, effects)}
    manifest["store"] = str(Path(manifest["configuration"]["store"]))
    return Findings(tables, {**manifest, "decision": decision.decision(tables, manifest)})


def check_source(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Mistake when findings of today would stand beside effects of another source."""
    made = manifest.get("made_from")
    differ = [room for room, one in fingerprint.source("sweep").items() if made and made["source"].get(room) != one]
    if differ:
        words = "; ".join(fingerprint.WHAT.get(room, room) for room in differ)
        raise Mistake(f"report: {folder} was computed with another source ({words}); the same sweep command computes it again")


def as_far_as_it_goes(analyses: Mapping[str, Callable[[], pd.DataFrame]]) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """The tables of analyses beside the decision, and why one is left out (its table is empty): it must not cost the page."""
    tables, left_out = {}, {}
    for name, analysis in analyses.items():
        try:
            tables[name] = analysis()
        except Exception as error:
            tables[name], left_out[name] = pd.DataFrame(), textwrap.shorten(f"{type(error).__name__}: {error}", 200)
    return tables, left_out


def setting(cells: pd.DataFrame, seeds: pd.DataFrame) -> dict[str, Any]:
    """What the pages and pictures say of the sweep besides its manifest."""
    return {
        "cases": sorted(cells.case.unique()),
        "shocks_in_order": list(seeds["shock"].unique()),
        "employed": employed(cells, seeds),
        "residents": int(cells.residents.max()),
        "months": int(cells.months.max()),
        "cities": sorted(cells.city.unique()),
    }


def employed(cells: pd.DataFrame, seeds: pd.DataFrame) -> float | None:
    """Residents in work in the baseline, mean over months, cases and seeds; None where job-years were not recorded."""
    years = seeds[seeds.outcome == "job_years"].baseline.mean() / (cells.months.mean() / 12)
    return float(years) if np.isfinite(years) else None


def keep(folder: Path, tables: dict[str, pd.DataFrame]) -> None:
    """Every table but the effects, which are there, as Parquet and CSV."""
    for name, table in tables.items():
        if name != "effects":
            write_table(folder / "tables" / f"{name}.parquet", table)
            write_whole(folder / "tables" / f"{name}.csv", table.to_csv(index=False).encode())


def flows(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """People who move between states in a year, mean over the years: baseline, policy, effect and interval; empty when not kept."""
    pairs = effects.paired_runs(cells)
    years = read_runs(index, "flows", runs_of(pairs), FLOWS).to_pandas()
    if len(years) == 0:
        return pd.DataFrame()
    months = cells.drop_duplicates("run").set_index("run").months
    sums = years.groupby("run")[list(FLOWS)].sum()
    yearly = sums.mul(12 / months.reindex(sums.index), axis=0).reset_index()
    return effects.contrast(pairs, yearly.assign(window=WHOLE, dimension="all", group="all"), list(FLOWS))


def lorenz(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Share of the sum that the poorest percentiles have, of wages and of household income, in the last month; empty when not kept."""
    pairs = effects.paired_runs(cells)
    rows = read_runs(index, "spread", runs_of(pairs), ["what", "percentile", "share"]).to_pandas()
    rows = rows[rows.get("what", pd.Series(dtype=str)) != "skill"]
    if len(rows) == 0:
        return pd.DataFrame()
    named = rows.rename(columns={"what": "dimension", "percentile": "group"}).assign(window=END)
    return effects.contrast(pairs, named.astype({"share": float}), ["share"]).rename(columns={"dimension": "what", "group": "percentile"})


def runs_of(pairs: pd.DataFrame) -> frozenset[str]:
    """All runs of these pairs."""
    return frozenset(pairs.run) | frozenset(pairs.run_of_baseline)
