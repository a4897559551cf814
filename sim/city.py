"""The city as an engine: tables, conditions, luck, and the order of a month. Knows no Mesa."""

import copy
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self, cast

import numpy as np

from sim import catalogue, chance, facts, frames, population, portraits, tally, told_people
from sim.aim import placed
from sim.catalogue import Behaviour, Lever, Shock, cards_of
from sim.city_numbers import parameters_of
from sim.conditions import Conditions
from sim.declare import Mistake, known_or_mistake, shown
from sim.facts.fitted_numbers import warn_of
from sim.money import CityHall
from sim.own_columns import OwnColumns, declared_in
from sim.own_indicators import OwnObservations, parted
from sim.own_month import order_of
from sim.planned import check_together
from sim.showing import is_number, is_whole
from sim.tables import Branches, Employers, Households, Memory, Offers, Posts, Providers, Residents, Trades
from sim.written_numbers import number_of

MONTH = (
    "setting_conditions",  # shocks, then levers, change what everybody faces; money is set aside
    "growing_older",  # birthdays, births, deaths, retirement
    "living_together",  # leaving home, pairing, separating, moving in and out of the city
    "schooling",  # pupils learn, leave early or go on; initial education ends
    "labour_supply",  # who starts to look for work, who gives up
    "demand",  # how many posts each employer wants; closures and new firms
    "green_transition",  # firms change to low-carbon practice, vacant posts to green work
    "separation",  # layoffs, quits, recalls
    "aided_work",  # apprentices learn; paid-for jobs and apprenticeships come to their end
    "vacancies",  # posts open up and are posted; commuters take some
    "employer_training",  # employers train their staff
    "course_supply",  # providers move seats and contents, with a lag
    "enrolment",  # who wishes to learn, who gets a seat, and why not
    "studying",  # skills grow, people drop out or complete
    "job_search",  # who applies where
    "hiring",  # one offer per post, one job per person
    "working_hours",  # full time or part time
    "wages",  # pay at hiring, raises
    "incomes",  # taxes, benefits, household income
    "language",  # who came from abroad learns the language, in class, at work and among friends
    "skills",  # learning by doing, loss out of work, obsolescence
    "community",  # what people know, wish and trust spreads among acquaintances
    "observing",  # the month is counted
)


