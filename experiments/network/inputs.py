"""What a network run asks: configs/networks.yaml, a file of network/ and the words of the command line, checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.execution.pool import check_workers
from experiments.inputs import scenario, settings
from experiments.inputs.fingerprint import Fingerprint, fingerprint
from experiments.inputs.scenario import city_place
from experiments.inputs.settings import check_text
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

    how: dict[str, Any]
    practices: tuple[Practice, ...]
    rules: Exchange
    context: Context
    shock: dict[str, dict[str, float]]

    @property
    def settings_dict(self) -> dict[str, Any]:
        """Everything that decides the result, every number in force."""
        said = {name: self.how[name] for name in DECIDES}
        portfolios = {one.name: {"title": one.title, "levers": one.levers, "appeal": one.appeal} for one in self.practices}
        return {**said, "rules": self.rules.resolved(), "context": self.context.resolved(), "shock": self.shock, "practices": portfolios}

    @property
    def fingerprint(self) -> Fingerprint:
        """What decides the result, the model, and the network's own rules."""
        return fingerprint("network", self.settings_dict, self.how["city"])

    @property
    def folder_name(self) -> str:
        """Where the results go."""
        return f"network-{Path(self.how['city']).name}-{self.how['cities']}x{self.how['residents']}-{self.fingerprint.whole[:8]}"


def compose(words: Iterable[str]) -> NetworkInputs:
    """The whole configuration; Mistake for what cannot be meant."""
    hint = "to leave a practice out, say practices.NAME=null"
    return checked(settings.compose("networks", words, groups=GROUPS, nested=NESTED, removable=(), hint=hint))


def checked(how: dict[str, Any]) -> NetworkInputs:
    """The configuration with every word in its range."""
    for name, (low, high) in LIMITS.items():
        check_whole(name, how[name], low, high)
    check_workers(how["workers"])
    for name in ("output", "city"):
        check_text(name, how[name])
    if not is_truth(how["exchange"]):
        raise Mistake(f"exchange must be true or false, not {shown(how['exchange'])}")
    known_or_mistake(how["signal"], SIGNALS, "signal", "signal")
    if not isinstance(how["kinds"], list) or not how["kinds"]:
        raise Mistake(f"kinds must be a list such as [regional, hub], not {shown(how['kinds'])}")
    for kind in how["kinds"]:
        known_or_mistake(kind, KINDS, "kind", "kinds")
    where = city_place(how["city"])
    shocks = {
        name: catalogue.make("shock", name, numbers, "shock").resolved() for name, numbers in scenario.cards(how["shock"], "shock").items()
    }
    rules, context = Exchange(**numbers(how["rules"], "rules")), Context(**numbers(how["context"], "context"))
    if rules.lag_most < rules.lag_least:
        raise Mistake(f"rules: lag_most = {rules.lag_most:g} is below lag_least = {rules.lag_least:g}")
    how = {**how, "city": where, "kinds": list(dict.fromkeys(how["kinds"]))}
    return NetworkInputs(how, known_practices.load(how["practices"], where), rules, context, shocks)


def numbers(value: Any, where: str) -> dict[str, float]:
    """A mapping of names to numbers."""
    if not isinstance(value, Mapping):
        raise Mistake(f"{where}: must be a mapping of numbers, not {shown(value)}")
    return {str(name): number for name, number in value.items()}
