"""What the office has said to a visitor."""
