"""What becomes of one resident in both worlds, month by month; and whom to follow: residents whose lives differ, or who stand for many."""

from collections.abc import Generator
from typing import Any

import numpy as np

from experiments.inputs.comparison import Comparison
from experiments.workshop import recording
from experiments.workshop.recording import ACTIVITY, LEARNING
from experiments.workshop.simulation import SLICE, SimulatedWorld, World, grow_up, life_key
from sim import facts
from sim.city import City
from sim.groups import GROUPS, education_of, origin_of
from sim.pay import fit
from sim.tables import ACTIVITIES, EDUCATION, EMPLOYED, ENROLLED, NO_SEAT, NOBODY, REASONS, UNEMPLOYED

UNSEEN = 255
"""Written over her last reason before each month, so that the same reason twice is seen twice; nobody's behaviour reads it."""
AMONG = 12
"""A lot is drawn among so many of the clearest cases."""
OF_AGE = (18, 55)
"""Years at the policy date, so that most of a working life is seen."""


def keep_diary(comparison: Comparison, seed: int, world: World, row: int, cache: Any) -> Generator[None, None, dict]:
    """Live a world again with an eye on one resident."""
    key = ("diary", row, *life_key(comparison, seed, world, None))
    found = cache.get(key)
    if found is not None:
        return found
    spec = comparison.world(*world)
    city = spec.branch((yield from grow_up(spec, seed, cache)))
    eye = Eye(city, row)
    for month in range(1, comparison.months + 1):
        eye.watch(city, month)
        if month % SLICE == 0:
            yield
    return cache.put(key, eye.diary(), 100_000)


class Eye:
    """Looks at one row before and after every month."""

    def __init__(self, city: City, row: int) -> None:
        self.row, self.id = row, int(city.residents.id[row])
        self.here = True
        self.person = portrait(city, row)
        self.lines: dict[str, list] = {name: [] for name in ("activity", "learning", "wage", "income")}
        self.events: list[dict[str, Any]] = []
        self._note(city)

    def watch(self, city: City, month: int) -> None:
        """One month of the city, and of her."""
        if not self.here:
            return self._note(city)
        r = city.residents
        r.refusal[self.row] = UNSEEN
        before = self._state(city)
        city.step()
        self.here = bool(city.residents.present[self.row]) and int(city.residents.id[self.row]) == self.id
        if self.here:
            self._tell(city, month, before, self._state(city))
        else:
            self._say(month, "left")
        self._note(city)

    def _state(self, city: City) -> dict[str, Any]:
        r, i = city.residents, self.row
        names = ("activity", "post", "occupation", "offer", "refusal", "months_left", "wage", "attainment", "recall")
        return {name: getattr(r, name)[i].item() for name in names}

    def _note(self, city: City) -> None:
        r, i = city.residents, self.row
        said = (int(r.activity[i]), int(r.offer[i] >= 0), round(float(r.wage[i])), round(float(r.equivalised[i])))
        for line, value in zip(self.lines.values(), said if self.here else (-1, 0, 0, 0), strict=True):
            line.append(value)

    def _say(self, month: int, what: str, **more: Any) -> None:
        self.events.append({"month": month, "what": what, **more})

    def _tell(self, city: City, month: int, before: dict, after: dict) -> None:
        """What is different from a month ago."""
        self._tell_learning(city, month, before, after)
        self._tell_applications(city, month, after)
        if after["activity"] == EMPLOYED and after["post"] != before["post"]:
            self._say(month, "changed_job" if before["activity"] == EMPLOYED else "hired", **job(city, after))
        elif before["activity"] == EMPLOYED and after["activity"] != EMPLOYED:
            self._say(month, "job_ended", why=why_ended(city, before), **{**job(city, before), "now": ACTIVITIES[after["activity"]]})
        elif before["activity"] != after["activity"]:
            self._say(month, "became", now=ACTIVITIES[after["activity"]])

    def _tell_learning(self, city: City, month: int, before: dict, after: dict) -> None:
        if after["offer"] >= 0 and after["offer"] != before["offer"]:
            self._say(month, "course_began", **course(city, after["offer"]))
        elif before["offer"] >= 0 and after["offer"] != before["offer"]:
            done = before["months_left"] <= 1
            self._say(month, "course_completed" if done else "course_left", **course(city, before["offer"]))
        elif after["refusal"] not in (UNSEEN, ENROLLED, 0):
            self._say(month, "course_refused", why=REASONS[after["refusal"]])
        if after["attainment"] > before["attainment"]:
            self._say(month, "qualified", level=EDUCATION[education_of(after["attainment"])])

    def _tell_applications(self, city: Any, month: int, after: dict) -> None:
        """What became of each application of this month, in the order of her liking."""
        sent = city.applications.vacancy[city.applications.person == self.row]
        posts = city.vacant.post[sent]
        if len(posts) == 0:
            return
        ends = {"hired": 0, "other_preferred": 0, "unfit": 0, "still_choosing": 0, "not_needed": 0}
        for end in fates(city.posts.holder[posts], self.row, able(city, self.row, city.posts.occupation[posts])):
            ends[end] += 1
        where = [city.facts.work.titles[o] for o in dict.fromkeys(city.posts.occupation[posts].tolist())]
        self._say(month, "applied", sent=len(posts), looking=after["activity"] == UNEMPLOYED, where=where, **ends)

    def diary(self) -> dict[str, Any]:
        """Everything noted, as plain data."""
        return {"person": self.person, "lines": self.lines, "events": self.events}


