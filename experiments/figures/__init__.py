"""Tables to pictures: one function per figure, from stored tables only; the model is never run."""

from experiments.figures.drawing import Picture, draw_all

__all__ = ["Picture", "draw_all"]
