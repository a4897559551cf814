"""The money that a plan sets aside for its levers: does it mean millions, and how much is it a month, a year, over the horizon?

A budget that pays for nothing in the whole city is asked about; 0 is a budget too.
"""

from collections.abc import Mapping
from typing import Any

from sim import catalogue, facts, steps
from sim.declare import Mistake
from sim.planned import card_of
from sim.showing import is_number

LEAST = 1000
"""EUR a year: no city sets aside less for a lever."""
PLACES = {"bridging_mentors": "cost", "moving_aid": "cost", "place_then_train": "cost", "workplace_language": "price",
          "digital_learning": "cost", "early_years": "cost", "guidance": "cost", "household_preparedness": "cost",
          "outreach_childcare": "care_cost", "prior_learning": "cost", "school_support": "cost", "volunteer_tutors": "cost"}  # fmt: skip
"""Levers that serve one resident after another, and the number of their card that says what a place costs."""
STEP = 500_000.0
"""Budgets are rounded to half a million euros a year: nobody decides in cents, and equal portfolios are computed once."""
USUAL_LEVERS = ("aligned_courses", "skills_vouchers", "guidance", "employer_training_subsidy", "second_chance", "school_support",
                "outreach_childcare", "learning_entitlement", "learning_centres")  # fmt: skip
"""Searched where nobody names levers: the nine that teach adults and pupils or bring them to work."""
Levers = Mapping[str, Mapping[str, Any]]
"""Cards by name, each with every number in force."""
YEAR = 12


def check(levers: Levers, where: str) -> None:
    """Mistake for a budget of EUR 10 a year: whoever writes that means ten million, or nothing. Outside cards may be cheap."""
    for name, budget in written(levers):
        if 0 < budget < LEAST:
            raise Mistake(f"{where}: {name}: budget = {budget:g} is EUR {budget:g} a year for the whole city{meant(budget, 1e6)}")


def check_places(levers: Levers, city: str, where: str) -> None:
    """Mistake for a budget of a lever that would not pay one place for a year at the prices of this city; numbers are those in force."""
    level = facts.city(city).mean_wage / facts.PRICED_AT
    for name, budget in written(levers):
        place = price(card_of(name), levers[name], 12) * level
        if 0 < budget < place:
            told = f"{where}: levers: {name}: budget = {budget:g} is EUR {budget:g} a year, less than one place costs in a year"
            raise Mistake(f"{told} (EUR {place:,.0f}){meant(budget, 1e6 if budget < LEAST else 1e3)}")


def price(card: str, numbers: Mapping[str, Any], months: int) -> float:
    """EUR for one place over so many months at the prices of the reference city; not a number for a lever that has no places."""
    if card not in PLACES:
        return float("nan")
    times = {"EUR/month": months, "EUR/year": months / 12}.get(catalogue.levers()[card].declared[PLACES[card]].unit, 1)
    return float(numbers[PLACES[card]] * times)


def written(levers: Levers) -> list[tuple[str, float]]:
    """Every budget of the package's own levers that is a number; of a calendar every step."""
    own = sorted(name for name in levers if card_of(name) in catalogue.levers())
    said: dict[str, Any] = {name: levers[name].get("budget") for name in own}
    steps = [(name, one) for name, budget in said.items() for one in (budget.values() if isinstance(budget, Mapping) else (budget,))]
    return [(name, float(budget)) for name, budget in steps if is_number(budget)]


def meant(budget: float, times: float) -> str:
    """'; did you mean 10_000_000? For none write 0'."""
    return f"; did you mean {round(budget * times):_}? For none write 0"


def in_month(card: Mapping[str, Any], month: int) -> float:
    """EUR set aside for a lever in a month, counted from the policy date (0 is the first). All sums that are asked for come from here."""
    return steps.set_aside(card, month) / YEAR


def most(card: Mapping[str, Any]) -> float:
    """EUR a year set aside for a lever while it acts, at most."""
    return steps.most(card["budget"])


def in_total(levers: Levers, months: int) -> float:
    """EUR set aside for these levers over so many months."""
    return sum(in_month(card, month) for card in levers.values() for month in range(months))


def a_year(levers: Levers, months: int) -> float:
    """EUR a year set aside for these levers together, in the months in which it is most."""
    return max((YEAR * sum(in_month(card, month) for card in levers.values()) for month in range(months)), default=0.0)
