"""Step 13: learning by doing, loss out of work, and what fades when it is not used."""

from typing import Any

from sim.catalogue import Behaviour
from sim.declare import param
from sim.kernels import kernel, rule
from sim.moving import rows_with
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED
from sim.traits import People


class Skills(Behaviour):
    """Work teaches what it needs; years out of work cost skill; what is not used fades towards the general level."""

    doing = param(0.01, "share/month", "of the gap to what the job needs that is closed by doing it",
                  "evidence 8.0 (7): .01-.03 a month (Eurace idea); calibrated", 0, 0.1)  # fmt: skip
    loss = param(0.007, "SD/month", "lost out of work", "evidence row 37: Edin and Gustavsson 2008; calibrated", 0, 0.05)
    loss_for = param(
        60, "months", "out of work after which no more is lost", "evidence 11: cap at -.5 SD of adults, who differ by .75", 0, 240
    )
    fading = param(0.0096, "share/month", "of what lies off the general level that fades when not used",
                   "assumed: half-life 72 months, between 36 (course) and 84 (degree) of 8.2", 0, 0.1)  # fmt: skip
    by_ability = People.declared["by_ability"]
    by_schooling = People.declared["by_schooling"]
    norm = People.declared["norm"]

    def act(self, city: Any) -> None:
        """One month of use or disuse."""
        jobs = city.occupations
        use_or_lose(self.numbers, city.residents.columns, jobs.need, jobs.use)


@rule
def general_level(p, ability, schooling):
    """Where a skill settles that is neither used nor taught."""
    return p.by_ability * ability + p.by_schooling * (schooling - p.norm)


@rule
def after_a_month_of_work(p, skill, need, use, level):
    """A skill the job uses grows towards what the job needs; one it does not use fades."""
    return skill + p.doing * use * max(0.0, need - skill) - p.fading * (1.0 - use) * (skill - level)


@rule
def after_a_month_without(p, skill, level, spell):
    """Out of work skills fall for five years and what is unused fades."""
    return skill - (p.loss if spell < p.loss_for else 0.0) - p.fading * (skill - level)


@kernel
def use_or_lose(p, r, need, use):
    """Walk through the adults who have left school, all domains of one at a time: their number is that of ``need``."""
    for i in rows_with(r.activity, EMPLOYED, INACTIVE):
        activity = r.activity[i]
        level = general_level(p, r.ability[i], r.schooling[i])
        if activity == EMPLOYED:
            o = r.occupation[i]
            for m in range(need.shape[1]):
                r.skill[i, m] = after_a_month_of_work(p, r.skill[i, m], need[o, m], use[o, m], level)
        elif r.age[i] < 65 * 12 or activity == UNEMPLOYED:
            for m in range(need.shape[1]):
                r.skill[i, m] = after_a_month_without(p, r.skill[i, m], level, r.spell[i])
