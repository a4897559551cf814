"""One run, whole: four worlds, tables, figures, page, manifest; kept, resumed and repeated."""

import hashlib
import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from experiments import cli
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose
from experiments.run import seeds
from experiments.run.job import Run
from experiments.storage import results_folder

SMALL = ["residents=300", "months=6", "seeds=2", "burn_in=2", "shock.recession.start=1", "workers=1"]
"""The run of the fixture ``finished``."""


def question():
    return from_settings(compose("config", SMALL))


def test_four_worlds_of_every_seed_and_month_are_stored(finished):
    monthly = pd.read_parquet(finished / "monthly.parquet")
    assert set(map(tuple, monthly[["world", "shock"]].drop_duplicates().to_numpy())) == {
        ("baseline", "none"), ("policy", "none"), ("baseline", "recession"), ("policy", "recession"),
    }  # fmt: skip
    assert len(monthly) == 4 * 2 * 7
    assert monthly.month.max() == 6


def test_all_worlds_of_a_seed_branch_from_the_same_city(finished):
    monthly = pd.read_parquet(finished / "monthly.parquet")
    start = monthly[monthly.month == 0].drop(columns=["world", "shock"])
    assert len(start.drop_duplicates()) == 2


def test_the_baseline_spends_nothing_and_the_policy_keeps_to_its_budget(finished):
    monthly = pd.read_parquet(finished / "monthly.parquet")
    ledger = pd.read_parquet(finished / "ledger.parquet")
    record = json.loads((finished / "manifest.json").read_text())["question"]
    assert monthly[monthly.world == "baseline"].spending.eq(0).all()
    budget = sum(card["budget"] for card in record["levers"].values()) * record["months"] / 12
    assert 0 < ledger[(ledger.shock == "none") & (ledger.seed == 1)].euros.sum() <= budget * (1 + 1e-9)


def test_the_folder_holds_everything_and_the_manifest_its_sums(finished):
    manifest = json.loads((finished / "manifest.json").read_text())
    for name in ("monthly.parquet", "groups.parquet", "ledger.parquet", "effects.parquet", "effects.csv", "report.html"):
        assert manifest["sha256"][name] == hashlib.sha256((finished / name).read_bytes()).hexdigest()
    assert (finished / "figures" / "unemployment.png").is_file() and (finished / "figures" / "unemployment.svg").is_file()
    assert manifest["versions"]["numpy"] == np.__version__
    assert manifest["city"]["fit"] and manifest["assumed"]
    assert not (finished / "seeds").exists()


def test_the_same_question_is_not_run_twice(finished, capsys, monkeypatch):
    monkeypatch.setattr(seeds, "simulate_worlds", None)
    assert cli.main(["run", *SMALL, f"output={finished.parent}"]) == 0
    assert "answered before" in capsys.readouterr().err


@pytest.mark.slow
def test_a_manifest_repeats_its_run_to_the_byte(finished, tmp_path):
    assert cli.main(["run", "--from", str(finished / "manifest.json"), "workers=1", f"output={tmp_path}"]) == 0
    again = tmp_path / finished.name
    for name in results_folder.TABLES:
        assert (again / f"{name}.parquet").read_bytes() == (finished / f"{name}.parquet").read_bytes()


def test_a_cut_run_goes_on_with_the_missing_seeds(tmp_path, monkeypatch):
    asked = question()
    lived = []

    def live_until_interrupted(comparison, seed, on_progress, chosen):
        lived.append(seed)
        if seed == 2 and lived.count(2) == 1:
            raise KeyboardInterrupt
        return real(comparison, seed, on_progress, chosen)

    real = seeds.simulate_worlds
    monkeypatch.setattr(seeds, "simulate_worlds", live_until_interrupted)
    assert cli.main(["run", *SMALL, f"output={tmp_path}"]) == 130
    folder = results_folder.result_folder(tmp_path, asked.folder_name)
    assert results_folder.kept_seeds(folder, asked.seeds) == [1] and not results_folder.complete(folder)
    Run(asked, str(tmp_path), 1).work()
    assert lived == [1, 2, 2] and results_folder.complete(folder)


def test_two_workers_give_the_same_tables_as_one(finished, tmp_path):
    asked = question()
    seeds.run_seeds(asked, tmp_path, workers=2)
    found = results_folder.gather(tmp_path, asked.seeds)
    pd.testing.assert_frame_equal(found["monthly"], pd.read_parquet(finished / "monthly.parquet"))
    pd.testing.assert_frame_equal(found["groups"], pd.read_parquet(finished / "groups.parquet"))


def test_a_half_written_seed_does_not_count(tmp_path):
    draft = tmp_path / "seeds" / ".000001.77"
    draft.mkdir(parents=True)
    (draft / "monthly.parquet").write_bytes(b"half")
    assert results_folder.kept_seeds(tmp_path, (1,)) == []


def test_the_page_asks_nothing_from_outside(finished):
    page = (finished / "report.html").read_text(encoding="utf-8")
    for word in ("<script src", "fetch(", "XMLHttpRequest", "src=", "@import", 'href="http', "url(http"):
        assert word not in page
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert page.count("<figure>") == page.count('<svg role="img" aria-label=') >= 5


def test_the_page_tells_of_equity_money_and_resilience(finished):
    page = (finished / "report.html").read_text(encoding="utf-8")
    for anchor in ("equity", "money", "resilience"):
        assert f'<section id="{anchor}">' in page and f'href="#{anchor}"' in page
    for figure in ("inequality", "public_money", "profile", "burden"):
        assert (finished / "figures" / f"{figure}.png").is_file(), figure
    for words in ("Value of public funds", "a euro counts alike for rich and poor", "least helped", "calm twin"):
        assert words in page, words


def test_one_seed_has_no_intervals_but_a_page(tmp_path):
    assert cli.main(["run", *SMALL, "seeds=1", "months=1", f"output={tmp_path}"]) == 0
    (folder,) = tmp_path.iterdir()
    effects = pd.read_parquet(folder / "effects.parquet")
    assert effects.low.isna().all()
    assert "one seed" in (folder / "report.html").read_text()


@pytest.mark.slow
def test_a_city_of_one_resident_runs(tmp_path):
    words = ["residents=1", "months=2", "seeds=2", "burn_in=1", "workers=1"]
    assert cli.main(["run", *words, f"output={tmp_path}"]) == 0


@pytest.mark.slow
def test_ctrl_c_ends_with_130_and_leaves_no_process(tmp_path):
    import os
    import signal
    import time

    words = ["residents=20000", "months=240", "seeds=8", "workers=2", f"output={tmp_path}"]
    command = [sys.executable, "-m", "experiments", "run", *words]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = subprocess.Popen(command, start_new_session=True, preexec_fn=heed_ctrl_c, **quiet)
    deadline = time.monotonic() + 300
    while not list(tmp_path.glob("*/seeds/0*")) and time.monotonic() < deadline:
        time.sleep(0.5)
    os.killpg(started.pid, signal.SIGINT)
    assert started.wait(60) == 130
    assert list(tmp_path.glob("*/seeds/0*"))
    time.sleep(2)
    assert alive(started.pid) == []


def heed_ctrl_c():
    """Ctrl-C reaches the command, also when the tests run in the background of a shell, where it is ignored."""
    import signal

    signal.signal(signal.SIGINT, signal.default_int_handler)


def alive(group):
    """Processes of a group that still run (dead ones nobody has asked about do not count)."""
    said = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in said.splitlines()]
    return [row for row in rows if row[0] == str(group) and not row[1].startswith("Z")]
