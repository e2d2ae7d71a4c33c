"""The quality framework: readiness by level, and the evidence for each criterion."""
