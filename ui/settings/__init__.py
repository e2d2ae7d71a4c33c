"""How ICV looks, the passphrase, synchronising now, and what version this is."""
