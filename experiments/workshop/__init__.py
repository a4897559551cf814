"""The workshop: a page on which a room tries investments on a city that answers at once, beside the same city untouched."""
