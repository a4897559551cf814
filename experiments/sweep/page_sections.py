"""Sections of a sweep's page: ranking, cost, groups, robustness, interactions, discovery, and everything else of the first."""

import math
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.figures.by_group import spoken, words_of
from experiments.figures.drawing import Picture
from experiments.outcomes import headline, wording
from experiments.outcomes.card_names import in_world
from experiments.outcomes.definitions import AFTER, LATE, WHOLE, definition_of
from experiments.report.markup import CLASSES, cells, folded, outcomes_table, paragraph, pictures, section, table
from experiments.sweep import labels
from experiments.sweep.figures.groups import by_group, of_groups, throughout
from experiments.sweep.findings import decision
from experiments.sweep.findings.ranking import MAIN, OBJECTIVES, of
from experiments.sweep.findings.regret import NOTHING

Tables = Mapping[str, pd.DataFrame]
READING = (
    "Each seed is a city that lives under every portfolio with the same luck; effects and distances from the first are mean differences, "
    "seed by seed, with 90% intervals (Student t). Two portfolios cannot be told apart when the interval of their difference includes "
    "zero. The first of many is partly first by luck: with few seeds its effect is likely to be a little smaller than it looks here."
)
CROSSED = "In several parameter sets a portfolio's effect is its mean over them, seed by seed."
ROBUST = (
    "A state is a shock in a parameter set. Regret is how much worse an aim is met than under the best option of that state, the "
    "baseline being one of the options; of unemployment unless another aim is named. Intervals of the largest regret from seeds drawn "
    "again; luck makes it look larger than it is. Both aims are met where unemployment falls and the Gini does not rise; a world is one "
    "state with one seed. Of adults who learn more are better, of every other aim less."
)
BEYOND = "Beyond the sum: what both levers do together less what each does alone, all against the lowest mix, seed by seed."
PRIM = (
    "PRIM (Friedman and Fisher 1999) of the EMA workbench peels points away until what is looked for is dense in the box; p is the chance "
    "of such a limit by luck alone; less certain limits are left out."
)
ROWS = 40
"""Lines of a table on the page at most; all are in the folder tables/."""


