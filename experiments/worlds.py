"""One seed: a city grows up once and then lives on in every world, with the same luck."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.question import WORLDS, Question
from sim import catalogue
from sim.city import City
from sim.observation import GROUPS
from sim.tables import EMPLOYED

Tell = Callable[[int], None]
PERCENTILES = (5, 10, 25, 50, 75, 90, 95)


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
    pass_months(city, question.months, tell)
    return tables_of(city, question.months)


def pass_months(city: City, months: int, tell: Tell) -> None:
    """So many months, telling of each year that has passed."""
    for gone in range(0, months, 12):
        some = min(12, months - gone)
        city.run(some)
        tell(some)


def tables_of(city: City, months: int) -> dict[str, pd.DataFrame]:
    """What is kept of one world: the months, the groups by year, the money, and how things are spread at the end."""
    monthly = city.history.assign(month=lambda h: h.month - h.month.iloc[0])
    ledger = city.observations.ledger()
    ledger["month"] -= city.observations.months[0]
    groups = pd.concat([by_year(city, dimension, months) for dimension in (*GROUPS, "district")])
    return {"monthly": monthly, "groups": groups, "ledger": ledger, "spread": spread_of(city)}


def by_year(city: City, dimension: str, months: int) -> pd.DataFrame:
    """Means of each group over twelve months, counted back from the end; groups nobody belongs to are left out."""
    rows = city.observations.by_group(dimension)
    rows["month"] -= city.observations.months[0]
    rows = rows[(rows.month > 0) & (rows.population > 0)]
    rows["month"] = months - (months - rows.month) // 12 * 12
    years = rows.groupby(["month", "dimension", "group"], sort=True)
    return years.mean(numeric_only=True).assign(months=years.size()).reset_index()


def spread_of(city: City) -> pd.DataFrame:
    """Wages, incomes and skills of the last month by percentile."""
    r = city.residents
    here = np.flatnonzero(r.present == 1)
    grown = here[(r.age[here] >= 25 * 12) & (r.age[here] < 65 * 12)]
    values = {"wage": r.wage[here[r.activity[here] == EMPLOYED]], "income": r.equivalised[here], "skill": r.skill[grown].mean(axis=1)}
    return pd.concat([percentiles(name, found) for name, found in values.items()])


def percentiles(name: str, values: np.ndarray) -> pd.DataFrame:
    """Values at PERCENTILES; not a number where nobody is."""
    at = np.percentile(values.astype(float), PERCENTILES) if len(values) else np.full(len(PERCENTILES), np.nan)
    return pd.DataFrame({"what": name, "percentile": PERCENTILES, "value": at})
