"""The page of a network: the answer, the pictures, what works and what spreads, what is assumed, what it costs to compute."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from experiments.figures.drawing import Picture
from experiments.network.adoption_rules import GOALS, Exchange
from experiments.network.cities import Context
from experiments.network.findings import without_effect
from experiments.network.simulation import ALONE
from experiments.outcomes.verdicts import CLEAR
from experiments.report import markup
from experiments.report.markup import cells, folded, paragraph, pictures, section, table, whole_page

READING = (
    "Every city is a model of its own. Once a year cities tell each other what they saw of their practices; each weighs these reports "
    "with its own (Bayesian, less weight for cities unlike itself), and takes up or drops practices. Membership has no effect of its own: "
    "it acts through what cities decide to do. Worlds share cities, luck and rules; the world without a network is paired with each."
)
SMALL = (
    "Cities are small models: fewer people learn in them than in a model of 10,000 residents, since a course stands for hundreds, and the "
    "luck of single people moves yearly figures, which is what these cities see of themselves."
)
CITIZENS = 390e6
"""People in the 356 cities of the network of 2024 (UNESCO, 14 February 2024)."""
RESIDENT_MONTH = 0.42e-6
"""Seconds of a core for a resident and month in a large city, as measured."""
Tables = Mapping[str, pd.DataFrame]
LINKS = {"answer": "Answer", "pictures": "Pictures", "worth": "What it is worth", "truth": "What works", "fashion": "What spreads",
         "assumed": "Assumed", "cost": "Cost", "repeat": "Repeat"}  # fmt: skip


def page(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    question = manifest["question"]
    parts = [
        section("answer", "The answer", paragraph(" ".join(answer(tables, manifest)), "answer") + paragraph(READING, "note")),
        section("pictures", "Pictures", pictures(drawn, *drawn)),
        worth(tables, manifest), truth(tables, manifest), fashion(tables, manifest), assumed(manifest), cost(manifest), repeat(manifest),
    ]  # fmt: skip
    ran = (f"{question['cities']} cities around {manifest['city']['title']}, about {question['residents']:,} model residents each, "
           f"{question['years']} years; networks: {', '.join(question['kinds'])}; "
           f"signal: {question['signal'].replace('_', ' ')}.")  # fmt: skip
    heading = (f"<h1>{escape(manifest['title'])}</h1>\n{paragraph(manifest['story'], 'story')}{paragraph(ran, 'note')}"
               f"{paragraph(usual(tables), 'note')}")  # fmt: skip
    return whole_page(manifest["title"], LINKS, heading, parts)


def usual(tables: Tables) -> str:
    """Where the untouched cities stand."""
    rows = tables["spread"].query("world == 'untouched' and year == year.max()").set_index("outcome")
    said = ", ".join(f"{goal} {100 * rows.loc[goal, 'mean']:.1f}% (spread {100 * rows.loc[goal, 'std']:.1f})" for goal in GOALS)
    return f"Without any practice, in the last year: {said}. {SMALL}"


def answer(tables: Tables, manifest: Mapping[str, Any]) -> list[str]:
    """The findings in sentences."""
    gains = tables["worth"].query("outcome.str.startswith('gain in ')")
    said = what_networks_are_worth(
        {world: rows for (world, against), rows in gains.groupby(["world", "against"], sort=False) if against == ALONE}
    )
    said += what_works(tables, manifest)
    fate = tables["fashion"]
    if len(fate) and fate.peak.max() > 0:
        worst = fate.loc[fate.peak.idxmax()]
        title = manifest["question"]["practices"][worst.practice]["title"]
        lasts = (
            f"half of that is gone {worst.halved_after:.0f} years later"
            if np.isfinite(worst.halved_after)
            else f"{worst.end:.0%} use it still in the end"
        )
        helps = worst.practice not in without_effect(tables["truth"])
        kind = "look better than they are" if helps else "clearly better no goal"
        said.append(f"Of the practices that {kind}, '{title}' goes furthest: "
                    f"{worst.peak:.0%} of cities in the {worst.world} world use it in year {worst.peak_year:.0f}; {lasts}.")  # fmt: skip
    return said


def what_networks_are_worth(gains: Mapping[str, pd.DataFrame]) -> list[str]:
    """A sentence for each network that is worth something, and one for all the others."""
    found = {world: sentence(world, rows) for world, rows in gains.items()}
    said, nothing = [text for text in found.values() if text], [world for world, text in found.items() if not text]
    if nothing:
        where = f"In the {nothing[0]} network no" if len(nothing) == 1 else f"In {len(nothing)} networks ({', '.join(nothing)}) no"
        said.append(f"{where} goal differs clearly from that of the same cities left alone.")
    return said


def sentence(world: str, rows: pd.DataFrame) -> str:
    """What one network is worth; nothing when no goal differs clearly."""
    clear = [f"{row.outcome.removeprefix('gain in ')} {row.effect:+.2f} points ({row.low:+.2f} to {row.high:+.2f})"
             for row in rows.itertuples() if row.verdict in CLEAR]  # fmt: skip
    if not clear:
        return ""
    return f"In the {world} network cities differ clearly in {', '.join(clear)} (points for the better) from the same cities left alone."


def what_works(tables: Tables, manifest: Mapping[str, Any]) -> list[str]:
    """What clearly works by itself, and how many use it in the end."""
    goals = tables["truth"].query("outcome in @GOALS and verdict == 'better'")
    last = tables["adoption"].query("year == year.max()")
    works = []
    for name, rows in goals.groupby("practice", sort=False):
        does = ", ".join(f"{row.outcome} {100 * row.effect:+.2f}" for row in rows.itertuples())
        use = last[last.practice == name].in_use
        title = manifest["question"]["practices"][name]["title"]
        works.append(f"'{title}' ({does} points; {between(use.min(), use.max())} of cities use it in the end)")
    return [f"By themselves these clearly help: {'; '.join(works)}."] if works else []


def between(low: float, high: float) -> str:
    """'4% to 12%', or '4%' where both ends are said alike."""
    return f"{low:.0%}" if f"{low:.0%}" == f"{high:.0%}" else f"{low:.0%} to {high:.0%}"


def worth(tables: Tables, manifest: Mapping[str, Any]) -> str:
    """The table of paired effects."""
    rows = [
        cells((row.world, row.against, row.outcome.replace("_", " "), shown(row.baseline, row), shown(row.policy, row),
               shown(row.effect, row, sign=True), f"{shown(row.low, row)} to {shown(row.high, row)}", row.verdict))
        for row in tables["worth"].itertuples()
    ]  # fmt: skip
    heads = ("World", "Against", "Outcome", "Without", "With", "Effect", "90% interval", "")
    note = ("Last quarter of the years, means over cities. Gains are points for the better; practices, grants and membership are EUR a "
            "resident and year. Intervals are over cities, which influence each other: read them as the least there is.")  # fmt: skip
    told = table("Each network paired with the same cities alone; cities alone with the same cities untouched", heads, rows, "words")
    return section("worth", "What it is worth", paragraph(note, "note") + told)


def shown(value: float, row: Any, sign: bool = False) -> str:
    """A number in the unit of its outcome; a dash where there is none."""
    if not np.isfinite(value):
        return "-"
    share = row.outcome in (*GOALS, "employment", "awareness", "trust", "long_term_share")
    scaled = 100 * value if share else value
    digits = 0 if abs(scaled) >= 1000 else 3 if row.outcome in ("gini", "skill") else 2
    return f"{scaled:{'+' if sign else ''},.{digits}f}{'%' if share and not sign else ''}"


def truth(tables: Tables, manifest: Mapping[str, Any]) -> str:
    """What each practice does alone, beside what cities believe in the end."""
    if not len(tables["truth"]):
        return section("truth", "What works", paragraph("Not asked: alone_in=0."))
    practices = manifest["question"]["practices"]
    rows = [
        cells((practices[row.practice]["title"], row.outcome, f"{100 * row.effect:+.2f}", f"{100 * row.low:+.2f} to {100 * row.high:+.2f}",
               row.verdict))
        for row in tables["truth"].itertuples() if row.outcome in GOALS
    ]  # fmt: skip
    many = int(tables["truth"].cities.max())
    note = (f"{many} cities that use one practice from the beginning, against the same cities untouched, same luck. The verdicts allow for "
            "so many questions asked at once, so that one may be unclear although its own interval leaves out zero.")  # fmt: skip
    heads = ("Practice", "Goal", "Points", "90% interval", "")
    return section("truth", "What works", paragraph(note, "note") + table("What each practice does by itself", heads, rows, "words"))


def fashion(tables: Tables, manifest: Mapping[str, Any]) -> str:
    """How far doubtful practices go."""
    practices = manifest["question"]["practices"]
    rows = [
        cells((practices[row.practice]["title"], row.world, f"{row.peak:.0%} in year {row.peak_year:.0f}", f"{row.end:.0%}",
               f"{row.halved_after:.0f} years" if np.isfinite(row.halved_after) else "not by the end", f"{row.city_years:,}"))
        for row in tables["fashion"].itertuples()
    ]  # fmt: skip
    heads = ("Practice", "World", "Peak", "In the end", "Half gone after", "Years in use, all cities")
    note = "Practices that by themselves clearly better no goal, and those with more appeal than others."
    return section("fashion", "What spreads without working", paragraph(note, "note") + table("Rise and fall", heads, rows, "words"))


def assumed(manifest: Mapping[str, Any]) -> str:
    """Every number of exchange and context, with its source."""
    question = manifest["question"]
    rows = [
        cells((f"{card.name()}.{name}", f"{question[where][name]:g}", number.unit, number.meaning, number.source))
        for where, card in (("rules", Exchange), ("context", Context)) for name, number in card.declared.items()
    ]  # fmt: skip
    said = "No study of the effect of membership of a network of learning cities on work or learning was found; read this as a scenario."
    made = table("Numbers of exchange and of how cities differ", ("Number", "Value", "Unit", "Meaning", "Source"), rows, "words")
    return section("assumed", "What is assumed", paragraph(said) + folded("All numbers", made))


def cost(manifest: Mapping[str, Any]) -> str:
    """Seconds it took, and what a network of this many cities costs."""
    spent = manifest["cost"]
    each_of = f"{spent['city_years']:,} city-years of about {manifest['question']['residents']:,} residents"
    lived = f"{each_of}: {spent['core_seconds']:,.0f} seconds of a core"
    saved = f"{spent['asked_for']:,} were asked for; what a city does alike in two worlds is lived once."
    each = f"{1000 * spent['core_seconds'] / max(1, spent['city_years']):.0f} milliseconds each." if spent["city_years"] else ""
    years = manifest["question"]["years"]
    hours = CITIZENS * 12 * years * RESIDENT_MONTH / 3600
    large = (
        f"At real size ({CITIZENS / 1e6:.0f} million people in 356 cities, each a resident) a world of {years} years "
        f"would take about {hours:,.0f} hours of a core, at {1e6 * RESIDENT_MONTH:.2f} microseconds a resident and month (measured "
        "without levers with 200,000 residents on a shared machine); cities of a year are independent, so that cores divide it."
    )
    told = paragraph(f"{lived}, {each} {saved} Elapsed: {manifest['wall_seconds']:,.0f} s.") + paragraph(large, "note")
    return section("cost", "What it cost to compute", told)


def repeat(manifest: Mapping[str, Any]) -> str:
    """The command, the versions, the whole configuration."""
    return markup.repeat(manifest, f"learncity network {' '.join(manifest['words'])}", manifest["question"])
