"""What is left when power, disk or network fail."""
