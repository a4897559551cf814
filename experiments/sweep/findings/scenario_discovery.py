"""Scenario discovery: in which part of the varied numbers does it happen? PRIM, by the EMA workbench."""

import logging
import textwrap
import warnings
from inspect import signature
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.card_names import words_of
from experiments.sweep.findings.ranking import MAIN, crossed

LEAST_POINTS, LEAST_LEVELS = 12, 4
PEEL, THRESHOLD, LEAST_MASS = 0.1, 0.5, 0.1
"""Share taken away in a step, least share of what is looked for in a box, least share of points in it."""
SURE = 0.05
"""Limits that luck alone would bring as often are left out."""
COLUMNS = ["number", "least", "most", "lowest", "highest", "by_chance"]
MISSING = "the EMA workbench is not installed; the extra 'sensitivity' brings it"


def discover(seeds: pd.DataFrame, cells: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The limits of a box, one row per limited number, and what was looked for; no rows where nothing can be looked for."""
    points, sought, asked = asked_of(seeds, cells)
    about = {"asked": asked, "points": len(points), "of_interest": int(sought.sum())}
    if len(points) < LEAST_POINTS or points.shape[1] == 0:
        return pd.DataFrame(), {**about, "why": "too few points with a number that takes many values; a Latin hypercube has them"}
    if not 0 < sought.sum() < len(sought):
        return pd.DataFrame(), {**about, "why": "it happens everywhere or nowhere"}
    try:
        box = box_of(points, sought)
    except ModuleNotFoundError:
        return pd.DataFrame(), {**about, "why": MISSING}
    except Exception as error:  # it stands beside the results, which are told without it
        return pd.DataFrame(), {**about, "why": f"the EMA workbench failed ({textwrap.shorten(f'{type(error).__name__}: {error}', 200)})"}
    inside = np.logical_and.reduce(
        [points[row.number].between(row.least, row.most) for row in box.itertuples()] or [np.ones(len(points), bool)]
    )
    hit = sought.to_numpy()
    return box, {
        **about,
        "inside": int(inside.sum()),
        "density": float(hit[inside].mean()),
        "coverage": float(hit[inside].sum() / hit.sum()),
    }


def asked_of(seeds: pd.DataFrame, cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, str]:
    """The points (rows) with their varied numbers, which of them are of interest, and the question in words."""
    effects = seeds[seeds.outcome == MAIN].groupby(["portfolio", "case", "shock"], sort=False).effect.mean().reset_index()
    numbers = varied(cells)
    if effects.portfolio.nunique() > 1 and effects.case.nunique() >= LEAST_POINTS and crossed(seeds):
        leader = effects.groupby("portfolio").effect.mean().idxmin()
        best = effects.loc[effects.groupby(["case", "shock"]).effect.idxmin()]
        points = best.merge(numbers.drop(columns="portfolio").drop_duplicates(["case", "shock"]), on=["case", "shock"])
        asked = f"where {words_of(leader)}, first on unemployment over all of them, is not first"
        return usable(points), points.portfolio != leader, asked
    points = effects.merge(numbers, on=["portfolio", "case", "shock"])
    asked = "which numbers bring a portfolio among the best quarter on unemployment"
    return usable(points), points.effect <= points.effect.quantile(0.25), asked


def varied(cells: pd.DataFrame) -> pd.DataFrame:
    """Varied numbers of each portfolio, case and shock."""
    policies = cells[cells.role == "policy"].drop_duplicates(["portfolio", "case", "shock"])
    return policies[["portfolio", "case", "shock", *(name for name in policies if "." in str(name))]]


def usable(points: pd.DataFrame) -> pd.DataFrame:
    """Numbers that take enough values for a box to have sides."""
    numbers = points[[name for name in points if "." in str(name)]].apply(pd.to_numeric, errors="coerce")
    return numbers.loc[:, (numbers.nunique() >= LEAST_LEVELS) & numbers.notna().all()]


def box_of(points: pd.DataFrame, sought: pd.Series) -> pd.DataFrame:
    """The box that holds what is looked for and little else: number, least, most, and how likely such a limit is by chance."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the workbench tells of engines that are not installed
        from ema_workbench.analysis import prim

        logging.getLogger("EMA").setLevel(logging.WARNING)
        wants = {"threshold": THRESHOLD} if "threshold" in signature(prim.Prim).parameters else {}  # version 2; version 3 knows none
        found = prim.Prim(points, sought.to_numpy(), peel_alpha=PEEL, mass_min=LEAST_MASS, **wants).find_box()
        if found is None or found.peeling_trajectory["mean"].iloc[-1] < THRESHOLD:
            return pd.DataFrame(columns=COLUMNS)
        path = found.peeling_trajectory
        at = int((path.coverage * path.density).idxmax())
        limits, chance = found.box_lims[at], (found.p_values if hasattr(found, "p_values") else found.qp)[at]
    whole = (points.min(), points.max())
    limited = [name for name in points if limits[name][0] > whole[0][name] or limits[name][1] < whole[1][name]]
    rows = [[name, *limits[name], whole[0][name], whole[1][name], largest(chance.get(name, []))] for name in limited]
    box = pd.DataFrame(rows, columns=COLUMNS)
    return box[box.by_chance < SURE].reset_index(drop=True)


def largest(chances: Any) -> float:
    """The probability of the less certain side of a limit; the workbench marks a side without limit by -1."""
    told = [float(one) for one in np.atleast_1d(chances) if one >= 0]
    return max(told, default=float("nan"))
