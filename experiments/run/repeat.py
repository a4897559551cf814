"""`learncity run --from MANIFEST`: the question of a manifest, and whether today's source and data would answer it as then."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.console.printing import say
from experiments.inputs import fingerprint
from experiments.inputs.comparison import Comparison, from_record
from experiments.inputs.yaml_reader import read_json
from experiments.storage import manifest
from sim.declare import Mistake

MAY_DIFFER = ("workers", "output", "city")
"""Where the results go and the city lies, and how many processes compute, decide nothing."""


def question(file: str, words: list[str], how: Mapping[str, Any], anyway: bool) -> Comparison:
    """The question of a manifest, its city where it is now; Mistake when something differs, unless it is to be run ``anyway``."""
    for word in words:
        if word.partition("=")[0] not in MAY_DIFFER:
            raise Mistake(f"override {word!r}: a repeated run takes only {', '.join(f'{name}=...' for name in MAY_DIFFER)}")
    about = read_json(Path(file))
    record = about.get("question") if isinstance(about, Mapping) else None
    if not isinstance(record, dict):
        raise Mistake(f"{file}: question is missing; is it a manifest of learncity run?")
    found = from_record({**record, "city": how["city"]} if how.get("city") else record, file)
    compare(file, about, found, anyway)
    return found


def compare(file: str, about: Mapping[str, Any], found: Comparison, anyway: bool) -> None:
    """Say what differs between then and now."""
    differs = fingerprint.differences(about.get("made_from"), found.fingerprint)
    if not differs:
        return
    told = f"{file} was made by {manifest.maker(about)}; since then these differ: {'; '.join(differs)}"
    if not anyway:
        raise Mistake(f"{told}. The answer may be another one; --anyway runs it with what is here now")
    say(f"{told}. It is run with what is here now.")
