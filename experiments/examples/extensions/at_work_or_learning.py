"""Indicators as the packaged ones are written: asked of the counts of the city, and of every group."""

from sim.catalogue import indicator
from sim.indicators.work import ratio


@indicator("share", "higher")
def idle(o):  # noqa: ANN001, ANN201 - counts are columns of any shape
    """Outside school and the labour force, or unemployed, among all residents."""
    return ratio(o.inactive + o.unemployed, o.people)


@indicator("EUR/month", "higher")
def wage_of_workers(o):  # noqa: ANN001, ANN201
    """Mean gross wage of the employed."""
    return ratio(o.wages, o.employed)
