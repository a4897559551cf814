"""Step 6b: which employers train their staff this year, whom, and who pays?"""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw, draw_about, draws, ln, logistic
from sim.declare import param
from sim.groups import education_of
from sim.kernels import kernel, rule
from sim.money import RECIPIENTS
from sim.moving import rows_whose_turn
from sim.tally import SUBSIDISED_TRAINING, TRAINED_BY_EMPLOYER, TRAINING_COST

TO_EMPLOYERS = np.arange(len(RECIPIENTS)) == RECIPIENTS.index("employers")


class EmployerTraining(Behaviour):
    """Once a year an employer decides whether to train; larger ones do more often, and educated staff more often.

    A subsidy moves few decisions: most of it pays for training that would have happened (deadweight). Whom a voucher or an
    account helps to learn, the employer need not train: public money crowds out theirs.
    """

    propensity = param(
        0.1, "log-odds", "of training in a year, for an employer of ten", "calibrated: row 55, 67% of firms of 10 and more", -5, 5
    )
    size = param(0.95, "log-odds", "per log of size", "evidence row 55: 63 / 82 / 93% by size; calibrated", 0, 3)
    subsidy = param(0.7, "log-odds", "when all cost is paid", "evidence V10: 10-15% additional, below 1 point at the firm", 0, 5)
    subsidy_low = param(
        1.2,
        "log-odds",
        "on choosing low-educated staff, when all their cost is paid",
        "assumed: evidence 8.1, .3-.5 additional if conditioned",
        0,
        5,
    )
    low = param(-0.63, "log-odds", "of being chosen in a training firm, ISCED 0-2", "calibrated: rows 46 and 56", -5, 5)
    medium = param(-0.22, "log-odds", "the same, ISCED 3-4", "as above", -5, 5)
    high = param(0.3, "log-odds", "the same, ISCED 5-8", "as above", -5, 5)
    old = param(0.5, "log-odds", "less likely from 55", "assumed", 0, 5)
    hours = param(25.0, "hours/year", "for each trained worker", "evidence row 53: CVTS4, 25 hours", 1, 200)
    gain = param(0.0005, "SD/hour", "skill learned in what the job uses", "assumed: below a course, shorter and specific", 0, 0.01)
    cost = param(
        1440.0, "EUR", "direct and wage cost for each trained worker", "evidence row 54: CVTS Malta 636 + 522; calibrated", 0, 20_000
    )
    crowded_out = param(0.25, "share", "of those learning with a voucher, now or in the last year, whom their employer then does not train",
                        "assumed: evidence V3, vouchers crowd out training that firms pay for; size assumed", 0, 1)  # fmt: skip

    def act(self, city: Any) -> None:
        """A twelfth of the employers decide; each trains in the month of its own."""
        hall, c = city.hall, city.conditions
        shares = c.training_subsidy, c.training_subsidy_low
        pool, spent = hall.pool(), np.zeros(len(city.levers))
        luck, employers = city.luck("training"), city.employers
        order = rows_whose_turn(employers.id, city.month)
        if len(pool):
            order = order[np.argsort(draws(luck, employers.id[order]))]
        real, given = city.weight * city.price_level, np.zeros(len(city.residents) if len(pool) else 0)
        train(luck, self.numbers, order, city.residents.columns, employers.columns, city.posts.holder, city.occupations.use,
              *shares, real, pool, spent, given, city.tally)  # fmt: skip
        for payer in np.flatnonzero(spent):
            hall.settle(payer, spent[payer] * TO_EMPLOYERS)
        trained = np.flatnonzero(given)
        if len(trained):
            hall.hand(trained, given[trained])


@rule
def chance_that_firm_trains(p, size, temper, subsidy):
    """Yearly chance that an employer trains anybody."""
    logs = ln(max(1.0, size) / 10.0)
    return logistic(p.propensity + p.size * logs + temper + p.subsidy * subsidy)


@rule
def chance_of_being_chosen(p, education, years, subsidy_low):
    """Chance that a worker of a training firm takes part this year."""
    base = p.low if education == 0 else (p.medium if education == 1 else p.high)
    older = p.old if years >= 55 else 0.0
    return logistic(base - older + (p.subsidy_low * subsidy_low if education == 0 else 0.0))


@rule
def left_to_the_public_purse(p, granted, learned):
    """Share of her employer's training that somebody loses who learns with a voucher, or has in the last year."""
    return p.crowded_out if granted and learned < 12 else 0.0


@kernel
def train(luck, p, order, r, e, holder, use, share, share_low, real, pool, spent, given, tally):
    """Walk through the staff of employers whose month it is; those drawn first claim first."""
    everybody, low = min(1.0, share.sum()), min(1.0, share_low.sum())
    e.trainees[:] = 0
    for j in order:
        if draw(luck, e.id[j]) >= chance_that_firm_trains(p, e.headcount[j], e.training[j], everybody + 0.3 * low):
            continue
        for k in range(e.first[j], e.first[j] + e.slots[j]):
            i = holder[k]
            if i < 0:
                continue
            education = education_of(r.attainment[i])
            chance = chance_of_being_chosen(p, education, r.age[i] / 12.0, low)
            chance *= 1.0 - left_to_the_public_purse(p, r.granted[i], r.learned[i])
            if draw_about(luck, e.id[j], r.id[i]) >= chance:
                continue
            tally[TRAINED_BY_EMPLOYER] += 1
            tally[TRAINING_COST] += p.cost * real
            e.trainees[j] += 1
            r.learned[i], r.granted[i] = 0, 0
            for m in range(8):
                r.skill[i, m] += p.gain * p.hours * use[r.occupation[i], m]
            euros = claim(p, education, share, share_low, real, pool, spent)
            tally[SUBSIDISED_TRAINING] += euros > 0.0
            if euros > 0.0:
                given[i] += euros * real


@kernel
def claim(p, education, share, share_low, real, pool, spent):
    """The employer claims what it may while there is money; EUR that it gets, at the prices of the reference city."""
    left = p.cost
    for payer in range(len(pool)):
        euros = min(left, p.cost * (share[payer] + (share_low[payer] if education == 0 else 0.0)))
        if euros > 0.0 and spent[payer] + euros * real <= pool[payer]:
            spent[payer] += euros * real
            left -= euros
    return p.cost - left
