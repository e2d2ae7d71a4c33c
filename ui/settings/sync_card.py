"""What is on this laptop and what the server has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.words import _, plural
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.flow import Flow
from ui.widgets.labels import Muted
from ui.workplace import synced_words

if TYPE_CHECKING:
    from icv_app.services.sync_desk import SyncStanding


class SyncCard(Card):
    """Where everything is, and a button that sends and fetches now.

    Args:
        server_url: `None` for a scheme that works by file.
        by_file: What saves and reads files, below the rest.
        parent: Qt parent.
    """

    sync_asked = Signal()
    centre_asked = Signal()

    def __init__(
        self, server_url: str | None, by_file: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Where everything is"), parent=parent)
        self._server_url = server_url
        self.facts = Facts()
        self.explained = Muted(
            _("ICV sends and fetches by itself every five minutes while the server can be reached.")
            if server_url
            else _("This scheme has no server: records are exchanged with your coordinator by file.")
        )
        self.sync_button = Button(_("Sync now"), icon="refresh-cw")
        self.body.addWidget(self.facts)
        self.body.addWidget(self.explained)
        self.centre_button = Button(_("Where is each record?"))
        buttons = QWidget()
        row = Flow(buttons)
        row.addWidget(self.sync_button)
        row.addWidget(self.centre_button)
        self.body.addWidget(buttons)
        self.sync_button.setVisible(server_url is not None)
        if by_file is not None:
            self.body.addWidget(by_file)
        self.body.addStretch(1)
        self.sync_button.clicked.connect(self.sync_asked)
        self.centre_button.clicked.connect(self.centre_asked)

    def show_standing(self, standing: SyncStanding) -> None:
        """Say how many of what are where."""
        drafts = plural("{n} draft", "{n} drafts", standing.drafts)
        waiting = plural("{n} record to send", "{n} records to send", standing.waiting)
        accepted = plural("{n} record from here", "{n} records from here", standing.accepted)
        lines = [(_("On this laptop only"), f"{drafts}, {waiting}"), (_("The server has"), accepted)]
        if standing.apart:
            apart = plural("{n} record that does not count", "{n} records that do not count", standing.apart)
            lines.append((_("Set apart"), apart))
        ago = standing.since_last_sync
        lines.append((_("Last sync"), _("Not yet") if ago is None else synced_words(ago)))
        if self._server_url is not None:
            lines.append((_("Server"), self._server_url))
        self.facts.show_facts(lines)

    def show_syncing(self, syncing: bool) -> None:
        """Say whether it is under way."""
        self.sync_button.setEnabled(not syncing)
        self.sync_button.setText(_("Syncing …") if syncing else _("Sync now"))
