"""How fast does the page answer? Slider to last repaint in Chromium, frames of the playing map, and a room of sessions at once.

Run: python -m experiments.bench.workshop_latency --residents 10000 --moves 40 --sessions 20
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
PLAN = {"levers": {"aligned_courses": {"budget": 5e6}, "guidance": {"budget": 10e6}}, "shock": {}}
MOVE = """(at) => new Promise((done, fail) => {
  const slider = document.getElementById('first-guidance'), { state } = window.workshop, before = state.repaints, seen = state.glimpses;
  const began = performance.now();
  let first = 0;
  slider.value = at;
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  slider.dispatchEvent(new Event('change', { bubbles: true }));
  const look = () => {
    if (!first && (state.glimpses > seen || state.repaints > before)) first = performance.now() - began;
    if (performance.now() - began > 60000) return fail(new Error('no answer within a minute'));
    if (state.repaints === before) return requestAnimationFrame(look);
    requestAnimationFrame(() => done([first, performance.now() - began]));
  };
  look();
})"""
PLAY = """() => new Promise((done) => {
  const { state } = window.workshop;
  let frames = 0, worst = 0, last = performance.now();
  const began = last;
  document.getElementById('play').click();
  const look = (now) => {
    frames += 1;
    worst = Math.max(worst, now - last);
    last = now;
    if (now - began < 8000) return requestAnimationFrame(look);
    document.getElementById('play').click();
    done([(1000 * frames) / (now - began), worst, state.month]);
  };
  requestAnimationFrame(look);
})"""


def busy(process: int) -> float:
    """CPU seconds of a process and its children so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(busy(int(child)) for child in children)


@contextmanager
def served(residents: int, seeds: int = 1) -> Iterator[tuple[str, int]]:
    """A workshop of its own process; its address, and its process number."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["--residents", str(residents), "--seeds", str(seeds), "--port", "0", "--no-browser", "--folder", folder]
        command = [sys.executable, "-u", "-m", "experiments", "workshop", *words]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said: Any = server.stdout
        try:
            yield next(found[0] for line in said if (found := re.findall(r"http://\S+", line))), server.pid
        finally:
            server.terminate()
            server.wait(20)
            said.close()


def told(name: str, seconds: list[float], bar: str) -> None:
    """One line: p50, p95, worst."""
    p50, p95, worst = (1000 * float(value) for value in (*np.percentile(seconds, (50, 95)), max(seconds)))
    print(f"{name:<44} p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   worst {worst:6.0f} ms   n {len(seconds):3d}   bar {bar}", flush=True)


def walk(moves: int) -> list[int]:
    """Positions of a slider that a hand moves by one to three of its steps at a time, now and then to an end."""
    luck, at, found = np.random.default_rng(1), 4, []
    for _ in range(moves):
        jump = int(luck.choice([-2, -1, 1, 1, 2, 3])) if luck.random() < 0.9 else int(luck.choice([-at, 22 - at]))
        at = min(22, max(0, at + jump)) if 0 <= at + jump <= 22 and jump else (at + 1) % 23
        found.append(at)
    return found


def moved(page: Any, place: int, pause: float) -> list[float]:
    """Milliseconds to the first months redrawn and to the last repaint, and then a look at it."""
    found: list[float] = page.evaluate(MOVE, place)
    page.wait_for_timeout(1000 * pause)
    return found


def in_browser(address: str, moves: int, pause: float) -> None:
    """A slider moved again and again, and the months played."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        sizes: list[int] = []
        page.on("response", lambda response: sizes.append(int(response.headers.get("content-length", 0))))
        page.goto(f"{address}#plan={quote(json.dumps(PLAN))}")
        until(page, "() => window.workshop?.data?.plan && window.workshop.state.repaints > 0")
        page.wait_for_timeout(2000)
        page.click("#lever-list .theme.on .unfold")
        page.hover("#first-guidance")
        places = walk(moves)
        waited = [moved(page, place, pause) for place in places]
        told("slider to the first months redrawn", [first / 1000 for first, _ in waited], "")
        told(f"slider to last repaint, {pause:g} s to look at each", [last / 1000 for _, last in waited], "p95 250 ms")
        again = [page.evaluate(MOVE, place) for place in places]
        told("slider moved back to where it has been", [last / 1000 for _, last in again], "")
        page.click("#layer-residents")
        page.wait_for_timeout(1500)
        frames, worst, month = page.evaluate(PLAY)
        print(f"{'months played, 10,000 dots a map':<44} {frames:.0f} frames a second, longest {worst:.0f} ms, to month {month}   bar 60")
        print(f"{'page as loaded, catalogue included':<44} {sum(sizes) / 1000:.0f} kB in {len(sizes)} files   bar 300 kB")
        browser.close()


