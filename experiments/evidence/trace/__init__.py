"""TRACE (Grimm et al. 2014): what speaks for the model and what against it, printed from code, tables and kept results."""
