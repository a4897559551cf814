"""The page that a planner sends: on one sheet what was asked, the answer, how sure it is, who gains, what it costs, what was not spent."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.figures.brief import asked_and_spent
from experiments.figures.by_group import spoken
from experiments.figures.drawing import Picture
from experiments.figures.small_multiples import GROUPS, of_groups
from experiments.inputs import regimes
from experiments.outcomes import headline, how_sure, paired_effects, reach, unspent_words, wording
from experiments.outcomes.definitions import AFTER, LATE, WHOLE
from experiments.outcomes.verdicts import FEW_LIVED, ONE_SEED
from experiments.report.markup import CLASSES, in_one_piece, paragraph, picture

FIGURES = ("brief_course", "brief_who", "brief_money")
ASKED = (("unemployment", "Unemployment"), ("mean_income", "Household income"), ("participation", "Adult learning"))
SEEN: tuple[tuple[str, dict[str, str], str], ...] = (
    ("unemployment", {"window": LATE}, ""),
    ("participation", {"window": LATE}, ""),
    ("gini", {"window": LATE}, ""),
    ("jobs_lost", {"world": "shock", "window": AFTER}, "Work lost in the shock, job-months"),
    ("unemployment", {"window": LATE, "dimension": "education", "group": "low"}, "Unemployment, low education"),
)
TILES = 4
MOST_NAMED = 4


def brief(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The whole sheet."""
    question, found = manifest["question"], tables["effects"]
    facts = {
        "How sure": sure(found, manifest),
        "Who gains": who_gains(found),
        "Money": money(found, tables["ledger"], question),
        "What was not spent": not_spent(tables["unspent"], question),
    }
    shown = "".join(f"<div><h2>{name}</h2>{said}</div>\n" for name, said in facts.items() if said)
    figures = "".join(picture(drawn[name]) for name in FIGURES if name in drawn)
    return (
        f'<section id="brief" class="brief">\n{paragraph(what_was_run(manifest), "run")}<h1>{escape(question["title"])}</h1>\n'
        f"{paragraph(question['story'], 'story')}{paragraph(for_whom(manifest), 'story')}"
        f"{paragraph(headline.answer(found, question), 'answer')}{tiles(found)}"
        f'<div class="facts">\n{shown}</div>\n<div class="three">\n{figures}</div>\n{paragraph(footnote(manifest), "note")}</section>'
    )


def what_was_run(manifest: Mapping[str, Any]) -> str:
    """The city, the years, and with what it is compared."""
    question, city = manifest["question"], manifest["city"]
    against = "no levers" if question["baseline"] == "none" else f"the scenario {wording.other_plan(question)}"
    begins = f" from {question['policy_date']} on" if question.get("policy_date") else ""
    return f"{city['title']}, {question['months'] / 12:g} years{begins}, compared with {against}"


def for_whom(manifest: Mapping[str, Any]) -> str:
    """The levers that are for some residents only, and how many these are."""
    lines = reach.lines(manifest.get("for", []))
    return f"{wording.capital('; '.join(lines))}." if lines else ""


def tiles(found: pd.DataFrame) -> str:
    """Four effects to be seen from across a room: the change, of what, and its verdict."""
    asked = [(paired_effects.one(found, outcome, **keys), what) for outcome, keys, what in SEEN]
    shown = [(headline.line("", row), what or wording.title_of(row.outcome)) for row, what in asked if row is not None]
    return '<div class="tiles">\n' + "".join(tile(said, what) for said, what in shown[:TILES]) + "</div>\n" if shown else ""


def tile(said: headline.Row, what: str) -> str:
    """One of them."""
    kind, interval = CLASSES.get(said.verdict, "unclear"), f"90%: {said.interval}" if said.interval != "-" else ""
    return (
        f'<div><p class="of">{in_one_piece(what)}</p><p class="size {kind}">{in_one_piece(said.effect)}</p>'
        f'<p class="{kind}">{escape(said.verdict)}</p><p class="note">{in_one_piece(interval)}</p></div>\n'
    )


