"""Object model: wages, incomes, skills, and what spreads among acquaintances."""

import math

from experiments.bench.plain import plain
from sim.behaviours import community as meeting
from sim.behaviours import incomes as paying
from sim.behaviours import language as speaking
from sim.behaviours import skills as using
from sim.behaviours import wages as earning
from sim.chance import bell, draw, draw2, draw_about, exp, ln
from sim.pay import counted_schooling, log_wage
from sim.tables import EMPLOYED, INACTIVE, NATIVE, PUPIL, STUDENT, UNEMPLOYED

wage_rules, income_rules, skill_rules, spreading, tongue = map(plain, (earning, paying, using, meeting, speaking))
logs_of, counted = log_wage.py_func, counted_schooling.py_func


class AtMarket:
    """What a resident earns, has to live on, forgets and hears."""

    def be_paid(self, luck: int, p: object, level: float, floor: float, slack: float, glut: tuple[float, float]) -> None:
        """Pay at hiring and at the yearly review; ``glut``: how much cheaper graduates are, and their share."""
        if self.activity != EMPLOYED:
            return
        new = self.wage == 0.0
        if not new and (self.tenure % 12 != 0 or self.tenure == 0):
            return
        post, employer, city = self.post, self.post.employer, self.model
        trade = city.trades[post.occupation]
        if new:
            self.match = p.luck_sd * bell(draw_about(luck, self.name, post.name)) - p.cyclical * slack
        z = sum(use * skill for use, skill in zip(city.weight[post.occupation], self.skill, strict=True))
        trade.paid.append(z)
        today = logs_of(
            p,
            level,
            counted(p, self.schooling, self.unrecognised),
            z,
            self.experience / 12.0,
            self.practice / 12.0,
            self.tenure / 12.0,
            employer.premium,
            city.premium[post.occupation] + trade.price + wage_rules.price_of_schooling(*glut, self.attainment),
            self.usable_fit(post.occupation),
            self.match,
        )
        today = max(floor, exp(today))
        self.wage = today if new else wage_rules.reviewed(p, self.wage, today)

    def get_income(self, p: object, mean: float) -> None:
        """Own disposable income, added up in the household."""
        pay, years = self.wage * self.hours, self.age // 12
        gross = income_rules.gross_income(p, self.activity, pay, self.leave > 0, self.last_wage, self.entitlement, mean, years)
        self.income = income_rules.after_tax(p, gross, mean)
        self.household.income += self.income
        if self.activity == UNEMPLOYED and self.entitlement > 0:
            self.entitlement -= 1

    def share_income(self, p: object) -> None:
        """Household income per equivalent adult."""
        home = self.household
        others, children = max(0, home.adults - 1), home.members - home.adults
        self.equivalised = home.income / (1.0 + p.adult_weight * others + p.child_weight * children)

    def learn_language(self, luck: int, p: object) -> None:
        """In class, at work and among friends; who speaks well enough may have her schooling recognised."""
        if self.origin == NATIVE:
            return
        if self.unrecognised > 0.0 and self.language >= p.enough and draw(luck, -self.name) < p.papers:
            self.unrecognised = 0.0
        if self.language >= p.fluent:
            return
        taught = p.at_school if PUPIL <= self.activity <= STUDENT else 0.0
        if self.offer and self.offer.course.language > 0.0:
            taught = self.offer.course.language / self.offer.course.months
        speakers = sum(friend.origin == NATIVE for friend in self.friends if friend) / len(self.friends)
        pace = tongue.pace_of_learning(p, self.schooling)
        self.language = 1.0 - (1.0 - self.language) * tongue.still_missing(p, taught, self.activity == EMPLOYED, speakers, pace)

    def use_or_lose(self, p: object) -> None:
        """Skills grow with use and fade without."""
        if not EMPLOYED <= self.activity <= INACTIVE:
            return
        level = skill_rules.general_level(p, self.ability, self.schooling)
        if self.activity == EMPLOYED:
            rule = skill_rules.after_a_month_of_work
            uses = zip(self.skill, self.model.need[self.occupation], self.model.use[self.occupation], strict=True)
            self.skill = [rule(p, skill, need, use, level) for skill, need, use in uses]
        elif self.age < 65 * 12 or self.activity == UNEMPLOYED:
            self.skill = [skill_rules.after_a_month_without(p, skill, level, self.spell) for skill in self.skill]

    def meet(self, luck: int, p: object) -> None:
        """Once a quarter, meet those acquaintances who are still there."""
        if self.age < 180 or (self.name + self.model.month) % 3 != 0:
            return
        friends = [friend for friend in self.friends if friend and friend.present]
        learning = sum(friend.learned < 12 for friend in friends)
        u, _ = draw2(luck, self.name)
        if not self.aware:
            self.aware = 1 if u < spreading.chance_of_hearing(p, learning) else 0
        elif self.learned >= 12 and u < p.forgets:
            self.aware = 0
        if friends:
            trust = sum(friend.trust for friend in friends) / len(friends)
            wish = sum(friend.aspiration for friend in friends) / len(friends)
            self.trust = spreading.drift(p, self.trust, trust, p.usual_trust)
            self.aspiration = spreading.drift(p, self.aspiration, wish, 0.0)
        self.prepared = min(1.0, max(0.0, self.prepared * (1.0 - p.disarms) + p.arms * self.trust))


