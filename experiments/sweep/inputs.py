"""What a sweep asks: Hydra composes configs/many.yaml, a sweep file and the words of the command line into one plain mapping."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from experiments.inputs.overrides import MERGED, check_text
from experiments.inputs.paths import shipped
from experiments.inputs.settings_in_words import in_one_line, parsed
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake, shown

DESIGNS = ("grid", "list", "one_at_a_time", "latin_hypercube", "sobol", "saltelli")
ONCE = ("seeds", "first_seed", "workers", "output", "store", "keep", "engine", "sweep", "title", "story", "design", "vary",
        "points", "scenarios", "shocks", "baseline", "samples", "levels", "draw", "second_order")  # fmt: skip
"""Settings that hold for a whole sweep and cannot differ between its cells."""
GROUPS = ("sweep", "engine")


def compose(words: Iterable[str], also: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The whole configuration as plain data; what takes several values on the command line goes under 'vary'."""
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    said = parsed(words)
    groups = {one.key_or_group: one.value() for one in said if one.key_or_group in GROUPS}
    try:
        known = base(groups)
        for more in (own_file(groups.get("sweep")), dict(also or {})):
            check_words(more, known, groups.get("sweep", "sweep"))
            known = merged(known, more)
        if not isinstance(known["vary"], dict):
            raise Mistake(f"vary: must be a mapping of settings to their values, not {shown(known['vary'])}")
        lay_over(known, said)
        plain: Any = OmegaConf.to_container(OmegaConf.create(known), resolve=True)
        return plain
    except (HydraException, OmegaConfBaseException) as error:
        raise Mistake(f"overrides: {in_one_line(error)}") from None


def base(groups: Mapping[str, Any]) -> dict[str, Any]:
    """configs/many.yaml with the chosen engine and, when it is a shipped one, the chosen sweep."""
    from hydra import compose as hydra_compose
    from hydra import initialize_config_dir
    from hydra.core.global_hydra import GlobalHydra
    from omegaconf import OmegaConf

    chosen = {group: name for group, name in groups.items() if not is_file(name)}
    for group, name in chosen.items():
        known_or_mistake(name, names(group), group, "override")
    GlobalHydra.instance().clear()
    with initialize_config_dir(str(shipped("configs")), version_base=None):
        composed = hydra_compose("many", [f"{group}={name}" for group, name in chosen.items()])
    plain: Any = OmegaConf.to_container(composed, resolve=False)
    return {"without": [], "sweep": groups.get("sweep"), **plain}


def names(group: str) -> list[str]:
    """The shipped files of a group."""
    return sorted(file.stem for file in (shipped("configs") / group).glob("*.yaml"))


def is_file(name: Any) -> bool:
    """Whether a sweep is meant as a user's own file, not as a shipped name."""
    return isinstance(name, str) and (Path(name).suffix in (".yaml", ".yml") or len(Path(name).parts) > 1)


def own_file(name: Any) -> dict[str, Any]:
    """A user's own sweep file; nothing when none is named."""
    from experiments.inputs.yaml_reader import read_mapping

    return read_mapping(Path(name).expanduser()) if is_file(name) else {}


def check_words(more: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
    """Every word is one of the configuration."""
    for word in more:
        known_or_mistake(word, known, "setting", str(where))


def merged(below: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The later word holds; what is varied is taken as it is."""
    found = dict(below)
    for key, value in over.items():
        inside = key in (*MERGED, "engine", "vary") and isinstance(value, Mapping) and isinstance(found.get(key), Mapping)
        found[key] = merged_deep(found[key], value) if inside else value
    return found


def merged_deep(below: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings inside mappings, the later word holds."""
    both = {
        key: merged_deep(below[key], over[key]) for key in over if isinstance(below.get(key), Mapping) and isinstance(over[key], Mapping)
    }
    return {**below, **over, **both}


def lay_over(known: dict[str, Any], parsed: list) -> None:
    """The words of the command line: one value sets, several values vary, '~' takes away."""
    for one in parsed:
        path, where = one.key_or_group, f"override {shown(one.input_line)}"
        first, _, rest = path.partition(".")
        known_or_mistake(first, [key for key in known if key != "without"], "setting", where)
        if rest and first not in (*MERGED, "engine"):
            raise Mistake(f"{where}: {first} has one value, nothing inside")
        if path in GROUPS:
            continue
        if one.is_delete():
            take_away(known, path, where)
        elif one.is_sweep_override():
            check_can_vary(path, where)
            known["vary"] = {**known["vary"], path: one.input_line.partition("=")[2]}
        else:
            set_value(known, path, one.value())
            known["vary"] = {key: value for key, value in known["vary"].items() if key != path}


def take_away(known: dict[str, Any], path: str, where: str) -> None:
    """'~levers.guidance' takes a lever out of every scenario."""
    if path.partition(".")[0] not in MERGED:
        raise Mistake(f"{where}: only {', '.join(MERGED)} can be taken away from")
    known["without"] = [*known["without"], path]


def check_can_vary(path: str, where: str) -> None:
    """Mistake for what holds for the sweep as a whole."""
    first = path.partition(".")[0]
    if first in ONCE:
        hint = "; seeds=8 means eight seeds of every cell" if first == "seeds" else ""
        raise Mistake(f"{where}: {first} holds for the whole sweep, one value please{hint}")


def set_value(known: dict[str, Any], path: str, value: Any) -> None:
    """Set what a dotted path names, making the mappings on the way."""
    first, *inside = path.split(".")
    if not inside:
        known[first] = merged_deep(known[first], value) if first in MERGED and isinstance(value, dict) and known[first] else value
        return
    if not isinstance(known[first], dict):
        known[first] = {known[first]: {}} if isinstance(known[first], str) and known[first] != "none" else {}
    known[first] = merged_deep(known[first], nested(inside, value))


def nested(path: list[str], value: Any) -> dict[str, Any]:
    """{'a': {'b': value}} of ['a', 'b']."""
    return {path[0]: nested(path[1:], value) if len(path) > 1 else value}


def check_kinds(how: Mapping[str, Any]) -> None:
    """Settings of a design, checked as far as their kind."""
    known_or_mistake(how["design"], DESIGNS, "design", "design")
    check_text("store", how["store"])
    for name in ("points", "scenarios", "shocks", "keep"):
        if how[name] is not None and not isinstance(how[name], list):
            raise Mistake(f"{name}: must be a list, not {shown(how[name])}")
    for name, low, high in (("samples", 1, 1_000_000), ("levels", 2, 1000), ("draw", 0, 2**31)):
        check_whole(name, how[name], low, high)
    for path in how["vary"]:
        check_can_vary(str(path), "vary")
