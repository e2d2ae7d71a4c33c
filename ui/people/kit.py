"""A new office recovery kit, with the code that opens it; shown once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.words import _
from ui.widgets.button import Button
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.scroll_card import ScrollCard

_WORDS_IN_A_ROW = 4


class KitCard(ScrollCard):
    """Why a new kit is needed, where it goes, and its code."""

    renew_asked = Signal(object)
    """The `Path` to write it to."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Office recovery kit"), parent)
        self.setAccessibleName(self.title.text())
        self.why = Text()
        self.keep_button = Button(_("Make a new recovery kit"), "main", icon="download")
        self.heading = Heading(_("Code of the office recovery kit"), 3)
        self.code = Text(size="large", weight="semibold")
        self.code.setAccessibleName(self.heading.text())
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.code.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.apart = Muted(
            _("Write these twelve words down and keep them apart from the kit. They are not shown again.")
        )
        self.done_button = Button(_("Close"))
        self.body.addWidget(self.why)
        self.body.addWidget(self.keep_button, alignment=Qt.AlignmentFlag.AlignLeft)
        for widget in (self.heading, self.code, self.apart):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_buttons(self.done_button)
        self.keep_button.clicked.connect(self._on_keep)
        self.done_button.clicked.connect(self._on_done)
        self.begin(due=True)

    def begin(self, *, due: bool) -> None:
        """Say why a new kit is needed, or when one would be; no code is in sight."""
        self.why.setText(_why_due() if due else _why_offered())
        self._show_code("")

    def show_code(self, code: str) -> None:
        """Show the code of the kit that was just written."""
        self._show_code(code)
        self.code.setFocus()

    def forget(self) -> None:
        """Keep no secret in a widget once it has served."""
        self._show_code("")

    def _show_code(self, code: str) -> None:
        words = code.split()
        rows = (words[at : at + _WORDS_IN_A_ROW] for at in range(0, len(words), _WORDS_IN_A_ROW))
        self.code.setText("\n".join("   ".join(row) for row in rows))
        for widget in (self.heading, self.code, self.apart):
            widget.setVisible(bool(code))
        self.why.setVisible(not code)
        self.keep_button.setVisible(not code)

    def _on_keep(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Keep the office recovery kit"), "office-recovery-kit.icvkit", "*.icvkit"
        )
        if name:
            self.renew_asked.emit(Path(name))

    def _on_done(self) -> None:
        self.forget()
        self.left.emit()


def _why_due() -> str:
    return _(
        "The office has a new key since a coordinator or their laptop left, and the recovery kit you "
        "have lacks it. If this computer is lost, that kit does not bring everything back. Make a "
        "new one on a USB stick, keep it in a safe, and destroy the old one."
    )


def _why_offered() -> str:
    return _(
        "The recovery kit you have brings the office back if this computer is lost. Make a new one only "
        "if the kit or its twelve words are lost or somebody else may have seen them: the old one no "
        "longer serves then."
    )
