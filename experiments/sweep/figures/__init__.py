"""Pictures of a sweep, one function each, from the tables of its findings alone."""

from experiments.sweep.figures.drawing import draw_all

__all__ = ["draw_all"]
