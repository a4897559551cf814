"""What work emits, who is stranded, and which posts turned green."""

from sim.catalogue import indicator
from sim.indicators.work import ratio


@indicator("t CO2e/year", "lower", by_group=False)
def emissions(o):
    """Emissions of work in the city for each resident; homes and travel are not counted."""
    return ratio(o.emissions, o.people)


@indicator("share", "lower")
def stranded(o):
    """Unemployed from high-emission work, among the labour force."""
    return ratio(o.stranded, o.unemployed + o.employed)


@indicator("share", "higher", by_group=False)
def green_posts(o):
    """Filled posts that turned to green work since month 0."""
    return ratio(o.green_posts, o.filled_posts)
