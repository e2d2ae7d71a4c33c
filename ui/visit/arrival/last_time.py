"""What was found at the same suite last time, and what is to be looked at again."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.concern import Concern
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import Contact
from icv_app.domain.visit import Visit
from icv_app.words import _, plural
from ui.entries.moments import say_moment
from ui.theme import Hue
from ui.theme.tokens import SPACE_M, SPACE_XS
from ui.visit.arrival.earlier_row import EarlierRow
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import SEVERITY_HUES, label
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.tag import Tag


class LastTimeCard(Card):
    """The visit before in a few lines, and what earlier visits left to look at again.

    Attributes:
        rows: One for each concern to look at, the newest first.
    """

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Last time"), parent=parent)
        self._model = view_model
        self._checklist = view_model.checklist
        self._settings = view_model.context.settings
        self.rows: tuple[EarlierRow, ...] = ()
        self.words = Text()
        self.counts = Muted()
        self.look_again = Heading(_("Look at again"), 3)
        self._again = QVBoxLayout()
        self._concerns = QVBoxLayout()
        for column in (self._again, self._concerns):
            column.setSpacing(SPACE_M)
        for widget in (self.words, self.counts):
            self.body.addWidget(widget)
        self.body.addWidget(self.look_again)
        self.body.addLayout(self._again)
        self.body.addLayout(self._concerns)

    def show_last_time(self) -> None:
        """Show the visit before, or that this laptop has none."""
        visit, to_look_at = self._model.last_time, self._model.to_look_at
        self._clear()
        self.counts.setVisible(visit is not None)
        self.look_again.setVisible(bool(to_look_at))
        if visit is None or visit.began_at is None:
            self.words.setText(
                _("This laptop has no earlier visit to this suite.")
                if self._model.visit.suite is not None
                else _("Choose the suite to see what was found there last time.")
            )
            return
        self.title.setText(_("Last time at {suite}").format(suite=self._settings.suite_name(visit.suite)))
        self.words.setText(f"{say_moment(visit.began_at)} · {', '.join(visit.visitors)}")
        self.counts.setText(self._counted(visit))
        asked = {earlier.concern_id for earlier in to_look_at}
        for concern in visit.concerns:
            if concern.concern_id not in asked:
                self._concerns.addWidget(self._line(concern))
        self.rows = tuple(EarlierRow(self._model, earlier) for earlier in to_look_at)
        for row in self.rows:
            self._again.addWidget(row)

    def show_visit(self, visit: Visit) -> None:
        """Show what was said about each concern to look at."""
        for row in self.rows:
            row.show_visit(visit)

    def focus_note(self, concern_id: ConcernId) -> bool:
        """Put the keyboard on the note beside an earlier concern; False if it is not here."""
        row = next((row for row in self.rows if row.earlier.concern_id == concern_id), None)
        if row is not None:
            row.focus_note()
        return row is not None

    def _counted(self, visit: Visit) -> str:
        spoken = visit.reconciliation.by_contact[Contact.SPOKEN_TO]
        parts = [
            _("{n} in custody").format(n=visit.census.total or 0),
            _("{n} spoken to").format(n=spoken),
            plural("{n} concern", "{n} concerns", len(visit.concerns))
            if visit.concerns
            else _("no concern raised"),
        ]
        return " · ".join(parts)

    def _line(self, concern: Concern) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        head = Flow()
        if concern.good_practice:
            head.addWidget(Tag(_("Good practice"), Hue.GREEN))
        else:
            severity = concern.severity.value
            word = label(self._checklist, "severities", severity)
            head.addWidget(Tag(word, SEVERITY_HUES[severity]))
        category = self._checklist.category(concern.category)
        head.addWidget(Text(category.full_title if category else concern.category, weight="semibold"))
        if concern.put_right:
            head.addWidget(Tag(_("Put right"), Hue.GREEN))
        column.addLayout(head)
        if concern.text:
            column.addWidget(Text(concern.text))
        return whole

    def _clear(self) -> None:
        self.title.setText(_("Last time"))
        self.rows = ()
        for column in (self._concerns, self._again):
            while (item := column.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
