"""The rota as the coordinator makes it."""
