"""The arrival step: where, who, when, and why it took long to be let in."""
