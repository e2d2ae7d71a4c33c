"""The places each role can have, in the order they are offered; only those with a page appear."""

from __future__ import annotations

from icv_app.words import _
from ui.widgets.nav_bar import NavEntry


def visitor_places() -> tuple[NavEntry, ...]:
    """Return a visitor's places."""
    return (
        NavEntry("home", _("Home"), "home"),
        NavEntry("visits", _("Visits"), "clipboard-list"),
        NavEntry("rota", _("My rota"), "calendar-days"),
        NavEntry("messages", _("Messages"), "message-square"),
        NavEntry("guidance", _("Guidance"), "book-open"),
        NavEntry("settings", _("Settings"), "settings"),
    )


def coordinator_places() -> tuple[NavEntry, ...]:
    """Return a coordinator's places."""
    return (
        NavEntry("today", _("Today"), "home"),
        NavEntry("reports", _("Reports"), "inbox"),
        NavEntry("concerns", _("Concerns"), "triangle-alert"),
        NavEntry("coverage", _("Coverage"), "chart-column"),
        NavEntry("record_reviews", _("Record reviews"), "clipboard-list"),
        NavEntry("people", _("People"), "users"),
        NavEntry("rota", _("Rota"), "calendar-days"),
        NavEntry("notices", _("Notices"), "message-square"),
        NavEntry("publications", _("Publications"), "file-text"),
        NavEntry("quality", _("Quality"), "award"),
        NavEntry("data", _("In and out"), "download"),
        NavEntry("audit", _("Audit log"), "shield-check"),
        NavEntry("retention", _("Retention"), "trash-2"),
        NavEntry("scheme", _("Scheme"), "sliders-horizontal"),
        NavEntry("settings", _("Settings"), "settings"),
    )
