"""What identifies a result: its settings, the source that can change it, and the data it read. Equal fingerprints, equal results.

Source counts by rooms. ``ROOMS`` says which files of ``sim/`` and ``experiments/`` are in which room, ``KINDS`` which rooms can
change which kind of result. Pages, figures and the terminal can change none; nor can where results lie and which processes
compute them. A file that stands in no room counts for every kind.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from experiments.inputs.paths import PACKAGE
from sim import facts
from sim.declare import Mistake
from sim.facts.people_in_file import map_of

ROOT = PACKAGE.parent
"""The folder in which ``sim`` and ``experiments`` lie."""
PACKAGES = ("sim", "experiments")
SUFFIXES = (".py", ".csv", ".yaml")
SHOWN, CARRIED, UNNAMED = "pages, figures and terminal", "storage and processes", "files in no room"
ROOMS: dict[str, str] = {
    SHOWN: """__init__ __main__ api bench/* cli/* console/* documentation/* evidence/__init__ evidence/backcast/figures
        evidence/backcast/page
        evidence/calibration/figures
        evidence/calibration/page evidence/calibration/terminal evidence/frictions/figures evidence/sensitivity/figures
        evidence/sensitivity/page evidence/sensitivity/terminal evidence/trace/* evidence/trials/figures
        evidence/trials/group_figures evidence/trials/page evidence/trials/study_reasons evidence/trials/wording
        evidence/validation/__init__ evidence/validation/bars evidence/validation/figures evidence/validation/flow_figures
        evidence/validation/kept/*
        evidence/validation/page evidence/validation/suspected_reasons evidence/validation/terminal examples/* figures/*
        inputs/given_cards
        network/figures network/page optimise/figures optimise/page outcomes/headline outcomes/how_sure outcomes/inclusion outcomes/reach
        outcomes/shrinkage outcomes/unspent_words outcomes/who_in_words outcomes/wording own_city/* report/* run/__init__
        run/features run/lever_capacity run/portfolio run/profile run/standing run/terminal sweep/cost_estimate sweep/figures/* sweep/page
        sweep/page_sections sweep/research_tools sweep/terminal workshop/*""",
    CARRIED: """configs/* evidence/validation/stored_results execution/* inputs/ensembles/* inputs/fingerprint inputs/paths
        scenarios/* storage/* sweep/__init__ sweep/hydra_multirun sweep/preload sweep/results
        sweep/scheduler""",
    "sim": "",
    "inputs": """inputs/__init__ inputs/budgets inputs/comparison inputs/ensemble inputs/regimes inputs/scenario
        inputs/seeds inputs/settings""",
    "recording": "recording/*",
    "intervals": "outcomes/__init__ outcomes/card_names outcomes/definitions outcomes/intervals outcomes/resilience",
    "outcomes": "outcomes/*",
    "run": "run/enough_seeds run/job run/seeds",
    "run spec": "inputs/run_spec",
    "stored run": "sweep/task",
    "sweep": "sweep/*",
    "optimise": "optimise/*",
    "network": "network/*",
    "targets": "evidence/targets/*",
    "measures": "evidence/validation/measures/* evidence/validation/recorder",
    "trials": """evidence/trials/__init__ evidence/trials/effects evidence/trials/estimates
        evidence/trials/inputs evidence/trials/job evidence/trials/panel evidence/trials/plausible_ranges
        evidence/trials/treatment evidence/trials/trial""",
    "studies": "evidence/trials/studies evidence/trials/studies/* evidence/validation/studies_job",
    "validation": """evidence/validation/job evidence/validation/occupations/* evidence/validation/scoring
        evidence/validation/shock_response evidence/validation/twins evidence/validation/virtual_experiments/*""",
    "frictions": """evidence/frictions/__init__ evidence/frictions/frictions evidence/frictions/job evidence/validation/poaching""",
    "backcast": "evidence/backcast/*",
    "calibration": "evidence/calibration/*",
    "sensitivity": "evidence/sensitivity/*",
}
"""Files by room, without their suffix and within ``experiments``; the first room in which a file stands is its own."""
WHAT = {"sim": "the rules and facts of the model", "inputs": "how settings are read", "recording": "what is kept of a city",
        "intervals": "how outcomes and their intervals are read", "outcomes": "how outcomes are judged",
        UNNAMED: "files of no room"}  # fmt: skip
"""A room in words; the others by their names."""
LIVED = ("sim", "run spec", "recording", "intervals", "outcomes", "stored run")
EVIDENCE = ("sim", "run spec", "inputs", "intervals", "targets")
KINDS: dict[str, tuple[str, ...]] = {
    "run": ("sim", "run spec", "inputs", "recording", "intervals", "outcomes", "run"),
    "stored run": LIVED,
    "sweep": (*LIVED, "inputs", "sweep"),
    "optimise": (*LIVED, "inputs", "sweep", "optimise"),
    "network": ("sim", "run spec", "inputs", "recording", "intervals", "outcomes", "network"),
    "city of a calibration": ("sim", "run spec", "targets", "measures"),
    "calibration": (*EVIDENCE, "measures", "calibration"),
    "sensitivity": (*LIVED, "inputs", "sweep", "sensitivity"),
    "trial": (*EVIDENCE, "trials"),
    "studies": (*EVIDENCE, "trials", "studies"),
    "frictions": (*EVIDENCE, "trials", "studies", "frictions"),
    "backcast": (*EVIDENCE, "backcast"),
    "validation": (*EVIDENCE, "measures", "trials", "studies", "validation"),
}
"""Rooms that can change a kind of result. A run of a sweep's store is resolved and labelled before it is asked for."""


@dataclass(frozen=True)
class Fingerprint:
    """Hashes of what decides a result: the settings, each room of source, each piece of data."""

    kind: str
    settings: str
    source: dict[str, str]
    data: dict[str, str]

    @property
    def whole(self) -> str:
        """All of it in 64 hexadecimal digits."""
        return hashlib.sha256(plain(self.settings_dict)).hexdigest()

    @property
    def settings_dict(self) -> dict[str, Any]:
        """As plain data, for a manifest."""
        return dict(vars(self))


def fingerprint(
    kind: str, settings: Mapping[str, Any], city: str | None = None, extensions: Iterable[str] = (), data: Mapping[str, Any] | None = None
) -> Fingerprint:
    """The fingerprint of a result of this kind. Of a user's folder or file counts what is in it, not where it lies."""
    inside = {name: value for name, value in settings.items() if name not in ("city", "extensions", "tables")}
    read = {"city": content_of(city)} if city is not None else {}
    read |= {f"extension {n}": content_of(file) for n, file in enumerate(extensions, 1)}
    read |= {name: content_of(folder) for name, folder in (data or {}).items()}
    return Fingerprint(kind, hashlib.sha256(plain(inside)).hexdigest(), source(kind), read)


def source(kind: str) -> dict[str, str]:
    """The hash of every room that can change this kind of result."""
    known = sources(ROOT)
    return {room: known[room] for room in (*KINDS[kind], UNNAMED) if room in known}


def code(kind: str) -> str:
    """The same as one short word."""
    return hashlib.sha256(plain(source(kind))).hexdigest()[:20]


def model_source() -> str:
    """Hash of the model's source and facts, whatever Python runs it: an ensemble belongs to one."""
    return sources(ROOT)["sim"]


@cache
def sources(root: Path) -> dict[str, str]:
    """The hash of every room of a source tree, by the names of its files within their package and by their content."""
    return by_room(content_of_tree(root))


def content_of_tree(root: Path) -> dict[tuple[str, str], bytes]:
    """Every file of source, by its package and its name within."""
    found = {}
    for package in PACKAGES:
        home = root / package
        for file in sorted(one for one in home.rglob("*") if counts(one.relative_to(home))):
            found[package, file.relative_to(home).as_posix()] = file.read_bytes()
    return found


def by_room(files: Mapping[tuple[str, str], bytes]) -> dict[str, str]:
    """The hash of the files of every room that can change a result."""
    digests: dict[str, Any] = {}
    for (package, name), content in files.items():
        digests.setdefault(room_of(package, name), hashlib.sha256()).update(name.encode() + b"\0" + content)
    return {room: digest.hexdigest()[:16] for room, digest in digests.items() if room not in (SHOWN, CARRIED)}


def counts(name: Path) -> bool:
    """Whether a file is source or data of the code; hidden ones are editors' and systems' own."""
    return name.suffix in SUFFIXES and not any(part.startswith(".") for part in name.parts)


@cache
def room_of(package: str, name: str) -> str:
    """The room of a file."""
    if package == "sim":
        return "sim"
    stem = name.rpartition(".")[0]
    return next((room for room, files in ROOMS.items() if any(fnmatch(stem, one) for one in files.split())), UNNAMED)


def content_of(place: str | Path) -> str:
    """An embedded city's name (its counts are source), or the hash of a user's file, of her city, or of all files of another folder.

    What was fitted to a city counts with it: wherever it is kept, by its numbers.
    """
    if str(place) in facts.cities():
        return str(place) + kept_aside(str(place))
    folder = Path(place)
    if folder.is_file():  # of a table of people its map of columns, too
        beside = map_of(folder) if folder.suffix != ".yaml" and map_of(folder).is_file() else None
        return hashlib.sha256(folder.read_bytes() + (b"\0" + beside.read_bytes() if beside else b"")).hexdigest()
    files = city_files(folder) or sorted(file for file in folder.glob("*") if file.is_file() and not file.name.startswith("."))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return (digest.hexdigest() if files else "not there") + (kept_aside(folder) if city_files(folder) else "")


def kept_aside(city: str | Path) -> str:
    """A word for what was fitted to a city; empty where nothing was, where it is source, and where the city cannot be read."""
    try:
        fitted = facts.city(city).fitted
    except Mistake:
        return ""
    source_too = fitted.file is not None and fitted.file.is_relative_to(ROOT / "sim")
    return "" if source_too or not fitted.in_force else f" {hashlib.sha256(plain(fitted.in_force)).hexdigest()}"


def city_files(folder: Path) -> list[Path]:
    """What the reader of cities reads of a folder; whatever else lies there is no part of the city."""
    if not (folder / "city.yaml").is_file():
        return []
    return [file for file in facts.files_of(folder) if file.is_file()]


def differences(made: Any, now: Fingerprint) -> list[str]:
    """What differs between a manifest's fingerprint and today's, in words; nothing when their results are equal."""
    parts = made if isinstance(made, Mapping) else {}
    if not all(isinstance(parts.get(name), Mapping) for name in ("source", "data")):
        return ["its manifest does not tell its source: it was made by an earlier version"]
    found = ["the settings (edited since, or of another version)"] if parts.get("settings") != now.settings else []
    for which, words in (("source", WHAT), ("data", {})):
        before, after = parts[which], now.settings_dict[which]
        found += [words.get(name, name) for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    return found


def plain(value: Any) -> bytes:
    """Plain data in one way only."""
    return json.dumps(value, sort_keys=True).encode()
