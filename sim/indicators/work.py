"""Who works, who does not, and how people move between the two."""

from typing import Any

import numpy as np

from sim.catalogue import indicator


@indicator("share", "lower")
def unemployment(o):
    """Unemployed among the labour force."""
    return ratio(o.unemployed, o.unemployed + o.employed)


@indicator("share", "higher")
def employment(o):
    """Employed among residents of 20-64."""
    return ratio(o.employed_working_age, o.working_age)


@indicator("share", "lower")
def long_term_share(o):
    """Unemployed for 12 months or more, among the unemployed."""
    return ratio(o.long_term, o.unemployed)


@indicator("share", "lower")
def neet(o):
    """Residents of 15-29 neither employed nor in education or training."""
    return ratio(o.neet, o.young)


@indicator("share", "lower")
def overqualified(o):
    """Tertiary-educated workers in a job below their level."""
    return ratio(o.overqualified, o.tertiary_employed)


@indicator("people")
def jobs(o):
    """Employed residents, as people of the real city when asked of the city, as rows when asked of a group."""
    return o.employed * getattr(o, "weight", 1.0)


@indicator("share", "")
def part_time(o):
    """Employed who work less than nine tenths of full time, among those not on leave."""
    return ratio(o.part_time, o.at_work)


@indicator("share", "")
def on_leave(o):
    """Employed on parental leave."""
    return ratio(o.employed - o.at_work, o.employed)


@indicator("share/month", "higher", by_group=False)
def job_finding(o):
    """Unemployed who were hired this month."""
    return ratio(o.found_work, o.unemployed_before)


@indicator("share/month", "lower", by_group=False)
def separation(o):
    """Employed who were laid off or quit this month."""
    return ratio(o.layoffs + o.quits, o.employed_before)


@indicator("share/month", "", by_group=False)
def job_to_job(o):
    """Employed who changed employer this month."""
    return ratio(o.hired_employed, o.employed_before)


@indicator("share", "", by_group=False)
def vacancy_rate(o):
    """Vacant among all open posts."""
    return ratio(o.vacancies, o.open_posts)


@indicator("posts", "", by_group=False)
def held_posts(o):
    """Posts filled, by residents and by commuters, as posts of the real city."""
    return o.filled_posts * o.weight


@indicator("posts", "", by_group=False)
def asked_posts(o):
    """Posts that demand, tasks and stopped work leave, before local demand follows incomes and staff."""
    return o.asked_posts * o.weight


@indicator("share", "", by_group=False)
def commuting(o):
    """Posts held by people from outside the city."""
    return ratio(o.commuters, o.filled_posts)


@indicator("share", "", by_group=False)
def hired_by_contact(o):
    """Hires at an employer where an acquaintance works."""
    return ratio(o.hired_contact, o.hired_unemployed + o.hired_employed)


@indicator("share", "")
def aided(o):
    """Employed in work that city hall pays for in part, or as apprentices."""
    return ratio(o.aided, o.employed)


@indicator("share", "higher")
def green_jobs(o):
    """Green share of the work of the employed."""
    return ratio(o.green, o.employed)


def ratio(top: Any, bottom: Any) -> Any:
    """top / bottom; not a number where nobody is counted, for that is not zero."""
    return np.divide(top, bottom, out=np.full_like(np.asarray(top, float), np.nan), where=np.asarray(bottom) > 0)


def among(value: Any, counted: Any) -> Any:
    """A value that says something about those who are counted; not a number where nobody is."""
    return np.where(np.asarray(counted) > 0, value, np.nan)
