"""The keys of the visit editor that F1 lists: those of its shortcuts and those its controls understand."""

from __future__ import annotations

from icv_app.words import _


def visit_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys as they are written on the screen, with what they do; a test keeps the list whole."""
    return (
        ("Ctrl+1 … Ctrl+6", _("Go to a step of the visit")),
        ("Ctrl+Page Down, Ctrl+Page Up", _("Go to the next step, to the one before")),
        ("Ctrl+Z", _("Undo the last change of this visit; in a text, what was typed just now")),
        ("Ctrl+Shift+Z, Ctrl+Y", _("Do it again")),
        ("Enter", _("Go on to the next field; in a note it begins a line")),
        ("Ctrl+Enter", _("Go on: from a note, from a part of a person, to the next step")),
        ("L", _("In areas or stocks: all as listed, checked today")),
        ("C", _("At an area or a stock that is poor or missing: raise a concern")),
        ("G", _("At a question: guidance and where it stands in law; Ctrl+G while typing")),
        ("Ctrl+T", _("About a person: the words for self-harm, assault, the offence, a complaint")),
    )
