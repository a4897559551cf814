"""What the city remembers: columns with dtype, unit and meaning. One array per column, one owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from sim.structs import Field, struct

DOMAINS = ("basic", "digital", "green", "care", "technical", "business", "creative", "health")
EDUCATION = ("low", "medium", "high")
USUAL_YEARS = np.array([0, 6, 9, 12, 13, 14, 16, 17.5, 20])
"""Years at school that lead to each ISCED level."""

CHILD, PUPIL, STUDENT, EMPLOYED, UNEMPLOYED, INACTIVE, RETIRED = range(7)
ACTIVITIES = ("child", "pupil", "student", "employed", "unemployed", "inactive", "retired")

NO_WISH, ENROLLED, UNAWARE, NO_TIME, FAMILY, COST, DISTANCE, NO_OFFER, NO_SEAT, NOT_ADMITTED, HEALTH = range(11)
REASONS = ("no wish", "enrolled", "unaware", "schedule", "family", "cost", "distance", "no suitable offer",
           "no seat", "not admitted", "health")  # fmt: skip

NATIVE, WEST, EAST, ASIA, AFRICA = range(5)
ORIGINS = ("native", "EU, EFTA and west", "Russia and other Europe", "Asia and Latin America", "Middle East and Africa")
BORN_HERE = -32000
"""Month of arrival of who was born here: of those, who has an origin abroad is of the second generation."""
NO_REASON, FAMILY_REASON, WORK_REASON, STUDY_REASON, REFUGE, OTHER_REASON = range(6)
COMING = ("", "family", "work", "study", "refuge", "other")
NO_LIMITATION, SOME_LIMITATION, SEVERE_LIMITATION = range(3)
LIMITATIONS = ("none", "some", "severe")

NOBODY, COMMUTER = -1, -2
AUTOMATED, RESERVED, HELD_BACK = 1, 2, 3
NEVER = 999


@dataclass(frozen=True)
class Column:
    """One column: ``blank`` is what an empty row holds; ``width`` > 0 makes it two-dimensional."""

    dtype: str
    unit: str
    meaning: str
    low: float
    high: float
    blank: float = 0
    width: int = 0


def column(dtype: str, unit: str, meaning: str, low: float, high: float, blank: float = 0, width: int = 0) -> Any:
    """Declare a column in the body of a Table."""
    return Column(dtype, unit, meaning, low, high, blank, width)


class Table:
    """Rows of one kind of thing. ``table.columns`` is the struct of arrays that kernels read and write."""

    declared: ClassVar[dict[str, Column]] = {}
    Columns: ClassVar[Any] = None

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        cls.declared = {k: v for k, v in vars(cls).items() if isinstance(v, Column)}
        kinds = {k: Field(v.dtype, 2 if v.width else 1, v.width) for k, v in cls.declared.items()}
        cls.Columns = struct(f"{cls.__name__}Columns", cls.__module__, kinds, rows=True)

    def __init__(self, rows: int) -> None:
        self.adopt({name: _blank(spec, rows) for name, spec in self.declared.items()})

    def adopt(self, arrays: dict[str, np.ndarray]) -> None:
        """Make these arrays the table's columns (all declared columns, equal lengths)."""
        for name, spec in self.declared.items():
            setattr(self, name, np.ascontiguousarray(arrays[name], dtype=spec.dtype))
        self.columns = self.Columns(*(getattr(self, name) for name in self.declared))
        self.addresses = np.array([(getattr(self, name).ctypes.data, item_size(spec)) for name, spec in self.declared.items()], np.int64)

    def __getstate__(self) -> dict[str, np.ndarray]:
        return {name: getattr(self, name) for name in self.declared}

    def __setstate__(self, arrays: dict[str, np.ndarray]) -> None:
        self.adopt(arrays)

    def __len__(self) -> int:
        return len(getattr(self, next(iter(self.declared))))

    def __iter__(self) -> Iterator[str]:
        return iter(self.declared)

    def grow(self, rows: int) -> None:
        """Add empty rows at the end; earlier views of the columns are no longer the table's."""
        self.adopt({k: np.concatenate([getattr(self, k), _blank(v, rows)]) for k, v in self.declared.items()})

    def copy(self) -> "Table":
        """An independent copy: the way a city is branched at the policy date."""
        twin = object.__new__(type(self))
        twin.adopt({name: getattr(self, name).copy() for name in self.declared})
        return twin


def item_size(spec: Column) -> int:
    """Bytes of one row of a column."""
    return np.dtype(spec.dtype).itemsize * (spec.width or 1)


