"""Trust, preparedness, and how many people live here."""

from sim.catalogue import indicator
from sim.indicators.work import ratio


@indicator("share", "higher")
def trust(o):
    """Mean trust and engagement of residents of 25-64."""
    return ratio(o.trust, o.adults)


@indicator("share", "higher")
def preparedness(o):
    """Mean household preparedness of residents of 25-64."""
    return ratio(o.prepared, o.adults)


@indicator("people", "")
def population(o):
    """Residents, as people of the real city when asked of the city, as rows when asked of a group."""
    return o.people * getattr(o, "weight", 1.0)
