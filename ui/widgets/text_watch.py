"""Looks through what is typed in a field, a moment after the last key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QWidget

from icv_app.domain.justified import OWN_TEXT, Justified
from ui.theme import Hue, current_theme
from ui.widgets.guarded_texts import GuardedTexts, guarded_texts
from ui.widgets.settling import SETTLE_MS

if TYPE_CHECKING:
    from icv_app.domain.privacy import Found

WORD_MS = 1500
"""A find that ends at the caret may be half a word; it is shown after this pause."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found in the text of a field.

    Attributes:
        stays: Why it stays; `None` while that is open.
    """

    found: Found
    stays: Justified | None = None


class TextWatch(QObject):
    """Keeps what the privacy guard finds in one field up to date.

    Nothing is looked at before `stand_at` has said which text of the visit the field shows.

    Args:
        field: The field.
        text: Its text.
        caret: Where the caret stands in it.

    Attributes:
        path: Of the text, as in `icv_app.domain.free_texts`; nothing where it is none.
        as_it_came: Others wrote the text and it is kept word for word: finds are only pointed out.
        typed: Somebody typed since the text was put in.
    """

    hits_changed = Signal()

    def __init__(self, field: QWidget, text: Callable[[], str], caret: Callable[[], int]) -> None:
        super().__init__(field)
        self.path = ""
        self.as_it_came = False
        self.typed = False
        self._field = field
        self._text = text
        self._caret = caret
        self._hits: tuple[Hit, ...] = ()
        self._texts: GuardedTexts | None = None
        self._due = True
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        self._word = QTimer(self, singleShot=True, interval=WORD_MS)
        self._word.timeout.connect(self.look)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What was found, in the order of the text."""
        return self._hits

    @property
    def open_hits(self) -> tuple[Hit, ...]:
        """What was found and must be taken out or justified."""
        return tuple(hit for hit in self._hits if hit.stays is None and not self.as_it_came)

    @property
    def given(self) -> tuple[Justified, ...]:
        """What stays, and why, as it goes with the words when they are sent as a record of their own."""
        stays = (hit.stays for hit in self._hits if hit.stays is not None)
        return tuple(dict.fromkeys(replace(one, path=OWN_TEXT) for one in stays))

    @property
    def texts(self) -> GuardedTexts | None:
        """What guards the field; nothing where no page does."""
        found = guarded_texts(self._field)
        if found is not self._texts:
            if self._texts is not None:
                self._texts.changed.disconnect(self._look_again)
            if found is not None:
                found.changed.connect(self._look_again)
            self._texts = found
        return found

    def stand_at(self, path: str, *, as_it_came: bool = False) -> None:
        """Say which text the field shows."""
        if (path, as_it_came) != (self.path, self.as_it_came):
            self.path, self.as_it_came, self.typed = path, as_it_came, False
            self._look_again()

    def text_changed(self) -> None:
        """Look a moment later: the text is another."""
        if self.path:
            self.typed = self.typed or self._field.hasFocus()
            self._word.stop()
            self._settle.start()

    def shown(self) -> None:
        """Look now if that was put off while the field was out of sight."""
        if self._due and self.path:
            self._soon.start()

    def look(self) -> None:
        """Look now, at the word being typed, too."""
        self._see(patient=False)

    def _look(self) -> None:
        self._see(patient=True)

    def _look_again(self) -> None:
        if not self._settle.isActive():
            self._soon.start()

    def _see(self, *, patient: bool) -> None:
        for timer in (self._settle, self._soon, self._word):
            timer.stop()
        self._due = not self._field.isVisible()
        if self._due:
            return
        text, texts = self._text(), self.texts
        if not self.path or texts is None or not text.strip():
            self._take((), patient=False)
            return
        path = self.path

        def found(finds: tuple[Found, ...]) -> None:
            # Where the text is another by now, it is looked through by itself.
            if (path, text) == (self.path, self._text()):
                self._take(tuple(Hit(one, texts.stays(path, one)) for one in finds), patient=patient)

        texts.look(text, found)

    def _take(self, hits: tuple[Hit, ...], *, patient: bool) -> None:
        if patient and self._field.hasFocus() and self.typed:
            known = {hit.found.text for hit in self._hits}
            at_caret = in_units(self._text(), self._caret())
            kept = tuple(hit for hit in hits if hit.found.end != at_caret or hit.found.text in known)
            if kept != hits:
                self._word.start()
            hits = kept
        if hits != self._hits:
            self._hits = hits
            self.hits_changed.emit()


def units(text: str, at: int) -> int:
    """Return a place in a Python string as Qt counts it, by UTF-16 units."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def in_units(text: str, at: int) -> int:
    """Return a place as Qt counts it as an index into the Python string."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "replace"))


def mark_format() -> QTextCharFormat:
    """Return how a find is marked in its text in the present theme: tinted and underlined."""
    tokens = current_theme().tokens
    tint = tokens.tags[Hue.ORANGE]
    marked = QTextCharFormat()
    marked.setBackground(QColor(tint.ground))
    marked.setForeground(QColor(tint.text))
    marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    marked.setUnderlineColor(QColor(tokens.amber))
    return marked
