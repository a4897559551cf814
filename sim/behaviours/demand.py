"""Step 4: how many posts does each employer want? Trend, cycle, local demand, closures and new firms."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import bell, child_id, draw, draw2, exp
from sim.declare import param
from sim.employers import fill_posts, found_employers
from sim.kernels import kernel, rule
from sim.surplus import adjust_scale, follows, idle_posts, orders_by_sector, value_trades
from sim.tables import AUTOMATED, COMMUTER, RESERVED
from sim.tally import CLOSURES

ENOUGH = 10_000
"""Residents of the model from which on its labour market is no longer thin; the declared filling holds there."""

TOO_LARGE = 2.0
"""Against the posts that are to go: an employer larger than that is not the one that closes."""


class Demand(Behaviour):
    """Employers want posts in proportion to their size, to demand in their sector and, if local, to what is bought in the city.

    What is sold in the city is bought by residents out of their incomes and by firms with the people at work there; how many
    local jobs follow a tradable one is an outcome. In the long run firms enter a sector while a post is worth more than it
    costs, and leave while it is worth less (free entry, Pissarides 2000): worth is how fast vacancies fill times what a
    filled post leaves its employer, which grows with able staff and with orders, and falls when labour is dear. They neither
    enter nor leave in a slump.
    """

    zipf = param(1.06, "exponent", "P(size > s) ~ s^-exponent", "evidence row 58: Axtell 2001; exponent remembered", 0.9, 1.5)
    largest = param(
        0.03, "share", "of all posts in the largest employer", "assumed: plant closures of 2-5% of jobs must be possible", 0.005, 0.2
    )
    concentrated = param(6.0, "posts", "least size of an employer in the most concentrated sector", "assumed", 0, 50)
    headroom = param(1.8, "factor", "posts an employer can ever have, against month 0", "assumed: memory only", 1.2, 4)
    commuters = param(0.10, "share", "of posts held by people from outside the city", "assumed", 0, 0.6)
    vacancies = param(0.03, "share", "of posts vacant at month 0", "evidence row 28: 2-3% of posts", 0, 0.1)
    premium_sd = param(0.2, "log points", "spread of employers' pay premiums", "evidence 8.0 (1): .15-.20; calibrated", 0, 0.4)
    premium_size = param(0.02, "log points", "pay per log of employer size", "assumed: large firms pay more", 0, 0.1)
    together = param(0.5, "correlation", "of pay premium and propensity to train: good employers are good at more than one thing",
                     "Haltiwanger et al. 2018; size assumed", 0, 1)  # fmt: skip
    cyclical = param(0.5, "per log point", "deeper fall of wanted posts in a slump at employers who pay above the market",
                     "Haltiwanger et al. 2018: the ladder fails in slumps; size assumed", 0, 3)  # fmt: skip
    bias = param(1.0, "factor", "mean prejudice of employers, who spread evenly from none to twice as much: times the handicaps of hiring",
                 "by definition: handicaps are means over employers; spread assumed, about half of the mean", 0, 3)  # fmt: skip
    reallocation = param(0.04, "log points/year", "spread of idiosyncratic growth of employers", "assumed", 0, 0.5)
    closing_small = param(0.03, "share/year", "of employers under 10 posts that close", "assumed", 0, 0.3)
    closing_large = param(0.008, "share/year", "of larger employers that close", "assumed", 0, 0.3)
    reopening = param(6, "months", "until a new firm takes the place of a closed one", "assumed", 1, 60)
    entry = param(0.01, "1/month", "growth of posts when opening one is worth more than it costs, per share of vacancies filled",
                  "calibrated; local losses outlast a slump by years (Yagan 2019, remembered; US 2007-14: 76 months)", 0, 0.1)  # fmt: skip
    filling = param(
        0.50,
        "share/month",
        "of vacancies filled at which firms neither enter nor leave",
        "calibrated: unemployment of month 0 lasts",
        0.05,
        0.95,
    )
    earns = param(0.16, "log points/SD", "surplus of a post grows with the skill of staff in what it needs",
                  "evidence row 35: 18% of pay per SD; output, pay and surplus grow in step", 0, 0.5)  # fmt: skip
    rent = param(0.2, "share of pay", "that a filled post earns its employer beyond what it costs: dear labour takes it away",
                 "assumed; Hagedorn and Manovskii 2008: .02-.05, Shimer 2005: .3", 0.02, 1)  # fmt: skip
    used_to = param(360, "months", "until costs of vacancies and expectations have followed skills and filling",
                    "assumed; Pissarides 2000: tightness does not trend with productivity; seen against G1", 12, 1200)  # fmt: skip
    shared = param(
        3.0, "vacancies/month", "with which the city's filling counts beside an occupation's own", "assumed: small numbers lie", 0, 100
    )
    thin = param(800, "residents", "of the model with whom vacancies fill half as fast as in a boundless market",
                 "calibrated: unemployment of 1,000 to 10,000 residents is alike", 0, 10_000)  # fmt: skip
    spends = param(1.0, "elasticity", "of demand for what is sold in the city to what residents have to spend",
                   "assumed: a steady share of their incomes goes to local firms", 0, 2)  # fmt: skip
    firms = param(0.7, "share", "of that demand that comes from firms in the city, with the people at work there, not from residents",
                  "assumed: most of local services are bought by firms; seen against row 59", 0, 1)  # fmt: skip
    fetches = param(7.0, "elasticity", "of what a filled post leaves to how much is wanted of what it makes, against what is made",
                    "assumed; Hamermesh 1993, remembered: 1 over rent; seen against rows 27, 59 and E10", 0, 20)  # fmt: skip
    spends_lag = param(12, "months", "until local demand has followed their incomes", "assumed", 1, 60)
    experienced = param(60, "months", "of work from which AI spares the holder of a post in full",
                        "assumed; Brynjolfsson et al. 2025: those of 22-25 are hit, older ones are not", 1, 600)  # fmt: skip
    slump = param(0.985, "factor", "city demand below which no firm enters", "assumed", 0.5, 1)

    def prepare(self, city: Any) -> None:
        """Found the employers and fill their posts."""
        found_employers(city, self.numbers)
        fill_posts(city, self.numbers)
        self.neutral = neutral_filling(self.numbers, int((city.residents.present == 1).sum()))
        city.memory.filling[0] = self.neutral
        self.usual_staff = float(city.employers.headcount.sum())
        city.trades.usual[:] = self.neutral
        self.staffing = np.asarray(city.sectors.staffing / city.sectors.staffing.sum(axis=1, keepdims=True), np.float64)
        self.tradable = city.sectors.tradable.astype(np.float64)
        self.weight = city.facts.jobs.sum(axis=0) / city.facts.jobs.sum()

    def act(self, city: Any) -> None:
        """Firms close, open and grow; then every employer's target is set."""
        p, e, m, c = self.numbers, city.employers, city.memory.columns, city.conditions
        if c.closing[0] > 0:
            close_largest(e, city.sectors.tradable, c.closing[0])
        live_and_die(city.luck("closing"), p, e.columns, city.month, city.tally)
        value_trades(p, m.filling[0], city.trades.columns)
        spending, staff = m.spending[0] / max(m.usual_spending[0], 1e-9), e.headcount.sum() / max(self.usual_staff, 1.0)
        wish = local_demand(p, spending, staff)
        m.local[0] += (wish - m.local[0]) / self.spends_lag
        machines = c.task.min() < 1 or city.posts.gone.any()
        if self.weight @ c.demand >= self.slump:
            idle = idle_posts(e.columns, city.posts.columns) if machines else np.zeros(len(e))
            wanted = orders_by_sector(e.columns, m.local[0], c.demand, c.orders, self.tradable, idle)
            adjust_scale(p, m.filling[0], self.neutral, m.dear[0], wanted, self.tradable, self.staffing, self.weight,
                         city.trades.columns, city.branches.scale)  # fmt: skip
        set_targets(p, e.columns, m.local[0], city.branches.scale, c.demand, c.orders, c.created, self.tradable)
        if machines:
            lots, experience = city.luck_for_ever("staffing"), city.residents.experience
            automate(lots, p, experience, e.columns, city.posts.columns, c.task, c.spared[0])


