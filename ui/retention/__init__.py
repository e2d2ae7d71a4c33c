"""What is due to be erased, legal holds, and the runs so far."""
