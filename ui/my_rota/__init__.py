"""A visitor's duties, and when they can go."""
