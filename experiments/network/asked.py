"""What a network run asks: configs/networks.yaml, a file of network/ and the words of the command line, checked."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments import scenario
from experiments.config import check_text, forced, in_one_line
from experiments.execution.engines import check_workers
from experiments.network import practices as known_practices
from experiments.network.links import KINDS
from experiments.network.places import Context
from experiments.network.practices import Practice
from experiments.network.rules import Exchange
from experiments.places import shipped
from sim import catalogue, facts
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake
from sim.kernels import HOME, source_hash

ROOT = "networks"
GROUPS = ("network", "engine")
MERGED = ("shock", "rules", "context", "practices", "engine")
LIMITS = {"cities": (2, 5000), "residents": (100, 20_000_000), "years": (1, 100), "burn_in": (1, 1200), "seed": (0, 2**31),
          "regions": (1, 5000), "degree": (1, 5000), "alone_in": (0, 5000)}  # fmt: skip
SIGNALS = ("before_after", "paired")
DECIDES = ("city", *LIMITS, "kinds", "exchange", "signal", "shock", "rules", "context", "practices")
"""Words that decide the result; the others only where and by how many it is computed."""


@dataclass(frozen=True)
class Asked:
    """A checked configuration: ``how`` as plain data, and what is made of it."""

    how: dict[str, Any]
    practices: tuple[Practice, ...]
    rules: Exchange
    context: Context
    shock: dict[str, dict[str, float]]

    @property
    def record(self) -> dict[str, Any]:
        """Everything that decides the result, every number in force."""
        said = {name: self.how[name] for name in DECIDES}
        portfolios = {one.name: {"title": one.title, "levers": one.levers, "appeal": one.appeal} for one in self.practices}
        return {**said, "rules": self.rules.resolved(), "context": self.context.resolved(), "shock": self.shock, "practices": portfolios}

    @property
    def fingerprint(self) -> str:
        """Hash of what decides the result, of the model and of the network's own rules."""
        digest = hashlib.sha256(json.dumps(self.record, sort_keys=True).encode() + source_hash().encode())
        facts_of_model = sorted(file for file in HOME.rglob("*") if file.suffix in (".csv", ".yaml"))
        for file in [*facts_of_model, *(Path(__file__).with_name(f"{name}.py") for name in OWN)]:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()

    @property
    def folder_name(self) -> str:
        """Where the results go."""
        return f"network-{Path(self.how['city']).name}-{self.how['cities']}x{self.how['residents']}-{self.fingerprint[:8]}"


OWN = ("links", "life", "places", "recognition", "rules", "world", "years")
"""Files that decide what happens in a network."""


def compose(words: Iterable[str]) -> Asked:
    """The whole configuration; Mistake for what cannot be meant."""
    from hydra import compose as hydra_compose
    from hydra import initialize_config_dir
    from hydra.core.global_hydra import GlobalHydra
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    try:
        parsed = [OverridesParser.create().parse_override(word) for word in words]
        check_words(parsed, OmegaConf.load(shipped("configs") / f"{ROOT}.yaml"))
        GlobalHydra.instance().clear()
        with initialize_config_dir(str(shipped("configs")), version_base=None):
            composed = hydra_compose(ROOT, [one.input_line if one.key_or_group in GROUPS else forced(one) for one in parsed])
        return checked(OmegaConf.to_container(composed, resolve=True))
    except (HydraException, OmegaConfBaseException) as error:
        raise Mistake(f"overrides: {in_one_line(error)}") from None


def check_words(parsed: list, known: Mapping[str, Any]) -> None:
    """Every override begins with a word of the configuration; files of a group exist."""
    for one in parsed:
        first, _, rest = one.key_or_group.partition(".")
        known_or_mistake(first, [*known, *GROUPS], "setting", f"override {one.input_line!r}")
        if rest and first not in MERGED:
            raise Mistake(f"override {one.input_line!r}: {first} has one value, nothing inside")
        if one.is_sweep_override() or one.is_delete():
            raise Mistake(f"override {one.input_line!r}: one value, please; to leave a practice out, say practices.NAME=null")
        if one.key_or_group in GROUPS:
            names = sorted(file.stem for file in (shipped("configs") / one.key_or_group).glob("*.yaml"))
            known_or_mistake(str(one.value()), names, one.key_or_group, f"override {one.input_line!r}")


def checked(how: dict[str, Any]) -> Asked:
    """The configuration with every word in its range."""
    for name, (low, high) in LIMITS.items():
        check_whole(name, how[name], low, high)
    check_workers(how["workers"])
    for name in ("output", "city"):
        check_text(name, how[name])
    if not isinstance(how["exchange"], bool):
        raise Mistake(f"exchange must be true or false, not {how['exchange']!r}")
    known_or_mistake(str(how["signal"]), SIGNALS, "signal", "signal")
    if not isinstance(how["kinds"], list) or not how["kinds"]:
        raise Mistake(f"kinds must be a list such as [regional, hub], not {how['kinds']!r}")
    for kind in how["kinds"]:
        known_or_mistake(str(kind), KINDS, "kind", "kinds")
    where = how["city"] if how["city"] in facts.cities() else str(Path(how["city"]).resolve())
    facts.city(where)
    shocks = {
        name: catalogue.make("shock", name, numbers, "shock").resolved() for name, numbers in scenario.cards(how["shock"], "shock").items()
    }
    rules, context = (kind(**numbers(how[name], name)) for kind, name in ((Exchange, "rules"), (Context, "context")))
    if rules.lag_most < rules.lag_least:
        raise Mistake(f"rules: lag_most = {rules.lag_most:g} is below lag_least = {rules.lag_least:g}")
    how = {**how, "city": where, "kinds": list(dict.fromkeys(how["kinds"]))}
    return Asked(how, known_practices.load(how["practices"], where), rules, context, shocks)


def numbers(value: Any, where: str) -> dict[str, float]:
    """A mapping of names to numbers."""
    if not isinstance(value, Mapping):
        raise Mistake(f"{where}: must be a mapping of numbers, not {value!r}")
    return {str(name): number for name, number in value.items()}