def neutral_filling(p: Any, residents: int) -> float:
    """Share of vacancies filled in a month at which firms neither enter nor leave, with so many residents of the model.

    A few thousand residents are a thin market: each vacancy stands for hundreds, and few seekers come across it. Without
    this, the fewer residents stand for a city, the fewer posts would it have in the long run.
    """
    met = [size / (size + p.thin) for size in (min(residents, ENOUGH), ENOUGH)]
    return float(p.filling * (met[0] / met[1]))


def close_largest(e: Any, tradable: np.ndarray, share: float) -> None:
    """The largest tradable employers that are not much too large close, until this share of all posts is gone."""
    open_posts = np.where(e.closed > 0, 0, e.target)
    wanted = share * open_posts.sum()
    fits = (open_posts > 0) & (open_posts <= TOO_LARGE * wanted)
    order = np.lexsort((e.id, -e.size * (tradable[e.sector] >= 0.5)))
    order = order[fits[order]]
    gone = np.cumsum(open_posts[order])
    e.closed[order[: int(np.searchsorted(gone, wanted)) + 1]] = 1200


@rule
def yearly_growth(u, spread):
    """Idiosyncratic growth of one employer, mean one."""
    return exp(spread * bell(u) - 0.5 * spread * spread)


@kernel
def live_and_die(luck, p, e, month, tally):
    """Once a year, in a month of its own, an employer grows or shrinks, or closes; later a new firm moves in."""
    for j in range(len(e.id)):
        if e.closed[j] > 0:
            e.closed[j] -= 1
            if e.closed[j] == 0:
                e.id[j] = child_id(e.id[j], month)
                e.founded[j] = month
        elif (month - e.founded[j]) % 12 == 0 and month > e.founded[j]:
            grow, fate = draw2(luck, e.id[j])
            if fate < (p.closing_small if e.size[j] < 10 else p.closing_large):
                e.closed[j] = int(p.reopening)
                tally[CLOSURES] += 1
            else:
                e.size[j] = min(e.size[j] * yearly_growth(grow, p.reallocation), 0.9 * e.slots[j])


