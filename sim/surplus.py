"""What is it worth to open a post, and do firms enter a sector or leave it?"""

import numpy as np

from sim.chance import exp, ln
from sim.kernels import kernel, rule
from sim.tables import AUTOMATED, NOBODY

FASTEST, LARGEST = 1.0, 100.0
"""Gain over the cost of a post, in shares of vacancies filled, beyond which firms come or go no faster; most of all against the usual."""


@rule
def own_filling(p, filled, posted, filling):
    """Share of an occupation's vacancies filled in a month: where there are few, the city's counts beside it."""
    return (filled + p.shared * filling) / max(posted + p.shared, 1e-9)


@rule
def gain_of_skill(p, skill, usual):
    """What a filled post leaves for what its staff can do, against the usual."""
    return exp(p.earns * (skill - usual))


@rule
def left_to_employer(p, able, wanted, dear, tradable):
    """The same for orders and dear labour too, which only firms that sell in the city pass on to their prices."""
    return able * exp(p.fetches * ln(wanted) - dear * tradable / p.rent)


@rule
def follows(tradable, local):
    """Demand for a sector's goods, against month 0, when demand for what is sold in the city is so large."""
    return tradable + (1.0 - tradable) * local


@kernel
def value_trades(p, filling, trades):
    """What opening a post is worth in each occupation against what employers are used to: filled soon, and by able staff."""
    for o in range(len(trades.posted)):
        own = own_filling(p, trades.filled[o], trades.posted[o], filling)
        trades.able[o] = gain_of_skill(p, trades.skill[o], trades.usual_skill[o])
        trades.worth[o] = min(LARGEST, own * trades.able[o] / max(trades.usual[o], 1e-9))
        trades.usual[o] += (own - trades.usual[o]) / p.used_to
        trades.usual_skill[o] += (trades.skill[o] - trades.usual_skill[o]) / p.used_to


@kernel
def adjust_scale(p, filling, neutral, dear, wanted, tradable, staffing, weight, trades, scale):
    """Free entry: posts of each sector grow while opening one is worth more than it costs.

    What it is worth is how fast vacancies fill, times what a filled post leaves its employer: more with able staff and when
    less is made than wanted, less when labour is dear, which only firms that sell in the city pass on to their prices.
    A sector whose occupations are worth more than others grows faster.
    """
    able, worth = 0.0, 0.0
    value = np.zeros(len(scale))
    for s in range(len(scale)):
        for o in range(len(trades.worth)):
            value[s] += staffing[s, o] * trades.worth[o]
            able += weight[s] * staffing[s, o] * trades.able[o]
        worth += weight[s] * value[s]
    for s in range(len(scale)):
        left = left_to_employer(p, able, wanted[s], dear, tradable[s])
        against_others = value[s] / max(worth, 1e-9) - 1.0
        scale[s] = after_entry(p, scale[s], filling * left - neutral + neutral * against_others)


@rule
def after_entry(p, scale, gain):
    """Posts of a sector against month 0 a month later, when opening one is worth so much more than it costs."""
    return min(LARGEST, max(1.0 / LARGEST, scale * exp(p.entry * min(FASTEST, max(-FASTEST, gain)))))


@kernel
def orders_by_sector(e, local, demand, orders, tradable, idle):
    """What is wanted of each sector's goods over what its staff and machines make, against month 0."""
    wanted, made = np.zeros(len(tradable)), np.zeros(len(tradable))
    for j in range(len(e.id)):
        s = e.sector[j]
        wanted[s] += 0.0 if e.closed[j] > 0 else e.size[j] * demand[s] * follows(tradable[s], local) * orders[j]
        made[s] += e.headcount[j] + idle[j]
    for s in range(len(wanted)):
        wanted[s] = wanted[s] / made[s] if made[s] > 0.0 and wanted[s] > 0.0 else 1.0
    return wanted


@kernel
def idle_posts(e, posts):
    """Posts of each employer whose tasks machines do and that nobody holds."""
    idle = np.zeros(len(e.id))
    for k in range(len(posts.slot)):
        j = posts.employer[k]
        idle[j] += (posts.gone[k] == AUTOMATED) & (posts.holder[k] == NOBODY) & (posts.slot[k] < e.target[j])
    return idle
