"""Every version of the settings: who published it, when, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.times import day_in_words, in_london, london_day
from icv_app.services.scheme_publishing import SettingsVersion, VersionState
from icv_app.words import _, plural
from ui.scheme_settings.wording import change_place, change_words
from ui.theme import Hue
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.facts import Facts
from ui.widgets.labels import Heading, Muted
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.table_model import Cell, Column, RowsModel


class HistoryCard(ScrollCard):
    """A version that was overtaken can be put into the form again."""

    take_up_asked = Signal(object)
    """A `SettingsVersion`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Published versions"), parent)
        self.rows: RowsModel[SettingsVersion] = RowsModel(_columns(), key=version_key)
        self.table = DataTable(_("Published versions"), self.rows, _("No settings have arrived yet."))
        self.head = Heading("", 3)
        self.facts = Facts()
        self.note = Muted()
        self.take_up_button = Button(_("Put these changes into the form"))
        for widget in (self.table, self.head, self.note, self.facts):
            self.body.addWidget(widget)
        self.body.addWidget(self.take_up_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.table.row_chosen.connect(lambda _one: self._show())
        self.take_up_button.clicked.connect(self._on_take_up)
        self._show()

    def show_history(self, history: Sequence[SettingsVersion]) -> None:
        """Show every version, newest first."""
        self.rows.show(history)
        if history and self.table.chosen() is None:
            self.table.choose(version_key(history[0]))
        self._show()

    def _show(self) -> None:
        one: SettingsVersion | None = self.table.chosen()
        overtaken = one is not None and one.state is VersionState.OVERTAKEN
        self.take_up_button.setVisible(overtaken)
        self.note.setVisible(one is not None and (overtaken or not one.changes))
        if one is None:
            self.head.setText("")
            self.facts.show_facts([])
            return
        self.head.setText(_("What version {n} changed").format(n=one.settings.version))
        self.note.setText(
            _("Another version was published beside it and stands; what is listed here is not in use.")
            if overtaken
            else _("The first version here, or one without a change.")
        )
        self.facts.show_facts(
            [
                (change_place(change, one.settings), change_words(change, one.settings))
                for change in one.changes
            ]
        )

    def _on_take_up(self) -> None:
        one = self.table.chosen()
        if one is not None:
            self.take_up_asked.emit(one)


def version_key(one: SettingsVersion) -> str:
    """What stays the same about a version."""
    return one.settings.record_id or f"{one.settings.version} {one.at.isoformat()}"


def _columns() -> tuple[Column[SettingsVersion], ...]:
    states = {
        VersionState.IN_USE: (_("In use"), Hue.GREEN),
        VersionState.EARLIER: (_("Earlier"), Hue.GREY),
        VersionState.OVERTAKEN: (_("Overtaken"), Hue.ORANGE),
    }
    return (
        Column(
            _("Version"),
            lambda one: Cell(
                str(one.settings.version),
                plural("{n} field", "{n} fields", len(one.changes)),
                tags=(states[one.state],),
                bold=True,
            ),
            stretch=1,
        ),
        Column(
            _("Published"),
            lambda one: Cell(
                _("{day}, {time:%H:%M}").format(day=day_in_words(london_day(one.at)), time=in_london(one.at)),
                _("by {member}").format(member=one.by),
            ),
            stretch=1,
        ),
    )
