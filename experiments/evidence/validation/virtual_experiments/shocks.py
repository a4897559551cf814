"""Does each shock have the depth, the duration and the victims that were seen? Against the calm twin, same luck."""

from collections.abc import Callable
from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation import shock_response
from experiments.evidence.validation.measures.regress import smooth
from experiments.evidence.validation.shock_response import MONTHS, Newcomers, ShockPath, rise, simulate_shock
from experiments.outcomes.intervals import fieller, without_one
from experiments.outcomes.resilience import shape_of
from sim.city import City
from sim.facts import sector_codes
from sim.shocks.disaster import zone_around
from sim.tables import EMPLOYED

Found = dict[str, Any]
ZONE = 0.2
US = {"short_time": 0.0}
AI = {"ai": 1.0, "years": 5}
ROBOTS = {"ai": 0.0, "created": 0.0, "years": 8}
RATIOS = ("S closure older", "S robots routine", "S disaster zone", "S green stranded")
"""Findings that are ratios of means over seeds."""
TOGETHER = ("S recession back", "S pandemic EU back")
"""Findings that are read from the mean course of all seeds."""
EXPOSED = 80
"""Percentile of exposure to AI from which an occupation is among the most exposed."""


def strike(piece: tuple[Setting, int]) -> Found:
    """Every shock of one seed, each against the same calm twin."""
    how, seed = piece
    young = how.burn_in_city(seed)
    occupations: Any = young.occupations
    exposed = occupations.ai >= np.percentile(occupations.ai, EXPOSED)
    dirty, clean = by_emissions(young)
    watch: dict[str, Any] = {"building": shock_response.posts_in(sector_codes().index("F")), "ages": shock_response.in_exposed(exposed),
             "dirty": shock_response.at_work(dirty), "clean": shock_response.at_work(clean)}  # fmt: skip
    calm = simulate_shock(young, **watch)
    found = recession(calm, simulate_shock(young, "recession")) | double_dip(calm, simulate_shock(young, "double_dip"))
    found |= pandemic(calm, simulate_shock(young, "pandemic", stopped=shock_response.stopped), simulate_shock(young, "pandemic", US, 24))
    found |= disaster(young, calm, simulate_shock(young, "disaster", {"zone": ZONE}, building=watch["building"]))
    found |= closure(calm, simulate_shock(young, "plant_closure")) | newcomers(young)
    found |= machines(calm, simulate_shock(young, "automation", AI, 36, ages=watch["ages"]), simulate_shock(young, "automation", ROBOTS))
    found |= green(calm, simulate_shock(young, "energy_transition", dirty=watch["dirty"], clean=watch["clean"]))
    return found | {"S austerity": float(rise(calm, simulate_shock(young, "austerity", months=60)).mean())}


def worst_year(gap: np.ndarray) -> int:
    """First month of the worst twelve."""
    return int(np.argmax(smooth(gap)))


def relative(calm: ShockPath, hit: ShockPath) -> np.ndarray:
    """Employment by month against the calm twin."""
    return hit.rate("employment") / calm.rate("employment")


def back(courses: np.ndarray) -> float:
    """Months until 95% of the employment lost is back in the mean of all seeds, for in one seed luck may hide it; shape (seeds, months)."""
    return float(shape_of(courses.mean(axis=0)[None])["recovery_months"][0])


def comes_back(courses: np.ndarray) -> bool:
    """Whether that is seen within the months watched: if not, they are only the least that it takes."""
    return bool(shape_of(courses.mean(axis=0)[None])["recovery_reached"][0] == 1)


def recession(calm: ShockPath, hit: ShockPath) -> Found:
    """How deep, for whom, how long."""
    gap = rise(calm, hit)
    at = worst_year(gap)
    low, high = (float(rise(calm, hit, "unemployment", "education", group)[at : at + 12].mean()) for group in ("low", "high"))
    found = {"depth": float(smooth(gap)[at]), "low": low, "high": high, "worst": at + 6.0, "back": relative(calm, hit)}
    return {f"S recession {name}": value for name, value in found.items()}


def double_dip(calm: ShockPath, hit: ShockPath) -> Found:
    """How deep, when, and what it does to the long-term share."""
    gap, at = rise(calm, hit), worst_year(rise(calm, hit))
    longer = float(smooth(rise(calm, hit, "long_term_share")).max())
    return {"S double dip depth": float(smooth(gap)[at]), "S double dip worst": at + 6.0, "S double dip lasting": longer}


def pandemic(calm: ShockPath, europe: ShockPath, america: ShockPath) -> Found:
    """With short-time work and without."""
    laid_off = rise(calm, america)
    medium, high = (america.rate("unemployment", "education", group)[1] for group in ("medium", "high"))
    return {
        "S pandemic EU depth": float(rise(calm, europe)[:12].mean()),
        "S pandemic EU hours": max(month["stopped"] for month in europe.watched),
        "S pandemic EU back": relative(calm, europe),
        "S pandemic US depth": float(laid_off[1]),
        "S pandemic US later": float(laid_off[12:15].mean()),
        "S pandemic US gradient": float(medium / high) if high else float("nan"),
    }


