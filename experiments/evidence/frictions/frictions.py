"""What stands between an investment and its effect: each friction in a run, and in a city where it is switched off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.effects import OWN
from experiments.evidence.trials.estimates import Estimate, mean, over_seeds, pick, ratio, together
from experiments.evidence.trials.studies import simulate_trials
from experiments.evidence.trials.studies.training import A_YEAR, ALONE, PAID_WHOLLY, half_year
from experiments.evidence.trials.studies.vouchers import EVERYTHING
from experiments.evidence.trials.trial import ONE_BOUT, Trial
from experiments.evidence.trials.wording import enough
from experiments.evidence.validation.poaching import after_training
from sim.behaviours.enrolment import Enrolment
from sim.tables import EDUCATION
from sim.tally import NUMBER

AS_IS, OFF, ON = "as it is", "switched off", "switched on"
SEATS = {"budget": 2e7}
THIRDS = ("least", "middle", "most")
SHARES = (0.25, 0.5, 0.75, 0.9)
HIGH = Enrolment.declared["high"].default
COLUMNS = ["x", "value", "low", "high", "seeds"]


@dataclass(frozen=True)
class Friction:
    """One friction: what is drawn along x, and the parameters that switch it off, or only weaken it.

    One that is ``not_in_force`` is not in the city as it is; its parameters switch it on.
    """

    name: str
    what: str
    unit: str
    along: str
    off: dict[str, float]
    switched: str
    draw: Callable[[Setting], pd.DataFrame]
    only_weakened: bool = False
    not_in_force: bool = False

    @property
    def other(self) -> str:
        """What the other world is called."""
        return ON if self.not_in_force else "weakened" if self.only_weakened else OFF


def points(estimates: Mapping[Any, Estimate], scale: float = 1.0) -> pd.DataFrame:
    """Estimates along x as rows."""
    rows = [(x, scale * one.value, *(scale * end for end in one.interval), one.seeds) for x, one in estimates.items()]
    return pd.DataFrame(rows, columns=COLUMNS)


def line(effects: pd.DataFrame, estimand: str, outcome: str, scale: float, **keys: str) -> pd.DataFrame:
    """One line of a trial by month."""
    rows = enough(pick(effects, estimand, outcome, **keys))
    ends = {name: scale * rows[name] for name in ("value", "low", "high")}
    return pd.DataFrame({"x": rows.month, **ends, "seeds": rows.seeds})[COLUMNS]


def by_month(tops: Sequence[np.ndarray], bottoms: Sequence[np.ndarray], *, scale: float = 1.0) -> pd.DataFrame:
    """Ratios of sums over seeds, month by month."""
    top, bottom = np.array(tops, float), np.array(bottoms, float)
    return points({month + 1: ratio(top[:, month], bottom[:, month]) for month in range(top.shape[1])}, scale)


def lock_in(setting: Setting) -> pd.DataFrame:
    """Employment of unemployed takers of a half-year course, against the same people kept out."""
    sums = together(simulate_trials(setting, "skills_vouchers", A_YEAR, half_year, **ALONE, months=36))
    effects = over_seeds(sums[sums.dimension == "half-year course"])
    return line(effects, "taken_up", "employed", 100, clock=OWN, dimension="half-year course", group="all")


def waiting(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """Turned away for want of a seat, and all who asked, by month."""
    lived = trial.worlds[0].lived
    return lived.turned_away, lived.turned_away + lived.tallies[:, NUMBER["started"]]


def queue(setting: Setting) -> pd.DataFrame:
    """Of those who ask for a seat while vouchers pay everything for everybody: how many are turned away."""
    found = simulate_trials(setting, "skills_vouchers", {**EVERYTHING, "below": 9}, waiting, eligible="adults", shares=(1.0,), months=36)
    return by_month(*zip(*found, strict=True), scale=100)


def more_seats(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """Seats on top of the twin city's, and those of the twin city, by month."""
    return trial.worlds[0].lived.seats - trial.twin.seats, trial.twin.seats


def lag(setting: Setting) -> pd.DataFrame:
    """Seats that open after money for them is set aside, against the seats there were."""
    found = simulate_trials(setting, "second_chance", SEATS, more_seats, eligible="low+grown", shares=(1.0,), months=48)
    return by_month(*zip(*found, strict=True), scale=100)


def fade_out(setting: Setting) -> pd.DataFrame:
    """What the certificates of one bout of courses show to employers, above the same people without, over eight years."""
    effects = over_seeds(together(simulate_trials(setting, "skills_vouchers", A_YEAR, shares=(1.0,), control=ONE_BOUT, months=108)))
    return line(effects, "taken_up", "credential", 1, clock=OWN)


def by_education(setting: Setting, estimand: str, outcome: str) -> pd.DataFrame:
    """A share of each level of education, in a year of vouchers that pay everything for everybody."""
    sums = together(simulate_trials(setting, "skills_vouchers", {**PAID_WHOLLY, "months": 12}, eligible="adults", shares=(0.5,), months=24))
    groups = {group: mean(sums, estimand, outcome, (12, 12), dimension="education", group=group) for group in EDUCATION}
    return points(groups, 100)


