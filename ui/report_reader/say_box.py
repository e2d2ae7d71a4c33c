"""A place to write something about a report, opened where it belongs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from icv_app.domain.justified import take_out
from icv_app.words import _
from ui.report_reader.parts import Flowed, Note
from ui.widgets.button import Button
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text
from ui.widgets.text_field import NoteField


class SayBox(Note):
    """A labelled text, a verb and a way back; hidden until it is opened.

    Args:
        label: What to write.
        verb: What is done with it.
        hint: What becomes of it.
        hue: Of the bar at its side.
        intro: What it answers, above the field.
        above: What else is asked for, reached before the text.
    """

    said = Signal(str, object)
    """The text, and why what the privacy guard found in it stays; the box stays open until `close_box`."""
    left = Signal()
    """The person went back; the text is kept."""

    def __init__(
        self,
        label: str,
        verb: str,
        *,
        hint: str = "",
        hue: str = "blue",
        intro: str = "",
        above: Sequence[QWidget] = (),
    ) -> None:
        super().__init__(hue, label)
        self.intro = Text(intro)
        self.intro.setVisible(bool(intro))
        self.text = NoteField(label, most_lines=6)
        self.text.watch.stand_at(label)
        self.field = LabelledField(label, self.text, hint=hint)
        self.say_button = Button(verb, "main")
        self.back_button = Button(_("Cancel"))
        self.body.setSpacing(8)
        self.body.addWidget(self.intro)
        for widget in (*above, self.field):
            self.body.addWidget(widget)
        self.body.addWidget(Flowed(self.say_button, self.back_button))
        self.say_button.clicked.connect(self._on_say)
        self.back_button.clicked.connect(self._on_back)
        self._focus_before: QWidget | None = None
        self.hide()

    def open_box(self, *, focus: bool = True) -> None:
        """Show it, and put the keyboard in it."""
        if focus and not self.isVisible():
            self._focus_before = self.window().focusWidget()
        self.show()
        if focus:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_box(self) -> None:
        """Hide it, emptied."""
        self.field.set_problem("")
        self.text.set_value("")
        if self.text.watch.texts is not None:
            self.text.watch.texts.forget(self.text.watch.path)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.back_button.isVisible():
            self._on_back()
        else:
            super().keyPressEvent(event)

    def _on_say(self) -> None:
        if not self.text.value():
            self.field.set_problem(_("Write something first."))
            self.field.set_focus()
            return
        watch = self.text.watch
        watch.look()
        if watch.open_hits:
            self.field.set_problem(take_out(watch.open_hits[0].found))
            self.field.set_focus()
            return
        self.field.set_problem("")
        self.said.emit(self.text.value(), watch.given)

    def _on_back(self) -> None:
        before = self._focus_before
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.emit()
