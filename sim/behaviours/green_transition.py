"""Step 4c: which firms change to low-carbon practice, and which vacant posts turn to green work?"""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw, draw_about, luck
from sim.declare import param
from sim.kernels import inlined, kernel, rule
from sim.tables import NOBODY


class GreenTransition(Behaviour):
    """Firms that are helped or pressed to change do so as fast as the green skills of their staff allow; practice wears off.

    Where work turns green, a post that falls vacant is posted anew in an occupation with green tasks; whoever holds a
    post keeps it. Emissions are those of work in the city: homes and travel are not counted.
    """

    tonnes = param(4.0, "t CO2e/year", "from a post at intensity 1 of sectors.csv",
                   "assumed: work in Helsinki then causes about 2 t a resident", 0, 50)  # fmt: skip
    high = param(
        2.0, "intensity", "from which a sector counts as high-emission", "assumed: 7% of jobs, OECD Employment Outlook 2024", 0, 10
    )
    most = param(
        0.7,
        "share",
        "of its emissions that practice can avoid, and that green work does not cause",
        "assumed: the rest needs other plant",
        0,
        1,
    )
    ready = param(0.5, "share", "of full speed at the green skill of the average adult", "assumed", 0, 1)
    skilled = param(0.5, "share/SD", "faster with each SD of green skill of the staff, between nothing and full speed", "assumed", 0, 2)
    wears = param(
        0.004, "share/month", "of practice that is lost when nobody renews it", "assumed: staff turn over, half in 14 years", 0, 0.1
    )

    def prepare(self, city: Any) -> None:
        """Emissions of a post by sector, and the green work and the exposed work there is."""
        sectors, jobs = city.sectors, city.occupations
        city.green_saves = self.most
        city.post_emissions = (sectors.emissions * self.tonnes).astype(np.float32)
        posts = city.facts.jobs.sum(axis=0)[:, None] * sectors.staffing
        exposed = posts[sectors.emissions >= self.high].sum(axis=0)
        city.exposed = (exposed / np.maximum(posts.sum(axis=0), 1e-9)).astype(np.float32)
        self.green_staff = np.cumsum(sectors.staffing * jobs.green**2, axis=1, dtype=np.float64)
        self.staff = np.cumsum(sectors.staffing, axis=1, dtype=np.float64)

    def act(self, city: Any) -> None:
        """Practice changes, vacant posts turn green or back."""
        c, e, posts = city.conditions, city.employers, city.posts
        if c.cleaning.any() or e.cleaned.any():
            clean_up(self.numbers, city.residents.columns, e.columns, posts.holder, c.cleaning)
        if c.green_work.any() or posts.green.any():
            lots = city.luck_for_ever("greening"), luck(city.seed, "staffing", 0)
            turn_green(*lots, c.green_work, self.green_staff, self.staff, e.columns, posts.columns)


@rule
def speed(p, green_skill):
    """Share of full speed at which a firm can change its practice, by the green skill of its staff."""
    return min(1.0, max(0.0, p.ready + p.skilled * green_skill))


@rule
def practice_next_month(p, cleaned, help_, green_skill):
    """Share of emissions avoided a month later."""
    return max(0.0, cleaned * (1.0 - p.wears) + min(1.0, help_) * speed(p, green_skill) * max(0.0, p.most - cleaned))


@kernel
def clean_up(p, r, e, holder, cleaning):
    """Every firm changes a little, or forgets a little."""
    for j in range(len(e.id)):
        skill, staff = 0.0, 0
        for k in range(e.first[j], e.first[j] + e.slots[j]):
            if holder[k] >= 0:
                skill += r.skill[holder[k], 2]
                staff += 1
        e.cleaned[j] = practice_next_month(p, e.cleaned[j], cleaning[j], skill / max(1, staff))


@inlined
def occupation_at(cumulative, sector, u):
    """The occupation at share u of a sector's cumulative staffing."""
    last = cumulative.shape[1] - 1
    o = 0
    while o < last and u * cumulative[sector, last] > cumulative[sector, o]:
        o += 1
    return o


@rule
def is_green(slot, target, share, u):
    """Whether a post is one of the green ones of its employer: the newest are, fractions by a lot of the employer's own."""
    return slot >= target - int(share * target + u)


@kernel
def turn_green(lots, staffing, share, green_staff, staff, e, posts):
    """Posts without a holder get the occupation that the work has now: an employer's last posts turn green."""
    for k in range(len(posts.slot)):
        if posts.holder[k] != NOBODY:
            continue
        j = posts.employer[k]
        s = e.sector[j]
        wanted = share[s] > 0.0 and is_green(posts.slot[k], e.target[j], share[s], draw(lots, e.id[j]))
        if wanted and not posts.green[k]:
            posts.occupation[k], posts.green[k] = occupation_at(green_staff, s, draw_about(staffing, e.id[j], posts.slot[k])), 1
        elif posts.green[k] and not wanted:
            posts.occupation[k], posts.green[k] = occupation_at(staff, s, draw_about(staffing, e.id[j], posts.slot[k])), 0
