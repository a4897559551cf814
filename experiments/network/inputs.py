"""What a network run asks: configs/networks.yaml, a file of network/ and the words of the command line, checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.execution.pool import check_workers
from experiments.inputs import scenario
from experiments.inputs.fingerprint import Fingerprint, fingerprint
from experiments.inputs.scenario import city_place
from experiments.inputs.settings import check_text
from experiments.inputs.settings import compose as compose_settings
from experiments.network import practices as known_practices
from experiments.network.adoption_rules import Exchange
from experiments.network.cities import Context
from experiments.network.practices import Practice
from experiments.network.topology import KINDS
from sim import catalogue
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import is_truth

GROUPS = ("network", "engine")
NESTED = ("shock", "rules", "context", "practices")
LIMITS = {"cities": (2, 5000), "residents": (100, 20_000_000), "years": (1, 100), "burn_in": (1, 1200), "seed": (0, 2**31),
          "regions": (1, 5000), "degree": (1, 5000), "alone_in": (0, 5000)}  # fmt: skip
SIGNALS = ("before_after", "paired")
DECIDES = ("city", *LIMITS, "kinds", "exchange", "signal", "shock", "rules", "context", "practices")
"""Words that decide the result; the others only where and by how many it is computed."""


@dataclass(frozen=True)
class NetworkInputs:
    """A checked configuration: ``how`` as plain data, and what is made of it."""

    settings: dict[str, Any]
    practices: tuple[Practice, ...]
    rules: Exchange
    context: Context
    shock: dict[str, dict[str, float]]

    @property
    def settings_dict(self) -> dict[str, Any]:
        """Everything that decides the result, every number in force."""
        said = {name: self.settings[name] for name in DECIDES}
        portfolios = {one.name: {"title": one.title, "levers": one.levers, "appeal": one.appeal} for one in self.practices}
        return {**said, "rules": self.rules.resolved(), "context": self.context.resolved(), "shock": self.shock, "practices": portfolios}

    @property
    def fingerprint(self) -> Fingerprint:
        """What decides the result, the model, and the network's own rules."""
        return fingerprint("network", self.settings_dict, self.settings["city"])

    @property
    def folder_name(self) -> str:
        """Where the results go."""
        city, cities, residents = (self.settings[name] for name in ("city", "cities", "residents"))
        return f"network-{Path(city).name}-{cities}x{residents}-{self.fingerprint.whole[:8]}"


def compose(words: Iterable[str]) -> NetworkInputs:
    """The whole configuration; Mistake for what cannot be meant."""
    hint = "to leave a practice out, say practices.NAME=null"
    return checked(compose_settings("networks", words, groups=GROUPS, nested=NESTED, removable=(), hint=hint))


def checked(settings: dict[str, Any]) -> NetworkInputs:
    """The configuration with every word in its range."""
    for name, (low, high) in LIMITS.items():
        check_whole(name, settings[name], low, high)
    check_workers(settings["workers"])
    for name in ("output", "city"):
        check_text(name, settings[name])
    if not is_truth(settings["exchange"]):
        raise Mistake(f"exchange must be true or false, not {shown(settings['exchange'])}")
    known_or_mistake(settings["signal"], SIGNALS, "signal", "signal")
    if not isinstance(settings["kinds"], list) or not settings["kinds"]:
        raise Mistake(f"kinds must be a list such as [regional, hub], not {shown(settings['kinds'])}")
    for kind in settings["kinds"]:
        known_or_mistake(kind, KINDS, "kind", "kinds")
    where = city_place(settings["city"])
    shocks = {
        name: catalogue.make("shock", name, numbers, "shock").resolved()
        for name, numbers in scenario.cards(settings["shock"], "shock").items()
    }
    rules, context = Exchange(**numbers(settings["rules"], "rules")), Context(**numbers(settings["context"], "context"))
    if rules.lag_most < rules.lag_least:
        raise Mistake(f"rules: lag_most = {rules.lag_most:g} is below lag_least = {rules.lag_least:g}")
    settings = {**settings, "city": where, "kinds": list(dict.fromkeys(settings["kinds"]))}
    return NetworkInputs(settings, known_practices.load(settings["practices"], where), rules, context, shocks)


def numbers(value: Any, where: str) -> dict[str, float]:
    """A mapping of names to numbers."""
    if not isinstance(value, Mapping):
        raise Mistake(f"{where}: must be a mapping of numbers, not {shown(value)}")
    return {str(name): number for name, number in value.items()}
