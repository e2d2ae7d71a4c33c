"""The demo year: a whole scheme with invented visits, recorded through the application's own services."""
