"""Marking reports in the list and approving those marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.services.approvals import LookedAt
from icv_app.words import _, plural
from ui.report_reader.parts import Flowed
from ui.theme.tokens import SPACE_S
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button

_MOST_NAMED = 12


class MarkBar(QWidget):
    """Marks the chosen report or every one that waits; asks once before those marked are approved.

    Args:
        first: Stands at the beginning of its row.
    """

    mark = Signal()
    """Mark the chosen report, or take its mark away."""
    mark_all = Signal()
    """Mark every report listed that waits; where they all are, take the marks away."""
    wanted = Signal()
    """Look at those marked, to be asked about."""
    confirmed = Signal(object)
    """Approve these, as they were looked at."""

    def __init__(self, first: QWidget) -> None:
        super().__init__()
        self._looked: tuple[LookedAt, ...] = ()
        self._offered = True
        self._marks = 0
        self.mark_button = Button(_("Mark"), "link")
        self.all_button = Button(_("Mark all that wait"), "link")
        self.approve_button = Button(_("Approve those marked"))
        self.ask = AskInPlace(loses=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Flowed(first, self.mark_button, self.all_button, self.approve_button))
        column.addWidget(self.ask)
        self.mark_button.clicked.connect(self.mark)
        self.all_button.clicked.connect(self.mark_all)
        self.approve_button.clicked.connect(self.wanted)
        self.ask.confirmed.connect(lambda: self.confirmed.emit(self._looked))
        self.show_marks(markable=False, marked=False, waiting=0, marks=0)

    def show_marks(self, *, markable: bool, marked: bool, waiting: int, marks: int) -> None:
        """Say what the buttons do now.

        Args:
            markable: The chosen report waits for a decision.
            marked: It is marked.
            waiting: How many of those listed wait.
            marks: How many are marked, listed or not.
        """
        self.mark_button.setText(_("Take the mark away") if marked else _("Mark this report"))
        self.mark_button.setEnabled(markable or marked)
        self.all_button.setText(
            _("Take all marks away")
            if marks and marks >= waiting
            else plural("Mark the {n} that waits", "Mark all {n} that wait", waiting)
        )
        self.all_button.setEnabled(bool(waiting or marks))
        self.approve_button.setText(plural("Approve {n} marked", "Approve {n} marked", marks))
        self._marks = marks
        self.approve_button.setVisible(bool(marks) and self._offered)
        if not marks:
            self.ask.hide()

    def offer(self, offered: bool) -> None:
        """Offer to mark reports, or not: what was found in words is not marked."""
        self._offered = offered
        for button in (self.mark_button, self.all_button):
            button.setVisible(offered)
        self.approve_button.setVisible(offered and bool(self._marks))
        if not offered:
            self.ask.hide()

    def ask_about(self, looked: Sequence[LookedAt], names: Sequence[str], left_out: Sequence[str]) -> None:
        """Ask whether to approve these.

        Args:
            looked: What would be approved.
            names: What each of them is called.
            left_out: Names of marked reports that no longer wait for a decision.
        """
        self._looked = tuple(looked)
        words = plural("Approve {n} report?", "Approve {n} reports?", len(names))
        parts = [f"{words} {_listed(names)}." if names else _("None of those marked waits any more.")]
        if left_out:
            parts.append(
                _("Left out, since decided or asked about: {names}.").format(names=_listed(left_out))
            )
        if not names:
            self.ask.ask(" ".join(parts), _("Take the marks away"), _("Back"))
            return
        verb = plural("Approve {n} report", "Approve {n} reports", len(names))
        self.ask.ask(" ".join(parts), verb, _("Not now"))


def _listed(names: Sequence[str]) -> str:
    named = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return named if more <= 0 else _("{names} and {n} more").format(names=named, n=more)
