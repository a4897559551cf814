"""Whatever a user writes wrongly: one clear message, exit code 2, nothing half-written."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from experiments import cli
from sim import facts

HELSINKI = Path(facts.__file__).parent / "cities" / "helsinki"


def refused(capsys, tmp_path, *words):
    """The message of a run that must not start."""
    output = tmp_path / "outputs"
    assert cli.main(["run", "workers=1", f"output={output}", *words]) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err and said.out == ""
    assert not output.exists()
    return said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["scenario=skils_first"], "did you mean 'skills_first'"),
        (["scenario=missing.yaml"], "no file missing.yaml"),
        (["residnts=5"], "did you mean 'residents'"),
        (["levers.skill_vouchers.share=0.5"], "did you mean 'skills_vouchers'"),
        (["+levers.skills_vouchers.shar=0.5"], "did you mean 'share'"),
        (["levers.skills_vouchers.share=2"], "share = 2 is outside 0..1"),
        (["levers.skills_vouchers.share=much"], "share must be a number"),
        (["levers.skills_vouchers.budget=-1"], "budget = -1 is outside 0.."),
        (["levers.skills_vouchers=5"], "skills_vouchers must be a mapping"),
        (["levers=5"], "levers: must be a mapping"),
        (["shock.recesion.start=5"], "did you mean 'recession'"),
        (["shock=recesion"], "did you mean 'recession'"),
        (["parameters.job_search.distanc=0.2"], "did you mean 'distance'"),
        (["parameters.jobsearch.distance=0.2"], "did you mean 'job_search'"),
        (["~levers.nothing"], "unknown lever 'nothing'"),
        (["~seeds"], "can be taken away"),
        (["months=0"], "months must be a whole number in 1..1200"),
        (["months=2.5"], "months must be a whole number"),
        (["residents=0"], "residents must be a whole number"),
        (["residents=many"], "residents must be a whole number"),
        (["seeds=0"], "seeds must be a whole number"),
        (["seeds=1,2"], "one value"),
        (["first_seed=-1"], "first_seed must be a whole number"),
        (["workers=0"], "workers must be a whole number"),
        (["city=helsinky"], "did you mean 'helsinki'"),
        (["seeds"], "overrides:"),
        (["seeds.more=1"], "nothing inside"),
        (["--from", "nowhere.json"], "nowhere.json: cannot be read"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_word_is_named(capsys, tmp_path, words, told):
    assert told in refused(capsys, tmp_path, *words)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n- b\n", "must be a mapping of names to values, not a list"),
        ("", "must be a mapping of names to values, not empty"),
        ("title: x\nlevers: {a: [1, 2\nshock: {}\n", "line"),
        ("title: x\nlever: {}\n", "did you mean 'levers'"),
        ("title: x\nlevers: {}\nlevers: {}\n", "line 3: not valid YAML: 'levers' is there twice"),
        ("levers: {skills_vouchers: {budget: -5}}\n", "budget = -5 is outside"),
        ("levers: {skills_vouchers: {share: .nan}}\n", "share"),
        ("levers: [skills_vouchers]\n", "must be a mapping of cards"),
        ("title: 5\n", "title must be a text"),
        ("months: soon\n", "months must be a whole number"),
        ("city: atlantis\n", "unknown city 'atlantis'"),
        ("baseline: nothing_such\n", "unknown scenario 'nothing_such'"),
        ("parameters: [1]\n", "must be a mapping such as"),
        ("parameters: {job_search: {distance: 99}}\n", "distance = 99 is outside"),
        ("extensions: [missing.py]\n", "there is no file"),
        ("extensions: card.py\n", "extensions must be a list"),
    ],
)
def test_a_wrong_scenario_is_explained(capsys, tmp_path, text, told):
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    assert told in refused(capsys, tmp_path, f"scenario={file}")


def test_a_scenario_that_is_not_text_is_refused(capsys, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_bytes(b"\xff\xfe\x00title")
    assert "not text" in refused(capsys, tmp_path, f"scenario={file}")


def test_a_city_folder_with_a_missing_file_is_refused(capsys, tmp_path):
    folder = tmp_path / "town"
    shutil.copytree(HELSINKI, folder)
    (folder / "jobs.csv").unlink()
    assert "jobs.csv" in refused(capsys, tmp_path, f"city={folder}")
    assert cli.main(["city", str(folder)]) == 2
    assert "jobs.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("card.py", b"\nimport nothing_of_that_name\n", "card.py does not load: line 2: ModuleNotFoundError"),
        ("card.py", b"x = 1\ndef f(:\n", "card.py does not load: line 2: SyntaxError"),
        ("card.py", b"if 1:\n\tx = 1\n        y = 2\n", "card.py does not load: line 3: TabError"),
        ("card.py", b"import sys\nsys.exit(0)\n", "card.py does not load: line 2: SystemExit"),
        ("card.py", "x = 'é'\n".encode("latin-1"), "card.py: line 1: is not text in UTF-8"),
        ("card.py", b"x = 1\0", "card.py: is not text in UTF-8"),
        ("card.txt", b"x = 1\n", "card.txt is no Python file by its name; call it card.py"),
        ("card", b"x = 1\n", "card is no Python file by its name; call it card.py"),
        ("cards", None, "cards is a folder; name the file in it, such as cards/mine.py"),
        ("gone.py", "nowhere.py", "there is no file"),
        ("loop.py", "loop.py", "leads to itself"),
        ("pipe.py", 0, "pipe.py: is not a plain file"),
    ],
    ids=range(12),
)
def test_an_extension_that_does_not_load_is_refused(capsys, tmp_path, name, content, told):
    card = tmp_path / name
    if content is None:
        card.mkdir()
        (card / "mine.py").touch()
    elif content == 0:
        os.mkfifo(card)
    elif isinstance(content, str):
        card.symlink_to(tmp_path / content)
    else:
        card.write_bytes(content)
    (tmp_path / "mine.yaml").write_text(f"extensions: [{name}]\n")
    said = refused(capsys, tmp_path, f"scenario={tmp_path / 'mine.yaml'}")
    assert told in said and "extensions" in said


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs rights as Unix has them")
@pytest.mark.parametrize("closed", ["card.py", ""])
def test_an_extension_that_may_not_be_read_is_refused(closed):
    """Asked as somebody without rights: an administrator may read everything."""
    with tempfile.TemporaryDirectory() as folder:
        card = Path(folder) / "home" / "card.py"
        card.parent.mkdir()
        card.touch()
        card.parent.parent.chmod(0o755)
        (card.parent / closed).chmod(0o000)
        read = f"import os; from sim.catalogue import load_extension; os.getuid() or os.setuid(65534); load_extension({str(card)!r})"
        ended = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True)
        (card.parent / closed).chmod(0o700)
    told = "card.py: cannot be read: Permission denied" if closed else f"there is no file {card}"
    assert f"Mistake: extensions: {folder}" in ended.stderr or f"Mistake: extensions: {told}" in ended.stderr, ended.stderr
    assert told in ended.stderr


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["explain", "skils_vouchers"], "did you mean 'skills_vouchers'"),
        (["explain", "skills_vouchers.shar"], "did you mean 'share'"),
        (["report", "nowhere"], "there is no folder nowhere"),
        (["figures", "."], "holds no finished results"),
        (["city", "nowhere"], "unknown city 'nowhere'"),
        (["city", "helsinki", "--residents", "0"], "residents must be a whole number"),
        (["list", "lever"], "unknown kind 'lever' - did you mean 'levers'?"),
        (["rnu"], "unknown command 'rnu' - did you mean 'run'?"),
        (["dance"], "unknown command 'dance'"),
        ([], "required"),
        (["report", "--quickly", "x"], "--quickly"),
    ],
)
def test_other_commands_explain_themselves_too(capsys, monkeypatch, tmp_path, argv, told):
    monkeypatch.chdir(tmp_path)
    assert cli.main(argv) == 2
    assert told in capsys.readouterr().err


def test_what_breaks_inside_is_told_in_one_line(capsys, monkeypatch):
    broken = replace(cli.COMMANDS["version"], run=lambda arguments: 1 / 0)
    monkeypatch.setitem(cli.COMMANDS, "version", broken)
    assert cli.main(["version"]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
