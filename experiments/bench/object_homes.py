"""Object model: homes, couples, and households that come and go."""

import copy
from collections import Counter

from experiments.bench.plain import plain
from sim.behaviours import living_together as together
from sim.chance import bell, child_id, draw, draw2, draw_about, word
from sim.households import USUAL_GAP
from sim.origins import ADULT, COMPULSORY
from sim.tables import EMPLOYED, FAMILY_REASON, INACTIVE, NATIVE, NO_REASON, STUDENT, STUDY_REASON, UNEMPLOYED, WORK_REASON

homes = plain(together)


class ObjectHousehold:
    """People who live together."""

    def __init__(self) -> None:
        self.members, self.adults, self.young, self.head, self.income = 0, 0, 0, None, 0.0


class Plans:
    """Who leaves home, looks for a partner or parts, and which households go or are followed this month."""

    def __init__(self) -> None:
        self.leavers, self.seekers, self.parting, self.leaving, self.followed = [], [], [], [], []
        self.foster, self.least = None, 2**64


def living_together(city: object) -> None:
    """Decide, move within the city, let arrivals in and departures out; then renew acquaintances."""
    p = city.p.living_together
    orphans = [h for h in city.households if h.head and 0 < h.head.age < together.ADULT]
    men = [man for man in (*city.turn, *city.other_turn) if man.present and man.sex == 0
           and man.age >= together.ADULT and man.partner is None]  # fmt: skip
    plans = make_plans(city, p)
    joins: dict = {}
    open_homes(city, plans)
    pair_up(city, p, plans, men, joins)
    gone, models = move(city, plans, orphans, joins)
    arrive(city, models)
    for person in gone:
        person.leave_city()
    city.tally["arrivals"] += len(models)
    city.tally["departures"] += len(gone)
    count_members(city)
    if city.month % 3 == 0:
        city.people.do("forget_the_gone")
    host = hosts(city, city.luck("friends"))
    for person in city.turn:
        if person.present:
            person.renew_friends(city.luck("friends"), host)


