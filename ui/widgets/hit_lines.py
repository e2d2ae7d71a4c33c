"""Says under a field what in its text looks as if it identified somebody, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.domain.justified import Justified, looks_like, take_out
from icv_app.words import _
from ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.justify_box import JustifyBox
from ui.widgets.labels import Muted, Text
from ui.widgets.restyle import restyle
from ui.widgets.text_field import NoteField, TextField
from ui.widgets.text_watch import Hit

MOST_AT_ONCE = 3
"""More finds than this are only counted; they come up as the first ones are settled."""

_Key = tuple[str, str, bool]


class HitLines(QWidget):
    """One line for each find, with the ways to settle it; hidden while there is none.

    Args:
        field: Whose text it speaks of.
        describes: Put the words into the field's description: nothing else describes it.
    """

    words_changed = Signal(str)
    """What is open, in words for the field's description; nothing when all is settled."""

    def __init__(
        self, field: TextField | NoteField, parent: QWidget | None = None, *, describes: bool = False
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._words = ""
        self._insists = False
        self._description = field.accessibleDescription() if describes else None
        self.lines: dict[_Key, HitLine] = {}
        self._more = Muted()
        self._more.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        self._column.addWidget(self._more)
        field.setProperty("below", self)
        field.watch.hits_changed.connect(self._show)
        self.hide()

    def words(self) -> str:
        """Return what is open, in words."""
        return self._words

    def insist(self, problem: str) -> bool:
        """Turn red if a problem asks for what the lines say; return whether it does."""
        said = [line for line in self.lines.values() if line.is_open and line.text() in problem]
        self._insists = bool(said)
        for line in self.lines.values():
            line.insist(self._insists)
        return self._insists

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keep letters and digits from the keys of whatever the field stands in."""
        if not event.text().strip():
            super().keyPressEvent(event)

    def _show(self) -> None:
        watch = self._field.watch
        wanted: dict[_Key, Hit] = {}
        for hit in watch.hits:
            wanted.setdefault((hit.found.text, hit.found.hint, hit.stays is not None), hit)
        shown = dict(list(wanted.items())[:MOST_AT_ONCE])
        inside = self.isAncestorOf(self.window().focusWidget() or self)
        for key in self.lines.keys() - shown.keys():
            line = self.lines.pop(key)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for at, (key, hit) in enumerate(shown.items()):
            if key not in self.lines:
                self.lines[key] = HitLine(self._field, hit)
                self.lines[key].insist(self._insists)
                self._column.insertWidget(at, self.lines[key])
                self.lines[key].show()
            self.lines[key].hit = hit
        self._more.setText(_("And {n} more.").format(n=len(wanted) - len(shown)))
        self._more.setVisible(len(wanted) > len(shown))
        self.setVisible(bool(shown))
        self._order()
        if inside and not self.isAncestorOf(self.window().focusWidget() or self):
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(" ".join(line.text() for line in self.lines.values() if line.is_open))

    def _order(self) -> None:
        """Let Tab come here from the field, in the order of the text."""
        before: QWidget = self._field
        for at in range(self._column.count()):
            item = self._column.itemAt(at)
            line = item.widget() if item is not None else None
            if isinstance(line, HitLine):
                for control in line.controls():
                    QWidget.setTabOrder(before, control)
                    before = control

    def _say(self, words: str) -> None:
        if words == self._words:
            return
        self._words = words
        if self._description is not None:
            self._field.setAccessibleDescription(f"{self._description} {words}".strip())
        self.words_changed.emit(words)
        if self._field.watch.typed:
            announce(self._field, words)


class HitLine(QFrame):
    """One find: what it looks like; a way to it, and a way to say why it stays.

    Attributes:
        hit: The find, as it stands now.
        is_open: It is neither taken out nor justified yet.
    """

    def __init__(self, field: TextField | NoteField, hit: Hit) -> None:
        super().__init__()
        self._field = field
        self.hit = hit
        watch = field.watch
        self.is_open = hit.stays is None and not watch.as_it_came
        self._text = Text(self._words()) if hit.stays is None else Muted(self._words())
        self.show_button = Button(_("Show it in the text"), "small")
        self.why_button = Button(_("Say why it must stay"), "small")
        self.again_button = Button(_("Look at it again"), "small")
        self.why = JustifyBox(watch.texts.reasons if watch.texts else ())
        self._lay_out()
        self.show_button.clicked.connect(self._on_show)
        self.why_button.clicked.connect(self._on_why)
        self.again_button.clicked.connect(self._on_again)
        self.why.kept.connect(self._on_kept)
        self.why.left.connect(self._on_left)

    def insist(self, insists: bool) -> None:
        """Turn red: this stands in the way of submitting."""
        if self.is_open:
            restyle(self, hue="red" if insists else "orange")
            restyle(self._text, tone="error" if insists else "ink")

    def text(self) -> str:
        """Return the sentence."""
        return self._text.text()

    def controls(self) -> tuple[QWidget, ...]:
        """Return what Tab comes to, in order."""
        if self.hit.stays is not None:
            return (self.again_button,)
        return (
            (self.show_button, self.why_button, *self.why.controls()) if self.is_open else (self.show_button,)
        )

    def _words(self) -> str:
        found, stays = self.hit.found, self.hit.stays
        if stays is not None:
            texts = self._field.watch.texts
            reasons = texts.reasons if texts is not None else ()
            reason = next((one.label for one in reasons if one.choice_id == stays.reason), stays.reason)
            said = ": ".join(part for part in (reason, stays.note) if part)
            return _("“{found}” stays. {reason}.").format(found=found.text, reason=said.rstrip("."))
        if self._field.watch.as_it_came:
            return _(
                "“{found}” looks like {what}. It is kept as it came; leave it out of anything published."
            ).format(found=found.text, what=looks_like(found.hint))
        return take_out(found)

    def _lay_out(self) -> None:
        settled = self.hit.stays is not None
        column = QVBoxLayout(self)
        side = 0 if settled else SPACE_M
        column.setContentsMargins(side, 0 if settled else SPACE_S, side, 0 if settled else SPACE_S)
        column.setSpacing(SPACE_XS)
        row = Flow(gap=SPACE_S)
        if settled:
            row.addWidget(self.again_button)
        else:
            self.setProperty("role", "note")
            restyle(self, hue="orange")
            row.addWidget(self.show_button)
            if self.is_open:
                row.addWidget(self.why_button)
        name = self.hit.found.text
        for button in (self.show_button, self.why_button, self.again_button):
            button.setAccessibleName(_("{button}: “{found}”").format(button=button.text(), found=name))
        self.setAccessibleName(self.text())
        column.addWidget(self._text)
        column.addLayout(row)
        column.addWidget(self.why)

    def _on_show(self) -> None:
        self._field.watch.look()
        self._field.select(self.hit.found.start, self.hit.found.end)

    def _on_why(self) -> None:
        self.why.open_box(self.hit.found.text)
        self._offer(False)

    def _offer(self, offered: bool) -> None:
        """Offer the ways, or none while one is taken."""
        for button in (self.show_button, self.why_button):
            button.setVisible(offered)

    def _on_left(self) -> None:
        self._offer(True)
        self.why_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_kept(self, reason: str, note: str) -> None:
        watch, found = self._field.watch, self.hit.found
        texts = watch.texts
        if texts is None:
            return
        one = Justified(path=watch.path, found=found.text, hint=found.hint.value, reason=reason, note=note)
        if texts.told_in_note(one):
            self.why.refuse(_("Say it without naming anybody else."))
            return
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        texts.justify(one)
        watch.look()

    def _on_again(self) -> None:
        watch, stays = self._field.watch, self.hit.stays
        texts = watch.texts
        if texts is not None and stays is not None:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            texts.take_back(stays)
            watch.look()
