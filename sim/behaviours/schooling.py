"""Step 4: pupils and students learn, leave early or go on; initial education ends and work is looked for."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw, draw2, draw_about, logistic
from sim.declare import param
from sim.education import (
    BACHELOR,
    BASIC,
    GROWN,
    MASTER,
    UPPER,
    first_job,
    group_of,
    jobs_by_sex,
    months_of,
    next_level,
    schooling_of_pupil,
    teaching,
    years_of,
)
from sim.kernels import inlined, kernel, rule
from sim.leaving import leave_course, leave_post
from sim.moving import note, rows_with
from sim.pay import command
from sim.skilled import mean_skill
from sim.tables import CHILD, EMPLOYED, INACTIVE, PUPIL, STUDENT, UNEMPLOYED
from sim.tally import GRADUATES


class Schooling(Behaviour):
    """Basic school until 16, the general or the vocational track until 19, then tertiary education or work, by skill and home.

    The track carries most of what home does to how far somebody gets.
    Leaving early, starting tertiary education and dropping out of it are decided once a year.
    """

    unheard = param(0.6, "share", "of what is taught that is lost on a pupil who has nothing of the language of the class",
                    "assumed: pupils from abroad lag, and catch up with years in the country (PISA)", 0, 1)  # fmt: skip
    in_class = param(0.85, "share", "of the language that lessons ask for", "assumed: between B2 and a native's", 0.1, 1)
    taught = param(0.09, "SD/year", "skill gained per year of schooling",
                   "calibrated; as skill goes with schooling in the drawn population", 0, 0.5)  # fmt: skip
    matures = param(0.05, "SD/year", "skill gained by growing up, until 19",
                    "assumed: as in the drawn population", 0, 0.5)  # fmt: skip
    home = param(0.006, "SD/year", "skill gained until 16 per year of parents' schooling above the usual",
                 "D10, D08: about .9 SD between top and bottom quarters at 15, and between high and low schooling", 0, 0.05)  # fmt: skip
    words = param(8.0, "years", "of parents' schooling that are of no help at school where nobody at home has anything of the language",
                  "assumed; PISA, remembered: .3 SD between pupils of like homes with and without it (IA80, IA82)", 0, 15)  # fmt: skip
    usual_home = param(14.2, "years", "usual schooling of the parents of children", "measured at month 0, rounded", 5, 18)
    general = param(0.0, "log-odds", "of the general track at 16, at usual skill and home", "D05: a little above half, Finland", -5, 5)
    general_skill = param(1.2, "log-odds/SD", "the same, by skill", "assumed: admission by grades", 0, 5)
    general_home = param(0.25, "log-odds/year", "the same, by parents' schooling",
                         "D05: of new students 74 and 42% have highly educated parents", 0, 2)  # fmt: skip
    skill_at_16 = param(-0.65, "SD", "usual skill when the track is chosen", "measured: mean at 16", -3, 2)
    stayed = param(-1.5, "log-odds", "of the general track at month 0, for who has gone no further than that level", "assumed", -5, 0)
    upper = param(36, "months", "upper secondary education, general or vocational", "Finland: three years", 12, 60)
    bachelor = param(42, "months", "first degree of tertiary education", "Finland: three to four years", 24, 72)
    master = param(24, "months", "master's degree", "Finland: two years", 12, 48)
    doctor = param(48, "months", "doctorate", "Finland: four years", 24, 96)
    early = param(-3.45, "log-odds/year", "of leaving upper secondary school early, at usual skill and home",
                  "calibrated: 8% leave early, Eurostat edat_lfse_14, Finland 2022: 8.4%", -8, 0)  # fmt: skip
    early_skill = param(-1.0, "log-odds/SD", "the same, by skill", "assumed", -4, 0)
    early_home = param(-0.15, "log-odds/year", "the same, by parents' schooling", "assumed", -1, 0)
    early_vocational = param(0.7, "log-odds", "the same, vocational track less general", "assumed: Finland, 9 and 3% a year", -2, 4)
    returns = param(0.10, "share/year", "of early leavers under 25 who return to upper secondary school",
                    "assumed", 0, 1)  # fmt: skip
    drops = param(0.05, "share/year", "of students of tertiary education who drop out",
                  "Statistics Finland: 6% a year, remembered, less those who change", 0, 0.5)  # fmt: skip
    tertiary = param(-0.9, "log-odds", "of going on to tertiary education at once, at usual skill and home",
                     "calibrated: 50-55% of a cohort start by 25", -8, 5)  # fmt: skip
    tertiary_later = param(-1.1, "log-odds", "lower odds in each later year", "calibrated as above", -8, 2)
    tertiary_fades = param(0.22, "log-odds/year", "fall of those odds with age from 20",
                           "assumed: few start after 30", 0, 2)  # fmt: skip
    tertiary_skill = param(1.1, "log-odds/SD", "the same, by skill", "assumed", 0, 4)
    tertiary_home = param(0.3, "log-odds/year", "the same, by parents' schooling, within a track",
                          "D03: 22 and 85% at the ends; evidence row 43: with 15 years 2-3 times as often as with 12", 0, 1)  # fmt: skip
    tertiary_track = param(1.6, "log-odds", "the same, general track against vocational",
                           "assumed: most who go on took the general track", 0, 5)  # fmt: skip
    tertiary_women = param(0.5, "log-odds", "the same, women against men",
                           "assumed: Finland, 25-34: about 47% of women, 33% of men", -2, 2)  # fmt: skip
    usual_skill = param(-0.27, "SD", "usual skill at the end of upper secondary school",
                        "calibrated; twelve years of schooling in the drawn population", -2, 2)  # fmt: skip
    masters = param(0.40, "share", "of first degrees followed by a master's degree, at usual skill",
                    "assumed: universities and applied sciences are equal in size", 0, 1)  # fmt: skip
    masters_skill = param(0.35, "1/SD", "higher share per SD of skill above the usual at the end of school",
                          "assumed", 0, 2)  # fmt: skip
    doctors = param(0.06, "share", "of master's degrees followed by a doctorate",
                    "assumed: as in the drawn population", 0, 1)  # fmt: skip
    idle = param(0.08, "share", "of those leaving education who do not look for work at once",
                 "calibrated; service, gap year, care", 0, 1)  # fmt: skip

    def prepare(self, city: Any) -> None:
        """Students of month 0 are somewhere on their way; the first occupations by level of education."""
        self.jobs = jobs_by_sex(city.facts)
        brought_up(self.numbers, city.residents.columns, city.households.head)
        start_on_the_way(city.luck("schooling"), self.numbers, city.residents.columns)

    def act(self, city: Any) -> None:
        """A month of learning, then who leaves, completes, goes on or comes back."""
        r, luck = city.residents.columns, city.luck("schooling")
        completing = learn(luck, self.numbers, r, city.households.head, city.conditions.support)
        leavers, returners = decide(luck, self.numbers, city.turn, r)
        move_on(luck, self.numbers, r, city.posts.columns, leavers, completing, returners, self.jobs, city.tally)


@rule
def heard(p, language):
    """Share of what is taught that reaches a pupil with this command of the language of the class."""
    return 1.0 - p.unheard * (1.0 - command(language, p.in_class))


@rule
def help_at_home(p, parents, words):
    """Years of the parents' schooling that help at school, when the best speaker at home has so much of the language."""
    return parents - p.words * (1.0 - words)


