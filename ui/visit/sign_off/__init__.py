"""The sign-off step: how the visit ended, both visitors' word, and submitting."""
