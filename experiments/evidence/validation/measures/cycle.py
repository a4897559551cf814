"""What a recession shows of the market: rows 26, 27 and 29."""

from typing import Any

import numpy as np

from experiments.evidence.validation.measures.regress import loop, slopes, smooth
from sim.catalogue import make
from sim.city import City

START = 12
"""Ordinary months before the recession."""
KEYS = ("row 26", "row 26 vacancies", "row 27", "row 27 loop", "row 29")


def through_recession(young: City, months: int, start: int = START) -> tuple[Any, np.ndarray]:
    """A copy of the city through a recession: what was counted, from its first month on, and output."""
    city = young.branch((), [make("shock", "recession", {"start": start}, "evidence")])
    output = np.array([output_of(city.run(1)) for _ in range(months)])
    return city.observations.counts(since=1), output


def output_of(city: City) -> float:
    """Wanted posts that are filled: work that is asked for and done (what is made is not modelled)."""
    posts = city.posts
    wanted = (posts.slot < city.employers.target[posts.employer]) & (posts.gone == 0)
    return float((wanted & (posts.holder != -1)).sum())


def unemployment(t: Any) -> np.ndarray:
    """The unemployment rate by month."""
    return t.unemployed / (t.unemployed + t.employed)


def rates(t: Any) -> tuple[np.ndarray, np.ndarray]:
    """Unemployment and vacancy rates by month."""
    return unemployment(t), t.vacancies / (t.vacancies + t.filled_posts)


def study(young: City, months: int) -> dict[str, float]:
    """Matching, Beveridge and Okun on one run."""
    t, output = through_recession(young, months)
    u, v = rates(t)
    hires, seekers, vacancies = (np.log(quarters(x) + 0.5) for x in (t.found_work, t.unemployed_before, t.posted))
    by_seekers, by_vacancies, _ = slopes(hires, seekers, vacancies)
    points, growth = 100 * yearly(smooth(u)), 100 * yearly(np.log(smooth(output)))
    return {
        "row 26": by_seekers, "row 26 vacancies": by_vacancies, "row 29": slopes(points, growth)[0],
        "row 27": slopes(np.log(quarters(v) + 1e-6), np.log(quarters(u) + 1e-6))[0], "row 27 loop": loop(smooth(u), smooth(v)),
    }  # fmt: skip


def quarters(series: np.ndarray) -> np.ndarray:
    """Means of three months."""
    return series[: len(series) // 3 * 3].reshape(-1, 3).mean(axis=1)


def yearly(series: np.ndarray) -> np.ndarray:
    """Changes over twelve months."""
    return series[12:] - series[:-12]
