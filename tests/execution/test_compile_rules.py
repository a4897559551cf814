"""The first start: both processes walk through all rules, and a helper that fails costs time, nothing else."""

import os
import pickle

import pytest

from experiments.execution import compile_rules, processes
from sim import kernel_cache
from sim.city import MONTH, City


def test_a_month_can_begin_in_its_middle_in_a_city_that_was_handed_over(monkeypatch):
    city = pickle.loads(pickle.dumps(City("helsinki", 300, 1)))
    ran = []
    for behaviour in city.behaviours:
        monkeypatch.setattr(type(behaviour), "act", noted(ran, type(behaviour).act))
    compile_rules.use_rules(city, compile_rules.MIDDLE)
    assert ran[:2] == ["SettingConditions", "Vacancies"] and ran[len(MONTH) - 1] == "AidedWork"
    assert len(ran) == 2 * len(MONTH) == 2 * len(set(ran))


def noted(ran, act):
    """The same act, which also notes whose it was."""
    return lambda behaviour, city: (ran.append(type(behaviour).__name__), act(behaviour, city))


def test_the_rules_are_compiled_with_one_word_on_it_and_with_a_helper_that_falls_over(monkeypatch):
    said, real = [], processes.start
    monkeypatch.setattr(compile_rules, "compiled_before", lambda: False)
    monkeypatch.setattr(processes, "start", lambda target, *about: real(os._exit, 3))
    monkeypatch.setattr(compile_rules.os, "cpu_count", lambda: 2)
    compile_rules.compile_rules(said.append)
    assert len(said) == 1 and "once" in said[0]


def test_the_helper_uses_the_rules_of_the_city_it_is_handed(monkeypatch):
    class Pipe:
        def recv(self):
            return "city", 7

    used = []
    monkeypatch.setattr(compile_rules, "use_rules", lambda *words: used.append(words))
    compile_rules.follow(Pipe())
    assert used == [("city", 7)]


def test_nothing_is_said_or_done_when_the_rules_are_there(monkeypatch):
    monkeypatch.setattr(compile_rules, "compiled_before", lambda: True)
    monkeypatch.setattr(compile_rules, "use_rules", None)
    compile_rules.compile_rules(None)


def test_two_processes_that_compile_at_once_never_run_each_others_code(tmp_path, monkeypatch):
    one, other = (kernel_cache.CacheFile(str(tmp_path), "rule", "stamp") for _ in range(2))
    write = one._save_data

    def while_the_other_saves(name, data):
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(kernel_cache, "OWN", "other")
            elsewhere.setattr(other, "_load_index", dict)
            other.save("real", "code for reals")
        write(name, data)

    monkeypatch.setattr(one, "_save_data", while_the_other_saves)
    one.save("whole", "code for whole numbers")
    assert kernel_cache.CacheFile(str(tmp_path), "rule", "stamp").load("real") == "code for reals"


@pytest.mark.parametrize("damage", [lambda whole: b"", lambda whole: whole[: len(whole) // 2], lambda whole: os.urandom(len(whole)),
                                    lambda whole: whole[:-1] + bytes([whole[-1] ^ 1])])  # fmt: skip
@pytest.mark.parametrize("which", ["*.nbi", "*.nbc"])
def test_a_damaged_file_is_missing_until_it_is_written_again(tmp_path, damage, which):
    files = kernel_cache.CacheFile(str(tmp_path), "rule", "stamp")
    files.save("real", "code")
    (file,) = tmp_path.glob(which)
    file.write_bytes(damage(file.read_bytes()))
    assert files.load("real") is None
    files.save("real", "code again")
    assert files.load("real") == "code again"
    assert kernel_cache.CacheFile(str(tmp_path), "rule", "another source").load("real") is None


def test_what_cannot_be_written_is_told_and_done_without(tmp_path):
    place = tmp_path / "cache" / "sim"
    place.parent.write_text("a file in the folder's place")
    files = kernel_cache.CacheFile(str(place), "rule", "stamp")
    with pytest.warns(kernel_cache.CacheWarning, match="LEARNCITY_CACHE"):
        files.save("real", "code")
    assert files.load("real") is None