def deadweight(setting: Setting) -> pd.DataFrame:
    """Of those who learn with a voucher: how many would have learned anyway."""
    return by_education(setting, "deadweight", "learned")


def gradient(setting: Setting) -> pd.DataFrame:
    """Who uses a voucher that everybody gets."""
    return by_education(setting, "take_up", "take-up")


def seats_by_skill(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """Who has begun a course within two years, and all, by thirds of skill at the start."""
    lived = trial.worlds[0].lived
    skill = lived.skill[0]
    third = np.searchsorted(np.quantile(skill, [1 / 3, 2 / 3]), skill)
    return np.bincount(third[lived.started.any(axis=0)], minlength=len(THIRDS)), np.bincount(third, minlength=len(THIRDS))


def skimming(setting: Setting) -> pd.DataFrame:
    """Who gets the seats when vouchers pay everything for everybody."""
    found = simulate_trials(
        setting, "skills_vouchers", {**EVERYTHING, "below": 9}, seats_by_skill, eligible="adults", shares=(1.0,), months=24
    )
    begun, everybody = (np.array(part, float) for part in zip(*found, strict=True))
    return points({name: ratio(begun[:, n], everybody[:, n]) for n, name in enumerate(THIRDS)}, 100)


def displacement(setting: Setting) -> pd.DataFrame:
    """Employment of the unemployed not offered guidance, against their twins, as more of the others are."""
    sums = together(simulate_trials(setting, "guidance", {"after": 0, "search": 2.0}, shares=SHARES, months=12))
    return points({f"{100 * share:g}%": mean(sums, "not_offered", months=(4, 12), level=f"{share:g}") for share in SHARES}, 100)


def poached(setting: Setting) -> pd.DataFrame:
    """Employees trained by their employer who work for another one, by months since."""
    found = setting.over_seeds(after_training)
    return by_month(*zip(*found, strict=True), scale=100)


def gone(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """Who has left the city (or died), and who was there at the start, by month."""
    here = trial.twin.present
    return here.shape[1] - here.sum(axis=1), np.full(len(here), here.shape[1])


def out_migration(setting: Setting) -> pd.DataFrame:
    """Highly educated adults who have left the city, and what was invested in them with them."""
    found = simulate_trials(setting, "skills_vouchers", {"budget": 0}, gone, eligible="adults+high", shares=(0.0,), months=120)
    return by_month(*zip(*found, strict=True), scale=100)


FRICTIONS = (
    Friction("lock-in", "Employment of takers of half-year courses", "points", "months since the course began", {"job_search.lock_in": 1.0},
             "who studies searches for work as much as others", lock_in),
    Friction("queue", "Turned away for want of a seat, of all who ask for one", "per cent", "months since vouchers pay everything",
             {"course_supply.starts": 2.0}, "seats for everybody", queue),
    Friction("lag", "Seats on top of those there were", "per cent", "months since the money is there",
             {"course_supply.hiring": 0.5, "course_supply.lag": 1.0, "course_supply.listening_lag": 1.0},
             "instructors and seats are found at once", lag),
    Friction("fade-out", "Certificates of takers of one bout of courses, above their twins'", "SD", "months since the course began",
             {"growing_older.half_life": 240.0}, "certificates keep their worth", fade_out),
    Friction("deadweight", "Users of a voucher who would have learned anyway", "per cent", "education", {"enrolment.price": 10.0},
             "the price decides who learns", deadweight, only_weakened=True),
    Friction("displacement", "Employment of the unemployed not offered help", "points", "share offered help",
             {"demand.filling": 0.25, "demand.entry": 0.1, "demand.fetches": 0.0, "hiring.recruits": 20.0},
             "firms open posts until three of four vacancies stay open for a month, and have the time to fill them", displacement,
             only_weakened=True),
    Friction("take-up gradient", "Use of a voucher that everybody gets", "per cent", "education",
             {"enrolment.low": HIGH, "enrolment.medium": HIGH}, "everybody wishes to learn as the highly educated do", gradient),
    Friction("cream-skimming", "Adults who get a seat in two years while vouchers pay everything for everybody", "per cent",
             "thirds of adults by skill", {"enrolment.skims": 2.0}, "providers turn applicants of little basic skill away",
             skimming, not_in_force=True),
    Friction("poaching", "Employees trained by their employer who work for another one", "per cent", "months since they were trained",
             {"job_search.employed": 0.0, "job_search.employed_new": 0.0}, "nobody with a job looks for another", poached),
    Friction("out-migration", "Highly educated adults who have left the city", "per cent", "months", {"living_together.skilled": 0.0},
             "the highly educated move no more than others", out_migration),
)  # fmt: skip
ABSENT = {"the employers' answer to poaching": "trained staff are taken by other employers, but no employer trains less for fear of it"}


def curves(friction: Friction, setting: Setting) -> pd.DataFrame:
    """The friction in the city as it is, and where it is switched off."""
    off = replace(setting, parameters={**setting.parameters, **friction.off})
    worlds = {AS_IS: friction.draw(setting), friction.other: friction.draw(off)}
    found = [rows.assign(world=world, friction=friction.name, unit=friction.unit) for world, rows in worlds.items()]
    whole = pd.concat(found, ignore_index=True)
    return whole.astype({"x": str, "value": float, "low": float, "high": float})
