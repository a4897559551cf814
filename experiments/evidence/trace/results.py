"""What was fitted to what, and what kept results say: fit to the evidence, what decides outcomes and order, policy studies."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.evidence.sensitivity.parameters import movable
from experiments.evidence.targets import fitted, targets
from experiments.evidence.trace import identifiability
from experiments.evidence.trace.model import table
from experiments.evidence.trials import studies
from experiments.evidence.validation import bars, scoring, stored_results
from experiments.outcomes.card_names import words_of
from experiments.outcomes.wording import title_of

SHOWN = 3
COMMANDS = {"validation": "learncity validate", "studies": "learncity trial study=all", "sensitivity": "learncity sensitivity"}
MISSING = "Nothing is kept yet: `learncity trace --keep RESULTS` keeps a finished result."


def output() -> list[str]:
    """Element 6: what was fitted to what, and fit."""
    rule = (
        "A row is in range when the mean over seeds lies in its published band; it is not told when its 90% interval is wider than the "
        "band and lies neither wholly in it nor wholly out of it. Verification (the code does what it says) stands apart from tests of "
        "the world."
    )
    return [
        "## 6 Model output verification",
        "",
        *what_was_fitted(),
        *identifiability.text(),
        "### Fit",
        "",
        rule,
        "",
        *fit("validation"),
        *signatures(),
        *inclusion(),
    ]


def what_was_fitted() -> list[str]:
    """Which rows any number, rule or search names as its source."""
    by = fitted.by_row(studies.rows())
    lines = {**targets.load(), **{key: row.target for key, row in studies.rows().items()}}
    counted = Counter(line.tier for line in lines.values())
    touched = Counter(lines[key].tier for key, names in by.items() if names)
    tiers = [(scoring.TIERS[tier], counted[tier], touched[tier], counted[tier] - touched[tier]) for tier in scoring.TIERS if counted[tier]]
    common = set.intersection(*(set(by[key]) for key, line in lines.items() if line.tier == "A"))
    return [
        "A row counts as fitted when the source of a number, the reason of a free number, the log of an ensemble or the text of a rule "
        "names it, or when it repeats a row that is. This table is computed from what the code says:",
        *table(("rows", "in all", "fitted", "never fitted to"), tiers),
        f"All rows of tier A were fitted together by {', '.join(sorted(common)) or 'nothing'}; what names single rows:",
        *table(("row", "lines", "fitted by"), grouped(by, lines, common)),
    ]


def grouped(by: Mapping[str, tuple[str, ...]], lines: Mapping[str, targets.Target], common: set[str]) -> list[tuple[str, str, str]]:
    """Rows with what they were fitted by, but for what all of tier A have in common; lines of a row that are alike stand together."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, names in by.items():
        own = ", ".join(f"`{name}`" for name in names if not (lines[key].tier == "A" and name in common))
        if own:
            found.setdefault((lines[key].row, own), []).append(key.removeprefix(lines[key].row).strip())
    return [(row, ", ".join(line for line in keys if line), own) for (row, own), keys in found.items()]


def signatures() -> list[str]:
    """Element 6: what a labour market of this structure has to show, and what the kept validation shows of it."""
    lines = [line for line in targets.load().values() if line.tier == "G"]
    shown = stored_results.about("validation") and not stored_results.withheld("validation")
    kept = {row.key: row for row in stored_results.table("validation", "findings").itertuples()} if shown else {}
    rows = [(line.key, line.what, targets.band(line.low, line.high, line.unit), *seen(kept.get(line.key)), line.measured) for line in lines]
    said = (
        f"{scoring.SIGNATURES} `learncity calibrate` takes rows of tier A only. `learncity validate --rows G` lives them alone. "
        f"{'' if set(kept) & {line.key for line in lines} else 'The kept validation is older than they are and has none of them.'}"
    )
    heads = ("row", "signature", "band", "model", "90% interval", "", "how measured")
    return ["### Signatures of the structure", "", said.rstrip(), *table(heads, rows)]


def inclusion() -> list[str]:
    """Element 6: the bars of inclusion beside the kept validation."""
    shown = stored_results.about("validation") and not stored_results.withheld("validation")
    lines = bars.table(stored_results.table("validation", "findings")) if shown else []
    said = (
        "Set before the rules of origin, language, limitation and care were written; a bar is met when the whole 90% interval lies in it."
        f"{'' if lines else ' The kept validation is older than they are and has none of them.'}"
    )
    asked = [(bar.what, targets.shown(bar.before, bar.unit), targets.band(*bar.ends, bar.unit), "", "", "") for bar in bars.known()]
    return [f"### {bars.TITLE}", "", said, "", *table(bars.HEADS, lines or asked)]


