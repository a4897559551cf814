"""The TRACE document, written beside the code; from an installed package it is only printed."""

import argparse

ABOUT = "print the TRACE document: what speaks for the model and what against it, from code, tables and kept results"
EXAMPLE = "learncity trace\n  learncity trace --keep outputs/validate-helsinki-10000-1a2b3c4d outputs/studies-helsinki-10000-1a2b3c4d"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("--keep", nargs="+", default=[], metavar="RESULTS", help="finished results to keep with the code first")


def run(arguments: argparse.Namespace) -> None:
    """The TRACE document, written beside the code; from an installed package it is only printed."""
    from experiments.evidence.trace import model, text
    from sim.declare import Mistake

    if model.checkout() is None:
        if arguments.keep:
            raise Mistake("trace: results are kept in a checkout of the code, not in an installed package")
        print(text.FILE.read_text(encoding="utf-8"))
        return
    print(f"Wrote {text.write(arguments.keep)}")
