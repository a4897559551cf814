"""A behaviour that is added to the month, with a column of its own beside those of the residents, and an indicator that asks for it."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour, indicator
from sim.chance import draws
from sim.declare import param
from sim.tables import EMPLOYED, column


class Saving(Behaviour):
    """Who works puts money aside; who has saved enough for a course wishes more to learn, and has spent it once she starts one."""

    share = param(0.02, "share", "of disposable income that workers put aside", "assumed: for the example", 0, 1)
    enough = param(800, "EUR", "with which somebody feels able to pay for a course", "assumed: for the example", 1, 20_000)
    wish = param(0.3, "log-odds", "by which the wish to learn grows then", "assumed: for the example", 0, 2)
    decides = param(0.05, "share/month", "of those who could that think of it in a month", "assumed: for the example", 0, 1)

    savings = column("f4", "EUR", "put aside for a course", 0, 1e6)

    def act(self, city: Any) -> None:
        """A month's savings, and the wish of those who have enough."""
        r, savings = city.residents, city.own_columns.savings
        works = (r.present == 1) & (r.activity == EMPLOYED)
        savings[works] += self.share * r.income[works]
        savings[r.offer >= 0] = 0
        thinks = draws(city.own_luck("saving"), np.maximum(r.id, 0)) < self.decides
        ready = (r.present == 1) & (savings >= self.enough) & thinks
        r.aspiration[ready] = np.minimum(r.aspiration[ready] + self.wish, 4)
        savings[ready] = 0


@indicator("EUR", by_group=False)
def mean_savings(city):  # noqa: ANN001, ANN201 - as packaged indicators are written
    """Savings of a resident of 18 and over."""
    r = city.residents
    grown = (r.present == 1) & (r.age >= 18 * 12)
    return city.own_columns.savings[grown].mean() if grown.any() else np.nan
