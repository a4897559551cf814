"""How does a city of one's own come in? Templates of its folder, all that is missing at once, and what is borrowed from another city."""
