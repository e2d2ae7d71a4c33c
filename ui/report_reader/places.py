"""Where in a report on screen something stands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from icv_app.domain.finding import Place
from icv_app.domain.problem import Step
from ui.report_reader.concern_card import ConcernCard
from ui.report_reader.history import HistoryEntry
from ui.report_reader.people import PersonBlock

_SECTIONS = {
    Step.ARRIVAL: "_figures",
    Step.CUSTODY: "census_section",
    Step.PEOPLE: "people_section",
    Step.SUITE: "suite_section",
    Step.CONCERNS: "_concerns",
    Step.SIGN_OFF: "sign_off_section",
}
"""Which function makes the section about a step."""
_IN_WORDS = frozenset({"positive_practice", "force_comment", "raised_with_officer", "officer_response"})


def target_of(place: Place, report: QWidget, sections: Mapping[str, QWidget]) -> QWidget | None:
    """Return what to scroll to; `None` for the report as a whole, and for what is not in it."""
    if place.concern_id is not None:
        cards = report.findChildren(ConcernCard)
        return next((card for card in cards if card.concern_id == place.concern_id), None)
    if place.record_id is not None:
        entries = report.findChildren(HistoryEntry)
        return next((entry for entry in entries if entry.record_id == place.record_id), None)
    if place.person_id is not None:
        blocks = report.findChildren(PersonBlock)
        block = next((block for block in blocks if block.person_id == place.person_id), None)
        if block is not None and block.fold is not None and place.field.startswith("answers."):
            block.fold.open()
        return block
    if place.field.partition(".")[0] == "follow_ups":
        return sections.get("last_time_section")
    if place.field in _IN_WORDS:
        return sections.get("words_section")
    return sections.get(_SECTIONS[place.step]) if place.step is not None else None
