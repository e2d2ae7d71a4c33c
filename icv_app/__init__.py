"""ICV without a window: domain, services, store, seal, figures, report and exchange."""