@rule
def growth(p, activity, age, attainment, parents, support, language):
    """Skill gained this month by growing up, in early education, at school, and at home."""
    gain = p.matures / 12.0 if age < GROWN else 0.0
    if activity == PUPIL:
        gain += (p.taught * heard(p, language) + p.home * (parents - p.usual_home) + support) / 12.0
    elif activity == STUDENT:
        gain += teaching(p, attainment) * heard(p, language) + (support / 12.0 if attainment < UPPER else 0.0)
    else:
        gain += (p.home * (parents - p.usual_home) + support) / 12.0
    return gain


@rule
def chance_of_general(p, skill, parents, going_on):
    """Chance of the general track rather than the vocational one, at 16; at month 0 less for who has gone no further."""
    odds = p.general + p.general_skill * (skill - p.skill_at_16) + p.general_home * (parents - p.usual_home)
    return logistic(odds if going_on else odds + p.stayed)


@rule
def chance_of_leaving(p, attainment, skill, parents, vocational):
    """Yearly chance that a student leaves upper secondary school without a certificate, or drops out later."""
    if attainment >= UPPER:
        return p.drops
    odds = p.early + p.early_skill * (skill - p.usual_skill) + p.early_home * (parents - p.usual_home)
    return logistic(odds + p.early_vocational * (vocational - 0.5))


