"""One filed report in full."""
