"""Editors see every lever and shock by its class."""

import pytest

from sim.stubs import FOLDERS, file_of, stub


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_stubs_name_every_card(folder):
    assert file_of(folder).read_text(encoding="utf-8") == stub(folder), "python -m sim.stubs writes them"
