"""Tiny cities: enough to see that everything is connected."""

import pytest

from experiments import cli


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """The folder of one finished small run."""
    output = tmp_path_factory.mktemp("outputs")
    words = ["residents=300", "months=6", "seeds=2", "burn_in=2", "shock.recession.start=1", "workers=1"]
    assert cli.main(["run", *words, f"output={output}"]) == 0
    (folder,) = output.iterdir()
    return folder
