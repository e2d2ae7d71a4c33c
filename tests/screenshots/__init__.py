"""`make screenshots`: every screen, drawn from the demo, for the README and the guides."""