class City:
    """A city of ``residents`` rows, each standing for ``weight`` people, drawn by ``seed``.

    Without a seed it is always the city of seed 1; ``LearningCity``, as Mesa's models do, then draws another one each time.
    What has been fitted to the city's counts (``facts.fitted``) is in force where ``parameters`` say nothing else.
    ``levers`` and ``shocks`` are cards, their names, or a mapping of names to numbers. Own ``behaviours`` are classes by their
    names, and ``month`` says where each of them acts: ``{"saving": "after incomes"}``. ``people`` is a table of one row per person
    (a CSV or Parquet file, or a DataFrame such as ``to_frame()`` gives): residents are drawn from it, and what it leaves open as usual.
    ``courses``, ``providers`` and ``occupations`` are CSV files whose rows add courses, kinds of schools and occupations to the
    catalogue, or change them.
    """

    _lucks: tuple[int, np.ndarray] = (-1, np.empty(0, np.uint64))
    """The month of these lucks, and the luck of every decision in it."""

    def __init__(
        self,
        city: str | Path = "helsinki",
        residents: int = 10_000,
        seed: int = 1,
        levers: Iterable[Lever | str] = (),
        shocks: Iterable[Shock | str] = (),
        parameters: dict[str, float] | None = None,
        extra_indicators: dict[str, Callable] | None = None,
        behaviours: Mapping[str, type[Behaviour]] | Iterable[type[Behaviour]] = (),
        month: Mapping[str, str] | None = None,
        people: Any = None,
        courses: str | Path | None = None,
        providers: str | Path | None = None,
        occupations: str | Path | None = None,
    ) -> None:
        check_whole("residents", residents, 1, 20_000_000)
        check_whole("seed", seed, 0, 2**62)
        self.seed = int(seed)
        self.facts = facts.city(city, people, occupations)
        warn_of(str(city), self.facts.fitted)
        self.price_level = self.facts.mean_wage / facts.PRICED_AT
        self.occupations, self.sectors = self.facts.work.occupations, self.facts.work.sectors
        self.teaching = facts.teaching(self.price_level, courses, providers)
        self.courses = self.teaching.courses
        self.extra_indicators, self.own_indicators = parted(extra_indicators or {})
        self.month = 0
        self.tally = tally.blank()
        self.walls = np.empty(0, np.uint8)
        own = {**parameters_of(self.facts.fitted.in_force), **(parameters or {})}
        self.behaviours = make_behaviours(own, by_name(behaviours), month)
        drawn = population.draw(self.facts, int(residents), self.seed)
        self._settle(drawn)
        self.own_columns = OwnColumns(self.residents, declared_in(self.behaviours))
        self.plan(levers, shocks)
        self.observations = OwnObservations(self)
        for behaviour in self.behaviours:
            behaviour.prepare(self)
            if drawn.pay is not None and isinstance(behaviour, catalogue.behaviours()["wages"]):
                told_people.pay_as_told(self, drawn.pay)
        self.observations.look(self, self.month)

    def _settle(self, people: population.Population) -> None:
        self.fit, self.weight = people.report, people.weight
        self.residents, self.households = Residents(0), Households(0)
        self.residents.adopt(people.columns)
        self.households.adopt(people.households)
        self.employers, self.posts, self.providers, self.offers = Employers(0), Posts(0), Providers(0), Offers(0)
        self.memory = Memory(1)
        self.trades, self.branches = Trades(len(self.occupations.schooling)), Branches(len(self.sectors.tradable))

    def plan(self, levers: Iterable[Lever | str] = (), shocks: Iterable[Shock | str] = ()) -> None:
        """From this month on, these levers and shocks: month 0 of their calendar is now. Their order is of no matter."""
        self.levers = sorted(cards_of("lever", levers), key=lambda card: card.called)
        self.shocks = sorted(cards_of("shock", shocks), key=lambda card: (card.name(), card.start))
        for lever in self.levers:
            lever.aim = placed(lever.aim, self.facts.districts, lever.called)
        check_together(self.levers)
        self.policy_month = self.month
        self.hall = CityHall(self.levers, self.weight)
        self.refit_conditions()
        for lever in self.levers:
            lever.prepare(self)

    def refit_conditions(self) -> None:
        """Give the conditions the lengths of today's tables."""
        self.conditions = Conditions(
            {
                "sector": len(self.sectors.tradable),
                "occupation": len(self.occupations.schooling),
                "district": len(self.facts.districts),
                "employer": len(self.employers),
                "offer": len(self.offers),
                "resident": len(self.residents),
                "payer": len(self.levers),
            }
        )

    @property
    def since_policy(self) -> int:
        """Months since the policy date: the calendar of levers and shocks."""
        return self.month - self.policy_month

    def luck(self, decision: str) -> np.uint64:
        """The luck of one decision this month, to be handed to a kernel with who decides."""
        month, lucks = self._lucks
        if month != self.month:
            lucks = chance.lucks_of(np.uint64(self.seed), self.month, len(chance.DECISIONS))
            self._lucks = self.month, lucks
        return lucks[chance.NUMBER[decision]]

    def own_luck(self, decision: str) -> np.uint64:
        """The luck this month of a decision that a behaviour of your own makes, by any name; hand it to ``sim.chance.draws`` with ids."""
        named = int.from_bytes(hashlib.sha256(decision.encode()).digest()[:7], "big")
        return np.uint64(chance.word(self.luck("extension"), named))

    def behaviour(self, name: str) -> Behaviour:
        """The behaviour that acts in this place of the month: the packaged one of this name, or the one that acts instead of it."""
        kind = catalogue.behaviours().get(name)
        found = next((one for one in self.behaviours if one.name() == name or (kind and isinstance(one, kind))), None)
        if found is None:
            known_or_mistake(name, [one.name() for one in self.behaviours], "behaviour", "behaviour")
        return cast("Behaviour", found)

    def luck_for_ever(self, decision: str) -> np.uint64:
        """Luck that stays the same in every month: which posts stop first, which tasks are automated first."""
        return chance.luck(self.seed, decision, 1 << 20)

    def step(self) -> None:
        """One month, in the order of MONTH, with a user's own behaviours at their places."""
        self.tally.fill(0)
        for behaviour in self.behaviours:
            behaviour.act(self)
        self.month += 1

    def run(self, months: int) -> Self:
        """So many months; returns the city."""
        check_whole("months", months, 1, 12_000)
        for _ in range(months):
            self.step()
        return self

    def branch(self, levers: Iterable[Lever | str] = (), shocks: Iterable[Shock | str] = ()) -> Self:
        """An independent copy of this city from now on, with its own levers and shocks and the same luck."""
        twin = copy.copy(self)
        for name in ("residents", "households", "employers", "posts", "providers", "offers", "memory", "trades", "branches"):
            setattr(twin, name, getattr(self, name).copy())
        twin.tally = self.tally.copy()
        twin.own_columns = self.own_columns.copy(twin.residents)
        twin.behaviours = [own_copy(behaviour) for behaviour in self.behaviours]
        twin.plan(copy.deepcopy(cards_of("lever", levers)), copy.deepcopy(cards_of("shock", shocks)))
        twin.observations = OwnObservations(twin)
        twin.observations.look(twin, twin.month)
        return twin

    @property
    def history(self) -> Any:
        """pandas DataFrame: one row per month since the start or the branch, one column per indicator."""
        return self.observations.history()

    def indicator(self, name: str) -> float:
        """One indicator now."""
        return self.observations.now(name)

    def to_frame(self, table: str = "residents", columns: Iterable[str] | None = None, words: bool = True) -> Any:
        """pandas DataFrame of the living rows of a table, codes as words; units in ``attrs``; with columns of your own behaviours."""
        return frames.of_city(self, table, columns, words)

    def friendships(self, graph: bool = False) -> Any:
        """Who knows whom, as a DataFrame of pairs of ids, or with ``graph`` as a networkx Graph."""
        return frames.friendships(self, graph)

    def __repr__(self) -> str:
        return portraits.city_text(self)

    def _repr_html_(self) -> str:
        return portraits.city_html(self)


