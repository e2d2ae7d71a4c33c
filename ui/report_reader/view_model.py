"""What is known of one filed report, and what may be said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.checklist import Checklist
from icv_app.domain.comment import ReportComment
from icv_app.domain.concern import Concern, ConcernState, ConcernStepKind, steps_allowed
from icv_app.domain.copies import CopyTo, owed_to_reviewer
from icv_app.domain.ids import ConcernId, MemberId, RecordId, VisitId
from icv_app.domain.justified import Justified, TextGuard
from icv_app.domain.review import ReviewEvent, ReviewState
from icv_app.errors import IcvError
from icv_app.services.reviews import ConcernStanding, FiledReport
from icv_app.words import _
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

MOST_COMMENTS = 200
"""More are not put on screen at once."""
TO_DECIDE = frozenset({ReviewState.FILED, ReviewState.RECEIVED, ReviewState.ANSWERED})
"""States in which a report waits for the coordinator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInHand:
    """A filed report with what it takes to read it out.

    Attributes:
        own: Whoever reads it.
        now: The moment ages are told from, UTC.
        guard: Looks through what is said about the report.
    """

    report: FiledReport
    checklist: Checklist = field(compare=False, repr=False)
    own: MemberId
    coordinator: bool
    now: datetime = field(compare=False)
    guard: TextGuard = field(compare=False, repr=False)

    @property
    def visit_id(self) -> VisitId:
        """Which report it is."""
        return self.report.visit.visit_id

    @property
    def to_decide(self) -> bool:
        """Whether it waits for the coordinator."""
        return self.report.review.state in TO_DECIDE

    @property
    def may_answer(self) -> bool:
        """Whether the reader is asked something."""
        return self.may_add and self.report.review.question is not None

    @property
    def may_add(self) -> bool:
        """Whether the reader made this visit."""
        return self.own in self.report.visit.visitors

    @property
    def may_agree(self) -> bool:
        """Whether the reader's own word is still missing."""
        return self.own in self.report.agreements.missing

    @property
    def declared_for_reader(self) -> ReviewEvent | None:
        """What was declared for the reader on the author's laptop, while they have signed nothing."""
        words = (word.said for word in self.report.agreements.words if word.member_id == self.own)
        return next((said for said in words if said is not None and said.declared_on is not None), None)

    @property
    def comments_shown(self) -> tuple[ReportComment, ...]:
        """The newest comments, oldest of them first."""
        return self.report.comments[-MOST_COMMENTS:]

    def standing(self, concern: Concern) -> ConcernStanding | None:
        """Where a concern of this visit or of the one before stands."""
        found = (*self.report.concerns, *self.report.last_concerns)
        return next((one for one in found if one.concern_id == concern.concern_id), None)

    @property
    def owes_reviewer(self) -> bool:
        """Whether a copy still has to go to the Independent Reviewer of Terrorism Legislation."""
        return owed_to_reviewer(self.report.visit.kind, self.report.copies)

    def to_send(self) -> tuple[Concern, ...]:
        """The concerns that can be sent to the force as they stand."""
        return tuple(
            concern
            for concern in self.report.visit.concerns
            if not concern.good_practice
            and (standing := self.standing(concern)) is not None
            and ConcernStepKind.SENT in steps_allowed(standing.state)
        )


def read_report(desk: Desk, visit_id: str) -> ReportInHand:
    """Read one filed report; blocks, and notes a coordinator's first reading.

    Raises:
        NotFound, RuleBroken, StoreError: As `ReviewService.read`.
    """
    report = desk.reviews.read(VisitId(visit_id))
    return ReportInHand(
        report=report,
        checklist=desk.visits.checklist_of(report.visit),
        own=desk.identity.member_id,
        coordinator=desk.identity.coordinator,
        now=desk.clock.now(),
        guard=desk.guard_for(report.settings),
    )


