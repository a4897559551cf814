"""Pick anybody: the effects on any crossing of up to three traits, chosen on the page itself, without a network."""

import json
import math
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.outcomes import wording
from experiments.outcomes.crossings import ANYBODY, COLUMNS, DISTRICT, OF_WHOM, TOLD, TRAITS, Group, group_of, said
from experiments.outcomes.definitions import LATE, THRESHOLDS
from experiments.outcomes.paired_effects import FEW
from experiments.outcomes.verdicts import FEW_LIVED, ONE_SEED, UNCLEAR, UNKNOWN
from experiments.outcomes.who_in_words import OUTCOME, PICKED, picked
from experiments.report.markup import paragraph
from sim.groups import PHRASES

CHIPS: dict[str, dict[str, str]] = {
    "Low-educated women of foreign background": {"education": "low", "sex": "women", "origin": "foreign-born"},
    "Low-educated foreign-born": {"education": "low", "origin": "foreign-born"},
    "Young people of little-schooled parents": {"age": "15-24", "parents": "low schooling"},
    "Low-educated, 55-74": {"education": "low", "age": "55-74"},
    "Women born in the Middle East or Africa": {"sex": "women", "origin": "Middle East and Africa"},
    "Low-educated with a limitation": {"education": "low", "limitation": "limited"},
    "Everybody": {},
}
"""Groups that are one click away, besides those who are worst off and helped most and least."""
NAMES = {
    ("limitation", "none"): "no limitation", ("limitation", "limited"): "some or severe limitation",
    ("origin", "native"): "native", ("parents", "low schooling"): "parents of low schooling",
    ("parents", "high schooling"): "parents of high schooling", ("education", "low"): "low education",
    ("education", "medium"): "medium education", ("education", "high"): "high education", ("limitation", "some"): "some limitation",
    ("limitation", "severe"): "severe limitation", ("language", "little"): "little command of the language",
    ("language", "some"): "some command of the language", ("language", "good"): "good command of the language",
    **{("origin", group): words for group, words in PHRASES["origin"].items()},
}  # fmt: skip
VERDICTS = (FEW, UNCLEAR, "better", "worse", ONE_SEED, UNKNOWN, FEW_LIVED, "higher", "lower")
SLOTS = 3
HOW = (
    "Every interval is paired over the seeds. The wider, pale one holds for all groups that can be picked at once (Bonferroni): whoever "
    "goes through them in search of a clear effect should trust that one. People are of all ages unless an age is picked. A district is "
    "crossed with one other trait. Groups of two and three traits are rates of all person-months together."
)


