"""The people step: a board of everybody in custody, and one person at a time."""
