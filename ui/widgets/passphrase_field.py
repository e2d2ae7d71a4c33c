"""A secret, typed unseen; it can be looked at, and is never spoken."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme import current_theme
from ui.theme.tokens import BODY, SPACE_S, SPACE_XS
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.unspoken import keep_unspoken


class _Revealed(QWidget):
    """Paints the secret; holds no text that a screen reader could find."""

    def __init__(self) -> None:
        super().__init__()
        self.secret = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        metrics = QFontMetrics(current_theme().font(BODY))
        wrapped = metrics.boundingRect(0, 0, max(width, 1), 10_000, self._flags(), self.secret or " ")
        return wrapped.height() + 2 * SPACE_XS

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setFont(current_theme().font(BODY))
        painter.drawText(self.rect(), self._flags() | int(Qt.AlignmentFlag.AlignVCenter), self.secret)
        painter.end()

    @staticmethod
    def _flags() -> int:
        return int(Qt.TextFlag.TextWrapAnywhere)


class PassphraseField(QWidget):
    """A line for a passphrase with a button that shows it below the line.

    The line itself always hides its content, so that neither a screen reader
    nor its protocol of typed keys ever gets it.
    """

    value_changed = Signal()
    """What is typed changed; it is not carried along."""
    submitted = Signal()
    """Enter was pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        keep_unspoken(self.line)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.show_button = Button(_("Show"))
        self.show_button.setCheckable(True)
        self.show_button.setAutoDefault(False)
        self.show_button.setAccessibleName(_("Show what is typed"))
        self._revealed = _Revealed()
        self._revealed.hide()
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_button)
        column.addLayout(row)
        column.addWidget(self._revealed)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.returnPressed.connect(self.submitted)
        self.show_button.toggled.connect(self._on_show_toggled)

    def value(self) -> str:
        """Return what is typed, exactly."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what is typed and hide it."""
        self.line.clear()
        self.show_button.setChecked(False)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the secret with the page."""
        self.show_button.setChecked(False)
        super().hideEvent(event)

    def _on_text_changed(self, _text: str) -> None:
        if self.show_button.isChecked():
            self._reveal()
        self.value_changed.emit()

    def _on_show_toggled(self, shown: bool) -> None:
        self.show_button.setText(_("Hide") if shown else _("Show"))
        self.show_button.setAccessibleName(_("Hide what is typed") if shown else _("Show what is typed"))
        announce(self, _("What is typed is shown on the screen") if shown else _("What is typed is hidden"))
        if shown:
            self._reveal()
        else:
            self._revealed.secret = ""
        self._revealed.setVisible(shown)

    def _reveal(self) -> None:
        self._revealed.secret = self.line.text()
        self._revealed.updateGeometry()
        self._revealed.update()
