"""Builders: each makes a valid thing with whatever a test changes about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from icv_app.domain.concern import ConcernStep, ConcernStepKind, Severity
from icv_app.domain.ids import ConcernId, MemberId, SchemeId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.scheme import Member, Role, SchemeSettings, Suite
from icv_app.domain.visit import ChecklistRef, Outcome, VisitKind
from icv_app.domain.visit_facts import ConcernFacts, VisitFacts

_number = count(1)


def a_suite(name: str = "Leeds", **changes: Any) -> Suite:
    """A suite open for as long as anyone remembers."""
    suite = Suite(suite_id=SuiteId(name.lower()), name=name, district=name)
    return replace(suite, **changes)


def a_scheme(**changes: Any) -> SchemeSettings:
    """A scheme of two suites and a contingency suite, with a weekly target of one visit."""
    settings = SchemeSettings(
        scheme_id=SchemeId("west-yorkshire"),
        version=1,
        name="West Yorkshire",
        policing_body="West Yorkshire Combined Authority",
        force="West Yorkshire Police",
        contact_email="icv@example.org",
        suites=(a_suite("Leeds"), a_suite("Halifax"), a_suite("Pudsey", contingency=True)),
        checklist=ChecklistRef(checklist_id="icv", version=1),
        people_detained={"2023-24": 51602},
    )
    return replace(settings, **changes)


def a_member(number: int = 1, **changes: Any) -> Member:
    """A visitor who joined before the year 2023-24 and is still there."""
    member = Member(member_id=MemberId(f"V-{number:03d}"), role=Role.VISITOR, joined=date(2020, 1, 1))
    return replace(member, **changes)


def contacts(
    spoken: int = 0, observed: int = 0, declined: int = 0, not_available: int = 0, not_offered: int = 0
) -> dict[Contact, int]:
    """What came of a visit: S, Ob, De, NA and NO."""
    numbers = (spoken, observed, declined, not_available, not_offered)
    return dict(zip(Contact, numbers, strict=True))


def a_visit_facts(**changes: Any) -> VisitFacts:
    """A completed visit of an hour to Leeds on 14 June 2023, with six in custody and two spoken to.

    Where the outcomes are changed, the people in custody follow.
    """
    began = changes.get("began_at", datetime(2023, 6, 14, 12, 0, tzinfo=UTC))
    by_contact = changes.get("by_contact", contacts(2, 1, 1, 1, 1))
    facts = VisitFacts(
        visit_id=VisitId(f"visit-{next(_number)}"),
        suite=SuiteId("leeds"),
        kind=VisitKind.IN_PERSON,
        outcome=Outcome.COMPLETED,
        visitors=(MemberId("V-001"), MemberId("V-002")),
        began_at=began,
        submitted_at=began + timedelta(hours=2),
        left_station_at=began + timedelta(hours=1, minutes=10),
        in_custody=sum(by_contact.values()),
        by_contact=by_contact,
        wait_minutes=5.0,
        visit_minutes=60.0,
    )
    return replace(facts, **changes)


def a_concern_facts(**changes: Any) -> ConcernFacts:
    """An amber concern about the wait for a solicitor, not put right at the visit."""
    concern = ConcernFacts(
        concern_id=ConcernId(f"concern-{next(_number)}"),
        category="A2",
        severity=Severity.AMBER,
        put_right=False,
        opcat=False,
        group=None,
    )
    return replace(concern, **changes)


def a_concern_step(concern: ConcernFacts, kind: ConcernStepKind, at: datetime, **changes: Any) -> ConcernStep:
    """One step of the coordinator's about a concern."""
    step = ConcernStep(
        record_id=f"step-{next(_number):06d}",
        concern_id=concern.concern_id,
        visit_id=VisitId("any"),
        kind=kind,
        at=at,
        by=MemberId("C-001"),
    )
    return replace(step, **changes)
