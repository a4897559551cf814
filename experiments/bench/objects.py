"""The same city the usual Mesa way: one Python object per resident, employer and provider.

It starts from a drawn :class:`sim.city.City`, calls the very same rules with the same numbers and the same
luck, and goes through the same month; loops are Python's. It knows a calm city without levers, in which
conditions stay at their baseline.
"""

from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from experiments.bench import (
    object_counts,
    object_courses,
    object_demand,
    object_homes,
    object_jobs,
    object_lives,
    object_money,
    object_schools,
    object_search,
)
from experiments.bench.object_courses import Learning, ObjectOffer, ObjectProvider
from experiments.bench.object_demand import Branch, Trade
from experiments.bench.object_homes import ObjectHousehold
from experiments.bench.object_jobs import AtWork, ObjectEmployer, ObjectPost
from experiments.bench.object_lives import AtHome
from experiments.bench.object_money import AtMarket
from experiments.bench.object_schools import AtSchool
from experiments.bench.object_search import Seeking
from sim import chance, tally
from sim.city import MONTH, City
from sim.origins import COMING, first_words
from sim.tables import COMMUTER, Residents

STAGES = (
    object_lives, object_homes, object_schools, object_demand, object_jobs, object_courses, object_search, object_money, object_counts,
)  # fmt: skip
IDLE = ("green_transition", "aided_work")
"""Steps in which nothing happens in a city without levers and shocks."""
LINKS = ("id", "present", "rests", "household", "partner", "post", "recall", "offer", "friends")
FORGOTTEN = ("wage", "tenure", "match", "searching", "entitlement", "months_left", "leave")
BLANK = {name: spec.blank for name, spec in Residents.declared.items() if name not in (*LINKS, "skill")}


class ObjectResident(AtHome, AtSchool, AtWork, Learning, Seeking, AtMarket, mesa.Agent):
    """One resident with plain attributes."""

    def __init__(self, model: mesa.Model, values: dict) -> None:
        super().__init__(model)
        self.__dict__.update(BLANK)
        self.partner: Any = None
        self.present, self.post, self.offer, self.friends = True, None, None, [None] * 8
        self.__dict__.update(values)


class ObjectCity(mesa.Model):
    """A city of objects, taken over from a drawn city."""

    def __init__(self, city: City) -> None:
        super().__init__()
        self.luck_seed, self.month, self.tally = city.seed, city.month, dict.fromkeys(tally.EVENTS, 0.0)
        self.p = SimpleNamespace(**{behaviour.name(): behaviour.numbers for behaviour in city.behaviours})
        self.lasting = [name for name in (*BLANK, "skill") if name not in FORGOTTEN]
        self.take_over_facts(city)
        self.take_over_usual(city)
        self.take_over_memory(city)
        found_employers(self, city)
        found_providers(self, city)
        settle_people(self, city)
        self.record = object_counts.Record(city)

    def take_over_facts(self, city: City) -> None:
        """Tables that never change, as lists."""
        jobs, facts = city.occupations, city.facts
        self.need, self.weight, self.use = jobs.need.tolist(), jobs.weight.tolist(), jobs.use.tolist()
        self.level, self.mobility, self.staffing = jobs.level.tolist(), jobs.mobility.tolist(), city.sectors.staffing.tolist()
        self.premium, self.green, self.women = jobs.premium.tolist(), jobs.green.tolist(), jobs.women.tolist()
        self.spoken, self.regulated, self.part_time = jobs.language.tolist(), jobs.regulated.tolist(), jobs.part_time.tolist()
        self.occupation_schooling, self.travel = jobs.schooling.tolist(), facts.travel.tolist()
        self.real, self.threshold, self.mean_wage = city.weight * city.price_level, np.uint64(object_jobs.THRESHOLD), facts.mean_wage
        card = {behaviour.name(): behaviour for behaviour in city.behaviours}
        older, together = card["growing_older"], card["living_together"]
        self.dying, self.bearing, self.retiring = older.dying.tolist(), older.bearing.tolist(), older.retiring.tolist()
        self.onset, self.coming, self.first_words = older.onset.tolist(), COMING.numbers, first_words(facts).tolist()
        self.homes_for, self.heads_of = together.homes_for.tolist(), together.heads_of.tolist()
        self.leave, self.arrive, self.first_jobs = together.leave, together.arrive, card["schooling"].jobs.tolist()

    def take_over_usual(self, city: City) -> None:
        """How the labour market usually is, and how people and employers answer when it is not."""
        card = {behaviour.name(): behaviour for behaviour in city.behaviours}
        wanting, looking = card["demand"], card["job_search"]
        self.neutral_filling, self.usual_staff, self.usual_filling = wanting.neutral, wanting.usual_staff, card["hiring"].usual
        self.near, self.urge, self.attracted = looking.chances.tolist(), looking.urge, card["vacancies"].attracted
        sectors = wanting.weight.tolist(), wanting.staffing.tolist(), wanting.tradable.tolist()
        self.branches = [Branch(*row) for row in zip(rows_of(city.branches), *sectors, strict=True)]

    def take_over_memory(self, city: City) -> None:
        """What the city remembers from month to month, as a whole and of each occupation."""
        self.memory = SimpleNamespace(**{name: getattr(city.memory, name)[0].tolist() for name in city.memory})
        self.trades = [Trade(row) for row in rows_of(city.trades)]

    def luck(self, decision: str) -> np.uint64:
        """The luck of one decision this month."""
        return chance.luck(self.luck_seed, decision, self.month)

    def luck_for_ever(self, decision: str) -> np.uint64:
        """Luck that stays the same in every month."""
        return chance.luck(self.luck_seed, decision, 1 << 20)

    def new_household(self) -> ObjectHousehold:
        """An empty home."""
        self.households.append(ObjectHousehold())
        return self.households[-1]

    def new_resident(self, **values: Any) -> ObjectResident:
        """Somebody new."""
        return ObjectResident(self, values)

    @property
    def people(self) -> mesa.agent.AgentSet:
        """All residents."""
        return self.agents_by_type[ObjectResident]

    @property
    def employers(self) -> mesa.agent.AgentSet:
        """All employers."""
        return self.agents_by_type[ObjectEmployer]

    @property
    def providers(self) -> mesa.agent.AgentSet:
        """All providers."""
        return self.agents_by_type[ObjectProvider]

    def step(self) -> None:
        """One month, in the order of the model."""
        self.tally = dict.fromkeys(tally.EVENTS, 0.0)
        for name in (name for name in MONTH[1:] if name not in IDLE):
            next(getattr(module, name) for module in STAGES if hasattr(module, name))(self)
        self.month += 1

    def run(self, months: int) -> "ObjectCity":
        """So many months."""
        for _ in range(months):
            self.step()
        return self


