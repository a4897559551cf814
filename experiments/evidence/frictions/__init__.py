"""What stands between people and learning, measured by taking each hindrance away."""
