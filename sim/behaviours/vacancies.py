"""Step 6: which posts are vacant, and which of them go to commuters?"""

from typing import Any

from sim.catalogue import Behaviour
from sim.chance import draw
from sim.declare import param
from sim.kernels import kernel
from sim.tables import COMMUTER, NOBODY
from sim.tally import HIRED_COMMUTERS


class Vacancies(Behaviour):
    """A wanted post without a holder is posted as a vacancy; people from outside the city take some that stay open."""

    commuting = param(0.042, "share/month", "of vacancies open a month or more that a commuter takes",
                      "assumed: keeps the share of commuters near month 0", 0, 0.5)  # fmt: skip

    def act(self, city: Any) -> None:
        """Post what is vacant and let commuters in."""
        post_vacancies(city.luck("commuting"), self.commuting, city.employers.columns, city.posts.columns, city.tally)


@kernel
def post_vacancies(luck, commuting, e, posts, tally):
    """Walk through the posts of every employer; ``vacant`` counts the months a vacancy has been open."""
    for j in range(len(e.id)):
        first, held = e.first[j], 0
        for k in range(first, first + e.slots[j]):
            taken = posts.holder[k] != NOBODY
            posts.vacant[k] = (posts.vacant[k] + 1) * ((k - first < e.target[j]) & (posts.gone[k] == 0) & (not taken))
            held += taken
        for k in range(first, first + min(e.slots[j], e.target[j])):
            if posts.vacant[k] > 1 and draw(luck, e.id[j] * 4096 + posts.slot[k] + 2048) < commuting:
                posts.holder[k] = COMMUTER
                posts.vacant[k] = 0
                held += 1
                tally[HIRED_COMMUTERS] += 1
        e.headcount[j] = held
