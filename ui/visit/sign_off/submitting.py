"""Asks before a report is locked, and names what is lost when a draft is deleted."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import london_day
from icv_app.domain.visit import SecondVisitor, Visit
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.restyle import restyle


class AskToSubmit(AskInPlace):
    """What submitting does, and whether to do it now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        restyle(self, hue="blue")
        restyle(self.yes_button, kind="main")
        self.no_button.setText(_("Not yet"))

    def ask_about(self, visit: Visit, late_already: timedelta | None = None) -> None:
        """Ask, with the keyboard on the way forward: nothing is lost by it.

        Args:
            visit: The draft.
            late_already: What the scheme allows for filing, where that has passed.
        """
        sentences = [
            _("The report is locked and goes to the coordinator."),
            _("Nobody can change it after that; you can add to it with a date."),
        ]
        later = words_to_come(visit)
        if later:
            sentences.append(
                _("{visitors} will be asked to agree on their own laptop.").format(visitors=", ".join(later))
            )
        if late_already:
            sentences.append(
                _("More than {n} hours have passed since you left: it will be marked as filed late.").format(
                    n=int(late_already.total_seconds() // 3600)
                )
            )
        self.ask(" ".join(sentences), _("Submit and lock it"))
        self.yes_button.setFocus(Qt.FocusReason.OtherFocusReason)


def words_to_come(visit: Visit) -> tuple[MemberId, ...]:
    """Return the visitors who will say on their own laptop whether they agree."""
    others = [member for member in visit.visitors if member != visit.author]
    return tuple(
        member
        for place, member in enumerate(others)
        if visit.sign_off.word_of(member, place)[0] is SecondVisitor.LATER
    )


def lost_words(visit: Visit, settings: SchemeSettings) -> str:
    """Return the question before a draft is deleted, with everything that goes with it."""
    day = say_date(london_day(visit.began_at or visit.created_at))
    what = (
        _("Delete the draft of the visit to {suite} on {day}?").format(
            suite=settings.suite_name(visit.suite), day=day
        )
        if visit.suite
        else _("Delete the draft of {day}?").format(day=day)
    )
    answers = sum(len(person.answers) for person in visit.people)
    parts = [
        (len(visit.people), plural("{n} person", "{n} people", len(visit.people))),
        (answers, plural("{n} answer", "{n} answers", answers)),
        (len(visit.concerns), plural("{n} concern", "{n} concerns", len(visit.concerns))),
    ]
    lost = ", ".join(words for count, words in parts if count)
    rest = (
        _("Everything entered is deleted from this laptop, {lost} included.").format(lost=lost)
        if lost
        else _("Everything entered is deleted from this laptop.")
    )
    return f"{what} {rest} {_('You can undo this until you do something else.')}"
