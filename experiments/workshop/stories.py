"""Which stories can be told chapter by chapter? Plans whose effect on one figure of one group is sure, each with where to look."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Story:
    """A plan and the shocks over it; what is looked at, of whom, up to which month; and which way it moves (1 up, -1 down)."""

    name: str
    levers: dict[str, dict[str, Any]]
    indicator: str
    month: int
    sign: int
    shock: dict[str, dict[str, Any]] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)
    city: str = "helsinki"
    months: int = 240

    @property
    def told(self) -> dict[str, Any]:
        """As the page reads it."""
        return {
            "name": self.name, "city": self.city, "months": self.months, "levers": self.levers, "shock": self.shock,
            "indicator": self.indicator, "group": self.group, "month": self.month,
        }  # fmt: skip


STORIES = (
    Story(
        "newcomers",
        {
            "language_courses": {"budget": 20_000_000}, "prior_learning": {"budget": 8_000_000},
            "workplace_language": {"budget": 8_000_000}, "guidance": {"budget": 6_000_000, "for": {"origin": "foreign-born"}},
        },
        "employment", 120, 1, {"newcomers": {"start": 12}}, {"origin": "foreign-born"},
    ),
    Story(
        "certificate",
        {"second_chance": {"budget": 12_000_000}, "outreach_childcare": {"budget": 10_000_000}},
        "population", 240, -1, group={"education": "low"},
    ),
    Story(
        "scarce_skills",
        {"aligned_courses": {"budget": 30_000_000}, "sectoral_training": {"budget": 15_000_000}},
        "skill", 120, 1,
    ),
    Story(
        "closed_rooms",
        {
            "continuity_plans": {"budget": 10_000_000}, "digital_learning": {"budget": 10_000_000},
            "short_time_protocol": {"budget": 10_000_000},
        },
        "turned_away_share", 72, -1, {"pandemic": {"start": 60}},
    ),
    Story(
        "looks_good",
        {"learning_entitlement": {"budget": 40_000_000}, "digital_learning": {"budget": 10_000_000}},
        "participation", 120, 1,
    ),
)  # fmt: skip
"""Every story; its words are with those of the page."""
