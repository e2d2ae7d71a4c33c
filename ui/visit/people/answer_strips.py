"""What opens under a check: how the answer is known, the concern it led to, or why none was raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.person import Answer, Resolution, Source
from icv_app.words import _
from ui.theme.tokens import SPACE_S, SPACE_XS
from ui.visit.bound_form import BoundForm, put_value
from ui.visit.moving_on import is_go_on
from ui.visit.wording import SEVERITY_HUES, label, options
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.flow import Flow
from ui.widgets.hit_lines import HitLines
from ui.widgets.labels import Muted, Text
from ui.widgets.tag import Tag
from ui.widgets.text_field import NoteField

_CONTROL = Qt.KeyboardModifier.ControlModifier


class SourceStrip(QWidget):
    """How an answer is known, and a note; digits choose the source and close the strip."""

    done = Signal()

    def __init__(self, checklist: Checklist, change: Callable[[Callable[[Answer], Answer]], None]) -> None:
        super().__init__()
        self._change = change
        self._shown_note = ""
        self.source = ChoiceFlow(_("How do you know?"), options(checklist, "answer_sources"))
        self.note = NoteField(_("Note: no names, nothing about the offence"), least_lines=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE_XS)
        column.setSpacing(SPACE_XS)
        column.addWidget(Muted(_("How do you know?")))
        column.addWidget(self.source)
        column.addWidget(Muted(_("Note: no names, nothing about the offence")))
        column.addWidget(self.note)
        column.addWidget(HitLines(self.note, describes=True))
        self.source.chosen.connect(self._on_source)
        self.source.cleared.connect(lambda: self._change(lambda answer: replace(answer, source=None)))
        self.note.value_changed.connect(self._on_note)

    def show_answer(self, answer: Answer | None, allowed: tuple[str, ...]) -> None:
        """Show source and note; a source that may not be used is greyed."""
        for button in self.source.buttons:
            button.setEnabled(button.segment.value in allowed)
        put_value(self.source, answer.source if answer else None)
        note = answer.note if answer else ""
        if note != self._shown_note:
            self._shown_note = note
            put_value(self.note, note)

    def start_over(self) -> None:
        """Forget what is shown: the next answer is another person's."""
        self._shown_note = ""
        put_value(self.note, "", force=True)

    def stand_at(self, path: str) -> None:
        """Say which text of the visit the note is."""
        self.note.watch.stand_at(path)

    def finish(self) -> None:
        """Take what was typed."""
        self.note.finish()

    def set_focus(self, *, note: bool) -> None:
        """Put the keyboard on the note or on the source."""
        if note:
            self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.source.set_focus()

    def _on_source(self, code: str) -> None:
        if not any(button.segment.value == code and button.isEnabled() for button in self.source.buttons):
            return
        self._change(lambda answer: replace(answer, source=Source(code)))
        self.done.emit()

    def _on_note(self, text: str) -> None:
        self._change(lambda answer: replace(answer, note=text))


class ConcernStrip(BoundForm[Concern]):
    """The concern that was just raised, in as few fields as it must have; Ctrl+Enter goes on."""

    done = Signal()

    def __init__(
        self,
        checklist: Checklist,
        change: Callable[[Callable[[Concern], Concern]], None],
        moment_field: Callable[[str], DateTimeField],
    ) -> None:
        super().__init__(change, gap=SPACE_S)
        self._checklist = checklist
        self._tag = Tag("")
        self._kind = Text(weight="semibold", wrap=False)
        head = Flow(gap=SPACE_S)
        head.addWidget(self._tag)
        head.addWidget(self._kind)
        self.column.addLayout(head)
        text = NoteField(_("What is the concern?"), least_lines=2)
        self.bind(
            "text", _("What is the concern?"), text, hint=_("A sentence, no names. Ctrl+Enter goes on.")
        )
        told = _("Custody officer told at")
        self.bind(
            "officer_told_at",
            told,
            moment_field(told),
            hint=_("A red concern is told at once."),
            required=True,
            shown=lambda concern: concern.severity is Severity.RED,
        )
        self.ended.connect(self.done)

    def show_record(self, record: Concern) -> None:
        """Show the concern."""
        category = self._checklist.category(record.category)
        severity = label(self._checklist, "severities", record.severity)
        self._tag.show_word(severity, SEVERITY_HUES[record.severity.value])
        words = category.full_title if category else _("Concern")
        if record.put_right:
            words = _("{category}, put right during the visit").format(category=words)
        self._kind.setText(words)
        super().show_record(record)

    def set_focus(self) -> None:
        """Put the keyboard on the words."""
        self.focus_field("text")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on with Ctrl+Enter; letters typed here never answer the check."""
        if is_go_on(event):
            self.finish()
            self._go_on_from(self.window().focusWidget())
        elif event.key() == Qt.Key.Key_Escape or not event.text().strip() or event.modifiers() & _CONTROL:
            super().keyPressEvent(event)

    def _go_on_from(self, inside: QWidget | None) -> None:
        """A red concern is not left before it was asked when the custody officer was told."""
        text = self.control("text")
        told = self.control("officer_told_at")
        in_text = inside is not None and (inside is text or text.isAncestorOf(inside))
        missing = isinstance(told, DateTimeField) and told.value() is None and self.offers("officer_told_at")
        if in_text and missing:
            self.focus_field("officer_told_at")
        else:
            self.done.emit()


class ReasonStrip(BoundForm[Resolution]):
    """Why a poor answer was not raised."""

    done = Signal()

    def __init__(
        self, checklist: Checklist, change: Callable[[Callable[[Resolution], Resolution]], None]
    ) -> None:
        super().__init__(change, gap=SPACE_S)
        self._checklist = checklist
        self._reasons = ChoiceFlow(_("Why was it not raised?"), options(checklist, "no_not_raised_reasons"))
        self.bind("reason", _("Why was it not raised?"), self._reasons)
        self.bind(
            "note",
            _("In a few words"),
            NoteField(_("In a few words"), least_lines=1),
            hint=_("No names. Ctrl+Enter goes on."),
            shown=lambda resolution: self._asks_words(resolution.reason) or bool(resolution.note),
        )
        self._reasons.chosen.connect(self._on_reason)
        self._path = ""

    def stand_at(self, path: str) -> None:
        """Say which text of the visit the words are."""
        self._path = path

    def text_path(self, record: Resolution, field: str) -> str:
        """Return which text of the visit the words are."""
        return self._path

    def set_focus(self) -> None:
        """Put the keyboard on the reasons."""
        self._reasons.set_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on with Ctrl+Enter."""
        if is_go_on(event):
            self.finish()
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _on_reason(self, reason: str) -> None:
        if self._asks_words(reason):
            self.focus_field("note")
        else:
            self.done.emit()

    def _asks_words(self, reason: str | None) -> bool:
        choice = self._checklist.choice("no_not_raised_reasons", reason) if reason else None
        return choice is not None and "note" in choice.requires
