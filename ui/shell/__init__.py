"""The main window: navigation, title, the page, and what holds on every page."""

from __future__ import annotations

from ui.shell.page import Page
from ui.shell.places import coordinator_places, visitor_places
from ui.shell.window import ShellWindow

__all__ = ["Page", "ShellWindow", "coordinator_places", "visitor_places"]
