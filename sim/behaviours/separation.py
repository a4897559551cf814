"""Step 5: who loses or leaves a job this month, and who is called back?"""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw, draw2, exp
from sim.declare import param
from sim.groups import education_of
from sim.kernels import kernel, rule
from sim.leaving import leave_post
from sim.moving import rows_with
from sim.pay import usable_fit
from sim.tables import COMMUTER, EMPLOYED, HELD_BACK, INACTIVE, NOBODY, RESERVED, UNEMPLOYED
from sim.tally import LAYOFFS, QUITS, RECALLED

KEPT, UNWANTED, SHUT = range(3)
WORST = 0.6
"""Log points of pay above or below the market beyond which an employer is as lasting as at that."""


class Separation(Behaviour):
    """Jobs end more often for the low-educated, the young and the newly hired, and when an employer wants fewer posts."""

    low = param(0.0029, "share/month", "base risk, ISCED 0-2, at long tenure and prime age",
                "calibrated; shape from evidence row 24: 1.34 / .63 / .40% a month", 0, 0.1)  # fmt: skip
    medium = param(0.00146, "share/month", "the same, ISCED 3-4", "as above", 0, 0.1)
    high = param(0.00103, "share/month", "the same, ISCED 5-8", "as above", 0, 0.1)
    fresh = param(9.5, "factor", "extra risk in a new job, fading with tenure", "evidence row 22: CPS tenure profiles; calibrated", 0, 10)
    fresh_fades = param(14, "months", "time constant of that fading", "evidence row 22; calibrated", 1, 120)
    youth = param(0.5, "factor", "extra risk at 20, fading to nothing at 45", "evidence row 23: Crechet 2023 Table 2; calibrated", 0, 5)
    trained = param(0.2, "share", "lower risk for 36 months after a relevant course", "evidence 2c: separation x .8", 0, 0.6)
    trained_for = param(36, "months", "for which a relevant course protects", "evidence 8.2 item 2: half-life 36 months", 0, 120)
    to_inactive = param(0.11, "share", "of separations that end outside the labour force", "calibrated with all rows of tier A", 0, 0.8)
    senior = param(0.09, "share", "of the risk of a cut that is left after long tenure: last in, first out",
                   "calibrated; evidence row 22, hazards fall by tenure to a seventh", 0, 1)  # fmt: skip
    cut_low = param(
        0.3, "share/month", "of holders of posts no longer wanted who are laid off, ISCED 0-2", "assumed: around dRC gamma .106", 0, 1
    )
    cut_high = param(0.09, "share/month", "the same, ISCED 5-8: skilled workers are hoarded", "assumed: around dRC gamma .106", 0, 1)
    hours = param(0.6, "share", "of that risk which shorter hours take away at first, less each month: employers wait before they lay off",
                  "assumed; German and Finnish employers cut hours before staff in 2009, remembered", 0, 1)  # fmt: skip
    hours_for = param(6, "months", "time constant of that", "assumed", 1, 60)
    lasting = param(1.0, "per log point", "lower risk at employers who pay above the market: good employers lose fewer",
                    "Haltiwanger et al. 2018, Card et al. 2018: separations fall with the premium; size assumed", 0, 5)  # fmt: skip
    mismatch = param(1.0, "per unit of fit", "higher risk of who fits the work worse than usual, in skills and in the language",
                     "Jovanovic 1979: poor matches end; size assumed, IA64 in view", 0, 4)  # fmt: skip
    fits = param(0.84, "fit", "usual fit of workers to their work", "measured in the model, rounded", 0.1, 1)
    commuters = param(0.01, "share/month", "of commuters whose job in the city ends", "assumed: as often as residents' jobs", 0, 0.1)
    standing = param(0, "months", "after which a vacancy counts as staff where there are too many; 0: posts beyond the wanted number go",
                     "assumed: posts of an employer differ; above 0: del Rio-Chanona et al. 2021", 0, 1320)  # fmt: skip
    let_go = param(1.0, "share/month", "of stopped workers whom nothing keeps who are laid off",
                   "assumed; Bureau of Labor Statistics, remembered: US jobs fell within five weeks", 0, 1)  # fmt: skip
    hoarded = param(0.385, "share", "of stopped workers of ISCED 5-8 kept on without short time, half as many of ISCED 3-4",
                    "assumed; Cortes and Forsythe 2023, remembered: the less educated lost more within occupations", 0, 1)  # fmt: skip
    entitlement = param(18, "months", "earnings-related benefit after a year of work", "Finland: 400 days, rounded", 0, 36)

    def act(self, city: Any) -> None:
        """Recalls, then layoffs and quits; posts that nobody wants lose their commuters too."""
        c, r, e, posts = city.conditions, city.residents.columns, city.employers.columns, city.posts.columns
        if c.stopped.max() > 0 or c.damage.any() or (city.posts.gone >= 2).any():
            hold_back(city.luck_for_ever("staffing"), e, posts, c.columns)
            stop_or_recall(city.luck_for_ever("staffing"), city.luck("separating"), self.numbers, r, e, posts, c.columns, city.tally)
        fate = fate_of_posts(self.numbers, e, posts)
        separate(city.luck("separating"), self.numbers, r, e, posts, city.occupations, fate, c.layoffs, c.kept_on, city.tally)
        send_commuters_home(city.luck("commuting"), self.numbers, e, posts, fate)


