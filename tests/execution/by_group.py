"""Commands in a process group of their own, and what is left of the group."""

import os
import subprocess
import sys
import time

COMMAND = [sys.executable, "-m", "experiments"]


def start(command, **how):
    """A command in a process group of its own."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, start_new_session=True, **{**quiet, **how})


def wait_for(what, seconds=300):
    """Until ``what`` gives something; that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def alive(group):
    """Processes of a group that still run (dead ones nobody has asked about do not count)."""
    said = subprocess.run(["ps", "-eo", "pgid=,stat=,pid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in said.splitlines()]
    return [row for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


def killed_with(process, number, processes):
    """Kill the command once it has made so many processes; what is left of it after a while."""
    try:
        wait_for(lambda: len(alive(process.pid)) >= processes or process.poll() is not None)
        assert process.poll() is None, "it ended before it was killed"
        os.kill(process.pid, number)
        process.wait(20)
        wait_for(lambda: not alive(process.pid), 30)
    finally:
        if alive(process.pid):
            os.killpg(process.pid, 9)
        process.wait()
