"""The custody step: who was on duty, and the count of everybody in custody."""
