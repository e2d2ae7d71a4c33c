"""The settings of this laptop, the same for visitors and coordinators."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from icv_app import VERSION
from icv_app.words import _
from ui.settings.appearance_card import AppearanceCard
from ui.settings.bundle_box import BundleBox
from ui.settings.passphrase_card import PassphraseCard
from ui.settings.sync_card import SyncCard
from ui.settings.view_model import SettingsViewModel
from ui.shell.page import Page
from ui.theme import current_theme
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.card import Card, stacked
from ui.widgets.facts import Facts
from ui.widgets.labels import Muted
from ui.widgets.sides import Panes
from ui.workplace import Workplace

_LEAST_BESIDE = 760


class SettingsPage(Page):
    """Look, where everything is, passphrase, and what version this is."""

    def __init__(
        self, view_model: SettingsViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Settings"), _("They are kept on this laptop only"), parent)
        self._view_model = view_model
        self._workplace = workplace
        desk = workplace.desk
        self.appearance = AppearanceCard()
        self.bundles = BundleBox(workplace, self)
        self.sync = SyncCard(desk.server_url, self.bundles)
        self.passphrase = PassphraseCard()
        self.about = _AboutCard(str(desk.identity.member_id), desk.scheme_name)
        self.lock_button = Button(_("Lock now"), icon="lock")
        self.set_actions(self.lock_button)
        left, right = stacked(self.appearance, self.sync), stacked(self.passphrase, self.about)
        self.body.addWidget(Panes(left, right, shares=(1, 1), least=_LEAST_BESIDE))
        self.body.addStretch(1)
        self.busy = BusyOverlay(self)
        self._connect()

    def shown(self) -> None:
        """Show what is chosen now, and where everything is."""
        self.appearance.show_preferences(self._view_model.preferences)
        self.sync.show_syncing(self._workplace.syncing)
        self._workplace.refresh_standing()
        self.bundles.refresh()

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.appearance.look_chosen.connect(model.choose_look)
        self.appearance.text_percent_chosen.connect(model.choose_text_percent)
        self.passphrase.change_asked.connect(model.change_passphrase)
        self.sync.sync_asked.connect(workplace.sync_now)
        self.sync.centre_asked.connect(workplace.open_centre)
        self.lock_button.clicked.connect(workplace.window.lock_requested)
        workplace.standing_changed.connect(self.sync.show_standing)
        workplace.syncing_changed.connect(self.sync.show_syncing)
        model.passphrase_refused.connect(self.passphrase.show_problems)
        model.passphrase_changed.connect(self._on_passphrase_changed)
        model.busy_changed.connect(self._on_busy)
        model.failed.connect(workplace.tell)
        current_theme().changed.connect(self._on_theme_changed)

    def _on_passphrase_changed(self) -> None:
        self.passphrase.forget()
        self._workplace.tell_done(_("Your passphrase is changed. Use the new one from now on."))

    def _on_busy(self, busy: bool) -> None:
        if busy:
            self.busy.start(_("Changing the passphrase"))
        else:
            self.busy.stop()

    def _on_theme_changed(self) -> None:
        self.appearance.show_preferences(self._view_model.preferences)


class _AboutCard(Card):
    """Which program this is and whose laptop."""

    def __init__(self, member: str, scheme: str) -> None:
        super().__init__(_("About"))
        self.facts = Facts(((_("Version"), f"ICV {VERSION}"), (_("This laptop"), f"{member} · {scheme}")))
        self.body.addWidget(self.facts)
        self.body.addWidget(
            Muted(
                _(
                    "Free software under the MIT licence. Text in Atkinson Hyperlegible Next and Noto Sans "
                    "(SIL Open Font License), icons by Lucide (ISC licence)."
                )
            )
        )
