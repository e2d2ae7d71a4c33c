"""The vault, against real encrypted files."""
