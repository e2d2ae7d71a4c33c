"""Commenting on one place of a report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from icv_app.domain.comment import WHOLE
from icv_app.words import _
from ui.report_reader.comments import answer_options, place_options
from ui.report_reader.say_box import SayBox
from ui.report_reader.view_model import ReportInHand
from ui.widgets.choice import Choice
from ui.widgets.labelled_field import LabelledField

_ALL_OF_IT = "all"


class CommentBox(SayBox):
    """The place, for a person also one of the answers, and the words."""

    commented = Signal(str, str, object)
    """The place, the text, and why what the privacy guard found in it stays."""

    path_changed = Signal()
    """Somebody chose another place."""

    def __init__(self) -> None:
        place = Choice(_("On"), ())
        place_field = LabelledField(_("On"), place)
        answer = Choice(_("Answer"), ())
        answer_field = LabelledField(_("Answer"), answer)
        super().__init__(
            _("Your comment"),
            _("Keep comment"),
            hint=_("The visitors and the office read it beside the report, which stays as filed. No names."),
            above=(place_field, answer_field),
        )
        self._in_hand: ReportInHand | None = None
        self.place, self.place_field = place, place_field
        self.answer, self.answer_field = answer, answer_field
        self.answer_field.hide()
        self.place.value_changed.connect(self._on_place)
        self.answer.value_changed.connect(lambda _value: self.path_changed.emit())
        self.said.connect(self._on_said)

    def show_places(self, in_hand: ReportInHand) -> None:
        """Offer the places of a report; of the same report the choice stays."""
        other = self._in_hand is None or self._in_hand.visit_id != in_hand.visit_id
        self._in_hand = in_hand
        self.place.set_options(place_options(in_hand))
        if other or self.place.value() is None:
            self.place.set_value(WHOLE)
            self._offer_answers()

    def open_box(self, *, focus: bool = True) -> None:
        """Show it, and put the keyboard where the place is chosen."""
        super().open_box(focus=focus)
        if focus:
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, path: str) -> None:
        """Choose a place; one that the report does not have is passed over."""
        offered = place_options(self._in_hand) if self._in_hand is not None else []
        place = max((one for one, _words in offered if _is_of(path, one)), key=len, default=None)
        if place is None:
            return
        self.place.set_value(place)
        self._offer_answers()
        if path != place:
            self.answer.set_value(path)

    def path(self) -> str | None:
        """Return the place chosen."""
        place, answer = self.place.value(), self.answer.value()
        return place if answer in {None, _ALL_OF_IT} else answer

    def _on_place(self, _value: object) -> None:
        self._offer_answers()
        self.path_changed.emit()

    def _offer_answers(self) -> None:
        self.place_field.set_problem("")
        place = self.place.value()
        answers = answer_options(self._in_hand, place) if self._in_hand is not None and place else []
        self.answer.set_options([(_ALL_OF_IT, _("The person as a whole")), *answers])
        self.answer.set_value(_ALL_OF_IT)
        self.answer_field.setVisible(bool(answers))

    def _on_say(self) -> None:
        self.place.finish()
        self.answer.finish()
        if self.place.value() is None or self.place.problem():
            self.place_field.set_problem(_("Choose what the comment is on."))
            self.place_field.set_focus()
            return
        if self.answer.problem():
            self.answer_field.set_focus()
            return
        super()._on_say()

    def _on_said(self, text: str, justified: object) -> None:
        path = self.path()
        if path is not None:
            self.commented.emit(path, text, justified)


def _is_of(path: str, place: str) -> bool:
    """Whether a path is a place, or one of the answers at it."""
    return path == place or path.startswith(f"{place}.answers.")