@rule
def local_demand(p, spending, staff):
    """Demand for what is sold in the city, when residents have so much to spend and so many work here; all against month 0."""
    return max(0.2, 1.0 + p.spends * ((1.0 - p.firms) * (spending - 1.0) + p.firms * (staff - 1.0)))


@kernel
def set_targets(p, e, local, scale, demand, orders, created, tradable):
    """Wanted posts of every employer; fractions are rounded by a threshold of the employer's own."""
    for j in range(len(e.id)):
        s = e.sector[j]
        fallen = min(1.0, (1.0 - demand[s]) * max(0.0, 1.0 + p.cyclical * e.premium[j]))
        wanted = 0.0 if e.closed[j] > 0 else e.size[j] * scale[s] * (1.0 - fallen) * follows(tradable[s], local) * orders[j]
        e.target[j] = min(e.slots[j], int(wanted + draw(np.uint64(77), e.id[j])) + int(created[j]))


@rule
def within_reach(p, spared, months):
    """How far AI can do the work of somebody with so much experience: what no book says is learned at work."""
    return 1.0 - spared * min(1.0, months / p.experienced)


@kernel
def reach(p, experience, e, posts, spared, occupations):
    """How far each post is within reach of machines, and by occupation the wanted posts over those within reach.

    An empty post is within reach; a commuter counts as experienced.
    """
    near, wanted, open_ = np.empty(len(posts.slot)), np.zeros(occupations), np.zeros(occupations)
    for i in range(len(posts.slot)):
        holder = posts.holder[i]
        months = experience[holder] if holder >= 0 else (p.experienced if holder == COMMUTER else 0.0)
        near[i] = within_reach(p, spared, months)
        if posts.slot[i] < e.target[posts.employer[i]]:
            wanted[posts.occupation[i]] += 1.0
            open_[posts.occupation[i]] += near[i]
    return near, wanted / np.maximum(open_, 1e-9)


@kernel
def automate(luck, p, experience, e, posts, task, spared):
    """Posts whose tasks are automated away are gone, first where automation reaches far; tasks may come back.

    As many go as there is work lost. What spares the experienced takes more of the posts that entrants hold, or nobody.
    """
    near, crowding = reach(p, experience, e, posts, spared, len(task))
    for i in range(len(posts.slot)):
        if posts.gone[i] >= RESERVED:
            continue
        j, o = posts.employer[i], posts.occupation[i]
        threshold = draw(luck, e.id[j] * 4096 + posts.slot[i]) * (0.5 + e.exposure[j])
        posts.gone[i] = AUTOMATED if threshold < min(1.0, (1.0 - task[o]) * crowding[o]) * near[i] else 0
