"""A workshop of a tiny city on 127.0.0.1, and lines to it."""

import json
import struct
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

uvicorn = pytest.importorskip("uvicorn", reason="the extra 'workshop' is not installed")
websockets = pytest.importorskip("websockets.sync.client", reason="the extra 'workshop' is not installed")

from websockets.exceptions import WebSocketException  # noqa: E402

from experiments.workshop import session  # noqa: E402
from experiments.workshop.launch import config_of, listen, names_of  # noqa: E402
from experiments.workshop.plan import PlanInputs  # noqa: E402
from experiments.workshop.shared_state import SharedState  # noqa: E402
from tests.workshop.browsing import Room  # noqa: E402

SMALL = PlanInputs(residents=300, burn_in=2, seeds=3, city="helsinki", cities=("helsinki", "medellin"))
PLAN = {"city": "helsinki", "months": 24, "levers": {"guidance": {"budget": 5_000_000}}, "shock": {}}


def finish(work):
    """What a generator that is worked on step by step returns."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value


class Workshop:
    """A room that is being served."""

    def __init__(self, folder, setting=SMALL, code=None, port=0):
        self.room = SharedState(setting, Path(folder), code)
        self.socket = listen("127.0.0.1", port)
        self.port = self.socket.getsockname()[1]
        self.server = uvicorn.Server(config_of(self.room, names_of(None, self.port)))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def close(self):
        self.server.should_exit = True
        self.thread.join(20)
        self.socket.close()

    def line(self, origin=None, **hello):
        return Line(self, origin or self.address, hello)


class Line:
    """One browser's line to the server."""

    def __init__(self, workshop, origin, hello):
        where = f"ws://127.0.0.1:{workshop.port}/socket"
        self.socket = websockets.connect(where, origin=origin, max_size=None, open_timeout=10).__enter__()
        with suppress(WebSocketException):
            self.say(do="hello", **hello)
        self.hello = self.hear()

    def __enter__(self):
        return self

    def __exit__(self, *left):
        self.socket.close()

    def say(self, raw=None, /, **message):
        self.socket.send(raw if raw is not None else json.dumps(message))

    def hear(self, seconds=60):
        message = self.socket.recv(seconds)
        if isinstance(message, str):
            return json.loads(message)
        length = struct.unpack("<I", message[:4])[0]
        return {**json.loads(message[4 : 4 + length]), "numbers": message[4 + length :]}

    def wait_for(self, kind, seconds=60, **said):
        """The next message of a kind; errors are not waited through."""
        while True:
            message = self.hear(seconds)
            if message["kind"] == kind and all(message.get(word) == value for word, value in said.items()):
                return message
            assert message["kind"] != "error" or kind == "error", message

    def ask(self, number=1, plan=PLAN, **more):
        self.say(do="ask", n=number, plan=plan, **more)
        return self.wait_for("answer", stage="first", n=number)

    def asked(self, **message):
        """Say something and hear the complaint."""
        self.say(**message)
        return self.wait_for("error")["message"]


@pytest.fixture(scope="module")
def impatient():
    """No pause before the spread over seeds: nobody is dragging here."""
    quiet, session.QUIET = session.QUIET, 0
    yield
    session.QUIET = quiet


@pytest.fixture(scope="session")
def workshop(tmp_path_factory):
    served = Workshop(tmp_path_factory.mktemp("workshop"))
    yield served
    served.close()


@pytest.fixture
def line(workshop):
    with workshop.line() as opened:
        yield opened


@pytest.fixture
def room(browser, workshop):
    """An open page of the workshop, on which nothing may go wrong."""
    opened = Room(browser, workshop.address)
    yield opened.open()
    opened.context.close()
    assert opened.complaints == []
