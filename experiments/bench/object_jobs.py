"""Object model: employers and their posts, how jobs end, vacancies, training by employers."""

from typing import Any

import mesa

from experiments.bench.plain import plain, signed
from sim.behaviours import demand as wanting
from sim.behaviours import employer_training as training
from sim.behaviours import separation as ending
from sim.behaviours import vacancies as posting
from sim.behaviours import working_hours as choosing
from sim.chance import child_id, draw, draw2, draw_about
from sim.groups import education_of
from sim.tables import COMMUTER, EMPLOYED, INACTIVE, UNEMPLOYED

growth, ends, opening, teaching, time = plain(wanting), plain(ending), plain(posting), plain(training), plain(choosing)
level_of = education_of.py_func
THRESHOLD = 77
"""Luck of the threshold at which an employer rounds wanted posts, as in the demand of the model."""
SETTLED = 60
"""Months for which commuters count as being in their posts where work is not wanted, as in the model."""


class ObjectPost:
    """One post of an employer; its holder is a resident, a commuter or None."""

    def __init__(self, employer: "ObjectEmployer", slot: int, occupation: int, vacant: int, idle: int) -> None:
        self.employer, self.slot, self.occupation, self.vacant, self.idle = employer, slot, occupation, vacant, idle
        self.holder: Any = None

    @property
    def name(self) -> int:
        """Stable name: luck about the post is keyed by it."""
        return signed(self.employer.name * 4096 + self.slot)

    @property
    def unwanted(self) -> bool:
        """Whether its work is not wanted, of an employer that goes on."""
        return bool(self.employer.closed == 0 and ends.unwanted(self.slot, self.employer.target, 0))


class ObjectEmployer(mesa.Agent):
    """An employer that owns its posts."""

    def __init__(self, model: mesa.Model, values: dict) -> None:
        super().__init__(model)
        self.__dict__.update(values)
        self.posts: list[ObjectPost] = []

    def live_and_die(self, luck: int, p: object) -> None:
        """Once a year grow or shrink, or close; later a new firm moves in."""
        month = self.model.month
        if self.closed > 0:
            self.closed -= 1
            if self.closed == 0:
                self.name, self.founded = child_id(self.name, month), month
        elif (month - self.founded) % 12 == 0 and month > self.founded:
            grow, fate = draw2(luck, self.name)
            if fate < (p.closing_small if self.size < 10 else p.closing_large):
                self.closed = int(p.reopening)
                self.model.tally["closures"] += 1
            else:
                self.size = min(self.size * growth.yearly_growth(grow, p.reallocation), 0.9 * len(self.posts))

    def set_target(self, luck: int, local: float) -> None:
        """Wanted posts."""
        branch = self.model.branches[self.sector]
        wanted = 0.0 if self.closed > 0 else self.size * branch.scale * growth.follows(branch.tradable, local)
        self.target = min(len(self.posts), int(wanted + draw(luck, self.name)))

    def count_idle_months(self) -> None:
        """One month more for every post that is held although its work is not wanted."""
        for post in self.posts:
            post.idle = post.idle + 1 if post.holder is not None and post.unwanted else 0

    def send_commuters_home(self, luck: int, p: object) -> None:
        """Commuters lose or leave their posts."""
        for post in self.posts:
            if post.holder == COMMUTER:
                risk = 1.0 if self.closed > 0 else p.commuters
                if post.unwanted:
                    risk += ends.risk_of_being_cut(p, 1, SETTLED, post.idle)
                if draw(luck, post.name) < risk:
                    post.holder = None

    def post_vacancies(self, lucks: tuple[int, int], p: object, commuting: float) -> None:
        """Post what is vacant, open some posts in other occupations, let commuters in."""
        staffing, luck = lucks
        self.headcount = 0
        for post in self.posts:
            if post.holder is not None or post.slot >= self.target:
                post.vacant = 0
            else:
                post.vacant += 1
                if post.vacant > p.patient:
                    self.think_again(post, staffing, p)
                if post.vacant > 1 and draw(luck, signed(post.name + 2048)) < commuting:
                    post.holder, post.vacant = COMMUTER, 0
                    self.model.tally["hired_commuters"] += 1
            self.headcount += 1 if post.holder is not None else 0

    def think_again(self, post: ObjectPost, luck: int, p: object) -> None:
        """Perhaps open a post in a neighbouring occupation, if a vacancy is worth more there."""
        u, place = draw2(luck, post.name)
        if u >= p.reopens:
            return
        city = self.model
        near = opening.neighbour(city.mobility[post.occupation], city.staffing[self.sector], place)
        if city.trades[near].worth_opening > city.trades[post.occupation].worth_opening:
            post.occupation, post.vacant = near, 1

    def train_staff(self, luck: int, p: object, real: float) -> None:
        """Once a year decide whether to train, and whom."""
        if (self.name + self.model.month) % 12 != 0:
            return
        if draw(luck, self.name) >= teaching.chance_that_firm_trains(p, self.headcount, self.training, 0.0):
            return
        for post in self.posts:
            worker = post.holder
            if worker is not None and worker != COMMUTER:
                chance = teaching.chance_of_being_chosen(p, level_of(worker.attainment), worker.age / 12.0, 0.0)
                if draw_about(luck, self.name, worker.name) < chance:
                    worker.be_trained(p)
                    self.model.tally["trained_by_employer"] += 1
                    self.model.tally["training_cost"] += p.cost * real