def _blank(spec: Column, rows: int) -> np.ndarray:
    shape = (rows, spec.width) if spec.width else rows
    return np.full(shape, spec.blank, dtype=spec.dtype)


class Residents(Table):
    """People of all ages, one row each; a row whose ``present`` is 0 is empty and waits for somebody new."""

    id = column("i8", "", "stable name: luck is keyed by it; never used twice", -1, 2**63 - 1, -1)
    present = column("u1", "flag", "somebody lives in this row", 0, 1)
    rests = column("u1", "flag", "emptied this quarter: acquaintances must forget before somebody new takes the row", 0, 1)
    age = column("i2", "months", "age", 0, 1320)
    sex = column("u1", "flag", "1 woman, 0 man", 0, 1)
    foreign = column("u1", "flag", "born abroad", 0, 1)
    origin = column(
        "u1", "code", "where she, or her parents, come from: native, west, east, Asia or Latin America, Middle East or Africa", 0, 4
    )
    reason = column("u1", "code", "why she came: born here, family, work, study, refuge, other", 0, 5)
    arrived = column("i2", "month", "of arrival from abroad, negative before month 0; -32000 was born here", -32000, 32000, BORN_HERE)
    language = column("f4", "share", "command of the city's language: .5 B1, .75 B2, 1 as a native", 0, 1, 1)
    limitation = column("u1", "code", "long-standing limitation by health: none, some, severe", 0, 2)
    district = column("u1", "row", "district of residence", 0, 255)
    household = column("i4", "row", "household", -1, 2**31 - 1, -1)
    partner = column("i4", "row", "partner in the household, -1 none", -1, 2**31 - 1, -1)
    parents_schooling = column("f4", "years", "mean schooling of the parents", 0, 25)
    attainment = column("u1", "ISCED", "highest completed level, 0-8", 0, 8)
    schooling = column("f4", "years", "completed years of schooling", 0, 25)
    ability = column("f4", "SD", "fixed temper for learning", -6, 6)
    skill = column("f4", "SD of adults", "skills in the 8 domains", -15, 15, 0, 8)
    activity = column("u1", "code", "child, pupil, student, employed, unemployed, inactive, retired", 0, 6)
    post = column("i4", "row", "post held, -1 none", -1, 2**31 - 1, -1)
    occupation = column("i2", "row", "occupation now or last held, -1 none", -1, 16_383, -1)
    wage = column("f4", "EUR/month", "gross monthly wage for full time, 0 when not employed", 0, 1e6)
    hours = column("f4", "share", "of full time that she works; wage is for full time", 0.1, 1, 1)
    leave = column("i1", "months", "left of parental leave from her post, or of care for a small child at home", 0, 60)
    match = column("f4", "log points", "luck of this job: lasting part of the wage", -3, 3)
    tenure = column("i2", "months", "months in this post", 0, 1320)
    experience = column("i2", "months", "months worked in life", 0, 1320)
    practice = column("i2", "months", "months worked in this occupation since she last came into it", 0, 1320)
    spell = column("i2", "months", "months since the last job or the end of education, 0 when employed", 0, 1320)
    searching = column("i2", "months", "length of this unemployment spell, 0 when not unemployed", 0, 1320)
    entering = column("u1", "flag", "enters the labour force this month, having looked around before", 0, 1)
    entitlement = column("i1", "months", "earnings-related benefit left", 0, 36)
    last_wage = column("f4", "EUR/month", "what the last job paid for the hours worked: basis of benefit and pension", 0, 1e6)
    recall = column("i4", "row", "post that may call this worker back, -1 none", -1, 2**31 - 1, -1)
    offer = column("i4", "row", "course attended, -1 none", -1, 2**31 - 1, -1)
    vocational = column("u1", "flag", "took the vocational track of upper secondary education", 0, 1)
    months_left = column("i1", "months", "months left in the course", 0, 60)
    to_finish = column("i1", "months", "months left in the programme of initial education, 0 for who is not a student", 0, 120)
    learned = column("i2", "months", "since the last learning activity; 999 never", 0, 999, 999)
    trained = column("i2", "months", "since completing a course relevant to work; 999 never", 0, 999, 999)
    credential = column("f4", "SD", "what certificates signal to employers; fades", 0, 3)
    unrecognised = column("f4", "years", "of schooling from abroad that nobody here has recognised", 0, 25)
    assessed = column("u1", "flag", "prior learning has been assessed and certified", 0, 1)
    aided = column("i1", "months", "for which city hall still pays part of the wage", 0, 120)
    doubtful = column("u1", "flag", "hired because part of the wage is paid: without it somebody else was chosen, or nobody", 0, 1)
    temporary = column("i1", "months", "left in a post that city hall created for a time, 0 for who has none", 0, 120)
    apprentice = column("i1", "months", "left in an apprenticeship, 0 for who is not an apprentice", 0, 120)
    barred = column("i1", "months", "until she may work", 0, 120)
    granted = column(
        "u1", "code", "who paid what she last learned: 0 herself, 1 a voucher in part, 2 a lever whose employers keep vacancies", 0, 2
    )
    refusal = column("u1", "code", "why the last wish to learn ended as it did", 0, 10)
    barriers = column("u2", "codes", "every barrier to that wish that she would name: 2 to the power of its code, added up", 0, 2047)
    aware = column("u1", "flag", "knows what learning is on offer", 0, 1)
    aspiration = column("f4", "log-odds", "wish to learn, relative to others of the same education", -4, 4)
    trust = column("f4", "share", "trust in and engagement with the community", 0, 1)
    prepared = column("f4", "share", "household preparedness for emergencies", 0, 1)
    friends = column("i4", "row", "acquaintances; -1 none", -1, 2**31 - 1, -1, 8)
    income = column("f4", "EUR/month", "own disposable income after tax and benefits", 0, 1e6)
    equivalised = column("f4", "EUR/month", "household disposable income per equivalent adult", 0, 1e6)


