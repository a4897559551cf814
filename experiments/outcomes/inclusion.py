"""The inclusion profile: where each group stands from school to pay, at which step it falls behind, and which wall holds it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.outcomes.crossings import ANYBODY, COLUMNS, DISTRICT, Group, said
from experiments.outcomes.definitions import THRESHOLDS
from sim.groups import GROUPS

TRAITS = [name for name in COLUMNS if name != DISTRICT]
GROUPS_TOLD: tuple[Group, ...] = (
    (), (("origin", "native"),), *((("origin", name),) for name in GROUPS["origin"][1:]), (("sex", "women"), ("origin", "native")),
    (("sex", "women"), ("origin", "foreign-born")), *((("language", name),) for name in GROUPS["language"]),
    *((("limitation", name),) for name in GROUPS["limitation"]), (("sex", "women"),), (("sex", "men"),),
)  # fmt: skip
"""Groups of the profile on the page; any other of up to two traits can be asked for."""
BEST = {"origin": "native", "limitation": "none", "language": "good"}
"""The group that others of its trait are held against."""
STEPS = {
    "upper": ("upper secondary education at 20-24", "upper", "young"),
    "higher": ("a degree at 25-34", "higher", "adults"),
    "active": ("being in the labour force", "active", "people"),
    "found": ("having work, of those in the labour force", "employed", "active"),
    "pay": ("pay of a month", "pay", "employed"),
}
"""From school to pay: in words, and the counts whose ratio it is."""
FATES = {
    "hired": "hired", "another": "took another job", "undecided": "nobody has chosen yet", "papers": "schooling not recognised",
    "speech": "the language", "skills": "skills", "name": "name or limitation", "ranked": "another was better",
}  # fmt: skip
"""What becomes of applications, in words."""
WALLS = ("papers", "speech", "skills", "name", "ranked")
"""Ends of applications that a policy could change."""
NEAR = 0.97
"""From this ratio to others on a group does not fall behind at a step."""


class Standing(NamedTuple):
    """One group in one world: steps (rates, and pay in EUR a month), applications by fate (shares), applications a month, residents."""

    steps: dict[str, float]
    fates: dict[str, float]
    sent: float
    silent: float
    overqualified: float
    people: float


def standing(rows: pd.DataFrame, group: Group, world: str = "baseline") -> Standing | None:
    """A group in the calm world, all seeds together; None where the model has too few of it."""
    asked = dict(group)
    wanted = np.logical_and.reduce([rows[trait] == asked.get(trait, ANYBODY) for trait in TRAITS])
    found = rows[wanted & (rows.world == world) & (rows["shock"] == "none")]
    summed: Any = found.select_dtypes("number").sum()
    seeds = max(1, rows.seed.nunique())
    if len(found) == 0 or summed.people / seeds < THRESHOLDS.least_told:
        return None
    sent = float(sum(summed[fate] for fate in FATES))
    return Standing(
        {name: ratio(summed[top], summed[bottom]) for name, (_, top, bottom) in STEPS.items()},
        {fate: ratio(summed[fate], sent) for fate in FATES},
        ratio(sent, summed.seekers), ratio(summed.silent, summed.seekers), ratio(summed.below, summed.tertiary), summed.people / seeds,
    )  # fmt: skip


def ratio(top: float, bottom: float) -> float:
    """top / bottom; not a number of nobody."""
    return float(top) / float(bottom) if bottom > 0 else float("nan")


def compared_with(group: Group) -> Group:
    """Whom a group is held against: natives of the same sex, those without a limitation, those who speak well; else everybody."""
    changed = tuple((trait, BEST.get(trait, one)) for trait, one in group if trait in BEST or trait == "sex")
    return changed if any(trait in BEST for trait, _ in group) and changed != group else ()


def behind(of: Standing, other: Standing) -> str:
    """The step at which a group falls behind most; nothing where it keeps up."""
    ratios = {name: ratio(of.steps[name], other.steps[name]) for name in STEPS}
    known = {name: value for name, value in ratios.items() if np.isfinite(value)}
    least = min(known, key=lambda name: known[name], default="")
    return least if least and known[least] < NEAR else ""


def wall(of: Standing, other: Standing) -> str:
    """The end of applications that is most in excess of others'; being outranked only where no other wall is; nothing where none is."""
    more = {fate: of.fates[fate] - other.fates[fate] for fate in WALLS[:-1]}
    more |= {"ranked": of.fates["ranked"] - other.fates["ranked"]} if max(more.values()) <= 0.005 else {}
    most = max(more, key=lambda fate: more[fate] if np.isfinite(more[fate]) else -1.0)
    return most if more[most] > 0.005 else ""


def sentence(rows: pd.DataFrame, group: Group, world: str = "baseline") -> str:
    """'Foreign-born women fall behind native women most in ...; of 100 applications ...'; nothing of too few, or of whom nobody leads."""
    of, other = (standing(rows, one, world) for one in (group, compared_with(group)))
    if of is None or other is None or not compared_with(group):
        return ""
    step, against = behind(of, other), said(compared_with(group))
    ends = ", ".join(f"{100 * of.fates[fate]:.0f} at {FATES[fate]}" for fate in WALLS[:-1] if of.fates[fate] >= 0.005)
    who = said(group)
    first = (
        f"{who[0].upper()}{who[1:]} fall behind {against} most in {STEPS[step][0]} ({told(step, of)} against {told(step, other)})"
        if step else f"{who[0].upper()}{who[1:]} keep up with {against} from school to pay"
    )  # fmt: skip
    fail = f"; of 100 applications {100 * of.fates['hired']:.0f} end in a job ({100 * other.fates['hired']:.0f})"
    held = wall(of, other)
    more = f"; what fails them more often than {against} is {FATES[held]}" if held else ""
    return f"{first}{fail}{f' and fail {ends}' if ends else ''}{more}."


def told(step: str, of: Standing) -> str:
    """A step's number in words."""
    value = of.steps[step]
    return f"EUR {value:,.0f}" if step == "pay" else f"{100 * value:.0f}%"


def changes(rows: pd.DataFrame, group: Group) -> Mapping[str, float]:
    """What the policy changes for a group: employed of 20-64 in points, and hired applications of 100; calm world."""
    before, after = (standing(rows, group, world) for world in ("baseline", "policy"))
    if before is None or after is None:
        return {"work": float("nan"), "hired": float("nan")}
    work = [one.steps["active"] * one.steps["found"] for one in (before, after)]
    return {"work": 100 * (work[1] - work[0]), "hired": 100 * (after.fates["hired"] - before.fates["hired"])}
