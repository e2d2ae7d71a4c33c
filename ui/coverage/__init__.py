"""How visits were spread over suites, weeks and hours."""