def sure(found: pd.DataFrame, manifest: Mapping[str, Any]) -> str:
    """How many cities were lived, what they could have told, and what no interval tells."""
    question, city = manifest["question"], manifest["city"]
    seeds = len(question["seeds"])
    said = (
        f"{seeds} cities of {question['residents']:,} model residents (each stands for {city['people_per_resident']:,.0f} people) lived "
        "with and without the policy, with the same luck. In brackets: 90% intervals. "
        if seeds > 1 else "One city was lived with and without the policy; how far luck decides cannot be told from one. "
    )  # fmt: skip
    narrow = how_sure.seeds_sentence(manifest, found)
    said += f"{narrow} " if narrow else ""
    said += f"{len(manifest['assumed'])} of the model's numbers are assumed; no interval tells what hangs on them."
    more = (regimes.describe(question.get("regime", ""), question["parameters"]), in_sets(question))
    return paragraph(said) + "".join(paragraph(one) for one in more)


def who_gains(found: pd.DataFrame) -> str:
    """For three outcomes, the groups for which they clearly change, both ways."""
    late = of_groups(found[(found.window == LATE) & (found.world == "calm")], GROUPS)
    return "".join(paragraph(gain(late[late.outcome == outcome], what)) for outcome, what in ASKED)


def gain(rows: pd.DataFrame, what: str) -> str:
    """'Household income: better for 3 of 12 groups (women, men, people of age 25-54), worse for none.'"""
    if len(rows) == 0:
        return ""
    better, worse = (rows[rows.verdict == verdict] for verdict in ("better", "worse"))
    if set(rows.verdict) in ({ONE_SEED}, {FEW_LIVED}, {paired_effects.FEW}):
        return f"{what}: {rows.verdict.iloc[0]}."
    if len(better) + len(worse) == 0:
        return f"{what}: no clear effect for any of {len(rows)} groups."
    parts = [f"{verdict} for {named(some)}" for verdict, some in (("better", better), ("worse", worse)) if len(some)]
    left = len(rows) - len(better) - len(worse)
    return f"{what}: {', '.join(parts)}{f'; no clear effect for the other {left}' if left else ''}."


def named(rows: pd.DataFrame) -> str:
    """Groups by name, the most changed first; of many the first, and how many more."""
    ordered = rows.assign(size=rows.effect.abs()).sort_values("size", ascending=False, kind="stable")
    names = [spoken(row.dimension, row.group) for row in ordered.itertuples()]
    return ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")


def money(found: pd.DataFrame, ledger: pd.DataFrame, question: Mapping[str, Any]) -> str:
    """What was asked for and spent, and what came of a euro."""
    rows = asked_and_spent(ledger, question)
    asked, total = rows.asked.sum(), paired_effects.one(found, "spending_total", window=WHOLE)
    if asked <= 0 or total is None:
        return paragraph("Nothing is asked for, and nothing spent.")
    spent = rows.spent.sum()
    in_all = f"{wording.money(total.policy)} in all"
    said = f"Asked for: {wording.money(asked)} a year. Spent: {wording.money(spent)} a year ({spent / asked:.0%}), {in_all}."
    value = wording.value_sentence(*(paired_effects.one(found, name, window=WHOLE) for name in ("mvpf", "net_cost")))
    return paragraph(said) + paragraph(value)


def not_spent(found: pd.DataFrame, question: Mapping[str, Any]) -> str:
    """How much of the budget was left, of which levers, and what stood in the way."""
    return paragraph(unspent_words.sentence(found, question))


def in_sets(question: Mapping[str, Any]) -> str:
    """What the seeds differ in besides luck, when they are spread over an ensemble."""
    drawn = question.get("ensemble")
    if not drawn:
        return ""
    used = len({one["set"] for one in drawn["sets"]})
    other = "" if drawn.get("made_with_this_model") else " The sets were found with another version of the model."
    return (
        f"Each seed lives with its own set of numbers ({used} of the {drawn['of']} sets of the ensemble {drawn['name']}, which the "
        f"evidence does not rule out): intervals also tell how far effects depend on numbers nobody has published.{other}"
    )


def footnote(manifest: Mapping[str, Any]) -> str:
    """Who made it, and what lies beside the page."""
    return (
        f"Learning City, scenario {manifest['question']['scenario']}, made {manifest['made_at'][:10]}. Beside this page: results.xlsx "
        "(effects, groups, months, money, what is assumed) and figures/, each figure with its numbers; learncity report FOLDER "
        "formats=all adds PDF and 300 dpi."
    )
