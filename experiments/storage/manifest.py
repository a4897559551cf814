"""Who made these results, with what, and which numbers behind them nobody has published."""

import importlib.metadata
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.inputs.comparison import Comparison
from experiments.inputs.fingerprint import Fingerprint, content_of
from experiments.inputs.paths import PACKAGE
from experiments.inputs.run_spec import RunSpec
from experiments.outcomes import city_holds, reach
from experiments.outcomes.definitions import Thresholds
from experiments.outcomes.verdicts import Verdicts
from sim import catalogue, facts, population
from sim.city import make_behaviours
from sim.city_numbers import FITTED_TO, CityNumbers, parameters_of
from sim.declare import Parameters
from sim.planned import card_of

PACKAGES = ("learncity", "mesa", "numpy", "numba", "pandas", "pyarrow", "matplotlib", "scipy", "hydra-core", "humanleague")


def made(made_by: str, seconds: float, of: Fingerprint) -> dict[str, Any]:
    """What every manifest says: who made it when, with what, and what identifies it; the sums of the files come last."""
    return {
        "made_by": made_by,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "wall_seconds": round(seconds, 2),
        "fingerprint": of.whole,
        "made_from": of.settings_dict,
        "versions": {"python": platform.python_version(), **versions()},
        "platform": {"system": platform.platform(), "machine": platform.machine(), "python": sys.implementation.name},
        "git_commit": commit(PACKAGE.parent),
    }


def of_question(comparison: Comparison) -> dict[str, Any]:
    """The question, its city, and the numbers behind which nothing published stands."""
    levers = {**comparison.baseline_levers, **comparison.levers}
    own = parameters_of(facts.city(comparison.city).fitted.in_force)
    found = assumed_with(levers, comparison.shock, {**own, **comparison.parameters}, comparison.extensions, comparison.month)
    about = {"question": comparison.settings_dict, "city": city_of(comparison), "assumed": found, "for": reach.reached(comparison)}
    more = {"month": list(comparison.order_of_month), "extensions": brought_by(comparison.extensions)}
    return {**about, **more, **({"tables": tables_of(comparison)} if comparison.tables else {})}


def tables_of(comparison: RunSpec) -> dict[str, dict[str, Any]]:
    """Files of people, courses, providers and occupations: the hash of their bytes, and what they change."""
    found: dict[str, dict[str, Any]] = {
        name: {"file": Path(file).name, "sha256": content_of(file)} for name, file in comparison.tables.items()
    }
    known = comparison.city_facts
    changes = (*facts.teaching(1.0, comparison.tables.get("courses"), comparison.tables.get("providers")).changes, *known.work.changes)
    for name in found:
        if name == "people":
            found[name]["rows"] = len(known.people_file) if known.people_file else 0
        else:
            found[name]["rows"] = [dict(row) for row in changes if row["table"] == name]
    return found


def brought_by(extensions: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What each outside file brings, by kind, and the hash of its bytes."""
    found = {}
    for file in extensions:
        cards = catalogue.extension_cards([Path(file)])
        found[Path(file).name] = {"sha256": content_of(file), **{kind: sorted(named) for kind, named in cards.items() if named}}
    return found


def maker(about: Mapping[str, Any]) -> str:
    """Who made a result: 'learncity 0.5, commit 1a2b3c4d, 2026-11-25'."""
    version = about.get("versions", {}).get("learncity", "of an unknown version")
    return f"learncity {version}, commit {str(about.get('git_commit') or 'unknown')[:8]}, {str(about.get('made_at', 'undated'))[:10]}"


def versions() -> dict[str, str]:
    """Installed versions of what computes and stores."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def commit(checkout: Path) -> str | None:
    """The commit of the checkout, with '+' when files were changed since; outside one, that of which a wheel was built, or None."""
    if not (checkout / ".git").exists():
        built = checkout / "experiments" / "commit.txt"
        return built.read_text(encoding="utf-8").strip() if built.is_file() else None
    head, changed = git(checkout, "rev-parse", "HEAD"), git(checkout, "status", "--porcelain", "-uno")
    return None if head is None else head + ("+" if changed else "")


def git(checkout: Path, *words: str) -> str | None:
    """What git says, or None."""
    try:
        said = subprocess.run(["git", "-C", str(checkout), *words], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return said.stdout.strip() if said.returncode == 0 else None


def city_of(comparison: Comparison) -> dict[str, Any]:
    """The city's facts, their sources, and how well the drawn people fit the counts."""
    known = comparison.city_facts
    people = population.draw(known, comparison.residents, comparison.seeds[0])
    return {
        "name": known.name,
        "title": known.title,
        "year": known.year,
        "people": known.people,
        "people_per_resident": people.weight,
        "fit": people.report.table().to_dict("records"),
        "fit_lines": list(people.report.lines()),
        "tables": known.tables,
        "assumed": known.assumed,
        "fitted": fitted_to(known),
    }


def counts_kept(about: Mapping[str, Any]) -> dict[str, list[str]]:
    """What every page says of its city: what its counts say, where the fitted model lives, and what is stale; nothing without a city."""
    parts = (about.get("question"), about.get("setting"), about.get("configuration"), about.get("settings"), about)
    places = (part.get("city") for part in parts if isinstance(part, Mapping))
    place = next((one for one in places if isinstance(one, str) and one), None)
    return {} if place is None else {"counts_kept": city_holds.told(facts.city(place))}


def fitted_to(known: facts.CityFacts) -> dict[str, Any]:
    """What was fitted to the city's counts: each number with its meaning and what it is fitted to, what came of it, and what is stale."""
    fitted, declared = known.fitted, CityNumbers.declared
    numbers = [
        {"name": name, "value": value, "unit": declared[name].unit, "meaning": declared[name].meaning, "to": ", ".join(FITTED_TO[name])}
        for name, value in fitted.in_force.items()
    ]
    return {"numbers": numbers, "stale": fitted.stale, "told": fitted.file is not None, **fitted.about}


def assumed_with(
    levers: Mapping[str, dict], shock: Mapping[str, dict], parameters: Mapping[str, float], extensions: Iterable[str],
    month: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Numbers in force behind which nothing published stands."""
    extra = catalogue.extension_cards([Path(file) for file in extensions])
    own = {name: card for name, card in extra["behaviour"].items() if name in (month or {})}
    acting = sorted(make_behaviours(parameters, own, month), key=lambda behaviour: behaviour.name())
    found = [numbers_of("behaviour", type(behaviour), behaviour.resolved()) for behaviour in acting]
    found += [numbers_of("outcome", card, {}) for card in (Thresholds, Verdicts)]
    for kind, known, used in (("lever", catalogue.levers(), levers), ("shock", catalogue.shocks(), shock)):
        found += [numbers_of(kind, {**known, **extra[kind]}[card_of(name)], used[name]) for name in used]
    return [row for rows in found for row in rows]


def numbers_of(kind: str, card: type[Parameters], values: dict[str, float]) -> list[dict[str, Any]]:
    """The assumed numbers of one card."""
    return [
        {
            "card": card.name(),
            "kind": kind,
            "name": name,
            "value": values.get(name, number.default),
            "unit": number.unit,
            "meaning": number.meaning,
            "source": number.source,
        }
        for name, number in card.declared.items()
        if number.assumed
    ]