def picker(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> str:
    """Chips, three selects and a place for the answer; nothing where no crossings were kept."""
    if "groups_crossed" not in tables:
        return ""
    names = dict(zip(tables["districts"]["group"].astype(str), tables["districts"]["name"], strict=True))
    data = data_of(tables["groups_crossed"], manifest)
    selects = "".join(select(slot, names) for slot in range(1, SLOTS + 1))
    radios = "".join(radio(world) for world in data["worlds"])
    worlds = f'<span class="worlds">{radios}</span>' if len(data["worlds"]) > 1 else ""
    here = Path(__file__)
    style, script = (here.with_name(f"crossed.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return (
        f'<div class="picker" id="picker" hidden>\n<style>{style}</style>\n<h3>Pick anybody</h3>\n'
        f'<div class="chips" role="group" aria-label="Groups one click away">{chips(tables)}</div>\n'
        f'<form class="traits" onsubmit="return false">{selects}{worlds}</form>\n<div class="picked" aria-live="polite"></div>\n'
        f"{paragraph(HOW, 'note')}</div>\n<noscript>{paragraph('Effects on any crossing of up to three traits are in groups_crossed.csv.')}"
        f'</noscript>\n<script type="application/json" id="picker-data">{as_script(data)}</script>\n<script>{script}</script>\n'
    )


def as_script(data: Any) -> str:
    """Plain data that no name of a district can end."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def chips(tables: Mapping[str, pd.DataFrame]) -> str:
    """Buttons that pick a group at once."""
    wanted = list(CHIPS.items())
    crossed = tables["groups_crossed"]
    by_name = {said(group): group for group in map(group_of, crossed[traits_of_people(crossed)].to_dict("records"))}
    for what in PICKED:
        row = picked(tables["effects"], OUTCOME, what, "calm")
        if row is not None and row.group in by_name:
            wanted.append((f"{what.capitalize()}: {row.group}", dict(by_name[row.group])))
    return "".join(f'<button type="button" data-pick="{escape(key_of(group))}">{escape(name)}</button>' for name, group in wanted)


def traits_of_people(crossed: pd.DataFrame) -> pd.Series:
    """One row per group without a district."""
    return (crossed.district == ANYBODY) & (crossed.outcome == OUTCOME) & (crossed.world == "calm") & (crossed.window == LATE)


def key_of(group: Mapping[str, str]) -> str:
    """'education=low|sex=women': how a group is called between page and script."""
    return "|".join(f"{trait}={group[trait]}" for trait in COLUMNS if trait in group)


def select(slot: int, districts: Mapping[str, str]) -> str:
    """One of the selects: all groups by trait."""
    parts = [f'<option value="">{"anybody" if slot == 1 else "and nothing else"}</option>']
    for trait, groups in TRAITS.items():
        parts.append(options(trait, ((group, NAMES.get((trait, group), group)) for group in groups)))
    parts.append(options(DISTRICT, sorted(districts.items(), key=lambda one: one[1])))
    label = ("Who", "and", "and")[slot - 1]
    return f'<label><span>{label}</span><select id="picker-{slot}">{"".join(parts)}</select></label>'


def options(trait: str, groups: Iterable[tuple[str, str]]) -> str:
    """The groups of one trait."""
    inside = "".join(f'<option value="{escape(f"{trait}={group}")}">{escape(name)}</option>' for group, name in groups)
    return f'<optgroup label="{escape(trait)}">{inside}</optgroup>'


def radio(world: str) -> str:
    """Calm, or under the shock."""
    checked = " checked" if world == "calm" else ""
    words = "calm years" if world == "calm" else "under the shock"
    return f'<label class="world"><input type="radio" name="picker-world" value="{world}"{checked}> {words}</label>'


def data_of(crossed: pd.DataFrame, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What the script needs: per group its people and, by world and outcome, numbers in the digits that are shown."""
    late = crossed[crossed.window == LATE]
    worlds = [world for world in ("calm", "shock") if world in set(late.world)]
    outcomes = [{"name": name, "title": wording.title_of(name), "unit": late.unit[late.outcome == name].iloc[0]} for name in OF_WHOM]
    place = {(world, name): k for k, (world, name) in enumerate((world, name) for world in worlds for name in OF_WHOM)}
    groups: dict[str, list[Any]] = {}
    for row in late.to_dict("records"):
        group = group_of(row)
        if row["verdict"] == FEW and row[DISTRICT]:
            continue  # of too few in a district nothing is sent: there are thousands
        rows = groups.setdefault(key_of(dict(group)), [round(row["residents"]), spoken(group), *([0] * len(place))])
        rows[2 + place[row["world"], row["outcome"]]] = numbers(row)
    return {"worlds": worlds, "outcomes": outcomes, "verdicts": VERDICTS, "few": FEW, "groups": groups,
            "each": manifest["city"]["people_per_resident"], "seeds": len(manifest["question"]["seeds"]),
            "least": [THRESHOLDS.least_told, TOLD.least_crossed]}  # fmt: skip


def spoken(group: Group) -> str:
    """The group in words; of those in districts the script makes them, from the district's name."""
    return "" if DISTRICT in dict(group) else said(group)


def numbers(row: Mapping[str, Any]) -> Any:
    """Baseline, policy, effect, both intervals, groups looked at and verdict; of too few, how many were asked."""
    if row["verdict"] == FEW:
        return round(row["counted"])
    share = row["unit"] in wording.POINTS
    level, change = (1000, 10_000) if share else (1, 1)
    ends = [digits(row[name], change, row["verdict"]) for name in ("effect", "low", "high", "low_of_all", "high_of_all")]
    return [round(level * row["baseline"]), round(level * row["policy"]), *ends, row["looked_at"], VERDICTS.index(row["verdict"])]


def digits(value: float, scale: int, verdict: str) -> float | None:
    """A number in its last digit shown; one of a clear effect is not nothing, however near it comes."""
    if not math.isfinite(value):
        return None
    whole = round(scale * value)
    return float(f"{scale * value:.1g}") if whole == 0 and verdict in wording.CLEAR else whole
