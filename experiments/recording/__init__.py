"""What is kept of a simulated city: its tables by month, group, cohort and year."""
