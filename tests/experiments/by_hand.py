"""Stored tables of an imagined run, small enough to work everything out by hand."""

import pandas as pd

from experiments.outcomes.definitions import AFTER, LATE, tenth
from sim.observation import FIELDS

WORLDS = [(world, shock) for world in ("baseline", "policy") for shock in ("none", "recession")]
RECORD = {"months": 72, "residents": 10_000, "seeds": [1, 2], "shock": {"recession": {"start": 12.0, "months": 1200.0}}}
"""The shock strikes after a year, so the horizon is months 13 to 72."""


def employment(world: str, shock: str, month: int) -> float:
    """80%; the shock takes a tenth for a year, half as much for another; with the policy 6% and nothing."""
    since = month - 12 if shock != "none" else 0
    lost = {"baseline": (0.10, 0.05), "policy": (0.06, 0.0)}[world]
    return 0.8 * (1 - (lost[0] if 0 < since <= 12 else lost[1] if 12 < since <= 24 else 0.0))


def monthly(seeds: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """1,000 people; a job pays EUR 300 of tax a month, no job costs EUR 100; the policy costs EUR 1,000 a month and makes ten jobs."""
    rows = []
    for seed in seeds:
        for world, shock in WORLDS:
            for month in range(73):
                rate = employment(world, shock, month)
                jobs = 1000 * rate + (10 * seed if world == "policy" and month else 0)
                spent = 1000.0 if world == "policy" and month else 0.0
                taxes, benefits = 300.0 * jobs, 100.0 * (1000 - jobs)
                hit = shock != "none" and 12 < month <= 24
                rows.append({
                    "scenario": "by_hand", "world": world, "shock": shock, "seed": seed, "month": month, "employment": rate, "jobs": jobs,
                    "unemployment": 0.1, "population": 1000.0, "spending": spent, "taxes": taxes, "jobless_benefits": benefits,
                    "other_benefits": 0.0, "fiscal_balance": taxes - benefits - spent, "disposable": 2000.0 * jobs + benefits,
                    "held_posts": 1000.0 - (150.0 if hit else 0.0), "asked_posts": 1000.0 - (100.0 if hit else 0.0), "seats_used": 0.75,
                    "theil": 0.2, "wage_theil": 0.1,
                })  # fmt: skip
    return pd.DataFrame(rows)


def groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Half are low and half are high educated; the low have half the income and a quarter of the learning of the high."""
    rows = rows[rows.month > 0]
    parts = []
    for group, income, learning in (("low", 1000.0, 0.1), ("high", 2000.0, 0.4)):
        part = rows[["scenario", "world", "shock", "seed", "month"]].assign(dimension="education", group=group, months=1)
        helped = (part.world == "policy") * 0.1 if group == "low" else 0.0
        parts.append(part.assign(population=500.0, jobs=400.0, unemployment=0.1 if group == "high" else 0.2, employment=0.7,
                                 participation=learning + helped, mean_wage=income, mean_income=income, poverty=0.1))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def cohort(seeds: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """Ten people in ten tenths, always in work when calm; in the shock the poorer half loses 12 of 60 months, with the policy 6."""
    rows = []
    for seed in seeds:
        for world, shock in WORLDS:
            for k in range(1, 11):
                lost = 0 if shock == "none" or k > 5 else (12 if world == "baseline" else 6)
                rows.append(of_cohort(world, shock, seed, "income", tenth(k), 1, lost, displaced=int(lost > 0)))
            lost = 0 if shock == "none" else 60 if world == "baseline" else 30
            rows.append(of_cohort(world, shock, seed, "all", "all", 10, lost, displaced=5 if lost else 0))
            rows.append(of_cohort(world, shock, seed, "education", "low", 5, lost, displaced=5 if lost else 0))
            rows.append(of_cohort(world, shock, seed, "education", "high", 5, 0, displaced=0))
    return pd.DataFrame(rows)


def of_cohort(world: str, shock: str, seed: int, dimension: str, group: str, people: int, lost: int, displaced: int) -> dict:
    """One row: a month of work is worth EUR 1,000; four in five of the displaced are followed, half of those have their income back."""
    followed = 0.8 * displaced
    return {
        "world": world, "shock": shock, "seed": seed, "dimension": dimension, "group": group, "people": people, "before": 1000.0 * people,
        "seen": 60.0 * people, "worked": 60.0 * people - lost, "living": 1000.0 * (60 * people - lost), "displaced": displaced,
        "followed": followed, "regained": followed / 2, "at_work": followed / 2, "elsewhere": followed / 8,
    }  # fmt: skip


def work(seeds: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """Two sectors of 50 posts; in the shock 10 posts move from one to the other for good, 5 of them also when calm."""
    rows = []
    for seed in seeds:
        for world, shock in WORLDS:
            for month in range(0, 73, 12):
                moved = (10 if shock != "none" else 5) if month > 12 else 0
                for group, posts in (("A", 50 - moved), ("B", 50 + moved)):
                    rows.append((world, shock, seed, month, "sector", group, float(posts)))
    return pd.DataFrame(rows, columns=["world", "shock", "seed", "month", "dimension", "group", "posts"])


def tenths(seeds: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """With the policy every euro of a half reaches the poorest tenth, nothing the others."""
    rows = []
    for seed in seeds:
        for world, shock in WORLDS:
            for k in range(1, 11):
                rows.append(
                    (world, shock, seed, k, 36_000.0 if world == "policy" and k == 1 else 0.0, 72_000.0 if world == "policy" else 0.0)
                )
    return pd.DataFrame(rows, columns=["world", "shock", "seed", "tenth", "euros", "spent"])


def snapshots(seeds: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """What is seen before the shock and at the end."""
    rows = [
        (world, shock, seed, month, what, value)
        for seed in seeds for world, shock in WORLDS for month in (12, 72)
        for what, value in (("reachable_occupations", 8.0), ("employer_concentration", 0.01), ("rank_slope", 0.3), ("rise", 0.1))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["world", "shock", "seed", "month", "what", "value"])


BOOKED = (("vouchers", "low educated", 500.0), ("centres", "providers", 400.0), ("centres", "overhead", 100.0))


def ledger(seeds: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """EUR 500 a month to the low educated, EUR 400 to providers, EUR 100 for administration."""
    rows = [
        ("policy", shock, seed, month, lever, recipient, euros)
        for seed in seeds for shock in ("none", "recession") for month in range(1, 73)
        for lever, recipient, euros in BOOKED
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["world", "shock", "seed", "month", "lever", "recipient", "euros"])


def cells(unemployed: dict[tuple[str, str], float], seeds: tuple[int, ...] = (1, 2)) -> pd.DataFrame:
    """50 men and 50 women, of low and high education, all of working age; ``unemployed`` says how many of each in the baseline.

    The policy halves unemployment, but not that of women of high education.
    """
    rows = []
    for seed in seeds:
        for world, shock in WORLDS:
            for (education, sex), jobless in unemployed.items():
                left = jobless if world == "baseline" or (education, sex) == ("high", "women") else jobless / 2
                known = dict.fromkeys(FIELDS, 0.0) | {"people": 50.0, "adults": 50.0, "employed": 50.0 - left, "unemployed": left}
                named = {
                    "education": education,
                    "sex": sex,
                    "age": "25-54",
                    "origin": "native",
                    "limitation": "none",
                    "parents": "low schooling",
                    "language": "good",
                }
                for window in (LATE, AFTER):
                    rows.append({"world": world, "shock": shock, "seed": seed, "window": window, **named, **known})
    return pd.DataFrame(rows)


JOBLESS = {("low", "men"): 10.0, ("low", "women"): 12.0, ("high", "men"): 2.0, ("high", "women"): 4.0}


def tables(seeds: tuple[int, ...] = (1, 2)) -> dict[str, pd.DataFrame]:
    """All of them."""
    rows = monthly(seeds)
    return {"monthly": rows, "groups": groups(rows), "cohort": cohort(seeds), "work": work(seeds), "tenths": tenths(seeds),
            "snapshots": snapshots(seeds), "ledger": ledger(seeds), "cells": cells(JOBLESS, seeds)}  # fmt: skip
