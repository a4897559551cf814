"""Step 6: which posts are vacant, and which of them go to commuters?"""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw, draw2
from sim.declare import param
from sim.kernels import kernel, rule
from sim.moving import rows_with
from sim.tables import COMMUTER, NOBODY
from sim.tally import HIRED_COMMUTERS


class Vacancies(Behaviour):
    """A wanted post without a holder is posted as a vacancy; people from outside the city take some that stay open.

    Employers may also take their time (``posting``) or post beside their staff whatever they want (``opening``); then
    vacancies count as posts and stay until they are filled, slump or not, as in del Rio-Chanona et al. 2021. A post that stays vacant may
    be opened again in a neighbouring occupation whose posts are worth more: the mix of work follows skills, no faster
    than posts fall vacant (Acemoglu 1998; Beaudry, Doms and Lewis 2010).
    """

    posting = param(1, "share/month", "of the posts an employer misses that it posts", "assumed: at once; .16 in dRC 2021", 0, 1)
    opening = param(0, "share/month", "of staff beside whom a vacancy opens all the same", "assumed: none; .012 in dRC 2021", 0, 0.2)
    commuting = param(0.04, "share/month", "of vacancies open a month or more that a commuter takes",
                      "calibrated; keeps the share of commuters near month 0", 0, 0.5)  # fmt: skip
    drawn = param(1.0, "elasticity", "of that to how slowly vacancies fill: people from outside come where posts are easy to get",
                  "assumed; Monte, Redding and Rossi-Hansberg 2018: commuting answers to work; seen against row 59", 0, 5)  # fmt: skip

    freeze = param(2.0, "per share", "of demand lost in a sector: share of its vacancies that are not posted, before anybody is laid off",
                   "assumed; Shimer 2012: slumps hire less before they fire more; seen against row 27", 0, 20)  # fmt: skip
    reopens = param(0.1, "share/month", "of posts vacant for some months that their employer would open in another occupation",
                    "assumed: recruiters think again after a quarter", 0, 1)  # fmt: skip
    patient = param(3, "months", "for which a post stays vacant before that", "assumed", 1, 60)

    def prepare(self, city: Any) -> None:
        """Commuters come as usual while vacancies fill as fast as at month 0; which occupations each sector uses."""
        self.usual = float(city.memory.filling[0])
        self.staffing = np.asarray(city.sectors.staffing, np.float64)

    def act(self, city: Any) -> None:
        """Post what is vacant, open some posts in other occupations, let commuters in."""
        e, posts = city.employers.columns, city.posts.columns
        if self.posting < 1 or self.opening > 0:
            post_gradually(city.luck("staffing"), self.numbers, e, posts)
        else:
            frozen = np.clip(self.freeze * (1.0 - city.conditions.demand), 0.0, 1.0)
            post_at_once(city.luck_for_ever("staffing"), frozen, e, posts)
        if self.reopens > 0:
            open_elsewhere(city.luck("staffing"), self.numbers, e, posts, city.trades.columns, city.occupations.mobility, self.staffing)
        let_commuters_in(city.luck("commuting"), self.attracted(float(city.memory.filling[0])), e, posts, city.tally)

    def attracted(self, filling: float) -> float:
        """Share of vacancies that commuters take in a month, at most all, when vacancies fill so fast."""
        return min(1.0, self.commuting * (self.usual / max(filling, 1e-6)) ** self.drawn)


@kernel
def post_at_once(which, frozen, e, posts):
    """Every wanted post that is empty is a vacancy, but for those that a slump holds back; ``vacant`` counts the months it is open."""
    for j in range(len(e.id)):
        first, held, back = e.first[j], 0, frozen[e.sector[j]]
        for k in range(first, first + e.slots[j]):
            taken = posts.holder[k] != NOBODY
            wanted = (k - first < e.target[j]) & (posts.gone[k] == 0) & (not taken)
            if wanted and back > 0.0:
                wanted = draw(which, e.id[j] * 4096 + posts.slot[k] + 2048) >= back
            posts.vacant[k] = (posts.vacant[k] + 1) * wanted
            held += taken
        e.headcount[j] = held


@kernel
def post_gradually(luck, p, e, posts):
    """Of the posts missing beside staff and vacancies some are posted, and some beside the staff; first empty posts first."""
    for j in range(len(e.id)):
        first, after, held, posted, trades = e.first[j], e.first[j] + e.slots[j], 0, 0, e.closed[j] == 0
        for k in range(first, after):
            taken = posts.holder[k] != NOBODY
            stays = (posts.vacant[k] > 0) & (posts.gone[k] == 0) & (not taken) & trades
            posts.vacant[k] = (posts.vacant[k] + 1) * stays
            held += taken
            posted += posts.vacant[k] > 0
        missing = max(0, e.target[j] - held - posted)
        more = int(p.posting * missing + p.opening * held + draw(luck, e.id[j])) * trades
        k = first
        while more > 0 and k < after:
            free = (posts.holder[k] == NOBODY) & (posts.vacant[k] == 0) & (posts.gone[k] == 0)
            posts.vacant[k] += free
            more -= free
            k += 1
        e.headcount[j] = held


@rule
def worth_opening(trades, o):
    """What a vacancy is worth in this occupation: how soon it fills times what its staff can do."""
    return trades.usual[o] * trades.worth[o]


@kernel
def open_elsewhere(luck, p, e, posts, trades, nearness, staffing):
    """A post that has stayed vacant goes to an occupation near its own that its sector uses, if a vacancy is worth more there."""
    for k in rows_with(posts.vacant, int(p.patient) + 1, 32000):
        j, o = posts.employer[k], posts.occupation[k]
        u, place = draw2(luck, e.id[j] * 4096 + posts.slot[k])
        if u >= p.reopens or posts.green[k] > 0:
            continue
        near = neighbour(nearness[o], staffing[e.sector[j]], place)
        if worth_opening(trades, near) > worth_opening(trades, o):
            posts.occupation[k] = near
            posts.vacant[k] = 1


@rule
def neighbour(nearness, staffing, place):
    """An occupation drawn by nearness times how much the sector uses it, at share ``place`` of their sum."""
    total, upto = 0.0, 0.0
    for o in range(len(staffing)):
        total += nearness[o] * staffing[o]
    for o in range(len(staffing)):
        upto += nearness[o] * staffing[o]
        if upto > place * total:
            return o
    return len(staffing) - 1


@kernel
def let_commuters_in(luck, commuting, e, posts, tally):
    """Commuters take some of the vacancies that have been open for more than a month."""
    for k in rows_with(posts.vacant, 2, 32000):
        j = posts.employer[k]
        if draw(luck, e.id[j] * 4096 + posts.slot[k] + 2048) < commuting:
            posts.holder[k] = COMMUTER
            posts.vacant[k] = 0
            e.headcount[j] += 1
            tally[HIRED_COMMUTERS] += 1
