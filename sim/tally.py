"""What happened this month: counters that behaviours add to and indicators read; zero at the start of a month."""

import numpy as np

EVENTS = {
    "births": "people", "deaths": "people", "arrivals": "people", "departures": "people",
    "graduates": "people leaving initial education",
    "closures": "employers closed", "layoffs": "employed people laid off", "quits": "employed people who quit",
    "retirements": "people retiring from work", "entries": "people starting to look for work",
    "found_work": "people unemployed at the start of the month who were hired",
    "hired_unemployed": "people out of work hired, those who had just begun to look included",
    "hired_employed": "employed people changing employer",
    "hired_commuters": "posts filled by commuters",
    "recalled": "workers called back", "hired_long_term": "hired after 12 months or more of search",
    "hired_contact": "hires at an employer where an acquaintance works",
    "applications": "applications sent", "wished": "residents who wished to learn",
    "started": "residents who started a course", "trained_by_employer": "staff trained by their employer",
    "completed": "courses completed", "dropped_out": "courses left before the end",
    "unemployed_before": "unemployed at the start of the month", "employed_before": "employed at the start of the month",
    "posted": "vacancies at the start of hiring", "overqualified_hires": "tertiary-educated hired below their level",
    "subsidised_training": "staff trained with a subsidy", "training_cost": "EUR spent by employers on training",
}  # fmt: skip
NUMBER = {name: number for number, name in enumerate(EVENTS)}
globals().update({name.upper(): number for name, number in NUMBER.items()})


def blank() -> np.ndarray:
    """Counters at zero, shape (len(EVENTS),)."""
    return np.zeros(len(EVENTS))
