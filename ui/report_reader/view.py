"""One report on a page of its own, with what its visitors may say to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.review import ReviewEventKind
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.kept_text import KeptText
from ui.paper.report_copies import ReportCopies
from ui.report_reader.parts import Flowed, Note, Words
from ui.report_reader.reader import ReportReader
from ui.report_reader.say_box import SayBox
from ui.report_reader.view_model import ReportInHand, ReportViewModel
from ui.report_reader.wording import visitor_standing
from ui.shell.page import Page
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labels import Heading, Text
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.tag import Tag
from ui.workplace import Workplace


class ReportPage(Page):
    """Where the report stands, an open question with its answer, and the report below."""

    def __init__(self, workplace: Workplace, visit_id: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Report"), parent=parent)
        self._workplace = workplace
        self.view_model = ReportViewModel(workplace.desk, workplace.tasks, self)
        self._visit_id = visit_id
        self.texts = GuardedTexts(self)
        self.message = MessageBar()
        self.standing = Tag("")
        self.standing_words = Words()
        self.standing_row = Flowed(self.standing, self.standing_words)
        self.agree_box = AgreeBox()
        self.answer_box = SayBox(
            _("Your answer"),
            _("Send answer"),
            hint=_("It is kept beside the report as a dated addendum."),
            hue="orange",
        )
        self.answer_box.back_button.hide()
        self.addendum_box = SayBox(
            _("Addendum"),
            _("Add to the report"),
            hint=_("A dated correction or something you forgot. No names; the report itself stays as filed."),
        )
        self.dissent_box = SayBox(
            _("What you do not agree with"),
            _("Keep my note"),
            hint=_("Both stand: the report and your note."),
        )
        self._boxes = {"answer": self.answer_box, "addendum": self.addendum_box, "dissent": self.dissent_box}
        self._kept = {
            name: KeptText(box.text, workplace.desk.unsent, workplace.tasks, self)
            for name, box in self._boxes.items()
        }
        self._going_on: set[str] = set()
        self.back_button = Button(_("Back"))
        self.addendum_button = Button(_("Write an addendum"), parent=self)
        self.addendum_button.hide()
        self.reader = ReportReader(_("Report"), _("The report is being opened."))
        self.copies = ReportCopies(workplace, self._visit, self)
        self._lay_out()
        self._connect()

    def shown(self) -> None:
        """Read the report."""
        if self.view_model.wanted is None:
            self.view_model.open(self._visit_id)
        else:
            self.view_model.refresh()

    def _lay_out(self) -> None:
        self.set_actions(self.back_button)
        top = QVBoxLayout()
        top.setSpacing(SPACE_M)
        asking: tuple[QWidget, ...] = (self.answer_box, self.agree_box, self.dissent_box, self.addendum_box)
        for widget in (self.message, self.standing_row, *asking):
            top.addWidget(widget)
        self.body.addLayout(top)
        card = Card(padded=False)
        card.body.addWidget(self.reader)
        card.add_foot(_foot(self.copies.pdf_button, self.copies.police_button))
        self.body.addWidget(card, 1)
        self.standing_row.hide()

    def _connect(self) -> None:
        model = self.view_model
        self.back_button.clicked.connect(self.left)
        self.addendum_button.clicked.connect(self.addendum_box.open_box)
        self.answer_box.said.connect(model.answer)
        self.addendum_box.said.connect(model.add_addendum)
        self.dissent_box.said.connect(model.dissent)
        self.agree_box.agree_button.clicked.connect(model.agree)
        self.agree_box.dissent_button.clicked.connect(self.dissent_box.open_box)
        for name, kept in self._kept.items():
            kept.failed.connect(lambda text: self.message.show_message(text, Kind.ERROR))
            if name != "answer":
                kept.found.connect(partial(self._show_begun, self._boxes[name]))
        model.report_changed.connect(self._show)
        model.failed.connect(lambda text: self.message.show_message(text, Kind.ERROR))
        model.done.connect(self._on_done)
        self._workplace.data_changed.connect(self._on_data_changed)

    def _show(self, in_hand: ReportInHand) -> None:
        self.reader.show_report(in_hand)
        self.texts.use(in_hand.guard, in_hand.checklist.reasons["privacy_reasons"], self._workplace.tasks)
        self.copies.offer(True)
        report = in_hand.report
        self.set_heading(_("Report on {suite}").format(suite=report.settings.suite_name(report.visit.suite)))
        tag, words = visitor_standing(in_hand)
        self.standing.show_word(*tag)
        self.standing_words.setText(words)
        self.standing_row.setVisible(not in_hand.coordinator)
        if in_hand.may_add and self.addendum_button not in self.controls:
            self.set_actions(self.addendum_button, self.back_button)
        self.agree_box.show_for(in_hand)
        question = report.review.question
        if question is not None and in_hand.may_answer:
            intro = _("{member} asks: {question}").format(member=question.by, question=question.text)
            self.answer_box.intro.setText(intro)
            self.answer_box.intro.show()
            self.answer_box.open_box(focus=False)
        else:
            self.answer_box.hide()
        self._go_on_with(
            answer=question is not None and in_hand.may_answer,
            addendum=in_hand.may_add,
            dissent=in_hand.may_agree,
        )

    def _show_begun(self, box: SayBox, _text: str) -> None:
        box.open_box(focus=False)

    def _go_on_with(self, **allowed: bool) -> None:
        """Show, once, what was written before and not sent, where it can still be said."""
        for name, may in allowed.items():
            if may and name not in self._going_on:
                self._going_on.add(name)
                self._kept[name].open(f"{name}:{self._visit_id}")

    def _on_done(self, text: str) -> None:
        self.message.clear()
        for name, box in self._boxes.items():
            box.close_box()
            self._kept[name].forget()
        self._workplace.tell_done(text)
        self._workplace.data_changed.emit()
        self.reader.setFocus()

    def _visit(self) -> Visit | None:
        in_hand = self.view_model.in_hand
        return in_hand.report.visit if in_hand is not None else None

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self.view_model.refresh()


def _foot(*buttons: QWidget) -> QWidget:
    foot = QWidget()
    row = QVBoxLayout(foot)
    row.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
    row.addWidget(Flowed(*buttons, gap=SPACE_M))
    return foot


class AgreeBox(Note):
    """Asks another visitor of the visit for their own word; signed by their device."""

    def __init__(self) -> None:
        super().__init__("blue", _("Do you agree with this report?"))
        self.heading = Heading(_("Do you agree with this report?"), 3)
        self.words = Text()
        self.agree_button = Button(_("Agree"), "main")
        self.dissent_button = Button(_("Agree with a note of dissent"))
        self.body.addWidget(self.heading)
        self.body.addWidget(self.words)
        self.body.addWidget(Flowed(self.agree_button, self.dissent_button))
        self.hide()

    def show_for(self, in_hand: ReportInHand) -> None:
        """Ask for a word that is missing; where one was declared for the reader, let them speak too."""
        declared = in_hand.declared_for_reader
        self.setVisible(in_hand.may_agree or declared is not None)
        self.agree_button.setVisible(in_hand.may_agree)
        author = in_hand.report.visit.author
        if declared is None:
            self.heading.setText(_("Do you agree with this report?"))
            text = _(
                "{author} filed it. Read it first; your word is dated and signed by this laptop. The report "
                "itself stays as it is."
            )
        else:
            self.heading.setText(_("Your word was declared on {author}’s laptop").format(author=author))
            text = (
                _("It says that you agree. If that is not so, say what you do not agree with.")
                if declared.kind is ReviewEventKind.AGREED
                else _("It says that you do not agree. To add to it, write a note of your own.")
            )
        self.words.setText(text.format(author=author))
