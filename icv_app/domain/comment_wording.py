"""What the places of a report are called that every report has."""

from __future__ import annotations

from icv_app.words import _


def field_words() -> dict[str, str]:
    """Return the words for each place, to stand within a sentence."""
    return {
        "visit": _("the report as a whole"),
        "arrived_at": _("arrival and entry"),
        "delay": _("the delay"),
        "visitors": _("the visitors"),
        "follow_ups": _("what was looked at again"),
        "census": _("the count at entry"),
        "staffing": _("staff on duty"),
        "tallies": _("the tally"),
        "positive_practice": _("positive practice"),
        "force_comment": _("the force’s comment"),
        "raised_with_officer": _("what was raised with the custody officer"),
        "officer_response": _("the custody officer’s answer"),
        "outcome": _("how the visit ended"),
        "left_suite_at": _("leaving"),
        "debrief_note": _("the debrief"),
        "sign_off": _("sign-off"),
    }
