"""Builders of visits, people and schemes: each makes a valid thing with whatever a test changes about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import resources
from icv_app.domain.census import Census, Tally
from icv_app.domain.checklist import Checklist, applicable_checks
from icv_app.domain.completeness import SubmitContext, problems
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId, MemberId, PersonId, RecordId, SchemeId, SuiteId, VisitId
from icv_app.domain.person import (
    AgeBand,
    Answer,
    Consent,
    Contact,
    DetainedPerson,
    Gender,
    LegalStatus,
    Source,
    Value,
)
from icv_app.domain.person_facts import answer_values, person_facts
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.scheme import Member, Role, SchemeSettings, Suite
from icv_app.domain.visit import (
    AreaFinding,
    AreaState,
    ChecklistRef,
    Outcome,
    SecondVisitor,
    SignOff,
    Staffing,
    Stage,
    StockFinding,
    Visit,
)
from icv_app.exchange.checklists import load_checklist
from tests.fakes.guard import FakeGuard

NOON = datetime(2024, 3, 14, 12, 0, tzinfo=UTC)
"""When the visitors of `a_visit` stand at the counter; in March London shows the same hour."""


@cache
def a_checklist() -> Checklist:
    """The checklist the application ships."""
    return load_checklist(resources.path("checklists/custody-visit-v1.yaml"))


def a_checklist_ref() -> ChecklistRef:
    """A reference to the checklist the application ships."""
    return ChecklistRef(checklist_id=a_checklist().checklist_id, version=a_checklist().version)


def a_suite(name: str = "Wakefield", **changes: Any) -> Suite:
    """A suite open for as long as anyone remembers."""
    return replace(Suite(suite_id=SuiteId(name.lower()), name=name, district=name), **changes)


def settings(**changes: Any) -> SchemeSettings:
    """A scheme of two suites and a contingency suite that writes custody numbers like 13WK/4402."""
    made = SchemeSettings(
        scheme_id=SchemeId("west-yorkshire"),
        version=1,
        name="West Yorkshire",
        policing_body="West Yorkshire Combined Authority",
        force="West Yorkshire Police",
        suites=(a_suite("Wakefield"), a_suite("Leeds"), a_suite("Pudsey", contingency=True)),
        checklist=a_checklist_ref(),
        custody_number_pattern=r"\d{2}[A-Z]{2}/\d{4}",
        people_detained={"2023-24": 51602},
    )
    return replace(made, **changes)


def a_member(number: int = 1, **changes: Any) -> Member:
    """A visitor who may visit on any day of 2023 and 2024."""
    made = Member(
        member_id=MemberId(f"V-{number:03d}"),
        role=Role.VISITOR,
        joined=date(2020, 1, 1),
        term_ends=date(2025, 12, 31),
        vetting_level="NPPV 2",
        vetting_expires=date(2025, 12, 31),
        id_card_expires=date(2025, 12, 31),
    )
    return replace(made, **changes)


def a_coordinator(**changes: Any) -> Member:
    """The scheme's coordinator."""
    made = Member(member_id=MemberId("C-001"), role=Role.COORDINATOR, joined=date(2019, 1, 1))
    return replace(made, **changes)


def a_context(*members: Member, **changes: Any) -> SubmitContext:
    """What `a_visit` is judged by, at three o'clock that day: members `V-001` to `V-004` and a coordinator.

    Members given take the place of those of the same number.
    """
    known = [*(a_member(number) for number in range(1, 5)), a_coordinator(), *members]
    made = SubmitContext(
        settings=settings(),
        checklist=a_checklist(),
        members={member.member_id: member for member in known},
        now=NOON + timedelta(hours=3),
        guard=FakeGuard(),
    )
    return replace(made, **changes)


def a_person(**changes: Any) -> DetainedPerson:
    """A man who was spoken to in his cell; `answered` gives him the answers that are asked for."""
    made = DetainedPerson(
        person_id=PersonId("person-1"),
        custody_number="13WK/4402",
        cell="M7",
        gender=Gender.MAN,
        age_band=AgeBand.A25_59,
        legal_status=LegalStatus.PRE_CHARGE,
        authorised_at=NOON - timedelta(hours=3),
        relevant_time=NOON - timedelta(hours=4),
        consent_talk=Consent.YES,
        consent_record=Consent.YES,
        contact=Contact.SPOKEN_TO,
        introduced_by="visitor",
        place="cell",
        in_sight=True,
        out_of_hearing=True,
    )
    return replace(made, **changes)


def answered(person: DetainedPerson, **values: str) -> DetainedPerson:
    """The person with a good answer to every check that must be answered, and those given by check id."""
    person = replace(person, answers=tuple(Answer(check_id=key, value=text) for key, text in values.items()))
    facts = person_facts(person, NOON)
    for check in applicable_checks(a_checklist(), facts, answer_values(person)):
        if check.default_path and person.answer(check.check_id) is None:
            good = check.good_answer or Value.NO.value
            person = person.with_answer(
                Answer(check_id=check.check_id, value=good, source=Source.PERSON_SAID)
            )
    return person


def a_girl_of_15(**changes: Any) -> DetainedPerson:
    """A girl who was spoken to; the questions for children and girls apply to her."""
    changes = {
        "person_id": PersonId("girl"),
        "custody_number": "13WK/4410",
        "gender": Gender.WOMAN,
        "age_band": AgeBand.A14_17,
        **changes,
    }
    return a_person(**changes)


