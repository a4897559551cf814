"""What kept results say: fit to the evidence, what decides outcomes and order, and studies that nothing was fitted to."""

from typing import Any

import pandas as pd

from experiments.evidence.sensitivity.parameters import movable, tags
from experiments.evidence.targets import targets
from experiments.evidence.trace.model import table
from experiments.evidence.validation import scoring, stored_results, suspected_reasons
from experiments.outcomes.wording import title_of

SHOWN = 3
MISSING = "Nothing is kept yet: `learncity trace --keep RESULTS` keeps a finished result."


def output() -> list[str]:
    """Element 6: fit, and how much calibration it took."""
    calibrated = sum(tag == "calibrated" for tag in tags().values())
    rows_fitted = sum(line.tier == "A" and line.profile == targets.TYPICAL for line in targets.everything())
    effort = (
        f"{calibrated} numbers of the behaviours are calibrated, on {rows_fitted} rows of tier A; tiers B, E and V were never fitted to. "
        "A row is in range when the mean over seeds lies in its published band."
    )
    return ["## 6 Model output verification", "", effort, "", *fit("validation"), *signatures()]


def signatures() -> list[str]:
    """Element 6: what a labour market of this structure has to show, and what the kept validation shows of it."""
    lines = [line for line in targets.load().values() if line.tier == "G"]
    found = stored_results.table("validation", "findings") if stored_results.about("validation") else pd.DataFrame({"key": []})
    kept = {row.key: row for row in found.itertuples()}
    rows = [(line.key, line.what, targets.band(line.low, line.high, line.unit), *seen(kept.get(line.key)), line.measured) for line in lines]
    said = (
        f"{scoring.SIGNATURES} `learncity calibrate` takes rows of tier A only. `learncity validate --rows G` lives them alone. "
        f"{'' if set(kept) & {line.key for line in lines} else 'The kept validation is older than they are and has none of them.'}"
    )
    heads = ("row", "signature", "band", "model", "90% interval", "", "how measured")
    return ["### Signatures of the structure", "", said.rstrip(), *table(heads, rows)]


def seen(row: Any) -> tuple[str, str, str]:
    """Value, interval and verdict of a kept row; nothing of one that is not kept."""
    return (targets.shown(row.value, row.unit) or "no value", scoring.interval(row), row.verdict) if row else ("", "", "")


def corroboration() -> list[str]:
    """Element 8: policy studies."""
    said = "Policy studies lived again as trials in the model (`learncity trial study=all`); nothing was fitted to them."
    return ["## 8 Model output corroboration", "", said, "", *fit("studies")]


def fit(kind: str) -> list[str]:
    """Counts and misses of a kept table of findings."""
    if stored_results.about(kind) is None:
        return [MISSING, ""]
    found = stored_results.table(kind, "findings")
    counts = [(scoring.TIERS[tier], *scoring.count(found, tier)) for tier in scoring.tiers(found)]
    misses = [
        (
            row.key,
            row.what,
            targets.shown(row.value, row.unit) or "no value",
            scoring.interval(row),
            targets.band(row.least, row.most, row.unit),
            reason(row),
        )
        for row in scoring.missed(found[found.tier != "G"]).itertuples()
    ]
    inside, outside = scoring.whole(found)
    luck = f"With their whole 90% interval {inside} rows lie in their bands and {outside} outside; luck could turn the others."
    return [
        f"{stored_results.whence(kind).capitalize()}. {luck}",
        *table(("rows", "in range", "of", "too few residents to measure"), counts),
        "Misses:", *table(("row", "what", "model", "90% interval", "band", "suspected reason"), misses),
    ]  # fmt: skip


def reason(row: Any) -> str:
    """Why a row is suspected to miss; for a policy study its note."""
    return suspected_reasons.why(row) or row.note


def analysis() -> list[str]:
    """Element 7: sensitivity."""
    if stored_results.about("sensitivity") is None:
        return ["## 7 Model analysis", "", MISSING, ""]
    indices, ranking = (stored_results.table("sensitivity", name) for name in ("indices", "ranking"))
    moved = stored_results.table("sensitivity", "numbers")
    there = f"{int(moved.top.sum())} most important together (Sobol); here {len(moved)} of {len(movable())}"
    first = (f"`learncity sensitivity` moves assumed and calibrated numbers from half to double (Morris), then the {there}, "
             f"{stored_results.whence('sensitivity')}.")  # fmt: skip
    decide = [(what, f"{rows.bar.iloc[0]:.0%}", deciding(rows)) for what, rows in indices.groupby("what", sort=False)]
    order = ranking[(ranking.stage == "all numbers") & (ranking.place == 1) & (ranking.usual_place == 1)]
    firsts = [(title_of(row.outcome), row.policy.replace("_", " "), f"{row.share:.0%}", f"{row.by_luck:.0%}") for row in order.itertuples()]
    return [
        "## 7 Model analysis", "", first,
        *table(("answer", "share of luck", "numbers that decide it (share of variance, total)"), decide),
        "Does the order of policies survive other numbers?",
        *table(("by", "first", "in so many sets of numbers", "if only luck differed"), firsts),
    ]  # fmt: skip


def deciding(rows: pd.DataFrame) -> str:
    """The numbers told from luck, largest first."""
    clear = rows[rows.told].sort_values("total", ascending=False).head(SHOWN)
    return ", ".join(f"{row.path} {min(1.0, row.total):.0%}" for row in clear.itertuples()) or "none is told from luck"
