"""How a city takes a shock: its fall, its way back and what stays lost, against the calm twin of the same seed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import AFTER, AFTER_MONTHS, BEFORE, THRESHOLDS, shock_start
from experiments.outcomes.intervals import fieller

BY = ["world", "seed"]
LEAST_DIRECT = 0.001
"""Share of posts that a shock itself must take before its ripple can be told."""


def outcomes(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> pd.DataFrame:
    """Every outcome of resilience of each world and seed; empty when no shock strikes before the end."""
    months = int(record["months"])
    start = shock_start(record["shock"], months)
    end = min(start + AFTER_MONTHS, months)
    if start >= months or not (tables["monthly"].shock != "none").any():
        return pd.DataFrame()
    monthly = tables["monthly"]
    of_city = profile(monthly, start, end).merge(ripple(monthly, start, end), on=BY)
    of_city = of_city.melt(BY, var_name="outcome", value_name="value").assign(dimension="all", group="all", shock="shock")
    parts = [of_city, reorientation(tables["work"], start, end), of_people(tables["cohort"], end - start)]
    after = pd.concat(parts).assign(window=AFTER, shock=lambda t: t["shock"].fillna("shock"))
    return pd.concat([after, redundancy(monthly, tables["snapshots"], start)], ignore_index=True)


def twins(monthly: pd.DataFrame, name: str, start: int, end: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """World and seed of each pair, and a column in the calm and in the shock world, shape (pairs, months)."""
    rows = monthly[(monthly.month > start) & (monthly.month <= end)]
    wide = rows.assign(hit=rows.shock != "none").pivot(index=BY, columns=["hit", "month"], values=name)
    return wide.index.to_frame(index=False), wide[False].to_numpy(), wide[True].to_numpy()


def profile(monthly: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """The whole profile, one row per world and seed."""
    pairs, calm, hit = twins(monthly, "employment", start, end)
    relative = np.divide(hit, calm, out=np.full_like(hit, np.nan), where=calm > 0)
    _, calm_jobs, hit_jobs = twins(monthly, "jobs", start, end)
    return pairs.assign(**shape_of(relative), jobs_lost=(calm_jobs - hit_jobs).sum(axis=1))


def shape_of(relative: np.ndarray) -> dict[str, np.ndarray]:
    """Profile of employment relative to the calm twin, shape (pairs, months since the shock); 1 throughout when nothing happens.

    Not a number for a pair in which employment cannot be compared in every month.
    """
    known = np.isfinite(relative).all(axis=1)
    return {name: np.where(known, values, np.nan) for name, values in shape_of_known(np.where(known[:, None], relative, 1.0)).items()}


def shape_of_known(relative: np.ndarray) -> dict[str, np.ndarray]:
    """The same where employment can be compared throughout."""
    pairs, months = relative.shape
    smooth = quarterly(relative)
    lowest, bottom = smooth.min(axis=1), smooth.argmin(axis=1)
    depth = 1 - lowest
    half, half_there = time_back(smooth, bottom, 1 - 0.5 * depth)
    back, back_there = time_back(smooth, bottom, 1 - 0.05 * depth)
    last = smooth[np.arange(pairs), np.minimum(back.astype(int), months) - 1]
    final = relative[:, -int(THRESHOLDS.final) :].mean(axis=1)
    return {
        "resilience_loss": 100 * (1 - relative).sum(axis=1),
        "resilience_dividend": -100 * (1 - relative).sum(axis=1),
        "resilience_loss_clipped": 100 * np.maximum(0, 1 - smooth).sum(axis=1),
        "robustness": lowest,
        "recovery": np.divide(smooth[:, -1] - lowest, depth, out=np.ones(pairs), where=depth > 0),
        "recovery_half_months": half, "recovery_half_reached": half_there,
        "recovery_months": back, "recovery_reached": back_there,
        "rapidity": 100 * (last - lowest) / np.maximum(1, back - bottom - 1),
        "normalised_resilience": np.minimum(1, relative).mean(axis=1),
        "hysteresis": 100 * (1 - final),
        "path_change": 1200 * slope(relative[:, -int(THRESHOLDS.path) :]),
    }  # fmt: skip


def quarterly(relative: np.ndarray) -> np.ndarray:
    """Mean of each month and the two before it, of those since the shock."""
    width, months = int(THRESHOLDS.quarter), relative.shape[1]
    summed = np.cumsum(np.pad(relative, ((0, 0), (width, 0))), axis=1)
    return (summed[:, width:] - summed[:, :-width]) / np.minimum(np.arange(1, months + 1), width)


def time_back(smooth: np.ndarray, bottom: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Months from the start of the shock until this level is reached after the worst month, and whether it is.

    Where it is not, the time is cut off at the end of the horizon (censored): it took at least so long.
    """
    months = smooth.shape[1]
    there = (smooth >= wanted[:, None] - 1e-12) & (np.arange(months) >= bottom[:, None])
    reached, first = there.any(axis=1), there.argmax(axis=1) + 1.0
    fell = smooth.min(axis=1) < 1
    return np.where(fell, np.where(reached, first, months), 0.0), reached.astype(float)


