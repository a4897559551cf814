"""Movement between occupations: the limit of many people, and the network of occupations."""
