"""Compiled rules that are damaged are compiled again; a folder that cannot be written gives way, with a word on it."""

import os
import subprocess
import sys
import warnings

import numba
import pytest

from sim import kernel_cache
from sim.kernel_cache import CacheWarning, keeping


def twice(x):
    """A rule to compile."""
    return 2 * x


def used(root):
    """The rule, compiled or read; whether it was read."""
    made = keeping(root)(numba.njit(twice))
    assert made(3) == 6
    return sum(made.stats.cache_hits.values()) == 1


def test_what_was_compiled_is_read(tmp_path):
    assert not used(tmp_path) and used(tmp_path)


@pytest.mark.parametrize("which", ["*.nbi", "*.nbc"])
@pytest.mark.parametrize("damage", ["cut", "random", "empty", "one bit", "a folder"])
def test_a_damaged_cache_heals(tmp_path, which, damage):
    used(tmp_path)
    (file,) = tmp_path.rglob(which)
    whole = file.read_bytes()
    if damage == "a folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes({"cut": whole[:100], "random": os.urandom(len(whole)), "empty": b"",
                          "one bit": whole[:-9] + bytes([whole[-9] ^ 4]) + whole[-8:]}[damage])  # fmt: skip
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert not used(tmp_path)
    if damage == "a folder":  # what cannot be healed is told
        assert all(issubclass(one.category, CacheWarning) for one in told) and told
    else:
        assert not told and used(tmp_path)


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Temporary files are the test's own, and the setting is put back."""
    monkeypatch.setattr(kernel_cache.tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv(kernel_cache.SETTING, str(tmp_path / "wanted"))
    return tmp_path


def test_a_folder_that_can_be_written_is_used_and_nothing_is_said(elsewhere):
    assert kernel_cache.folder("abc") == elsewhere / "wanted" / "abc"


@pytest.mark.parametrize("wanted", ["a file", "/proc/learncity", "no home"])
def test_another_folder_is_used_where_nothing_can_be_written(elsewhere, monkeypatch, wanted):
    (elsewhere / "a file").write_text("")
    monkeypatch.setenv(kernel_cache.SETTING, str(elsewhere / wanted))
    if wanted == "no home":
        monkeypatch.setenv(kernel_cache.SETTING, "")
        monkeypatch.setattr(kernel_cache.Path, "home", classmethod(lambda cls: (_ for _ in ()).throw(RuntimeError("no home"))))
    with pytest.warns(CacheWarning, match="set LEARNCITY_CACHE to a folder that can be written"):
        found = kernel_cache.folder("abc")
    assert found.is_relative_to(elsewhere) and not kernel_cache.cannot_write(found)
    assert kernel_cache.folder("abc") == found, "processes started later use the same one, and say nothing"


def test_a_cache_that_is_only_readable_serves_when_rules_are_there(elsewhere, monkeypatch):
    used(elsewhere / "wanted" / "abc")
    monkeypatch.setattr(kernel_cache, "cannot_write", lambda place: "Read-only file system")
    assert kernel_cache.folder("abc") == elsewhere / "wanted" / "abc"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_temporary_folder_that_others_can_write_is_not_trusted(elsewhere):
    taken = elsewhere / f"learncity-{os.getuid()}"
    taken.mkdir()
    taken.chmod(0o777)
    assert kernel_cache.private_folder() != taken
    taken.chmod(0o700)
    assert kernel_cache.private_folder() == taken


def test_a_command_says_in_one_line_that_the_cache_is_elsewhere(tmp_path):
    (tmp_path / "file").write_text("")
    env = {**os.environ, "LEARNCITY_CACHE": str(tmp_path / "file"), "TMPDIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-m", "experiments", "list", "shocks"], capture_output=True, text=True, env=env)
    assert ran.returncode == 0 and "recession" in ran.stdout
    (line,) = ran.stderr.splitlines()
    assert line.startswith("learncity: compiled rules are kept in") and "LEARNCITY_CACHE" in line


def test_a_full_disk_is_told_and_the_rule_is_used(tmp_path):
    code = """
import sys
from pathlib import Path
sys.path[:0] = ["."]
from tests.execution.test_cache import used
disk = Path(sys.argv[1])
filler = open(disk / "filler", "wb", buffering=0)
try:
    while filler.write(b"x" * 4096):
        pass
except OSError:
    pass
used(disk / "cache")
print("used")
"""
    script = tmp_path / "fill.py"
    script.write_text(code)
    disk = tmp_path / "disk"
    disk.mkdir()
    said = f"mount -t tmpfs -o size=64k tmpfs {disk} || exit 77\n{sys.executable} {script} {disk}"
    try:
        ran = subprocess.run(["unshare", "-rm", "sh", "-c", said], capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("needs unshare, to make a small disk without rights")
    if ran.returncode == 77 or "unshare" in ran.stderr:
        pytest.skip("no small disk can be made here")
    assert ran.stdout == "used\n" and "No space left on device" in ran.stderr and "Traceback" not in ran.stderr, ran.stderr
