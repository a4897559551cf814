"""Step 12d: who learns the city's language, in class, at work, and among friends; whose schooling from abroad is recognised?"""

from typing import Any

from sim.catalogue import Behaviour
from sim.chance import draw, exp
from sim.declare import param
from sim.kernels import kernel, rule
from sim.tables import EMPLOYED, NATIVE, PUPIL, STUDENT


class Language(Behaviour):
    """Who came from abroad learns the language in courses, at work and from acquaintances who speak it; what is missing shrinks.

    Courses are those of the catalogue, integration training among them: its seats are few. Work asks for the language: see
    ``language`` of the occupations. Who speaks it well enough may have her schooling recognised, in time.
    """

    course = param(0.55, "1/1000 hours", "of what is missing that is learned in class",
                   "assumed: B1 after about 1,200 hours from a beginner's level (inclusion.csv G06)", 0, 3)  # fmt: skip
    work = param(0.003, "share/month", "of what is missing that is learned at work", "assumed: B2 after some ten years of work", 0, 0.1)
    friends = param(0.003, "share/month", "the same among acquaintances who all speak it", "assumed: as at work", 0, 0.1)
    living = param(0.001, "share/month", "the same from living here", "assumed", 0, 0.1)
    by_schooling = param(
        0.05, "1/year", "faster pace per year of schooling", "Lochmann, Rapoport and Speciale 2019: more for the educated", 0, 0.2
    )
    at_school = param(20.0, "hours/month", "of the language that pupils and students from abroad are taught in", "assumed", 0, 150)
    papers = param(0.0035, "share/month", "of those who speak the language well enough whose schooling from abroad is recognised",
                   "assumed: about half within fifteen years", 0, 0.2)  # fmt: skip
    enough = param(0.5, "share", "of the language without which nobody applies for that", "assumed: B1", 0, 1)
    fluent = param(0.98, "share", "from which nobody counts the rest", "assumed", 0.5, 1)

    def act(self, city: Any) -> None:
        """Everybody from abroad, by the month."""
        learn_language(city.luck("coming"), self.numbers, city.residents.columns, city.conditions.language_hours,
                       city.courses, city.offers.course)  # fmt: skip


@rule
def pace_of_learning(p, schooling):
    """How fast somebody learns a language, against who has 13 years of schooling."""
    return max(0.3, 1.0 + p.by_schooling * (schooling - 13.0))


@rule
def still_missing(p, hours, works, speakers, pace):
    """Share of what is missing that is still missing after a month of so many hours in class, and so many friends who speak."""
    return exp(-pace * (p.course * hours / 1000.0 + p.living + p.work * works + p.friends * speakers))


@kernel
def learn_language(luck, p, r, hours, courses, course):
    """Who was born abroad and does not speak like a native yet, or whose schooling nobody has recognised."""
    for i in range(len(r.present)):
        if r.origin[i] == NATIVE or r.present[i] == 0:
            continue
        if r.unrecognised[i] > 0.0 and r.language[i] >= p.enough and draw(luck, -r.id[i]) < p.papers:
            r.unrecognised[i] = 0.0
        if r.language[i] >= p.fluent:
            continue
        taught = p.at_school if PUPIL <= r.activity[i] <= STUDENT else 0.0
        speakers = 0
        for f in range(8):
            friend = r.friends[i, f]
            speakers += (friend >= 0) & (r.origin[max(friend, 0)] == NATIVE)
        if r.offer[i] >= 0 and courses.language[course[r.offer[i]]] > 0.0:
            k = course[r.offer[i]]
            taught = courses.language[k] / courses.months[k]
        pace = pace_of_learning(p, r.schooling[i])
        missing = still_missing(p, taught + hours[i], 1.0 * (r.activity[i] == EMPLOYED), speakers / 8.0, pace)
        r.language[i] = 1.0 - (1.0 - r.language[i]) * missing
