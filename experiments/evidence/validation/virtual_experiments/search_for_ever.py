"""G5: half of the residents search twice as hard for ever. What do they gain, and what of it do others lose?"""

from dataclasses import replace
from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.measures import by_seed, cycle
from experiments.evidence.validation.twins import FIXED_POSTS, with_numbers
from experiments.execution.progress import quiet
from experiments.outcomes.intervals import fieller, without_one
from sim import chance
from sim.catalogue import Shock, make
from sim.city import City
from sim.declare import param
from sim.tables import COMMUTER, EMPLOYED, UNEMPLOYED

EARLY, LATE = slice(6, 10), slice(54, 66)
"""Months since the help began around the eighth (as in V1) and around the sixtieth."""
AT_BOTTOM, SETTLED = 12, 24
"""Months since the recession began after which the help begins: at its bottom; in a slump that lasts."""
LASTING: dict[str, float] = {"bottom": 120}
WHO = ("helped", "others at work", "others unemployed", "others who entered", "commuters")
"""Whose employment changes; by where the others were when the help began."""
HELPED, AT_WORK, OUT, ENTERED, COMMUTERS = range(len(WHO))
FIFTEEN, SEVENTY_FIVE = 15 * 12, 75 * 12
Gains = dict[str, float]


class HarderSearch(Shock):
    """Some residents, drawn by a lot that they keep for ever, send more applications whenever they are out of work."""

    share = param(0.5, "share", "of residents who search harder", "assumed: half, so that those helped and the others are as many", 0, 1)
    factor = param(2.0, "factor", "applications they send", "assumed: large enough to be seen over luck", 1, 10)

    def apply(self, city: Any) -> None:
        """They search harder."""
        city.conditions.guidance[drawn(city, self.share)] *= self.factor


def drawn(city: City, share: float) -> np.ndarray:
    """Whose lot it is, as a mask over the rows of today."""
    return chance.draws(city.luck_for_ever("extension"), city.residents.id) < share


def search_harder(piece: tuple[Setting, int]) -> dict[str, Gains]:
    """Gains of one seed in each world, with seekers and vacancies for the arithmetic."""
    how, seed = piece
    young = how.burn_in_city(seed)
    calm, fixed = twins(young, EARLY, LATE), twins(young, LATE, numbers=FIXED_POSTS)
    slump = twins(young, EARLY, shock={}, start=AT_BOTTOM)
    lasting = twins(young, LATE, numbers=FIXED_POSTS, shock=LASTING, start=SETTLED)
    return {"early": calm[0], "late": calm[1], "slump": slump[0], "fixed": fixed[0], "fixed slump": lasting[0]}


def twins(young: City, *windows: slice, numbers: dict[str, float] | None = None, shock: dict[str, float] | None = None,
          start: int = 0) -> list[Gains]:  # fmt: skip
    """What the help does in each window, counted from when it begins, in a city with these numbers and this recession (None: calm)."""
    ahead = [] if shock is None else [make("shock", "recession", shock, "G5")]
    months, worlds = start + max(window.stop for window in windows), []
    for help in ([], [HarderSearch(start=start)]):
        city = with_numbers(young.branch((), [*ahead, *help]), numbers or {})
        worlds.append(live(city, start, months))
    (usual, people, market), (helped, _, _) = worlds
    return [gains(usual[window], helped[window], people[window], market[window]) for window in windows]


