"""One seed: a city grows up once and then lives on in every world, with the same luck."""

from pathlib import Path
from typing import Any

import pandas as pd

from experiments import snapshot
from experiments.cohort import Cohort
from experiments.execution.progress import Tell
from experiments.kept import tables_of
from experiments.question import WORLDS, Question
from experiments.spans import AFTER_MONTHS, shock_start
from sim import catalogue
from sim.city import City


def live(question: Question, seed: int, tell: Tell, worlds: tuple = WORLDS) -> dict[str, pd.DataFrame]:
    """All worlds of one seed as tables; ``tell`` hears how many months went by."""
    extra = catalogue.extension_cards([Path(file) for file in question.extensions])
    young = City(question.city, question.residents, seed, (), (), question.parameters_of(seed), extra["indicator"])
    pass_months(young, question.burn_in, tell)
    lived = [live_on(young, question, extra, policy, shocked, tell) for policy, shocked in worlds]
    labels = [label(question, policy, shocked, seed) for policy, shocked in worlds]
    return {
        name: pd.concat([tables[name].assign(**said) for tables, said in zip(lived, labels, strict=True)]).reset_index(drop=True)
        for name in lived[0]
    }


def label(question: Question, policy: str, shocked: bool, seed: int) -> dict[str, Any]:
    """The columns that say which world a row is from."""
    shock = question.shock_name if shocked else "none"
    return {"scenario": question.scenario, "world": policy, "shock": shock, "seed": seed}


def live_on(young: City, question: Question, extra: dict, policy: str, shocked: bool, tell: Tell) -> dict[str, Any]:
    """One world from the policy date on."""
    cards = question.levers if policy == "policy" else question.baseline_levers
    levers = [catalogue.make("lever", name, cards[name], "levers", extra["lever"]) for name in cards]
    shocks = [catalogue.make("shock", name, question.shock[name], "shock", extra["shock"]) for name in question.shock]
    city = young.branch(levers, shocks if shocked else [])
    start, end = horizon(question)
    cohort, seen = None, []
    for month in range(question.months):
        if month == start:
            cohort, seen = Cohort(city), [snapshot.seen(city, month)]
        city.step()
        if start <= month < end:
            cohort.look(city)
        if (month + 1) % 12 == 0 or month + 1 == question.months:
            tell(month % 12 + 1)
    return tables_of(city, question.months, (start, end), cohort, seen)


def horizon(question: Question) -> tuple[int, int]:
    """Months between which resilience is read, in the shock world and in its calm twin alike; one month twice without a shock."""
    start = shock_start(question.shock, question.months)
    return start, min(start + AFTER_MONTHS, question.months)


def pass_months(city: City, months: int, tell: Tell) -> None:
    """So many months, telling of each year that has passed."""
    for gone in range(0, months, 12):
        some = min(12, months - gone)
        city.run(some)
        tell(some)
