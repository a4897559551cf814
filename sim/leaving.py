"""Leaving a post and leaving a course: the one way in which somebody stops being employed or enrolled."""

from sim.kernels import rule
from sim.tables import NOBODY


@rule
def leave_post(r, posts, i, activity):
    """Resident i gives up her post and has ``activity`` from now on; the post is empty."""
    posts.holder[r.post[i]] = NOBODY
    r.post[i] = NOBODY
    r.last_wage[i] = r.wage[i] * r.hours[i]
    r.leave[i] = 0
    r.wage[i] = 0
    r.tenure[i] = 0
    r.temporary[i] = 0
    r.spell[i] = 0
    r.searching[i] = 0
    r.entering[i] = 0
    r.activity[i] = activity


@rule
def leave_course(r, i):
    """Resident i no longer attends a course; her seat is free next month."""
    r.offer[i] = NOBODY
    r.months_left[i] = 0