def closure(calm: ShockPath, hit: ShockPath) -> Found:
    """Rise of unemployment of the older and of the others."""
    old, others = (float(rise(calm, hit, "unemployment", "age", group)[:48].mean()) for group in ("55-74", "25-54"))
    return {"S closure older top": old, "S closure older bottom": others}


def machines(calm: ShockPath, ai: ShockPath, robots: ShockPath) -> Found:
    """Entrants where AI reaches furthest, and who loses work to robots."""
    young, older = (change(calm, ai, "ages", age) for age in (0, 1))
    lost = {group: -float(rise(calm, robots, "employment", "education", group)[-24:].mean()) for group in ("low", "medium", "high")}
    return {
        "S AI young": young - older,
        "S robots routine top": (lost["low"] + lost["medium"]) / 2,
        "S robots routine bottom": lost["high"],
    }


def change(calm: ShockPath, hit: ShockPath, what: str, part: int, last: int = 12) -> float:
    """Change of a watched count against the calm twin, mean of the last months that the shock was lived."""
    n = len(hit.watched)
    usual, now = (sum(month[what][part] for month in lived.watched[n - last : n]) for lived in (calm, hit))
    return now / usual - 1 if usual else float("nan")


def disaster(young: City, calm: ShockPath, hit: ShockPath) -> Found:
    """How deep, how long, where, and who rebuilds."""
    gap = np.concatenate([[0.0, 0.0], smooth(rise(calm, hit), 3)])
    worst = float(gap[:12].max())
    zone = np.flatnonzero(zone_around(young, 0, ZONE))
    inside, outside = by_zone(calm, hit, zone)
    second = slice(12, 24)
    building = [np.mean([month["building"] for month in lived.watched[second]]) for lived in (hit, calm)]
    return {
        "S disaster depth": worst, "S disaster lasts": float((gap[:60] > worst / 2).sum()),
        "S disaster after": float(rise(calm, hit)[24:60].mean()),
        "S disaster zone top": inside, "S disaster zone bottom": outside, "S disaster rebuilding": float(building[0] / building[1] - 1),
    }  # fmt: skip


def by_zone(calm: ShockPath, hit: ShockPath, zone: np.ndarray) -> tuple[float, float]:
    """Rise of unemployment in the first year, inside the zone and elsewhere."""
    rates = []
    for lived in (hit, calm):
        t = lived.city.observations.counts("district", since=1)
        out, work = t.unemployed[:12].sum(axis=0), t.employed[:12].sum(axis=0)
        there = np.isin(np.arange(len(out)), zone)
        rates.append([100 * out[part].sum() / (out[part].sum() + work[part].sum()) for part in (there, ~there)])
    return rates[0][0] - rates[1][0], rates[0][1] - rates[1][1]


def newcomers(young: City) -> Found:
    """Employment of those who came, by years since they came."""
    seen = Newcomers((1, 5, 8))
    simulate_shock(young, "newcomers", months=MONTHS, seen=seen)
    years = {f"S newcomers year {year}": seen.share(year) for year in seen.years}
    return {**years, "S newcomers men": seen.share(8, (0,))}


def by_emissions(city: City) -> tuple[np.ndarray, np.ndarray]:
    """Names of those who work in the sectors that emit most, and of all others at work."""
    r = city.residents
    works = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED))
    sector = city.employers.sector[city.posts.employer[r.post[works]]]
    sectors: Any = city.sectors
    high = sectors.emissions[sector] > 2 * sectors.emissions.mean()
    return r.id[works[high]].copy(), r.id[works[~high]].copy()


def green(calm: ShockPath, hit: ShockPath) -> Found:
    """Employment lost over ten years by those who worked where most is emitted, and by others, points."""
    lost = {}
    for who in ("dirty", "clean"):
        rates = [np.mean([at / max(1.0, of) for at, of in (month[who] for month in lived.watched)]) for lived in (calm, hit)]
        lost[who] = 100 * float(rates[0] - rates[1])
    return {"S green stranded top": lost["dirty"], "S green stranded bottom": lost["clean"]}


def shaken(setting: Setting) -> list[Finding]:
    """Every row of the table of shocks."""
    known, found = targets.load(setting.profile), setting.over_seeds(strike)
    return [finding_of(line, found) for line in known.values() if line.tier == "S"]


def finding_of(line: targets.Target, found: list[Found]) -> Finding:
    """One row: a mean over seeds, a ratio of means, or one course of all seeds."""
    if line.key in RATIOS:
        return ratio(line, found)
    values = np.array([one[line.key] for one in found])
    if line.key not in TOGETHER:
        return line.finding(values)
    return line.judge(*without_one(values, back), "" if comes_back(values) else "at least: it is not back within the months watched")


def ratio(line: targets.Target, found: list[Found]) -> Finding:
    """A ratio of means over seeds with its Fieller interval, and both means in words."""
    top, bottom = (np.array([one[f"{line.key} {part}"] for one in found]) for part in ("top", "bottom"))
    whole = np.isfinite(top) & np.isfinite(bottom)
    made = fieller(top[whole], bottom[whole])
    note = f"{top[whole].mean():+.2f} against {bottom[whole].mean():+.2f} points; ratio of means, Fieller interval"
    return line.judge(made.value, made.low, made.high, int(whole.sum()), note)


EXPERIMENTS: dict[str, Callable[[Setting], list[Finding]]] = {"S shocks": shaken}
