"""City hall: a budget for each lever, and a ledger in which every euro has a lever and a recipient."""

from typing import Any

import numpy as np

from sim.declare import Mistake
from sim.moving import rows_with

RECIPIENTS = ("low educated", "medium educated", "high educated", "pupils", "providers", "employers", "staff")


class CityHall:
    """Euros of the real city (a resident stands for ``weight`` people). Money accrues monthly; nothing is overspent."""

    def __init__(self, levers: list, weight: float) -> None:
        self.levers = levers
        self.weight = weight
        self.account = {lever.called: number for number, lever in enumerate(levers)}
        self.accrued = np.zeros(len(levers))
        self.spent = np.zeros((len(levers), len(RECIPIENTS)))
        self.administration = np.zeros(len(levers))
        self.month_spent = np.zeros((len(levers), len(RECIPIENTS)))
        self.month_administration = np.zeros(len(levers))
        self._handed: list[tuple[np.ndarray, np.ndarray]] = []
        self._seats: np.ndarray | None = None

    def open_month(self, month: int, share: float = 1.0) -> None:
        """Set aside a twelfth of what each active lever has for a year, or the share of it that is left of a cut."""
        self._handed.clear()
        self._seats = None
        self.month_spent[:] = 0
        self.month_administration[:] = 0
        for number, lever in enumerate(self.levers):
            if lever.active(month):
                self.accrued[number] += lever.yearly(month) / 12 * share

    def available(self, lever: Any) -> float:
        """Euros this lever can still hand out now."""
        return float(self.pool()[self.account[lever.called]])

    def pool(self) -> np.ndarray:
        """What every lever can still hand out now, in the order of the accounts, its overhead already set aside."""
        if not self.levers:
            return np.zeros(0)
        left = self.accrued - self.spent.sum(axis=1) - self.administration
        return np.maximum(0.0, left / np.array([1 + lever.overhead for lever in self.levers]))

    def pay(self, lever: Any, euros: float, recipient: str) -> float:
        """Pay at most ``euros`` to a recipient and return what was paid: never past the budget."""
        if not euros >= 0:
            raise Mistake(f"{lever.called}: cannot pay {euros} EUR")
        paid = min(euros, self.available(lever))
        self._book(self.account[lever.called], RECIPIENTS.index(recipient), paid)
        return paid

    def hand(self, rows: np.ndarray, euros: np.ndarray | float) -> None:
        """Remember that this month's euros reached these residents, as cash or as a service of that cost."""
        self._handed.append((rows, np.broadcast_to(np.asarray(euros, float), len(rows))))

    def seat(self, euros: np.ndarray) -> None:
        """Remember what was paid this month for extra seats in each offer."""
        self._seats = euros if self._seats is None else self._seats + euros

    def reached(self, offer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows of residents and the euros that reached them this month; the money of seats is shared by who attends the offer."""
        found = list(self._handed)
        if self._seats is not None:
            rows = rows_with(offer, 0, 2**31 - 1)
            learners = np.bincount(offer[rows], minlength=len(self._seats))
            found.append((rows, self._seats[offer[rows]] / learners[offer[rows]]))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0)
        return np.concatenate([rows for rows, _ in found]), np.concatenate([euros for _, euros in found])

    def settle(self, number: int, by_recipient: np.ndarray) -> None:
        """Book what a kernel paid out of an account this month (euros by recipient)."""
        for recipient in np.flatnonzero(by_recipient):
            self._book(number, recipient, float(by_recipient[recipient]))

    def _book(self, number: int, recipient: int, euros: float) -> None:
        overhead = euros * self.levers[number].overhead
        self.spent[number, recipient] += euros
        self.month_spent[number, recipient] += euros
        self.administration[number] += overhead
        self.month_administration[number] += overhead

    def total(self) -> float:
        """All euros spent since the policy date, overhead included."""
        return float(self.spent.sum() + self.administration.sum())