@rule
def chance_of_tertiary(p, skill, parents, woman, vocational, years_later):
    """Chance to start tertiary education: at once, or in a later year."""
    odds = p.tertiary + p.tertiary_skill * (skill - p.usual_skill) + p.tertiary_home * (parents - p.usual_home)
    odds += p.tertiary_women * (woman - 0.5) + p.tertiary_track * (0.5 - vocational)
    return logistic(odds if years_later == 0 else odds + p.tertiary_later - p.tertiary_fades * (years_later - 1))


@rule
def chance_of_return(p, attainment, years, skill, parents, woman, vocational):
    """Yearly chance that somebody who left initial education comes back to it."""
    if attainment < UPPER:
        return p.returns if years < 25.0 else 0.0
    if attainment >= BACHELOR or years >= 40.0:
        return 0.0
    return chance_of_tertiary(p, skill, parents, woman, vocational, max(1.0, years - 18.0))


@rule
def chance_of_going_on(p, level, skill, parents, woman, vocational, years_late):
    """Chance that somebody who has just completed a level goes on to the next."""
    if level == UPPER:
        return chance_of_tertiary(p, skill, parents, woman, vocational, years_late)
    if level == BACHELOR:
        return min(1.0, max(0.0, p.masters * (1.0 + p.masters_skill * (skill - p.usual_skill))))
    return p.doctors if level == MASTER else 0.0


@inlined
def words_at_home(r, head, i):
    """Command of the language of the best speaker among the grown-ups at resident i's home."""
    first = head[r.household[i]]
    second = r.partner[first] if r.partner[first] >= 0 else first
    return max(r.language[first], r.language[second])


@kernel
def brought_up(p, r, head):
    """What home has done so far to the skills of those under 25 at month 0."""
    for i in range(len(r.present)):
        if r.present[i] and r.age[i] < 25 * 12:
            parents = help_at_home(p, r.parents_schooling[i], words_at_home(r, head, i))
            gain = p.home * (parents - p.usual_home) * min(16.0, r.age[i] / 12.0)
            for m in range(8):
                r.skill[i, m] += gain


@kernel
def start_on_the_way(luck, p, r):
    """At month 0 students are anywhere in their programmes, and everybody beyond basic school has taken one of the tracks."""
    for i in range(len(r.present)):
        if r.present[i] and r.age[i] >= 16 * 12:
            on_the_way = r.activity[i] == STUDENT or r.attainment[i] > UPPER
            chance = chance_of_general(p, mean_skill(r.skill, i), r.parents_schooling[i], on_the_way)
            r.vocational[i] = 1 if draw_about(luck, r.id[i], 2) >= chance else 0
        if r.present[i] and r.activity[i] == STUDENT:
            months = months_of(p, next_level(r.attainment[i]))
            if r.attainment[i] < UPPER and r.age[i] < GROWN:
                months = min(months, GROWN - r.age[i])
                r.to_finish[i] = max(1, months)
            else:
                r.to_finish[i] = 1 + int(draw(luck, r.id[i]) * months)


