"""City hall pays part of what employers spend on training."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param
from sim.targeting import funded, payer


class EmployerTrainingSubsidy(Lever):
    """Employers claim part of their training cost; aimed at low-educated staff it changes more than spread over all."""

    theme = "skill development for the local economy"
    works_on = "employers who train"
    share = param(0.0, "share", "of the cost of anybody's training", "chosen by the user", 0, 1)
    share_low = param(0.7, "share", "of the cost of training low-educated staff, on top", "chosen by the user", 0, 1)

    def apply(self, city: Any) -> None:
        """Announce the subsidy while there is money."""
        if funded(city, self):
            row = payer(city, self)
            city.conditions.training_subsidy[row] += self.share
            city.conditions.training_subsidy_low[row] += self.share_low
