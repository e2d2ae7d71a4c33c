"""What is known of the record chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.services.sync_centre import DRAFT, Place, RecordPlace, Why
from icv_app.words import _
from ui.entries.moments import say_moment
from ui.sync_centre.table import CentreRow
from ui.sync_centre.wording import explained, from_words, kind_words, place_tag
from ui.syncing import SyncState
from ui.theme.tokens import SPACE_L, SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.tag import Tag


class RecordDetail(Card):
    """Where it is and why in sentences, whose it is, and its number.

    Args:
        by_server: Whether the scheme has a server.
        coordinator: Whether the reader runs the scheme.
        parent: Qt parent.
    """

    open_wanted = Signal(object)
    """A `RecordPlace`: the visit it is about."""
    decide_wanted = Signal(str)
    """The number of the member whose late record waits."""

    def __init__(self, *, by_server: bool, coordinator: bool, parent: QWidget | None = None) -> None:
        super().__init__(padded=False, parent=parent)
        self._by_server = by_server
        self._coordinator = coordinator
        self._row: CentreRow | None = None
        self.setAccessibleName(_("The chosen record"))
        self.heading = Heading()
        self.tag = Tag("")
        self.sentences = Text()
        self.facts = Facts()
        self.number = Muted()
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.empty = Text(_("Choose a record in the list to see where it is and why."), tone="muted")
        self.open_button = Button(_("Open the report"))
        self.decide_button = Button(_("Decide under People"))
        self._lay_out()
        self.open_button.clicked.connect(self._on_open)
        self.decide_button.clicked.connect(self._on_decide)
        self.show_row(None, SyncState())

    def show_row(self, row: CentreRow | None, state: SyncState) -> None:
        """Show a record as things stand now."""
        self._row = row
        for widget in (self.heading, self.tag, self.sentences, self.facts, self.number):
            widget.setVisible(row is not None)
        self.empty.setVisible(row is None)
        one = row.record if row is not None else None
        self.open_button.setVisible(one is not None and one.visit_id is not None)
        self.decide_button.setVisible(
            self._coordinator and one is not None and one.why is Why.LATE and one.author is not None
        )
        if row is None or one is None:
            return
        self.heading.setText(row.title)
        self.tag.show_word(*place_tag(one))
        self.open_button.setText(_("Go on with the draft") if one.kind == DRAFT else _("Open the report"))
        self.show_state(state)
        self.facts.show_facts(_facts(one))
        self.number.setText(_in_two_lines(one.record_id))
        self.number.setAccessibleName(_("Number {number}").format(number=one.record_id))
        self.number.setVisible(one.kind != DRAFT)

    def show_state(self, state: SyncState) -> None:
        """Say anew why it waits, after something about the synchronising changed."""
        if self._row is not None:
            said = explained(
                self._row.record, state, by_server=self._by_server, coordinator=self._coordinator
            )
            self.sentences.setText("\n".join(said))

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(self.empty)
        column.addWidget(self.heading)
        column.addWidget(self.tag, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.sentences)
        column.addWidget(self.facts)
        column.addWidget(self.number)
        for button in (self.open_button, self.decide_button):
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scroll = ScrollArea(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(_("The chosen record"))
        self.body.addWidget(scroll, 1)

    def _on_open(self) -> None:
        if self._row is not None:
            self.open_wanted.emit(self._row.record)

    def _on_decide(self) -> None:
        if self._row is not None and self._row.record.author is not None:
            self.decide_wanted.emit(str(self._row.record.author))


def _in_two_lines(record_id: str) -> str:
    """Return a number as it is read out: Qt breaks it nowhere, and large text needs the room."""
    groups = record_id.split("-")
    return "-".join(groups[:3]) + ("-\n" + "-".join(groups[3:]) if groups[3:] else "")


def _facts(one: RecordPlace) -> list[tuple[str, str]]:
    lines = [(_("What"), kind_words(one.kind))]
    if one.subject and not one.kind.startswith("roster."):
        lines.append((_("About"), one.subject))
    lines.append((_("From"), f"{one.author}, {from_words(one)}" if one.own and one.author else _whose(one)))
    lines.append((_("Written"), say_moment(one.written_at)))
    if one.since is not None:
        words = {Place.SERVER: _("Receipt"), Place.OPENED: _("Opened")}.get(one.place, _("Received"))
        lines.append((words, say_moment(one.since)))
    lines.append((_("Tried again"), _goes(one)))
    return lines


def _goes(one: RecordPlace) -> str:
    if one.place in {Place.SERVER, Place.OPENED} or (one.place is Place.OTHERS and not one.by_itself):
        return _("Not needed: it is there")
    if one.place is Place.HERE:
        return _("Not yet: submit it first")
    return _("By itself") if one.by_itself else _("No: somebody has to act")


def _whose(one: RecordPlace) -> str:
    laptop = _("laptop {device}").format(device=one.device[:8]) if one.device else ""
    return ", ".join(part for part in (str(one.author or _("unknown")), laptop) if part)
