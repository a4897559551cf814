"""A virtual randomised trial: who is offered a lever, how much of each place, and what becomes of everybody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from experiments.evidence.trials import treatment
from experiments.evidence.trials.panel import NEVER, Panel, follow
from experiments.evidence.trials.treatment import EMBARGO, Drawn, KeptOut, Reach
from experiments.execution.pool import each
from experiments.execution.progress import OnProgress, quiet
from experiments.inputs.run_spec import RunSpec
from sim import catalogue, chance
from sim.city import City
from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import is_number

DRAWING = 1 << 19
"""A month that never comes: the lots of a trial are drawn in it, so that no card's own luck is touched."""
ANYWAY = 12
"""Months after somebody took a lever up within which her twin's own start counts as 'would have learned anyway' (chosen here)."""
DISTRICTS, CITIES = "districts", "cities"
USUAL, KEPT_OUT, ONE_BOUT = "usual", "kept_out", "one_bout"
FOR_EVER = 1200


@dataclass(frozen=True)
class Design(RunSpec):
    """A trial as a planner or researcher defines it.

    ``shares`` are the shares offered it: each in a world of its own (over cities), or by lot in the districts of
    one world (over districts). ``control`` says how the twins live: as usual; kept out of courses for two years, as the
    control group of an oversubscribed programme; or never in a course, while those offered take none after the first year
    (one bout of courses, by itself).
    """

    lever: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    eligible: str = treatment.USUAL
    shares: tuple[float, ...] = (0.5,)
    over: str = CITIES
    control: str = USUAL
    _: KW_ONLY
    city: str = "helsinki"
    residents: int = 10_000
    months: int = 48
    burn_in: int = 60

    def made(self, seats: bool) -> Any:
        """The lever once its staff are there, with money for everybody who is offered it unless the design or seats limit it."""
        extra = self.extension_cards["lever"]
        declared = {**catalogue.levers(), **extra}[self.lever].declared
        numbers = {**({"first": 0} if "first" in declared else {}), **self.numbers}
        if "budget" not in numbers and not seats:
            numbers["budget"] = declared["budget"].high
        return catalogue.make("lever", self.lever, numbers, "levers", extra)


@dataclass
class World:
    """A city in which some are offered the lever: ``share`` of the eligible in the district of each person followed."""

    share: np.ndarray
    offered: np.ndarray
    lived: Panel


@dataclass
class Trial:
    """One seed: the eligible, the city without the lever (their twins), and the worlds with it."""

    seed: int
    groups: dict[tuple[str, str], np.ndarray]
    taking_up: str
    control: str
    twin: Panel
    worlds: list[World]
    at_start: dict[str, np.ndarray]

    def first(self, world: World) -> np.ndarray:
        """Month (0 is the first) in which each person takes the lever up; NEVER when she does not."""
        return first_month(taken_up(self.taking_up, world.lived) & world.offered)

    def first_alike(self) -> np.ndarray:
        """Month in which each twin does the same; NEVER when she does not."""
        return first_month(self.alike())

    def alike(self) -> np.ndarray:
        """Which twins do, in which month, what counts as taking it up, whoever pays; what they do after being kept out does not."""
        if self.taking_up == "service" or self.control != USUAL:
            return np.zeros_like(self.twin.started)
        return self.twin.trained > 0 if self.taking_up == "employer" else self.twin.started

    def anyway(self, first: np.ndarray) -> np.ndarray:
        """Of those who took it up: who would have done the same without it, within ANYWAY months of doing it."""
        return (first < NEVER) & (self.first_alike() <= first + ANYWAY)


def first_month(events: np.ndarray) -> np.ndarray:
    """First row in which each column is true; NEVER where there is none."""
    return np.where(events.any(axis=0), events.argmax(axis=0), NEVER)


def taken_up(kind: str, lived: Panel) -> np.ndarray:
    """Who takes the lever up in which month."""
    if kind == "service":
        return lived.served > 0
    if kind == "employer":
        return lived.trained > 0
    return lived.started & (lived.helped > 0) if kind == "course" else lived.started


