"""What does a room see first? One slider for each theme, its budget split over the theme's levers by a declared mix, and five shocks."""

from collections.abc import Mapping

from sim import catalogue
from sim.catalogue import Lever

MIX: dict[str, dict[str, float]] = {
    "skill development for the local economy": {
        "aligned_courses": 0.25, "apprenticeships": 0.15, "guidance": 0.2, "hiring_subsidy": 0.1, "prior_learning": 0.1,
        "sectoral_training": 0.1, "skills_vouchers": 0.1,
    },
    "inclusive education": {
        "anti_discrimination": 0.05, "early_years": 0.2, "language_courses": 0.2, "outreach_childcare": 0.15, "school_support": 0.2,
        "second_chance": 0.2,
    },
    "crisis preparedness": {
        "continuity_plans": 0.1, "early_warning": 0.1, "household_preparedness": 0.1, "reserve_fund": 0.4, "short_time_protocol": 0.3,
    },
    "community engagement": {"course_planning": 0.15, "learning_centres": 0.55, "learning_neighbourhoods": 0.15, "volunteer_tutors": 0.15},
    "lifelong learning": {"digital_learning": 0.15, "learning_entitlement": 0.5, "learning_leave": 0.35},
    "sustainability": {"green_procurement": 0.4, "green_skills": 0.4, "low_carbon_practice": 0.2},
    "global network": {"network_membership": 1.0},
}  # fmt: skip
"""Shares of a theme's budget (assumed: near those of the scenario 'whole_mission', which pays for every theme)."""
SHOCKS = ("recession", "pandemic", "plant_closure", "automation", "newcomers")
"""Shocks that are always in sight, each of another kind: demand, closed rooms, one employer, tasks, people; the others are a click away."""


def mixes(own: Mapping[str, type[Lever]]) -> dict[str, dict[str, float]]:
    """Shares by theme and lever that add up to 1. Levers of a theme that is not declared have equal ones; ``own`` are the user's levers."""
    found: dict[str, dict[str, float]] = {}
    for name, card in {**catalogue.levers(), **own}.items():
        theme = card.theme or "other"
        share = MIX.get(theme, {}).get(name, 0.0 if theme in MIX else 1.0)
        found.setdefault(theme, {})[name] = share
    return {theme: {name: share / sum(shares.values()) for name, share in shares.items() if share} for theme, shares in found.items()}


def in_sight() -> list[str]:
    """Shocks of the first screen that there are, in their order."""
    return [name for name in SHOCKS if name in catalogue.shocks()]
