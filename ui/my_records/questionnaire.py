"""The questionnaire about one redacted custody record, kept on this laptop after every change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import partial

from PySide6.QtWidgets import QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.justified import TextGuard, still_open, take_out
from icv_app.domain.person import LegalStatus
from icv_app.domain.record_review import (
    BEST_QUALITY,
    LONGEST_TEXT,
    Lack,
    Problem,
    RecordRead,
    Said,
    Step,
    out_of_order,
    step_words,
)
from icv_app.domain.record_review_sample import Group
from icv_app.services.record_readings import RecordToRead
from icv_app.words import _
from ui.entries.moments import coming_day, last_day
from ui.kept_text import KeptText
from ui.my_records.findings import FindingsBox
from ui.my_records.review_times import ReviewTimes
from ui.my_records.step_row import StepRow
from ui.my_records.view_model import MyRecordsViewModel
from ui.record_reviews.wording import group_words, wait_facts
from ui.shell.page import Page
from ui.visit.wording import options
from ui.widgets.button import Button
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.facts import Facts
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.segments import SegmentBar
from ui.widgets.sides import Panes
from ui.widgets.text_field import NoteField
from ui.widgets.tick_box import TickBox

_BEGINNING = (Step.ARRESTED, Step.ARRIVED, Step.AUTHORISED)
_END = (Step.EXTENDED, Step.CHARGED, Step.RELEASED)
_ASKED = {
    Step.AA_CAME: Step.AA_ASKED,
    Step.INTERPRETER_CAME: Step.INTERPRETER_ASKED,
    Step.HEALTHCARE_SEEN: Step.HEALTHCARE_ASKED,
    Step.SOLICITOR_CAME: Step.SOLICITOR_ASKED,
}

_FEW = 3
"""So many steps without an answer are named one by one."""


class QuestionnairePage(Page):
    """The steps at the left, what comes of them and what else there is to say at the right."""

    def __init__(
        self,
        view_model: MyRecordsViewModel,
        one: RecordToRead,
        checklist: Checklist,
        guard: TextGuard,
        parent: QWidget | None = None,
    ) -> None:
        given = one.assignment
        title = _("Record {reference}, {suite}").format(reference=given.reference, suite=given.suite_name)
        super().__init__(title, _("Every change is saved on this laptop"), parent)
        self._view_model = view_model
        self._one = one
        self._read = one.read
        self.back_button = Button(_("Lay it aside"), icon="chevron-left")
        self.send_button = Button(_("Send to the coordinator"), "main")
        self.set_actions(self.back_button, self.send_button)
        self.texts = GuardedTexts(self)
        self.summary = ErrorSummary()
        self.group = ChoiceFlow(_("Whom is it about?"), _pairs(group_words()))
        self.group_field = LabelledField(
            _("Whom is it about?"), self.group, hint=_("The first that fits."), required=True
        )
        self.held_as = ChoiceFlow(_("Why were they held?"), options(checklist, "legal_statuses"))
        self.held_as_field = LabelledField(
            _("Why were they held?"), self.held_as, hint=_("When detention was authorised."), required=True
        )
        self.rows = {
            step: StepRow(step, name, view_model.today, partial(self._usual_day, step))
            for step, name in step_words().items()
        }
        self.reviews = ReviewTimes(view_model.today, partial(self._usual_day, Step.REVIEWS))
        self.as_recorded = TickBox(_("The times are in this order in the record"))
        self.order = Text(tone="error", weight="semibold")
        self.waits = Facts()
        self.quality = ChoiceFlow(
            _("How well is the record kept?"), [(str(n), str(n)) for n in range(1, BEST_QUALITY + 1)]
        )
        self.quality_field = LabelledField(
            _("How well is the record kept?"),
            self.quality,
            hint=_("1: much is missing or unclear. 5: complete and clear."),
            required=True,
        )
        self.remark = NoteField(_("Remark"), least_lines=2)
        self.remark.watch.stand_at("remark")
        self.remark_field = LabelledField(
            _("Remark"), self.remark, hint=_("No names, nothing about the offence. May stay empty.")
        )
        self.findings = FindingsBox(checklist, self.texts, view_model.new_finding)
        self._kept = KeptText(self.findings.words, view_model.unsent, view_model.tasks, self)
        self._lay_out()
        self._show_read()
        self._connect()
        self.texts.use(guard, checklist.reasons["privacy_reasons"], view_model.tasks)
        self._kept.open(f"record finding:{given.record_id}")

    def finish(self) -> None:
        """Hand on what is still being typed."""
        for row in self.rows.values():
            if row.timed and row.buttons.value() == Said.YES:
                row.moment.finish()
        self.remark.finish()
        self.findings.words.finish()

    def _lay_out(self) -> None:
        self.steps_card = ScrollCard(_("What the record says"))
        steps = self.steps_card.body
        steps.addWidget(
            Muted(_("Keys: Y yes, N no, R not recorded, A does not apply. Type a time like 2140."))
        )
        steps.addWidget(self.group_field)
        steps.addWidget(self.held_as_field)
        for step, row in self.rows.items():
            steps.addWidget(row)
            if step is Step.REVIEWS:
                steps.addWidget(self.reviews)
        steps.addStretch(1)
        self.more_card = ScrollCard(_("What comes of it"))
        more = self.more_card.body
        for widget in (
            self.waits,
            self.order,
            self.as_recorded,
            self.quality_field,
            self.remark_field,
            Heading(_("Findings"), 3),
            self.findings,
        ):
            more.addWidget(widget)
        more.addStretch(1)
        panes = Panes(self.steps_card, self.more_card, shares=(54, 46), least=900)
        panes.stacked_changed.connect(self.steps_card.area.set_whole)
        panes.stacked_changed.connect(self.more_card.area.set_whole)
        self.body.addWidget(self.summary)
        self.body.addWidget(panes, 1)

    def _show_read(self) -> None:
        read = self._read
        self.group.set_value(read.group)
        self.held_as.set_value(read.held_as)
        for step, row in self.rows.items():
            row.show_answer(next((one for one in read.steps if one.step is step), None))
        self.reviews.set_times(read.reviews)
        self.as_recorded.setChecked(read.as_recorded)
        self.quality.set_value(str(read.quality) if read.quality is not None else None)
        self.remark.set_value(read.remark)
        self.findings.show_findings(read.findings)
        for stays in read.justified:
            self.texts.justify(stays)
        self._show_what_comes()

    def _connect(self) -> None:
        self.back_button.clicked.connect(self._on_back)
        self.send_button.clicked.connect(self._on_send)
        bars: tuple[SegmentBar, ...] = (self.group, self.held_as, self.quality)
        for bar in bars:
            bar.chosen.connect(lambda _value: self._on_changed())
            bar.cleared.connect(self._on_changed)
        for row, then in zip(self.rows.values(), [*list(self.rows.values())[1:], None], strict=True):
            row.changed.connect(self._on_changed)
            if then is not None:
                row.finished.connect(then.set_focus)
        self.reviews.changed.connect(self._on_changed)
        self.as_recorded.clicked.connect(self._on_changed)
        self.remark.value_changed.connect(lambda _text: self._on_changed())
        self.findings.changed.connect(self._on_finding)
        self.texts.changed.connect(self._on_changed)
        self._view_model.sent.connect(self.left)

    def _usual_day(self, step: Step, clock: time) -> date:
        """The day a time is of: the next such time after what the step follows, or the latest there was."""
        after = self._follows(step)
        return last_day(clock, self._view_model.now()) if after is None else coming_day(clock, after)

    def _follows(self, step: Step) -> datetime | None:
        """When what a step follows was: what was asked for, the review before, or how detention began."""
        asked = _ASKED.get(step)
        names = (asked,) if asked is not None else ()
        begun = _BEGINNING[: _BEGINNING.index(step)] if step in _BEGINNING else _BEGINNING
        times = [self._at(one) for one in (*names, *reversed(begun))]
        known = [one for one in times if one is not None]
        reviews = self.reviews.times()
        if step in {Step.REVIEWS, *_END}:
            return max([*reviews[-1:], *known[:1]], default=None)
        return known[0] if known else None

    def _at(self, step: Step) -> datetime | None:
        answer = self.rows[step].answer()
        return answer.at if answer is not None else None

    def _on_changed(self) -> None:
        self._take()
        self._view_model.keep(self._one, self._read)
        self._show_what_comes()

    def _on_finding(self) -> None:
        if not self.findings.unfinished():
            self._kept.forget()
        self._on_changed()

    def _take(self) -> None:
        group, held_as, quality = self.group.value(), self.held_as.value(), self.quality.value()
        answers = (row.answer() for row in self.rows.values())
        said = self.rows[Step.REVIEWS].buttons.value()
        self._read = RecordRead(
            group=Group(group) if group else None,
            held_as=LegalStatus(held_as) if held_as else None,
            steps=tuple(one for one in answers if one is not None),
            reviews=self.reviews.times() if said == Said.YES else (),
            quality=int(quality) if quality else None,
            remark=self.remark.value(),
            findings=self.findings.findings(),
            as_recorded=self.as_recorded.isChecked(),
            justified=self.texts.justified(),
        )

    def _show_what_comes(self) -> None:
        self.reviews.setVisible(self.rows[Step.REVIEWS].buttons.value() == Said.YES)
        self.waits.show_facts(wait_facts(self._read))
        words, wrong = step_words(), out_of_order(self._read)
        lines = [
            _("“{then}” is before “{first}”.").format(first=words[first], then=words[then])
            for first, then in wrong
        ]
        self.order.setText("\n".join(lines))
        self.order.setVisible(bool(wrong))
        self.as_recorded.setVisible(bool(wrong))

    def _on_back(self) -> None:
        self.finish()
        self.left.emit()

    def _on_send(self) -> None:
        self.finish()
        self._take()
        found = self._summed_up(self._view_model.problems(self._read))
        for row in self.rows.values():
            if row.moment_field.isVisible() and row.moment.problem():
                found.append((row.moment.problem(), row.moment))
        if self.rows[Step.REVIEWS].buttons.value() == Said.YES and self.reviews.unfinished():
            found.append((self.reviews.say_unfinished(), self.reviews.moment))
        if self.findings.unfinished():
            found.append((self.findings.say_unfinished(), self.findings.words))
        guard = self.texts.guard
        hits = still_open(guard, "remark", self._read.remark, self._read.justified) if guard else ()
        if hits:
            self.remark_field.set_problem(take_out(hits[0]))
            found.append((take_out(hits[0]), self.remark))
        self.summary.show_problems(found)
        if not found:
            self._view_model.send(self._one, self._read)

    def _summed_up(self, problems: Sequence[Problem]) -> list[tuple[str, QWidget]]:
        """Say every problem at its field; many steps without an answer are one line of the summary."""
        told = [(problem, self._told(problem)) for problem in problems]
        unanswered = [line for problem, line in told if problem.lack is Lack.ANSWER]
        if len(unanswered) <= _FEW:
            return [line for _problem, line in told]
        words = _("{n} steps are not answered yet.").format(n=len(unanswered))
        rest = [line for problem, line in told if problem.lack is not Lack.ANSWER]
        return [(words, unanswered[0][1]), *rest]

    def _told(self, problem: Problem) -> tuple[str, QWidget]:
        """Say a problem at its field; return it for the summary."""
        if problem.step is not None:
            words = _lack_words(problem)
            row = self.rows[problem.step]
            row.show_problem(words)
            name = step_words()[problem.step]
            timed = row.timed and row.buttons.value() == Said.YES
            return f"{name}: {words}", row.moment if timed else row.buttons.buttons[0]
        field, words = {
            Lack.GROUP: (self.group_field, _("Choose whom the record is about.")),
            Lack.HELD_AS: (self.held_as_field, _("Choose why they were held.")),
            Lack.QUALITY: (self.quality_field, _("Say how well the record is kept.")),
        }.get(problem.lack, (None, ""))
        if field is not None:
            field.set_problem(words)
            bar = field.control
            return words, bar.buttons[0] if isinstance(bar, SegmentBar) else bar
        if problem.lack is Lack.ORDER:
            return (
                _("Some times are out of order. Correct them, or tick that the record has them so."),
                self.as_recorded,
            )
        return _("Shorten the texts to {n} characters each.").format(n=LONGEST_TEXT), self.remark


def _lack_words(problem: Problem) -> str:
    return {
        Lack.ANSWER: _("Say what the record says."),
        Lack.TIME: _("Enter the time, or answer “Not recorded”."),
        Lack.AHEAD: _("This time has not come yet."),
        Lack.REVIEWS: _("Add the time of each review."),
    }.get(problem.lack, "")


def _pairs(words: Mapping[Group, str]) -> list[tuple[str, str]]:
    return [(group.value, name) for group, name in words.items()]
