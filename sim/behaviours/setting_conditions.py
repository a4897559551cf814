"""Step 1: conditions go back to the baseline; levers, then shocks change them; money is set aside."""

from typing import Any

from sim.catalogue import Behaviour


class SettingConditions(Behaviour):
    """Levers and shocks set what everybody faces this month; each active lever gets a twelfth of its yearly budget."""

    def act(self, city: Any) -> None:
        """Reset, then let active levers and shocks change the conditions, in the order of their names."""
        if len(city.conditions.guidance) != len(city.residents):
            city.refit_conditions()
        city.conditions.reset()
        city.hall.open_month(city.since_policy)
        for card in (*city.levers, *city.shocks):
            if card.active(city.since_policy):
                card.apply(city)
