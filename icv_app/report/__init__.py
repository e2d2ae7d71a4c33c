"""Documents the scheme publishes or keeps: reportlab PDF, with charts that also serve the screen."""
