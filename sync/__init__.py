"""How sealed records travel: wire format, client and server."""
