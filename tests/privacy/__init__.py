"""The privacy guard: its rules, and how it does on labelled sentences."""
