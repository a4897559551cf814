"""A scenario against its baseline with every setting resolved: what is run, what is stored, and what an identical result is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.inputs import budgets, ensemble, regimes, scenario
from experiments.inputs.fingerprint import Fingerprint, fingerprint
from experiments.inputs.run_spec import NAMES, Cards, RunSpec
from experiments.inputs.scenario import city_place
from experiments.inputs.settings import check_text
from sim import catalogue, facts
from sim.aim import placed
from sim.city import MONTH, check_whole, make_behaviours
from sim.city_numbers import on_top
from sim.dates import policy_date_of
from sim.declare import Mistake, known_or_mistake, shown
from sim.own_month import order_of
from sim.planned import FOR, check_together

LIMITS = {"residents": (1, 20_000_000), "months": (1, 1200), "burn_in": (0, 1200)}
LEAST_SEEDS, MOST_SEEDS = 8, 96
"""Seeds that a precision begins with at least, since the spread of fewer is small by luck too often, and those it ends with unless said."""
WORLDS = (("baseline", False), ("policy", False), ("baseline", True), ("policy", True))


@dataclass(frozen=True, kw_only=True)
class Comparison(RunSpec):
    """A run with and without its levers, calm and under its shock, over several seeds; equal comparisons have equal results."""

    scenario: str
    title: str
    story: str
    seeds: tuple[int, ...]
    baseline: str
    baseline_levers: Cards
    ensemble: dict[str, Any] = field(default_factory=dict)
    regime: str = field(default_factory=str)
    policy_date: str = field(default_factory=str)
    precision: dict[str, Any] = field(default_factory=dict)
    """How narrow the interval of the main outcome is to be, points to either side; the seeds to begin with, and at most; or nothing."""

    def world(self, policy: bool, shocked: bool, seed: int | None = None) -> RunSpec:
        """What one of its worlds lives through: under the levers or the baseline's, under the shock or calm."""
        changed = {
            "levers": self.levers if policy else self.baseline_levers,
            "shock": self.shock if shocked else {},
            "parameters": self.parameters if seed is None else self.parameters_of(seed),
        }
        return RunSpec(**{**{name: getattr(self, name) for name in NAMES}, **changed})

    def parameters_of(self, seed: int) -> dict[str, float]:
        """The numbers that a seed lives with: its set of the ensemble, what was fitted to the city on top, then those that are said."""
        drawn = {one["seed"]: one["parameters"] for one in self.ensemble.get("sets", ())}.get(seed)
        return {**(on_top(facts.city(self.city).fitted.in_force, drawn) if drawn else {}), **self.parameters}

    def with_seeds(self, many: int) -> "Comparison":
        """The same with so many seeds in a row from its first, and their sets of the ensemble."""
        seeds = tuple(range(self.seeds[0], self.seeds[0] + many))
        sets = [one for one in self.ensemble.get("sets", ()) if one["seed"] in seeds]
        return replace(self, seeds=seeds, ensemble={**self.ensemble, "sets": sets} if self.ensemble else {})

    @property
    def city_name(self) -> str:
        """The city's short name."""
        return Path(self.city).name

    @property
    def shock_name(self) -> str:
        """What the shock world is called in the tables."""
        return "+".join(sorted(self.shock)) or "none"

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """The question and everything that can change its answer: source, the city, the extensions.

        Where a precision is asked, the question is the same whether its seeds are only begun with or all there already.
        """
        asked = self.with_seeds(self.precision["first_seeds"]) if self.precision else self
        return fingerprint("run", asked.settings_dict, self.city, self.extensions, self.tables)

    @property
    def folder_name(self) -> str:
        """Where the results go: readable, and different for different questions."""
        return f"{self.scenario}-{scenario.short(self.city_name)}-{self.residents}-{self.fingerprint.whole[:8]}"


OPTIONAL = [f.name for f in fields(Comparison) if f.name not in NAMES and f.default_factory is not MISSING]
"""Words that manifests of earlier versions do not have."""


def from_settings(settings: Mapping[str, Any]) -> Comparison:
    """The comparison that composed settings describe."""
    budgets.check(scenario.cards(settings["levers"], "levers"), "levers")
    chosen = scenario_of(settings)
    found = resolve(chosen, checked_texts(settings), spread=True)
    budgets.check_places(found.levers, found.city, chosen.where)
    return found


def scenario_of(settings: Mapping[str, Any], load: Callable[[str], scenario.Scenario] = scenario.load) -> scenario.Scenario:
    """The scenario that settings name, with their levers, shock and parameters laid over it."""
    check_text("scenario", settings["scenario"])
    found = load(settings["scenario"])
    levers = cards_over(found.levers, scenario.cards(settings["levers"], "levers"))
    shock = scenario.cards(settings["shock"], "shock")
    sets: dict[str, Any] = {
        "levers": levers,
        "shock": shock if isinstance(settings["shock"], str) else cards_over(found.shock, shock),
        "parameters": {**found.parameters, **scenario.flat(settings["parameters"], "parameters")},
    }
    for path in settings.get("without", ()):
        kind, _, name = path.partition(".")
        if name:
            known_or_mistake(name, sets[kind], kind.rstrip("s"), f"override '~{path}'")
            del sets[kind][name]
        else:
            sets[kind].clear()
    regime = found.regime if settings["regime"] is None else settings["regime"]
    baseline = found.baseline if settings.get("baseline") is None else settings["baseline"]
    check_text("baseline", baseline)
    said = settings.get("policy_date")
    policy_date = found.policy_date if said is None else scenario.date_in(said, "settings")
    return replace(found, regime=regime, baseline=baseline, policy_date=policy_date, **sets)


