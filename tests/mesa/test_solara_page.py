"""Mesa's viewer in a real browser, with everything but this machine out of reach."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import experiments
from tests.workshop.browsing import CHROMIUM, FLAGS

pytest.importorskip("solara")
pytest.importorskip("altair")
sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")]
APP = Path(experiments.__file__).parent / "examples" / "mesa_app.py"


@pytest.fixture
def address():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = ["--production", "--no-open", "--host", "127.0.0.1", "--port", str(port)]
    command = [sys.executable, "-m", "solara", "run", str(APP), *words]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not answers(port):
        assert server.poll() is None and time.monotonic() < end
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}/"
    server.terminate()
    server.wait(20)


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def page(address):
    asked = []
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        page.route(lambda url: not url.startswith((address, "data:", "blob:")), lambda route: route.abort())
        page.goto(address)
        page.get_by_text("Step", exact=True).wait_for(timeout=60_000)
        yield page
        browser.close()
    assert not [url for url in asked if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))]


def plots(page):
    return page.evaluate("() => [...document.querySelectorAll('.jupyter-widgets img, img.jupyter-widgets')].map((i) => i.src)")


def wait_until(page, what):
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        page.wait_for_timeout(100)


def test_the_city_steps_in_mesa_s_viewer_without_a_network(page):
    wait_until(page, lambda: len(plots(page)) == 3)
    before = plots(page)
    page.get_by_text("Step", exact=True).click()
    wait_until(page, lambda: not set(before) & set(plots(page)))
    assert page.get_by_text("guidance, EUR million a year").is_visible()
