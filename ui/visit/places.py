"""Where in the editor the keyboard is, and putting it there again."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from icv_app.domain.problem import Step
from icv_app.domain.visit_changes import EditorPlace
from ui.visit.arrival.visitors_field import VisitorsField
from ui.visit.bound_form import BoundForm
from ui.visit.concerns.view import ConcernsStep
from ui.visit.people.answer_strips import SourceStrip
from ui.visit.people.check_row import CheckRow
from ui.visit.people.person_detail import PersonDetail
from ui.visit.people.tallies import TallyEditor, TallyForm
from ui.visit.people.typed_row import TypedRow
from ui.visit.people.view import PeopleStep
from ui.visit.steps import ShowsFields
from ui.visit.suite.finding_row import FindingRow
from ui.visit.suite.view import SuiteStep
from ui.visit.suite.words_card import ObservedCard
from ui.widgets.labelled_field import LabelledField

_ROW_ONLY = frozenset({"", "talking_now", "scripts_given"})
"""Fields of a person that have no control of their own: their row is shown."""


def place_in(step: Step, made: QWidget) -> EditorPlace:
    """Return where the keyboard is in a step, or was when it was last there."""
    widget = made.focusWidget()
    place = EditorPlace(step=step, part=_name(widget), cursor=_cursor(widget))
    at: QWidget | None = widget
    while widget is not None and at is not None:
        place = _within(place, at, widget)
        if at is made:
            break
        at = at.parentWidget()
    return place


def show_place(made: QWidget, place: EditorPlace) -> None:
    """Put the keyboard on a place of a step; on the step's first field where it is no longer there."""
    if isinstance(made, PeopleStep) and place.person_id is not None and place.field in _ROW_ONLY:
        made.show_row(place.person_id)
        _show_beside_row(made, place.part)
        return
    if not place.field and place.concern_id is None:
        cast(ShowsFields, made).focus_first()
    else:
        cast(ShowsFields, made).show_field(place.field, place.person_id, place.concern_id)
    _show_part(made, place)
    _put_cursor(made.focusWidget(), place.cursor)


def _show_beside_row(people: PeopleStep, part: str) -> None:
    """Go from somebody's row to what had the keyboard, or to where the work on them goes on."""
    if not part or people.detail.person_id is None or _name(people.board.table) == part:
        return
    found = _called(people, part)
    if found is not None:
        found.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        people.detail.focus_first()


def label_of(widget: QWidget | None) -> str:
    """Return the words beside a control, or else its name."""
    at = widget
    while at is not None:
        if isinstance(at, LabelledField):
            return at.label.text()
        at = at.parentWidget()
    return _name(widget)


def forget_problem_at(widget: QWidget | None) -> None:
    """Take away what is said to be missing at a control: the person only came back to it."""
    at = widget
    while at is not None and not isinstance(at, LabelledField):
        at = at.parentWidget()
    if isinstance(at, LabelledField):
        at.set_problem("")


def _within(place: EditorPlace, at: QWidget, widget: QWidget) -> EditorPlace:
    """The place as it is seen from one of the widgets around the one with the keyboard."""
    person, concern, field = place.person_id, place.concern_id, place.field
    match at:
        case CheckRow() | TypedRow():
            field = f"answers.{at.check.check_id}"
        case TallyEditor():
            lines = [str(n) for n, form in enumerate(at.forms) if form.isAncestorOf(widget)]
            field = f"tallies.{lines[0]}.{field}" if lines else field
        case BoundForm():
            field = field or at.field_of(widget)
        case ObservedCard():
            field = "observed"
        case VisitorsField():
            field = "visitors"
        case SuiteStep():
            field = _finding(at, widget) or field
        case PersonDetail():
            person = at.person_id
        case PeopleStep():
            person = None if field.startswith("tallies") else at.detail.person_id
        case ConcernsStep():
            concern = at.concern_id if field else None
        case _:
            return place
    return replace(place, field=field, person_id=person, concern_id=concern)


def _finding(suite: SuiteStep, widget: QWidget) -> str:
    for section, card in (("areas", suite.areas), ("stocks", suite.stocks)):
        for item_id, row in zip(suite.item_ids(section), card.rows, strict=True):
            if row.isAncestorOf(widget):
                return f"{section}.{item_id}"
    return ""


def _show_part(made: QWidget, place: EditorPlace) -> None:
    """Go to the control of that name that lies nearest to the one with the keyboard."""
    now = made.focusWidget()
    if not place.part or now is None or _name(now) == place.part:
        return
    at: QWidget | None = now
    while at is not None:
        found = _called(at, place.part)
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if isinstance(at, CheckRow):
            at.open_source(note=True)
            strip = at.findChild(SourceStrip)
            if strip is None or _name(strip.note) != place.part:
                at.focus_open_question()
            return
        if at is made or isinstance(at, (FindingRow, TallyForm, TypedRow)):
            return
        at = at.parentWidget()


def _called(around: QWidget, name: str) -> QWidget | None:
    for child in around.findChildren(QWidget):
        if _name(child) == name and child.isVisible() and child.focusPolicy() != Qt.FocusPolicy.NoFocus:
            return child
    return None


def _name(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (str(text()) if callable(text) and not _types(widget) else "")


def _types(widget: QWidget) -> bool:
    return isinstance(widget, (QLineEdit, QPlainTextEdit))


def _cursor(widget: QWidget | None) -> int | None:
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    return widget.textCursor().position() if isinstance(widget, QPlainTextEdit) else None


def _put_cursor(widget: QWidget | None, at: int | None) -> None:
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(len(widget.text()) if at is None else at)
    elif isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        last = widget.document().characterCount() - 1
        cursor.setPosition(last if at is None else min(at, last))
        widget.setTextCursor(cursor)