class ReportViewModel(QObject):
    """One report on screen: which it is, what it says, what is said about it."""

    report_changed = Signal(object)
    """The `ReportInHand`, or None while there is none."""
    failed = Signal(str)
    """One sentence for the person."""
    done = Signal(str)
    """What was said about the report, in a sentence; everything that shows reports should read again."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._wanted: str | None = None
        self._in_hand: ReportInHand | None = None
        self._busy = False

    @property
    def in_hand(self) -> ReportInHand | None:
        """The report in sight."""
        return self._in_hand

    @property
    def wanted(self) -> str | None:
        """The report asked for, read already or not."""
        return self._wanted

    def open(self, visit_id: str | None) -> None:
        """Show another report, or none."""
        if visit_id == self._wanted:
            return
        self._wanted = visit_id
        if visit_id is None:
            self._show(None)
        else:
            self.refresh()

    def refresh(self) -> None:
        """Read the report again; nothing happens on screen if it says the same."""
        wanted = self._wanted
        if wanted is None:
            return
        self._tasks.run(
            Lane.STORE,
            lambda: read_report(self._desk, wanted),
            then=self._read,
            otherwise=self._failed,
            owner=self,
        )

    def approve(self) -> None:
        """Approve the report."""
        seen = self._seen()
        self._say(
            lambda visit: self._desk.reviews.approve(visit, seen=seen),
            _("The report is approved."),
        )

    def return_with_question(self, question: str, justified: tuple[Justified, ...] = ()) -> None:
        """Give the report back to its visitors."""
        seen = self._seen()
        self._say(
            lambda visit: self._desk.reviews.return_with_question(visit, question, justified, seen=seen),
            _("The report is returned to its visitors with your question."),
        )

    def comment(self, path: str, text: str, justified: tuple[Justified, ...] = ()) -> None:
        """Comment on one place of the report."""
        self._say(
            lambda visit: self._desk.comments.comment(visit, path, text, justified),
            _("Your comment is kept beside the report and goes to its visitors at the next sync."),
        )

    def thank(self, text: str, justified: tuple[Justified, ...] = ()) -> None:
        """Thank the visitors."""
        self._say(
            lambda visit: self._desk.comments.thank(visit, text, justified),
            _("Your thanks are kept beside the report and go to its visitors at the next sync."),
        )

    def answer(self, text: str, justified: tuple[Justified, ...] = ()) -> None:
        """Answer the coordinator's question."""
        self._say(
            lambda visit: self._desk.reviews.answer(visit, text, justified),
            _("Your answer is saved and goes to the coordinator at the next sync."),
        )

    def add_addendum(self, text: str, justified: tuple[Justified, ...] = ()) -> None:
        """Add a dated correction."""
        self._say(
            lambda visit: self._desk.reviews.add_addendum(visit, text, justified),
            _("Your addendum is saved and goes to the coordinator at the next sync."),
        )

    def agree(self) -> None:
        """Agree as the second visitor."""
        self._say(self._desk.reviews.agree, _("You agreed with this report."))

    def dissent(self, note: str, justified: tuple[Justified, ...] = ()) -> None:
        """Say as the second visitor what one does not agree with."""
        if not note.strip():
            self.failed.emit(_("Write what you do not agree with first."))
            return
        self._say(
            lambda visit: self._desk.reviews.agree(visit, dissent=note, justified=justified),
            _("Your note is kept beside the report."),
        )

    def note_reviewers_copy(self, how: str, justified: tuple[Justified, ...] = ()) -> None:
        """Note that the Independent Reviewer of Terrorism Legislation got a copy."""
        self._say(
            lambda visit: self._desk.copies.note(visit, CopyTo.REVIEWER, how=how, justified=justified),
            _("The copy to the Independent Reviewer is noted as sent."),
        )

    def send_concern(self, concern_id: ConcernId, to_role: str) -> None:
        """Note that a concern went to somebody at the force."""
        self._say(
            lambda visit: self._desk.concerns.send(visit, concern_id, to_role=to_role),
            _("The concern is noted as sent to the force."),
        )

    def _seen(self) -> tuple[RecordId, ...]:
        """What was said about the report as far as it is on screen."""
        return tuple(event.record_id for event in self._in_hand.report.review.events) if self._in_hand else ()

    def _say(self, say: Callable[[VisitId], object], done: str) -> None:
        if self._busy or self._in_hand is None:
            return
        self._busy = True
        visit_id = self._in_hand.visit_id

        def said(_answer: object) -> None:
            self._busy = False
            self.done.emit(done)

        self._tasks.run(Lane.STORE, lambda: say(visit_id), then=said, otherwise=self._not_said, owner=self)

    def _not_said(self, error: IcvError) -> None:
        self._busy = False
        self.failed.emit(error.user_text)

    def _read(self, in_hand: ReportInHand) -> None:
        if in_hand.visit_id == self._wanted:
            self._show(in_hand)

    def _failed(self, error: IcvError) -> None:
        self.failed.emit(error.user_text)

    def _show(self, in_hand: ReportInHand | None) -> None:
        if in_hand != self._in_hand:
            self._in_hand = in_hand
            self.report_changed.emit(in_hand)


def open_concern(state: ConcernState) -> bool:
    """Whether something is left to do about a concern."""
    return state not in {ConcernState.PUT_RIGHT, ConcernState.CLOSED}
