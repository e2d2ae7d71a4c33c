"""A filed visit in which everything that can be recorded is recorded, as the printed report is given it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from icv_app.domain.agreement import declared_words, fold_agreements
from icv_app.domain.census import Tally
from icv_app.domain.concern import ConcernState, ConcernStep, ConcernStepKind, Severity
from icv_app.domain.copies import CopyTo, ReportCopy
from icv_app.domain.fitness import Lapse, PairRule
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.ids import ConcernId, MemberId, PersonId, RecordId, VisitId
from icv_app.domain.person import (
    AccessRefusal,
    Answer,
    Consent,
    Contact,
    DetainedPerson,
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
    Stage,
    StockFinding,
    Visit,
)
from icv_app.report.visit_content import VisitContent
from tests.builders import (
    NOON,
    a_checklist,
    a_concern,
    a_girl_of_15,
    a_member,
    a_person,
    a_visit,
    answered,
    settings,
    somebody_asleep,
    somebody_who_declined,
)

FIRST = a_member(1, given_name="Ottoline", surname="Quillfeather")
SECOND = a_member(2, given_name="Barnaby", surname="Wetherspoone-Hale")


def a_full_person() -> DetainedPerson:
    """Somebody about whom every question was answered, by every kind of answer."""
    answers = []
    for at, check in enumerate(a_checklist().checks):
        value = {"time": "2024-03-14T11:20:00Z", "hours": "2.5", "text": f"Words on {check.check_id}"}.get(
            check.kind.value, ("yes", "no", "na", "nk")[at % 4]
        )
        if check.choices:
            value = a_checklist().reasons[check.choices][0].choice_id
        answers.append(
            Answer(check_id=check.check_id, value=value, source=Source.SEEN, note=f"Note {check.check_id}.")
        )
    return a_person(
        person_id=PersonId("full"),
        custody_number="13WK/4477",
        cell="F12",
        ethnicity="mixed",
        vulnerable=True,
        neurodivergent=True,
        observation_level=3,
        last_review_at=NOON - timedelta(hours=1),
        answers=tuple(answers),
        note="Asked for a blanket twice.",
        interpreter="phone",
        scripts_given=("self_harm",),
        out_of_hearing=False,
        not_private_reason="staff_stayed",
    )


def a_full_visit(**changes: Any) -> Visit:
    """A filed visit of four people with a tally, concerns of every severity and praise."""
    silent = Resolution(
        resolved=Resolved.NOT_RAISED, reason="person_did_not_want", note="Afraid of the talk."
    )
    raised = Resolution(resolved=Resolved.CONCERN, concern_id=ConcernId("red"))
    girl = answered(a_girl_of_15(), child_aa_called="no").with_answer(
        Answer(check_id="child_aa_called", value="no", source=Source.STAFF_SAID, resolution=raised)
    )
    girl = girl.with_answer(
        Answer(check_id="treated_with_respect", value="no", note="Was shouted at.", resolution=silent)
    )
    refused = somebody_who_declined(
        person_id=PersonId("refused"),
        custody_number="13WK/4400",
        contact=Contact.NOT_OFFERED,
        contact_reason="inspector_refusal",
        refusal=AccessRefusal(rank="inspector", ground="danger"),
        consent_talk=None,
        consent_talk_reason="",
        passed_over_reason="no_time",
    )
    people = (a_full_person(), girl, somebody_asleep(consent_record=Consent.UNABLE), refused)
    tallies = (Tally(contact=Contact.NOT_AVAILABLE, reason="interview", count=3, women=1),)
    concerns = (
        a_concern(
            concern_id=ConcernId("green"),
            category="F4",
            severity=Severity.GREEN,
            area="showers",
            text="Shower 2 drips.",
        ),
        a_concern(concern_id=ConcernId("amber"), text="Solicitors are called late."),
        a_concern(
            concern_id=ConcernId("red"),
            category="C1",
            severity=Severity.RED,
            person_id=PersonId("girl"),
            text="No appropriate adult was called.",
            officer_told_at=NOON + timedelta(minutes=20),
            put_right=True,
            opcat=True,
        ),
        a_concern(concern_id=ConcernId("praise"), category="P", text="A detention officer found glasses."),
    )
    made = a_visit(
        people=people,
        tallies=tallies,
        concerns=concerns,
        entered_at=NOON + timedelta(minutes=25),
        delay=DelayExplanation(
            reason="busy", explained_by="custody_sergeant", note="Three bookings at once."
        ),
        staffing=Staffing(
            sergeants=2,
            detention_officers=5,
            healthcare_present=Value.YES,
            woman_on_duty=Value.NO,
            briefed_by="custody_sergeant",
            escorted_by="detention_officer",
        ),
        areas=(
            AreaFinding(area="cells", state=AreaState.GOOD),
            AreaFinding(
                area="showers", state=AreaState.POOR, note="Mould on the wall.", concern_id=ConcernId("green")
            ),
        ),
        stocks=(
            StockFinding(stock="blankets", value=Value.YES),
            StockFinding(stock="glasses", value=Value.NO, note="None since May."),
        ),
        observed=("booking_in",),
        follow_ups=(
            FollowUp(
                concern_id=ConcernId("earlier"),
                visit_id=VisitId("earlier"),
                category="F4",
                finding=Looked.STILL_SO,
                note="The tap drips as before.",
            ),
        ),
        positive_practice="Calm on a busy night.",
        force_comment="More staff are coming.",
        raised_with_officer="The showers.",
        officer_response="A repair is booked.",
        sign_off=SignOff(
            no_names_used=True,
            nobody_known=True,
            both_agree=False,
            second=SecondVisitor.DISSENTS_HERE,
            dissent_note="The wait was shorter than we wrote.",
        ),
        travel_minutes=95,
        expenses_pence=1270,
        debrief_wanted=True,
        debrief_note="A hard night.",
        stage=Stage.SUBMITTED,
        submitted_at=NOON + timedelta(hours=3),
        typed_from_paper=True,
    )
    return replace(made, **changes)


def a_word(kind: ReviewEventKind, text: str = "", by: str = "V-002", hours: int = 5) -> ReviewEvent:
    """One word about the report."""
    return ReviewEvent(
        record_id=RecordId(f"{kind}-{hours}"),
        visit_id=VisitId("visit-1"),
        kind=kind,
        at=NOON + timedelta(hours=hours),
        by=MemberId(by),
        text=text,
    )


def a_content(visit: Visit | None = None, **changes: Any) -> VisitContent:
    """The full visit with everything said about it and a copy made."""
    visit = visit or a_full_visit()
    step = ConcernStep(
        record_id="step",
        concern_id=ConcernId("amber"),
        visit_id=visit.visit_id,
        kind=ConcernStepKind.REPLIED,
        at=NOON + timedelta(days=2),
        by=MemberId("C-001"),
        text="The force will call earlier.",
    )
    events = changes.get(
        "events",
        (
            *declared_words(visit),
            a_word(ReviewEventKind.RETURNED, "Which cell was it?", "C-001", 6),
            a_word(ReviewEventKind.ANSWERED, "The one by the desk.", "V-001", 7),
            a_word(ReviewEventKind.ADDENDUM, "The second shower drips, too.", "V-001", 8),
        ),
    )
    made = VisitContent(
        visit=visit,
        checklist=a_checklist(),
        settings=settings(),
        agreements=fold_agreements(
            visit, events, unsigned_after=timedelta(days=7), now=NOON + timedelta(days=3)
        ),
        lapses=(
            (Lapse(member_id=MemberId("V-002"), rule=PairRule.VETTING, allowed=None), "The only pair free."),
        ),
        events=events,
        states={ConcernId("amber"): ConcernState.REPLIED},
        steps={ConcernId("amber"): (step,)},
        copies=(
            ReportCopy(
                record_id=RecordId("copy"),
                visit_id=visit.visit_id,
                to=CopyTo.POLICE,
                at=NOON + timedelta(days=1),
                by=MemberId("C-001"),
                how="By hand to the custody inspector.",
            ),
        ),
        members={member.member_id: member for member in (FIRST, SECOND)},
        produced_at=NOON + timedelta(days=3),
    )
    return replace(made, **changes)