def somebody_asleep(**changes: Any) -> DetainedPerson:
    """A man who was asleep and was not woken."""
    made = DetainedPerson(
        person_id=PersonId("asleep"),
        custody_number="13WK/4395",
        gender=Gender.MAN,
        age_band=AgeBand.A60_PLUS,
        contact=Contact.NOT_AVAILABLE,
        contact_reason="asleep",
    )
    return replace(made, **changes)


def somebody_who_declined(**changes: Any) -> DetainedPerson:
    """A man who did not want to talk."""
    made = DetainedPerson(
        person_id=PersonId("declined"),
        custody_number="13WK/4399",
        gender=Gender.MAN,
        age_band=AgeBand.A25_59,
        contact=Contact.DECLINED,
        consent_talk=Consent.NO,
        consent_talk_reason="Did not say.",
    )
    return replace(made, **changes)


def a_concern(**changes: Any) -> Concern:
    """An amber concern about the wait for a solicitor, about nobody in particular."""
    made = Concern(
        concern_id=ConcernId("concern-1"),
        category="A2",
        severity=Severity.AMBER,
        text="Solicitors are called late at night.",
        source=Source.STAFF_SAID,
        raised_at=NOON + timedelta(minutes=50),
        raised_with="custody_sergeant",
    )
    return replace(made, **changes)


def a_census(people: Iterable[DetainedPerson], tallies: Iterable[Tally] = (), **changes: Any) -> Census:
    """A count at entry that these people and tallies add up to."""
    rows, counted = list(people), list(tallies)
    made = Census(
        total=len(rows) + sum(tally.count for tally in counted),
        children_10_13=sum(row.age_band is AgeBand.A10_13 for row in rows),
        children_14_17=sum(row.age_band is AgeBand.A14_17 for row in rows)
        + sum(tally.children for tally in counted),
        vulnerable=sum(row.vulnerable or row.neurodivergent for row in rows)
        + sum(tally.vulnerable for tally in counted),
        women=sum(row.gender is Gender.WOMAN for row in rows) + sum(tally.women for tally in counted),
    )
    return replace(made, **changes)


def a_visit(**changes: Any) -> Visit:
    """A draft that may be submitted: V-001 and V-002 at Wakefield, one man spoken to, one who declined.

    The census follows `people` and `tallies` where it is not given itself.
    """
    people = changes.get("people", (answered(a_person()), somebody_who_declined()))
    made = Visit(
        visit_id=VisitId("visit-1"),
        suite=SuiteId("wakefield"),
        author=MemberId("V-001"),
        visitors=(MemberId("V-001"), MemberId("V-002")),
        checklist=a_checklist_ref(),
        arrived_at=NOON,
        entered_at=NOON + timedelta(minutes=4),
        left_suite_at=NOON + timedelta(minutes=64),
        left_station_at=NOON + timedelta(minutes=70),
        outcome=Outcome.COMPLETED,
        staffing=Staffing(sergeants=2, detention_officers=4, healthcare_present=Value.YES),
        census=a_census(people, changes.get("tallies", ())),
        people=people,
        areas=(AreaFinding(area="cells", state=AreaState.GOOD),),
        stocks=(StockFinding(stock="blankets", value=Value.YES),),
        sign_off=SignOff(
            no_names_used=True, nobody_known=True, both_agree=True, second=SecondVisitor.AGREED_HERE
        ),
        travel_minutes=40,
        created_at=NOON,
    )
    return replace(made, **changes)


def an_empty_draft(**changes: Any) -> Visit:
    """A visit that was just begun by V-001."""
    made = Visit(
        visit_id=VisitId("visit-1"), author=MemberId("V-001"), checklist=a_checklist_ref(), created_at=NOON
    )
    return replace(made, **changes)


def an_abandoned_visit(**changes: Any) -> Visit:
    """A visit given up after half an hour at the counter."""
    changes = {
        "entered_at": None,
        "left_suite_at": None,
        "left_station_at": NOON + timedelta(minutes=30),
        "outcome": Outcome.ABANDONED,
        "abandoned_reason": "no_answer",
        "census": Census(),
        "people": (),
        "areas": (),
        "stocks": (),
        **changes,
    }
    return a_visit(**changes)


def a_filed_visit(**changes: Any) -> Visit:
    """`a_visit` as it was filed an hour after leaving."""
    changes = {"stage": Stage.SUBMITTED, "submitted_at": NOON + timedelta(minutes=130), **changes}
    return a_visit(**changes)


def a_review_event(number: int, kind: ReviewEventKind, **changes: Any) -> ReviewEvent:
    """What somebody said about a filed report, an hour after the event before."""
    made = ReviewEvent(
        record_id=RecordId(f"event-{number:03d}"),
        visit_id=VisitId("visit-1"),
        kind=kind,
        at=NOON + timedelta(hours=number),
        by=MemberId("C-001"),
    )
    return replace(made, **changes)


def to_do(visit: Visit, context: SubmitContext | None = None) -> list[tuple[str, str]]:
    """What stands in the way of submitting, as (field, sentence)."""
    return [(problem.field, problem.text) for problem in problems(visit, context or a_context())]
