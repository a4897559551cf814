"""The page in Firefox, driven over WebDriver BiDi: it answers, and asks nobody but its own server."""

import itertools
import json
import os
import re
import shutil
import subprocess
import time

import pytest

from tests.workshop.browsing import FIVE_YEARS
from tests.workshop.conftest import SMALL, Workshop

connect = pytest.importorskip("websockets.sync.client", reason="the extra 'workshop' is not installed").connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(FIREFOX is None, reason="no Firefox here (apt-get install firefox-esr)")]
ANSWERED = "Boolean(window.workshop?.state.repaints >= {} && !document.getElementById('status').textContent)"


class Firefox:
    """One tab, and what it asked the network for."""

    def __init__(self, profile):
        words = [FIREFOX, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
        self.process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env={**os.environ, "MOZ_DISABLE_AUTO_SAFE_MODE": "1"})
        where = next(found[1] for line in self.process.stderr if (found := re.search(r"BiDi listening on (ws://\S+)", line)))
        self.line, self.numbers, self.heard = connect(f"{where}/session", max_size=None).__enter__(), itertools.count(), []
        self.call("session.new", capabilities={})
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]
        self.call("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])

    def call(self, method, **params):
        number = next(self.numbers)
        self.line.send(json.dumps({"id": number, "method": method, "params": params}))
        while (said := json.loads(self.line.recv(60))).get("id") != number:
            self.heard.append(said)
        assert said["type"] == "success", said
        return said["result"]

    def evaluate(self, expression):
        return self.call("script.evaluate", expression=expression, target={"context": self.tab}, awaitPromise=True)["result"].get("value")

    def until(self, expression, seconds=60):
        end = time.monotonic() + seconds
        while not self.evaluate(expression):
            assert time.monotonic() < end, expression
            time.sleep(0.1)

    def requests(self):
        return [one["params"]["request"]["url"] for one in self.heard if one.get("method") == "network.beforeRequestSent"]

    def close(self):
        self.line.close()
        self.process.terminate()
        self.process.wait(20)
        self.process.stderr.close()


@pytest.fixture
def firefox(tmp_path):
    opened = Firefox(tmp_path)
    yield opened
    opened.close()


def test_firefox_answers_a_lever_draws_it_and_asks_nobody_else(firefox, tmp_path_factory):
    served = Workshop(tmp_path_factory.mktemp("workshop"), SMALL)
    firefox.call("browsingContext.navigate", context=firefox.tab, url=f"{served.address}/{FIVE_YEARS}", wait="complete")
    firefox.until(ANSWERED.format(1))
    firefox.evaluate("{ const at = document.getElementById('indicator'); at.value = 'spending'; at.dispatchEvent(new Event('change')); }")
    drawn = firefox.evaluate("document.getElementById('chart').toDataURL()")
    firefox.evaluate("document.getElementById('on-second_chance').click()")
    firefox.until(ANSWERED.format(2))
    assert firefox.evaluate("document.getElementById('chart').toDataURL()") != drawn
    assert "nobody changes" not in firefox.evaluate("document.getElementById('headline').textContent")
    assert not [url for url in firefox.requests() if not url.startswith((served.address, "data:"))]
    assert not [one["params"]["text"] for one in firefox.heard if one.get("method") == "log.entryAdded"]
    served.close()
