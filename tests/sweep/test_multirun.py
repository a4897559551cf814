"""Hydra's own multirun: jobs and folders as Hydra users know them, runs in the store of all sweeps."""

import pytest

from experiments import cli
from experiments.sweep.results import open_store

WORDS = ["residents=300", "months=6", "burn_in=2", "seeds=2", "workers=1", "shock.recession.start=1", "levers.guidance.budget=1e6,5e6"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_combination_is_a_job_and_all_are_compared_at_the_end(here, capsys):
    assert cli.main(["run", "-m", *WORDS, "~levers.skills_vouchers", "~levers.aligned_courses"]) == 0
    jobs = list((here / "multirun").glob("*/*/*/.hydra/overrides.yaml"))
    assert len(jobs) == 2
    store = open_store(here / "outputs" / "store")
    assert len(store.runs) == 12
    told = capsys.readouterr().out
    assert told.count("12 cells") == 1 and "Nothing to compute" in told
    both = store.names()[-1]
    assert store.effects(both).portfolio.nunique() == 2
    assert all("skills_vouchers" not in levers for levers in store.manifest(both)["portfolios"].values())


@pytest.mark.slow
def test_what_was_run_as_a_sweep_is_not_run_again(here, monkeypatch):
    assert cli.main(["sweep", *WORDS]) == 0
    monkeypatch.setattr("experiments.sweep.task.simulate_group", None)
    assert cli.main(["run", "--multirun", *WORDS]) == 0


@pytest.mark.slow
def test_hydras_own_settings_are_hydras(here):
    assert cli.main(["run", "-m", *WORDS, "hydra.sweep.dir=mine", "hydra.sweep.subdir=job${hydra.job.num}"]) == 0
    assert (here / "mine" / "job1" / ".hydra" / "config.yaml").is_file()


def test_mistakes_are_found_before_any_job(here, capsys):
    assert cli.main(["run", "-m", "levers.guidence.budget=1e6,5e6"]) == 2
    assert "did you mean 'guidance'" in capsys.readouterr().err
    assert not (here / "multirun").exists()