def seen(row: Any) -> tuple[str, str, str]:
    """Value, interval and verdict of a kept row; nothing of one that is not kept."""
    return (targets.shown(row.value, row.unit) or "no value", scoring.interval(row), row.verdict) if row else ("", "", "")


def corroboration() -> list[str]:
    """Element 8: policy studies."""
    said = (
        "Policy studies lived again as trials in the model (`learncity trial study=all`). No number was calibrated to them; those named as "
        "the source of a lever's size are counted as fitted in element 6."
    )
    return ["## 8 Model output corroboration", "", said, "", *fit("studies")]


def fit(kind: str) -> list[str]:
    """Score, misses and rows that are not told of a kept table of findings."""
    if stored_results.about(kind) is None:
        return [MISSING, ""]
    if stored_results.withheld(kind):
        return [withheld(kind), ""]
    found = stored_results.table(kind, "findings")
    inside, outside = scoring.whole(found)
    luck = f"With their whole 90% interval {inside} rows lie in their bands and {outside} outside; luck could turn the others."
    heads = ("rows", "in range", "out", "not told", "of", "too few residents to measure")
    untold = ", ".join(scoring.not_told(found).key) or "none"
    return [
        f"{stored_results.whence(kind).capitalize()}. {luck} {scoring.nearness(found)}",
        *table(heads, ((title, c.inside, c.outside, c.not_told, c.counted, c.left_out) for title, c in scoring.scores(found))),
        f"Not told: {untold}.", "",
        "Misses:", *table(("row", "what", "model", "90% interval", "band", "suspected reason"), misses(found)),
    ]  # fmt: skip


def withheld(kind: str) -> str:
    """What stands in the place of results of an earlier model: results of two models are not shown as those of one."""
    return (
        f"{stored_results.whence(kind).capitalize()}: {stored_results.withheld(kind)}, and so withheld. Run `{COMMANDS[kind]}` and keep it "
        "by `learncity trace --keep RESULTS`."
    )


def misses(found: pd.DataFrame) -> list[tuple[str, ...]]:
    """Rows out of their bands, with the suspected reason."""
    return [
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


def reason(row: Any) -> str:
    """Why a row is suspected to miss; for a policy study its note."""
    return scoring.why(row) or row.note


def analysis() -> list[str]:
    """Element 7: sensitivity."""
    if stored_results.about("sensitivity") is None:
        return ["## 7 Model analysis", "", MISSING, ""]
    if stored_results.withheld("sensitivity"):
        return ["## 7 Model analysis", "", withheld("sensitivity"), ""]
    indices, ranking = (stored_results.table("sensitivity", name) for name in ("indices", "ranking"))
    moved = stored_results.table("sensitivity", "numbers")
    there = f"{int(moved.top.sum())} most important together (Sobol); here {len(moved)} of {len(movable())}"
    first = (f"`learncity sensitivity` moves assumed and calibrated numbers from half to double (Morris), then the {there}, "
             f"{stored_results.whence('sensitivity')}.")  # fmt: skip
    decide = [(what, f"{rows.bar.iloc[0]:.0%}", deciding(rows)) for what, rows in indices.groupby("what", sort=False)]
    order = ranking[(ranking.stage == "all numbers") & (ranking.place == 1) & (ranking.usual_place == 1)]
    firsts = [(title_of(row.outcome), words_of(row.policy), f"{row.share:.0%}", f"{row.by_luck:.0%}") for row in order.itertuples()]
    return [
        "## 7 Model analysis", "", first,
        *table(("answer", "share of luck", "numbers that decide it (share of variance, total)"), decide),
        "Does the order of policies survive other numbers?",
        *table(("by", "first", "in so many sets of numbers", "if only luck differed"), firsts),
    ]  # fmt: skip


def deciding(rows: pd.DataFrame) -> str:
    """The numbers told from luck, largest first, as they were estimated; and how many shares are too uncertain to be told."""
    clear = rows[rows.told].sort_values("total", ascending=False).head(SHOWN)
    wide = int(rows.total_withheld.sum())
    said = ", ".join(f"{row.path} {row.total:.0%}" for row in clear.itertuples()) or "none is told from luck"
    return f"{said}; {wide} of {len(rows)} withheld" if wide else said
