"""Step 1: conditions go back to the baseline; shocks, then levers change them; money is set aside."""

from typing import Any

from sim.catalogue import Behaviour


class SettingConditions(Behaviour):
    """Shocks and levers set what everybody faces this month; each active lever gets a twelfth of its yearly budget."""

    def act(self, city: Any) -> None:
        """Reset, then let active shocks and levers change the conditions, in the order of their names."""
        city.conditions.reset()
        apply_active(city, city.shocks)
        city.hall.open_month(city.since_policy, float(city.conditions.budgets[0]))
        apply_active(city, city.levers)


def apply_active(city: Any, cards: list) -> None:
    """Those that act this month change conditions."""
    for card in cards:
        if card.active(city.since_policy):
            card.apply(city)