def cards_over(cards: Cards, more: Cards) -> Cards:
    """Cards with further cards and numbers; the later word holds, of those whom a lever is for kind by kind."""
    return {name: numbers_over(cards.get(name, {}), more.get(name, {})) for name in (*cards, *more)}


def numbers_over(numbers: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of one card with further ones."""
    one, other = (said.get(FOR) for said in (numbers, more))
    both = {FOR: {**one, **other}} if isinstance(one, Mapping) and isinstance(other, Mapping) else {}
    return {**numbers, **more, **both}


def checked_texts(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that say how a scenario is run, the texts among them checked."""
    if settings.get("city") is not None:
        check_text("city", settings["city"])
    check_text("output", settings["output"])
    named = ("city", "residents", "months", "burn_in", "seeds", "first_seed", "precision", "most_seeds", *scenario.TABLES)
    return {name: settings.get(name) for name in named}


def resolve(chosen: scenario.Scenario, settings: Mapping[str, Any], spread: bool = False) -> Comparison:
    """The question that a scenario asks when run this way (residents, seeds, ...); Mistake for what cannot be meant.

    With ``spread`` whoever asks lets each seed live with its own set of an ensemble.
    """
    months = chosen.months if settings.get("months") is None else settings["months"]
    numbers = {"residents": settings["residents"], "months": months, "burn_in": settings["burn_in"]}
    for name, (low, high) in LIMITS.items():
        check_whole(name, numbers[name], low, high)
        numbers[name] = int(numbers[name])
    baseline, outside = baseline_of(chosen)
    extensions = tuple(dict.fromkeys((*chosen.extensions, *outside)))
    extra = catalogue.extension_cards([Path(file) for file in extensions])
    city = city_place(settings.get("city") or chosen.city)
    said = {**regimes.numbers_of(chosen.regime), **{path: value for path, value in chosen.parameters.items() if path != scenario.ENSEMBLE}}
    month = month_here(chosen, extra["behaviour"], outside)
    make_behaviours(said, {name: card for name, card in extra["behaviour"].items() if name in month}, month)
    precision = precision_of(settings)
    seeds = seeds_of(precision.get("most_seeds", settings["seeds"]), settings["first_seed"])
    tables = scenario.tables_in({**chosen.tables, **{name: settings[name] for name in scenario.TABLES if settings.get(name)}}, "settings")
    known = facts.city(city, tables.get("people"), tables.get("occupations"))
    facts.teaching(1.0, tables.get("courses"), tables.get("providers"))
    calendar: dict[str, Any] = {"policy_date": policy_date_of(chosen.policy_date, known.year), "districts": known.districts}
    return Comparison(
        scenario=chosen.name,
        title=chosen.title,
        story=chosen.story,
        city=city,
        seeds=seeds,
        levers=checked("lever", chosen.levers, f"{chosen.where}: levers", extra["lever"], **calendar),
        baseline=chosen.baseline,
        baseline_levers=checked("lever", baseline, f"{chosen.where}: baseline {chosen.baseline}", extra["lever"], **calendar),
        shock=checked("shock", chosen.shock, f"{chosen.where}: shock", extra["shock"], **calendar),
        parameters={path: float(said[path]) for path in sorted(said)},
        extensions=extensions,
        month=month,
        tables=tables,
        ensemble=spread_over(chosen, seeds, spread),
        regime=regimes.name_of(chosen.regime),
        policy_date=calendar["policy_date"],
        precision=precision,
        **numbers,
    )


def month_here(chosen: scenario.Scenario, known: Mapping[str, type], outside: Iterable[str]) -> dict[str, str]:
    """Where behaviours of extensions act, in both worlds; those that only the baseline's files bring have no part in it."""
    own = catalogue.extension_cards([Path(file) for file in chosen.extensions])["behaviour"]
    for name in chosen.month:
        if name in known and name not in own:
            raise Mistake(f"{chosen.where}: month: {name} comes with {', '.join(outside)}; name that file among extensions here too")
    order_of(MONTH, catalogue.behaviours(), own, chosen.month, f"{chosen.where}: month")
    return chosen.month


def check_month(chosen: scenario.Scenario, other: scenario.Scenario) -> None:
    """Mistake where a baseline has a month of its own: what is compared are levers, in one and the same city."""
    for name in scenario.TABLES:
        if other.tables.get(name) not in (None, chosen.tables.get(name)):
            raise Mistake(
                f"{other.where}: {name}: both worlds of a comparison are one city: name the file in {chosen.name} too, or in neither"
            )
    if other.month not in ({}, chosen.month):
        told = f"{shown(other.month)}, not that of {chosen.name}, {shown(chosen.month)}"
        raise Mistake(f"{other.where}: month is {told}; both worlds of a comparison live the same month: simulate each for its own")


def spread_over(chosen: scenario.Scenario, seeds: tuple[int, ...], spread: bool) -> dict[str, Any]:
    """Which set of an ensemble each seed lives with; nothing without an ensemble."""
    name = chosen.parameters.get(scenario.ENSEMBLE)
    if name is None:
        return {}
    if not spread:
        raise Mistake(
            f"{chosen.where}: parameters: an ensemble goes with learncity run, simulate and compare; elsewhere all seeds live alike"
        )
    return ensemble.load(name).spread_over(seeds)


def precision_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """How narrow the interval of the main outcome is to be, and between how many seeds; nothing where it is not asked."""
    points, most = settings.get("precision"), settings.get("most_seeds")
    if points is None:
        return {}
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points < 100:
        raise Mistake(f"precision must be points of unemployment to either side, more than 0 and less than 100, not {shown(points)}")
    most = MOST_SEEDS if most is None else most
    check_whole("most_seeds", most, LEAST_SEEDS, 100_000)
    check_whole("seeds", settings["seeds"], 1, 100_000)
    return {"points": float(points), "first_seeds": min(max(int(settings["seeds"]), LEAST_SEEDS), int(most)), "most_seeds": int(most)}


def seeds_of(how_many: Any, first: Any) -> tuple[int, ...]:
    """So many seeds in a row."""
    check_whole("seeds", how_many, 1, 100_000)
    check_whole("first_seed", first, 0, 2**62)
    return tuple(range(int(first), int(first + how_many)))


def baseline_of(chosen: scenario.Scenario) -> tuple[dict[str, dict], tuple[str, ...]]:
    """The levers of the world it is compared with, and their files: none, or those of another scenario."""
    if chosen.baseline == "none":
        return {}, ()
    other = scenario.load(chosen.baseline)
    check_month(chosen, other)
    return other.levers, other.extensions


def checked(
    kind: str, cards: dict[str, dict], where: str, extra: dict[str, type], policy_date: str = "", districts: Any = None
) -> dict[str, dict[str, Any]]:
    """Every card with every number in force, in the order of their names: months for dates, codes for the names of districts."""
    found = {name: catalogue.make(kind, name, cards[name], where, extra, policy_date) for name in sorted(cards)}
    if kind == "lever" and districts is not None:
        for name, lever in found.items():
            lever.aim = placed(lever.aim, districts, f"{where}: {name}")
        try:
            check_together(list(found.values()))
        except Mistake as mistake:
            raise Mistake(f"{where.removesuffix(': levers')}: {mistake}") from None
    return {name: card.resolved() for name, card in found.items()}


def from_record(record: Mapping[str, Any], where: str) -> Comparison:
    """The question of a manifest, checked again."""
    names = [f.name for f in fields(Comparison)]
    for name in record:
        known_or_mistake(name, names, "key", where)
    for name in names:
        if name not in record and name not in (*OPTIONAL, "month", "tables"):
            raise Mistake(f"{where}: {name} is missing")
    name = scenario.short(scenario.text(record, "scenario", "own", where))
    said = {**{k: record[k] for k in scenario.KEYS if k in record}, **scenario.flat(record.get("tables"), f"{where}: tables")}
    chosen = scenario.from_mapping(name, said, where, Path.cwd())
    seeds = record["seeds"]
    if not isinstance(seeds, list) or not seeds or len(set(map(str, seeds))) < len(seeds):
        raise Mistake(f"{where}: seeds must be a list of different whole numbers, not {shown(seeds)}")
    settings = {**{name: record[name] for name in LIMITS}, "seeds": len(seeds), "first_seed": 0}
    for seed in seeds:
        check_whole("seed", seed, 0, 2**62)
    extra = catalogue.extension_cards([Path(file) for file in chosen.extensions])
    here = f"{where}: baseline_levers"
    levers = scenario.cards(record["baseline_levers"], here)
    before = checked("lever", levers, here, extra["lever"], districts=facts.city(city_place(chosen.city)).districts)
    found = resolve(replace(chosen, baseline="none"), settings)
    drawn = ensemble.from_record(record.get("ensemble", {}), seeds, where)
    precision = precision_from(record.get("precision", {}), where)
    return replace(found, seeds=tuple(seeds), baseline=chosen.baseline, baseline_levers=before, ensemble=drawn, precision=precision)


def precision_from(record: Any, where: str) -> dict[str, Any]:
    """The precision of a manifest, checked again."""
    if record == {}:
        return {}
    if not isinstance(record, Mapping) or set(record) != {"points", "first_seeds", "most_seeds"}:
        raise Mistake(f"{where}: precision must hold points, first_seeds and most_seeds")
    return precision_of({"precision": record["points"], "seeds": record["first_seeds"], "most_seeds": record["most_seeds"]})
