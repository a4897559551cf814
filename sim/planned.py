"""When does a card act, with how much money, and for whom? What levers and shocks share, and what every lever has."""

import re
from collections.abc import Mapping
from math import ceil
from typing import Any, ClassVar

from sim.aim import Aim, apart, words
from sim.aim import read as read_aim
from sim.dates import is_date
from sim.declare import Mistake, Parameters, param, shown
from sim.steps import Steps, in_force, steps_of

GIVEN, FOR = "#", "for"
"""What parts a lever's name from the one that a user gave it, and the word of files for whom it is (``aim`` in Python)."""


class Planned(Parameters):
    """What levers and shocks share: they act from month ``start`` for ``months``, or until ``end``, their last month."""

    start = param(0, "month", "first month in which it acts, counted from the policy date", "chosen by the user", 0, 1200)
    months = param(1200, "months", "for how long it acts", "chosen by the user", 0, 1200)

    def __init__(self, **values: Any) -> None:
        for word in ("start", "end"):
            if is_date(values.get(word)):
                raise Mistake(f"{self.name()}: {word}: {values[word]} is a date; only a scenario or a run knows the date of month 0")
        end = values.pop("end", None)
        super().__init__(**values)
        if end is not None:
            if values.get("months") is not None:
                raise Mistake(f"{self.name()}: says both end and months; one of them, please")
            last = self.declared["start"].check(end, f"{self.name()}: end")
            if last < self.start:
                raise Mistake(f"{self.name()}: end = {last:g} lies before start = {self.start:g}; it is the last month in which it acts")
            self.months = min(1200.0, last - self.start + 1)

    def active(self, month: int) -> bool:
        """Whether it acts in this month, counted from the policy date."""
        return self.start <= month < self.start + self.months


class Lever(Planned):
    """An investment: ``apply`` changes this month's conditions and returns the euros spent at once.

    ``budget`` may be a calendar {0: 10_000_000, 36: 4_000_000}: ``steps`` holds it, and ``budget`` its largest step.
    ``aim`` (in files the word ``for``) are the groups it serves, ``given`` is its name beside others of its kind.
    """

    theme: ClassVar[str] = ""
    works_on: ClassVar[str] = "what its card says"
    """Residents whom it serves, or what it works on instead, in words."""
    aims: ClassVar[tuple[str, ...]] = ()
    """Kinds of groups that it can be for; none for what works on posts, firms or courses."""
    promises: ClassVar[bool] = False
    """Whether it owes money to residents long after it chose them: then two of its kind cannot act at once."""
    steps: Steps = ()
    aim: Aim = {}  # noqa: RUF012 - never changed, only replaced
    given: str = ""
    budget = param(1_000_000, "EUR/year", "money set aside, for the whole city", "chosen by the user", 0, 1e9)
    overhead = param(0.15, "share", "administration on top of every euro that reaches somebody",
                     "evidence 8.2 item 4: 10-20%", 0.0, 0.5)  # fmt: skip
    phase_in = param(0, "months", "over which its money, and what it does without money, grow in equal steps to the full",
                     "chosen by the user: 0 is the full from the first month", 0, 240)  # fmt: skip

    def __init__(self, **values: Any) -> None:
        given, aim, budget = (values.pop(word, None) for word in ("given", "aim", "budget"))
        calendar = steps_of(budget, self.declared["budget"], self.name()) if isinstance(budget, Mapping) else ()
        money = max(euros for _, euros in calendar) if calendar else budget
        super().__init__(**values, **({} if money is None else {"budget": money}))
        self.steps = calendar
        if calendar and calendar[-1][0] >= self.start + self.months:
            raise Mistake(f"{self.name()}: budget: month {calendar[-1][0]} lies after its last month, {self.start + self.months - 1:g}")
        if given is not None:
            self.given = given_name(given, self.name())
        if aim is not None:
            self.aim = self.aimed_at(aim)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "budget":
            self.__dict__["steps"] = ()

    def aimed_at(self, said: Any) -> Aim:
        """The aim as written, checked against what this lever can be aimed at."""
        aim = read_aim(said, self.called)
        if not self.aims:
            raise Mistake(f"{self.called}: works on {self.works_on}, so 'for' has no meaning here: it cannot be kept for chosen residents")
        for kind in aim:
            if kind not in self.aims:
                raise Mistake(f"{self.called}: works on {self.works_on}; it can be for a {' or '.join(self.aims)}, not by {kind}")
        return aim

    @property
    def called(self) -> str:
        """Its name in accounts and tables: 'skills_vouchers', or 'skills_vouchers#mothers' beside others of its kind."""
        return f"{self.name()}{GIVEN}{self.given}" if self.given else self.name()

    def share_of_full(self, month: int) -> float:
        """How far it has grown in its first months: 1 without ``phase_in``."""
        return max(0.0, min(1.0, (month - self.start + 1) / self.phase_in)) if self.phase_in > 0 else 1.0

    def yearly(self, month: int) -> float:
        """EUR a year set aside in this month, as its calendar and its phase have it."""
        return (in_force(self.steps, month) if self.steps else self.budget) * self.share_of_full(month)

    def in_first(self, months: float) -> float:
        """EUR set aside in so many months from its start."""
        if not self.steps and not self.phase_in:
            return months * self.budget / 12
        begun = int(self.start)
        return sum(self.yearly(begun + k) * min(1.0, months - k) / 12 for k in range(ceil(months)))

    def prepare(self, city: Any) -> None:
        """Once, when the city is made (optional)."""

    def apply(self, city: Any) -> None:
        """One month: change conditions, and pay through ``city.hall``."""
        raise NotImplementedError

    def resolved(self) -> dict[str, Any]:
        """Every number with the value in force, its calendar of budgets and whom it is for, as a file would say them."""
        said: dict[str, Any] = super().resolved()
        if self.steps:
            said["budget"] = {str(month): euros for month, euros in self.steps}
        return {**said, **({FOR: self.aim} if self.aim else {})}


def card_of(name: str) -> str:
    """'skills_vouchers' of 'skills_vouchers#mothers'."""
    return name.partition(GIVEN)[0]


def given_name(said: Any, where: str) -> str:
    """A name that somebody gave a lever: letters, digits, '_' and '-'."""
    if not isinstance(said, str) or not re.fullmatch(r"[\w-]{1,40}", said):
        raise Mistake(f"{where}: a lever's own name has 1 to 40 letters, digits, '_' or '-', not {shown(said)}")
    return said


def check_together(levers: list[Lever]) -> None:
    """Mistake for two levers of a kind and a name, or two of a kind that could both pay for the same resident in the same month."""
    called = [lever.called for lever in levers]
    for name in called:
        if called.count(name) > 1:
            raise Mistake(f"levers: {name} is there twice; give each a name of its own, such as {card_of(name)}{GIVEN}mothers, and a 'for'")
    for n, one in enumerate(levers):
        for other in levers[:n]:
            if one.name() != other.name() or one.start >= other.start + other.months or other.start >= one.start + one.months:
                continue
            if one.promises:
                raise Mistake(
                    f"levers: {other.called} and {one.called} act at the same time; what {one.name()} promised is kept in one list"
                )
            if not apart(one.aim, other.aim):
                told = f"({words(other.aim)}; {words(one.aim)})"
                raise Mistake(f"levers: {other.called} and {one.called} overlap {told}; set them apart by 'for', or by start and end")