def able(city: Any, row: int, occupations: np.ndarray) -> list[bool]:
    """Whether this resident is considered for work in each of these occupations: she fits well enough, or somebody pays for her."""
    floor, jobs = city.behaviour("hiring").floor, city.occupations
    aided = city.residents.searching[row] > 0 and city.conditions.wage_aid[row] > 0
    return [bool(aided or fit(city.residents.skill, jobs.need, jobs.weight, row, o) >= floor) for o in occupations]


def fates(holders: np.ndarray, row: int, able: list[bool]) -> list[str]:
    """What became of applications: a taken post preferred its holder; one still empty could not use her, or nobody has chosen yet.

    Hiring is by deferred acceptance: she is turned down by all she likes better than the job she gets, and the rest are not needed.
    """
    found, hired = [], False
    for holder, can in zip(holders, able, strict=True):
        if hired:
            found.append("not_needed")
            continue
        hired = holder == row
        waits = "still_choosing" if can else "unfit"
        found.append("hired" if hired else waits if holder == NOBODY else "other_preferred")
    return found


def portrait(city: City, row: int) -> dict[str, Any]:
    """Who she is at the policy date."""
    r = city.residents
    return {
        "row": row,
        "woman": bool(r.sex[row]),
        "years": int(r.age[row] // 12),
        "education": EDUCATION[education_of(r.attainment[row])],
        "origin": GROUPS["origin"][origin_of(r.origin[row], r.foreign[row])],
        "limitation": GROUPS["limitation"][r.limitation[row]],
        "partner": bool(r.partner[row] >= 0),
        "young": int(city.households.young[r.household[row]]) if r.household[row] >= 0 else 0,
        "district": city.facts.districts.names[r.district[row]],
        "activity": ACTIVITIES[r.activity[row]],
        "occupation": title_of(city, r.occupation[row]),
    }


def title_of(city: City, occupation: int) -> str:
    """An occupation in words, or nothing."""
    return city.facts.work.titles[occupation] if occupation >= 0 else ""


def job(city: City, state: dict[str, Any]) -> dict[str, Any]:
    """A post in words."""
    employer = city.posts.employer[state["post"]]
    sector = facts.titles("sectors")[city.employers.sector[employer]]
    return {"occupation": title_of(city, city.posts.occupation[state["post"]]), "sector": sector, "wage": round(state["wage"])}


def why_ended(city: City, before: dict[str, Any]) -> str:
    """Her employer closed, her post was no longer wanted, or it ended as jobs do."""
    post = before["post"]
    employer = city.posts.employer[post]
    if city.employers.closed[employer] > 0:
        return "closed"
    unwanted = city.posts.slot[post] >= city.employers.target[employer] or city.posts.gone[post] > 0
    return "not_wanted" if unwanted else "ended"


def course(city: Any, offer: int) -> dict[str, Any]:
    """A course in words."""
    k = city.offers.course[offer]
    kind = city.teaching.kind_titles[city.providers.kind[city.offers.provider[offer]]]
    return {"course": city.teaching.titles[k], "provider": kind, "lasts": int(city.courses.months[k])}


def suggestions(plan: SimulatedWorld, baseline: SimulatedWorld, turn: int) -> list[dict[str, Any]]:
    """One resident for each kind of story that this plan has; ``turn`` gives the next ones."""
    ours, theirs = plan.recording.state, baseline.recording.state
    rows = len(plan.recording.age)
    stays = np.minimum(plan.recording.left[:rows], baseline.recording.left[:rows]) > 0.6 * plan.months
    years = plan.recording.age // 12
    fit = stays & (years >= OF_AGE[0]) & (years <= OF_AGE[1]) & (ours[0, :rows] != recording.NOBODY)
    work = months_with(ours[:, :rows], EMPLOYED) - months_with(theirs[:, :rows], EMPLOYED)
    courses = learning(ours[:, :rows]) - learning(theirs[:, :rows])
    refused = (plan.refusal[:rows] == NO_SEAT) * months_with(ours[:, :rows], UNEMPLOYED)
    stories = {"gains_work": work, "loses_work": -work, "learns_more": courses, "no_seat": refused}
    found = [one for kind, by in stories.items() for one in clearest(kind, by, fit, turn)]
    return [*found, *somebody(fit, turn)]


def months_with(state: np.ndarray, activity: int) -> np.ndarray:
    """Months each row spent so."""
    return ((state & ACTIVITY) == activity).sum(axis=0)


def learning(state: np.ndarray) -> np.ndarray:
    """Months each row spent in courses."""
    return ((state & LEARNING) > 0).sum(axis=0)


def clearest(kind: str, by: np.ndarray, fit: np.ndarray, turn: int) -> list[dict[str, Any]]:
    """The next of the clearest cases; nobody when nobody's life is such."""
    order = np.argsort(-by, kind="stable")
    rows = [int(row) for row in order[: 40 * AMONG] if fit[row] and by[row] > 0][:AMONG]
    return [{"kind": kind, "row": rows[turn * 5 % len(rows)], "months": int(by[rows[turn * 5 % len(rows)]])}] if rows else []


def somebody(fit: np.ndarray, turn: int) -> list[dict[str, Any]]:
    """Anybody."""
    rows = np.flatnonzero(fit)
    return [{"kind": "anybody", "row": int(rows[(turn * 2_654_435_761 + 97) % len(rows)])}] if len(rows) else []
