"""What runs out for members."""
