"""The controls every screen is made of: plain values in, signals out, nothing about visits."""
