"""Randomised trials inside the model: who is offered what, and what it does to them and to others."""
