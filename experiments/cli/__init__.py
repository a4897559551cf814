"""The command line: one word for each command, each in a file of ``commands``."""

from experiments.cli.commands import MISTAKEN
from experiments.cli.main import COMMANDS, main, parser

__all__ = ["COMMANDS", "MISTAKEN", "main", "parser"]
