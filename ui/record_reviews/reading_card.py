"""What a visitor read in one record: waits, scores, steps, and the findings to raise."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import ConcernId
from icv_app.domain.record_review import Finding, Reading
from icv_app.domain.record_review_scores import safeguards, timeliness
from icv_app.domain.record_review_standing import RecordStanding
from icv_app.words import _
from ui.entries.moments import say_moment
from ui.record_reviews.wording import group_words, score_words, step_facts, wait_facts
from ui.visit.wording import label
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.facts import Facts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Text
from ui.widgets.scroll_card import ScrollCard


class ReadingCard(ScrollCard):
    """The record chosen; nobody can change a word of it."""

    raise_wanted = Signal(str, str)
    """A reading and a finding of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What was read"), parent)
        self._checklist: Checklist | None = None
        self._raised: frozenset[ConcernId] = frozenset()
        self._reading_of: dict[str, Reading] = {}
        self.words = Text()
        self.findings = Text()
        self.finding = Choice(_("Finding"), ())
        self.finding_field = LabelledField(_("Finding"), self.finding)
        self.raise_button = Button(_("Raise it as a concern"))
        self.scores, self.waits, self.steps = Facts(), Facts(), Facts()
        self._headings = [Heading(_("Findings"), 3), Heading(_("Waits"), 3), Heading(_("Steps"), 3)]
        self.body.addWidget(self.words)
        self.body.addWidget(self.scores)
        self.body.addWidget(self._headings[0])
        self.body.addWidget(self.findings)
        self.body.addWidget(self.finding_field)
        self.body.addWidget(self.raise_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._headings[1])
        self.body.addWidget(self.waits)
        self.body.addWidget(self._headings[2])
        self.body.addWidget(self.steps)
        self.body.addStretch(1)
        self.raise_button.clicked.connect(self._on_raise)

    def use(self, checklist: Checklist, raised: frozenset[ConcernId]) -> None:
        """Say things in the words of a checklist; `raised` are concerns already."""
        self._checklist, self._raised = checklist, raised

    def show_record(self, record: RecordStanding | None) -> None:
        """Show what was read in a record, or that nothing was."""
        reading = record.reading if record is not None else None
        for widget in (self.scores, self.findings, self.waits, self.steps, *self._headings):
            widget.setVisible(reading is not None)
        if reading is None or record is None:
            self.words.setText(
                _("Choose a record in the table.")
                if record is None
                else _("Nobody has read this record yet.")
            )
            self._offer((), reading)
            return
        read = reading.read
        about = [_("Read by {member}, {when}.").format(member=reading.member_id, when=say_moment(reading.at))]
        if read.group is not None and self._checklist is not None:
            held = label(self._checklist, "legal_statuses", read.held_as)
            about.append(_("{group}; {held}.").format(group=group_words()[read.group], held=held))
        if record.others:
            others = ", ".join(str(other.member_id) for other in record.others)
            about.append(_("Read by {members} as well.").format(members=others))
        about += [f"“{one.read.remark}”{_by(one, reading)}" for one in record.readings if one.read.remark]
        self.words.setText("\n".join(about))
        self.scores.show_facts(
            [
                (_("Timeliness"), score_words(timeliness(read))),
                (_("Safeguards"), score_words(safeguards(read))),
                (_("Record quality"), _("{n} of 5").format(n=read.quality)),
            ]
        )
        found = [
            self._finding_words(finding) + _by(one, reading)
            for one in record.readings
            for finding in one.read.findings
        ]
        self.findings.setText("\n".join(found) or _("Nothing was found."))
        self.waits.show_facts(wait_facts(read))
        self.steps.show_facts(step_facts(read))
        self._offer(record.readings, reading)

    def _offer(self, readings: Iterable[Reading], shown: Reading | None) -> None:
        """Offer what is no concern yet; what was chosen stays chosen while something arrives."""
        to_raise = [
            (reading, one)
            for reading in readings
            for one in reading.read.findings
            if one.finding_id not in self._raised
        ]
        self._reading_of = {one.finding_id: reading for reading, one in to_raise}
        self.finding.set_options(
            [(one.finding_id, self._title(one) + _by(reading, shown)) for reading, one in to_raise]
        )
        if self.finding.value() is None and to_raise:
            self.finding.set_value(to_raise[0][1].finding_id)
        self.finding_field.setVisible(bool(to_raise))
        self.raise_button.setVisible(bool(to_raise))

    def _on_raise(self) -> None:
        self.finding.finish()
        chosen = self.finding.value()
        if chosen is not None and not self.finding.problem():
            self.raise_wanted.emit(self._reading_of[chosen].record_id, chosen)

    def _finding_words(self, one: Finding) -> str:
        words = f"{self._title(one)}: {one.text}"
        return _("{finding} (a concern)").format(finding=words) if one.finding_id in self._raised else words

    def _title(self, one: Finding) -> str:
        if self._checklist is None:
            return one.category
        category = self._checklist.category(one.category)
        severity = label(self._checklist, "severities", one.severity)
        title = category.full_title if category is not None else one.category
        return f"{title}, {severity.lower()}"


def _by(reading: Reading, shown: Reading | None) -> str:
    """Whose words they are, where they are not of the reading that is shown."""
    return "" if reading is shown else f" ({reading.member_id})"
