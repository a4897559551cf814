"""Questions asked of the city. Each is a function of the counts of a month, of the whole city or of any group."""
