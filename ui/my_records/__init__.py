"""The custody records a visitor was given to read."""
