"""Every row of the evidence beside what the model does."""
