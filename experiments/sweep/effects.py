"""From runs to effects: every portfolio against the baseline in the same case, shock and seed, with 90% intervals."""

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from experiments.outcomes import definitions, equity, fiscal, paired_effects, resilience
from experiments.outcomes.definitions import AFTER, AFTER_MONTHS, LATE, WHOLE
from experiments.outcomes.equity import OF_GROUPS, WEIGHTS
from experiments.outcomes.intervals import fieller, t_quantile
from experiments.recording import batch_tables
from experiments.storage.run_index import Index, read_runs

LABELS = ["portfolio", "case", "shock"]
BY = ["window", "dimension", "group"]
UNSHOWN = ("run", *BY, "handed")
COLUMNS = [*LABELS, *paired_effects.COLUMNS]
STORED_TOTALS = ("spending_total", "job_years")
"""Totals that are among the stored outcomes already."""
NOTHING = pd.DataFrame(columns=[*fiscal.BY, "recipient", "month", "euros"]).astype({"month": float, "euros": float})
"""A ledger without entries."""


def effects(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Every effect with its interval and a verdict in words; a seed in which one of two runs is missing is left out."""
    pairs = paired_runs(cells)
    there = index.having(())
    pairs = pairs[pairs.run.isin(there) & pairs.run_of_baseline.isin(there)]
    if len(pairs) == 0:
        return pd.DataFrame(columns=COLUMNS)
    runs = frozenset(pairs.run) | frozenset(pairs.run_of_baseline)
    city = read_runs(index, "outcomes", runs, where=pc.field("dimension") == "all").to_pandas()
    groups = read_runs(index, "outcomes", runs, [*BY, *OF_GROUPS, "population"], pc.field("dimension") != "all").to_pandas()
    names = [name for name in city.columns if name not in ("run", *BY)]
    more = [profiles(cells, index), totals(index, runs), gaps(groups)]
    wanted = [(city, names), (groups, list(OF_GROUPS)), *((table, [n for n in table if n not in UNSHOWN]) for table in more)]
    parts = [contrast(pairs, table, names) for table, names in wanted if len(table)] + [ratios(pairs, city, more[1])]
    found = pd.concat([part for part in parts if len(part)], ignore_index=True)
    found["world"] = np.where(found["shock"] == "none", "calm", "shock")
    found = resilience.without_censored(found, [*LABELS, *paired_effects.KEYS[1:]])
    found = paired_effects.with_people(found, people(pairs, groups), [*LABELS, "window"])
    found = paired_effects.judged(found, residents_lived(found, cells))
    return found[COLUMNS].sort_values([*LABELS, *paired_effects.KEYS], kind="stable", ignore_index=True)


def people(pairs: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Residents of the model in every group of every portfolio, case, shock and window."""
    there = groups[["run", *BY, "population"]]
    sides = [pairs[[*LABELS, "seed", run]].merge(there.rename(columns={"run": run, "population": side}), on=run)
             for run, side in (("run_of_baseline", "baseline"), ("run", "policy"))]  # fmt: skip
    keys = [*LABELS, "seed", *BY]
    both = sides[0][[*keys, "baseline"]].merge(sides[1][[*keys, "policy"]], on=keys, how="outer")
    return paired_effects.counted(both, [*LABELS, "window"], pairs.seed.nunique())


def paired_runs(cells: pd.DataFrame) -> pd.DataFrame:
    """Each portfolio's run beside the baseline's run with the same luck."""
    same = ["case", "shock", "seed"]
    policies = cells.loc[cells.role == "policy", [*LABELS, "seed", "run"]]
    before = cells.loc[cells.role == "baseline", [*same, "run"]].rename(columns={"run": "run_of_baseline"})
    return policies.merge(before, on=same)


def by_district(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Effects in each district, from the groups by year."""
    pairs = paired_runs(cells)
    runs = frozenset(pairs.run) | frozenset(pairs.run_of_baseline)
    wanted = ["month", "months", *BY[1:], *OF_GROUPS, "population", *WEIGHTS.values()]
    years = read_runs(index, "groups", runs, wanted, pc.field("dimension") == "district").to_pandas()
    end = years.run.map(cells.drop_duplicates("run").set_index("run").months)
    late = years[years.month > end - definitions.LATE_MONTHS]
    windows = [means(part).assign(window=window) for part, window in ((late, LATE), (years, definitions.ALWAYS))]
    table = pd.concat(windows)
    found = contrast(pairs, table, list(OF_GROUPS))
    found["world"] = np.where(found["shock"] == "none", "calm", "shock")
    found = paired_effects.with_people(found, people(pairs, table), [*LABELS, "window"])
    found = paired_effects.judged(found, residents_lived(found, cells))
    return found[COLUMNS].sort_values([*LABELS, *paired_effects.KEYS], kind="stable", ignore_index=True)


def means(years: pd.DataFrame) -> pd.DataFrame:
    """Means over time of each run and group; a year counts for the months it stands for."""
    return paired_effects.known_means(years, [*OF_GROUPS, "population"], ["run", *BY[1:]]).reset_index()


def contrast(pairs: pd.DataFrame, table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Means of baseline and policy, the paired difference and its interval, one row per portfolio, case, shock and outcome."""
    there = table[["run", *BY, *names]]
    both = pairs.merge(there, on="run").merge(there.rename(columns={"run": "run_of_baseline"}), on=["run_of_baseline", *BY],
                                              suffixes=("", " before"))  # fmt: skip
    after, before = both[names], both[[f"{name} before" for name in names]].set_axis(names, axis=1)
    known = after.notna() & before.notna()
    keys = [both[key] for key in (*LABELS, *BY)]
    grouped = {"baseline": before.where(known), "policy": after.where(known), "effect": (after - before).where(known)}
    grouped = {name: values.groupby(keys, sort=False) for name, values in grouped.items()}
    wide = {name: values.mean() for name, values in grouped.items()}
    wide |= {"sd": grouped["effect"].std(), "seeds": grouped["effect"].count()}
    long = pd.concat({name: values.rename_axis(columns="outcome").stack() for name, values in wide.items()}, axis=1)
    long = long[long.seeds > 0].reset_index()
    half = long.sd / np.sqrt(long.seeds) * long.seeds.map({seeds: t_quantile(seeds) for seeds in long.seeds.unique()})
    return long.assign(low=long.effect - half, high=long.effect + half).drop(columns="sd")


def profiles(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """How each run takes its shock against its calm twin, one row per run; empty when nothing strikes before the end."""
    alike = ["role", "portfolio", "case", "seed"]
    hit = cells[(cells["shock"] != "none") & (cells.shock_start < cells.months)]
    calm = cells.loc[cells["shock"] == "none", [*alike, "run"]].rename(columns={"run": "twin"})
    twins = hit.merge(calm, on=alike).drop_duplicates("run")
    wanted = ["month", "employment", "jobs", "held_posts", "asked_posts"]
    months = read_runs(index, "monthly", frozenset(twins.run) | frozenset(twins.twin), wanted).to_pandas()
    if len(months) == 0:
        return pd.DataFrame()
    there = frozenset(months.run)
    twins, months = twins[twins.run.isin(there) & twins.twin.isin(there)], months.astype(dict.fromkeys(wanted[1:], float))
    parts = [profile(some, months, int(start), int(end)) for (start, end), some in twins.groupby(["shock_start", "months"])]
    return pd.concat(parts, ignore_index=True).assign(window=AFTER, dimension="all", group="all")


def profile(twins: pd.DataFrame, months: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """The profile of runs whose shock starts alike."""
    sides = [twins.assign(seed=twins.run)[["seed", "run"]], twins.assign(seed=twins.run, run=twins.twin)[["seed", "run"]]]
    both = pd.concat([side.merge(months, on="run").assign(shock=name) for side, name in zip(sides, ("hit", "none"), strict=True)])
    both, last = both.assign(world="run"), min(start + AFTER_MONTHS, end)
    found = resilience.profile(both, start, last)
    if {"held_posts", "asked_posts"} <= set(both):
        found = found.merge(resilience.ripple(both, start, last), on=resilience.BY)
    return found.drop(columns="world").rename(columns={"seed": "run"})


def gaps(groups: pd.DataFrame) -> pd.DataFrame:
    """How far the worse placed group of each dimension is behind the better placed one, in each run."""
    long = groups[groups.dimension.isin(equity.PLACED)].melt(["run", *BY], var_name="outcome")
    apart = equity.gaps(long.rename(columns={"run": "seed"}).assign(world="run", shock="any"))
    keys = ["seed", "window", "dimension", "group"]
    wide = apart[apart.dimension != "all"].pivot(index=keys, columns="outcome", values="value")
    return wide.drop(columns="access_ratio").rename_axis(columns=None).reset_index().rename(columns={"seed": "run"})


def residents_lived(found: pd.DataFrame, cells: pd.DataFrame) -> np.ndarray:
    """Residents of the model behind each row of effects, of all its seeds together."""
    of_case = cells.groupby("case").residents.min()
    return found.seeds.to_numpy(float) * found.case.map(of_case).to_numpy(float)


def per_run(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """One row per cell with its outcomes: means of the last five years, and jobs and money over the whole run."""
    city = read_runs(index, "outcomes", frozenset(cells.run), where=pc.field("dimension") == "all").to_pandas()
    money = list(batch_tables.MADE[1:])
    late = city[city.window == LATE].drop(columns=[*BY, *money])
    whole = city.loc[city.window == WHOLE, ["run", *money]]
    return cells.drop(columns="spec").merge(late, on="run", how="left", suffixes=("", "_indicator")).merge(whole, on="run", how="left")


def totals(index: Index, runs: Collection[str]) -> pd.DataFrame:
    """Taxes, benefits, balance, net cost and residents' income of each run over all its months; empty where months are not kept."""
    wanted = ["month", "jobs", "disposable", *fiscal.TOTALS.values()]
    monthly = read_runs(index, "monthly", runs, wanted).to_pandas()
    if len(monthly) == 0:
        return pd.DataFrame()
    monthly = labelled(monthly[monthly.month > 0].astype(dict.fromkeys(wanted[1:], float)))
    ledger = labelled(read_runs(index, "ledger", runs, ["month", "recipient", "euros"]).to_pandas())
    handed = ledger if len(ledger) else NOTHING
    long = pd.concat([fiscal.totals(monthly, 12), fiscal.today(monthly, handed)])
    unasked = (*STORED_TOTALS, "spending_year", *(() if index.owners("ledger", runs) else ("handed",)))
    wide = long[~long.outcome.isin(unasked)].pivot(index="seed", columns="outcome", values="value")
    return wide.rename_axis(columns=None).reset_index(names="run").assign(window=WHOLE, dimension="all", group="all")


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    """A run is to the tables of one question what a seed is."""
    return table.rename(columns={"run": "seed"}).assign(world="run", shock="any")


def ratios(pairs: pd.DataFrame, city: pd.DataFrame, euros: pd.DataFrame) -> pd.DataFrame:
    """Euros per additional job-year, and the marginal value of public funds where months are kept, with Fieller intervals."""
    whole = city.loc[city.window == WHOLE].set_index("run")[list(STORED_TOTALS)]
    if len(euros):
        whole = whole.join(euros.set_index("run")[[name for name in fiscal.NEEDED if name in euros]])
    there = pairs[pairs.run.isin(whole.index) & pairs.run_of_baseline.isin(whole.index)].reset_index(drop=True)
    more = pd.DataFrame(whole.loc[there.run].to_numpy() - whole.loc[there.run_of_baseline].to_numpy(), columns=whole.columns)
    return pd.DataFrame(ratio_rows(there, more))


def ratio_rows(there: pd.DataFrame, more: pd.DataFrame) -> Iterator[dict]:
    """The ratios of each portfolio, case and shock."""
    for labels, at in there.groupby(LABELS, sort=False).indices.items():
        own = more.iloc[at].dropna()
        for one in ratios_of(own):
            yield {**dict(zip(LABELS, labels, strict=True)), **one, "dimension": "all", "group": "all", "window": WHOLE}


def ratios_of(more: pd.DataFrame) -> list[dict]:
    """All ratios that can be made of what is kept; transfers are only known from the ledger."""
    if "net_cost" not in more:
        return [cost_of_job_year(more)]
    made = [*fiscal.costs(more), *fiscal.values(more if "handed" in more else more.assign(handed=0.0))]
    return [row for row in made if "handed" in more or row["outcome"] != "mvpf_with_transfers"]


def cost_of_job_year(more: pd.DataFrame) -> dict:
    """Spending over additional job-years."""
    spent, work = (more[name].to_numpy() for name in STORED_TOTALS)
    ratio = fieller(spent, work)
    said = fiscal.cost_in_words(float(np.mean(spent)), float(np.mean(work)), ratio.clear, len(more))
    return fiscal.row("cost_per_job_year", ratio, more, said)
