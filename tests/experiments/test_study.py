"""One Study for every job: done before, kept, healed, drawn again, shown; a place that cannot be written is noticed before."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from experiments import cli
from experiments.inputs.comparison import from_settings
from experiments.inputs.fingerprint import fingerprint
from experiments.inputs.settings import compose
from experiments.run import seeds
from experiments.run.job import Run
from experiments.storage import disk, results_folder, study
from experiments.storage.study import Study
from sim.city import City
from sim.declare import Mistake

SMALL = ["residents=300", "months=6", "seeds=2", "burn_in=2", "shock.recession.start=1", "workers=1"]
"""The run of the fixture ``finished``."""
COMMANDS = {
    "run": ["run", *SMALL], "validate": ["validate", "--quick"], "network": ["network", "network=small"],
    "optimise": ["optimise", "search=[guidance,skills_vouchers]"], "profile": ["profile"], "sweep": ["sweep", *SMALL],
    "trial": ["trial", "lever=guidance"], "study": ["trial", "study=V1"], "frictions": ["frictions", "friction=lag"],
    "calibrate": ["calibrate", "--point"], "sensitivity": ["sensitivity", "numbers=job_search", "policies=guidance,skills_vouchers"],
}  # fmt: skip


class Dice(Study):
    """A new kind of study: inputs, one function, a table, a page."""

    made_by, what, tables, csv, page = "learncity dice", "throw", ("throws",), ("throws",), "dice.html"

    def __init__(self, sides, output):
        super().__init__(fingerprint("run", {"sides": sides}), f"dice-{sides}", output)
        self.sides = sides

    def compute(self, folder):
        return {"throws": pd.DataFrame({"throw": range(1, self.sides + 1)})}

    def describe(self, tables):
        return {"sides": self.sides}

    @classmethod
    def draw(cls, folder, tables, about):
        return f"<p>{about['sides']} sides, {tables['throws'].throw.sum()} in all</p>"

    @classmethod
    def show(cls, folder, tables, about):
        print(f"{about['sides']} sides")


def test_a_new_kind_of_study_is_kept_shown_again_reported_and_healed(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(study.KINDS, Dice.made_by, f"{__name__}:Dice")
    monkeypatch.setattr(study, "compile_rules", lambda: None)
    folder = Dice(6, tmp_path).run()
    assert (folder / "dice.html").read_text() == "<p>6 sides, 21 in all</p>" and (folder / "throws.csv").is_file()
    assert set(results_folder.read_json(folder / "manifest.json")) >= {"made_by", "made_at", "made_from", "fingerprint", "sha256", "sides"}
    with monkeypatch.context() as patch:
        patch.setattr(Dice, "compute", None)
        assert Dice(6, tmp_path).run() == folder and "answered before" in capsys.readouterr().err
        hashed, sum_of = [], results_folder.sum_of
        patch.setattr(results_folder, "sum_of", lambda file: hashed.append(file.name) or sum_of(file))
        for missing in ((), ("dice.html",)):
            for name in missing:
                (folder / name).unlink()
            hashed.clear()
            assert Dice(6, tmp_path).run() == folder and hashed.count("throws.parquet") == 1
        (folder / "dice.html").unlink()
        hashed.clear()
        assert cli.main(["report", str(folder)]) == 0 and (folder / "dice.html").is_file()
        assert hashed.count("throws.parquet") == 1
    (folder / "throws.parquet").write_bytes(b"PAR1")
    Dice(6, tmp_path).run()
    assert "throws.parquet is not what was written" in capsys.readouterr().err
    assert len(pd.read_parquet(folder / "throws.parquet")) == 6
    assert Dice(6, tmp_path).run(fresh=True) == folder and "answered before" not in capsys.readouterr().err


@pytest.fixture
def copied(finished, tmp_path):
    """A copy of a finished run that a test may spoil."""
    return shutil.copytree(finished, tmp_path / finished.name)


@pytest.mark.parametrize("how", ["edited", "cut", "missing"])
def test_a_spoilt_table_is_named_and_not_shown_and_report_does_not_bless_it(copied, how, capsys):
    file, manifest = copied / "monthly.parquet", (copied / "manifest.json").read_bytes()
    if how == "edited":
        table = pd.read_parquet(file)
        results_folder.write_table(file, table.assign(unemployment=table.unemployment / 2))
    elif how == "cut":
        file.write_bytes(file.read_bytes()[:100])
    else:
        file.unlink()
    for words in (["report", str(copied)], ["figures", str(copied)], ["portfolio", str(copied)], ["profile", str(copied)]):
        assert cli.main(words) == 2, words
        assert "monthly.parquet" in capsys.readouterr().err
    assert (copied / "manifest.json").read_bytes() == manifest


def test_a_run_heals_a_spoilt_table_and_says_so(copied, finished, capsys):
    (copied / "groups.parquet").write_bytes(b"broken")
    again = Run(from_settings(compose("config", SMALL)), str(copied.parent), 1)
    assert again.folder == copied and again.answered() is None
    said = capsys.readouterr().err
    assert "groups.parquet is not what was written" in said and "computed again" in said
    again.work()
    assert again.answered() is not None
    assert (copied / "groups.parquet").read_bytes() == (finished / "groups.parquet").read_bytes()


def test_report_draws_without_the_model_vouches_for_it_and_leaves_the_sums_of_tables(copied, monkeypatch):
    before = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))["sha256"]
    (copied / "effects.csv").write_text("mine")
    shutil.rmtree(copied / "figures")
    (copied / "report.html").unlink()
    monkeypatch.setattr("sim.city.City.step", None)
    assert cli.main(["report", str(copied)]) == 0
    assert (copied / "figures" / "resilience.svg").is_file()
    after = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))["sha256"]
    tables = [name for name in before if name.endswith((".parquet", ".csv"))]
    assert tables and all(after[name] == before[name] for name in tables)
    assert after["report.html"] == results_folder.sum_of(copied / "report.html")
    assert after["figures/unemployment.png"] == results_folder.sum_of(copied / "figures" / "unemployment.png")


def test_a_truncated_seed_is_computed_again(tmp_path, finished, monkeypatch, capsys):
    asked, real = from_settings(compose("config", SMALL)), seeds.simulate_worlds
    folder = results_folder.result_folder(tmp_path, asked.folder_name)

    def only_the_first(comparison, seed, on_progress, chosen):
        if seed == 2:
            raise KeyboardInterrupt
        return real(comparison, seed, on_progress, chosen)

    with monkeypatch.context() as patch:
        patch.setattr(seeds, "simulate_worlds", only_the_first)
        assert cli.main(["run", *SMALL, f"output={tmp_path}"]) == 130
    kept = results_folder.seed_folder(folder, 1) / "monthly.parquet"
    kept.write_bytes(kept.read_bytes()[:200])
    assert results_folder.kept_seeds(folder, asked.seeds) == []
    Run(asked, str(tmp_path), 1).work()
    assert "seed 1 is damaged; it is computed again" in capsys.readouterr().err
    assert (folder / "monthly.parquet").read_bytes() == (finished / "monthly.parquet").read_bytes()


def test_damaged_pieces_of_any_kind_are_told_and_do_not_count(tmp_path):
    said, file = [], tmp_path / "piece.json"
    assert results_folder.kept(file, lambda one: json.loads(one.read_bytes()), said.append) is None and said == []
    file.write_text('{"half": ')
    assert results_folder.kept(file, lambda one: json.loads(one.read_bytes()), said.append) is None
    assert len(said) == 1 and str(file) in said[0] and not file.exists()
    file.write_text("{}")
    with pytest.raises(PermissionError):  # nothing is known of a file that the disk does not give
        results_folder.kept(file, lambda one: (_ for _ in ()).throw(PermissionError(errno.EACCES, "no")), said.append)
    assert file.exists()


@pytest.fixture
def no_model(monkeypatch):
    """Whoever lives a month fails the test."""
    for name in ("step", "run"):
        monkeypatch.setattr(City, name, lambda *words: pytest.fail("the model ran before the place was looked at"))


def place_words(name, output):
    """How a command is told where results go."""
    return ["--output", str(output)] if name == "profile" else [f"output={output}"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_place_that_cannot_be_is_noticed_before_anything_is_computed(name, no_model, tmp_path, capsys):
    (tmp_path / "taken").write_text("a file of mine")
    for output, told in ((tmp_path / "taken", "is a file"), (tmp_path / ("long" * 70), "too long a name")):
        assert cli.main([*COMMANDS[name], *place_words(name, output)]) == 2, capsys.readouterr().err
        said = capsys.readouterr().err.strip().splitlines()[-1]
        assert told in said and len(said) < 400 and "something broke" not in said
    assert (tmp_path / "taken").read_text() == "a file of mine"


@pytest.mark.parametrize(("number", "code", "told"), [(errno.ENOSPC, 1, "Make room"), (errno.EROFS, 2, "cannot be written"),
                                                      (errno.EACCES, 2, "cannot be written")])  # fmt: skip
@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_or_read_only_disk_is_noticed_before_anything_is_computed(name, number, code, told, no_model, tmp_path, monkeypatch, capsys):
    def refuse(file, content):
        raise OSError(number, os.strerror(number), str(file))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert cli.main([*COMMANDS[name], *place_words(name, tmp_path / "out")]) == code
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert told in said and "something broke" not in said


def test_a_disk_that_fills_while_a_run_is_computed_costs_nothing_that_was_finished(tmp_path, monkeypatch, capsys):
    real, asked = disk.write_whole, from_settings(compose("config", SMALL))

    def fills(file, content):
        if "000002" in str(file):
            raise OSError(errno.ENOSPC, "No space left on device", str(file))
        real(file, content)

    monkeypatch.setattr(results_folder, "write_whole", fills)
    assert cli.main(["run", *SMALL, f"output={tmp_path}"]) == 1
    said = capsys.readouterr().err
    assert "nothing more can be stored" in said and "something broke" not in said
    assert results_folder.kept_seeds(results_folder.result_folder(tmp_path, asked.folder_name), asked.seeds) == [1]


def test_drafts_of_dead_processes_are_swept_away_and_others_stay(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "seeds" / f".000001.{ended.pid}").mkdir(parents=True)
    (tmp_path / f".monthly.parquet.{ended.pid}").write_bytes(b"half")
    own = tmp_path / f".effects.csv.{os.getpid()}"
    own.write_bytes(b"half")
    (tmp_path / ".keep").write_bytes(b"")
    disk.make_ready(tmp_path)
    assert sorted(file.name for file in tmp_path.rglob("*")) == sorted([own.name, ".keep", "seeds"])


def test_a_folder_without_results_is_a_mistake(tmp_path):
    with pytest.raises(Mistake, match="no finished results"):
        study.report(tmp_path)
