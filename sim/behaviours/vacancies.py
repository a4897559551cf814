"""Step 6: which posts are vacant, and which of them go to commuters?"""

from typing import Any

from sim.catalogue import Behaviour
from sim.chance import draw
from sim.declare import param
from sim.kernels import kernel
from sim.moving import rows_with
from sim.tables import COMMUTER, NOBODY
from sim.tally import HIRED_COMMUTERS


class Vacancies(Behaviour):
    """A wanted post without a holder is posted as a vacancy; people from outside the city take some that stay open.

    Employers may also take their time (``posting``) or post beside their staff whatever they want (``opening``); then
    vacancies count as posts and stay until they are filled, as in del Rio-Chanona et al. 2021.
    """

    posting = param(1, "share/month", "of the posts an employer misses that it posts", "assumed: at once; .16 in dRC 2021", 0, 1)
    opening = param(0, "share/month", "of staff beside whom a vacancy opens all the same", "assumed: none; .012 in dRC 2021", 0, 0.2)
    commuting = param(0.024, "share/month", "of vacancies open a month or more that a commuter takes",
                      "calibrated; keeps the share of commuters near month 0", 0, 0.5)  # fmt: skip

    def act(self, city: Any) -> None:
        """Post what is vacant and let commuters in."""
        e, posts = city.employers.columns, city.posts.columns
        if self.posting < 1 or self.opening > 0:
            post_gradually(city.luck("staffing"), self.numbers, e, posts)
        else:
            post_at_once(e, posts)
        let_commuters_in(city.luck("commuting"), self.commuting, e, posts, city.tally)


@kernel
def post_at_once(e, posts):
    """Every wanted post that is empty is a vacancy; ``vacant`` counts the months it has been open."""
    for j in range(len(e.id)):
        first, held = e.first[j], 0
        for k in range(first, first + e.slots[j]):
            taken = posts.holder[k] != NOBODY
            posts.vacant[k] = (posts.vacant[k] + 1) * ((k - first < e.target[j]) & (posts.gone[k] == 0) & (not taken))
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