def until(page: Any, what: str, seconds: float = 60) -> None:
    """Wait for something on the page."""
    end = time.monotonic() + seconds
    while not page.evaluate(what):
        if time.monotonic() > end:
            raise TimeoutError(what)
        page.wait_for_timeout(30)


async def session(address: str, number: int, seconds: float, every: float) -> list[float]:
    """One browser's worth of moves: seconds to the first answer of each."""
    import websockets

    home: Any = address.rstrip("/")
    found: list[float] = []
    async with websockets.connect(home.replace("http", "ws") + "/socket", origin=home, max_size=None) as line:
        await line.send('{"do": "hello"}')
        await asyncio.sleep(every * number / 20)
        end = time.monotonic() + seconds
        for move in range(10_000):
            if time.monotonic() > end:
                return found
            plan = {**PLAN, "levers": {**PLAN["levers"], "guidance": {"budget": 1e5 * (1 + number) + 7 * move + every}}}
            began = time.monotonic()
            await line.send(json.dumps({"do": "ask", "n": move, "plan": plan}))
            while not answered(await line.recv(), move):
                pass
            found.append(time.monotonic() - began)
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))
    return found


def answered(message: Any, move: int) -> bool:
    """Whether this is the first answer to the move."""
    head = message[4 : 4 + int.from_bytes(message[:4], "little")] if isinstance(message, bytes) else message
    said = json.loads(head)
    if said["kind"] == "error":
        raise RuntimeError(said["message"])
    return said["kind"] == "answer" and said["stage"] == "first" and said["n"] == move


async def warmed(address: str) -> None:
    """The audience comes when the untouched city has been lived."""
    import websockets

    home: Any = address.rstrip("/")
    async with websockets.connect(home.replace("http", "ws") + "/socket", origin=home, max_size=None) as line:
        await line.send('{"do": "hello"}')
        await line.send(json.dumps({"do": "ask", "n": 0, "plan": PLAN}))
        while not answered(await line.recv(), 0):
            pass
        await asyncio.sleep(5)


async def room(address: str, process: int, sessions: int, seconds: float, every: float) -> None:
    """Many sessions at once, each with moves of its own."""
    await warmed(address)
    before, began = busy(process), time.monotonic()
    found = await asyncio.gather(*(session(address, number, seconds, every) for number in range(sessions)))
    waits, took = [one for each in found for one in each], time.monotonic() - began
    told(f"{sessions} sessions, a move every {every:g} s each", waits, "p95 2,000 ms")
    cpu, load = busy(process) - before, os.getloadavg()[0]
    print(f"{'':<44} {cpu / took:.2f} cores had, {cpu / len(waits):.2f} CPU s an answer and what follows; load of the machine {load:.1f}")


def main(words: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=10_000)
    parser.add_argument("--moves", type=int, default=40)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds that people look at an answer before the next move")
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--every", type=float, nargs="*", default=[5.0])
    asked = parser.parse_args(words)
    with served(asked.residents) as (address, process):
        if asked.moves and Path(CHROMIUM).is_file():
            in_browser(address, asked.moves, asked.pause)
        for every in asked.every if asked.sessions else ():
            asyncio.run(room(address, process, asked.sessions, asked.seconds, every))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
