"""Scripts for readers: the city from Python, in Mesa, in the workbenches of others."""
