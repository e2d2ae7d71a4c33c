"""What is happening, when it takes longer than a moment."""

from __future__ import annotations

from weakref import ReferenceType, ref

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QProgressBar, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.labels import Muted, Text

SHOW_AFTER_MS = 300
PROGRESS_AFTER_MS = 2000
_LEAST_WIDTH = 320


class BusyOverlay(QWidget):
    """Lies over `covered` while it waits: words after 0.3 s, how far after 2 s, and a way to cancel.

    Args:
        covered: The part of the window that waits.
        show_after_ms: Before this nothing is seen.
        progress_after_ms: From here on the bar is seen, if progress was told.
    """

    cancelled = Signal()
    """The person pressed Cancel or Escape."""

    def __init__(
        self,
        covered: QWidget,
        *,
        show_after_ms: int = SHOW_AFTER_MS,
        progress_after_ms: int = PROGRESS_AFTER_MS,
    ) -> None:
        super().__init__(covered)
        self._covered = covered
        self._focus_before: ReferenceType[QWidget] | None = None
        self._far = (0, 0)
        self.text = Text(weight="semibold")
        self.amount = Muted()
        self.bar = QProgressBar(textVisible=False)
        self.cancel_button = Button(_("Cancel"))
        self._lay_out()
        self._show_timer = QTimer(self, singleShot=True, interval=show_after_ms)
        self._show_timer.timeout.connect(self._appear)
        self._progress_timer = QTimer(self, singleShot=True, interval=progress_after_ms)
        self._progress_timer.timeout.connect(self._show_far)
        self.cancel_button.clicked.connect(self.cancelled)
        covered.installEventFilter(self)
        self.hide()

    def start(self, text: str, *, can_cancel: bool = False) -> None:
        """Begin to wait; `text` says what for, such as "Sealing the report"."""
        self.text.setText(text)
        self.bar.setAccessibleName(text)
        self._far = (0, 0)
        self.bar.hide()
        self.amount.hide()
        self.cancel_button.setVisible(can_cancel)
        self._show_timer.start()
        self._progress_timer.start()

    def progress(self, done: int, total: int) -> None:
        """Say how far it is."""
        self._far = (done, total)
        if not self._progress_timer.isActive():
            self._show_far()

    def stop(self) -> None:
        """End the wait; the keyboard returns to where it was."""
        self._show_timer.stop()
        self._progress_timer.stop()
        focused = QApplication.focusWidget()
        had_focus = focused is not None and (focused is self or self.isAncestorOf(focused))
        self.hide()
        before = self._focus_before() if self._focus_before is not None else None
        if had_focus and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        self._focus_before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Cover all of `covered` at any size."""
        if watched is self._covered and event.type() == QEvent.Type.Resize:
            self.resize(self._covered.size())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Cancel with Escape; no key reaches what is covered."""
        if event.key() == Qt.Key.Key_Escape and not self.cancel_button.isHidden():
            self.cancelled.emit()
        event.accept()

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: N802
        """Keep Tab from what is covered, for as long as it is."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Dim what lies below."""
        veil = QColor(current_theme().tokens.page)
        veil.setAlpha(190)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _lay_out(self) -> None:
        panel = QFrame()
        panel.setProperty("role", "busy")
        panel.setMinimumWidth(_LEAST_WIDTH)
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        inner.setSpacing(SPACE_M)
        inner.addWidget(self.text)
        inner.addWidget(self.bar)
        inner.addWidget(self.amount)
        inner.addWidget(self.cancel_button, alignment=Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.addWidget(panel, alignment=Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _appear(self) -> None:
        window = self.window()
        focused = window.focusWidget()
        if focused is not None and self._covered.isAncestorOf(focused):
            self._focus_before = ref(focused)
        self.setAccessibleName(self.text.text())
        self.resize(self._covered.size())
        self.show()
        self.raise_()
        (self.cancel_button if not self.cancel_button.isHidden() else self).setFocus()
        announce(self, self.text.text())

    def _show_far(self) -> None:
        done, total = self._far
        if total <= 0:
            return
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.amount.setText(_("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}"))
        self.bar.show()
        self.amount.show()
