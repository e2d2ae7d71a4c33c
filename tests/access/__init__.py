"""The application as an outside program finds it on the accessibility bus."""
