"""`learncity trial study=...`: policy studies lived again in the model, each beside its published band."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.console.printing import bold, wide
from experiments.evidence.targets import fitted
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import table as table_of
from experiments.evidence.trials import studies
from experiments.evidence.validation import figures, page, scoring, terminal
from experiments.execution import progress
from experiments.figures import drawing
from experiments.figures.drawing import Picture
from experiments.report import markup
from experiments.report.markup import cells, city_and_size, command_words, paragraph, picture, section, table, whole_page
from experiments.storage.study import About, SettingStudy, Tables

PAGE = "studies.html"
READING = (
    "Each study is lived again as a trial in the model, with the group, the offer and the months of the study as far as the model has "
    "them. A row is in range when the mean over seeds lies in the published band; the interval tells how far it depends on luck. A row "
    "whose interval is wider than what matters is not told. Fitted: which numbers of a lever or a rule name the study as their source."
)


class Studies(SettingStudy):
    """Some policy studies in one setting."""

    made_by, kind, called, what = "learncity trial study", "studies", "studies", "study"
    tables, csv, page = ("findings",), ("findings",), PAGE
    setting: Setting

    def __init__(self, names: list[str], setting: Setting, output: str = "outputs") -> None:
        super().__init__(setting, output, data=fitted.files(), studies=names)
        self.names = names

    def compute(self, folder: Path) -> Tables:
        """Live them."""
        return {"findings": gather(self.names, self.setting)}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """The setting, whose months are those of each study, and the studies."""
        about = super().describe(tables)
        return {**about, "setting": {**about["setting"], "months": "the months of each study"}, "studies": self.names}

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """The picture and the page."""
        found = tables["findings"]
        drawn = drawing.kept("policy_studies", figures.bands(found, found, "V", about), folder / "figures")
        return studies_page(found, about, drawn)

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """The table, the misses, and what cannot be tried yet."""
        found, console = tables["findings"], wide(190)
        console.print(terminal.of_tier(found, scoring.TIERS["V"]))
        console.print(bold(scoring.counts(found), f". {wholly(found)}"), highlight=False)
        terminal.show_misses(console, found)
        absent = studies.missing()
        console.print(f"\nNo lever for these yet: {'; '.join(f'{row.study} ({row.why})' for row in absent.itertuples())}.", highlight=False)


def gather(names: list[str], setting: Setting) -> pd.DataFrame:
    """The findings of these studies."""
    asked, found = studies.found(), []
    with progress.bar(len(setting.seeds) * len(names), "Living", "pieces") as bar:
        told = replace(setting, on_progress=bar)
        for name in names:
            bar.begin(name, len(setting.seeds))
            found += studies.findings(asked[name](told))
    return fitted.with_column(table_of(found))


def wholly(found: pd.DataFrame) -> str:
    """How many rows are in range, or out of it, whatever the luck."""
    inside, outside = scoring.whole(found)
    return f"With their whole interval {inside} lie in their bands and {outside} outside; luck could turn the others."


def studies_page(found: pd.DataFrame, about: Mapping[str, Any], drawn: Picture) -> str:
    """One HTML file that needs nothing else."""
    asked, city = about["setting"], about["city"]
    ran = (f"{city_and_size(asked, city)}, "
           f"{asked['burn_in']} months of burn-in.")  # fmt: skip
    parts = [
        section("answer", "The answer", paragraph(f"{page.describe(found)} {wholly(found)}", "answer") + paragraph(READING, "note")),
        section("pictures", "Picture", picture(drawn)),
        section("V", "Every row", page.rows_of(found)),
        page.missed(found), page.untold(found), absent(), page.how(found), repeat(about),
    ]  # fmt: skip
    heading = "<h1>Do policies work here as they did in the studies?</h1>\n" + paragraph(ran, "note")
    return whole_page("Policy studies", {}, heading, parts, page.OWN_STYLE)


def absent() -> str:
    """Studies that wait for a lever."""
    rows = [cells((row.study, row.what, row.why, row.source)) for row in studies.missing().itertuples()]
    heads = ("Study", "Finding", "Why not", "Source")
    return section("absent", "What cannot be tried yet", table("Studies whose lever the model does not have", heads, rows, "words"))


def repeat(about: Mapping[str, Any]) -> str:
    """The command that repeats it."""
    words = [f"study={','.join(about['studies'])}", *command_words(about["setting"], ("city", "residents", "burn_in"))]
    return markup.repeat(about, " ".join(["learncity trial", *words]))
