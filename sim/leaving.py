"""Taking a post, leaving it, leaving a course: the one way in which somebody begins or stops being employed, or enrolled."""

from sim.kernels import rule
from sim.tables import EMPLOYED, NOBODY


@rule
def take_post(r, posts, i, k):
    """Resident i, who has no job, begins in post k: what she has learned in another occupation counts no longer."""
    posts.holder[k] = i
    posts.vacant[k] = 0
    r.post[i] = k
    r.activity[i] = EMPLOYED
    r.practice[i] *= r.occupation[i] == posts.occupation[k]
    r.occupation[i] = posts.occupation[k]
    r.recall[i] = NOBODY
    r.tenure[i] = 0
    r.spell[i] = 0
    r.searching[i] = 0


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
