"""Object model: what employers remember of occupations and sectors, local demand, free entry, and how many posts are wanted."""

from typing import Any

from experiments.bench.plain import plain
from sim import surplus
from sim.behaviours import demand as wanting

rules, entering = plain(wanting), plain(surplus)


class Trade:
    """What employers remember of one occupation: a row of the model's table of trades."""

    posted: float
    filled: float
    staff: float
    skill: float
    usual_skill: float
    worth: float
    usual: float
    able: float
    price: float

    def __init__(self, values: dict) -> None:
        self.__dict__.update(values)
        self.paid: list[float] = []

    def value(self, p: Any, filling: float) -> None:
        """What opening a post is worth: filled soon and by able staff, against what employers are used to."""
        own = entering.own_filling(p, self.filled, self.posted, filling)
        self.able = entering.gain_of_skill(p, self.skill, self.usual_skill)
        self.worth = min(surplus.LARGEST, own * self.able / max(self.usual, 1e-9))
        self.usual += (own - self.usual) / p.used_to
        self.usual_skill += (self.skill - self.usual_skill) / p.used_to

    @property
    def worth_opening(self) -> float:
        """What a vacancy is worth: how soon it fills times what its staff can do."""
        return self.usual * self.worth

    def remember_filling(self, weight: float, posted: int, filled: int) -> None:
        """How many vacancies there were this month, and how many were filled."""
        self.posted += weight * (posted - self.posted)
        self.filled += weight * (filled - self.filled)

    def remember_staff(self) -> None:
        """How able those are whose pay was looked at this month."""
        kept = 11.0 / 12.0 * self.staff
        if kept + len(self.paid) > 0.0:
            self.skill = (kept * self.skill + sum(self.paid)) / (kept + len(self.paid))
        self.staff, self.paid = kept + len(self.paid), []


class Branch:
    """One sector: its weight among posts, who works there, how far it sells beyond the city, and how much it has grown."""

    scale: float

    def __init__(self, values: dict, weight: float, staffing: list[float], tradable: float) -> None:
        self.__dict__.update(values)
        self.weight, self.staffing, self.tradable = weight, staffing, tradable

    def value(self, trades: list[Trade]) -> float:
        """What opening a post is worth."""
        return sum(share * trade.worth for share, trade in zip(self.staffing, trades, strict=True))

    def able(self, trades: list[Trade]) -> float:
        """Surplus of a post for what its staff can do."""
        return sum(share * trade.able for share, trade in zip(self.staffing, trades, strict=True))

    def wanted(self, staff: list, local: float) -> float:
        """What is wanted over what the staff of these employers make."""
        wanted = sum(employer.size * entering.follows(self.tradable, local) for employer in staff if employer.closed == 0)
        made = sum(employer.headcount for employer in staff)
        return wanted / made if made > 0 and wanted > 0 else 1.0


def demand(city: Any) -> None:
    """Firms close, open and grow; then every employer's target is set."""
    p, m = city.p.demand, city.memory
    city.employers.do("live_and_die", city.luck("closing"), p)
    for trade in city.trades:
        trade.value(p, m.filling)
    staff = sum(employer.headcount for employer in city.employers) / max(city.usual_staff, 1.0)
    m.local += (rules.local_demand(p, m.spending / max(m.usual_spending, 1e-9), staff) - m.local) / p.spends_lag
    let_firms_enter(city, p)
    city.employers.do("set_target", city.threshold, m.local)


def let_firms_enter(city: Any, p: Any) -> None:
    """Posts of each sector grow while opening one is worth more than it costs."""
    m, branches = city.memory, city.branches
    able = sum(branch.weight * branch.able(city.trades) for branch in branches)
    values = [branch.value(city.trades) for branch in branches]
    worth = sum(branch.weight * value for branch, value in zip(branches, values, strict=True))
    firms: list[list] = [[] for _ in branches]
    for employer in city.employers:
        firms[employer.sector].append(employer)
    for branch, value, own in zip(branches, values, firms, strict=True):
        left = entering.left_to_employer(p, able, branch.wanted(own, m.local), m.dear, branch.tradable)
        against_others = value / max(worth, 1e-9) - 1.0
        gain = m.filling * left - city.neutral_filling + city.neutral_filling * against_others
        branch.scale = entering.after_entry(p, branch.scale, gain)
