"""A city is fitted to its own counts: searched, tried on fresh luck, written beside the counts, and told."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from experiments.console.printing import say
from experiments.execution import progress
from experiments.execution.compile_rules import compile_rules
from experiments.execution.pool import check_workers, pool_of
from experiments.inputs.scenario import city_place
from experiments.outcomes import city_holds
from experiments.own_city.fitting import Found, Search, search
from experiments.own_city.living import live
from experiments.storage.disk import or_cannot_store, remove, write_whole
from sim import facts, kernel_cache
from sim.city import check_whole
from sim.city_numbers import CityNumbers
from sim.facts.cities_of_counts import folder_of, forget
from sim.facts.fitted_numbers import FILE, in_cache, model_word

RESIDENTS = 10_000
WORDS = """# Written by `learncity fit-city`: with these numbers of its own the calm city keeps the counts beside this file.
# They are explained by `learncity explain city_numbers`. Take the file out, and the city is fitted again when it is next used.
"""


def fit(city: str, residents: int = RESIDENTS, workers: int | None = None, fresh: bool = False) -> Path:
    """Fit a city by its name or folder and keep what was found; where it was kept. Goes on where it was stopped."""
    check_whole("residents", residents, 500, 20_000_000)
    check_workers(workers)
    place = city_place(city)
    known = facts.city(place)
    counts = city_holds.said(known)
    folder = kernel_cache.wanted() / "fitting" / f"{counts_of(place)}-{model_word()}"
    with or_cannot_store(folder):
        if fresh:
            remove(folder)
        say(f"{known.title}: looking for the few numbers with which it keeps its own counts (once; a few minutes).")
        compile_rules()
        with pool_of(workers, (live.__module__,)) as pool:
            look = Search(place, residents, counts, folder, workers, pool=pool)
            with progress.bar(look.cities(), "Living", "cities") as bar:
                look.on_progress = bar
                found = search(look, bar.begin)
        kept = keep(place, about(known.title, residents, look, found))
        remove(folder)
    for line in city_holds.lines(facts.city(place).fitted.about["holds"]):
        say(line)
    say(f"Kept in {kept}.")
    return kept


def rest(city: str) -> Path:
    """Keep with the city that it is not to be fitted: the model's own numbers are in force."""
    place = city_place(city)
    return keep(place, {"numbers": {}, "kept_because": "asked not to be fitted: the model's own numbers are in force"})


def keep(place: str, found: Mapping[str, Any]) -> Path:
    """Write what was found beside the counts, or where that cannot be done into the cache, and say so."""
    content = {"city": facts.city(place).title, "made_at": f"{datetime.now(UTC):%Y-%m-%d}", "model": model_word()}
    text = WORDS + yaml.safe_dump({**content, "counts": counts_of(place), **found}, allow_unicode=True, sort_keys=False, width=1000)
    file = folder_of(place) / FILE
    try:
        write_whole(file, text.encode())
    except OSError as error:
        file = in_cache(counts_of(place))
        say(f"{folder_of(place)} cannot be written ({error.strerror}): what was fitted is kept in {file} and used from there.")
        write_whole(file, text.encode())
    forget()
    return file


def counts_of(place: str) -> str:
    """The word for the counts of a city."""
    return facts.city(place).counts_word


def about(title: str, residents: int, look: Search, found: Found) -> dict[str, Any]:
    """What the file says: the numbers, and what the counts say beside where the model lives, before and after."""
    before, after = (np.array([look.measured(years) for years in lives]) for lives in (found.before, found.after))
    holds = {}
    for at, name in enumerate(look.told):
        one = city_holds.row(name, look.counts[name], after[:, at])
        holds[name] = {
            "counts": short(one["counts"]), "at_rest": short(before[:, at].mean()), "lives_at": short(one["lives_at"]),
            "error": short(one["error"]), "parts": one["parts"],
        }  # fmt: skip
    numbers = {name: value for name, value in found.numbers.items() if value != CityNumbers.declared[name].default}
    return {"residents": residents, "cities_lived": found.cities, "numbers": numbers, "holds": {**holds, **drift(found)}}


def drift(found: Found) -> dict[str, Any]:
    """How unemployment moves in the twenty years, and how far it differs between districts; as the counts would have it: not at all."""
    years = np.array([lived["unemployment"] for lived in found.after])
    moved = years[:, -5:].mean(axis=1) - years[:, city_holds.FIRST : city_holds.FIRST + 5].mean(axis=1)
    error = float(moved.std(ddof=1) / np.sqrt(len(moved)))
    parts = bool(abs(moved.mean()) > city_holds.HELD["unemployment"].parts + 2 * error)
    return {"drift": {"counts": 0.0, "lives_at": short(moved.mean()), "error": short(error), "parts": parts}}


def short(value: float) -> float:
    """Four digits behind the point."""
    return round(float(value), 4)
