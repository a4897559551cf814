"""Step 4b: who starts to look for work, who gives up, and how long mothers of small children stay at home."""

from typing import Any

from sim.catalogue import Behaviour
from sim.chance import draw, draw2, exp
from sim.declare import param
from sim.kernels import kernel, rule
from sim.leaving import leave_post
from sim.moving import rows_with
from sim.tables import BORN_HERE, EMPLOYED, INACTIVE, NO_LIMITATION, SEVERE_LIMITATION, UNEMPLOYED
from sim.tally import ENTRIES, QUITS

LONGEST = 60
"""Months of care at home at most."""


class LabourSupply(Behaviour):
    """People outside the labour force start to look for work, fewer with small children; people in it stop.

    After paid leave some mothers go back to their post, others care for the child at home for a time (home care allowance) and
    look for work then. A limitation by health makes people stop working and keeps them away; of those it keeps out of work a
    reserve could and want to work, and look for it when others find it.
    """

    enters = param(0.035, "share/month", "of those a short time outside the labour force who start to look for work",
                   "calibrated: share outside the labour force is stationary", 0, 0.3)  # fmt: skip
    away = param(24, "months", "time constant of the fall of that chance with time away", "assumed", 1, 240)
    rooted = param(0.5, "share", "of that chance which is left after a long time away", "assumed", 0, 1)
    speechless = param(0.85, "share", "of that chance lost by who knows nothing of the language",
                       "assumed; Lochmann, Rapoport and Speciale 2019: language hours raise participation at once", 0, 1)  # fmt: skip
    by_schooling = param(0.11, "1/year", "higher chance per year of schooling", "calibrated with all rows of tier A", 0, 0.5)
    caring = param(0.55, "share", "lower chance for each child under 12 at home, women",
                   "calibrated; C08: employment of mothers", 0, 1)  # fmt: skip
    some = param(0.5, "share", "lower chance with some limitation", "B03: employment gap of 14 points", 0, 1)
    severe = param(0.6, "share", "lower chance with a severe limitation", "B02: employment gap of 42 points", 0, 1)
    reserve = param(0.33, "share", "of those with a limitation out of work who could and want to work",
                    "B11: 65,000 of 200,000", 0, 1)  # fmt: skip
    others = param(0.3, "factor", "chance of those who are not of that reserve, against those who are", "assumed", 0, 1)
    answers = param(1.5, "elasticity", "of the chance of the reserve to how few are unemployed, against the usual",
                    "assumed: a reserve which answers demand, B11", 0, 5)  # fmt: skip
    gives_up = param(0.0018, "share/month", "of unemployed people who stop looking, at the start",
                     "calibrated as above", 0, 0.3)  # fmt: skip
    gives_up_some = param(2.0, "factor", "higher chance with some limitation", "calibrated; as above", 1, 20)
    gives_up_severe = param(8.0, "factor", "higher chance with a severe limitation", "calibrated; as above", 1, 50)
    discouraged = param(0.75, "factor/year", "higher chance for each year of search, three years at most",
                        "calibrated with all rows of tier A", 0, 5)  # fmt: skip
    ageing = param(1.0, "factor", "higher chance at 60, from 50 on", "assumed", 0, 5)
    stops_some = param(0.0015, "share/month", "of employed people with some limitation who stop working", "B03, as above", 0, 0.1)
    stops_severe = param(0.009, "share/month", "the same with a severe limitation", "B02, as above", 0, 0.1)
    stays_home = param(0.6, "share", "of mothers with a post who care at home when paid leave ends",
                       "assumed; Finland: most families draw home care allowance for a time; C07", 0, 1)  # fmt: skip
    stays_home_others = param(0.8, "share", "the same, mothers without a post", "assumed", 0, 1)
    home_care = param(13, "months", "of care at home, on average; evenly spread up to twice that",
                      "assumed: until the child is two or three", 0, 24)  # fmt: skip
    home_care_abroad = param(2.0, "factor", "longer care at home, mothers born abroad", "C13: longest for refugees; size assumed", 0.5, 2)
    returns = param(0.8, "share", "of those whose care at home ends who look for work at once", "assumed", 0, 1)

    def prepare(self, city: Any) -> None:
        """Mothers of children born before month 0 are at home for what is left."""
        leave = next(int(one.leave) for one in city.behaviours if one.name() == "growing_older")
        start_at_home(city.luck("caring"), self.numbers, leave, city.residents.columns, city.households.head)

    def act(self, city: Any) -> None:
        """Who comes in, who goes out; newcomers wait until they may work."""
        if city.residents.barred.any():
            city.residents.barred[city.residents.barred > 0] -= 1
        r, posts, c, m = city.residents.columns, city.posts.columns, city.conditions, city.memory
        care_at_home(city.luck("caring"), self.numbers, r, posts, c.care_help, city.tally)
        demand = (m.usual_unemployment[0] / max(m.unemployment[0], 0.01)) ** self.answers
        come_and_go(city.luck("entering"), city.luck_for_ever("entering"), self.numbers, min(4.0, demand), r, posts, city.households.young,
                    c.care_help, c.activated, city.tally)  # fmt: skip


