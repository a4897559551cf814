"""The page of a search: what can be had under the budget, the front on fresh seeds, what it consists of, and how it was found."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture
from experiments.optimise.inputs import AIMS
from experiments.optimise.pareto_front import mix, unit
from experiments.outcomes import wording
from experiments.outcomes.card_names import words_of
from experiments.report import trust
from experiments.report.markup import CLASSES, as_json, cells, folded, made, paragraph, pictures, section, table, whole_page

LINKS = {
    "answer": "Answer",
    "front": "Front",
    "mixes": "What it consists of",
    "curse": "Promised and kept",
    "assumed": "Assumed",
    "how": "How it was found",
}
READING = (
    "Change against the baseline, mean over the worlds (calm, and under the shock), last 5 years; employment lost to the shock over five "
    "years. 90% intervals over paired seeds that the search never saw. A front of few seeds is itself uncertain: neighbours may change "
    "places."
)


NOT_FRESH = "No fresh seeds were asked for (fresh=0): the effects above are those for which the portfolios were chosen, and too good."


def page(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    title = f"Portfolios under {wording.money(manifest['search']['budget'])} a year"
    first, *rest = manifest["answer"]
    told = "<ul>\n" + "".join(f"<li>{escape(text)}</li>\n" for text in rest) + "</ul>\n"
    parts = [
        section("answer", "The answer", paragraph(first, "answer") + told),
        section(
            "front", "What can be had", pictures(drawn, "portfolio_front") + effects(tables["front"], manifest) + paragraph(READING, "note")
        ),
        section("mixes", "What it consists of", pictures(drawn, "portfolio_mixes") + levers(tables["front"], manifest)),
        section("curse", "What the race promised and fresh seeds kept", curse(tables["front"], manifest)),
        trust.assumed(None, manifest, None),
        section("how", "How it was found", how(manifest)),
    ]
    return whole_page(title, LINKS, f"<h1>{escape(title)}</h1>\n{paragraph(manifest['title'], 'story')}", parts)


def effects(front: pd.DataFrame, manifest: Mapping[str, Any]) -> str:
    """Every aim of every portfolio on the front."""
    aims = manifest["search"]["aims"]
    lines = []
    for row in front.to_dict("records"):
        told = "".join(f'<td class="{CLASSES.get(row[f"{aim}_verdict"], "")}">{escape(effect(row, aim))}</td>' for aim in aims)
        holds = "yes" if row["holds"] else "no longer"
        more = f" (the same with {row['alike']} a year)" if row["alike"] else ""
        first = f'<td class="words">{row["letter"]}</td><td>{escape(wording.money(row["set_aside"]) + more)}</td>'
        lines.append(f'<tr>{first}{told}<td class="words">{holds}</td></tr>')
    heads = ("", "Set aside a year", *map(name, aims), "On the front")
    return table(f"The front on {int(front.seeds.iloc[0])} fresh seeds", heads, lines)


def name(aim: str) -> str:
    """An aim as a heading."""
    return "Spent a year" if aim == "spending_year" else AIMS[aim][:1].upper() + AIMS[aim][1:]


def effect(row: Mapping[str, Any], aim: str) -> str:
    """A change with its interval."""
    change = wording.change(row[aim], unit(aim))
    return change if aim == "spending_year" else f"{change} ({wording.interval(row[f'{aim}_low'], row[f'{aim}_high'], unit(aim))})"


def levers(front: pd.DataFrame, manifest: Mapping[str, Any]) -> str:
    """The budgets, and the command that runs each in full."""
    start = f"learncity run scenario={manifest['folder']}/scenarios/portfolio_"
    lines = [cells((row.letter, mix(row, manifest["search"]["levers"]), f"{start}{row.letter}.yaml"))
             for _, row in front.iterrows()]  # fmt: skip
    return table("Levers of each portfolio; each is a scenario that runs", ("", "Levers, EUR a year", "Run it in full"), lines, "words")


def curse(front: pd.DataFrame, manifest: Mapping[str, Any]) -> str:
    """Race and fresh seeds side by side."""
    aims = [aim for aim in manifest["search"]["aims"] if aim != "spending_year"]
    if not manifest["search"]["fresh"]:
        return paragraph(NOT_FRESH)
    told = [(aim, column) for aim in aims for column in (f"{aim}_race", aim)]
    lines = [cells((row["letter"], *(wording.change(row[column], unit(aim)) for aim, column in told))) for row in front.to_dict("records")]
    heads = ("", *(f"{name(aim)}, {when}" for aim in aims for when in ("race", "fresh")))
    said = "Whoever is chosen for looking good looked better than it is (winner's curse); fresh seeds have no part in the choice."
    return paragraph(said) + table("Mean effects in the race and on fresh seeds", heads, lines)


def how(manifest: Mapping[str, Any]) -> str:
    """The search, step by step."""
    search = manifest["search"]
    levers = ", ".join(map(words_of, search["levers"]))
    said = (
        f"Tried were {search['trials']} portfolios of {levers}: all levers alike and each alone first, then what Optuna's tree-structured "
        f"Parzen estimator proposed, in batches of {search['batch']}, each on {search['look']} seeds. Half stayed for each doubling of "
        f"the seeds, those nearest to the front first, up to {search['seeds']}; finalists were tried on {search['fresh']} fresh seeds. "
        f"Baseline and portfolios share their luck. {manifest['computed']:,} runs were computed in the last start; others were in the "
        "store."
    )
    failed = paragraph(f"{manifest['failed']} runs failed.", "worse") if manifest["failed"] else ""
    return paragraph(said) + failed + paragraph(made(manifest), "note") + folded("The whole search", as_json(search))
