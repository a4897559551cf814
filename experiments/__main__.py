"""`python -m experiments ...` is `learncity ...`."""

from experiments.cli import main

raise SystemExit(main())
