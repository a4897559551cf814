"""One file of each kind that a scenario can bring beside it: a lever, a shock, behaviours, indicators. Copy one and change it."""
