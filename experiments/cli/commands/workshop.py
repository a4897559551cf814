"""The live page."""

import argparse

from experiments.cli.commands import brought_by

ABOUT = "serve the live page for a room: try investments and see both cities at once"
EXAMPLE = "learncity workshop\n  learncity workshop --residents 5000 --host 0.0.0.0"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("--residents", type=int, default=10_000, help="rows of the model (10000)")
    made.add_argument("--seeds", type=int, default=8, help="cities with other luck behind the spread (8)")
    made.add_argument("--burn-in", type=int, default=60, help="months lived before the policy date (60)")
    made.add_argument("--city", default="helsinki", help="the city it opens with: an embedded one or a folder of counts")
    made.add_argument("--budget", type=float, metavar="EUR", help="most that may be set aside in a year (as the shipped scenarios)")
    made.add_argument("--port", type=int, default=8765, help="0 takes any free one")
    made.add_argument("--host", metavar="ADDRESS", help="also serve phones in the room, with a join code (off by default)")
    made.add_argument("--folder", default="outputs/workshop", help="the session folder: saved plans and reports")
    made.add_argument("--no-browser", dest="browser", action="store_false", help="do not open the browser")


def run(arguments: argparse.Namespace) -> None:
    """The live page."""
    with brought_by("workshop", "workshop"):
        from experiments.workshop import launch
    launch.serve(arguments)
