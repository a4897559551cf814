"""What tests of every room share: a real browser."""

import os

import pytest

from tests.workshop.browsing import CHROMIUM, FLAGS

os.environ["LEARNCITY_FIT"] = "never"  # cities of tests are not fitted when they are first used: that takes minutes


@pytest.fixture(scope="module")
def browser():
    """Chromium, headless, with nothing fetched in the background; without Playwright its tests are skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: the extra 'test' brings it")
    with playwright.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()
