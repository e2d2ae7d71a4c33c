"""What a printed visit report is made of, whole or as the police are given it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from icv_app.domain.agreement import Agreements
from icv_app.domain.checklist import Checklist
from icv_app.domain.comment import ReportComment
from icv_app.domain.concern import Concern, ConcernState, ConcernStep, Severity
from icv_app.domain.copies import ReportCopy
from icv_app.domain.fitness import Lapse
from icv_app.domain.ids import ConcernId, MemberId
from icv_app.domain.person import DetainedPerson
from icv_app.domain.police_copy import Surnames, police_copy
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitContent:
    """One filed visit with everything said about it.

    Attributes:
        events: Every word about the report, oldest first, agreement declared on filing included.
        agreements: Where each of the other visitors stands to it.
        lapses: What stood against the visitors on the day, with the reason why a coordinator allowed it.
        states, steps: Where each concern stands, and how it came there.
        comments: What coordinators said beside the report, oldest first; thanks too.
        members: Whoever made the visit, for their names; others may be in it.
        imported: A past visit that was taken in, not filed here.
        erased: What identified people is no longer kept.
        produced_at: UTC; only its London day is printed.
        police: What stands here is the police copy.
    """

    visit: Visit
    checklist: Checklist
    settings: SchemeSettings
    agreements: Agreements
    events: tuple[ReviewEvent, ...] = ()
    states: Mapping[ConcernId, ConcernState] = field(default_factory=dict)
    steps: Mapping[ConcernId, tuple[ConcernStep, ...]] = field(default_factory=dict)
    lapses: tuple[tuple[Lapse, str], ...] = ()
    copies: tuple[ReportCopy, ...] = ()
    comments: tuple[ReportComment, ...] = ()
    members: Mapping[MemberId, Member] = field(default_factory=dict)
    imported: bool = False
    erased: bool = False
    produced_at: datetime
    police: bool = False

    @property
    def addenda(self) -> tuple[ReviewEvent, ...]:
        """The dated corrections, oldest first."""
        return tuple(event for event in self.events if event.kind is ReviewEventKind.ADDENDUM)

    def concerns(self) -> tuple[Concern, ...]:
        """The concerns, most serious first, then good practice; each has its number by its place."""
        order = list(Severity)
        return tuple(
            sorted(
                self.visit.concerns,
                key=lambda concern: (concern.good_practice, order.index(concern.severity)),
            )
        )

    def number_of(self, concern_id: ConcernId | None) -> int | None:
        """The number a concern has in this document."""
        places = {concern.concern_id: at for at, concern in enumerate(self.concerns(), start=1)}
        return places.get(concern_id) if concern_id is not None else None

    def people(self) -> tuple[DetainedPerson, ...]:
        """Everybody with a row, by custody number; rows without one keep their order at the end."""
        return tuple(
            sorted(
                self.visit.people,
                key=lambda person: (not person.custody_number.strip(), person.custody_number.casefold()),
            )
        )


def for_police(content: VisitContent) -> VisitContent:
    """Return the content of the police copy; see `icv_app.domain.police_copy` for what is left out.

    Of what was said about the report only the addenda stay, and whether both visitors agree.
    """
    who = {*content.visit.visitors, *((content.visit.trainee,) if content.visit.trainee else ())}
    surnames = Surnames.of(
        (member for number, member in content.members.items() if number in who), content.checklist
    )
    addenda = tuple(replace(event, text=surnames.left_out(event.text)) for event in content.addenda)
    return replace(
        content,
        visit=police_copy(content.visit, surnames),
        events=addenda,
        lapses=(),
        steps={},
        copies=(),
        comments=(),
        members={},
        police=True,
    )
