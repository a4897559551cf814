"""Step 15: the month is counted."""

from typing import Any

from sim.catalogue import Behaviour


class Observing(Behaviour):
    """Counts residents by group, wages, incomes, posts and seats: everything an indicator can ask for."""

    def act(self, city: Any) -> None:
        """Look at the city and remember."""
        city.observations.look(city, city.month + 1)