def make_plans(city: object, p: object) -> Plans:
    """The yearly decisions that fall into this month."""
    plans, moving_luck, pairing = Plans(), city.luck("moving_away"), city.luck("pairing")
    arrival, usual = arrivals(city, p)
    for person in city.turn:
        if person.present and person.age >= together.ADULT:
            decide_home(person, plans, p, city, moving_luck, arrival[person.district] * usual[person.age // together.BAND])
            decide_partner(person, plans, p, pairing)
    return plans


def arrivals(city: object, p: object) -> tuple[list, list]:
    """How many come, by district where homes stand empty and by age where heads are fewer than at month 0."""
    now = Counter(person.district for person in city.people)
    heads = Counter(h.head.age // together.BAND for h in city.households if h.head)
    room = [(homes_for - now[d]) / max(homes_for, 1) for d, homes_for in enumerate(city.homes_for)]
    by_district = [city.arrive * min(4.0, max(0.0, 1.0 + p.homes_fill * free)) for free in room]
    return by_district, [then / max(1, heads[band]) for band, then in enumerate(city.heads_of)]


def decide_home(person: object, plans: Plans, p: object, city: object, luck: int, usual: float) -> None:
    """Whether a household goes or is followed by one like it, or a grown-up child leaves home."""
    years = person.age / 12.0
    u, v = draw2(luck, person.name)
    if person.household.head is person:
        goes, comes = (p.moves_on, p.comes) if person.foreign else (1.0, 1.0)
        if u < city.leave * goes * homes.wish_to_leave(p, years, person.attainment):
            plans.leaving.append(person.household)
        if v < usual * comes * homes.wish_to_arrive(p, years, person.attainment):
            plans.followed.append(person.household)
    elif person.partner is None and u < homes.chance_of_leaving_home(p, years):
        plans.leavers.append(person)


def decide_partner(person: object, plans: Plans, p: object, luck: int) -> None:
    """Whether somebody looks for a partner or parts from one; who takes in children that are alone."""
    years, single = person.age / 12.0, person.partner is None
    u, _ = draw2(luck, person.name)
    if single and person.sex == 1 and u < homes.chance_of_pairing(p, years):
        plans.seekers.append(person)
    if not single and person.sex == 0 and u < homes.chance_of_parting(p, years):
        plans.parting.append(person)
    elif not single and person.household.head is person and 30.0 <= years < 55.0:
        lot = word(luck, person.name)
        if lot < plans.least:
            plans.foster, plans.least = person, lot


def open_homes(city: object, plans: Plans) -> None:
    """Those who leave home or their partner move into homes of their own."""
    for man in plans.parting:
        man.partner.partner = None
        man.partner = None
    for person in (*plans.parting, *plans.leavers):
        person.household = city.new_household()


def pair_up(city: object, p: object, plans: Plans, men: list, joins: dict) -> None:
    """Most of foreign background look for each other: the others pair first, then they."""
    hers, his = ({person: looks_abroad(city, p, person) for person in people} for people in (plans.seekers, men))
    for abroad in (False, True):
        circle = [man for man in men if his[man] == abroad]
        pair_circle(city, p, [woman for woman in plans.seekers if hers[woman] == abroad], circle, joins)


def looks_abroad(city: object, p: object, person: object) -> bool:
    """Whether somebody looks for a partner among those of foreign background."""
    return person.origin != NATIVE and draw(city.luck("coming"), -person.name) >= p.mixes


def pair_circle(city: object, p: object, seekers: list, men: list, joins: dict) -> None:
    """Every woman who looks for a partner chooses in the order of names the man of most fitting age."""
    luck = city.luck("leaving_home")
    for woman in sorted(seekers, key=lambda seeker: seeker.name):
        wanted = woman.age + USUAL_GAP + p.scatter * bell(draw(luck, woman.name))
        man = min(men, key=lambda other: how_fitting(other, wanted), default=None)
        if man and abs(man.age - wanted) < p.apart * 12.0:
            men.remove(man)
            woman.partner, man.partner = man, woman
            share_home(city, joins, woman, man)


def how_fitting(man: object, wanted: float) -> tuple:
    """Nearest in age first; among equals the younger side, and there the later in the order of age and name."""
    younger = man.age < wanted
    return abs(man.age - wanted), not younger, -man.name if younger else man.name


def share_home(city: object, joins: dict, woman: object, man: object) -> None:
    """He moves to her home or she to his, with all who live there, or both to a new one."""
    hers, his = woman.household, man.household
    if hers.head is woman and his.head is man:
        joins[his] = hers
    elif hers.head is woman:
        man.household, man.district = hers, woman.district
    elif his.head is man:
        woman.household, woman.district = his, man.district
    else:
        woman.household = man.household = city.new_household()
        man.district = woman.district


def move(city: object, plans: Plans, orphans: list, joins: dict) -> tuple[list, list]:
    """Whole households move; returns who leaves the city, and whom arrivals will be like."""
    if plans.foster:
        joins.update({home: plans.foster.household for home in orphans})
    leaving, followed, gone, models = set(plans.leaving), set(plans.followed), [], []
    for person in city.people:
        if person.household in joins:
            person.household = joins[person.household]
            person.district = person.household.head.district
        if person.household in followed:
            models.append(person)
        if person.household in leaving:
            gone.append(person)
    return gone, models


def arrive(city: object, models: list) -> None:
    """Every model is followed by somebody alike, families together, without a job."""
    new, home = {}, {}
    for model in models:
        if model.household not in home:
            home[model.household] = city.new_household()
        values = {name: copy.copy(getattr(model, name)) for name in city.lasting}
        name = child_id(-model.name, city.month)
        new[model] = city.new_resident(**values, name=name, household=home[model.household])
    for model, person in new.items():
        person.partner = new.get(model.partner)
        person.friends = [new.get(friend) for friend in model.friends]
        if model.activity == EMPLOYED:
            person.activity, person.entering, person.last_wage, person.spell = UNEMPLOYED, 1, model.wage * model.hours, 0
    come_from_abroad(city, list(new.values()))
    recruit_abroad(city, list(new.values()))


def come_from_abroad(city: object, new: list) -> None:
    """Of households born abroad some come to the country now, with their children, the others moved within it."""
    luck, p, name = city.luck("coming"), city.coming, {}
    for person in new:
        if person.foreign and person.age >= ADULT * 12:
            name[person.household] = min(person.name, name.get(person.household, person.name))
    for person in new:
        home = person.household
        if person.origin != NATIVE and home in name and draw(luck, name[home]) < p.anew:
            begin_anew(city, person, p)
            if person.reason == STUDY_REASON and ADULT * 12 <= person.age < p.study_until * 12:
                person.activity, person.entering = STUDENT, 0
                person.to_finish = 1 + int(2.0 * p.studies * draw_about(luck, person.name, 2))
            settling = p.settling_women if person.sex == 1 else p.settling
            waits = person.reason not in (WORK_REASON, STUDY_REASON) and draw_about(luck, person.name, 1) < settling
            if person.activity == UNEMPLOYED and waits:
                person.activity, person.entering = INACTIVE, 0


def recruit_abroad(city: object, new: list) -> None:
    """Of those who came this month to work most have found a post before: a vacancy of their occupation that they can fill."""
    luck, p = city.luck("coming"), city.coming
    vacant = [post for employer in city.employers for post in employer.posts if post.vacant > 0]
    for person in new:
        looks = person.reason == WORK_REASON and person.arrived == city.month and person.activity == UNEMPLOYED
        if not looks or draw_about(luck, person.name, 3) >= p.recruited:
            continue
        first = int(draw_about(luck, person.name, 4) * len(vacant))
        for post in vacant[first:] + vacant[:first]:
            own = post.occupation == person.occupation and post.vacant > 0
            if own and (person.unrecognised == 0.0 or city.regulated[person.occupation] == 0.0):
                person.take_post(post)
                person.entering = 0
                break


def begin_anew(city: object, person: object, p: object) -> None:
    """Without the language, recognised schooling, certificates or much that counts as experience."""
    person.foreign, person.arrived = 1, city.month
    person.reason = FAMILY_REASON if person.reason == NO_REASON else person.reason
    person.language = max(city.first_words[person.origin], p.hired if person.reason == WORK_REASON else 0.0)
    person.aware, person.assessed, person.credential = 0, 0, 0.0
    person.unrecognised = max(0.0, person.schooling - COMPULSORY) if person.age >= ADULT * 12 else 0.0
    person.experience, person.practice, person.last_wage = int(p.counts * person.experience), 0, 0.0


def count_members(city: object) -> None:
    """Who lives together now; the eldest is the head, the lower name among those of one age."""
    for home in city.households:
        home.members, home.adults, home.young, home.head = 0, 0, 0, None
    for person in city.people:
        home, head = person.household, person.household.head
        home.members += 1
        home.adults += 1 if person.age >= 14 * 12 else 0
        home.young += 1 if person.age < 12 * 12 else 0
        if head is None or (person.age, -person.name) > (head.age, -head.name):
            home.head = person
    city.households = [home for home in city.households if home.members]


def hosts(city: object, luck: int) -> dict:
    """One resident of each district, drawn by lot among those whose month it is not."""
    host, lots = {}, {}
    for person in city.other_turn:
        lot = word(luck, person.name)
        if person.present and lot > lots.get(person.district, 0):
            host[person.district], lots[person.district] = person, lot
    return host
