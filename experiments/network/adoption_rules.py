"""How cities learn from each other: how convincing a report is, who takes a practice up, who drops it; every number declared."""

import numpy as np
from scipy.special import ndtr

from sim.declare import Parameters, param

GOALS = {"unemployment": -1, "participation": 1, "poverty": -1}
"""What a city may want above all, and whether more of it is better (1) or worse (-1)."""


class Exchange(Parameters):
    """How practice travels. Membership has no effect of its own: everything here acts through what a city decides to do."""

    tries = param(0.03, "share/year", "of practices not in use that a city takes up of its own accord", "assumed", 0, 1)
    evidence = param(0.10, "share/year", "added to that where evidence is wholly convincing",
                     "evidence V30: +10 points when mayors are told (Hjort et al. 2021)", 0, 1)  # fmt: skip
    similar = param(0.05, "share/year", "added where all similar cities in sight have it", "evidence 8.1: .05 for similar adopters", 0, 1)
    caution = param(1.0, "share", "of its readiness that a city loses where evidence is wholly against", "assumed", 0, 1)
    drops = param(0.30, "share/year", "of practices dropped where evidence is wholly against", "assumed", 0, 1)
    tires = param(0.03, "share/year", "of practices dropped whatever they do", "assumed: new mayors, tired staff", 0, 1)
    patience = param(2, "years", "in use before a city judges a practice", "assumed: two budget years", 1, 20)
    lag_least = param(12, "months", "from the decision to the start, at least", "evidence 8.1: lag of 12-24 months", 0, 60)
    lag_most = param(24, "months", "from the decision to the start, at most", "evidence 8.1: lag of 12-24 months", 0, 60)
    prior = param(0.0, "points", "effect expected of a practice nobody has tried", "assumed: none", -5, 5)
    prior_sd = param(0.5, "points", "spread of effects before anything is known", "assumed: few practices move a city by a point", 0.01, 10)
    survey = param(0.3, "points", "sampling error of a city's own yearly figures", "assumed: a labour force survey of a city", 0, 10)
    context = param(0.5, "points", "by which effects differ between cities at context distance 1",
                    "assumed: spread as large as the effects themselves, as between providers in V12", 0, 10)  # fmt: skip
    reach = param(2, "hands", "through which a report goes before nobody reads it", "assumed", 1, 20)
    hearsay = param(1.0, "factor", "further variance of a report with each hand after the first", "assumed", 0, 20)
    worth_unemployment = param(100.0, "EUR/resident/year", "that a point of unemployment is worth to a city",
                               "assumed: half a point of jobs at EUR 20,000 each", 1, 10_000)  # fmt: skip
    worth_participation = param(20.0, "EUR/resident/year", "that a point of adults who learn is worth", "assumed", 0.1, 10_000)
    worth_poverty = param(80.0, "EUR/resident/year", "that a point of people at risk of poverty is worth", "assumed", 1, 10_000)
    tools = param(
        0.25, "share", "of the lag that tools of the network save", "assumed: guidelines and toolkits exist, no estimate found", 0, 1
    )
    grants = param(0.10, "share", "of practices taken up for which a member wins a grant", "assumed", 0, 1)
    grant_share = param(0.5, "share", "of a practice's cost that a grant pays", "assumed: usual co-funding", 0, 1)
    grant_years = param(3, "years", "for which a grant pays", "assumed", 0, 20)
    awards = param(0.03, "share/year", "of members that get an award: those that do most, whatever comes of it",
                   "assumed: ten awards every two years among 170-300 members", 0, 1)  # fmt: skip
    award_years = param(2, "years", "for which an award is remembered", "assumed", 0, 20)
    admired = param(2.0, "factor", "weight of an awarded city among those whose example is followed", "assumed", 1, 20)
    visitors = param(0.0005, "share/year", "of residents who come from elsewhere to a city with an award", "assumed", 0, 0.05)
    pride = param(
        0.001, "share/month", "of residents of a city with an award who are drawn into events, which raise trust", "assumed", 0, 0.2
    )

    def worth(self, goal: str) -> float:
        """EUR a resident and year for a point of this goal."""
        return getattr(self, f"worth_{goal}")


def believed(means: np.ndarray, precisions: np.ndarray, prior: float, prior_sd: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of what cities believe after reading reports, over the first axis (normal prior, normal reports)."""
    known = 1 / prior_sd**2 + precisions.sum(axis=0)
    return (prior / prior_sd**2 + (precisions * means).sum(axis=0)) / known, known**-0.5


def conviction(mean: np.ndarray, sd: np.ndarray, needed: np.ndarray, prior_sd: float) -> np.ndarray:
    """From -1, wholly against, to 1, wholly for: how sure that the effect is worth its cost, and 0 where nothing has been learned."""
    learned = 1 - (sd / prior_sd) ** 2
    return learned * (2 * ndtr((mean - needed) / sd) - 1)


def chance_of_taking_up(p: Exchange, conviction: np.ndarray, example: np.ndarray, appeal: np.ndarray) -> np.ndarray:
    """Yearly chance that a city takes up a practice it can afford: own idea, evidence, example; less where evidence speaks against it."""
    ready = appeal * (p.tries + p.similar * example) + p.evidence * np.maximum(0, conviction)
    return np.clip(ready * (1 - p.caution * np.maximum(0, -conviction)), 0, 1)


def chance_of_dropping(p: Exchange, conviction: np.ndarray) -> np.ndarray:
    """Yearly chance that a city drops a practice it has used for long enough to judge."""
    return np.clip(p.tires + p.drops * np.maximum(0, -conviction), 0, 1)
