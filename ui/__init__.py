"""The windows: one folder a screen, Qt Widgets over view-models."""
