"""How much identifying text the privacy guard finds in sentences it was not made with."""

from __future__ import annotations

from tests.privacy.measure import PUT_ASIDE, WORKING, a_guard, measure


def privacy() -> dict[str, float]:
    """Recall and the share of clean sentences with a false alarm, over the half put aside."""
    guard = a_guard()
    working, put_aside = measure(WORKING, guard), measure(PUT_ASIDE, guard)
    return {
        "privacy_recall": put_aside.recall,
        "privacy_false_alarm_rate": put_aside.false_alarm_rate,
        "privacy_recall_working_half": working.recall,
        "privacy_false_alarm_rate_working_half": working.false_alarm_rate,
    }
