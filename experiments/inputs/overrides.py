"""How to run: Hydra composes configs/config.yaml with the words of the command line; its complaints become ours."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from experiments.inputs import scenario
from experiments.inputs.comparison import Comparison, resolve
from experiments.inputs.paths import shipped
from experiments.inputs.settings_in_words import in_one_line, one_number, parsed
from sim.declare import Mistake, known_or_mistake, shown

MERGED = ("levers", "shock", "parameters")


def compose(words: list[str]) -> dict[str, Any]:
    """The configuration as plain data, with the removals under 'without'."""
    from hydra import compose as hydra_compose
    from hydra import initialize_config_dir
    from hydra.core.global_hydra import GlobalHydra
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    said = parsed(words)
    try:
        known: Any = OmegaConf.load(shipped("configs") / "config.yaml")
        check_keys(said, known)
        GlobalHydra.instance().clear()
        with initialize_config_dir(str(shipped("configs")), version_base=None):
            composed = hydra_compose("config", [forced(one) for one in said if not one.is_delete()])
        found: Any = OmegaConf.to_container(composed, resolve=True)
    except (HydraException, OmegaConfBaseException) as error:
        raise Mistake(f"overrides: {in_one_line(error)}") from None
    return {**found, "without": [one.key_or_group for one in said if one.is_delete()]}


def check_keys(parsed: list, known: Mapping[str, Any]) -> None:
    """Every override begins with a word of the configuration and has one value."""
    for one in parsed:
        first, _, rest = one.key_or_group.partition(".")
        known_or_mistake(first, known, "setting", f"override {shown(one.input_line)}")
        if rest and first not in MERGED:
            raise Mistake(f"override {shown(one.input_line)}: {first} has one value, nothing inside")
        if one.is_sweep_override():
            raise Mistake(f"override {shown(one.input_line)}: one value, please; a run answers one question{advice(one)}")
        if one.is_delete() and first not in MERGED:
            raise Mistake(f"override {shown(one.input_line)}: only {', '.join(MERGED)} can be taken away from")


def forced(one: Any) -> str:
    """An override that adds or changes, with or without its plus sign."""
    return f"++{one.input_line.lstrip('+')}"


def advice(one: Any) -> str:
    """What to write when several values are one number with commas."""
    told = one_number(one.input_line.partition("=")[2])
    return told and f"; {told}"


def asked(how: Mapping[str, Any], load: Callable[[str], scenario.Scenario] = scenario.load) -> scenario.Scenario:
    """The scenario with the command line's levers, shock and parameters laid over it."""
    check_text("scenario", how["scenario"])
    found = load(how["scenario"])
    over = {name: how[name] for name in MERGED}
    levers = laid_over(found.levers, scenario.cards(over["levers"], "levers"))
    if isinstance(over["shock"], str):
        shock = scenario.cards(over["shock"], "shock")
    else:
        shock = laid_over(found.shock, scenario.cards(over["shock"], "shock"))
    parameters = {**found.parameters, **scenario.flat(over["parameters"], "parameters")}
    sets: dict[str, Any] = {"levers": levers, "shock": shock, "parameters": parameters}
    for path in how.get("without", ()):
        take_away(sets, path)
    return replace(found, regime=found.regime if how["regime"] is None else how["regime"], **sets)


def laid_over(cards: dict[str, dict], more: dict[str, dict]) -> dict[str, dict]:
    """Cards with further cards and numbers; the later word holds."""
    return {name: {**cards.get(name, {}), **more.get(name, {})} for name in (*cards, *more)}


def take_away(sets: dict[str, dict], path: str) -> None:
    """'~levers.skills_vouchers' takes a lever out of the scenario."""
    kind, _, name = path.partition(".")
    if not name:
        sets[kind].clear()
        return
    known_or_mistake(name, sets[kind], kind.rstrip("s"), f"override '~{path}'")
    del sets[kind][name]


def check_text(name: str, value: Any) -> None:
    """Mistake unless a setting is a text."""
    if not isinstance(value, str) or not value:
        raise Mistake(f"{name} must be a text, not {shown(value)}")


def without_nulls(how: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that decide the result, checked as far as their kind."""
    if how.get("city") is not None:
        check_text("city", how["city"])
    check_text("output", how["output"])
    return {name: how[name] for name in ("city", "residents", "months", "burn_in", "seeds", "first_seed")}


def comparison(how: Mapping[str, Any]) -> Comparison:
    """The resolved question of a configuration."""
    scenario.check_budgets(scenario.cards(how["levers"], "levers"), "levers")
    return resolve(asked(how), without_nulls(how), spread=True)