def wages(city: object) -> None:
    """Pay the newly hired and review those whose year in the post is full."""
    p, m, mean = city.p.wages, city.memory, city.mean_wage
    m.dear = p.curve * math.log(max(m.unemployment, 0.01) / p.usual)
    slack = ln(max(m.unemployment, 0.01) / max(m.usual_unemployment, 0.01))
    for trade in city.trades:
        trade.price = wage_rules.price_of_work(p, trade.worth)
    city.people.do("be_paid", city.luck("matching"), p, m.base_wage + m.dear, p.least * mean, slack, glut_of_graduates(city, p, m))
    for trade in city.trades:
        trade.remember_staff()
    unemployed = sum(person.activity == UNEMPLOYED for person in city.people)
    active = unemployed + sum(person.activity == EMPLOYED for person in city.people)
    if active > 0:
        m.unemployment += (unemployed / active - m.unemployment) / 12.0
        m.usual_unemployment += (m.unemployment - m.usual_unemployment) / p.used_to


def glut_of_graduates(city: object, p: object, m: object) -> tuple[float, float]:
    """How much cheaper graduates are against others than usual, in log points, and their share."""
    schooled = [person.attainment >= 5 for person in city.people if person.activity == EMPLOYED]
    ratio, share = wage_rules.graduates_of(sum(schooled), len(schooled) - sum(schooled))
    m.graduates += (ratio - m.graduates) / 12.0
    m.technology += (m.graduates - m.technology) / p.organised
    return (m.graduates - m.technology) / p.substitution, share


def incomes(city: object) -> None:
    """Own incomes, then household incomes, and what all have to spend."""
    for home in city.households:
        home.income = 0.0
    city.people.do("get_income", city.p.incomes, city.mean_wage)
    city.people.do("share_income", city.p.incomes)
    staff = [person for person in city.people if person.activity == EMPLOYED]
    take_home, wages = sum(person.income for person in staff), sum(person.wage for person in staff)
    other = sum(person.income for person in city.people if person.activity != EMPLOYED)
    city.memory.spending = take_home * len(staff) / max(wages, 1e-9) + other / city.mean_wage


def language(city: object) -> None:
    """Who came from abroad learns the language of the city."""
    city.people.do("learn_language", city.luck("coming"), city.p.language)


def skills(city: object) -> None:
    """One month of use or disuse."""
    city.people.do("use_or_lose", city.p.skills)


def community(city: object) -> None:
    """A third of the adults meet their acquaintances."""
    city.people.do("meet", city.luck("hearing"), city.p.community)
