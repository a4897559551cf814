"""What the counts do not tell about a person of month 0: schooling, temper, skills, work so far, acquaintances."""

import numpy as np

from sim.chance import bells, draws, exps, logs, luck
from sim.declare import Parameters, param
from sim.education import jobs_by_sex
from sim.facts import CityFacts
from sim.origins import ADULT, COMING
from sim.tables import CHILD, DOMAINS, EMPLOYED, INACTIVE, NATIVE, NEVER, RETIRED, STUDENT, UNEMPLOYED, USUAL_YEARS

FROM_COUNTS = np.array([EMPLOYED, UNEMPLOYED, CHILD, STUDENT, RETIRED, INACTIVE])
FRIENDS = 8


class People(Parameters):
    """How the people of month 0 differ beyond what is counted."""

    by_ability = param(
        0.60, "SD per SD", "general level of skill by ability", "assumed: most of the variance of PIAAC scores is within schooling", 0, 1
    )
    by_schooling = param(
        0.083, "SD per year", "general level of skill by schooling", "assumed: PIAAC gap between tertiary and basic of about .9 SD", 0, 0.5
    )
    by_job = param(0.50, "SD per SD", "skill that comes from the needs of the occupation held", "assumed", 0, 1)
    own = param(0.40, "SD", "spread of skill in one domain beyond all that", "assumed", 0, 1)
    west = param(0.0, "SD", "lower general level of skill after all one's schooling in the EU, EFTA or the west",
                 "assumed: schools teach alike", 0, 2)  # fmt: skip
    east = param(0.2, "SD", "the same, Russia and other Europe", "assumed between the others", 0, 2)
    asia = param(0.3, "SD", "the same, Asia and Latin America", "assumed between the others", 0, 2)
    africa = param(0.6, "SD", "the same, Middle East and Africa",
                   "assumed; PIAAC: those born abroad are half to one SD below others of equal schooling", 0, 2)  # fmt: skip
    norm = param(13.3, "years", "schooling at which the general level is zero", "assumed: mean schooling of adults, rounded", 8, 18)
    ability_schooling = param(0.14, "SD per year", "ability that goes with more schooling", "assumed: selection into education", 0, 0.5)
    ability_district = param(
        0.35, "SD per log income", "ability that goes with richer districts, within schooling", "assumed: sorting by income", 0, 2
    )
    inherited = param(0.35, "years per year", "schooling of parents that goes with one's own", "assumed: correlation of about .5", 0, 1)
    parents_norm = param(11.5, "years", "mean schooling of parents of adults", "assumed: one generation back", 5, 18)
    spell = param(
        11.0, "months", "mean length of the running spells of unemployment", "assumed: a third at 12 months and more (row 6)", 1, 60
    )
    tenure = param(90.0, "months", "mean running tenure of settled workers", "assumed: OECD mean tenure of 8-10 years", 6, 240)
    rooted = param(180.0, "months", "in one occupation after a long working life",
                   "set to what calm years of the model settle at: people change occupation less the older they are", 12, 540)  # fmt: skip
    settles = param(240.0, "months", "of experience, time constant of the way there", "as above", 12, 540)
    aware = param(0.30, "share", "who know what is on offer", "evidence row 50: 10-40%", 0, 1)


PEOPLE = People()


def school_record(c: dict[str, np.ndarray], level: np.ndarray, seed: int) -> None:
    """ISCED level and years of schooling from the counted group of attainment and age."""
    years = c["age"] / 12
    u = draws(luck(seed, "traits", 1), c["id"])
    high = np.where(level == 3, np.where(u < 0.25, 5, 6), np.where(u < 0.06, 8, 7))
    c["attainment"][:] = np.select([level >= 3, level == 2, years >= 15.9], [high, 3, 2], default=np.where(years >= 12, 1, 0))
    usual = USUAL_YEARS[c["attainment"]]
    older = np.where((c["attainment"] == 2) & (years > 60), -1.5, 0.0)
    c["schooling"][:] = np.where(years < 15.9, np.clip(years - 7, 0, 9), usual + older)


def tempers(c: dict[str, np.ndarray], facts: CityFacts, seed: int) -> None:
    """Origin, disability, ability, aspiration, trust, preparedness, awareness, schooling of the parents."""
    p, years, who = PEOPLE, c["age"] / 12, c["id"]
    u = {name: draws(luck(seed, "traits", n), who) for n, name in enumerate(("born", "disabled", "aware"), 2)}
    z = {name: bells(luck(seed, "traits", n), who) for n, name in enumerate(("ability", "wish", "trust", "ready", "home"), 5)}
    usual = np.where(years < 25, c["schooling"], p.norm)
    c["ability"][:] = np.clip(0.9 * z["ability"] + p.ability_schooling * (c["schooling"] - usual)
                              + p.ability_district * np.nan_to_num(facts.relative_income)[c["district"]], -5, 5)  # fmt: skip
    c["aspiration"][:] = np.clip(0.6 * z["wish"], -3, 3)
    c["trust"][:] = np.clip(0.5 + 0.15 * z["trust"], 0, 1)
    c["prepared"][:] = np.clip(0.15 + 0.08 * z["ready"], 0, 1)
    c["aware"][:] = (years >= 16) & (u["aware"] < p.aware * (0.5 + 0.5 * c["schooling"] / p.norm) * c["language"])
    own = np.where(years < 25, p.norm, c["schooling"])
    c["parents_schooling"][:] = np.clip(p.parents_norm + p.inherited * (own - p.norm) + 1.9 * z["home"] - 0.02 * (years - 40), 4, 20)


