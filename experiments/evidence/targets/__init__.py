"""Published numbers with their bands, and the setting in which the model is held against them."""
