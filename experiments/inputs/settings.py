"""From words to settings: a file of configs/ or usual values, over them the overrides of the command line in Hydra's grammar.

Values that the grammar cannot take are put in quotes for whoever typed them; its complaints become ours.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from experiments.console.printing import say
from experiments.inputs.paths import shipped
from sim.declare import SIGNS, Mistake, known_or_mistake, shown
from sim.plain_yaml import read_mapping
from sim.text_files import path_of
from sim.written_numbers import number_of

NESTED = ("levers", "shock", "parameters")
"""Settings with cards and numbers inside."""
LONGEST, DEPTH = 20_000, 20
"""Characters of a word, and brackets inside one another, that are read."""
PATHS = ("scenario", "sweep", "city", "output", "store", "baseline", "people", "courses", "providers",
         "occupations")  # fmt: skip
"""Settings that may be files or folders, in which '~' is the user's home."""
GIVEN = "_the_one_called_"
"""Stands for the '#' of a lever's own name while Hydra reads a word: its grammar has no such sign in names."""
TINY = re.compile(r"(?<![\w.])(?:\d+\.?\d*|\.\d+)[eE]-\d{3,}")
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})*,0\d\d(,\d{3})*")


def compose(
    root: str | Mapping[str, Any],
    words: Iterable[str],
    more: Mapping[str, Any] | None = None,
    own: Mapping[str, Any] | None = None,
    *,
    groups: Iterable[str] = (),
    nested: Iterable[str] = NESTED,
    removable: Iterable[str] = NESTED,
    several: Iterable[str] = (),
    check_varied: Callable[[str, str], None] | None = None,
    twice: bool = True,
    hint: str = "a run answers one question",
) -> dict[str, Any]:
    """Plain settings: those of ``root`` (a file of configs/, or a mapping of usual values), over them ``more``, over them the words.

    ``own`` are further settings, with their usual values.

    ``groups`` are folders of configs/ of which a word chooses a file; a sweep may be a user's own file. ``nested`` settings have
    numbers inside, what is taken away from ``removable`` ones goes under 'without', and several values stay a text in the
    ``several``; elsewhere they go under 'vary' once ``check_varied(path, where)`` lets them, or are a Mistake that ends with ``hint``.
    """
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    overrides, nested, several = [parsed_word(word) for word in words], (*nested, *groups), tuple(several)
    chosen = {one.key_or_group: one.value() for one in overrides if one.key_or_group in groups}
    try:
        known = with_files({**base(root, chosen, groups), **(own or {})}, chosen.get("sweep"), more or {}, nested)
        check_names(overrides, known, nested, twice)
        for one in overrides:
            path, where, values = one.key_or_group, f"override {shown(one.input_line)}", one.input_line.partition("=")[2]
            first = path.partition(".")[0]
            if path in chosen:
                continue
            if one.is_delete():
                take_away(known, path, where, tuple(removable), hint)
            elif not one.is_sweep_override():
                set_value(known, path, one.value(), nested, where)
            elif first in several:
                known[first] = values
            elif check_varied:
                check_varied(path, where)
                known["vary"] = {**known["vary"], path: values}
            else:
                raise Mistake(f"{where}: one value, please; {one_number(values) or hint}")
        plain: Any = OmegaConf.to_container(OmegaConf.create(known), resolve=True)
        return plain
    except (HydraException, OmegaConfBaseException) as error:
        raise Mistake(f"overrides: {in_one_line(error)}") from None


def with_files(known: dict[str, Any], sweep: Any, more: Mapping[str, Any], nested: Iterable[str]) -> dict[str, Any]:
    """The usual values with a user's own sweep file laid over them, when one is meant, and ``more`` settings over that."""
    for over in (read_mapping(Path(sweep).expanduser()) if is_file(sweep) else {}, dict(more)):
        for word in over:
            known_or_mistake(word, known, "setting", str(sweep or "sweep"))
        known = laid_over(known, over, (*nested, "vary"))
    if not isinstance(known.get("vary", {}), dict):
        raise Mistake(f"vary: must be a mapping of settings to their values, not {shown(known['vary'])}")
    return known


