"""How synchronising stands, how far it is, and when it may go by itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from icv_app.domain.sync_choices import SyncChoices
from icv_app.services.sync_centre import CentreView
from icv_app.words import _
from ui.sync_centre.view_model import fact_lines, headline, why_words
from ui.syncing import SyncState
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.labels import Muted, Text
from ui.widgets.sides import Panes
from ui.widgets.tick_box import TickBox

_LEAST_BESIDE = 620


class StatusCard(Card):
    """A line that says how it stands, a bar while it is under way, and the facts beside them.

    Args:
        server_url: `None` for a scheme that works by file.
        parent: Qt parent.
    """

    cancel_asked = Signal()
    choices_made = Signal(object)
    """`SyncChoices`."""

    def __init__(self, server_url: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._server_url = server_url
        self._choices = SyncChoices()
        self.setAccessibleName(_("How syncing stands"))
        self.headline = Text(weight="semibold")
        self.why = Muted()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(_("How far the sync is"))
        self.cancel_button = Button(_("Cancel the sync"))
        self.metered = TickBox(_("Sync by itself on metered networks too, such as a telephone’s"))
        self.facts = Facts()
        self._lay_out()
        self.cancel_button.clicked.connect(self.cancel_asked)
        self.metered.clicked.connect(self._on_metered)

    def show_state(self, state: SyncState, view: CentreView | None, waiting: int) -> None:
        """Show where it stands; cheap enough for every step of a synchronisation."""
        by_server = self._server_url is not None
        self._choices = state.choices
        self.headline.setText(headline(state, waiting, by_server=by_server))
        why = why_words(state)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self._show_bar(state)
        self.metered.setVisible(by_server)
        self.metered.setChecked(state.choices.metered_too)
        if view is not None:
            self.facts.show_facts(fact_lines(view, state, self._server_url))

    def _show_bar(self, state: SyncState) -> None:
        told = state.told
        known = told is not None and told.total is not None and told.total > 0
        self.bar.setRange(0, told.total if known and told is not None and told.total else 0)
        self.bar.setValue(told.done if known and told is not None else 0)
        self.bar.setVisible(state.running)
        had_focus = self.cancel_button.hasFocus()
        self.cancel_button.setVisible(state.running)
        self.cancel_button.setEnabled(not state.stopping)
        if had_focus and not state.running:
            self.metered.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for widget in (self.headline, self.why, self.bar):
            column.addWidget(widget)
        column.addWidget(self.cancel_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.metered)
        column.addStretch(1)
        self.body.addWidget(Panes(left, self.facts, shares=(55, 45), least=_LEAST_BESIDE))

    def _on_metered(self) -> None:
        self.choices_made.emit(replace(self._choices, metered_too=self.metered.isChecked()))