def live(city: City, start: int, months: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From the month ``start`` on: employed of each of WHO; residents of 15-74 helped and others; the market.

    Of the market: people out of work who looked for work in the month, vacancies left at its end, and all that were open in it.
    With fixed posts it is those left that a further job takes one from.
    """
    for _ in range(start):
        city.step()
    r, share = city.residents, float(HarderSearch.declared["share"].default)
    ids, activity = r.id.copy(), np.where(r.present == 1, r.activity, UNEMPLOYED + 1)
    employed, people = [], []
    for _ in range(start, months):
        city.step()
        mine, grown = drawn(city, share), city.residents
        of_age = (grown.present == 1) & (grown.age >= FIFTEEN) & (grown.age < SEVENTY_FIVE)
        works = (grown.present == 1) & (grown.activity == EMPLOYED)
        was = np.full(len(grown), ENTERED)
        was[: len(ids)][(activity == EMPLOYED) & (grown.id[: len(ids)] == ids)] = AT_WORK
        was[: len(ids)][(activity == UNEMPLOYED) & (grown.id[: len(ids)] == ids)] = OUT
        was[mine] = HELPED
        counted = np.bincount(was[works], minlength=len(WHO))
        counted[COMMUTERS] = (city.posts.holder == COMMUTER).sum()
        employed.append(counted)
        people.append([(of_age & mine).sum(), (of_age & ~mine).sum()])
    t = city.observations.counts(since=1 + start)
    market = np.column_stack([t.unemployed + t.hired_unemployed, t.vacancies, t.posted])
    return np.array(employed, float), np.array(people, float), market


def gains(usual: np.ndarray, helped: np.ndarray, people: np.ndarray, market: np.ndarray) -> Gains:
    """Means of a window: gains of each of WHO and of everybody, what a trial would see, seekers a vacancy."""
    gain = (helped - usual).mean(axis=0)
    mine, others = people.mean(axis=0)
    lost = gain[AT_WORK] + gain[OUT] + gain[ENTERED]
    seekers, vacancies, all_open = market.mean(axis=0)
    return {**dict(zip(WHO, gain.tolist(), strict=True)), "net": float(gain.sum()), "naive": float(gain[HELPED] - lost * mine / others),
            "people": float(mine + others), "seekers": float(seekers), "vacancies": float(vacancies), "open": float(all_open)}  # fmt: skip


def net_over_naive(worlds: np.ndarray) -> float:
    """Of what a trial would see: what is left when everybody is counted; columns 0 and 1 are net and naive."""
    return float(worlds[:, 0].mean() / worlds[:, 1].mean())


def beyond_arithmetic(worlds: np.ndarray) -> float:
    """That, less 1 / (1 + b S / V); columns: net, naive, elasticity b, seekers S, vacancies V."""
    return net_over_naive(worlds) - arithmetic(*worlds.mean(axis=0)[2:])


def arithmetic(elasticity: float, seekers: float, vacancies: float) -> float:
    """Share of a gain in employment that is left when posts are fixed, so that every job more is a vacancy less."""
    return 1 / (1 + elasticity * seekers / vacancies)


def slump_less_calm(worlds: np.ndarray) -> float:
    """Columns: net and naive in the slump, then in calm years."""
    return net_over_naive(worlds) - net_over_naive(worlds[:, 2:])


def table_of(found: list[dict[str, Gains]], world: str, *names: str) -> np.ndarray:
    """These numbers of every seed, shape (seeds, numbers)."""
    return np.array([[one[world][name] for name in names] for one in found])


def told(found: list[dict[str, Gains]], world: str) -> str:
    """Who gains and who loses, in points of residents of 15-74."""
    means = table_of(found, world, *WHO, "people").mean(axis=0)
    return "points: " + ", ".join(f"{name} {100 * gain / means[-1]:+.2f}" for name, gain in zip(WHO, means, strict=False))


def beside_arithmetic(found: list[dict[str, Gains]], world: str) -> str:
    """Both numbers and their parts; the arithmetic with all vacancies that were open in a month too."""
    table = table_of(found, world, "net", "naive", "elasticity", "seekers", "vacancies", "open")
    b, seekers, vacancies, all_open = table.mean(axis=0)[2:]
    parts = f"b {b:.2f}, {seekers:.0f} seekers, {vacancies:.0f} vacancies left; with the {all_open:.0f} open in the month"
    both = f"{arithmetic(b, seekers, vacancies):.2f} by arithmetic ({parts} {arithmetic(b, seekers, all_open):.2f})"
    return f"{net_over_naive(table):.2f} against {both}; {told(found, world)}"


def search_for_ever(setting: Setting) -> list[Finding]:
    """Net over naive in calm and slump, with entry and without."""
    known, lived = targets.load(setting.profile), setting.over_seeds(search_harder)
    slopes = by_seed(replace(setting, on_progress=quiet), cycle.study)
    found = [{world: {**gain, "elasticity": slope["row 26 vacancies"]} for world, gain in one.items()}
             for one, slope in zip(lived, slopes, strict=True)]  # fmt: skip
    pair = ("net", "naive")
    early, late = (fieller(*table_of(found, world, *pair).T) for world in ("early", "late"))
    both = np.hstack([table_of(found, "slump", *pair), table_of(found, "early", *pair)])
    slump = f"{net_over_naive(both):.2f} against {net_over_naive(both[:, 2:]):.2f}; {told(found, 'slump')}"
    needed = (*pair, "elasticity", "seekers", "vacancies")
    return [
        known["G5 early"].judge(early.value, early.low, early.high, len(found), told(found, "early")),
        known["G5 late"].judge(late.value, late.low, late.high, len(found), told(found, "late")),
        known["G5 slump"].judge(*without_one(both, slump_less_calm), slump),
        *(
            known[f"G5 {world}"].judge(*without_one(table_of(found, world, *needed), beyond_arithmetic), beside_arithmetic(found, world))
            for world in ("fixed", "fixed slump")
        ),
    ]


EXPERIMENTS = {"G5 search for ever": search_for_ever}
