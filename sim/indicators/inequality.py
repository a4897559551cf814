"""How wages and incomes are spread."""

from sim.catalogue import indicator
from sim.indicators.work import among, ratio


@indicator("EUR/month", "higher")
def mean_wage(o):
    """Mean gross pay a month for the hours worked, of the employed who are not on leave."""
    return ratio(o.wages, o.at_work)


@indicator("EUR/month", "higher")
def full_time_pay(o):
    """Mean gross pay for full time: pay over hours worked."""
    return ratio(o.wages, o.hours)


@indicator("EUR/month", "higher")
def mean_income(o):
    """Mean disposable household income per equivalent adult."""
    return ratio(o.incomes, o.people)


@indicator("index", "lower", by_group=False)
def gini(o):
    """Gini index of disposable household income per equivalent adult, all residents."""
    return among(o.gini_income, o.people)


@indicator("index", "lower", by_group=False)
def wage_gini(o):
    """Gini index of gross pay a month of the employed."""
    return among(o.gini_wage, o.at_work)


@indicator("index", "lower", by_group=False)
def earnings_gini(o):
    """Gini index of gross pay of the employed, the unemployed and those outside the labour force: no job counts as zero, leave too."""
    active = o.employed + o.unemployed + o.inactive
    without = ratio(active - o.at_work, active)
    return without + (1 - without) * among(o.gini_wage, o.at_work)


@indicator("ratio", "lower", by_group=False)
def wage_p90_p10(o):
    """Pay a month at the 90th percentile over pay at the 10th, employed."""
    return among(o.p90_p10_wage, o.p90_p10_wage)


@indicator("EUR/month", "higher", by_group=False)
def median_income(o):
    """Median disposable household income per equivalent adult."""
    return among(o.median_income, o.people)


@indicator("share", "lower")
def poverty(o):
    """At risk of poverty: residents below 60% of last month's median equivalised income."""
    return ratio(o.poor, o.people)


@indicator("ratio", "lower", by_group=False)
def s80_s20(o):
    """Income of the richest fifth over that of the poorest fifth."""
    return among(o.s80_s20, o.s80_s20)


@indicator("ratio", "lower", by_group=False)
def palma(o):
    """Income of the richest tenth over that of the poorest four tenths."""
    return among(o.palma, o.palma)


@indicator("index", "lower", by_group=False)
def theil(o):
    """Theil index of disposable household income per equivalent adult, all residents."""
    return among(o.theil_income, o.people)


@indicator("index", "lower", by_group=False)
def wage_theil(o):
    """Theil index of gross pay a month of the employed."""
    return among(o.theil_wage, o.at_work)


@indicator("index", "lower", by_group=False)
def atkinson_half(o):
    """Atkinson index of equivalised income with little aversion to inequality (1/2)."""
    return among(o.atkinson_half, o.people)


@indicator("index", "lower", by_group=False)
def atkinson_one(o):
    """Atkinson index of equivalised income with aversion 1."""
    return among(o.atkinson_one, o.people)


@indicator("index", "lower", by_group=False)
def atkinson_two(o):
    """Atkinson index of equivalised income with strong aversion to inequality (2): the bottom weighs most."""
    return among(o.atkinson_two, o.people)
