"""The command line: one word for each command."""

from experiments.cli.command import MISTAKEN
from experiments.cli.main import COMMANDS, main, parser

__all__ = ["COMMANDS", "MISTAKEN", "main", "parser"]
