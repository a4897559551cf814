"""The inclusion profile: applications are told by what became of them, groups add up, and the wall that holds a group is named."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments.outcomes import inclusion
from experiments.recording.inclusion import FATES, Inclusion, fates
from experiments.storage.results_folder import open_results
from sim.behaviours import hiring
from sim.behaviours.hiring import Hiring
from sim.city import City
from sim.groups import GROUPS


class People(SimpleNamespace):
    """Residents with a length."""

    def __len__(self):
        return len(self.origin)


def imagined(score, vacancy, person, winner, walls, origin, bias=1.0):
    """A city after a month in which these applications were judged; everybody has a post to win at an employer of her own."""
    posts = len(winner)
    return SimpleNamespace(
        applications=SimpleNamespace(person=np.array(person), vacancy=np.array(vacancy), contact=np.zeros(len(person))),
        walls=np.array(walls, np.uint8), ranking=(np.array(score, float), np.array(winner)), behaviours=[Hiring()],
        behaviour=lambda name: Hiring(),
        residents=People(origin=np.array(origin, np.uint8), limitation=np.zeros(len(origin), np.uint8)),
        posts=SimpleNamespace(employer=np.arange(posts)), vacant=SimpleNamespace(post=np.arange(posts)),
        conditions=SimpleNamespace(fairness=np.zeros(posts)), employers=SimpleNamespace(bias=np.full(posts, bias)),
    )  # fmt: skip


def told(**how):
    return [FATES[code] for code in fates(imagined(**how))]


def test_an_application_is_told_by_what_became_of_it():
    """Person 0 wins vacancy 1 and needs 2 no more; person 1, from far away, would have won 0 without her name; 3 and 4 meet walls."""
    said = told(
        person=[0, 0, 0, 1, 2, 3, 4], vacancy=[0, 1, 2, 0, 0, 0, 2], score=[1.0, 2.0, 3.0, 2.5, 3.0, -np.inf, -np.inf],
        winner=[4, 1, -1], walls=[0, 0, 0, 0, 0, hiring.WORDS, hiring.NOT_DECIDED], origin=[0, 4, 0, 3, 3],
    )  # fmt: skip
    assert said == ["ranked", "hired", "another", "name", "hired", "speech", "undecided"]


def test_where_employers_hold_nothing_against_a_name_nobody_loses_by_it():
    how = {"person": [0, 1], "vacancy": [0, 0], "score": [1.0, 0.9], "winner": [0], "walls": [0, 0], "origin": [0, 4]}
    assert told(**how)[1] == "name" and told(**how, bias=0.0)[1] == "ranked"


def test_groups_of_a_trait_add_up_and_every_application_of_the_unemployed_ends_somehow():
    city = City(residents=1500, seed=4)
    kept = Inclusion(city, 12)
    for month in range(12):
        city.step()
        kept.look(city, month + 1)
    rows = kept.table()
    alone = rows[(rows[inclusion.TRAITS] != "").sum(axis=1) == 1]
    everybody = rows[(rows[inclusion.TRAITS] == "").all(axis=1)].iloc[0]
    for trait in ("sex", "origin", "limitation", "language"):
        mine = alone[alone[trait].isin(GROUPS[trait])]
        for count in ("people", "employed", "seekers", *FATES):
            assert mine[count].sum() == pytest.approx(everybody[count], rel=1e-5), (trait, count)
    assert everybody.seekers > everybody.silent > 0 and everybody.hired > 0 and everybody.people > everybody.active > everybody.employed


def test_the_wall_that_holds_a_group_is_named():
    counts = dict.fromkeys((*("people", "active", "employed", "pay", "hours", "tertiary", "below", "young", "upper", "adults", "higher"),
                            "pupils", "skill", "seekers", "silent", *FATES), 100.0)  # fmt: skip
    none = ("another", "undecided", "papers", "speech", "skills", "name")
    native = {**counts, **dict.fromkeys(none, 0.0), "hired": 40.0, "ranked": 60.0}
    far = {**native, "active": 60.0, "employed": 50.0, "hired": 20.0, "ranked": 40.0, "name": 30.0, "speech": 10.0}
    blank = dict.fromkeys(inclusion.TRAITS, "")
    rows = pd.DataFrame([{**blank, "origin": origin, "world": "baseline", "shock": "none", "seed": 1, **one}
                         for origin, one in (("native", native), ("Middle East and Africa", far))])  # fmt: skip
    said = inclusion.sentence(rows, (("origin", "Middle East and Africa"),))
    assert "in in" not in said and "(60% against 100%)" in said
    assert said.startswith("People born in the Middle East or Africa fall behind native people most") and "name or limitation" in said
    assert inclusion.sentence(rows, (("origin", "native"),)) == "", "natives are held against nobody"


def test_a_run_keeps_the_profile(finished):
    rows = open_results(finished, ("inclusion",))[0]["inclusion"]
    assert set(rows.world) == {"baseline", "policy"} and (rows.people >= rows.employed).all()
