"""One criterion: what it asks for, the evidence there is, and the forms that add some."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import VisitId
from icv_app.domain.justified import take_out
from icv_app.domain.quality import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    CriterionStanding,
    Evidence,
    EvidenceKind,
)
from icv_app.domain.times import london_day
from icv_app.figures.quality_words import (
    figure_words,
    lacking_words,
    level_words,
    target_words,
    value_words,
)
from icv_app.words import _
from ui.entries.dates import say_date
from ui.entries.london import wall_clock
from ui.entries.times import say_time
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Line, Muted, Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.text_field import NoteField, TextField

if TYPE_CHECKING:
    from icv_app.figures.quality import QualityFigure


class CriterionCard(ScrollCard):
    """Shows the criterion chosen; what was typed for another one waits with that one."""

    note_written = Signal(str, str, object)
    """Criterion, text, and why what was found in it stays."""
    document_wanted = Signal(str, str, object)
    """Criterion, title, and why what was found in it stays; the file is still to be chosen."""
    withdrawn = Signal(object)
    """An `Evidence`."""
    visit_opened = Signal(str)
    """A visit behind a figure."""
    copy_wanted = Signal(object)
    """An `Evidence` that is a document."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Criterion"), parent)
        self._found: CriterionStanding | None = None
        self._typed: dict[str, tuple[str, str]] = {}
        self.words = Text(weight="semibold")
        self.place = Muted()
        self.lacking = Text()
        self.figures = Text()
        self.evidence = Text()
        self.texts = GuardedTexts(self)
        self._make_forms()
        for widget in (
            self.words,
            self.place,
            self.lacking,
            self.figures,
            self.visit_field,
        ):
            self.body.addWidget(widget)
        self._add_button(self.open_button)
        self.body.addWidget(self.evidence)
        self.body.addWidget(self.chosen_field)
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.withdraw_button)
        self.body.addLayout(buttons)
        for form, button in (
            (self.note_field, self.note_button),
            (self.title_field, self.document_button),
        ):
            self.body.addWidget(Line())
            self.body.addWidget(form)
            self._add_button(button)
        self.body.addStretch(1)
        self.show_criterion(None, {}, {}, "")

    def show_criterion(
        self,
        found: CriterionStanding | None,
        figures: Mapping[str, QualityFigure],
        visits: Mapping[VisitId, tuple[str, datetime]],
        area: str,
    ) -> None:
        """Show one criterion, or that none is chosen."""
        self._offer_visits(found, figures, visits)
        self._keep_typed(found)
        self._found = found
        for widget in (self.note, self.document_title, self.note_button, self.document_button):
            widget.setEnabled(found is not None)
        if found is None:
            self.words.setText(_("Choose a criterion in the table."))
            for label in (self.place, self.lacking, self.figures, self.evidence):
                label.hide()
            self._offer(())
            return
        criterion = found.criterion
        self.words.setText(criterion.words)
        _say(self.place, _("{area}, {level}").format(area=area, level=level_words(criterion.level)))
        _say(self.lacking, lacking_words(found) or _("Everything it asks for is here."))
        _say(
            self.figures,
            "\n".join(
                _("{figure}: {value}; asked for: {target}").format(
                    figure=figure_words(one.figure),
                    value=value_words(one.figure, figures.get(one.figure)),
                    target=target_words(one),
                )
                for one in criterion.targets
            ),
        )
        _say(self.evidence, "\n".join(evidence_words(one) for one in found.evidence))
        self._offer(found.evidence)

    def forget(self, criterion_id: str, *, document: bool) -> None:
        """Empty a form: what was typed there is kept as evidence."""
        if self._found is None or self._found.criterion.criterion_id != criterion_id:
            note, title = self._typed.get(criterion_id, ("", ""))
            self._typed[criterion_id] = (note, "") if document else ("", title)
        elif document:
            self.document_title.set_value("")
            self.texts.forget(self.document_title.watch.path)
        else:
            self.note.set_value("")
            self.texts.forget(self.note.watch.path)

    def _make_forms(self) -> None:
        self.chosen = Choice(_("Evidence"), ())
        self.chosen_field = LabelledField(_("Evidence"), self.chosen)
        self.copy_button = Button(_("Save a copy"))
        self.withdraw_button = Button(_("Withdraw it"))
        self.visit = Choice(_("Visits behind the figures"), ())
        self.visit_field = LabelledField(_("Visits behind the figures"), self.visit)
        self.open_button = Button(_("Open the report"))
        self.open_button.clicked.connect(self._on_open)
        self.note = NoteField(_("Note"), least_lines=2)
        self.note.watch.stand_at("evidence note")
        self.note_field = LabelledField(
            _("Note"), self.note, hint=_("Those who assess the scheme read it. No names.")
        )
        self.note_button = Button(_("Keep the note"))
        self.document_title = TextField(_("Document"), most=LONGEST_TITLE)
        self.document_title.watch.stand_at("evidence title")
        self.title_field = LabelledField(
            _("Document"),
            self.document_title,
            hint=_("What it is, such as “Minutes of March”. PDF, PNG or Word, 4 MB at most; no names in it."),
        )
        self.document_button = Button(_("Choose the file"))
        self.note_button.clicked.connect(self._on_note)
        self.document_button.clicked.connect(self._on_document)
        self.withdraw_button.clicked.connect(self._on_withdraw)
        self.copy_button.clicked.connect(self._on_copy)

    def _add_button(self, button: Button) -> None:
        self.body.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)

    def _keep_typed(self, found: CriterionStanding | None) -> None:
        before = self._found.criterion.criterion_id if self._found is not None else ""
        now = found.criterion.criterion_id if found is not None else ""
        if before == now:
            return
        if before:
            self._typed[before] = (self.note.value(), self.document_title.value())
        note, title = self._typed.get(now, ("", ""))
        self.note.set_value(note)
        self.document_title.set_value(title)
        self.note_field.set_problem("")
        self.title_field.set_problem("")

    def _offer_visits(
        self,
        found: CriterionStanding | None,
        figures: Mapping[str, QualityFigure],
        visits: Mapping[VisitId, tuple[str, datetime]],
    ) -> None:
        targets = found.criterion.targets if found is not None else ()
        shown = [figures[one.figure] for one in targets if one.figure in figures]
        behind = dict.fromkeys(visit_id for figure in shown for visit_id in figure.visits)
        options = [(visit_id, _visit_words(*visits[visit_id])) for visit_id in behind if visit_id in visits]
        self.visit.set_options(options)
        self.visit_field.set_problem("")
        self.visit_field.setVisible(bool(options))
        self.open_button.setVisible(bool(options))

    def _offer(self, evidence: tuple[Evidence, ...]) -> None:
        self.chosen.set_options([(one.record_id, evidence_words(one)) for one in evidence])
        self.chosen_field.set_problem("")
        self.chosen_field.setVisible(bool(evidence))
        self.withdraw_button.setVisible(bool(evidence))
        self.copy_button.setVisible(any(one.kind is EvidenceKind.DOCUMENT for one in evidence))

    def _on_note(self) -> None:
        text = self.note.value()
        problem = _("Write the note first.") if not text else _found_in(self.note)
        if len(text) > LONGEST_NOTE:
            problem = _("This is longer than {n} characters. Shorten it.").format(n=LONGEST_NOTE)
        self.note_field.set_problem(problem)
        if problem:
            self.note_field.set_focus()
        elif self._found is not None:
            self.note_written.emit(self._found.criterion.criterion_id, text, self.note.watch.given)

    def _on_document(self) -> None:
        title = self.document_title.value()
        problem = _("Write what the document is first.") if not title else _found_in(self.document_title)
        self.title_field.set_problem(problem)
        if problem:
            self.title_field.set_focus()
        elif self._found is not None:
            given = self.document_title.watch.given
            self.document_wanted.emit(self._found.criterion.criterion_id, title, given)

    def _on_open(self) -> None:
        self.visit.finish()
        chosen = self.visit.value()
        self.visit_field.set_problem(self.visit.problem() or ("" if chosen else _("Choose a visit first.")))
        if chosen and not self.visit.problem():
            self.visit_opened.emit(chosen)

    def _on_withdraw(self) -> None:
        evidence = self._chosen_evidence()
        if evidence is not None:
            self.withdrawn.emit(evidence)

    def _on_copy(self) -> None:
        evidence = self._chosen_evidence()
        if evidence is None:
            return
        if evidence.kind is EvidenceKind.DOCUMENT:
            self.copy_wanted.emit(evidence)
        else:
            self.chosen_field.set_problem(_("Choose a document; a note is read here."))

    def _chosen_evidence(self) -> Evidence | None:
        """Return what is chosen, or say that nothing is."""
        self.chosen.finish()
        chosen = self.chosen.value()
        offered = self._found.evidence if self._found is not None else ()
        evidence = next((one for one in offered if one.record_id == chosen), None)
        self.chosen_field.set_problem(
            self.chosen.problem() or ("" if evidence else _("Choose a piece of evidence first."))
        )
        return evidence


def evidence_words(evidence: Evidence) -> str:
    """Return one piece of evidence on a line."""
    words = (_("Note: {words}") if evidence.kind is EvidenceKind.NOTE else _("Document: {words}")).format(
        words=" ".join((evidence.text or evidence.title).split())
    )
    return _("{words} ({day}, {member})").format(
        words=words, day=say_date(london_day(evidence.at)), member=evidence.by
    )


def _visit_words(suite: str, began_at: datetime) -> str:
    day, clock = wall_clock(began_at)
    return _("{suite}, {day}, {time}").format(suite=suite, day=say_date(day), time=say_time(clock))


def _say(label: Text, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def _found_in(field: NoteField | TextField) -> str:
    field.watch.look()
    found = field.watch.open_hits
    return take_out(found[0].found) if found else ""
