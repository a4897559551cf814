"""`learncity workshop` starts, says where, and is gone when it is told to go."""

import re
import signal
import subprocess
import sys
import urllib.request
from argparse import Namespace
from pathlib import Path

import pytest

from experiments import cli
from experiments.bench import workshop_latency
from experiments.workshop import launch
from sim.declare import Mistake

USUAL = {"residents": 300, "seeds": 1, "burn_in": 1, "city": "helsinki", "budget": None, "port": 0}


@pytest.mark.slow
def test_it_serves_on_this_machine_and_ends_on_ctrl_c(tmp_path):
    words = ["--residents", "300", "--seeds", "1", "--burn-in", "1", "--port", "0", "--no-browser", "--folder", str(tmp_path)]
    server = subprocess.Popen([sys.executable, "-u", "-m", "experiments", "workshop", *words], stdout=subprocess.PIPE, text=True)
    try:
        said = next(line for line in server.stdout if "http://" in line)
        address = re.findall(r"http://\S+", said)[0]
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, 130)
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


@pytest.mark.parametrize("wrong", [{"residents": 5}, {"seeds": 0}, {"port": -1}, {"budget": 0.0}, {"budget": float("nan")}])
def test_settings_that_cannot_be_meant_are_said(wrong):
    with pytest.raises(Mistake):
        launch.check(Namespace(**{**USUAL, **wrong}))


def test_an_unknown_city_is_a_mistake_and_help_has_an_example(capsys):
    assert cli.main(["workshop", "--city", "helsinky"]) == 2
    assert "did you mean 'helsinki'" in capsys.readouterr().err
    assert cli.main(["workshop", "--help"]) == 0
    assert "learncity workshop" in capsys.readouterr().out.split("example:")[1]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="CPU time is read from /proc")
def test_a_room_of_sessions_is_measured(capsys):
    assert workshop_latency.main(["--residents", "200", "--moves", "0", "--sessions", "3", "--seconds", "2", "--every", "1"]) == 0
    told = capsys.readouterr().out
    assert "3 sessions, a move every 1 s each" in told and "CPU s an answer" in told


def test_phones_are_answered_only_when_a_host_is_asked_for():
    assert launch.names_of(None, 8765) == {"127.0.0.1:8765", "localhost:8765"}
    assert launch.names_of("192.168.1.7", 8765) == {"127.0.0.1:8765", "localhost:8765", "192.168.1.7:8765"}


def test_on_the_usual_port_of_the_web_browsers_leave_it_out():
    assert launch.names_of(None, 80) == {"127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"}


def test_a_taken_port_gives_way_to_a_free_one_unless_it_was_asked_for():
    with launch.listen("127.0.0.1", 0) as taken, pytest.raises(Mistake, match="cannot listen"):
        launch.listen("127.0.0.1", taken.getsockname()[1])
