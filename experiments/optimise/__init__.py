"""`learncity optimise`: portfolios under a budget, searched with Optuna on several aims at once, with the same luck as the baseline."""
