"""A behaviour that acts instead of a packaged one: it extends that one, and has all its numbers."""

from typing import Any

from sim.behaviours.hiring import Hiring


class BlindHiring(Hiring):
    """As hiring, but employers see neither name nor picture of applicants: prejudice and acquaintances weigh nothing."""

    def act(self, city: Any) -> None:
        """One month of hiring with these two weights at nothing."""
        self.bias = self.referral = 0.0
        super().act(city)
