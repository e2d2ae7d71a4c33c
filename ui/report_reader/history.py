"""What was said about a report, in the order of time; and what was left open last time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.checklist import SuiteItem
from icv_app.domain.concern import Concern
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.review import ReviewEventKind
from icv_app.domain.times import day_in_words, london_day
from icv_app.domain.visit import AreaState, Visit
from icv_app.words import _
from ui.report_reader import concern_wording, times, wording
from ui.report_reader.comments import left_out_words, notes_at, place_words, said_words
from ui.report_reader.justified import stays_words
from ui.report_reader.parts import Flowed, Section, Words
from ui.report_reader.view_model import ReportInHand, open_concern
from ui.theme import Hue
from ui.visit.wording import label, lower_first
from ui.widgets.labels import Muted, Text
from ui.widgets.tag import Tag, Tagged


def history_section(in_hand: ReportInHand) -> Section:
    """Return every word about the report, oldest first."""
    report = in_hand.report
    said: list[HistoryEntry] = []
    filed, accepted = report.visit.submitted_at, report.record.accepted_at
    if filed is not None:
        said.append(HistoryEntry(filed, report.visit.author, _("Filed and signed"), ""))
    if accepted is not None and not in_hand.coordinator:
        said.append(HistoryEntry(accepted, "", _("The server has it"), ""))
    for event in report.review.events:
        stays = stays_words(event.justified, in_hand.checklist)
        what = wording.event_words(event)
        said.append(HistoryEntry(event.at, event.by, what, event.text, event.record_id, stays))
    for comment in in_hand.comments_shown:
        what = said_words(comment, place_words(comment.path, in_hand))
        stays = stays_words(comment.justified, in_hand.checklist)
        said.append(HistoryEntry(comment.at, comment.by, what, comment.text, comment.record_id, stays))
    section = Section(_("Said about this report"))
    left_out = left_out_words(in_hand)
    if left_out:
        section.add(Muted(left_out))
    for entry in sorted(said, key=lambda one: one.at):
        section.add(entry)
    return section


class HistoryEntry(QWidget):
    """What was said, by whom and when; the words below, and what the privacy guard asked about in them."""

    def __init__(
        self,
        at: datetime,
        by: str,
        what: str,
        text: str,
        record_id: str = "",
        stays: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self.at = at
        self.record_id = record_id
        self.setAccessibleName(f"{what}, {by}, {times.say_moment(at)}: {text}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        when = times.say_moment(at)
        who = Muted(f"{by} · {when}" if by else when, wrap=False)
        column.addWidget(Flowed(Words(what, weight="semibold"), who))
        if text:
            column.addWidget(Text(text))
        for words in stays:
            column.addWidget(Muted(words))


def last_time_section(in_hand: ReportInHand) -> Section | None:
    """Return what was found at the last visit to the suite and whether it was looked at this time."""
    report = in_hand.report
    last = report.last_time
    looked = [_looked_at(found, in_hand) for found in report.visit.follow_ups]
    looked.extend(notes_at(in_hand, "follow_ups"))
    if last is None or last.began_at is None:
        return Section(_("Looked at again")).add(*looked) if looked else None
    title = _("Last time at {suite}").format(suite=report.settings.suite_name(last.suite))
    section = Section(title, day_in_words(london_day(last.began_at)))
    rows = looked + [
        _followed(concern, last, in_hand)
        for concern in last.concerns
        if not concern.good_practice
        and not concern.put_right
        and report.visit.follow_up(concern.concern_id) is None
    ]
    rows.extend(_area_rows(in_hand, last))
    if not rows:
        rows.append(Text(_("Nothing was left to follow up.")))
    return section.add(*rows)


def _looked_at(found: FollowUp, in_hand: ReportInHand) -> QWidget:
    """An earlier concern in its own words where its visit is at hand, and what the visitors found."""
    report = in_hand.report
    text = concern_wording.category_title(found.category, in_hand.checklist)
    earlier = next((one for one in report.looked_at if one.concern_id == found.concern_id), None)
    if earlier is not None:
        text += f" ({day_in_words(london_day(earlier.began_at))})"
        text += f": {earlier.concern.text}" if earlier.concern.text else ""
    tags: list[QWidget] = [Tag(*looked_words()[found.finding])]
    if any(concern.repeats == found.concern_id for concern in report.visit.concerns):
        tags.append(Tag(_("Raised again this time"), Hue.ORANGE))
    if found.note:
        tags.append(Words(found.note, size="small"))
    return _row(text, tags)


def looked_words() -> dict[Looked, Tagged]:
    """Return what was found of an earlier concern in words."""
    return {
        Looked.PUT_RIGHT: (_("Looked at: put right"), Hue.GREEN),
        Looked.STILL_SO: (_("Looked at: still so"), Hue.ORANGE),
        Looked.NOT_LOOKED: (_("Not looked at this time"), Hue.GREY),
    }


def _followed(concern: Concern, last: Visit, in_hand: ReportInHand) -> QWidget:
    checklist = in_hand.checklist
    text = (
        f"{concern_wording.concern_title(concern, checklist)}: {concern.text}"
        if concern.text
        else (concern_wording.concern_title(concern, checklist))
    )
    tags: list[QWidget] = []
    standing = in_hand.standing(concern)
    if standing is not None and (in_hand.coordinator or not open_concern(standing.state)):
        tags.append(Tag(*concern_wording.state_tag(standing.state, checklist)))
    this_time = _this_time(concern, last, in_hand)
    if this_time is not None:
        tags.append(Tag(*this_time))
    return _row(text, tags)


def _this_time(concern: Concern, last: Visit, in_hand: ReportInHand) -> Tagged | None:
    if concern.category in {one.category for one in in_hand.report.visit.concerns}:
        return _("Raised again this time"), Hue.ORANGE
    area = concern.area or next((a.area for a in last.areas if a.concern_id == concern.concern_id), None)
    return area_this_time(in_hand, area) if area else None


def area_this_time(in_hand: ReportInHand, area: str) -> Tagged | None:
    """Return how an area was found this time; nothing for what is no area."""
    checklist = in_hand.checklist
    if area not in {item.item_id for item in checklist.areas}:
        return None
    found = next((a.state for a in in_hand.report.visit.areas if a.area == area), AreaState.NOT_CHECKED)
    if found is AreaState.NOT_CHECKED:
        return _("Not checked this time"), Hue.GREY
    if found is AreaState.GOOD:
        return _("In good order this time"), Hue.GREEN
    still = lower_first(label(checklist, "area_states", found))
    return _("This time: {state}").format(state=still), Hue.ORANGE


def _area_rows(in_hand: ReportInHand, last: Visit) -> list[QWidget]:
    rows: list[QWidget] = []
    for area in last.areas:
        tag = area_this_time(in_hand, area.area)
        if area.state not in {AreaState.MINOR, AreaState.POOR} or area.concern_id or tag is None:
            continue
        title = _area_title(in_hand.checklist.areas, area.area)
        state = lower_first(label(in_hand.checklist, "area_states", area.state))
        text = f"{title}: {state}" + (f". {area.note}" if area.note else "")
        rows.append(_row(text, [Tag(*tag)]))
    return rows


def _area_title(items: tuple[SuiteItem, ...], item_id: str) -> str:
    return next((item.title for item in items if item.item_id == item_id), item_id)


def _row(text: str, tags: list[QWidget]) -> QWidget:
    return Flowed(Words(text, size="small"), *tags)


def words_said(in_hand: ReportInHand) -> bool:
    """Whether somebody asked, answered, added, commented or disagreed: then it belongs near the top."""
    kinds = {event.kind for event in in_hand.report.review.events}
    quiet = {ReviewEventKind.RECEIVED, ReviewEventKind.APPROVED, ReviewEventKind.AGREED}
    return bool(kinds - quiet) or bool(in_hand.report.comments)
