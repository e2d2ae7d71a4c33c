"""The line above a person: number, what applies, how far the questions are, what was agreed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.person import Consent, Contact, DetainedPerson, LegalStatus
from icv_app.words import _
from ui.theme import Hue
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from ui.visit.people.board_rows import child_s136_words, contact_tag
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import label, lower_first, person_name, who_words
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Line, Muted
from ui.widgets.tag import Tag

Tags = tuple[tuple[str, Hue], ...]


class PersonHead(QWidget):
    """Says whom the detail is about; its buttons unfold the forms.

    Attributes:
        details_button, talk_button: Checked while their form is unfolded.
        back_button: Shown where the board is not beside the detail.
    """

    talk_ended = Signal()

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.number = Heading("", wrap=False)
        self.progress = Muted(wrap=False)
        self.summary = Muted()
        self.back_button = Button(_("Back to the board"), "link", icon="chevron-left")
        self.details_button = Button(_("Details"), "small")
        self.talk_button = Button(_("Talk and consent"), "small")
        self.end_button = Button(_("Talk has ended"), "small")
        self._tags: list[Tag] = []
        self._shown_tags: Tags = ()
        self._lay_out()
        self.end_button.clicked.connect(self.talk_ended)

    def show_person(self, person: DetainedPerson, answered: int, asked: int) -> None:
        """Show a person as they stand."""
        visit, checklist = self._view_model.visit, self._view_model.checklist
        place = next((at for at, row in enumerate(visit.people, 1) if row.person_id == person.person_id), 1)
        self.number.setText(person_name(person, place))
        self._show_tags(head_tags(person, checklist))
        self.progress.setText(_("{done} of {all}").format(done=answered, all=asked) if asked else "")
        self.summary.setText(summary_words(person, checklist))
        self.summary.setVisible(bool(self.summary.text()))
        self.end_button.setVisible(person.talking_now)
        self.setAccessibleName(f"{self.number.text()}. {self.summary.text()}")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_S)
        inner.setSpacing(SPACE_XS)
        inner.addWidget(self.back_button)
        self.back_button.hide()
        top = QHBoxLayout()
        self._flow = Flow(gap=SPACE_S)
        self._flow.addWidget(self.number)
        top.addLayout(self._flow, 1)
        top.addWidget(self.progress)
        inner.addLayout(top)
        inner.addWidget(self.summary)
        buttons = Flow(gap=SPACE_S)
        for button in (self.details_button, self.talk_button, self.end_button):
            buttons.addWidget(button)
        self.details_button.setCheckable(True)
        self.talk_button.setCheckable(True)
        inner.addLayout(buttons)
        column.addLayout(inner)
        column.addWidget(Line())

    def _show_tags(self, tags: Tags) -> None:
        if tags == self._shown_tags:
            return
        self._shown_tags = tags
        while len(self._tags) < len(tags):
            tag = Tag("")
            self._tags.append(tag)
            self._flow.addWidget(tag)
        for at, tag in enumerate(self._tags):
            tag.setVisible(at < len(tags))
            if at < len(tags):
                tag.show_word(*tags[at])


def head_tags(person: DetainedPerson, checklist: Checklist) -> Tags:
    """Return what applies to a person, and what came of the visit for them."""
    reasons = "priority_reasons"
    tags: list[tuple[str, Hue]] = []
    if person.child:
        tags.append((label(checklist, reasons, "child"), Hue.RED))
    if person.girl:
        tags.append((_("Girl under 18"), Hue.YELLOW))
    if person.woman:
        tags.append((label(checklist, reasons, "woman"), Hue.YELLOW))
    if person.vulnerable:
        tags.append((label(checklist, reasons, "vulnerable"), Hue.PURPLE))
    if person.neurodivergent:
        tags.append((label(checklist, reasons, "neurodivergent"), Hue.GREY))
    if person.child and person.legal_status is LegalStatus.S136:
        tags.append((child_s136_words(), Hue.RED))
    tags.append(contact_tag(person, checklist))
    return tuple(tags)


def summary_words(person: DetainedPerson, checklist: Checklist) -> str:
    """Return what was agreed and how the talk was held, in one line."""
    parts = [who_words(person, checklist)]
    if person.cell.strip():
        parts.append(_("cell {cell}").format(cell=person.cell.strip()))
    talk = {
        Consent.YES: _("agreed to talk"),
        Consent.NO: _("did not agree to talk"),
        Consent.UNABLE: _("could not say whether to talk"),
    }
    record = {
        Consent.YES: _("agreed to the record being seen"),
        Consent.NO: _("did not agree to the record being seen"),
        Consent.UNABLE: _("could not say about the record"),
    }
    if person.consent_talk is not None:
        parts.append(talk[person.consent_talk])
    if person.consent_record is not None:
        parts.append(record[person.consent_record])
    if person.contact_reason:
        parts.append(lower_first(label(checklist, "not_seen_reasons", person.contact_reason)))
    if person.contact is Contact.SPOKEN_TO:
        if person.introduced_by:
            by = lower_first(label(checklist, "introduced_by", person.introduced_by))
            parts.append(_("introduced by {who}").format(who=by))
        if person.place:
            parts.append(lower_first(label(checklist, "places", person.place)))
    return " · ".join(part for part in parts if part)
