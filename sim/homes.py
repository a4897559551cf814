"""Who lives with whom at month 0: couples of similar age, children with parents, in each district."""

import numpy as np

from sim.chance import bells, draws, luck
from sim.facts.cities_of_counts import CityFacts
from sim.origins import COMING
from sim.tables import NATIVE

AT_HOME = np.array([18, 19, 20, 22, 25, 30])
STAYS = np.array([0.75, 0.5, 0.3, 0.15, 0.05, 0.0])
PARENT_AGE = (19, 55)
GAP = 2.5


def settle_homes(c: dict[str, np.ndarray], facts: CityFacts, seed: int) -> int:
    """Fill ``household`` and ``partner``; returns the number of households.

    Couples and lone parents follow the published shares of one-person and one-parent households; who
    pairs with whom, and which children are siblings, is assumed (similar ages in the same district).
    """
    c["household"][:], c["partner"][:] = -1, -1
    years, noise = c["age"] / 12, bells(luck(seed, "pairing", 0), c["id"])
    u = draws(luck(seed, "leaving_home", 0), c["id"])
    young = (years < 18) | (u < np.interp(years, AT_HOME, STAYS, right=0.0))
    abroad = (c["origin"] != NATIVE) & (draws(luck(seed, "coming", 7), c["id"]) >= COMING.mixed)
    start = 0
    for d in range(len(facts.districts)):
        here = np.flatnonzero(c["district"] == d)
        if len(here):
            start = settle_district(c, facts.counts["households"][d], here, young[here], years, noise, abroad, start)
    return start


def settle_district(
    c: dict,
    published: np.ndarray,
    here: np.ndarray,
    young: np.ndarray,
    years: np.ndarray,
    noise: np.ndarray,
    abroad: np.ndarray,
    start: int,
) -> int:
    """Pair adults, open households from ``start`` on, and place the young; returns the next free household."""
    adults, kids = here[~young], here[young]
    if not len(adults):
        adults, kids = here, here[:0]
    women, men = couples(c, adults, published, years, noise, abroad)
    c["partner"][women], c["partner"][men] = men, women
    heads = adults[~np.isin(adults, men)]
    c["household"][heads] = start + np.arange(len(heads))
    c["household"][men] = c["household"][women]
    place_children(c, heads, kids, published, years, noise)
    return start + len(heads)


def couples(
    c: dict, adults: np.ndarray, published: np.ndarray, years: np.ndarray, noise: np.ndarray, abroad: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Women and men who live together: as many as are not alone, sorted by age with some scatter, most with somebody of like origin."""
    households, alone, _, lone = published
    single = (alone + lone) / max(2 * households - alone - lone, 1.0)
    settled = adults[np.argsort(single_weight(years[adults]) + 0.35 * noise[adults], kind="stable")]
    woman = c["sex"][settled] == 1
    n = min(woman.sum(), (~woman).sum(), round(len(adults) * (1 - min(1.0, single)) / 2))
    women, men = settled[woman][:n], settled[~woman][:n]
    women = women[np.argsort(years[women] + GAP + 2 * noise[women], kind="stable")]
    men = men[np.argsort(years[men] + 2 * noise[men], kind="stable")]
    return alike(women, men, abroad)


def alike(women: np.ndarray, men: np.ndarray, abroad: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same people, women and men of foreign background paired with each other as far as there are as many, in the order of age."""
    pairs, left = [], []
    for own in (False, True):
        hers, his = women[abroad[women] == own], men[abroad[men] == own]
        n = min(len(hers), len(his))
        chosen = [np.unique(np.linspace(0, len(group) - 1, n).round().astype(int)) if n else np.empty(0, int) for group in (hers, his)]
        pairs.append((hers[chosen[0]], his[chosen[1]]))
        left.append((np.delete(hers, chosen[0]), np.delete(his, chosen[1])))
    return tuple(np.concatenate([*(pair[n] for pair in pairs), *(rest[n] for rest in left)]) for n in range(2))


def single_weight(years: np.ndarray) -> np.ndarray:
    """Assumed: the young and the old live alone more often."""
    return np.interp(years, [18, 25, 35, 60, 75, 90], [1.2, 0.7, 0.2, 0.2, 0.5, 1.2])


def place_children(c: dict, heads: np.ndarray, kids: np.ndarray, published: np.ndarray, years: np.ndarray, noise: np.ndarray) -> None:
    """Children join couples and lone parents of a fitting age; children of similar age are siblings."""
    if not len(kids):
        return
    _, _, families, lone = published
    wanted = max(1, round(len(kids) / 1.65))
    paired = c["partner"][heads] >= 0
    fitting = (years[heads] >= PARENT_AGE[0]) & (years[heads] <= PARENT_AGE[1])
    lone_wanted = round(wanted * lone / max(families, 1.0))
    mothers = heads[fitting & ~paired & (c["sex"][heads] == 1)]
    chosen = np.concatenate(
        [nearest_to(mothers, lone_wanted, years, noise), nearest_to(heads[fitting & paired], wanted - lone_wanted, years, noise)]
    )
    if not len(chosen):
        chosen = nearest_to(heads, wanted, years, noise)
    chosen = chosen[np.argsort(years[chosen] + noise[chosen], kind="stable")]
    kids = kids[np.argsort(years[kids] + 1.5 * noise[kids], kind="stable")]
    home = chosen[(np.arange(len(kids)) * len(chosen)) // len(kids)]
    c["household"][kids] = c["household"][home]
    c["parents_schooling"][kids] = (c["schooling"][home] + c["schooling"][np.where(c["partner"][home] >= 0, c["partner"][home], home)]) / 2


def nearest_to(people: np.ndarray, n: int, years: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """At most ``n`` people, those nearest to the usual age of parents first, with scatter."""
    far = np.abs(years[people] - 38) + 6 * np.abs(noise[people])
    return people[np.argsort(far, kind="stable")[: max(0, n)]]
