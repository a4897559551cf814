"""The command line: parse, run, and say in one line what went wrong. What a command does is in simulate.py, look_up.py, evidence.py."""

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from experiments.cli import evidence, look_up, simulate
from experiments.cli.command import BROKEN, FINE, INTERRUPTED, MISTAKEN, Command

FILES = (simulate, look_up, evidence)
COMMANDS = {one.name: one for file in FILES for one in vars(file).values() if isinstance(one, Command)}
"""Every command by its name, in the order of the help."""


def parser() -> argparse.ArgumentParser:
    """All commands with their help and an example each."""
    top = argparse.ArgumentParser(prog="learncity", description="Learning City: a city that invests in learning.")
    top.add_argument("--debug", action="store_true", help="show the traceback of an error")
    top.add_argument("--version", action="store_true", help="print version and commit")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        example, shape = f"example:\n  {command.example}", argparse.RawDescriptionHelpFormatter
        made = commands.add_parser(name, help=command.about, description=command.about, epilog=example, formatter_class=shape)
        made.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback of an error")
        if command.takes_settings:
            made.add_argument("--no-fit", dest="fit", action="store_false", help="do not fit a city of your own to its counts at first use")
        for names, more in command.options:
            made.add_argument(*names, **more)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went: 0 fine, 1 broken, 2 a mistake in the asking, 130 interrupted."""
    words = list(sys.argv[1:] if argv is None else argv)
    words = ["version", *words[1:]] if words[:1] == ["--version"] else words
    if words and not words[0].startswith("-") and words[0] not in COMMANDS:
        return careful(misspelt, argparse.Namespace(name=words[0], debug=False))
    try:
        arguments, more = parser().parse_known_args(words[:1] if words[:1] == ["bench"] else words)
        arguments.rest, arguments.commands = words[1:], COMMANDS
        take_on(arguments, more)
    except SystemExit as leaving:
        return FINE if leaving.code in (None, 0) else MISTAKEN
    return careful(fitted_first(COMMANDS[arguments.command]), arguments)


def misspelt(arguments: argparse.Namespace) -> None:
    """Tell the nearest command."""
    from sim.declare import known_or_mistake

    known_or_mistake(arguments.name, COMMANDS, "command", "command line")


def fitted_first(command: Command) -> Callable[[argparse.Namespace], int | None]:
    """The command, before which a city of the user's own that it is about is fitted to its counts, if it has not been."""

    def run(arguments: argparse.Namespace) -> int | None:
        if command.takes_settings and not getattr(arguments, "dry_run", False) and not getattr(arguments, "new", False):
            from experiments.own_city import first_use

            first_use.ready(first_use.named(arguments.words), arguments.fit)
        return command.run(arguments)

    return run


def take_on(arguments: argparse.Namespace, more: list[str]) -> None:
    """Words argparse did not place are settings of a command that takes settings."""
    if COMMANDS[arguments.command].takes_settings and not any(word.startswith("-") for word in more):
        arguments.words += more
    elif more:
        parser().error(f"unknown words: {' '.join(more)}")


def careful(command: Callable, arguments: argparse.Namespace) -> int:
    """Turn what goes wrong into one clear message and an exit code."""
    from experiments.storage.disk import CannotStore
    from sim.declare import Mistake
    from sim.showing import in_bounds

    try:
        with warnings_in_a_line():
            return command(arguments) or FINE
    except CannotStore as full:
        told = f"nothing more can be stored ({full}); what is finished is kept. Make room, then give the same command again."
        print(f"learncity: {told}", file=sys.stderr)
        return BROKEN
    except Mistake as mistake:
        print(f"learncity: {mistake}", file=sys.stderr)
        return MISTAKEN
    except KeyboardInterrupt:
        print("learncity: interrupted; what is finished is kept, the same command goes on from there", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if arguments.debug:
            raise
        said = in_bounds(f"{type(error).__name__}: {error}")
        print(f"learncity: something broke inside ({said}); --debug shows where", file=sys.stderr)
        return BROKEN


@contextmanager
def warnings_in_a_line() -> Iterator[None]:
    """What compiled rules and fitted cities warn of concerns whoever gives the command, in a line; others are as Python shows them."""
    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(message: Any, category: type, *where: Any, **more: Any) -> None:
            if category.__name__ in ("CacheWarning", "FittedWarning"):
                print(f"learncity: {message}", file=sys.stderr)
            else:
                usual(message, category, *where, **more)

        warnings.showwarning = show
        yield
