"""One file per thing that happens in a month; the order is `sim.city.MONTH`."""
