"""Setting up: from an invitation, or a new scheme."""