def check_names(overrides: Iterable[Any], known: Mapping[str, Any], nested: Iterable[str], twice: bool) -> None:
    """Mistake for a setting that is not known, has nothing inside, or is there ``twice`` where it may not be."""
    said: dict[str, Any] = {}
    for one in overrides:
        path, where = one.key_or_group, f"override {shown(one.input_line)}"
        first, _, inside = path.partition(".")
        known_or_mistake(first, [name for name in known if name != "without"], "setting", where)
        if inside and first not in nested:
            raise Mistake(f"{where}: {first} has one value, nothing inside")
        if path in said and not twice:
            raise Mistake(f"{where}: {path} is there twice")
        if not one.is_delete():
            tell_twice(said, path, one.input_line.partition("=")[2] if one.is_sweep_override() else one.value(), where)


def tell_twice(said: dict[str, Any], path: str, value: Any, where: str) -> None:
    """Add to ``said`` what a word sets, by its whole path, and tell of what it sets anew."""
    for name, one in leaves(path, value):
        if name in said and said[name] != one:
            tell(f"{where}: {name} was {shown(said[name])} in a word before; the last one holds: {shown(one)}.")
        said[name] = one


def leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every value inside mappings with its whole path."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from leaves(f"{path}.{name}", inner)
    else:
        yield path, value


@cache
def tell(words: str) -> None:
    """Once is enough."""
    say(words)


def base(root: str | Mapping[str, Any], chosen: Mapping[str, Any], groups: Iterable[str]) -> dict[str, Any]:
    """The usual values: those given, or those of a file of configs/ with the chosen file of each group."""
    if not isinstance(root, str):
        return {"without": [], **root}
    from hydra import compose as hydra_compose
    from hydra import initialize_config_dir
    from hydra.core.global_hydra import GlobalHydra
    from omegaconf import OmegaConf

    shipped_ones = {group: name for group, name in chosen.items() if not is_file(name)}
    for group, name in shipped_ones.items():
        known_or_mistake(name, names(group), group, "override")
    GlobalHydra.instance().clear()
    with initialize_config_dir(str(shipped("configs")), version_base=None):
        composed = hydra_compose(root, [f"{group}={name}" for group, name in shipped_ones.items()])
    plain: Any = OmegaConf.to_container(composed, resolve=False)
    return {"without": [], **{group: chosen.get(group) for group in groups}, **plain}


def names(group: str) -> list[str]:
    """The shipped files of a group of configs/."""
    return sorted(file.stem for file in (shipped("configs") / group).glob("*.yaml"))


def is_file(name: Any) -> bool:
    """Whether a sweep is meant as a user's own file, not as a shipped name."""
    return isinstance(name, str) and (Path(name).suffix in (".yaml", ".yml") or len(Path(name).parts) > 1)


def laid_over(below: dict[str, Any], over: Mapping[str, Any], nested: Iterable[str]) -> dict[str, Any]:
    """The later word holds; inside ``nested`` settings, number by number."""
    both = [name for name in over if name in nested and isinstance(over[name], Mapping) and isinstance(below.get(name), Mapping)]
    return {**below, **over, **{name: merged(below[name], over[name]) for name in both}}