def last_occupations(c: dict[str, np.ndarray], facts: CityFacts, seed: int) -> None:
    """The occupation of people in or between jobs: by sex and attainment, in proportion to the city's posts."""
    chances, jobs = np.diff(jobs_by_sex(facts), axis=2, prepend=0.0), facts.work.occupations
    level = np.select([c["attainment"] >= 7, c["attainment"] >= 5, c["attainment"] >= 3], [3, 2, 1], default=0)
    u = draws(luck(seed, "staffing", 0), c["id"])
    spoken = np.minimum(1.0, c["language"][:, None] / jobs.language) ** 2
    open_to = np.where(c["unrecognised"][:, None] > 0, 1.0 - jobs.regulated, 1.0)
    weight = np.cumsum(chances[c["sex"], level] * spoken * open_to, axis=1)
    drawn = (u[:, None] * weight[:, -1:] > weight).sum(axis=1)
    works = np.isin(c["activity"], (EMPLOYED, UNEMPLOYED, INACTIVE, RETIRED))
    c["occupation"][:] = np.where(works, np.minimum(drawn, chances.shape[2] - 1), -1)


def skills(c: dict[str, np.ndarray], facts: CityFacts, seed: int) -> None:
    """Eight skills: ability, schooling, what the occupation needs, and something of one's own."""
    p, need = PEOPLE, facts.work.occupations.need
    general = p.by_ability * c["ability"] + p.by_schooling * (c["schooling"] - p.norm) - lag(c)
    child = np.minimum(0.0, (c["age"] / 12 - 19) * 0.05)
    for m in range(len(DOMAINS)):
        job = np.where(c["occupation"] >= 0, p.by_job * need[c["occupation"], m], 0.0)
        c["skill"][:, m] = np.clip(general + child + job + p.own * bells(luck(seed, "skills", m), c["id"]), -7, 7)


def lag(c: dict[str, np.ndarray]) -> np.ndarray:
    """SD by which schools abroad taught everybody less of what is asked here, in proportion to the school age spent there."""
    p = PEOPLE
    came_at = (c["age"] + np.minimum(c["arrived"], 0)) / 12
    abroad = np.where(c["foreign"] == 1, np.clip((came_at - 7) / (ADULT - 7), 0, 1), 0.0)
    return abroad * np.array([0.0, p.west, p.east, p.asia, p.africa])[c["origin"]]


def work_so_far(c: dict[str, np.ndarray], facts: CityFacts, seed: int) -> None:
    """Experience, tenure, running spells, benefits, last wage, and when something was last learned."""
    p, years, a = PEOPLE, c["age"] / 12, c["activity"]
    u = {name: draws(luck(seed, "traits", n), c["id"]) for n, name in enumerate(("tenure", "spell", "learned", "when"), 20)}
    since = np.where(c["foreign"] == 1, -c["arrived"].astype(np.int64), c["age"])
    possible = np.clip((years - c["schooling"] - 7) * 12, 0, 540)
    abroad = COMING.counts * np.maximum(0, possible - since)
    possible = np.minimum(possible, since) + abroad
    worked = np.select([a == EMPLOYED, a == UNEMPLOYED, a == RETIRED, a == INACTIVE], [0.88, 0.65, 0.7, 0.4], default=0.0)
    c["experience"][:] = possible * worked
    c["tenure"][:] = np.where(a == EMPLOYED, np.minimum(np.minimum(c["experience"], since), -logs(u["tenure"]) * p.tenure), 0)
    running = np.minimum(possible, -logs(u["spell"]) * p.spell)
    c["searching"][:] = np.where(a == UNEMPLOYED, np.maximum(1, running), 0)
    c["spell"][:] = np.select(
        [a == UNEMPLOYED, (a == INACTIVE) | (a == RETIRED)], [c["searching"], np.minimum(possible, 3 * running + 6)], 0
    )
    c["practice"][:] = np.maximum(c["tenure"], (p.rooted * (1 - exps(-c["experience"] / p.settles))).astype(int))
    c["entitlement"][:] = np.where((a == UNEMPLOYED) & (c["experience"] >= 12), np.maximum(0, 18 - c["searching"]), 0)
    past = np.isin(a, (UNEMPLOYED, INACTIVE, RETIRED)) & (c["experience"] > 0)
    c["last_wage"][:] = np.where(past, 0.72 * facts.mean_wage * exps(0.06 * (c["schooling"] - p.norm)), 0)
    share = np.where(c["attainment"] >= 5, 0.62, np.where(c["attainment"] >= 3, 0.42, 0.26))
    c["learned"][:] = np.where(years < 16, NEVER, np.where(u["learned"] < share, 12 * u["when"], 12 + 60 * u["when"]))


def acquaintances(c: dict[str, np.ndarray], seed: int) -> None:
    """Eight acquaintances each: neighbours of like origin and age, people of the same occupation, and strangers met by chance.

    So six of ten acquaintances of people of foreign background are of foreign background too (assumed: .6 to .8).
    """
    who, years = c["id"], c["age"] / 12
    scatter = [draws(luck(seed, "friends", n), who) for n in range(3)]
    rings = (
        np.lexsort((years + 12 * scatter[0], c["origin"] != NATIVE, c["district"])),
        np.lexsort((scatter[1], c["occupation"])),
        np.argsort(scatter[2], kind="stable"),
    )
    c["friends"][:] = -1
    for slot, (ring, step) in enumerate([(0, 1), (0, 2), (1, 1), (2, 1)]):
        if len(who) > 2 * step:
            order = rings[ring]
            c["friends"][order, 2 * slot] = np.roll(order, step)
            c["friends"][order, 2 * slot + 1] = np.roll(order, -step)
