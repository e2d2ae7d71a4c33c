"""How every visitor stands in every kind of training."""
