"""A scheme in which everything that can go wrong does, and nothing may be lost or counted twice."""
