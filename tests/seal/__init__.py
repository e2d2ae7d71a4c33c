"""Keys, envelopes, roster and slots."""
