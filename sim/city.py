"""The city as an engine: tables, conditions, luck, and the order of a month. Knows no Mesa."""

import copy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from sim import catalogue, chance, facts, population, tally
from sim.aim import placed
from sim.catalogue import Behaviour, Lever, Shock
from sim.city_numbers import parameters_of
from sim.conditions import Conditions
from sim.declare import Mistake, known_or_mistake, shown
from sim.facts.fitted_numbers import warn_of
from sim.money import CityHall
from sim.observation import Observations
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
    """

    _lucks: tuple[int, np.ndarray] = (-1, np.empty(0, np.uint64))
    """The month of these lucks, and the luck of every decision in it."""

    def __init__(
        self,
        city: str | Path = "helsinki",
        residents: int = 10_000,
        seed: int = 1,
        levers: Iterable[Lever] = (),
        shocks: Iterable[Shock] = (),
        parameters: dict[str, float] | None = None,
        extra_indicators: dict[str, Callable] | None = None,
    ) -> None:
        check_whole("residents", residents, 1, 20_000_000)
        check_whole("seed", seed, 0, 2**62)
        self.seed = int(seed)
        self.facts = facts.city(city)
        warn_of(str(city), self.facts.fitted)
        self.price_level = self.facts.mean_wage / facts.PRICED_AT
        self.occupations, self.sectors, self.courses = (facts.occupations(), facts.sectors(), facts.courses(self.price_level))
        self.extra_indicators = dict(extra_indicators or {})
        self.month = 0
        self.tally = tally.blank()
        self.walls = np.empty(0, np.uint8)
        self.behaviours = make_behaviours({**parameters_of(self.facts.fitted.in_force), **(parameters or {})})
        self._settle(population.draw(self.facts, int(residents), self.seed))
        self.plan(levers, shocks)
        self.observations = Observations(self)
        for behaviour in self.behaviours:
            behaviour.prepare(self)
        self.observations.look(self, self.month)

    def _settle(self, people: population.Population) -> None:
        self.fit, self.weight = people.report, people.weight
        self.residents, self.households = Residents(0), Households(0)
        self.residents.adopt(people.columns)
        self.households.adopt(people.households)
        self.employers, self.posts, self.providers, self.offers = Employers(0), Posts(0), Providers(0), Offers(0)
        self.memory = Memory(1)
        self.trades, self.branches = Trades(len(self.occupations.schooling)), Branches(len(self.sectors.tradable))

    def plan(self, levers: Iterable[Lever] = (), shocks: Iterable[Shock] = ()) -> None:
        """From this month on, these levers and shocks: month 0 of their calendar is now. Their order is of no matter."""
        self.levers = sorted(levers, key=lambda card: card.called)
        self.shocks = sorted(shocks, key=lambda card: (card.name(), card.start))
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

    def luck_for_ever(self, decision: str) -> np.uint64:
        """Luck that stays the same in every month: which posts stop first, which tasks are automated first."""
        return chance.luck(self.seed, decision, 1 << 20)

    def step(self) -> None:
        """One month, in the order of MONTH."""
        self.tally.fill(0)
        for behaviour in self.behaviours:
            behaviour.act(self)
        self.month += 1

    def run(self, months: int) -> "City":
        """So many months; returns the city."""
        check_whole("months", months, 1, 12_000)
        for _ in range(months):
            self.step()
        return self

    def branch(self, levers: Iterable[Lever] = (), shocks: Iterable[Shock] = ()) -> "City":
        """An independent copy of this city from now on, with its own levers and shocks and the same luck."""
        twin = copy.copy(self)
        for name in ("residents", "households", "employers", "posts", "providers", "offers", "memory", "trades", "branches"):
            setattr(twin, name, getattr(self, name).copy())
        twin.tally = self.tally.copy()
        twin.behaviours = [copy.copy(behaviour) for behaviour in self.behaviours]
        twin.plan(copy.deepcopy(list(levers)), copy.deepcopy(list(shocks)))
        twin.observations = Observations(twin)
        twin.observations.look(twin, twin.month)
        return twin

    @property
    def history(self) -> Any:
        """pandas DataFrame: one row per month since the start or the branch, one column per indicator."""
        return self.observations.history()

    def indicator(self, name: str) -> float:
        """One indicator now."""
        return self.observations.now(name)


def make_behaviours(parameters: dict[str, float], extra: dict[str, type[Behaviour]] | None = None) -> list[Behaviour]:
    """The behaviours of MONTH with parameters such as {'enrolment.peers': 2.0}; Mistake for unknown ones."""
    cards = catalogue.behaviours()
    by_card: dict[str, dict[str, float]] = {name: {} for name in MONTH}
    for path, value in parameters.items():
        card, _, number = str(path).partition(".")
        known_or_mistake(card, MONTH, "behaviour", f"parameters: {path}")
        by_card[card][number] = value
    return [cards[name](**by_card[name]) for name in MONTH]


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
