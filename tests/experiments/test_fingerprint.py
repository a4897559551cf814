"""What identifies a result: all source that can change it, its settings, the data it reads, and nothing else."""

import ast
import json
import shutil
import sys
from pathlib import Path

import pytest

from experiments import cli
from experiments.inputs import fingerprint
from experiments.inputs.comparison import from_settings
from experiments.inputs.fingerprint import CARRIED, KINDS, ROOMS, SHOWN, UNNAMED, by_room, content_of, content_of_tree, room_of
from experiments.inputs.scenario import city_place, say_which
from experiments.inputs.settings import compose
from experiments.outcomes import intervals
from experiments.run import seeds
from sim import facts
from sim.declare import Mistake

ROOT = fingerprint.ROOT
TREE = content_of_tree(ROOT)
HELSINKI = Path(facts.__file__).parent / "cities" / "helsinki"
TINY = ["residents=200", "months=2", "burn_in=1", "seeds=2", "shock=none", "workers=1"]
BEGINS = {
    "run": ("run.job", "run.seeds"), "stored run": ("sweep.task",), "sweep": ("sweep.job", "sweep.findings.collect"),
    "optimise": ("optimise.job",), "network": ("network.job",),
    "calibration": ("evidence.calibration.point_job", "evidence.calibration.ensemble_job"),
    "city of a calibration": ("evidence.validation.measures", "evidence.targets.setting"), "sensitivity": ("evidence.sensitivity.job",),
    "trial": ("evidence.trials.job",), "studies": ("evidence.validation.studies_job",), "frictions": ("evidence.frictions.job",),
    "validation": ("evidence.validation.job",), "backcast": ("evidence.backcast.job",),
}  # fmt: skip
"""Modules in which each kind of result is computed."""
SETTINGS_ONLY = {
    ("evidence.targets.setting", "inputs.seeds"), ("evidence.trials.inputs", "evidence.trials.studies"),
    ("evidence.calibration.inputs", "evidence.validation.job"), ("evidence.validation.studies_job", "evidence.validation.scoring"),
}  # fmt: skip
"""Imports that read settings, which are resolved before they count, or words of a page: they change no result."""
MODULES = {
    ".".join(Path(name).with_suffix("").parts).removesuffix(".__init__"): (name, ast.parse(content))
    for (package, name), content in TREE.items()
    if package == "experiments" and name.endswith(".py")
}