def rows_of(table: Any, without: tuple[str, ...] = ()) -> list[dict]:
    """Every row of a table as a dictionary of Python values."""
    names = [name for name in table if name not in without]
    columns = [getattr(table, name).tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def named(row: dict) -> dict:
    """A row whose stable name is kept as ``name``, because Mesa's agents have names of their own."""
    return {"name": row["id"], **{key: value for key, value in row.items() if key != "id"}}


def found_employers(model: ObjectCity, city: City) -> None:
    """Employers with their posts."""
    employers = [ObjectEmployer(model, named(row)) for row in rows_of(city.employers)]
    model.posts = []
    for row in rows_of(city.posts):
        post = ObjectPost(employers[row["employer"]], row["slot"], row["occupation"], row["vacant"], row["idle"])
        post.holder = COMMUTER if row["holder"] == COMMUTER else None
        post.employer.posts.append(post)
        model.posts.append(post)


def found_providers(model: ObjectCity, city: City) -> None:
    """Providers with their offers."""
    providers = [ObjectProvider(model, named(row)) for row in rows_of(city.providers)]
    courses = columns_as_rows(city.courses)
    extra = zip(city.first_seats.tolist(), city.seat_cost.tolist(), city.instructors_per_seat.tolist(), strict=True)
    model.offers = []
    for row, (seats, cost, teaching) in zip(rows_of(city.offers), extra, strict=True):
        provider, course = providers[row.pop("provider")], courses[row.pop("course")]
        offer = ObjectOffer({**row, "first_seats": seats, "cost": cost, "teaching": teaching}, provider, course)
        provider.offers.append(offer)
        model.offers.append(offer)
    model.catalogue = object_courses.Catalogue(model.offers)
    model.tongue = object_courses.Catalogue([offer for offer in model.offers if offer.course.language > 0.0])


def columns_as_rows(table: Any) -> list[SimpleNamespace]:
    """Rows of a named tuple of arrays, each knowing its number."""
    columns = [getattr(table, name).tolist() for name in table._fields]
    return [SimpleNamespace(row=n, **dict(zip(table._fields, row, strict=True))) for n, row in enumerate(zip(*columns, strict=True))]


def settle_people(model: ObjectCity, city: City) -> None:
    """Residents with their homes, partners, acquaintances, posts and courses."""
    homes = [ObjectHousehold() for _ in range(len(city.households))]
    rows, people = rows_of(city.residents), {}
    for number, row in enumerate(rows):
        if row["present"]:
            values = {name: value for name, value in row.items() if name not in LINKS}
            people[number] = model.new_resident(**values, name=row["id"], household=homes[row["household"]])
    for number, person in people.items():
        row = rows[number]
        person.partner, person.friends = people.get(row["partner"]), [people.get(friend) for friend in row["friends"]]
        person.offer = model.offers[row["offer"]] if row["offer"] >= 0 else None
        if row["post"] >= 0:
            person.post = model.posts[row["post"]]
            person.post.holder = person
    model.households = homes
    object_homes.count_members(model)
