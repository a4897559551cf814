"""What a finished sweep tells a planner, worked out from its stored tables; the model is never run."""

from experiments.sweep.findings.collect import Findings, find, keep

__all__ = ["Findings", "find", "keep"]
