"""The suite step: areas, stocks, what was seen happening."""