CENSORED = {"recovery_half_months": "recovery_half_reached", "recovery_months": "recovery_reached"}
"""Times that are cut off at the horizon, and the share of seeds in which they were not."""
UNFINISHED = "not over in every seed"


def without_censored(found: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Effects in which times that were cut off in some seed are no longer compared: their levels are only "at least so many months".

    ``keys`` tell rows of one outcome apart; the shares of seeds that reached the level are rows of their own and keep their effects.
    """
    found = found.assign(verdict=found.get("verdict"))
    for months, reached in CENSORED.items():
        rows = found[found.outcome == months]
        shares = found[found.outcome == reached].set_index(keys)[["baseline", "policy"]].min(axis=1)
        cut = rows.index[shares.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy() < 1]
        found.loc[cut, ["effect", "low", "high"]] = np.nan
        found.loc[cut, "verdict"] = UNFINISHED
    return found


def slope(values: np.ndarray) -> np.ndarray:
    """Least-squares slope per column of each row; 0 for a single column."""
    x = np.arange(values.shape[1]) - (values.shape[1] - 1) / 2
    return values @ x / max(1e-12, x @ x)


def ripple(monthly: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """Posts lost indirectly over posts that the shock itself takes; not a number when it takes next to none."""
    pairs, calm, hit = twins(monthly, "held_posts", start, end)
    _, asked, left = twins(monthly, "asked_posts", start, end)
    direct = (asked - left).sum(axis=1)
    told = direct > LEAST_DIRECT * asked.sum(axis=1)
    return pairs.assign(ripple=np.divide((calm - hit).sum(axis=1), direct, out=np.full(len(direct), np.nan), where=told) - 1)


def reorientation(work: pd.DataFrame, start: int, end: int) -> pd.DataFrame:
    """Structural change by sector and by occupation since before the shock, less that of the calm twin."""
    before, after = start // 12 * 12, end // 12 * 12
    by = [*BY, "shock", "dimension"]
    wide = work[work.month.isin((before, after))].pivot(index=[*by, "group"], columns="month", values="posts").reset_index()
    if before == after or after not in wide:
        return pd.DataFrame()
    shares = wide[[before, after]] / wide.groupby(by)[[before, after]].transform("sum")
    moved = (0.5 * (shares[after] - shares[before]).abs()).groupby([wide[key] for key in by]).sum().rename("moved").reset_index()
    hit = moved.assign(hit=moved.shock != "none").pivot(index=[*BY, "dimension"], columns="hit", values="moved")
    return (hit[True] - hit[False]).rename("value").reset_index().assign(outcome="reorientation", group="all")


def of_people(cohort: pd.DataFrame, months: int) -> pd.DataFrame:
    """What those who lived here at the start lost in work and income, by group, and how the displaced fare; empty where nobody did."""
    if cohort.empty:
        return pd.DataFrame()
    by = [*BY, "dimension", "group"]
    sums = cohort.assign(hit=cohort.shock != "none").set_index([*by, "hit"])
    calm, hit = (sums.xs(which, level="hit") for which in (False, True))
    lost = pd.DataFrame({
        "work_lost": 100 * months * (1 - (hit.worked / hit.seen) / (calm.worked / calm.seen)),
        "income_lost": 100 * months * (1 - (hit.living / hit.seen) / (calm.living / calm.seen)),
    })  # fmt: skip
    whole = lost.work_lost.xs(("all", "all"), level=("dimension", "group"))
    all_lost = whole.reindex(lost.index.droplevel(["dimension", "group"])).to_numpy()
    burden = lost.work_lost.where(all_lost > 0) / np.where(all_lost > 0, all_lost, 1)
    told = pd.concat([lost.assign(loss_burden=burden), of_displaced(hit)], axis=1).reset_index().melt(by, var_name="outcome")
    usual = of_displaced(calm).reset_index().melt(by, var_name="outcome").assign(shock="none")
    found = pd.concat([told, concentration_of_loss(calm, hit), usual])
    return found.assign(value=found.value.where(np.isfinite(found.value)), shock=found["shock"].fillna("shock"))


def of_displaced(hit: pd.DataFrame) -> pd.DataFrame:
    """Shares of the displaced; not a number where there are none."""
    return pd.DataFrame({
        "displaced": hit.displaced / hit.people,
        "displaced_regained": hit.regained / hit.followed,
        "displaced_at_work": hit.at_work / hit.followed,
        "displaced_elsewhere": hit.elsewhere / hit.at_work,
    })  # fmt: skip


def concentration_of_loss(calm: pd.DataFrame, hit: pd.DataFrame) -> pd.DataFrame:
    """On whom the loss falls: concentration of lost work and lost income over tenths of household income before the shock."""
    tenths = pd.DataFrame({
        "work_loss_concentration": calm.worked / calm.seen - hit.worked / hit.seen,
        "income_loss_concentration": calm.living / calm.seen - hit.living / hit.seen,
        "people": calm.people,
    }).xs("income", level="dimension").reset_index()  # fmt: skip
    rows = [
        {**dict(zip(BY, key, strict=True)), "outcome": name, "value": concentration(part[name].to_numpy(), part.people.to_numpy())}
        for key, part in tenths.sort_values("group").groupby(BY, sort=False)
        for name in ("work_loss_concentration", "income_loss_concentration")
    ]
    return pd.DataFrame(rows).assign(dimension="all", group="all")


def concentration(amounts: np.ndarray, people: np.ndarray) -> float:
    """Concentration index of an amount per head over groups in order of rank; not a number when nothing is to be shared."""
    share = people / people.sum()
    mean = share @ amounts
    rank = np.cumsum(share) - share / 2
    return float(2 * (share * amounts) @ rank / mean - 1) if mean > 0 else float("nan")


def redundancy(monthly: pd.DataFrame, snapshots: pd.DataFrame, start: int) -> pd.DataFrame:
    """What the city has in reserve before the shock: occupations within reach, seats to spare, jobs not in one hand."""
    before = snapshots[(snapshots.month == start) & (snapshots.shock == "none") & snapshots.what.isin(IN_RESERVE)]
    found = before.rename(columns={"what": "outcome"})[[*BY, "outcome", "value"]]
    year = monthly[(monthly.month > start - 12) & (monthly.month <= start) & (monthly.shock == "none")]
    spare = (1 - year.groupby(BY).seats_used.mean()).rename("value").reset_index().assign(outcome="spare_seats")
    return pd.concat([found, spare]).assign(dimension="all", group="all", shock="none", window=BEFORE)


IN_RESERVE = ("reachable_occupations", "employer_concentration")


def resistance(pairs: pd.DataFrame) -> pd.DataFrame:
    """Martin's index: how much shallower the fall with the policy, as a share of the fall without it; a ratio of means over seeds."""
    falls = pairs[(pairs.outcome == "robustness") & (pairs.world == "shock")].dropna()
    if len(falls) == 0:
        return pd.DataFrame()
    without, saved = 1 - falls.baseline.to_numpy(), (falls.policy - falls.baseline).to_numpy()
    ratio = fieller(saved, without)
    row = {"outcome": "resistance", "dimension": "all", "group": "all", "world": "shock", "window": AFTER}
    return pd.DataFrame([{**row, "effect": ratio.value, "low": ratio.low, "high": ratio.high, "seeds": len(falls)}])
