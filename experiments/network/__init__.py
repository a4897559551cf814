"""Many learning cities, each a model of its own, that show each other once a year what they do and what came of it."""
