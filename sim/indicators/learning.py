"""Who learns, what stands in the way, and what people can do."""

from sim.catalogue import indicator
from sim.indicators.work import ratio


@indicator("share", "higher")
def participation(o):
    """Residents of 25-64 who took part in learning in the last 12 months."""
    return ratio(o.learned_year, o.adults)


@indicator("share", "higher")
def participation_4_weeks(o):
    """Residents of 25-64 who took part in learning in the last 4 weeks."""
    return ratio(o.learned_month, o.adults)


@indicator("SD", "higher")
def skill(o):
    """Mean skill of residents of 25-64, against the adults of month 0."""
    return ratio(o.skill, o.adults)


@indicator("share", "higher")
def awareness(o):
    """Residents of 25-64 who know what learning is on offer."""
    return ratio(o.aware, o.adults)


@indicator("people", "", by_group=False)
def course_starts(o):
    """Residents who started a course this month, as people of the real city."""
    return o.started * o.weight


@indicator("share", "lower", by_group=False)
def turned_away_share(o):
    """Wishes to learn that ended because every suitable seat was taken."""
    return ratio(o.turned_away, o.wished)


@indicator("share", "", by_group=False)
def seats_used(o):
    """Seats taken among seats taught."""
    return ratio(o.seats_taken, o.seats)


@indicator("share", "higher", by_group=False)
def completion(o):
    """Courses completed among courses that ended."""
    return ratio(o.completed, o.completed + o.dropped_out)