class Households(Table):
    """Who lives together: counts are rebuilt every month from the residents."""

    members = column("i2", "people", "members; 0 means the row is empty", 0, 1000)
    adults = column("i2", "people", "members of 14 years and over", 0, 1000)
    young = column("i2", "people", "children under 12, who need care", 0, 1000)
    head = column("i4", "row", "eldest member, for whom the household moves; -1 none", -1, 2**31 - 1, -1)
    income = column("f4", "EUR/month", "disposable income of all members", 0, 1e8)


class Employers(Table):
    """Firms and public employers. Each owns ``slots`` consecutive posts, of which the first ``target`` are open."""

    id = column("i8", "", "stable name", -1, 2**63 - 1, -1)
    sector = column("u1", "row", "sector", 0, 255)
    district = column("u1", "row", "district", 0, 255)
    size = column("f4", "posts", "structural size, before the cycle", 0, 1e7)
    target = column("i4", "posts", "posts wanted this month", 0, 2**31 - 1)
    headcount = column("i4", "posts", "posts filled, commuters included", 0, 2**31 - 1)
    first = column("i4", "row", "first of its posts", 0, 2**31 - 1)
    slots = column("i4", "posts", "posts it can have at most", 0, 2**31 - 1)
    premium = column("f4", "log points", "pays so much above the market", -2, 2)
    training = column("f4", "log-odds", "propensity to train its staff", -5, 5)
    bias = column("f4", "factor", "prejudice against names from abroad and limitations, against the usual", 0, 6)
    exposure = column("f4", "share", "how far automation reaches here", 0, 1)
    continuity = column("f4", "share", "of work that goes on in an emergency", 0, 1)
    cleaned = column("f4", "share", "of its emissions that low-carbon practice avoids", 0, 1)
    closed = column("i2", "months", "until a new firm takes the place; 0 in business", 0, 1200)
    founded = column("i2", "month", "month of founding, negative before month 0", -32000, 32000)
    trainees = column("i4", "people", "staff trained this month", 0, 2**31 - 1)


class Posts(Table):
    """One row per post; it is open when its slot is below its employer's target."""

    employer = column("i4", "row", "employer", 0, 2**31 - 1)
    slot = column("i4", "", "number of the post within its employer: its stable name", 0, 2**31 - 1)
    occupation = column("i2", "row", "occupation", 0, 16_383)
    holder = column("i4", "row", "resident who holds it; -1 nobody, -2 a commuter", -2, 2**31 - 1, -1)
    vacant = column("i2", "months", "posted as a vacancy for so long; 0 not posted", 0, 1320)
    idle = column("i2", "months", "for which its work has not been wanted although somebody holds it", 0, 1320)
    green = column("u1", "flag", "turned to green work: its occupation is another one than at first", 0, 1)
    gone = column(
        "u1", "code", "0 there; 1 its tasks are automated away; 2 kept for a worker to be recalled; 3 its work cannot go on", 0, 3
    )