@rule
def risk_of_losing_job(p, education, tenure, years, trained):
    """Monthly chance that this job ends, in ordinary times."""
    return risk_when_settled(p, education, years, trained) * extra_when_new(p, tenure)


@rule
def extra_when_new(p, tenure):
    """Risk so long after hiring, over that at long tenure."""
    return 1.0 + p.fresh * exp(-tenure / p.fresh_fades)


@rule
def risk_by_premium(p, premium):
    """Risk at an employer who pays so much above the market, over that at others."""
    return exp(-p.lasting * min(WORST, max(-WORST, premium)))


@rule
def risk_by_fit(p, fitting):
    """Risk of somebody who fits the work so well, over that of the usual worker."""
    return exp(p.mismatch * (p.fits - fitting))


@rule
def risk_when_settled(p, education, years, trained):
    """The same at long tenure."""
    base = p.low if education == 0 else (p.medium if education == 1 else p.high)
    young = 1.0 + p.youth * max(0.0, 45.0 - years) / 25.0
    return base * young * (1.0 - p.trained if trained < p.trained_for else 1.0)


@rule
def risk_of_being_cut(p, education, tenure, idle):
    """Monthly chance that the holder of a post not wanted for so many months is laid off: hours are cut first, then the last come."""
    junior = p.senior + (1.0 - p.senior) * exp(-tenure / p.fresh_fades)
    return (p.cut_low + (p.cut_high - p.cut_low) * education / 2.0) * junior * (1.0 - p.hours * exp(-(idle - 1.0) / p.hours_for))


@rule
def unwanted(slot, wanted, gone):
    """UNWANTED beyond the wanted slots, or when the tasks are gone; else KEPT."""
    return UNWANTED * ((slot >= wanted) | (gone > 0))


@rule
def wanted_slots(standing, posts, first, slots, target):
    """Slots before the last holders whom an employer has too many, when vacancies posted for so long count as staff does."""
    excess, k = -target, first + slots
    for each in range(first, first + slots):
        excess += (posts.holder[each] != NOBODY) | (posts.vacant[each] >= standing)
    while excess > 0 and k > first:
        k -= 1
        excess -= posts.holder[k] != NOBODY
    return k - first


@kernel
def fate_of_posts(p, e, posts):
    """What happens to each post, in one byte: its sector times 4, and KEPT, UNWANTED or SHUT."""
    fate = np.empty(len(posts.gone), np.uint8)
    for j in range(len(e.id)):
        first, least = e.first[j], 4 * e.sector[j] + (SHUT if e.closed[j] > 0 else KEPT)
        wanted = wanted_slots(p.standing, posts, first, e.slots[j], e.target[j]) if p.standing > 0 else e.target[j]
        for k in range(first, first + e.slots[j]):
            fate[k] = max(least, 4 * e.sector[j] + unwanted(k - first, wanted, posts.gone[k]))
            posts.idle[k] = (posts.idle[k] + 1) * (fate[k] % 4 == UNWANTED and posts.holder[k] != NOBODY)
    return fate


