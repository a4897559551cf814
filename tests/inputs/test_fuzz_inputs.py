"""Ten thousand inputs that went wrong: each is understood, or refused in one short message, at once."""

import random
import time
import zlib
from pathlib import Path

import pytest
from mutations import mutated
from readers import Reader, readers

from experiments.inputs import settings
from sim.declare import Mistake

SECONDS = 10
"""No input is thought about for longer, in seconds of one core."""
LONGEST = 2000
FAST = {"words composed": 12, "sweep": 25, "network": 15}
SLOW = {"words composed": 150, "sweep": 500, "network": 500, "scenario": 2500, "message": 2500, "manifest": 900, "words": 1500,
        "scenario from a notebook": 700, "ensemble": 800, "any YAML": 1500}  # fmt: skip
READERS = readers()


@pytest.fixture(autouse=True)
def composed_once(monkeypatch):
    """Hydra composes the same base of every sweep: once will do."""
    kept, make = {}, settings.base

    def base(root, chosen, groups):
        if not isinstance(root, str):
            return make(root, chosen, groups)
        key = root, repr(sorted((name, value) for name, value in chosen.items() if not settings.is_file(value)))
        if key not in kept:
            kept[key] = make(root, chosen, groups)
        return {**kept[key], **({"sweep": chosen.get("sweep")} if "sweep" in groups else {})}

    monkeypatch.setattr(settings, "base", base)


def complaint(reader: Reader, data: bytes, file: Path) -> str:
    """What is wrong with how an input was taken; nothing when it was understood or refused as it should be."""
    file.write_bytes(data)
    began = time.process_time()
    try:
        reader.read(file)
    except Mistake as mistake:
        told = str(mistake)
        if len(told.encode()) >= LONGEST or not told.strip():
            return f"message of {len(told.encode())} bytes: {told[:200]}"
        if any(word in told for word in ("np.", "datetime.", "object at 0x", "Traceback")):
            return f"not plain: {told[:300]}"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    seconds = time.process_time() - began
    return f"took {seconds:.0f} s" if seconds > SECONDS else ""


def tried(reader: Reader, times: int, folder: Path) -> list[str]:
    """So many changed inputs, always the same ones; the complaints of which there are any."""
    luck, found = random.Random(zlib.crc32(reader.name.encode())), []
    for number in range(times):
        data = mutated(luck.choice(reader.texts), luck)
        said = complaint(reader, data, folder / f"input{number}.yaml")
        if said:
            found.append(f"{number}: {said} <- {data[:400]!r}")
    return found


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_is_right_is_understood(reader, tmp_path):
    for number, text in enumerate(reader.texts[:4]):
        file = tmp_path / f"right{number}.yaml"
        file.write_text(text, encoding="utf-8")
        if reader.name in ("words composed", "words") or '"read"' in text:
            continue
        reader.read(file)


@pytest.mark.parametrize("reader", [one for one in READERS if one.unknown], ids=lambda reader: reader.name)
def test_no_unknown_name_is_passed_over(reader, tmp_path):
    for number, text in enumerate(reader.texts[:6]):
        file = tmp_path / f"unknown{number}.yaml"
        file.write_text(text.rstrip("\n") + reader.unknown, encoding="utf-8")
        with pytest.raises(Mistake, match="silent"):
            reader.read(file)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_some_hundred_wrong_inputs_are_taken_well(reader, tmp_path):
    assert not tried(reader, FAST.get(reader.name, 50), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_ten_thousand_wrong_inputs_are_taken_well(reader, tmp_path):
    assert not tried(reader, SLOW[reader.name], tmp_path)
