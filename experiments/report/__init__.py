"""Tables and pictures to one self-contained page; the model is never run."""

from experiments.report.page import page

__all__ = ["page"]
