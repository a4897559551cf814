"""In which few numbers does one city differ from another beyond its counts? Each acts on numbers of the rules; at rest on none.

They are fitted so that the calm city keeps the counts it was given (``learncity fit-city``), and lie with the city's counts.
"""

from collections.abc import Mapping

from sim import catalogue
from sim.declare import Parameters, param

AT_REST = "fitted to each city; at rest the model's own numbers, calibrated to published rows, are in force"


class CityNumbers(Parameters):
    """What is a city's own besides its counts: how many posts, how lasting, who seeks work, how pay is spread, how the young learn.

    Factors of 1 and shifts of 0 leave the rules as they are declared. A number of a rule stays within its own range.
    """

    first_posts = param(1.0, "factor", "vacancies at month 0: how many posts the city begins with", AT_REST, 0.05, 3)
    filling = param(1.0, "factor", "how fast vacancies fill where firms neither enter nor leave: fast means fewer posts", AT_REST, 0.4, 1.9)
    turnover = param(1.0, "factor", "how often jobs end, at every level of schooling", AT_REST, 0.4, 3)
    entering = param(1.0, "factor", "how often those outside the labour force begin to look for work", AT_REST, 0.1, 5)
    pay_spread = param(1.0, "factor", "how far pay is spread: returns to schooling and skill, employers, luck", AT_REST, 0.5, 2.5)
    sharing = param(1.0, "factor", "how much taxes take and benefits give", AT_REST, 0.05, 1.5)
    tertiary = param(0.0, "log-odds", "more or fewer of the young who begin tertiary education", AT_REST, -3, 3)
    leaving = param(0.0, "log-odds/year", "more or fewer of them who leave school early", AT_REST, -2, 3)


FITTED_TO: dict[str, tuple[str, ...]] = {
    "first_posts": ("first_unemployment",),
    "filling": ("unemployment",),
    "turnover": ("unemployment",),
    "entering": ("employment",),
    "pay_spread": ("gini",),
    "sharing": ("gini",),
    "tertiary": ("tertiary",),
    "leaving": ("basic",),
}
"""What each number is fitted to: a number is left at rest where the city does not tell it."""
ACTS_ON: dict[str, tuple[str, ...]] = {
    "first_posts": ("demand.vacancies",),
    "filling": ("demand.filling",),
    "turnover": ("separation.low", "separation.medium", "separation.high"),
    "entering": ("labour_supply.enters",),
    "pay_spread": ("wages.luck_sd", "demand.premium_sd", "wages.schooling", "wages.skill"),
    "sharing": (
        "incomes.rate", "incomes.top_rate", "incomes.basic", "incomes.related", "incomes.assistance", "incomes.student",
        "incomes.least_pension", "incomes.child",
    ),
    "tertiary": ("schooling.tertiary",),
    "leaving": ("schooling.early",),
}  # fmt: skip
"""The numbers of rules that each of them multiplies, or shifts."""


def parameters_of(numbers: Mapping[str, float], drawn: Mapping[str, float] | None = None) -> dict[str, float]:
    """Numbers of rules, such as {'demand.filling': .7}, that these numbers of a city mean; nothing for those at rest.

    They act on what is ``drawn`` of an ensemble or a search, where it has the number, else on the declared one. Mistake for an
    unknown number or one out of its range.
    """
    known, cards, found = CityNumbers(**numbers), catalogue.behaviours(), {}
    for name in numbers:
        number = CityNumbers.declared[name]
        value = getattr(known, name)
        for path in ACTS_ON[name] if value != number.default else ():
            card, _, what = path.partition(".")
            usual = cards[card].declared[what]
            before = (drawn or {}).get(path, usual.default)
            moved = before * value if number.unit == "factor" else before + value
            found[path] = min(usual.high, max(usual.low, moved))
    return found


def on_top(numbers: Mapping[str, float], drawn: Mapping[str, float]) -> dict[str, float]:
    """What is drawn, with the numbers of the city on top of it."""
    return {**drawn, **parameters_of(numbers, drawn)}


def at_rest() -> dict[str, float]:
    """Every number of a rule that a city's numbers act on, as it is declared: the typical city, whatever a city has of its own."""
    cards = catalogue.behaviours()
    paths = [path.partition(".")[::2] for acted in ACTS_ON.values() for path in acted]
    return {f"{card}.{number}": cards[card].declared[number].default for card, number in paths}
