"""What is asked: scenarios, regimes, ensembles and settings, checked and resolved into one specification of a run."""
