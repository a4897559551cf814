"""Tasks are taken over by machines and software, occupation by occupation."""

from typing import Any

import numpy as np

from sim.catalogue import Shock
from sim.chance import logistic
from sim.declare import param


class Automation(Shock):
    """Posts in exposed occupations lose their tasks along an S-curve; the exposed are routine or, if chosen, open to AI."""

    depth = param(
        0.20,
        "share",
        "of posts in the most exposed occupation that go in the end",
        "assumed: between robots and AI estimates of section 3",
        0,
        0.9,
    )
    years = param(12, "years", "until nearly all has happened", "evidence section 3: 5-30", 1, 60)
    ai = param(0.5, "share", "weight of AI exposure against routine exposure", "assumed: both at work", 0, 1)
    created = param(
        0.5,
        "share",
        "of the posts lost that come back as demand elsewhere",
        "evidence section 3: robots in Germany offset, in the US not",
        0,
        1,
    )

    def apply(self, city: Any) -> None:
        """Take tasks away; half of what is saved is spent in the city."""
        jobs = city.occupations
        progress = float(logistic(12.0 * ((city.since_policy - self.start) / (12.0 * self.years) - 0.5)))
        exposure = self.ai * jobs.ai + (1 - self.ai) * jobs.automation
        lost = self.depth * progress * np.clip(exposure / exposure.max(), 0, 1) ** 2
        city.conditions.task *= 1 - lost
        posts = city.facts.jobs.sum(axis=0) @ city.sectors.staffing
        city.conditions.demand *= 1 + self.created * float(lost @ posts) / posts.sum()
