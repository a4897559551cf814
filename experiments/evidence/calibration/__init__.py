"""Calibration: which numbers may move, how far the city is from what was published, and which cities are not ruled out."""
