"""Which assumed and calibrated numbers decide what the city does, and which policy comes first?"""
