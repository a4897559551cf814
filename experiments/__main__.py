"""`python -m experiments ...` is `learncity ...`."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
if not sys.flags.safe_path and os.path.realpath(sys.path[0]) != os.path.realpath(ROOT):
    del sys.path[0]  # the folder one stands in, whose sim/ or numpy.py would be taken for ours

from experiments.cli import main  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(main())
