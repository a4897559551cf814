"""What a finished sweep tells a planner, worked out from its stored tables; the model is never run."""

from experiments.sweep.findings.all_of_it import Findings, find, keep

__all__ = ["Findings", "find", "keep"]
