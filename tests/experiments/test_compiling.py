"""The first start: both processes walk through all rules, and a helper that fails costs time, nothing else."""

import pickle

from numba.core.caching import IndexDataCacheFile

from experiments import compiling
from sim import kernels
from sim.city import MONTH, City


def test_a_month_can_begin_in_its_middle_in_a_city_that_was_handed_over(monkeypatch):
    city = pickle.loads(pickle.dumps(City("helsinki", 300, 1)))
    ran = []
    for behaviour in city.behaviours:
        monkeypatch.setattr(type(behaviour), "act", noted(ran, type(behaviour).act))
    compiling.use_rules(city, compiling.MIDDLE)
    assert ran[:2] == ["SettingConditions", "Vacancies"] and ran[len(MONTH) - 1] == "AidedWork"
    assert len(ran) == 2 * len(MONTH) == 2 * len(set(ran))


def noted(ran, act):
    """The same act, which also notes whose it was."""
    return lambda behaviour, city: (ran.append(type(behaviour).__name__), act(behaviour, city))


def test_the_rules_are_compiled_with_one_word_on_it_and_with_a_helper_that_falls_over(monkeypatch):
    said = []
    monkeypatch.setattr(compiling, "compiled_before", lambda: False)
    monkeypatch.setattr(compiling, "FOLLOW", "raise SystemExit(3)")
    monkeypatch.setattr(compiling.os, "cpu_count", lambda: 2)
    compiling.compile_rules(said.append)
    assert len(said) == 1 and "once" in said[0]


def test_nothing_is_said_or_done_when_the_rules_are_there(monkeypatch):
    monkeypatch.setattr(compiling, "compiled_before", lambda: True)
    monkeypatch.setattr(compiling, "use_rules", None)
    compiling.compile_rules(None)


def test_two_processes_that_compile_at_once_never_run_each_others_code(tmp_path, monkeypatch):
    one, other = (IndexDataCacheFile(str(tmp_path), "rule", "stamp") for _ in range(2))
    write = one._save_data

    def while_the_other_saves(name, data):
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(kernels, "OWN", "other")
            elsewhere.setattr(other, "_load_index", dict)
            other.save("real", "code for reals")
        write(name, data)

    monkeypatch.setattr(one, "_save_data", while_the_other_saves)
    one.save("whole", "code for whole numbers")
    assert IndexDataCacheFile(str(tmp_path), "rule", "stamp").load("real") == "code for reals"
