"""Evidence: is the city like real cities, and do policies work in it as they did in the studies? Never fitted here."""