def ranking(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """Who is first under each shock."""
    made = "".join(ranks(tables, manifest, shock, one.outcome, one.name) for shock in manifest["shocks_in_order"] for one in OBJECTIVES)
    mixed = paragraph("Portfolios lived in different parameter sets, so that ranks mix both.", "worse") if not manifest["crossed"] else ""
    cases = CROSSED if len(manifest["cases"]) > 1 and manifest["crossed"] else ""
    return section("ranking", "Which is best", pictures(drawn, "ranking") + mixed + made + paragraph(f"{READING} {cases}".strip(), "note"))


def ranks(tables: Tables, manifest: Mapping[str, Any], shock: str, outcome: str, name: str) -> str:
    """One ranking as a table; the first world's on unemployment open, the others folded."""
    rows = of(tables["ranking"], shock, outcome)
    if len(rows) == 0:
        return ""
    unit = definition_of(outcome)[0]
    lines = [rank_row(row, manifest, unit) for row in rows.head(ROWS).itertuples()]
    heads = ("", "Portfolio", "Effect", "90% interval", "Behind the first", "90% interval", "Against the first")
    caption = f"{world(shock)}: effect on {name} against the baseline"
    made = table(caption, heads, lines, "ranks")
    first = outcome == MAIN and shock == manifest["shocks_in_order"][0]
    return made if first else folded(caption, made)


def rank_row(row: Any, manifest: Mapping[str, Any], unit: str) -> str:
    """A line of a ranking."""
    numbers = (wording.change(row.effect, unit), wording.interval(row.low, row.high, unit))
    behind = ("", "") if row.rank == 1 else (wording.change(row.behind, unit), wording.interval(row.behind_low, row.behind_high, unit))
    told = "".join(f"<td>{escape(text)}</td>" for text in (*numbers, *behind))
    kind = CLASSES.get(row.against_baseline, "")
    name = f'<td class="words {kind}">{escape(manifest["names"][row.portfolio])}</td>'
    return f'<tr><td>{row.rank}</td>{name}{told}<td class="words">{row.against_first}</td></tr>'


def cost(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """What cannot be had cheaper."""
    shock = manifest["shocks_in_order"][0]
    found = tables["front"]
    rows = found[(found["shock"] == shock) & (found.outcome == MAIN) & found.on_front].sort_values("cost")
    lines = [cells((manifest["names"][row.portfolio], wording.money(row.cost), wording.change(row.effect, "share"),
                    wording.interval(row.low, row.high, "share"))) for row in rows.itertuples()]  # fmt: skip
    spent = "Spent a year" if manifest["baseline"] == "none" else "Spent a year beyond the baseline"
    heads = ("Portfolio", spent, "Unemployment", "90% interval")
    made = table(f"{world(shock)}: portfolios on the front of unemployment and cost", heads, lines, "words")
    both = paragraph(decision.both_costs(tables, manifest))
    return section("cost", "Effect against cost", both + pictures(drawn, "front") + made)


def who(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """Who gains and who loses, under the best portfolio of each world in words, under all in the picture."""
    told = "".join(paragraph(gains(tables, manifest, shock)) for shock in manifest["shocks_in_order"])
    every = "".join(every_group(tables, manifest, shock) for shock in manifest["shocks_in_order"])
    return section("who", "Who gains, and who loses", told + pictures(drawn, "groups", "lorenz") + every)


def every_group(tables: Tables, manifest: Mapping[str, Any], shock: str) -> str:
    """Every outcome of every group under the portfolio that is first on unemployment in this world, folded away."""
    first = of(tables["ranking"], shock, MAIN).iloc[0].portfolio
    rows = of_groups(tables["effects"], shock)
    rows = rows[(rows.portfolio == first) & (rows.case == rows.case.min())]
    named = [(f"{words_of(row.dimension, row.group)}: {wording.title_of(row.outcome)}", row) for _, row in rows.iterrows()]
    case = f" ({rows.case.iloc[0]})" if len(rows) and len(manifest["cases"]) > 1 else ""
    caption = f"{world(shock)}: every effect by group under {manifest['names'][first]}{case}"
    made = outcomes_table(f"{caption}, mean of the last 5 years", named, "Group and outcome")
    return folded(caption, made)


def gains(tables: Tables, manifest: Mapping[str, Any], shock: str) -> str:
    """Groups that clearly gain or lose under the portfolio that is first on unemployment in this world."""
    first = of(tables["ranking"], shock, MAIN).iloc[0].portfolio
    rows = by_group(tables["effects"], shock)
    rows = rows[(rows.portfolio == first) & (rows.dimension != "all")]
    said = {verdict: [spoken(*group) for group in throughout(rows, verdict)] for verdict in ("better", "worse")}
    each = {verdict: headline.listed(names).replace(" or ", " and ") for verdict, names in said.items() if names}
    falls = f"unemployment clearly falls for {each['better']}" if "better" in each else "for no group unemployment clearly falls"
    rises = f"it clearly rises for {each['worse']}" if "worse" in each else "for no group it clearly rises"
    return f"{world(shock)}, {manifest['names'][first]}: {falls}; {rises}."


def robust(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """What is good whatever comes."""
    rows = tables["robustness"]
    lines = [robust_row(row, manifest) for row in rows.head(ROWS).itertuples()]
    heads = ("Portfolio", "Regret at most", "90% interval", "in", "on average", "first in", "Both aims met")
    caption = "Regret on unemployment over all states, and the share of worlds in which both aims are met"
    made = table(caption, heads, lines, "words")
    alone = "There is one state only, so that nothing can be said about others." if rows.states.iloc[0] == 1 else ""
    more = every_aim(tables["aims"], list(rows.portfolio.head(ROWS)), manifest)
    return section("robust", "Good whatever comes", pictures(drawn, "regret") + paragraph(alone) + made + more + paragraph(ROBUST, "note"))


def every_aim(rows: pd.DataFrame, portfolios: list[str], manifest: Mapping[str, Any]) -> str:
    """Who is never far from the best on each aim, not on unemployment alone."""
    aims = rows.drop_duplicates("outcome")
    found = rows.set_index(["portfolio", "outcome"])
    lines = [cells((decision.option(manifest, portfolio), *(regret_of(found, portfolio, one) for one in aims.outcome)))
             for portfolio in portfolios]  # fmt: skip
    return table("Regret at most on every aim, and worlds in which it is no worse than the baseline",
                 ("Portfolio", *(name[:1].upper() + name[1:] for name in aims.aim)), lines, "words")  # fmt: skip


def regret_of(found: pd.DataFrame, portfolio: str, outcome: str) -> str:
    """One cell: the largest regret in the unit of the aim."""
    one = found.loc[(portfolio, outcome)]
    most = wording.change(one.max_regret, definition_of(outcome)[0]).lstrip("+")
    return most if portfolio == NOTHING else f"{most}; {one.no_worse:.0%}"


def robust_row(row: Any, manifest: Mapping[str, Any]) -> str:
    """A line of the table of regrets."""
    points = [wording.change(value, "share").lstrip("+") for value in (row.max_regret, row.mean_regret)]
    span = wording.interval(row.low, row.high, "share").replace("+", "")
    both = "" if row.portfolio == NOTHING else f"{row.satisficing:.0%} of worlds"
    name = decision.option(manifest, row.portfolio)
    return cells((name, points[0], span, row.worst_in, points[1], f"{row.first_in} of {row.states} states", both))


def together(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """Two levers at once."""
    rows = tables["together"]
    if len(rows) == 0:
        return section("together", "Two levers together", paragraph("No two levers were varied in a grid, so that nothing can be said."))
    main = rows[rows.outcome == MAIN]
    lines = [cells((f"{pair(row)}", world(row.shock), *(wording.change(value, "share") for value in (row.together, row.sum, row.beyond)),
                    wording.interval(row.low, row.high, "share"), row.verdict)) for row in main.head(ROWS).itertuples()]  # fmt: skip
    heads = ("Levers", "World", "Together", "Sum of both alone", "Beyond the sum", "90% interval", "Verdict")
    made = table("Unemployment: both levers together against the sum of each alone", heads, lines, "words")
    return section("together", "Two levers together", pictures(drawn, "heat") + made + paragraph(BEYOND, "note"))


def pair(row: Any) -> str:
    """'aligned courses 54 M and guidance 10 M'."""
    return f"{labels.said(row.one, row.a)} and {labels.said(row.other, row.b)}"


def discovery(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """In which part of the varied numbers it happens."""
    box, found = tables["discovery"], manifest["discovery"]
    if len(box) == 0:
        why = found.get("why", "no limit of a number tells where")
        return section("discovery", "Where it happens", paragraph(f"Looked for: {found['asked']}. Not found: {why}."))
    said = (
        f"Looked for: {found['asked']}. In the box below it happens in {found['density']:.0%} of {found['inside']} points, against "
        f"{found['of_interest'] / found['points']:.0%} of all {found['points']}; the box holds {found['coverage']:.0%} of all such points."
    )
    return section("discovery", "Where it happens", paragraph(said) + pictures(drawn, "box") + paragraph(PRIM, "note"))


ASKED = (
    ("participation", LATE), ("poverty", LATE), ("unemployment_gap", LATE), ("job_years", WHOLE), ("cost_per_job_year", WHOLE),
    ("balance_total", WHOLE), ("mvpf", WHOLE), ("robustness", AFTER), ("recovery_months", AFTER), ("jobs_lost", AFTER),
    ("hysteresis", AFTER),
)  # fmt: skip


def more(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """Learning, money and the resilience profile of the portfolios that lead."""
    made = "".join(others(tables, manifest, shock) for shock in manifest["shocks_in_order"])
    note = "Every outcome of every portfolio, group, world and window is in effects.parquet beside this page."
    return section("more", "Money, learning, and how the shock is taken", pictures(drawn, "flows") + made + paragraph(note, "note"))


def others(tables: Tables, manifest: Mapping[str, Any], shock: str) -> str:
    """Other outcomes in one world, a line for each of the first portfolios."""
    leaders = list(of(tables["ranking"], shock, MAIN).head(8).portfolio)
    effects = tables["effects"]
    found = effects[(effects["shock"] == shock) & effects.portfolio.isin(leaders) & (effects.case == effects.case.iloc[0])]
    wanted = [(outcome, window, dimension) for outcome, window in ASKED
             for dimension in (["education"] if outcome.endswith("_gap") else ["all"])]  # fmt: skip
    rows: dict[str, dict] = {name: {} for name in leaders}
    for row in found.itertuples():
        if (row.outcome, row.window, row.dimension) in wanted and row.group == "all":
            rows[row.portfolio][row.outcome] = told(row)
    heads = [outcome for outcome, *_ in wanted if any(outcome in row for row in rows.values())]
    lines = [cells((manifest["names"][name], *(rows[name].get(outcome, "") for outcome in heads))) for name in leaders]
    caption = f"{world(shock)}: change against the baseline, and in brackets its 90% interval"
    made = table(caption, ("Portfolio", *(wording.title_of(outcome) for outcome in heads)), lines, "words")
    return f"<details open><summary>{escape(world(shock))}</summary>{made}</details>"


def told(row: Any) -> str:
    """An effect with its interval; a ratio only where it means something."""
    if row.outcome in headline.RATIOS:
        value, low, high = (wording.level(number, row.unit) for number in (row.effect, row.low, row.high))
        return row.verdict if row.verdict in headline.NO_RATIO else f"{value} ({low} to {high})"
    if not math.isfinite(row.effect):
        return row.verdict
    return f"{wording.change(row.effect, row.unit)} ({wording.interval(row.low, row.high, row.unit)})"


def world(shock: str) -> str:
    """A world at the start of a sentence."""
    return wording.capital(in_world(shock))
