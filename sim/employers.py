"""How the employers of month 0 are founded, and who works where when the story begins."""

from typing import Any

import numpy as np

from sim.chance import bell, draw_about, draws, luck
from sim.kernels import kernel
from sim.tables import COMMUTER, EMPLOYED, NOBODY, UNEMPLOYED, Employers, Posts


def found_employers(city: Any, p: Any) -> None:
    """Fill ``city.employers`` and ``city.posts``: Zipf sizes within sectors, districts by published workplaces."""
    wanted = max(1.0, np.sum(city.residents.activity == EMPLOYED) / (1 - p.commuters) * (1 + p.vacancies))
    by_sector = city.facts.jobs.sum(axis=0) / city.facts.jobs.sum() * wanted
    sizes = [draw_sizes(city, sector, posts, wanted, p) for sector, posts in enumerate(by_sector)]
    sector = np.repeat(np.arange(len(sizes)), [len(s) for s in sizes])
    size = np.concatenate(sizes)
    employers = Employers(len(size))
    employers.id[:] = np.arange(len(size)) + 1
    employers.sector[:], employers.size[:] = sector, size
    employers.slots[:] = np.ceil(size * p.headroom) + 2
    employers.first[:] = np.concatenate([[0], np.cumsum(employers.slots)[:-1]])
    employers.target[:] = np.minimum(employers.slots, np.floor(size + draws(np.uint64(77), employers.id)))
    draw_tempers(city, employers, p)
    city.employers = employers
    city.posts = make_posts(city, employers)


def draw_sizes(city: Any, sector: int, posts: float, wanted: float, p: Any) -> np.ndarray:
    """Sizes of the employers of one sector: a Pareto law cut at the sector's largest, adding up to ``posts``."""
    least = 1.0 + p.concentrated * city.sectors.concentration[sector]
    largest = max(least + 1, min(p.largest * wanted, posts / 2))
    count = int(posts / least) + 1
    u = draws(luck(city.seed, "founding", sector), np.arange(count))
    sizes = least / (1 - u * (1 - (least / largest) ** p.zipf)) ** (1 / p.zipf)
    last = int(np.searchsorted(np.cumsum(sizes), posts)) + 1
    return sizes[:last] * (posts / sizes[:last].sum())


def draw_tempers(city: Any, employers: Employers, p: Any) -> None:
    """District, pay premium, propensity to train, bias, exposure and continuity of each employer."""
    named = {k: draws(luck(city.seed, "founding", 100 + n), employers.id) for n, k in enumerate(TEMPERS)}
    shares = np.cumsum(city.facts.jobs, axis=0) / city.facts.jobs.sum(axis=0)
    for sector in range(shares.shape[1]):
        here = employers.sector == sector
        employers.district[here] = np.searchsorted(shares[:, sector], named["district"][here])
    employers.district[:] = np.minimum(employers.district, len(city.facts.districts) - 1)
    normal = {k: np.array([bell(u) for u in named[k]]) for k in ("premium", "training")}
    larger = np.log(np.maximum(employers.size, 1.0)) - 2.0
    employers.premium[:] = p.premium_sd * normal["premium"] + p.premium_size * larger
    employers.training[:] = p.together * normal["premium"] + np.sqrt(1 - p.together**2) * normal["training"]
    employers.bias[:] = 2 * p.bias * named["bias"]
    employers.exposure[:] = named["exposure"]
    employers.continuity[:] = named["continuity"] * 0.5
    employers.founded[:] = -1 - np.floor(240 * named["founded"]).astype(int)


TEMPERS = ("district", "premium", "training", "bias", "exposure", "continuity", "founded")


def make_posts(city: Any, employers: Employers) -> Posts:
    """One row per slot; each slot's occupation is drawn from the staffing of its sector."""
    posts = Posts(int(employers.slots.sum()))
    posts.employer[:] = np.repeat(np.arange(len(employers)), employers.slots)
    posts.slot[:] = np.arange(len(posts)) - employers.first[posts.employer]
    staffing = np.cumsum(city.sectors.staffing, axis=1).astype(np.float64)
    draw_occupations(luck(city.seed, "staffing", 0), employers.columns, posts.columns, staffing)
    return posts


@kernel
def draw_occupations(luck, employers, posts, staffing):
    """Give every post the occupation that its employer and slot number stand for."""
    last = staffing.shape[1] - 1
    for i in range(len(posts.employer)):
        e = posts.employer[i]
        u = draw_about(luck, employers.id[e], posts.slot[i]) * staffing[employers.sector[e], last]
        o = 0
        while o < last and u > staffing[employers.sector[e], o]:
            o += 1
        posts.occupation[i] = o


def fill_posts(city: Any, p: Any) -> None:
    """Month 0: the employed take open posts of their occupation, then of the nearest schooling; commuters some."""
    r, posts, employers = city.residents, city.posts, city.employers
    is_open = posts.slot < employers.target[posts.employer]
    people, rows = np.flatnonzero(r.activity == EMPLOYED), np.flatnonzero(is_open)
    lot = draws(city.luck("founding"), rows)
    commuting = lot < p.commuters
    posts.holder[rows[commuting]] = COMMUTER
    rows = rows[~commuting]
    rows = rows[np.argsort(draws(city.luck("matching"), rows), kind="stable")]
    people = people[np.argsort(draws(city.luck("matching"), r.id[people]), kind="stable")]
    for occupation in range(len(city.occupations.schooling)):
        seats, staff = rows[posts.occupation[rows] == occupation], people[r.occupation[people] == occupation]
        hire_all(r, posts, staff, seats)
    people, rows = people[r.post[people] == NOBODY], rows[posts.holder[rows] == NOBODY]
    norm = city.occupations.schooling[posts.occupation[rows]]
    people, rows = people[np.argsort(-r.schooling[people], kind="stable")], rows[np.argsort(-norm, kind="stable")]
    spread = np.linspace(0, len(rows) - 1, min(len(people), len(rows))).astype(int) if len(rows) else rows
    hire_all(r, posts, people, rows[spread])
    left_over = (r.activity == EMPLOYED) & (r.post == NOBODY)
    r.activity[left_over], r.tenure[left_over], r.leave[left_over] = UNEMPLOYED, 0, 0
    employers.headcount[:] = np.bincount(posts.employer[posts.holder != NOBODY], minlength=len(employers))


def hire_all(r: Any, posts: Posts, people: np.ndarray, rows: np.ndarray) -> None:
    """Put people into posts one by one, as many as there are of both."""
    n = min(len(people), len(rows))
    posts.holder[rows[:n]] = people[:n]
    r.post[people[:n]] = rows[:n]
    r.occupation[people[:n]] = posts.occupation[rows[:n]]