@kernel
def learn(luck, p, r, head, support):
    """A month of growing up and of school; returns the students who have come to the end, as rows."""
    rows, n = np.empty(len(r.present), np.int64), 0
    for i in rows_with(r.activity, CHILD, STUDENT):
        activity = r.activity[i]
        if r.present[i] == 0:
            continue
        parents = help_at_home(p, r.parents_schooling[i], words_at_home(r, head, i))
        gain = growth(p, activity, r.age[i], r.attainment[i], parents, support[i], r.language[i])
        for m in range(8):
            r.skill[i, m] += gain
        if activity == STUDENT:
            r.to_finish[i] -= 1
            if r.to_finish[i] <= 0:
                rows[n] = i
                n += 1
        elif activity == PUPIL:
            r.schooling[i] = schooling_of_pupil(r.age[i])
            r.attainment[i] = 1 if r.age[i] >= 13 * 12 else 0
            if r.age[i] >= 16 * 12:
                r.activity[i], r.attainment[i], r.to_finish[i] = STUDENT, BASIC, int(p.upper)
                chance = chance_of_general(p, mean_skill(r.skill, i), r.parents_schooling[i], True)
                r.vocational[i] = 1 if draw_about(luck, r.id[i], 2) >= chance else 0
    return rows[:n]


@kernel
def decide(luck, p, turn, r):
    """Who leaves school without completing, and who comes back to education, as rows."""
    rows, n = np.empty((2, len(turn)), np.int64), np.zeros(2, np.int64)
    for i in turn:
        activity, level = r.activity[i], r.attainment[i]
        if r.present[i] == 0 or activity < STUDENT or activity > INACTIVE:
            continue
        u = draw(luck, r.id[i])
        if activity == STUDENT:
            chance = chance_of_leaving(p, level, mean_skill(r.skill, i), r.parents_schooling[i], r.vocational[i])
            if r.to_finish[i] > 0 and u < chance:
                note(rows, n, 0, i)
        else:
            skill = mean_skill(r.skill, i)
            if u < chance_of_return(p, level, r.age[i] / 12.0, skill, r.parents_schooling[i], r.sex[i], r.vocational[i]):
                note(rows, n, 1, i)
    return rows[0, : n[0]], rows[1, : n[1]]


@kernel
def move_on(luck, p, r, posts, leavers, completing, returners, jobs, tally):
    """Some leave without a certificate; some complete a level, and go on or look for work; some come back."""
    for i in leavers:
        enter_market(luck, p, r, i, jobs, tally)
    for i in completing:
        level = next_level(r.attainment[i])
        r.attainment[i] = level
        r.schooling[i] = max(r.schooling[i], years_of(level))
        later = max(0.0, r.age[i] / 12.0 - 20.0)
        skill = mean_skill(r.skill, i)
        chance = chance_of_going_on(p, level, skill, r.parents_schooling[i], r.sex[i], r.vocational[i], later)
        if draw_about(luck, r.id[i], 1) < chance:
            r.to_finish[i] = int(months_of(p, next_level(level)))
        else:
            enter_market(luck, p, r, i, jobs, tally)
    for i in returners:
        if r.activity[i] == EMPLOYED:
            leave_post(r, posts, i, STUDENT)
        leave_course(r, i)
        r.activity[i], r.to_finish[i] = STUDENT, int(months_of(p, next_level(r.attainment[i])))
        r.searching[i], r.spell[i], r.entitlement[i], r.leave[i] = 0, 0, 0, 0


@rule
def enter_market(luck, p, r, i, jobs, tally):
    """Initial education is over: resident i looks for a first job at her level, or stays away from work for a while."""
    u, v = draw2(luck, -r.id[i])
    r.activity[i] = INACTIVE if u < p.idle else UNEMPLOYED
    r.to_finish[i], r.searching[i], r.spell[i], r.entitlement[i], r.learned[i] = 0, 0, 0, 0, 0
    r.entering[i] = u >= p.idle
    r.occupation[i] = first_job(jobs[r.sex[i], group_of(r.attainment[i])], v)
    tally[GRADUATES] += 1