def merged(below: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings inside mappings, the later word holds."""
    both = {key: merged(below[key], over[key]) for key in over if isinstance(below.get(key), Mapping) and isinstance(over[key], Mapping)}
    return {**below, **over, **both}


def take_away(known: dict[str, Any], path: str, where: str, removable: tuple[str, ...], hint: str) -> None:
    """'~levers.guidance' takes a lever out of every scenario."""
    if path.partition(".")[0] not in removable:
        advice = f"only {', '.join(removable)} can be taken away from" if removable else f"one value, please; {hint}"
        raise Mistake(f"{where}: {advice}")
    known["without"] = [*known["without"], path]


def set_value(known: dict[str, Any], path: str, value: Any, nested: Iterable[str], where: str) -> None:
    """Set what a dotted path names, making the mappings on the way; what was varied there no longer is."""
    first, *inside = path.split(".")
    if inside:
        before = known[first]
        if not isinstance(before, dict):
            before = {before: {}} if isinstance(before, str) and before != "none" else {}
        at: Any = before
        for place, name in enumerate(inside[:-1], 1):
            at = at.get(name) if isinstance(at, dict) else None
            if at is not None and not isinstance(at, dict):
                raise Mistake(f"{where}: {'.'.join((first, *inside[:place]))} already has a value, {shown(at)}")
        known[first] = merged(before, mapping_of(inside, value))
    else:
        known.update(laid_over({first: known[first]}, {first: value}, nested))
    if "vary" in known and first != "vary":
        known["vary"] = {key: values for key, values in known["vary"].items() if key != path}


def mapping_of(path: list[str], value: Any) -> dict[str, Any]:
    """{'a': {'b': value}} of ['a', 'b']."""
    return {path[0]: mapping_of(path[1:], value) if len(path) > 1 else value}


def check_text(name: str, value: Any) -> None:
    """Mistake unless a setting is a text."""
    if not isinstance(value, str) or not value:
        raise Mistake(f"{name} must be a text, not {shown(value)}")


def parsed_word(word: str) -> Any:
    """One word as Hydra reads it, if need be with its value in quotes."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    check_size(word)
    name, equals, value = word.partition("=")
    if not equals and not word.startswith("~"):
        raise Mistake(f"overrides: {shown(word)} must be SETTING=VALUE")
    check_thousands(word, value)
    for number in TINY.findall(value):
        number_of(number, where=f"override {shown(word)}")
    home = value.startswith("~") and name.lstrip("+") in PATHS
    name, typed = name.replace("#", GIVEN), word
    word = f"{name}{equals}{value}"
    error: Exception
    for tried in [f"{name}={quoted(at_home(name, value))}"] if home else [word, *([f"{name}={quoted(value)}"] if plain(value) else [])]:
        try:
            one = OverridesParser.create().parse_override(tried)
            one.value()
            one.key_or_group, one.input_line = (str(text).replace(GIVEN, "#") for text in (one.key_or_group, one.input_line))
            return one
        except (HydraException, ValueError, RecursionError) as found:
            error = found
    how = f"a text goes in two kinds of quotes: \"{name[:40]}='...'\""
    raise Mistake(f"override {shown(typed)}: cannot be read: {in_one_line(error)}; {how}")


def check_size(word: str) -> None:
    """Mistake for what nobody types: Hydra would read it for minutes."""
    if len(word) > LONGEST:
        raise Mistake(f"override {shown(word)}: is longer than {LONGEST:,} characters; a file takes as much: scenario=FILE, sweep=FILE")
    if max(word.count("["), word.count("{"), word.count("(")) > DEPTH and deepest(word) > DEPTH:
        raise Mistake(f"override {shown(word)}: more than {DEPTH} brackets inside one another")
    if "\0" in word:
        raise Mistake(f"override {shown(word)}: holds a character that no text has")


def deepest(word: str) -> int:
    """How many brackets stand inside one another."""
    depth = most = 0
    for letter in word:
        depth += (letter in "[{(") - (letter in "]})")
        most = max(most, depth)
    return most


def check_thousands(word: str, value: str) -> None:
    """3,000,000 is three values to Hydra, two of them 0: nobody means that."""
    if THOUSANDS.fullmatch(value):
        raise Mistake(f"override {shown(word)}: a comma parts values; {one_number(value)}")


def one_number(value: str) -> str:
    """'write 0.6' for '0,6'; nothing for what is no number."""
    if not re.fullmatch(r"[-+]?[\d.,' ]+%?", value):
        return ""
    try:
        return f"for one number write {shown(number_of(value, signs=SIGNS)).removesuffix('.0')}"
    except Mistake as mistake:
        return str(mistake)


def plain(value: str) -> bool:
    """Whether a value is no list, mapping, text in quotes or call, so that it can only be meant as a text."""
    return bool(value) and value[0] not in "[{'\"" and not re.match(r"\w+\(", value)


def quoted(value: str) -> str:
    """The value in quotes as Hydra takes them."""
    escaped = re.sub(r"(\\*)('|$)", lambda found: found[1] * 2 + ("\\'" if found[2] else ""), value)
    return f"'{escaped}'"


def at_home(name: str, value: str) -> str:
    """'~/runs' in the user's home."""
    return str(path_of(Path(value), f"override {shown(f'{name}={value}')}"))


def in_one_line(error: Exception) -> str:
    """The heart of a library's message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:2])[:300] if lines else type(error).__name__
