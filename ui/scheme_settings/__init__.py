"""The scheme's settings: edited by coordinators, published to everybody."""
