"""The page of a sweep: the decision in words, then ranking, cost, groups, robustness, interactions, discovery, and how it was made."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture
from experiments.inputs import budgets
from experiments.outcomes import wording
from experiments.outcomes.card_names import words_of
from experiments.report import markup, trust
from experiments.report.markup import cells, folded, paragraph, section, table, whole_page
from experiments.sweep import page_sections
from experiments.sweep.findings import decision

Tables = Mapping[str, pd.DataFrame]
LINKS = {
    "answer": "Answer", "computed": "What was run", "ranking": "Ranking", "cost": "Cost", "who": "Who gains", "robust": "Robustness",
    "together": "Two levers", "discovery": "Discovery", "more": "Money and shocks", "assumed": "Assumed", "repeat": "Repeat",
}  # fmt: skip


def page(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    top = f"<h1>{escape(manifest['title'])}</h1>\n{paragraph(manifest['story'], 'story')}"
    return whole_page(manifest["title"], LINKS, top, [made(part, tables, manifest, drawn) for part in PARTS])


def made(part: Callable, tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """A section; a line in its place where an analysis that it needs has failed."""
    try:
        return part(tables, manifest, drawn)
    except Exception:
        if not manifest.get("left_out"):
            raise
        why = "; ".join(f"{name} ({error})" for name, error in manifest["left_out"].items())
        return section(part.__name__, LINKS[part.__name__], paragraph(f"Left out, since an analysis failed: {why}.", "worse"))


def answer(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The decision."""
    first, *rest = manifest["decision"]
    told = "".join(f"<li>{escape(text)}</li>\n" for text in rest)
    return section("answer", "The answer", paragraph(first, "answer") + (f"<ul>\n{told}</ul>\n" if told else ""))


def computed(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """What was run."""
    against = "the city without levers" if manifest["baseline"] == "none" else f"the scenario {manifest['baseline']}"
    went, seeds, sets = manifest["last_start"], manifest["seeds"], len(manifest["cases"])
    portfolios = decision.policies(manifest)
    said = (
        f"{len(portfolios)} portfolios against {against}, in {len(manifest['shocks_in_order'])} worlds and {sets} "
        f"parameter set{'s' if sets > 1 else ''}, {len(seeds)} seeds ({seeds[0]} to {seeds[-1]}): {manifest['cells']:,} cells, "
        f"{manifest['runs']:,} different runs of {manifest['residents']:,} model residents over {manifest['months'] / 12:.3g} years "
        f"({', '.join(manifest['cities'])})."
    )
    failed = f"{went['failed']} runs failed; the seeds they belong to are left out of their pairs." if went["failed"] else ""
    rows = [cells((words_of(name), wording.money(budgets.a_year(levers, manifest["months"])), levers_of(levers)))
            for name, levers in portfolios.items()]  # fmt: skip
    levers = table("Portfolios and their levers", ("Portfolio", "Set aside a year", "Levers, EUR a year"), rows, "words")
    short = "In names k and M are thousands and millions of EUR a year." if any(".budget" in path for path in varied(manifest)) else ""
    fixed = "".join(map(paragraph, (*manifest["held"], *manifest["too_late"], short)))
    return section("computed", "What was computed", paragraph(said) + fixed + paragraph(failed, "worse") +
                   folded("All portfolios", levers))  # fmt: skip


def levers_of(levers: Mapping[str, Any]) -> str:
    """The levers of a portfolio with their budgets, EUR a year."""
    return ", ".join(f"{words_of(lever)} {wording.money(budgets.most(card))}" for lever, card in levers.items())


def varied(manifest: Mapping[str, Any]) -> list[str]:
    """What was varied, as it was written."""
    asked_for = manifest["configuration"]
    return [*(asked_for.get("vary") or ()), *(path for point in asked_for.get("points") or () for path in point)]


def repeat(tables: Tables, manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """How to look further and how to compute it again."""
    said = "Every run is in the store; the same sweep again computes nothing. In Python:"
    code = f"from experiments import open_store\nopen_store({manifest['store']!r}).effects({manifest['folder']!r})"
    configured = {name: value for name, value in manifest["configuration"].items() if value not in (None, {}, [])}
    return markup.repeat(manifest, code, configured, said)


PARTS: tuple[Callable, ...] = (
    answer, computed, page_sections.ranking, page_sections.cost, page_sections.who, page_sections.robust, page_sections.together,
    page_sections.discovery, page_sections.more, trust.assumed, repeat,
)  # fmt: skip
