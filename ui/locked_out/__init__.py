"""Coming back in with the coordinator's help."""
