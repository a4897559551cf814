"""A real browser for the tests: Chromium driven by Playwright, a fresh profile each time, nothing fetched in the background."""

import os
import shutil
import time

import pytest

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
CHROMIUM = (
    os.environ.get("LEARNCITY_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (apt-get install chromium, or set LEARNCITY_CHROMIUM)")
IN_CHROMIUM = [pytest.mark.slow, NEEDS_CHROMIUM]
"""Marks of a module whose tests all open pages."""
FIVE_YEARS = "#plan=%7B%22months%22%3A60%7D"
"""A plan of five years and no levers: quick to live."""
PLANNED = "#plan=%7B%22months%22%3A60%2C%22levers%22%3A%7B%22second_chance%22%3A%7B%22budget%22%3A36000000%7D%7D%7D"
"""Five years with much money for a second chance."""


class Room:
    """One open page of the workshop, and what went wrong on it."""

    def __init__(self, browser, address, width=1280, height=720, **more):
        self.context = browser.new_context(viewport={"width": width, "height": height}, **more)
        self.context.set_default_timeout(120_000)  # machines that are shared are slow
        self.page = self.context.new_page()
        self.address, self.complaints, self.requests = address, [], []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, where=FIVE_YEARS):
        """Load the page anew."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/{where}")
        self.answered(0)
        if not self.page.evaluate("() => document.body.classList.contains('more')"):
            self.page.click("#more")  # what is needed less often, in a row of its own
        return self

    def answered(self, before=None):
        """Wait until the page has drawn an answer newer than ``before`` answers, and nothing is being asked."""
        quiet = "window.workshop.data.plan && !document.getElementById('status').textContent"
        return self.until(f"window.workshop?.state.repaints > {before or 0} && {quiet}")

    def until(self, what, seconds=180):
        end = time.monotonic() + seconds
        while not self.page.evaluate(f"() => Boolean({what})"):
            assert time.monotonic() < end, (
                what,
                self.complaints,
                self.page.inner_text("#status"),
                self.page.inner_text("#headline"),
                self.page.url,
            )
            self.page.wait_for_timeout(25)
        return self

    def state(self, what):
        return self.page.evaluate(f"() => window.workshop.{what}")

    def repaints(self):
        return self.state("state.repaints")

    def does(self, act):
        """Do something that asks a new question, and wait for its answer."""
        before = self.repaints()
        act()
        return self.answered(before)

    def curve(self, world="plan"):
        """The curve of the indicator shown, as drawn."""
        return self.page.evaluate(
            """(world) => { const { data, state } = window.workshop, { values, shape } = data[world].curves;
            const k = data.indicators.indexOf(state.indicator); return Array.from(values.subarray(k * shape[1], (k + 1) * shape[1])); }""",
            world,
        )

    def pixels(self, canvas):
        """What a canvas shows, to be compared."""
        return self.page.evaluate("(id) => document.getElementById(id).toDataURL()", canvas)

    def drag(self, handle, to_x, to_y):
        """Press on something, move in steps, let go."""
        box = handle.bounding_box()
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        mouse.down()
        for step in range(1, 9):
            mouse.move(
                box["x"] + box["width"] / 2 + (to_x - box["x"] - box["width"] / 2) * step / 8,
                box["y"] + box["height"] / 2 + (to_y - box["y"] - box["height"] / 2) * step / 8,
            )
        mouse.up()

    def switch_on(self, lever):
        """Find a lever by unfolding its theme, and switch it on."""
        switch = self.page.locator(f"#on-{lever}")
        if not switch.is_visible():
            self.page.locator("#lever-list > .theme", has=switch).locator(".unfold").click()
        switch.check()

    def drag_slider(self, name, share):
        """Drag the knob of a slider to a share of its way."""
        slider = self.page.locator(f"#{name}")
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        at = float(slider.evaluate("(s) => s.value / s.max"))
        knob = {"x": box["x"] + 9 + at * (box["width"] - 18), "y": box["y"] + box["height"] / 2}
        mouse = self.page.mouse
        mouse.move(knob["x"], knob["y"])
        mouse.down()
        for step in range(1, 9):
            mouse.move(knob["x"] + (box["x"] + share * box["width"] - knob["x"]) * step / 8, knob["y"])
        mouse.up()
