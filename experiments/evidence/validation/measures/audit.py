"""What does a name from abroad cost in the eyes of employers, all papers equal? The same applications, read twice."""

from typing import Any

import numpy as np

from experiments.evidence.validation.measures.resumes import until_hiring
from experiments.evidence.validation.recorder import Page, share
from sim.behaviours import hiring
from sim.city import City
from sim.tables import SEVERE_LIMITATION

CLASSES = {1: "west", 2: "east", 3: "asia", 4: "africa"}
INVITED = 0.39
"""Share of those who applied for a vacancy that are called, one at least: what natives got in Finland (Ahmad 2020)."""
FEW, MANY = 3, 8
"""Applicants up to which a vacancy has few, and from which it has many."""


class Audit(Page):
    """Once a year every native applicant is shown under her own name and under others.

    She passes when employers see at least as much in her as in the 39% of native strangers of whom they see most. Among those who
    applied for the same vacancy she is called when she is ranked among as many.
    """

    keys = ("IA55e", "IA55r", "IA55", "IA59", "IA63", "IA55 queue", "IB13")

    def open(self, city: City) -> None:
        """Nobody called: strangers who pass, people with a contact who pass, ranked high enough where many or few apply; of how many."""
        self.called = {name: np.zeros(4) for name in ("own", *CLASSES.values(), "limited")}
        self.sent = np.zeros(4)

    def year(self, city: City) -> None:
        """Stop a copy of the city before employers choose, and read all applications under each name."""
        paused: Any = until_hiring(city.branch())
        r, a = paused.residents, paused.applications
        own, walls = scores(paused)
        decided = walls != hiring.NOT_DECIDED
        shown = np.flatnonzero((r.origin[a.person] == 0) & (r.limitation[a.person] == 0) & (walls == hiring.NO_WALL))
        crowd = np.bincount(a.vacancy[decided], minlength=len(paused.vacant.post))[a.vacancy[shown]]
        stranger = a.contact[shown] == 0
        if not stranger.any():
            return
        kinds = np.stack([stranger, ~stranger, crowd >= MANY, crowd <= FEW])
        self.sent += kinds.sum(axis=1)
        pool, places = Pool(a.vacancy[decided], own[decided]), np.maximum(1, np.rint(INVITED * crowd))
        least = np.quantile(own[shown][stranger], 1 - INVITED)
        others = {name: as_other(paused, origin=k) for k, name in CLASSES.items()}
        for name, value in {"own": own, **others, "limited": as_other(paused, limitation=SEVERE_LIMITATION)}.items():
            ranked = pool.above(a.vacancy[shown], own[shown], value[shown]) < places
            passes = value[shown] >= least
            self.called[name] += (kinds & np.stack([passes, passes, ranked, ranked])).sum(axis=1)

    def close(self, city: City) -> dict[str, float]:
        """Callbacks of other names over those of native ones, and the other way round where studies say so."""
        rate = {name: called / np.maximum(1, self.sent) for name, called in self.called.items()}
        others = np.mean([rate[name] for name in CLASSES.values()], axis=0)
        odds = [share(rate["own"][k], rate["africa"][k]) for k in range(4)]
        return {
            "IA55e": share(rate["west"][0], rate["own"][0]), "IA55r": share(rate["east"][0], rate["own"][0]),
            "IA55": share(rate["africa"][0], rate["own"][0]), "IA59": share(rate["own"][0], others[0]), "IA63": odds[1],
            "IA55 queue": share(odds[2], odds[3]), "IB13": share(rate["own"][0], rate["limited"][0]),
        }  # fmt: skip


class Pool:
    """The scores of all who applied for each vacancy, in order."""

    def __init__(self, vacancy: np.ndarray, score: np.ndarray) -> None:
        order = np.lexsort((score, vacancy))
        self.vacancy, self.score = vacancy[order], score[order]

    def above(self, vacancy: np.ndarray, own: np.ndarray, instead: np.ndarray) -> np.ndarray:
        """How many others are ranked above somebody of a vacancy who has the score ``instead`` rather than her ``own``."""
        ends = np.searchsorted(self.vacancy, vacancy, side="right")
        starts = np.searchsorted(self.vacancy, vacancy, side="left")
        below = [np.searchsorted(self.score[a:b], s, side="right") for a, b, s in zip(starts, ends, instead, strict=True)]
        return ends - starts - np.array(below, np.int64) - (own > instead)


def scores(city: Any) -> tuple[np.ndarray, np.ndarray]:
    """Score of every application in the eyes of its employer, and the wall before it: float64 and uint8, shape (applications,)."""
    rule = next(behaviour for behaviour in city.behaviours if behaviour.name() == "hiring")
    e, posts = city.employers.columns, city.posts.columns
    shown = hiring.weight_shown(rule.in_slumps, float(city.memory.filling[0]), rule.usual)
    decided = hiring.choose_vacancies(city.luck("screening"), rule.numbers, city.vacant.post, e, posts)
    found = hiring.score_all(
        city.luck("ranking"), city.luck_for_ever("ranking"), decided, rule.numbers, shown, city.applications, city.vacant,
        city.residents.columns, e, posts, city.conditions.columns, city.occupations,
    )  # fmt: skip
    return found[0], found[2]


def as_other(city: Any, **traits: int) -> np.ndarray:
    """The scores if every applicant had this origin or limitation, all else as it is."""
    columns = [getattr(city.residents, name) for name in traits]
    kept = [column.copy() for column in columns]
    for column, value in zip(columns, traits.values(), strict=True):
        column[:] = value
    found = scores(city)[0]
    for column, values in zip(columns, kept, strict=True):
        column[:] = values
    return found
