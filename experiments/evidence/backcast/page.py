"""The page of a back-cast: how the course was met, what came by group, beside what was observed, and how to repeat it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.evidence.backcast.course import ALL
from experiments.evidence.backcast.driver import NEAR
from experiments.evidence.backcast.lived import furthest
from experiments.figures.drawing import Picture
from experiments.outcomes.wording import change, interval, level, title_of
from experiments.report import markup
from experiments.report.markup import cells, city_and_size, command_words, folded, paragraph, pictures, section, table, whole_page

LINKS = {"answer": "Answer", "groups": "By group", "course": "The course", "how": "Reading", "repeat": "Repeat"}
READING = (
    "A course that was observed is imposed on the city through demand alone, the same for every sector; who loses and who gains is the "
    "model's own doing, and nothing is fitted to it. A course of demand is taken as it is, against its first month. A course of vacancies "
    "is met month by month: copies of the city with the same luck try the month, and demand is set so that as many vacancies stand open "
    "as were observed, against the city's mean of the year before. Effects compare with a twin that lives on in calm, with the same luck; "
    "changes compare with the city's own first year, as observed changes do. Intervals are 90% over seeds. Levels of a city drawn from "
    "counts of another year need not be those observed; changes and their order by group are what a back-cast can be wrong about."
)


def page(course: pd.DataFrame, groups: pd.DataFrame, about: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    parts = [
        section("answer", "The answer", paragraph(describe(course, groups, about), "answer") + pictures(drawn, "course")),
        section("groups", "What came by group", pictures(drawn, *(name for name in drawn if name != "course")) + table_of_groups(groups)),
        section("course", "How the course was met", table_of_course(course)),
        section("how", "How to read it", paragraph(READING)),
        repeat(about),
    ]
    return whole_page("Back-cast", LINKS, heading(about), parts)


def heading(about: Mapping[str, Any]) -> str:
    """What was lived."""
    asked, city = about["setting"], about["city"]
    ran = (
        f"{city_and_size(asked, city)}, "
        f"{asked['burn_in']} months of burn-in; {asked['months']} months of observed {asked['imposes']} from "
        f"{asked['course']['first']} on ({Path(about['path']).name})."
    )
    return "<h1>What comes here of what was observed?</h1>\n" + paragraph(ran, "note")


def describe(course: pd.DataFrame, groups: pd.DataFrame, about: Mapping[str, Any]) -> str:
    """How well the course was met, what it did to all, and what was seen beside it."""
    far, what = furthest(course), about["setting"]["imposes"]
    met = f"The observed {what} are" if what == "vacancies" else f"The observed {what} is"
    whole = groups[(groups.dimension == ALL) & (groups.outcome == "unemployment")].sort_values("year")
    worst = whole.loc[whole.effect.abs().idxmax()]
    said = [
        f"{met} met within {far:.1%} in every month, mean over seeds"
        + (f" ({course.met.mean():.0%} of single months within {NEAR:.0%})." if what == "vacancies" else "."),
        f"Unemployment is {level(worst.value, 'share')} in {int(worst.year)}, {change(worst.effect, 'share')} "
        f"({interval(worst.effect_low, worst.effect_high, 'share')}) against the calm twin.",
        beside_observed(groups),
    ]
    return " ".join(part for part in said if part)


def beside_observed(groups: pd.DataFrame) -> str:
    """How many observed changes the model's intervals hold; those with an interval that would hold its opposite too are not told."""
    if "observed_change" not in groups:
        return ""
    seen = groups[(groups.year > groups.year.min()) & groups.observed_change.notna()]
    told = seen[seen.change_high - seen.change_low <= 2 * seen.observed_change.abs()]
    held = (told.change_low <= told.observed_change) & (told.observed_change <= told.change_high)
    silent = f" {len(seen) - len(told)} are not told: their interval is wider than twice the change." if len(told) < len(seen) else ""
    return (
        f"Of {len(seen)} observed changes since the first year {int(held.sum())} of {len(told)} told lie in the model's interval.{silent}"
    )


def table_of_groups(groups: pd.DataFrame) -> str:
    """Every year, group and outcome."""
    observed = "observed" in groups
    heads = ["Outcome", "By", "Group", "Year", "Under the course", "Calm twin", "Effect", "90% interval", "Since the first year"]
    lines = []
    for row in groups.sort_values(["outcome", "dimension", "group", "year"], kind="stable").itertuples():
        said = (title_of(row.outcome), row.dimension, row.group, row.year, level(row.value, "share"), level(row.calm, "share"),
                change(row.effect, "share"), interval(row.effect_low, row.effect_high, "share"), change(row.change, "share"))  # fmt: skip
        more = (shown(level, row.observed), shown(change, row.observed_change)) if observed else ()
        lines.append(cells((*said, *more)))
    heads += ["Observed", "Observed since the first year"] if observed else []
    return folded("All groups and years", table("Means of each calendar year", heads, lines, "words"))


def shown(write: Any, value: float) -> str:
    """A share as it is read; nothing where nothing was observed."""
    return write(value, "share") if value == value else ""


def table_of_course(course: pd.DataFrame) -> str:
    """Every month."""
    lines = [
        cells((row.month, f"{row.index_:.3f}", f"{row.wanted:.4g}", f"{row.reached:.4g}", f"{row.gap:+.1%}", f"{row.factor:.3f}",
               f"{row.unemployment_driven:.1%}", f"{row.unemployment_calm:.1%}"))
        for row in course.rename(columns={"index": "index_"}).itertuples()
    ]  # fmt: skip
    heads = ("Month", "Observed, first month = 1", "Wanted", "Reached", "Gap", "Factor of demand", "Unemployment", "Calm twin")
    return folded("All months", table("Means over seeds; vacancies in posts of the model", heads, lines, "words"))


def repeat(about: Mapping[str, Any]) -> str:
    """The command that repeats it."""
    asked = about["setting"]
    words = [f"path={about['path']}", f"start={asked['course']['first']}", f"imposes={asked['imposes']}"]
    words += [f"observed={about['observed']}"] if about.get("observed") else []
    return markup.repeat(about, " ".join(["learncity backcast", *words, *command_words(asked)]), asked)
