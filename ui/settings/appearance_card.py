"""Colours and text size."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.words import _
from ui.settings.preferences import Preferences
from ui.theme import Look
from ui.widgets.card import Card
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.labelled_field import LabelledField

TEXT_SIZES = (100, 125, 150, 175, 200)


class AppearanceCard(Card):
    """Chosen at once, without a button; ICV looks the same at the next start."""

    look_chosen = Signal(object)
    """A `Look`."""
    text_percent_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Look"), parent=parent)
        looks = (
            (Look.SYSTEM.value, _("System")),
            (Look.LIGHT.value, _("Light")),
            (Look.DARK.value, _("Dark")),
            (Look.HIGH_CONTRAST.value, _("High contrast")),
        )
        sizes = tuple((str(percent), f"{percent}\u00a0%") for percent in TEXT_SIZES)
        self.look = ChoiceButtons(_("Colours"), looks)
        self.text_size = ChoiceButtons(_("Text size"), sizes)
        hint = _("System follows what this computer is set to, high contrast included.")
        self.body.addWidget(LabelledField(_("Colours"), self.look, hint=hint))
        self.body.addWidget(
            LabelledField(_("Text size"), self.text_size, hint=_("Changes all of ICV at once."))
        )
        self.body.addStretch(1)
        self.look.chosen.connect(lambda value: self.look_chosen.emit(Look(value)))
        self.text_size.chosen.connect(lambda value: self.text_percent_chosen.emit(int(value)))
        # Something is always chosen: there is no look to take back.
        self.look.cleared.connect(lambda: self.look.choose(Look.SYSTEM.value))
        self.text_size.cleared.connect(lambda: self.text_size.choose(str(TEXT_SIZES[0])))

    def show_preferences(self, preferences: Preferences) -> None:
        """Show what is chosen."""
        self.look.set_value(preferences.look.value)
        nearest = min(TEXT_SIZES, key=lambda percent: abs(percent - preferences.text_percent))
        self.text_size.set_value(str(nearest))
