"""How each row is measured: one call lives a city and answers the rows that were asked for."""

from collections.abc import Callable, Iterable
from functools import partial

from experiments.evidence.targets.setting import Setting
from experiments.evidence.validation.measures import cycle, displacement, employers, virtual, walls
from experiments.evidence.validation.measures.audit import Audit
from experiments.evidence.validation.measures.displacement import Careers
from experiments.evidence.validation.measures.distance import Distance
from experiments.evidence.validation.measures.employers import Employers
from experiments.evidence.validation.measures.flows import Flows
from experiments.evidence.validation.measures.incomes import Incomes
from experiments.evidence.validation.measures.learning import Learning
from experiments.evidence.validation.measures.pay_gaps import PayGaps
from experiments.evidence.validation.measures.resumes import Resumes
from experiments.evidence.validation.measures.standing import Standing
from experiments.evidence.validation.measures.stocks import Stocks
from experiments.evidence.validation.measures.upbringing import FirstBirths, Upbringing
from experiments.evidence.validation.measures.wages import Wages
from experiments.evidence.validation.recorder import Page, Recorder
from sim.city import City
from sim.city_numbers import at_rest
from sim.declare import known_or_mistake

PAGES: tuple[type[Page], ...] = (
    Stocks, Flows, Distance, Wages, Incomes, Careers, Learning, Employers, Resumes, Standing, PayGaps, Audit, Upbringing, FirstBirths,
)  # fmt: skip
STUDIES: dict[Callable[[City, int], dict[str, float]], tuple[str, ...]] = {
    cycle.study: cycle.KEYS,
    virtual.price: virtual.PRICE_KEYS,
    virtual.wishes: virtual.WISH_KEYS,
    virtual.boom: virtual.BOOM_KEYS,
    displacement.long_run: ("row 39 calm", "row 39 slump"),
    **walls.STUDIES,
}
LARGER = ("row 55 large",)
"""Rows that a larger city of the same seed answers."""
NOT_IN_THE_MODEL = ("row 48 informal",)
"""Rows about things the model has no word for; they count as missed."""
PAST = 12
"""Months before the recorder begins in which clocks of learning run already."""


def known() -> tuple[str, ...]:
    """Every row that can be measured."""
    return tuple(key for kind in PAGES for key in kind.keys) + tuple(key for keys in STUDIES.values() for key in keys) + LARGER


def measure(
    city_name: str = "helsinki",
    residents: int = 10_000,
    seed: int = 1,
    months: int = 120,
    burn_in: int = 120,
    parameters: dict[str, float] | None = None,
    rows: Iterable[str] | None = None,
) -> dict[str, float]:
    """The model's number for each row of one seed: all rows, or the ``rows`` asked for (others may come along).

    Only what these rows need is lived through: stocks and flows take one run of ``burn_in + months``; rows 21, 26, 27,
    29, 39, 49, 51, 59, IA09 and IA10, IA46 to IA53 and IB21 live on copies of the city after its burn-in, row 55 large in a
    larger city. Keys that begin with 'curve' are points of figures.
    """
    wanted = set(known() if rows is None else rows)
    for key in wanted:
        known_or_mistake(key, [*known(), *NOT_IN_THE_MODEL], "row", "measure")
    pages = [kind() for kind in PAGES if wanted & set(kind.keys)]
    past = min(PAST, burn_in - 1) if wanted & set(Learning.keys) else 0
    parameters = {**at_rest(), **(parameters or {})}
    city = City(city_name, residents, seed, (), (), parameters).run(burn_in - past)
    recorder = Recorder(city, pages).early(past)
    found: dict[str, float] = {}
    for study, keys in STUDIES.items():
        if wanted & set(keys):
            found |= study(city, months)
    if wanted & set(LARGER):
        found |= employers.large(city_name, residents, seed, parameters)
    return found | recorder.live(months if pages else 0)


def of_seed(piece: tuple[Setting, int]) -> dict[str, float]:
    """The rows of one seed that a setting names by their keys, all when it names none."""
    how, seed = piece
    return measure(how.city, how.residents, seed, how.months, how.burn_in, how.parameters, how.rows or None)


def by_seed(setting: Setting, study: Callable[[City, int], dict[str, float]]) -> list[dict[str, float]]:
    """What one of STUDIES says of every seed: as the calm city has said it already, or else lived now."""
    if setting.measured is not None:
        return setting.measured[list(STUDIES[study])].to_dict("records")
    return setting.over_seeds(partial(lived, study))


def lived(study: Callable[[City, int], dict[str, float]], piece: tuple[Setting, int]) -> dict[str, float]:
    """The study of one seed."""
    how, seed = piece
    return study(how.burn_in_city(seed), how.months)