class AtWork:
    """What a resident does at work."""

    def leave_post(self, activity: int) -> None:
        """Give up the post; the post is empty."""
        self.post.holder, self.post = None, None
        self.last_wage, self.wage, self.activity = self.wage * self.hours, 0.0, activity
        self.tenure, self.spell, self.searching, self.entering, self.leave = 0, 0, 0, 0, 0

    def keep_or_lose_job(self, luck: int, p: object) -> None:
        """The job ends or goes on; who leaves looks for work or leaves the labour force."""
        if self.activity != EMPLOYED:
            return
        employer, education = self.post.employer, level_of(self.attainment)
        u, v = draw2(luck, self.name)
        risk = ends.risk_of_losing_job(p, education, self.tenure, self.age / 12.0, self.trained)
        risk *= ends.risk_by_premium(p, employer.premium) * ends.risk_by_fit(p, self.usable_fit(self.occupation))
        if employer.closed > 0:
            risk = 1.0
        elif self.post.unwanted:
            risk += ends.risk_of_being_cut(p, education, self.tenure, self.post.idle)
        if u < risk:
            leaves = v < p.to_inactive
            self.entitlement = int(p.entitlement) if self.experience >= 12 else 0
            self.leave_post(INACTIVE if leaves else UNEMPLOYED)
            self.model.tally["quits" if leaves else "layoffs"] += 1

    def choose_hours(self, luck: int, p: object) -> None:
        """Full time or part time, with a new job, at the end of leave and once a year."""
        new = self.tenure == 0
        if self.activity != EMPLOYED or not (new or self.leave == 1 or (self.name + self.model.month) % 12 == 0):
            return
        self.leave = 0 if new else self.leave
        load, usual = self.offer.course.load if self.offer else 0.0, self.model.part_time[self.occupation]
        alone = 0 if self.partner else -1
        chance = time.chance_of_part_time(
            p, usual, self.sex, alone, self.household.young, 0.0, load, self.limitation, self.age // 12
        )  # fmt: skip
        self.hours = time.hours_of(p, chance, *draw2(luck, self.name))

    def be_trained(self, p: object) -> None:
        """Learn what the job uses."""
        self.learned = 0
        gain, uses = p.gain * p.hours, self.model.use[self.occupation]
        self.skill = [skill + gain * use for skill, use in zip(self.skill, uses, strict=True)]


def separation(city: object) -> None:
    """Layoffs and quits; posts that nobody wants lose their commuters too."""
    city.employers.do("count_idle_months")
    city.people.do("keep_or_lose_job", city.luck("separating"), city.p.separation)
    city.employers.do("send_commuters_home", city.luck("commuting"), city.p.separation)


def vacancies(city: object) -> None:
    """Post what is vacant, open some posts in other occupations, let commuters in."""
    lucks = city.luck("staffing"), city.luck("commuting")
    city.employers.do("post_vacancies", lucks, city.p.vacancies, city.attracted(city.memory.filling))


def working_hours(city: object) -> None:
    """The newly hired, those who come back from leave and those whose month of the year it is choose their hours."""
    city.people.do("choose_hours", city.luck_for_ever("hours"), city.p.working_hours)


def employer_training(city: object) -> None:
    """A twelfth of the employers decide; each trains in the month of its own."""
    city.employers.do("train_staff", city.luck("training"), city.p.employer_training, city.real)
