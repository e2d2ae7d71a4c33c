"""What comes from outside, in any bytes: only the project's own errors, and bounded memory."""