def make_behaviours(
    parameters: Mapping[str, float], own: Mapping[str, type[Behaviour]] | None = None, month: Mapping[str, str] | None = None
) -> list[Behaviour]:
    """The behaviours of a month, a user's ``own`` among them, with parameters such as {'enrolment.peers': 2.0}; Mistake for unknown ones.

    Numbers of a packaged behaviour that another acts instead of are that one's.
    """
    order = month_of(own, month)
    cards = {**catalogue.behaviours(), **(own or {})}
    by_card: dict[str, dict[str, float]] = {name: {} for name in order}
    for path, value in parameters.items():
        card, _, number = str(path).partition(".")
        if card in MONTH and card not in by_card:
            card = order[[issubclass(cards[name], cards[card]) for name in order].index(True)]
        known_or_mistake(card, order, "behaviour", f"parameters: {path}")
        by_card[card][number] = value
    return [cards[name](**by_card[name]) for name in order]


def month_of(own: Mapping[str, type[Behaviour]] | None = None, month: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The order of a month in which a user's own behaviours act too."""
    return order_of(MONTH, catalogue.behaviours(), own or {}, month)


def by_name(behaviours: Mapping[str, type[Behaviour]] | Iterable[type[Behaviour]]) -> dict[str, type[Behaviour]]:
    """Classes of behaviours by the names that users write."""
    if isinstance(behaviours, Mapping):
        return dict(behaviours)
    for one in behaviours:
        if not (isinstance(one, type) and issubclass(one, Behaviour)):
            raise Mistake(f"behaviours: must be classes that extend sim.catalogue.Behaviour, not {shown(one)}")
    return {one.name(): one for one in behaviours}


def own_copy(behaviour: Behaviour) -> Behaviour:
    """A behaviour of a branch: what it keeps from month to month in arrays, lists and mappings is its own from now on."""
    twin = copy.copy(behaviour)
    packaged = type(behaviour).__module__.startswith("sim.")  # they keep nothing that changes from month to month
    for name, kept in () if packaged else vars(behaviour).items():
        if isinstance(kept, (np.ndarray, list, dict, set)):
            setattr(twin, name, kept.copy())
    return twin


def check_whole(name: str, value: Any, low: int, high: int) -> None:
    """Mistake unless ``value`` is a whole number in low..high."""
    if not is_whole(value) or not low <= value <= high:
        raise Mistake(f"{name} must be a whole number in {low}..{high}, not {shown(value)}{instead(value, low, high)}")


def instead(value: Any, low: int, high: int) -> str:
    """'; write 10000' for 1e4 or '10,000'; nothing for what is no whole number, or out of range."""
    if isinstance(value, str):
        try:
            value = number_of(value, most=high)
        except Mistake as mistake:
            return f": {mistake}"
    fits = is_number(value) and low <= value <= high and value == int(value)
    return f"; write {int(value)}" if fits and not is_whole(value) else ""
