"""The form in which a coordinator writes a notice, or what replaces one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.justified import take_out
from icv_app.domain.notices import LONGEST_TITLE, Notice
from icv_app.services.attached_documents import ending_of
from icv_app.words import _
from ui.entries.dates import Lean
from ui.notices.ticked_visitors import TickedVisitors
from ui.notices.wording import sized_words
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.date_field import DateField
from ui.widgets.flow import Flow
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.text_field import NoteField, TextField
from ui.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from icv_app.domain.scheme import Member
    from icv_app.services.notices import NoticeWords

_ALL, _SOME = "all", "some"


class NoticeForm(ScrollCard):
    """Title, text, document, whom it is for, when it is shown, and whether a word is asked for.

    Args:
        today: Returns the present day in London.
        parent: Qt parent.

    Attributes:
        document: The bytes that go with it.
        begun: How often a notice was begun here: tells one from another.
        replaces: The notice that is replaced, or `None`.
    """

    told = Signal(object)
    """`NoticeWords` that are whole as far as the form can tell."""
    document_wanted = Signal()
    given_up = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(_("New notice"), parent)
        self._today = today
        self.document: bytes | None = None
        self.replaces: Notice | None = None
        self.begun = 0
        self.texts = GuardedTexts(self)
        self._make_words()
        self._make_days(today)
        self.must_read = TickBox(_("Ask every visitor to say that they have read it"))
        for field in (self.title_field, self.text_field, self.document_field):
            self.body.addWidget(field)
        buttons = Flow(gap=SPACE_M)
        buttons.addWidget(self.attach_button)
        buttons.addWidget(self.leave_out_button)
        self.body.addLayout(buttons)
        for widget in (
            self.to_field,
            self.visitors,
            self.to_problem,
            self.first_field,
            self.last_field,
            self.must_read,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.tell_button = Button(_("Tell the visitors"), "main")
        self.cancel_button = Button(_("Cancel"))
        self.add_buttons(self.tell_button, self.cancel_button)
        self.tell_button.clicked.connect(self._on_tell)
        self.cancel_button.clicked.connect(self.given_up)
        self.attach_button.clicked.connect(self.document_wanted)
        self.leave_out_button.clicked.connect(lambda: self.set_document(None))
        self.to.chosen.connect(lambda _value: self._offer_visitors())
        self.start()

    def start(self, notice: Notice | None = None, document: bytes | None = None) -> None:
        """Begin a new notice, or one that replaces another."""
        self.replaces = notice
        self.begun += 1
        self.title.setText(_("New notice") if notice is None else _("Replace the notice"))
        self.tell_button.setText(_("Tell the visitors") if notice is None else _("Replace it"))
        self.notice_title.set_value(notice.title if notice is not None else "")
        self.text.set_value(notice.text if notice is not None else "")
        self.to.set_value(_SOME if notice is not None and notice.to else _ALL)
        self.visitors.set_values(notice.to if notice is not None else ())
        self.first.set_value(max(notice.first_day, self._today()) if notice is not None else self._today())
        self.last.set_value(notice.last_day if notice is not None else None)
        self.must_read.setChecked(notice is not None and notice.must_read)
        self.set_document(document)
        for field in (
            self.title_field,
            self.text_field,
            self.document_field,
            self.first_field,
            self.last_field,
        ):
            field.set_problem("")
        self.to_problem.setText("")
        self.to_problem.hide()
        for path in (self.notice_title.watch.path, self.text.watch.path):
            self.texts.forget(path)
        self._offer_visitors()

    def show_visitors(self, visitors: Sequence[Member]) -> None:
        """Offer these visitors."""
        self.visitors.show_visitors(visitors)

    def set_document(self, document: bytes | None) -> None:
        """Attach a document that may be attached, or none."""
        self.document = document
        words = _("None") if document is None else sized_words(ending_of(document), len(document))
        self.document_words.setText(words)
        self.document_field.set_problem("")
        self.leave_out_button.setVisible(document is not None)
        self.attach_button.setText(
            _("Attach a document") if document is None else _("Attach another instead")
        )

    def refuse(self, words: str) -> None:
        """Say why it was not told."""
        self.text_field.set_problem(words)
        self.text_field.set_focus()

    def _make_words(self) -> None:
        self.notice_title = TextField(_("Title"), most=LONGEST_TITLE)
        self.notice_title.watch.stand_at("notice title")
        self.title_field = LabelledField(
            _("Title"), self.notice_title, hint=_("Visitors see it in their list. No names.")
        )
        self.text = NoteField(_("What there is to tell"), least_lines=5)
        self.text.watch.stand_at("notice text")
        self.text_field = LabelledField(_("What there is to tell"), self.text)
        self.document_words = Text()
        self.document_field = LabelledField(
            _("Document"), self.document_words, hint=_("PDF, PNG or Word, 4 MB at most; no names in it.")
        )
        self.attach_button = Button(_("Attach a document"))
        self.leave_out_button = Button(_("Leave it out"))

    def _make_days(self, today: Callable[[], date]) -> None:
        self.to = ChoiceButtons(_("Shown to"), [(_ALL, _("All visitors")), (_SOME, _("Some of them"))])
        self.to_field = LabelledField(
            _("Shown to"),
            self.to,
            hint=_("It travels to everybody’s laptop; nothing that only some may know belongs in it."),
        )
        self.visitors = TickedVisitors(self.to.buttons[-1])
        self.to_problem = Text(tone="error", weight="semibold")
        self.first = DateField(_("Shown from"), today, Lean.FUTURE)
        self.last = DateField(_("Shown until"), today, Lean.FUTURE)
        self.first_field = LabelledField(_("Shown from"), self.first)
        self.last_field = LabelledField(
            _("Shown until"), self.last, hint=_("Its last day. Leave it empty if there is none.")
        )

    def _offer_visitors(self) -> None:
        self.visitors.setVisible(self.to.value() == _SOME)
        self.to_problem.hide()

    def _on_tell(self) -> None:
        from icv_app.services.notices import NoticeWords

        first, last = self._days()
        to = self.visitors.values() if self.to.value() == _SOME else ()
        wrong = [field for field, problem in self._problems() if self._say(field, problem)]
        nobody = self.to.value() == _SOME and not to
        self.to_problem.setText(_("Tick at least one visitor.") if nobody else "")
        self.to_problem.setVisible(nobody)
        if wrong:
            wrong[0].set_focus()
        elif nobody:
            self.visitors.boxes[0].setFocus()
        elif first is not None:
            words: NoticeWords = NoticeWords(
                title=self.notice_title.value(),
                text=self.text.value(),
                first_day=first,
                last_day=last,
                must_read=self.must_read.isChecked(),
                to=to,
                document=self.document,
                justified=(*self.notice_title.watch.given, *self.text.watch.given),
            )
            self.told.emit(words)

    def _days(self) -> tuple[date | None, date | None]:
        for field in (self.first, self.last):
            field.finish()
        return self.first.value(), self.last.value()

    def _problems(self) -> list[tuple[LabelledField, str]]:
        first, last = self.first.value(), self.last.value()
        title = _found_in(self.notice_title) if self.notice_title.value() else _("Write a title first.")
        told = bool(self.text.value() or self.document is not None)
        text = _found_in(self.text) if told else _("Write what there is to tell, or attach a document.")
        until = self.last.problem()
        if not until and first is not None and last is not None and last < first:
            until = _("The last day is before the first. Correct one of them.")
        return [
            (self.title_field, title),
            (self.text_field, text),
            (self.first_field, self.first.problem() or ("" if first else _("Enter a day."))),
            (self.last_field, until),
        ]

    def _say(self, field: LabelledField, problem: str) -> bool:
        field.set_problem(problem)
        return bool(problem)


def _found_in(field: NoteField | TextField) -> str:
    field.watch.look()
    found = field.watch.open_hits
    return take_out(found[0].found) if found else ""
