"""What a result means: definitions, effects with their intervals, resilience, public finance, equity, and the words for them."""