@rule
def chance_of_looking_for_work(p, months, schooling, language, cares_for):
    """Monthly chance that somebody outside the labour force starts to look for work, without a limitation."""
    fresh = p.rooted + (1.0 - p.rooted) * exp(-months / p.away)
    able = max(0.1, 1.0 + p.by_schooling * (schooling - 12.0)) * (1.0 - p.speechless * (1.0 - language))
    return p.enters * fresh * able * max(0.0, 1.0 - p.caring * cares_for)


@rule
def held_by_health(p, limitation, reserve, demand):
    """Factor of that chance with a limitation: the reserve answers demand, others hardly come."""
    if limitation == NO_LIMITATION:
        return 1.0
    lower = 1.0 - (p.severe if limitation == SEVERE_LIMITATION else p.some)
    return lower * (demand if reserve else p.others)


@rule
def chance_of_giving_up(p, months, years, limitation):
    """Monthly chance that somebody unemployed stops looking."""
    older = min(1.0, max(0.0, (years - 50.0) / 10.0))
    limited = 1.0 if limitation == NO_LIMITATION else (p.gives_up_severe if limitation == SEVERE_LIMITATION else p.gives_up_some)
    return p.gives_up * (1.0 + p.discouraged * min(3.0, months / 12.0)) * (1.0 + p.ageing * older) * limited


@rule
def chance_of_stopping(p, limitation):
    """Monthly chance that health makes somebody employed stop working."""
    return 0.0 if limitation == NO_LIMITATION else (p.stops_severe if limitation == SEVERE_LIMITATION else p.stops_some)


@rule
def months_at_home(p, arrived, help_with_care, u):
    """How long a mother who cares at home does so: less with help with care, longer when she came from abroad."""
    abroad = p.home_care_abroad if arrived > BORN_HERE else 1.0
    return min(LONGEST, 1 + int(2.0 * p.home_care * u * abroad * (1.0 - help_with_care)))


@rule
def cares_at_home(p, employed, help_with_care, u):
    """Whether a mother cares at home when paid leave ends."""
    return u < (p.stays_home if employed else p.stays_home_others) * (1.0 - help_with_care)


@kernel
def start_at_home(luck, p, leave, r, head):
    """At month 0 the mothers of babies are on leave, and those outside the labour force with children under three at home."""
    for i in range(len(r.present)):
        if r.present[i] == 0 or r.age[i] >= 36 or r.household[i] < 0:
            continue
        first = head[r.household[i]]
        mother = first if r.sex[first] == 1 else r.partner[first]
        if mother < 0 or r.sex[mother] == 0 or r.age[mother] < 18 * 12:
            continue
        if r.activity[mother] == EMPLOYED:
            r.leave[mother] = max(r.leave[mother], leave - r.age[i])
        elif r.activity[mother] == INACTIVE:
            at_home = leave + months_at_home(p, r.arrived[mother], 0.0, draw(luck, r.id[mother]))
            r.leave[mother] = max(r.leave[mother], min(LONGEST, at_home - r.age[i]))


@kernel
def care_at_home(luck, p, r, posts, care_help, tally):
    """A month less of leave or of care at home; at the end of leave she decides, at the end of care she looks for work."""
    for i in rows_with(r.leave, 1, 127):
        r.leave[i] -= 1
        if r.leave[i] > 0:
            continue
        u, v = draw2(luck, r.id[i])
        works = r.activity[i] == EMPLOYED
        if works and cares_at_home(p, True, care_help[i], u):
            leave_post(r, posts, i, INACTIVE)
            r.leave[i] = months_at_home(p, r.arrived[i], care_help[i], v)
            tally[QUITS] += 1
        elif r.activity[i] == INACTIVE and r.barred[i] == 0 and u < p.returns:
            r.activity[i], r.entering[i] = UNEMPLOYED, 1
            tally[ENTRIES] += 1


@kernel
def come_and_go(luck, for_ever, p, demand, r, posts, young, care_help, activated, tally):
    """Everybody decides whether to look for work, to give up, or because of health to stop working."""
    for i in rows_with(r.activity, EMPLOYED, INACTIVE):
        activity, limitation = r.activity[i], r.limitation[i]
        if activity == EMPLOYED:
            if limitation != NO_LIMITATION and draw(luck, r.id[i]) < chance_of_stopping(p, limitation):
                leave_post(r, posts, i, INACTIVE)
                tally[QUITS] += 1
        elif activity == UNEMPLOYED:
            if r.recall[i] < 0 and draw(luck, r.id[i]) < chance_of_giving_up(p, r.searching[i], r.age[i] / 12.0, limitation):
                r.activity[i] = INACTIVE
                r.searching[i], r.entering[i] = 0, 0
        elif (r.age[i] >= 18 * 12) & (r.barred[i] == 0) & (r.leave[i] == 0):
            cares_for = young[r.household[i]] * r.sex[i] * (1.0 - care_help[i])
            chance = chance_of_looking_for_work(p, r.spell[i], r.schooling[i], r.language[i], cares_for)
            if limitation != NO_LIMITATION:
                chance *= held_by_health(p, limitation, draw(for_ever, r.id[i]) < p.reserve, demand)
            if draw(luck, r.id[i]) < activated[i] + chance:
                r.activity[i], r.entering[i] = UNEMPLOYED, 1
                tally[ENTRIES] += 1
