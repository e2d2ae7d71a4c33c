"""Builders: each makes a valid thing with whatever a test changes about it."""

from __future__ import annotations

from tests.visit_builders import (
    NOON,
    a_census,
    a_checklist,
    a_checklist_ref,
    a_concern,
    a_context,
    a_coordinator,
    a_filed_visit,
    a_girl_of_15,
    a_member,
    a_person,
    a_review_event,
    a_suite,
    a_visit,
    an_abandoned_visit,
    an_empty_draft,
    answered,
    settings,
    somebody_asleep,
    somebody_who_declined,
)

__all__ = [
    "NOON",
    "a_census",
    "a_checklist",
    "a_checklist_ref",
    "a_concern",
    "a_context",
    "a_coordinator",
    "a_filed_visit",
    "a_girl_of_15",
    "a_member",
    "a_person",
    "a_review_event",
    "a_suite",
    "a_visit",
    "an_abandoned_visit",
    "an_empty_draft",
    "answered",
    "settings",
    "somebody_asleep",
    "somebody_who_declined",
]
