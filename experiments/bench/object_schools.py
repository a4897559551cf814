"""Object model: pupils and students, and who looks for work."""

from experiments.bench.plain import plain
from sim.behaviours import labour_supply as supply
from sim.behaviours import schooling as school
from sim.chance import draw, draw2, draw_about
from sim.tables import EMPLOYED, INACTIVE, NO_LIMITATION, PUPIL, STUDENT, UNEMPLOYED

rules, coming = plain(school), plain(supply)


class AtSchool:
    """What a resident does at school, and on the way into work."""

    def mean_skill(self) -> float:
        """Mean of the eight skills."""
        return sum(self.skill) / 8.0

    def learn_at_school(self, luck: int, p: object) -> None:
        """A month of growing up and of school."""
        if self.activity > STUDENT:
            return
        first = self.household.head
        parents = rules.help_at_home(p, self.parents_schooling, max(first.language, (first.partner or first).language))
        gain = rules.growth(p, self.activity, self.age, self.attainment, parents, 0.0, self.language)
        self.skill = [skill + gain for skill in self.skill]
        if self.activity == STUDENT:
            self.to_finish -= 1
            if self.to_finish <= 0:
                self.model.completing.append(self)
        elif self.activity == PUPIL:
            self.schooling = rules.schooling_of_pupil(self.age)
            self.attainment = 1 if self.age >= 13 * 12 else 0
            if self.age >= 16 * 12:
                self.activity, self.attainment, self.to_finish = STUDENT, school.BASIC, int(p.upper)
                general = rules.chance_of_general(p, self.mean_skill(), self.parents_schooling, True)
                self.vocational = int(draw_about(luck, self.name, 2) >= general)

    def chance_of_change(self, p: object) -> float:
        """Yearly chance that a student leaves early, or that somebody else comes back to education."""
        if self.activity == STUDENT:
            return rules.chance_of_leaving(p, self.attainment, *self.seen_by_schools(), self.vocational)
        return rules.chance_of_return(p, self.attainment, self.age / 12.0, *self.seen_by_schools(), self.sex, self.vocational)

    def seen_by_schools(self) -> tuple[float, float]:
        """Skill and home."""
        return self.mean_skill(), self.parents_schooling

    def complete_level(self, luck: int, p: object) -> None:
        """A level is completed; go on, or look for work."""
        level = rules.next_level(self.attainment)
        self.attainment, self.schooling = level, max(self.schooling, rules.years_of(level))
        later = max(0.0, self.age / 12.0 - 20.0)
        goes_on = rules.chance_of_going_on(p, level, *self.seen_by_schools(), self.sex, self.vocational, later)
        if draw_about(luck, self.name, 1) < goes_on:
            self.to_finish = int(rules.months_of(p, rules.next_level(level)))
        else:
            self.enter_market(luck, p)

    def enter_market(self, luck: int, p: object) -> None:
        """Initial education is over: look for a first job, or stay away from work for a while."""
        u, v = draw2(luck, -self.name)
        self.activity = INACTIVE if u < p.idle else UNEMPLOYED
        self.to_finish, self.searching, self.spell, self.entitlement, self.learned = 0, 0, 0, 0, 0
        self.entering = int(u >= p.idle)
        self.occupation = rules.first_job(self.model.first_jobs[self.sex][rules.group_of(self.attainment)], v)
        self.model.tally["graduates"] += 1

    def come_back_to_school(self, p: object) -> None:
        """A student again; a job is left for it."""
        if self.activity == EMPLOYED:
            self.leave_post(STUDENT)
        self.leave_course()
        self.activity, self.to_finish = STUDENT, int(rules.months_of(p, rules.next_level(self.attainment)))
        self.searching, self.spell, self.entitlement, self.leave = 0, 0, 0, 0

    def care_at_home(self, luck: int, p: object) -> None:
        """A month less of leave or of care at home; at the end of leave decide, at the end of care look for work."""
        if self.leave == 0:
            return
        self.leave -= 1
        if self.leave > 0:
            return
        u, v = draw2(luck, self.name)
        if self.activity == EMPLOYED and coming.cares_at_home(p, True, 0.0, u):
            self.stop_working()
            self.leave = coming.months_at_home(p, self.arrived, 0.0, v)
        elif self.activity == INACTIVE and u < p.returns:
            self.look_for_work()

    def come_or_go(self, lucks: tuple[int, int], p: object, demand: float) -> None:
        """Start to look for work, give up, or because of health stop working."""
        luck, for_ever = lucks
        if self.activity == EMPLOYED:
            if self.limitation != NO_LIMITATION and draw(luck, self.name) < coming.chance_of_stopping(p, self.limitation):
                self.stop_working()
        elif self.activity == UNEMPLOYED:
            years = self.age / 12.0
            if draw(luck, self.name) < coming.chance_of_giving_up(p, self.searching, years, self.limitation):
                self.activity, self.searching, self.entering = INACTIVE, 0, 0
        elif self.activity == INACTIVE and self.age >= 18 * 12 and self.leave == 0:
            cares_for = self.household.young * self.sex
            chance = coming.chance_of_looking_for_work(p, self.spell, self.schooling, self.language, cares_for)
            chance *= coming.held_by_health(p, self.limitation, draw(for_ever, self.name) < p.reserve, demand)
            if draw(luck, self.name) < chance:
                self.look_for_work()

    def stop_working(self) -> None:
        """Give up the post and the search for one."""
        self.leave_post(INACTIVE)
        self.model.tally["quits"] += 1

    def look_for_work(self) -> None:
        """Come into the labour force."""
        self.activity, self.entering = UNEMPLOYED, 1
        self.model.tally["entries"] += 1


def schooling(city: object) -> None:
    """A month of learning, then who leaves, completes, goes on or comes back."""
    luck, p = city.luck("schooling"), city.p.schooling
    city.completing = []
    city.people.do("learn_at_school", luck, p)
    asked = [person for person in city.turn if person.present and STUDENT <= person.activity <= INACTIVE]
    asked = [person for person in asked if person.activity != STUDENT or person.to_finish > 0]
    changing = [person for person in asked if draw(luck, person.name) < person.chance_of_change(p)]
    leavers = [person for person in changing if person.activity == STUDENT]
    returners = [person for person in changing if person.activity != STUDENT]
    for person in leavers:
        person.enter_market(luck, p)
    for person in city.completing:
        person.complete_level(luck, p)
    for person in returners:
        person.come_back_to_school(p)


def labour_supply(city: object) -> None:
    """Leave and care at home run out; then everybody decides whether to look for work, or to stop."""
    p, m = city.p.labour_supply, city.memory
    city.people.do("care_at_home", city.luck("caring"), p)
    demand = min(4.0, (m.usual_unemployment / max(m.unemployment, 0.01)) ** p.answers)
    city.people.do("come_or_go", (city.luck("entering"), city.luck_for_ever("entering")), p, demand)
