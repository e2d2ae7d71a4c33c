"""Undo and redo in the editor: two buttons and their keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from icv_app.words import _
from ui.widgets.button import Button

_UNDO = ("Ctrl+Z",)
_REDO = ("Ctrl+Shift+Z", "Ctrl+Y")


class HistoryButtons(QObject):
    """The buttons stand wherever the page puts them; the keys act on the whole page.

    A text with typing in it that is not an edit of the visit yet takes its own typing back first.

    Args:
        page: Where the keys act.
    """

    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._watched: QWidget | None = None
        self.undo_button = Button(_("Undo"), "link")
        self.undo_button.setToolTip(_UNDO[0])
        self.redo_button = Button(_("Redo"), "link")
        self.redo_button.setToolTip(_REDO[0])
        # The one in a message that offers undo is called that alone.
        self.undo_button.setAccessibleName(_("Undo the last change"))
        self.redo_button.setAccessibleName(_("Redo the last change"))
        self.undo_button.clicked.connect(self.undo_asked)
        self.redo_button.clicked.connect(self.redo_asked)
        for keys, asked in ((_UNDO, self.undo_asked), (_REDO, self.redo_asked)):
            for sequence in keys:
                QShortcut(QKeySequence(sequence), page).activated.connect(asked)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def show_steps(self, can_undo: bool, can_redo: bool) -> None:
        """Offer what there is to undo and to do again."""
        for button, can in ((self.undo_button, can_undo), (self.redo_button, can_redo)):
            button.setEnabled(can)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the text that has the keyboard from taking the keys, unless it was typed in just now."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            ours = any(pressed == QKeySequence(keys) for keys in (*_UNDO, *_REDO))
            if ours and isinstance(watched, QWidget) and not typed_just_now(watched):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
        if isinstance(now, (QLineEdit, QPlainTextEdit, QComboBox)) and self._page.isAncestorOf(now):
            now.installEventFilter(self)
            self._watched = now


def typed_just_now(text: QWidget) -> bool:
    """Whether a text holds typing that its field has not handed on yet."""
    at: QWidget | None = text
    while at is not None and not at.isWindow():
        unsettled = getattr(at, "unsettled", None)
        if callable(unsettled):
            return bool(unsettled())
        at = at.parentWidget()
    return isinstance(text, QLineEdit) and text.isModified() and text.isUndoAvailable()
