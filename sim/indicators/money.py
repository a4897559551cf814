"""What the investments cost, and what comes back as taxes and benefits, in EUR of the real city.

Taxes and benefits are those of city, state and social insurance together: taxes and contributions on wages, and
benefits, pensions and aid after tax. Consumption taxes and the public services that exist anyway are left out.
"""

from sim.catalogue import indicator


@indicator("EUR/month", "", by_group=False)
def spending(o):
    """Spent by all levers this month, overhead included."""
    return o.spending


@indicator("EUR/month", "higher", by_group=False)
def taxes(o):
    """Taxes and contributions paid on wages."""
    return (o.wages - o.take_home) * o.weight


@indicator("EUR/month", "lower", by_group=False)
def jobless_benefits(o):
    """Benefits of the unemployed and of those outside the labour force, less tax on them."""
    return o.jobless_benefits * o.weight


@indicator("EUR/month", "", by_group=False)
def other_benefits(o):
    """Pensions, student aid and child benefit, less tax on them."""
    return o.other_benefits * o.weight


@indicator("EUR/month", "higher", by_group=False)
def fiscal_balance(o):
    """Taxes less benefits and less what the levers spend."""
    return (o.wages - o.take_home - o.jobless_benefits - o.other_benefits) * o.weight - o.spending


@indicator("EUR/month", "higher", by_group=False)
def disposable(o):
    """Disposable income of all residents: wages less taxes, and benefits."""
    return (o.take_home + o.jobless_benefits + o.other_benefits) * o.weight