class Providers(Table):
    """Schools of all kinds for adults."""

    id = column("i4", "", "stable name", 0, 2**31 - 1)
    kind = column("u1", "code", "vocational college, university, community centre, online", 0, 9)
    district = column("u1", "row", "district", 0, 255)
    instructors = column("f4", "full-time", "instructors, in full-time equivalents", 0, 1e6)
    quality = column("f4", "factor", "skill gained per hour against the average provider", 0.2, 3)
    enrolled = column("i4", "people", "residents in its courses", 0, 2**31 - 1)


class Offers(Table):
    """One course at one provider."""

    provider = column("i4", "row", "provider", 0, 2**31 - 1)
    course = column("i2", "row", "course of the catalogue", 0, 32000)
    seats = column("f4", "people", "seats taught at a time with the provider's own money", 0, 1e8)
    extra = column("f4", "people", "seats on top that city hall pays for this month", 0, 1e8)
    places = column("i4", "people", "whole seats this month: own and extra, rounded by a threshold of the offer's own", 0, 2**31 - 1)
    enrolled = column("i4", "people", "seats taken", 0, 2**31 - 1)
    applicants = column("f4", "people/month", "smoothed demand", 0, 1e8)
    refused = column("i4", "people", "turned away this month for want of a seat", 0, 2**31 - 1)
    direction = column("f4", "share", "what it teaches, over the 8 domains", 0, 1, 0, 8)
    worth = column("f4", "factor", "demand for what it teaches, as employers post it (1 average)", 0, 10, 1)
    dearer = column("f4", "factor", "price against the catalogue: vouchers and a queue drive it up", 1, 10, 1)


class Memory(Table):
    """What the city as a whole remembers from month to month: a table of one row."""

    local = column("f8", "factor", "smoothed demand for what is sold in the city, against month 0", 0, 10, 1)
    spending = column("f8", "mean wages", "what residents have to spend, each group in today's mean pay", 0, 1e9)
    usual_spending = column("f8", "mean wages", "the same at month 0", 0, 1e9)
    filling = column("f8", "share/month", "smoothed share of vacancies filled in a month", 0, 1, 0.5)
    hits = column("f8", "share", "smoothed share of applications that end in a hire", 0, 1, 0.16)
    usual_hits = column("f8", "share", "the same as seekers are used to it", 0, 1, 0.16)
    dear = column("f8", "log points", "pay above what it is at usual unemployment", -5, 5)
    graduates = column("f8", "log ratio", "smoothed supply: highly educated workers for each other one", -20, 20)
    technology = column("f8", "log ratio", "the supply for which work has been organised: follows slowly", -20, 20)
    unemployment = column("f8", "share", "smoothed unemployment rate", 0, 1, 0.07)
    usual_unemployment = column("f8", "share", "the same as the city is used to it", 0, 1, 0.07)
    seen = column("f8", "share", "unemployment as planners know it, late and noisy; -1 when nobody looks", -1, 1, -1)
    usual = column("f8", "share", "slow mean of that", -1, 1, -1)
    base_wage = column("f8", "log EUR", "level of the wage equation", -20, 20, 8)
    wanted = column("f8", "share", "smoothed demand of posted vacancies for each domain", 0, 1, 0.125, 8)


class Trades(Table):
    """What employers remember of each occupation: how fast its vacancies fill, how able its staff are, and what they are used to."""

    posted = column("f8", "vacancies/month", "smoothed vacancies", 0, 1e9)
    filled = column("f8", "vacancies/month", "smoothed vacancies filled", 0, 1e9)
    staff = column("f8", "people", "smoothed staff whose pay was looked at", 0, 1e9)
    skill = column("f8", "SD", "their mean skill in what the work needs", -8, 8)
    usual_skill = column("f8", "SD", "the same as employers are used to it", -8, 8)
    worth = column(
        "f8", "factor", "worth of opening a post: share filled in a month times what the staff can do, against the usual", 0, 100, 1
    )
    usual = column("f8", "share/month", "of vacancies filled as employers are used to it", 0, 100)
    able = column("f8", "factor", "surplus of a post for what its staff can do, against the usual", 0, 100, 1)
    price = column("f8", "log points", "pay above what this work usually pays: scarce skills are dear", -3, 3)


class Branches(Table):
    """What is remembered of each sector."""

    scale = column("f8", "factor", "structural number of posts against month 0", 0.01, 100, 1)


def tables() -> dict[str, type[Table]]:
    """Every table by name, in the order of this file."""
    kinds = (Residents, Households, Employers, Posts, Providers, Offers, Memory, Trades, Branches)
    return {kind.__name__.lower(): kind for kind in kinds}
