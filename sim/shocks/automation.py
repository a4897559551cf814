"""Tasks are taken over by machines and software, occupation by occupation; AI takes those of entrants first."""

from typing import Any

import numpy as np

from sim.catalogue import Shock
from sim.chance import logistic
from sim.declare import param
from sim.tables import AUTOMATED, NOBODY
from sim.targeting import lift


class Automation(Shock):
    """Posts in exposed occupations lose their tasks along an S-curve; the exposed are routine or, if chosen, open to AI.

    AI does what can be learned from books. Who has years of experience keeps her post and does the rest; once she has left,
    the post may go too.
    """

    size = ("depth",)

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
    tacit = param(
        1.0,
        "share",
        "of the loss to AI that the experienced are spared while they stay",
        "Brynjolfsson et al. 2025 (Canaries in the coal mine): employment falls at 22-25, not at older ages",
        0,
        1,
    )
    created = param(
        0.5,
        "share",
        "of the posts that stand empty for want of tasks that come back as demand elsewhere",
        "evidence section 3: robots in Germany offset, in the US not",
        0,
        1,
    )

    def apply(self, city: Any) -> None:
        """Take tasks away; part of what is saved is spent in the city, once nobody is paid for them any more."""
        jobs = city.occupations
        progress = float(logistic(12.0 * ((city.since_policy - self.start) / (12.0 * self.years) - 0.5)))
        exposure = self.ai * jobs.ai + (1 - self.ai) * jobs.automation
        lost = self.depth * progress * np.clip(exposure / exposure.max(), 0, 1) ** 2
        city.conditions.task *= 1 - lost
        lift(city.conditions.spared, 0, self.tacit * self.ai)
        city.conditions.demand *= 1 + self.created * share_saved(city.employers.target, city.posts)


def share_saved(target: np.ndarray, posts: Any) -> float:
    """Share of all wanted posts whose tasks are gone and whose holders too."""
    saved = (posts.gone == AUTOMATED) & (posts.holder == NOBODY) & (posts.slot < target[posts.employer])
    return float(saved.sum()) / max(1, int(target.sum()))
