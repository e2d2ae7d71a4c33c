"""The texts a person writes for a publication; of two versions both are shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from icv_app.domain.justified import take_out
from icv_app.domain.publication import LONGEST_TEXT, TEXTS, Wording, WordPart
from icv_app.services.printed_texts import part_words
from icv_app.words import _
from ui.publications.typed import TypedTexts
from ui.publications.words import changes_read, changes_written
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.text_field import NoteField

_UNGUARDED = frozenset({WordPart.RESPONSE, WordPart.CONTACT})


class TextsCard(Card):
    """One text at a time, kept until the next version."""

    text_written = Signal(object, str, object)
    """The part, its text, and why what was found in it stays."""
    opened = Signal(str)
    """Another text is in sight: the name of the box in which it is kept while it is written."""
    stored = Signal()
    """What was written is stored: it need not be kept any more."""

    def __init__(self) -> None:
        super().__init__(_("Your own texts"))
        self._wording: Wording | None = None
        self._typed = TypedTexts()
        self._box = ""
        self.texts = GuardedTexts(self)
        parts = [part for part in WordPart if part in TEXTS or part is WordPart.CHANGES]
        self.part = Choice(_("Text"), [(part.value, part_words(part)) for part in parts])
        self.part.set_value(WordPart.FOREWORD.value)
        self.text = NoteField(_("Words"), least_lines=6)
        self.text.watch.stand_at("publication text")
        self.field = LabelledField(
            _("Words"),
            self.text,
            hint=_("An empty line begins a new paragraph. Names need a reason to stay."),
        )
        self.form = Muted(_("One change a line: what visitors said, then => and what the force did."))
        self.form.hide()
        self.beside = Text()
        self.standing = Muted()
        self.save_button = Button(_("Keep this text"))
        for widget in (
            LabelledField(_("Text"), self.part),
            self.standing,
            self.form,
            self.field,
            self.beside,
        ):
            self.body.addWidget(widget)
        self.body.addWidget(self.save_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.part.value_changed.connect(lambda _value: self._show())
        self.save_button.clicked.connect(self._on_save)
        self.beside.hide()

    def show_wording(self, wording: Wording) -> None:
        """Show what stands for a period; what is being typed stays."""
        self._wording = wording
        self._show()

    @property
    def untouched(self) -> bool:
        """Whether nothing was typed over what is stored."""
        return self._typed.untouched(self.text)

    def _open(self, box: str) -> None:
        if box != self._box:
            self._box = box
            self.opened.emit(box)

    def _chosen(self) -> WordPart:
        return WordPart(self.part.value() or WordPart.FOREWORD.value)

    def _show(self) -> None:
        if self._wording is None:
            return
        self.text.finish()
        part = self._chosen()
        standing, changes = self._wording.part(part), part is WordPart.CHANGES
        word = standing.word
        stored = "" if word is None else changes_written(word.changes) if changes else word.text
        if self._typed.show(self.text, (self._wording.period, part), stored):
            self.stored.emit()
        self._open(f"publication {self._wording.period} {part.value}")
        self.form.setVisible(changes)
        self.field.set_problem("")
        self.standing.setText(
            _("Written by {member}.").format(member=standing.word.by)
            if standing.word is not None
            else _("Nothing was written yet.")
        )
        others = [
            _("Written at the same time by {member}: {text}").format(
                member=one.by, text=one.text or changes_written(one.changes)
            )
            for one in standing.beside
        ]
        self.beside.setText("\n\n".join(others))
        self.beside.setVisible(bool(others))

    def _on_save(self) -> None:
        text, part = self.text.value(), self._chosen()
        problem = ""
        if len(text) > LONGEST_TEXT:
            problem = _("This is longer than {n} characters. Shorten it.").format(n=LONGEST_TEXT)
        elif part not in _UNGUARDED:
            self.text.watch.look()
            hits = self.text.watch.open_hits
            problem = take_out(hits[0].found) if hits else ""
        if not problem and part is WordPart.CHANGES and changes_read(text) is None:
            problem = _("Write on every line what visitors said, then => and what the force did.")
        self.field.set_problem(problem)
        if problem:
            self.field.set_focus()
        else:
            self._typed.give(self.text)
            self.text_written.emit(part, text, self.text.watch.given)