def check(design: Design, seed: int) -> Reach:
    """Mistake when the design cannot be meant; what the lever reaches otherwise."""
    known_or_mistake(design.lever, {**catalogue.levers(), **design.extension_cards["lever"]}, "lever", "lever")
    known_or_mistake(design.over, (DISTRICTS, CITIES), "word", "over")
    known_or_mistake(design.control, (USUAL, KEPT_OUT, ONE_BOUT), "word", "control")
    if design.control != USUAL and len(design.shares) > 1:
        raise Mistake(f"control={design.control} needs one share: the same people are kept out who are offered the lever")
    treatment.words_of(design.eligible)
    for share in design.shares:
        if not is_number(share) or not 0 <= share <= 1:
            raise Mistake(f"share must be a number in 0..1, not {shown(share)}")
    design.cards("shock")
    reach = Reach(replace(design, residents=min(design.residents, 800)).draw_city(seed), design.made(seats=False))
    reach.check(design.lever, design.shares, design.over)
    return reach


def live(design: Design, seed: int) -> Trial:
    """One seed: a city grows up, the eligible are found, lots are drawn, and every world lives on with the same luck."""
    young = design.burn_in_city(seed)
    reach = Reach(young, design.made(seats=False))
    reach.check(design.lever, design.shares, design.over)
    r, rows = young.residents, treatment.rows_of(young.residents, design.eligible)
    worlds = [offer(design, reach, young, rows, shares) for shares in shares_by_world(design, young)]
    twin = follow(design.branch(young, of_twins(design, r, rows[worlds[0].offered])), rows, r.id[rows], design.months)
    at_start = {name: getattr(r, name)[rows].copy() for name in ("searching", "attainment", "sex", "age", "equivalised", "district")}
    return Trial(seed, treatment.groups_of(r, rows), reach.taking_up, design.control, twin, worlds, at_start)


def of_twins(design: Design, residents: Any, rows: np.ndarray) -> list[KeptOut]:
    """What keeps the twins of those offered out of courses."""
    months = {USUAL: 0, KEPT_OUT: EMBARGO, ONE_BOUT: FOR_EVER}[design.control]
    return [KeptOut(residents.id[rows], rows, 0, months)] if months else []


def each_seed(design: Design, measure: Callable[[Trial], Any], seeds: Sequence[int], workers: int | None = 1,
              on_progress: OnProgress = quiet) -> list[Any]:  # fmt: skip
    """``measure(trial)`` of every seed, in the order of the seeds; ``measure`` is a module-level function."""
    return each(partial(measured, design, measure), list(seeds), workers, on_progress)


def measured(design: Design, measure: Callable[[Trial], Any], seed: int) -> Any:
    """One seed, lived and measured."""
    return measure(live(design, seed))


def shares_by_world(design: Design, city: City) -> list[np.ndarray]:
    """For every world the share offered in each district."""
    districts = len(city.facts.districts)
    if design.over == CITIES:
        return [np.full(districts, share) for share in design.shares]
    lot = chance.draws(luck(city.seed, "extension"), np.arange(districts))
    shares = np.empty(districts)
    shares[np.argsort(lot, kind="stable")] = np.resize(design.shares, districts)
    return [shares]


def offer(design: Design, reach: Reach, young: City, rows: np.ndarray, shares: np.ndarray) -> World:
    """Draw who is offered the lever, and let that world live on."""
    r = young.residents
    share = shares[r.district[rows]]
    lever, places = design.made(reach.seats), None
    if reach.unit == "district":
        places = assign_districts(young, shares[0])
        offered = places[r.district[rows]]
    else:
        offered = assign_treatment(young.seed, r.id[rows], share)
    who = rows[offered]
    cards = [lever if reach.unit == "city" else Drawn(lever, r.id[who], who, places)]
    cards += [KeptOut(r.id[who], who, ANYWAY, FOR_EVER)] if design.control == ONE_BOUT else []
    lived = follow(design.branch(young, cards), rows, r.id[rows], design.months)
    return World(share, offered, lived)


def luck(seed: int, decision: str) -> np.uint64:
    """The luck of a trial's lots."""
    return chance.luck(seed, decision, DRAWING)


def assign_treatment(seed: int, ids: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Who is offered it: by a lot of her own, the same in every process; whoever is drawn at a share is drawn at every larger one."""
    return chance.draws(luck(seed, "lever"), ids) < share


def assign_districts(city: City, share: float) -> np.ndarray:
    """Which districts are offered it: so many of them, by lot."""
    lot = chance.draws(luck(city.seed, "extension"), np.arange(len(city.facts.districts)))
    return np.argsort(np.argsort(lot, kind="stable"), kind="stable") < round(share * len(lot))
