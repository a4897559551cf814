"""Step 12b: taxes, benefits, pensions, and what a household has to live on."""

from typing import Any

from sim.catalogue import Behaviour
from sim.declare import param
from sim.kernels import kernel, rule
from sim.tables import CHILD, EMPLOYED, PUPIL, RETIRED, STUDENT, UNEMPLOYED


class Incomes(Behaviour):
    """Everybody's disposable income, pooled in the household and divided by equivalent adults (modified OECD scale)."""

    free = param(0.25, "share of mean wage", "monthly income that is free of tax", "assumed: stylised Finnish schedule", 0, 1)
    rate = param(0.32, "share", "tax and contributions on income up to the mean wage", "assumed: as above", 0, 0.8)
    top_rate = param(0.48, "share", "tax and contributions above the mean wage", "assumed: as above", 0, 0.9)
    basic = param(0.21, "share of mean wage", "basic unemployment allowance", "Finland 2022: about EUR 800 of 3,900", 0, 1)
    related = param(0.45, "share", "of the lost wage above the basic allowance, while entitled", "Finland: 45%", 0, 1)
    assistance = param(
        0.19, "share of mean wage", "paid to those outside the labour force", "assumed: social assistance with housing", 0, 1
    )
    student = param(0.16, "share of mean wage", "student aid", "assumed: grant and housing", 0, 1)
    parental = param(0.7, "share of the pay for her hours", "on parental leave", "Finland: 70-90% of pay, lower above the mean", 0, 1)
    pension = param(0.52, "share of last wage", "pension", "assumed: net of careers with gaps", 0, 1.5)
    least_pension = param(0.24, "share of mean wage", "guarantee pension", "Finland 2022: about EUR 920 of 3,900", 0, 1)
    child = param(0.028, "share of mean wage", "child benefit", "Finland 2022: about EUR 110 of 3,900", 0, 1)
    adult_weight = param(0.5, "equivalent adults", "each further member of 14 and over", "modified OECD scale", 0, 1)
    child_weight = param(0.3, "equivalent adults", "each child under 14", "modified OECD scale", 0, 1)

    def prepare(self, city: Any) -> None:
        """Month 0 has incomes too."""
        self.act(city)
        city.memory.usual_spending[0] = city.memory.spending[0]

    def act(self, city: Any) -> None:
        """Own incomes, then household incomes."""
        pay_out(self.numbers, city.facts.mean_wage, city.residents.columns, city.households.columns, city.memory.columns)
        share_out(self.numbers, city.residents.columns, city.households.columns)


@rule
def after_tax(p, gross, mean):
    """What is left of a monthly gross income."""
    free = p.free * mean
    low = max(0.0, min(gross, mean) - free)
    return gross - p.rate * low - p.top_rate * max(0.0, gross - mean)


@rule
def gross_income(p, activity, pay, on_leave, last_wage, entitlement, mean, years):
    """Pay for the hours worked, benefit, aid or pension before tax."""
    work = p.parental * pay if on_leave else pay
    extra = p.related * max(0.0, last_wage - p.basic * mean) if entitlement > 0 else 0.0
    pension = max(p.least_pension * mean, p.pension * last_wage)
    aid = p.student * mean if years >= 17 else 0.0
    other = p.child * mean if (activity == CHILD) | (activity == PUPIL) else p.assistance * mean
    out_of_work = p.basic * mean + extra if activity == UNEMPLOYED else (pension if activity == RETIRED else other)
    return work if activity == EMPLOYED else (aid if activity == STUDENT else out_of_work)


@kernel
def pay_out(p, mean, r, h, memory):
    """Own disposable income of every resident, added up in her household; what all have to spend, in mean wages for full time.

    Benefits and pensions keep up with pay in what they buy: they are counted in the mean wage of month 0.
    """
    h.income[:] = 0.0
    take_home, wages, staff, other = 0.0, 0.0, 0, 0.0
    for i in range(len(r.present)):
        pay, on_leave = r.wage[i] * r.hours[i], r.leave[i] > 0
        gross = gross_income(p, r.activity[i], pay, on_leave, r.last_wage[i], r.entitlement[i], mean, r.age[i] // 12)
        r.income[i] = after_tax(p, gross, mean) if r.present[i] else 0.0
    for i in range(len(r.present)):
        works, jobless = r.activity[i] == EMPLOYED, r.activity[i] == UNEMPLOYED
        take_home += r.income[i] if works else 0.0
        wages += r.wage[i] if works else 0.0
        other += 0.0 if works else r.income[i]
        staff += works
        r.entitlement[i] -= jobless & (r.entitlement[i] > 0)
        if r.present[i]:
            h.income[r.household[i]] += r.income[i]
    memory.spending[0] = take_home * staff / max(wages, 1e-9) + other / mean


@kernel
def share_out(p, r, h):
    """Household income per equivalent adult, written to every member."""
    for i in range(len(r.present)):
        if r.present[i]:
            k = r.household[i]
            others = max(0, h.adults[k] - 1)
            children = h.members[k] - h.adults[k]
            r.equivalised[i] = h.income[k] / (1.0 + p.adult_weight * others + p.child_weight * children)
