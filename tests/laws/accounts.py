"""What must add up after any month of any scenario."""

import numpy as np

from sim.tables import BORN_HERE, COMMUTER, EMPLOYED, ENROLLED, INACTIVE, NATIVE, NO_REASON, NO_WISH, NOBODY, tables
from sim.tally import NUMBER


def check_city(city):
    """All laws that can be read off one city."""
    check_people(city)
    check_origins(city)
    check_jobs(city)
    check_seats(city)
    check_ranges(city)
    check_money(city)


def check_people(city):
    r, h = city.residents, city.households
    here = np.flatnonzero(r.present)
    assert len(np.unique(r.id[here])) == len(here), "a name is used twice"
    assert (r.household[here] >= 0).all(), "somebody lives nowhere"
    members = np.bincount(r.household[here], minlength=len(h))
    assert (members == h.members).all(), "a household counts members it does not have"
    partners = here[r.partner[here] >= 0]
    assert (r.partner[r.partner[partners]] == partners).all(), "partners do not agree"
    assert (r.household[r.partner[partners]] == r.household[partners]).all(), "partners live apart"
    friends = r.friends[here]
    known = friends[friends >= 0]
    assert (r.present[known] | r.rests[known] == 1).all(), "somebody knows a row that may be taken again"


def check_origins(city):
    """Who was born here has no arrival, no reason to come and schooling that counts; who did not comes from somewhere, before today."""
    r = city.residents
    here = r.present == 1
    born_here = r.foreign[here] == 0
    assert ((r.arrived[here] == BORN_HERE) == born_here).all(), "somebody came who was born here, or was never born here nor came"
    assert ((r.reason[here] == NO_REASON) == born_here).all(), "somebody came for no reason, or was born here for one"
    assert (r.origin[here][~born_here] != NATIVE).all(), "somebody came from nowhere"
    assert (r.language[here][r.origin[here] == NATIVE] == 1).all(), "somebody who is from here lacks words"
    assert (r.unrecognised[here][born_here] == 0).all(), "schooling from here is not recognised"
    assert (r.unrecognised[here] <= r.schooling[here] + 1e-5).all(), "more schooling is not recognised than there is"
    assert (r.arrived[here] <= city.month).all(), "somebody is here before she came"


def check_jobs(city):
    r, posts = city.residents, city.posts
    workers = np.flatnonzero((r.post >= 0) & (r.present == 1))
    assert (r.post[r.present == 0] == NOBODY).all(), "an empty row holds a post"
    assert ((r.activity == EMPLOYED) == (r.post >= 0))[r.present == 1].all(), "work without a post, or a post without work"
    assert (posts.holder[r.post[workers]] == workers).all(), "a post and its worker do not agree"
    held = np.flatnonzero(posts.holder >= 0)
    assert len(held) == len(workers), "a post is held by nobody who knows it"
    assert (posts.holder >= COMMUTER).all()
    assert (posts.vacant[posts.holder != NOBODY] == 0).all(), "a held post is posted"
    assert (r.practice <= np.maximum(r.experience, r.tenure)).all(), "somebody knows an occupation for longer than she has worked"
    assert (r.wage[r.present == 1] > 0)[r.activity[r.present == 1] == EMPLOYED].all(), "somebody works for nothing"
    assert (r.entering == 0).all(), "somebody has looked for work and is still about to enter the labour force"
    assert (r.wage[(r.activity != EMPLOYED) & (r.present == 1)] == 0).all(), "a wage without work"
    here = r.present == 1
    assert np.isin(r.activity[here & (r.leave > 0)], (EMPLOYED, INACTIVE)).all(), "leave of who neither has a post nor cares at home"
    assert (r.activity[here & (r.temporary > 0)] == EMPLOYED).all(), "a post for a time without a post"


def check_seats(city):
    r, offers = city.residents, city.offers
    learners = r.offer[(r.present == 1) & (r.offer >= 0)]
    assert (r.offer[r.present == 0] == NOBODY).all(), "an empty row attends a course"
    taken = np.bincount(learners, minlength=len(offers))
    assert (taken <= offers.enrolled).all(), "a seat is taken twice"
    assert (r.months_left[(r.offer >= 0) & (r.present == 1)] > 0).all(), "a course that is over is still attended"
    named = (r.barriers >> r.refusal) & 1 > 0
    content = (r.refusal == NO_WISH) | (r.refusal == ENROLLED)
    assert (named == ~content).all(), "the reason for not learning is not among the barriers named"
    assert (r.barriers[content] == 0).all(), "somebody whom nothing keeps from learning names a barrier"


def check_ranges(city):
    for name in tables():
        table = getattr(city, name)
        for column, spec in table.declared.items():
            values = getattr(table, column)
            assert np.isfinite(values.astype(np.float64)).all(), f"{name}.{column} is not finite"
            low, high = min(spec.low, spec.blank), spec.high
            assert values.size == 0 or (values.min() >= low - 1e-6 and values.max() <= high * (1 + 1e-6)), (
                f"{name}.{column}: {values.min()}..{values.max()} is outside {spec.low}..{spec.high}"
            )


def check_money(city):
    hall = city.hall
    spent = hall.spent.sum(axis=1) + hall.administration
    assert (spent <= hall.accrued * (1 + 1e-9) + 1e-6).all(), "a lever spent more than it has"
    assert np.allclose(hall.administration, [s.sum() * lever.overhead for s, lever in zip(hall.spent, city.levers, strict=True)])
    since = sum(month.sum() for month in city.observations.spending) + sum(m.sum() for m in city.observations.administration)
    assert np.isclose(since, hall.total()), "the ledger forgot a euro"
    for month, reached in zip(city.observations.spending, city.observations.tenths, strict=True):
        assert reached.sum() <= month.sum() * (1 + 1e-9) + 1e-6, "more money reached people than was spent"


def check_flow(before, city):
    """People of this month are those of last month and who came and went."""
    t = city.tally
    came = t[NUMBER["births"]] + t[NUMBER["arrivals"]]
    went = t[NUMBER["deaths"]] + t[NUMBER["departures"]]
    assert int(city.residents.present.sum()) == before + came - went, "somebody vanished or appeared"
