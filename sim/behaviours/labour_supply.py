"""Step 4b: who starts to look for work, and who gives up."""

from typing import Any

from sim.catalogue import Behaviour
from sim.chance import draw, exp
from sim.declare import param
from sim.kernels import kernel, rule
from sim.moving import rows_with
from sim.tables import INACTIVE, UNEMPLOYED
from sim.tally import ENTRIES


class LabourSupply(Behaviour):
    """People outside the labour force start to look for work, fewer with small children; unemployed people give up."""

    enters = param(0.035, "share/month", "of those a short time outside the labour force who start to look for work",
                   "calibrated: share outside the labour force is stationary", 0, 0.3)  # fmt: skip
    away = param(24, "months", "time constant of the fall of that chance with time away", "assumed", 1, 240)
    rooted = param(0.5, "share", "of that chance which is left after a long time away", "assumed", 0, 1)
    by_schooling = param(0.11, "1/year", "higher chance per year of schooling", "calibrated with all rows of tier A", 0, 0.5)
    caring = param(0.45, "share", "lower chance for each child under 12 at home, women",
                   "calibrated; two small children halve it", 0, 1)  # fmt: skip
    disabled = param(1.0, "share", "lower chance with a severe limitation",
                     "calibrated; employment rates by limitation, EU-SILC", 0, 1)  # fmt: skip
    gives_up = param(0.0018, "share/month", "of unemployed people who stop looking, at the start",
                     "calibrated as above", 0, 0.3)  # fmt: skip
    gives_up_disabled = param(3.0, "factor", "higher chance with a severe limitation", "calibrated; as above", 1, 10)
    discouraged = param(0.75, "factor/year", "higher chance for each year of search, three years at most",
                        "calibrated with all rows of tier A", 0, 5)  # fmt: skip
    ageing = param(1.0, "factor", "higher chance at 60, from 50 on", "assumed", 0, 5)

    def act(self, city: Any) -> None:
        """Who comes in, who goes out; newcomers wait until they may work."""
        if city.residents.barred.any():
            city.residents.barred[city.residents.barred > 0] -= 1
        come_and_go(city.luck("entering"), self.numbers, city.residents.columns, city.households.young,
                    city.conditions.care_help, city.conditions.activated, city.tally)  # fmt: skip


@rule
def chance_of_looking_for_work(p, months, schooling, disabled, cares_for):
    """Monthly chance that somebody outside the labour force starts to look for work."""
    fresh = p.rooted + (1.0 - p.rooted) * exp(-months / p.away)
    able = max(0.1, 1.0 + p.by_schooling * (schooling - 12.0)) * (1.0 - p.disabled * disabled)
    return p.enters * fresh * able * max(0.0, 1.0 - p.caring * cares_for)


@rule
def chance_of_giving_up(p, months, years, disabled):
    """Monthly chance that somebody unemployed stops looking."""
    older = min(1.0, max(0.0, (years - 50.0) / 10.0))
    limited = p.gives_up_disabled if disabled else 1.0
    return p.gives_up * (1.0 + p.discouraged * min(3.0, months / 12.0)) * (1.0 + p.ageing * older) * limited


@kernel
def come_and_go(luck, p, r, young, care_help, activated, tally):
    """Everybody out of work decides whether to look for it."""
    for i in rows_with(r.activity, UNEMPLOYED, INACTIVE):
        u = draw(luck, r.id[i])
        if r.activity[i] == UNEMPLOYED:
            if r.recall[i] < 0 and u < chance_of_giving_up(p, r.searching[i], r.age[i] / 12.0, r.limitation[i] == 2):
                r.activity[i] = INACTIVE
                r.searching[i], r.entering[i] = 0, 0
        elif (r.age[i] >= 18 * 12) & (r.barred[i] == 0):
            cares_for = young[r.household[i]] * r.sex[i] * (1.0 - care_help[i])
            if u < activated[i] + chance_of_looking_for_work(p, r.spell[i], r.schooling[i], r.limitation[i] == 2, cares_for):
                r.activity[i], r.entering[i] = UNEMPLOYED, 1
                tally[ENTRIES] += 1
