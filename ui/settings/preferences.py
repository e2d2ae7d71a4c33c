"""How ICV looks on this laptop, kept between starts; nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from icv_app.errors import StoreError
from icv_app.words import _
from ui.theme import Look

_LOOK, _TEXT = "appearance/look", "appearance/text_percent"
NORMAL_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the person chose about the look.

    Attributes:
        text_percent: Size of all text, 100 to 200.
    """

    look: Look = Look.SYSTEM
    text_percent: int = NORMAL_PERCENT


def preferences_file(vault_folder: Path) -> Path:
    """Return where they are kept: beside the vault, not in it, as they are needed before it is unlocked."""
    return vault_folder.parent / "appearance.ini"


def read_preferences(file: Path) -> Preferences:
    """Return what was chosen; what is missing or cannot be read is as it is at first."""
    kept = QSettings(str(file), QSettings.Format.IniFormat)
    usual = Preferences()
    look, percent = kept.value(_LOOK), kept.value(_TEXT)
    known = {choice.value for choice in Look}
    return Preferences(
        look=Look(look) if isinstance(look, str) and look in known else usual.look,
        text_percent=int(percent) if isinstance(percent, str) and percent.isdecimal() else usual.text_percent,
    )


def keep_preferences(file: Path, preferences: Preferences) -> None:
    """Write what was chosen. Blocks: not for the GUI thread.

    Raises:
        StoreError: It could not be written; it holds until ICV is closed.
    """
    kept = QSettings(str(file), QSettings.Format.IniFormat)
    kept.setValue(_LOOK, preferences.look.value)
    kept.setValue(_TEXT, str(preferences.text_percent))
    kept.sync()
    if kept.status() is not QSettings.Status.NoError:
        raise StoreError(
            f"preferences: {kept.status().name}",
            user_text=_("The look could not be kept for the next start: the disk did not take it."),
        )