@kernel
def separate(luck, p, r, e, posts, jobs, fate, layoffs, kept_on, tally):
    """Every job ends or goes on; who leaves looks for work or leaves the labour force."""
    most = (1.0 + p.fresh) * exp(p.lasting * WORST) * risk_by_fit(p, 0.0)
    for i in rows_with(r.activity, EMPLOYED, EMPLOYED):
        post = fate[r.post[i]]
        education = education_of(r.attainment[i])
        u, v = draw2(luck, r.id[i])
        risk = risk_when_settled(p, education, r.age[i] / 12.0, r.trained[i]) * layoffs[post // 4]
        if u < risk * most or post % 4 == UNWANTED:  # only then does the rest of the risk matter
            risk *= extra_when_new(p, r.tenure[i]) * risk_by_premium(p, e.premium[posts.employer[r.post[i]]])
            risk *= risk_by_fit(p, usable_fit(r, jobs, i, r.occupation[i]))
        if post % 4 == SHUT:
            risk = 1.0
        elif post % 4 == UNWANTED:
            risk += risk_of_being_cut(p, education, r.tenure[i], posts.idle[r.post[i]]) * (1.0 - kept_on[post // 4])
        if u < risk:
            leaves = v < p.to_inactive
            r.entitlement[i] = int(p.entitlement) if r.experience[i] >= 12 else 0
            leave_post(r, posts, i, INACTIVE if leaves else UNEMPLOYED)
            tally[QUITS if leaves else LAYOFFS] += 1


@kernel
def send_commuters_home(luck, p, e, posts, fate):
    """Commuters lose or leave their posts; where work is not wanted, at the risk of a medium-educated worker of five years."""
    for k in rows_with(posts.holder, COMMUTER, COMMUTER):
        j = posts.employer[k]
        risk = p.commuters
        if fate[k] % 4 == SHUT:
            risk = 1.0
        elif fate[k] % 4 == UNWANTED:
            risk += risk_of_being_cut(p, 1, 60, posts.idle[k])
        if draw(luck, e.id[j] * 4096 + posts.slot[k]) < risk:
            posts.holder[k] = NOBODY


@kernel
def hold_back(which, e, posts, c):
    """Nobody is looked for where work cannot go on; when it can, the post is there again."""
    for k in range(len(posts.gone)):
        if posts.holder[k] == NOBODY and (posts.gone[k] == 0 or posts.gone[k] == HELD_BACK):
            posts.gone[k] = HELD_BACK if is_stopped(which, e, posts, c, k) else 0


@kernel
def stop_or_recall(which, luck, p, r, e, posts, c, tally):
    """Stopped work: kept on short time, laid off for good, or laid off with a promise; promises are kept when work resumes."""
    for i in range(len(r.present)):
        if r.present[i] == 0:
            continue
        if r.recall[i] >= 0:
            call_back(which, r, e, posts, c, i, tally)
        elif r.activity[i] == EMPLOYED:
            k = r.post[i]
            s = e.sector[posts.employer[k]]
            if is_stopped(which, e, posts, c, k):
                v = draw(luck, -r.id[i] - 2)
                kept = share_kept(p, c.short_time[s], education_of(r.attainment[i]))
                if draw(which, -r.id[i] - 2) >= kept and v < p.let_go:
                    promised = v < p.let_go * c.recall[s]
                    r.entitlement[i] = int(p.entitlement) if r.experience[i] >= 12 else 0
                    leave_post(r, posts, i, UNEMPLOYED)
                    posts.gone[k] = RESERVED if promised else HELD_BACK
                    r.recall[i] = k if promised else NOBODY
                    tally[LAYOFFS] += 1


@rule
def share_kept(p, short_time, education):
    """Share of stopped workers who are kept on: by short-time work, or because the skilled are hard to find again."""
    return short_time + (1.0 - short_time) * p.hoarded * education / 2.0


@rule
def chance_of_stop(e, posts, c, k):
    """Share of such posts whose work cannot go on this month, here or at home."""
    j = posts.employer[k]
    return max(c.stopped[e.sector[j]] * (1.0 - c.at_home[posts.occupation[k]]), c.damage[j]) * (1.0 - e.continuity[j])


@rule
def is_stopped(which, e, posts, c, k):
    """Whether this post's work cannot go on; the same posts stop and resume in every world."""
    return draw(which, e.id[posts.employer[k]] * 4096 + posts.slot[k] + 1) < chance_of_stop(e, posts, c, k)


@kernel
def chances_of_stop(e, posts, c, rows):
    """The same share for many posts, float64, shape (rows,)."""
    shares = np.empty(len(rows))
    for n in range(len(rows)):
        shares[n] = chance_of_stop(e, posts, c, rows[n])
    return shares


def share_stopped(city: Any, post: np.ndarray) -> np.ndarray:
    """Share of such posts whose work cannot go on this month, float64, shape (posts asked about,)."""
    return chances_of_stop(city.employers.columns, city.posts.columns, city.conditions.columns, np.asarray(post, np.int64))


@rule
def call_back(which, r, e, posts, c, i, tally):
    """Keep or drop the promise of recall made to resident i."""
    k = r.recall[i]
    j = posts.employer[k]
    if r.activity[i] != UNEMPLOYED or r.searching[i] > 12 or e.closed[j] > 0:
        posts.gone[k] = 0
        r.recall[i] = NOBODY
    elif not is_stopped(which, e, posts, c, k):
        posts.gone[k] = 0
        r.recall[i] = NOBODY
        if posts.slot[k] < e.target[j] and posts.holder[k] == NOBODY:
            posts.holder[k] = i
            r.post[i] = k
            r.activity[i] = EMPLOYED
            r.wage[i] = r.last_wage[i] / r.hours[i]
            r.searching[i] = 0
            r.spell[i] = 0
            tally[RECALLED] += 1
