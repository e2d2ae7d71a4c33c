"""What was found at the same suite last time."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import Concern
from icv_app.domain.person import Contact
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.words import _, plural
from ui.entries.moments import say_moment
from ui.theme import Hue
from ui.theme.tokens import SPACE_M, SPACE_XS
from ui.visit.wording import SEVERITY_HUES, label
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.labels import Muted, Text
from ui.widgets.tag import Tag


class LastTimeCard(Card):
    """The visit before, in a few lines; says so where there was none."""

    def __init__(self, checklist: Checklist, settings: SchemeSettings, parent: QWidget | None = None) -> None:
        super().__init__(_("Last time"), parent=parent)
        self._checklist = checklist
        self._settings = settings
        self.words = Text()
        self.counts = Muted()
        self._concerns = QVBoxLayout()
        self._concerns.setSpacing(SPACE_M)
        for widget in (self.words, self.counts):
            self.body.addWidget(widget)
        self.body.addLayout(self._concerns)

    def show_last_time(self, suite_chosen: bool, visit: Visit | None) -> None:
        """Show the visit before, or that this laptop has none."""
        self._clear()
        self.counts.setVisible(visit is not None)
        if visit is None or visit.began_at is None:
            self.words.setText(
                _("This laptop has no earlier visit to this suite.")
                if suite_chosen
                else _("Choose the suite to see what was found there last time.")
            )
            return
        self.title.setText(_("Last time at {suite}").format(suite=self._settings.suite_name(visit.suite)))
        self.words.setText(f"{say_moment(visit.began_at)} · {', '.join(visit.visitors)}")
        self.counts.setText(self._counted(visit))
        for concern in visit.concerns:
            self._concerns.addWidget(self._line(concern))

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
        while (item := self._concerns.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