def imports(module):
    """Modules of experiments that a module names, wherever in it."""
    for node in ast.walk(MODULES[module][1]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "experiments":
            base = node.module.partition(".")[2]
            for one in node.names:
                inside = f"{base}.{one.name}".strip(".")
                yield inside if inside in MODULES else base


def room(module):
    return room_of("experiments", MODULES[module][0])


def test_every_file_is_in_a_room_and_every_entry_of_a_room_is_a_file():
    assert [name for (package, name) in TREE if room_of(package, name) == UNNAMED] == []
    stems = [name.rpartition(".")[0] for (package, name) in TREE if package == "experiments"]
    only_installed = ("configs/*", "scenarios/*")
    for files in ROOMS.values():
        for entry in files.split():
            assert entry in only_installed or any(fingerprint.fnmatch(stem, entry) for stem in stems), entry
    assert {one for rooms in KINDS.values() for one in rooms} == set(ROOMS) - {SHOWN, CARRIED}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_result_is_computed_with_is_in_its_rooms(kind):
    assert {*BEGINS[kind], *(module for pair in SETTINGS_ONLY for module in pair)} <= set(MODULES), "named by their names of today"
    seen, left = set(), [(module, None) for module in BEGINS[kind]]
    while left:
        module, asker = left.pop()
        if module in seen or module not in MODULES or room(module) in (SHOWN, CARRIED) or (asker, module) in SETTINGS_ONLY:
            continue
        assert room(module) in KINDS[kind], f"{module} of room {room(module)}, imported by {asker}, can change a {kind}"
        seen.add(module)
        left += [(other, module) for other in imports(module)]


def test_an_edit_of_any_file_leaves_exactly_its_dependents_unanswered():
    before, changed = by_room(TREE), {}
    for place, content in TREE.items():
        after = by_room({**TREE, place: content + b"\n# edited\n"})
        changed["/".join(place)] = {kind for kind, rooms in KINDS.items() if any(before[room] != after[room] for room in rooms)}
        own = room_of(*place)
        assert changed["/".join(place)] == {kind for kind, rooms in KINDS.items() if own in rooms}, place
    every = {kind for kind, rooms in KINDS.items() if "sim" in rooms}
    assert every >= {"run", "sweep", "network", "optimise", "trial", "validation", "calibration", "sensitivity"}
    assert changed["sim/city.py"] == changed["sim/facts/cities/helsinki/jobs.csv"] == every
    for name in ("outcomes/intervals.py", "outcomes/definitions.py"):
        assert changed[f"experiments/{name}"] == every - {"city of a calibration"}, name
    of_runs = {"run", "stored run", "sweep", "optimise", "sensitivity", "network"}
    for name in ("outcomes/paired_effects.py", "outcomes/fiscal.py", "recording/run_tables.py"):
        assert changed[f"experiments/{name}"] == of_runs, name
    assert changed["experiments/evidence/validation/measures/wages.py"] == {"city of a calibration", "calibration", "validation"}
    assert changed["experiments/evidence/targets/targets.csv"] >= {"validation", "studies", "calibration"}
    for name in ("report/page.py", "figures/fan.py", "evidence/validation/page.py", "network/figures.py", "run/terminal.py"):
        assert not changed[f"experiments/{name}"], name


def test_a_new_file_in_no_room_counts_for_every_kind():
    after = by_room({**TREE, ("experiments", "evidence/new_idea.py"): b""})
    assert UNNAMED in after and UNNAMED not in by_room(TREE)


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the source by which results are identified; the function edits one of its files."""
    home = tmp_path / "copy"
    for (package, name), content in TREE.items():
        (home / package / name).parent.mkdir(parents=True, exist_ok=True)
        (home / package / name).write_bytes(content)
    monkeypatch.setattr(fingerprint, "ROOT", home)
    fingerprint.sources.cache_clear()

    def edit(name, old, new):
        text = (home / name).read_text(encoding="utf-8")
        assert old in text
        (home / name).write_text(text.replace(old, new), encoding="utf-8")
        fingerprint.sources.cache_clear()

    yield edit
    fingerprint.sources.cache_clear()


@pytest.mark.slow
def test_a_run_under_another_interval_or_source_is_not_answered_before(copy, tmp_path, monkeypatch, capsys):
    words = ["run", *TINY, f"output={tmp_path / 'outputs'}"]
    assert cli.main(words) == 0
    copy("experiments/report/page.py", '"""', '"""Edited. ')
    lived = seeds.simulate_worlds
    monkeypatch.setattr(seeds, "simulate_worlds", None)
    assert cli.main(words) == 0 and "answered before" in capsys.readouterr().err, "pages change no result"
    monkeypatch.setattr(seeds, "simulate_worlds", lived)
    copy("experiments/outcomes/intervals.py", "LEVEL = 0.90", "LEVEL = 0.50")
    monkeypatch.setattr(intervals, "LEVEL", 0.5)
    assert cli.main(words) == 0 and "answered before" not in capsys.readouterr().err
    old, new = sorted((tmp_path / "outputs").iterdir(), key=lambda folder: folder.stat().st_mtime)
    assert old.name != new.name

    manifest = str(old / "manifest.json")
    assert cli.main(["run", "--from", manifest, f"output={tmp_path / 'again'}"]) == 2
    said = capsys.readouterr().err
    assert "made by learncity" in said and "how outcomes and their intervals are read" in said and "--anyway" in said
    assert not (tmp_path / "again").exists()
    assert cli.main(["run", "--from", manifest, "--anyway", "workers=1", f"output={tmp_path / 'again'}"]) == 0
    assert [folder.name for folder in (tmp_path / "again").iterdir()] == [new.name]


@pytest.mark.slow
def test_a_sweep_enlarged_after_a_change_of_periods_reuses_nothing(copy, tmp_path):
    from experiments.sweep import inputs, job

    def swept(seeds):
        words = [*TINY[:3], "shock=none", "workers=1", f"seeds={seeds}", "scenario=skills_first", f"store={tmp_path / 'store'}"]
        return job.run(inputs.compose(words), shown=False)

    assert swept(1).outcome.computed == 2 and swept(2).outcome.computed == 2, "what is there is not run again"
    copy("experiments/outcomes/definitions.py", "LATE_MONTHS, AFTER_MONTHS = 60", "LATE_MONTHS, AFTER_MONTHS = 48")
    assert swept(3).outcome.computed == 6


def test_settings_and_what_is_in_a_city_count_but_not_where_it_lies(tmp_path, capsys):
    town = tmp_path / "town"
    shutil.copytree(HELSINKI, town)
    first = from_settings(compose("config", [*TINY, f"city={town}"]))
    for junk in (".DS_Store", ".~lock.jobs.csv#", "jobs.csv~", "notes.txt", "Thumbs.db"):
        (town / junk).write_text("junk")
    moved = tmp_path / "elsewhere" / "town"
    shutil.copytree(town, moved)
    assert from_settings(compose("config", [*TINY, f"city={moved}"])).fingerprint.whole == first.fingerprint.whole
    assert from_settings(compose("config", [*TINY, f"city={town}", "seeds=3"])).fingerprint.whole != first.fingerprint.whole
    (town / "city.yaml").write_text((town / "city.yaml").read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")
    again = from_settings(compose("config", [*TINY, f"city={town}"]))
    assert fingerprint.differences(first.fingerprint.settings_dict, again.fingerprint) == ["city"]


@pytest.mark.slow
def test_a_manifest_of_an_own_city_is_repeated_after_the_folder_moved(tmp_path, capsys, monkeypatch):
    town, moved = tmp_path / "town", tmp_path / "moved" / "town"
    shutil.copytree(HELSINKI, town)
    output = f"output={tmp_path / 'outputs'}"
    assert cli.main(["run", *TINY, f"city={town}", output]) == 0
    (folder,) = (tmp_path / "outputs").iterdir()
    shutil.copytree(town, moved)
    shutil.rmtree(town)
    again = ["run", "--from", str(folder / "manifest.json"), output]
    assert cli.main(again) == 2 and "say where it is now: city=FOLDER" in capsys.readouterr().err
    monkeypatch.setattr(seeds, "simulate_worlds", None)
    assert cli.main([*again, f"city={moved}"]) == 0 and "answered before" in capsys.readouterr().err
    with (moved / "districts.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert cli.main([*again, f"city={moved}"]) == 2 and "these differ: city" in capsys.readouterr().err


def test_a_manifest_that_tells_no_source_is_not_repeated_unasked(finished, tmp_path, capsys):
    about = json.loads((finished / "manifest.json").read_text(encoding="utf-8"))
    old = tmp_path / "manifest.json"
    old.write_text(json.dumps({name: value for name, value in about.items() if name != "made_from"}), encoding="utf-8")
    assert cli.main(["run", "--from", str(old), f"output={tmp_path}"]) == 2
    assert "an earlier version" in capsys.readouterr().err
    about["question"]["seeds"] = [1, 2, 3]
    old.write_text(json.dumps(about), encoding="utf-8")
    assert cli.main(["run", "--from", str(old), f"output={tmp_path}"]) == 2
    assert "the settings" in capsys.readouterr().err


def test_the_files_of_a_city_are_those_its_reader_opens(tmp_path):
    town, opened = tmp_path / "town", set()
    shutil.copytree(HELSINKI, town)
    (town / ".DS_Store").write_text("junk")
    listening = True

    def hear(event, words):
        if listening and event == "open" and str(words[0]).startswith(str(town)):
            opened.add(Path(str(words[0])).name)

    sys.addaudithook(hear)
    facts.city(town)
    listening = False
    assert opened - {"fitted.yaml"} == {file.name for file in fingerprint.city_files(town)}, "what was fitted is said by its numbers"


def test_data_outside_the_code_counts(tmp_path):
    from experiments.evidence.targets.setting import Setting
    from experiments.evidence.validation.job import Validation

    (tmp_path / "edges.csv").write_text("a")
    made_up, read = (Validation(Setting(mobility=one)).fingerprint for one in ("", str(tmp_path)))
    (tmp_path / "edges.csv").write_text("b")
    edited = Validation(Setting(mobility=str(tmp_path))).fingerprint
    assert len({made_up.whole, read.whole, edited.whole}) == 3
    assert content_of(tmp_path / "not there") == "not there"


def test_a_name_that_is_a_city_and_a_folder_is_the_city_and_that_is_said(tmp_path, monkeypatch, capsys):
    shutil.copytree(HELSINKI, tmp_path / "helsinki")
    monkeypatch.chdir(tmp_path)
    say_which.cache_clear()
    assert city_place("helsinki") == "helsinki"
    assert "city=./helsinki" in capsys.readouterr().err
    assert city_place("./helsinki") == str(tmp_path / "helsinki")
    assert from_settings(compose("config", [*TINY, "city=helsinki"])).city == "helsinki"
    with pytest.raises(Mistake, match="did you mean"):
        city_place("helsinky")
