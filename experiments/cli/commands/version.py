"""The version."""

import argparse

ABOUT = "print the version"
EXAMPLE = "learncity version"


def options(made: argparse.ArgumentParser) -> None:
    """Nothing that argparse reads."""


def run(arguments: argparse.Namespace) -> None:
    """The version."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        print(f"learncity {installed('learncity')}")
    except PackageNotFoundError:
        print("learncity (from a checkout)")
