"""A week at the coordinator's desk: reports as visitors file them, with everything that can be in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icv_app.domain.census import Tally
from icv_app.domain.concern import ConcernStep, ConcernStepKind, Severity
from icv_app.domain.ids import ConcernId, MemberId, PersonId, RecordId, SuiteId, VisitId
from icv_app.domain.person import (
    AgeBand,
    Answer,
    Contact,
    DetainedPerson,
    Gender,
    LegalStatus,
    Resolution,
    Resolved,
    Source,
    Value,
)
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.visit import (
    AreaFinding,
    AreaState,
    DelayExplanation,
    SecondVisitor,
    SignOff,
    Staffing,
    StockFinding,
    Visit,
)
from tests.builders import (
    a_census,
    a_checklist,
    a_concern,
    a_filed_visit,
    a_girl_of_15,
    a_person,
    a_suite,
    an_abandoned_visit,
    answered,
    settings,
    somebody_asleep,
    somebody_who_declined,
)
from tests.fakes.desk import HandClock, file_report
from tests.fakes.memory_store import MemoryStore

THURSDAY = datetime(2024, 3, 14, 21, 40, tzinfo=UTC)
"""When the visit of the drawings began; London shows the same hour."""
FRIDAY = THURSDAY + timedelta(hours=10)


def the_clock() -> HandClock:
    """Twenty minutes after the report of Thursday night was filed."""
    return HandClock(THURSDAY + timedelta(minutes=140))


def a_visit_at(suite: str, began: datetime, *visitors: str, **changes: object) -> Visit:
    """A filed visit of an hour and a bit, filed 35 minutes after leaving."""
    fields: dict[str, object] = {
        "visit_id": VisitId(f"{suite}-{began:%d%H}"),
        "suite": SuiteId(suite),
        "author": MemberId(visitors[0]),
        "visitors": tuple(MemberId(visitor) for visitor in visitors),
        "arrived_at": began - timedelta(minutes=4),
        "entered_at": began,
        "left_suite_at": began + timedelta(minutes=75),
        "left_station_at": began + timedelta(minutes=80),
        "submitted_at": began + timedelta(minutes=115),
        "created_at": began,
    }
    return a_filed_visit(**{**fields, **changes})


def the_girl() -> DetainedPerson:
    """A girl of 14 to 17 whose appropriate adult did not come."""
    girl = answered(
        a_girl_of_15(
            custody_number="13WK/4402",
            authorised_at=THURSDAY - timedelta(hours=3),
            relevant_time=THURSDAY - timedelta(hours=3, minutes=10),
        ),
        woman_named="yes",
        child_aa_called="yes",
    )
    for answer in (
        Answer(
            check_id="child_aa_came",
            value=Value.NO,
            source=Source.STAFF_SAID,
            note="The team had no one until 23:00.",
            resolution=Resolution(resolved=Resolved.CONCERN, concern_id=ConcernId("c-adult")),
        ),
        Answer(
            check_id="woman_met",
            value=Value.NO,
            source=Source.PERSON_SAID,
            resolution=Resolution(resolved=Resolved.PUT_RIGHT, concern_id=ConcernId("c-woman")),
        ),
        Answer(
            check_id="child_aa_called_at",
            value=(THURSDAY - timedelta(hours=8, minutes=35)).isoformat(),
            source=Source.CUSTODY_RECORD,
        ),
        Answer(check_id="solicitor_hours_waited", value="2.5", source=Source.CUSTODY_RECORD),
    ):
        girl = girl.with_answer(answer)
    return girl


def the_people() -> tuple[DetainedPerson, ...]:
    """Six of the ten people in custody on Thursday night."""

    def one(name: str, number: str, hours: float, **changes: object) -> DetainedPerson:
        start = THURSDAY - timedelta(hours=hours)
        made = {"person_id": PersonId(name), "custody_number": number, "authorised_at": start}
        return answered(a_person(**{**made, "relevant_time": start, **changes}))

    return (
        the_girl(),
        one("p2", "13WK/4389", 11.5, vulnerable=True, neurodivergent=True, observation_level=3),
        one("p3", "13WK/4397", 5, gender=Gender.WOMAN, legal_status=LegalStatus.CHARGED),
        somebody_who_declined(),
        somebody_asleep(relevant_time=THURSDAY - timedelta(hours=6)),
        one("p6", "13WK/4371", 19.3, age_band=AgeBand.A18_24, contact=Contact.OBSERVED_ONLY),
    )


def the_report(**changes: object) -> Visit:
    """The report of the drawings: Wakefield on Thursday night, one red concern."""
    people = the_people()
    tallies = (
        Tally(contact=Contact.NOT_AVAILABLE, reason="interview", count=2, women=1),
        Tally(contact=Contact.NOT_AVAILABLE, reason="asleep", count=1),
        Tally(contact=Contact.NOT_OFFERED, reason="safety_advice", count=1),
    )
    concerns = (
        a_concern(
            concern_id=ConcernId("c-adult"),
            category="C1",
            severity=Severity.RED,
            person_id=PersonId("girl"),
            text="Appropriate adult asked for at 13:05, not there at 21:50. Custody officer told at 21:55;"
            " said the team had no one until 23:00.",
            raised_at=THURSDAY + timedelta(minutes=15),
            officer_told_at=THURSDAY + timedelta(minutes=15),
        ),
        a_concern(
            concern_id=ConcernId("c-woman"),
            category="D2",
            person_id=PersonId("girl"),
            put_right=True,
            text="A woman officer was named and introduced during the visit.",
            raised_at=THURSDAY + timedelta(minutes=20),
        ),
        a_concern(
            concern_id=ConcernId("c-praise"),
            category="P",
            severity=Severity.GREEN,
            text="Detention officers knew every person by their needs and had distraction packs at hand.",
            raised_at=None,
            raised_with=None,
            source=Source.SEEN,
        ),
    )
    checklist = a_checklist()
    areas = tuple(
        AreaFinding(area=item.item_id, state=AreaState.GOOD)
        for item in checklist.areas
        if item.item_id not in {"showers", "toilets"}
    )
    stocks = tuple(StockFinding(stock=item.item_id, value=Value.YES) for item in checklist.stocks[1:])
    fields: dict[str, object] = {
        "people": people,
        "tallies": tallies,
        "census": a_census(
            people, tallies, men=7, over_24h=0, high_observation=1, cells_in_use=10, cells_out_of_use=1
        ),
        "concerns": concerns,
        "areas": (*areas, AreaFinding(area="toilets", state=AreaState.MINOR, note="Seat loose in cell F2.")),
        "stocks": (StockFinding(stock="blankets", value=Value.NO, note="Laundry comes on Friday."), *stocks),
        "staffing": Staffing(
            sergeants=2,
            detention_officers=4,
            healthcare_present=Value.YES,
            woman_on_duty=Value.YES,
            briefed_by="custody_sergeant",
            escorted_by="detention_officer",
        ),
        "delay": DelayExplanation(),
        "positive_practice": "Everybody had been offered a hot drink within the hour.",
        "force_comment": "The sergeant had asked the local authority twice.",
        "raised_with_officer": "The wait for the appropriate adult; the missing blankets.",
        "officer_response": "Blankets were borrowed from Leeds while we were there.",
        "observed": ("booking_in", "cell_rounds"),
        "debrief_wanted": True,
        "debrief_note": "A long night for both of us.",
        "sign_off": SignOff(
            no_names_used=True, nobody_known=True, both_agree=True, second=SecondVisitor.LATER
        ),
        "expenses_pence": 1240,
        **changes,
    }
    return a_visit_at("wakefield", THURSDAY, "V-004", "V-017", **fields)


def a_word(
    visit: Visit, kind: ReviewEventKind, at: datetime, by: str = "C-001", **more: object
) -> ReviewEvent:
    """One word about a filed report."""
    made = ReviewEvent(
        record_id=RecordId(f"{visit.visit_id}-{kind}-{at:%d%H%M}"),
        visit_id=visit.visit_id,
        kind=kind,
        at=at,
        by=MemberId(by),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def a_step(visit: Visit, concern: str, kind: ConcernStepKind, at: datetime, **more: object) -> ConcernStep:
    """One step on a concern of a visit."""
    made = ConcernStep(
        record_id=f"{concern}-{kind}-{at:%d%H%M}",
        concern_id=ConcernId(concern),
        visit_id=visit.visit_id,
        kind=kind,
        at=at,
        by=MemberId("C-001"),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def the_suites() -> tuple[object, ...]:
    """The five suites of the scheme."""
    return tuple(a_suite(name) for name in ("Wakefield", "Leeds", "Bradford", "Halifax", "Huddersfield"))


def a_week(store: MemoryStore) -> MemoryStore:
    """File the reports of the drawing into a vault."""
    fill_settings(store)
    report = the_report()
    file_report(store, report, a_word(report, ReviewEventKind.AGREED, FRIDAY - timedelta(hours=8), "V-017"))
    day = timedelta(days=1)
    _opened(store, a_visit_at("halifax", THURSDAY - timedelta(hours=39.4), "V-011", "V-002"))
    leeds = a_visit_at(
        "leeds",
        THURSDAY - 2 * day + timedelta(hours=2.2),
        "V-021",
        "V-008",
        concerns=(
            a_concern(concern_id=ConcernId("c-leeds-1"), text="Two people waited over four hours."),
            a_concern(concern_id=ConcernId("c-leeds-2"), category="E1", text="No halal food after 18:00."),
        ),
    )
    asked = _asked(leeds, "Which food was offered instead?", THURSDAY - day)
    answer = a_word(
        leeds,
        ReviewEventKind.ANSWERED,
        THURSDAY - timedelta(hours=4),
        "V-021",
        text="Vegan meals, which both people took.",
        sees=tuple(event.record_id for event in asked),
    )
    sent = a_step(leeds, "c-leeds-1", ConcernStepKind.SENT, THURSDAY - day, to_role="custody_inspector")
    replied = a_step(
        leeds,
        "c-leeds-1",
        ConcernStepKind.REPLIED,
        THURSDAY - timedelta(hours=5),
        text="The duty solicitor scheme was short that night; calls are logged from now on.",
    )
    file_report(store, leeds, *asked, answer, steps=(sent, replied))
    praise = a_concern(concern_id=ConcernId("c-praise-2"), category="P", text="A calm handover.")
    _opened(
        store, a_visit_at("bradford", THURSDAY - timedelta(hours=55.6), "V-005", "V-019", concerns=(praise,))
    )
    _abandoned(store)
    again = a_visit_at(
        "leeds",
        THURSDAY - timedelta(days=5, hours=4.3),
        "V-001",
        "V-012",
        concerns=(
            a_concern(concern_id=ConcernId("c-leeds-3"), category="F4", area="showers", text="One shower."),
        ),
    )
    file_report(store, again, *_asked(again, "Is shower 2 still out of use?", THURSDAY - 3 * day))
    before = a_visit_at(
        "wakefield",
        THURSDAY - timedelta(days=7, hours=18.5),
        "V-022",
        "V-017",
        concerns=(
            a_concern(
                concern_id=ConcernId("c-shower"),
                category="F2",
                area="showers",
                severity=Severity.GREEN,
                text="Shower 2 broken.",
            ),
        ),
    )
    sent = a_step(before, "c-shower", ConcernStepKind.SENT, THURSDAY - 6 * day, to_role="custody_inspector")
    _opened(store, before, sent)
    _approved(store)
    return store


def fill_settings(store: MemoryStore) -> None:
    """The scheme of the drawing."""
    with store() as unit:
        unit.settings.put(settings(suites=the_suites()))
        unit.commit()


def _opened(store: MemoryStore, visit: Visit, *steps: ConcernStep) -> None:
    assert visit.submitted_at is not None
    opened = a_word(visit, ReviewEventKind.RECEIVED, visit.submitted_at + timedelta(hours=9))
    file_report(store, visit, opened, steps=steps)


def _asked(visit: Visit, question: str, at: datetime) -> tuple[ReviewEvent, ...]:
    opened = a_word(visit, ReviewEventKind.RECEIVED, at - timedelta(minutes=10))
    asked = a_word(visit, ReviewEventKind.RETURNED, at, text=question, sees=(opened.record_id,))
    return opened, asked


def _abandoned(store: MemoryStore) -> None:
    came = THURSDAY - timedelta(days=3, hours=11.2)
    visit = an_abandoned_visit(
        visit_id=VisitId("huddersfield"),
        suite=SuiteId("huddersfield"),
        author=MemberId("V-013"),
        visitors=(MemberId("V-013"), MemberId("V-026")),
        arrived_at=came,
        left_station_at=came + timedelta(minutes=40),
        abandoned_note="Rang three times.",
        created_at=came,
    )
    filed = a_filed_visit(submitted_at=came + timedelta(hours=33))
    _opened(store, replace(visit, stage=filed.stage, submitted_at=filed.submitted_at))


def _approved(store: MemoryStore) -> None:
    for number in range(6):
        began = THURSDAY - timedelta(days=20 + 4 * number, hours=number)
        suite = ("halifax", "leeds", "wakefield")[number % 3]
        adult = a_concern(concern_id=ConcernId(f"c-old-{number}"), category="C1", severity=Severity.RED)
        concerns = (adult,) if suite == "wakefield" else ()
        visit = a_visit_at(suite, began, "V-003", "V-009", concerns=concerns)
        opened = a_word(visit, ReviewEventKind.RECEIVED, began + timedelta(hours=12))
        approved = a_word(
            visit, ReviewEventKind.APPROVED, began + timedelta(hours=13), sees=(opened.record_id,)
        )
        file_report(store, visit, opened, approved)
