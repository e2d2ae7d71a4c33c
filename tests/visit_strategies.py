"""Strategies: visits of every shape a record may have, possible or not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from icv_app.domain.census import Census, Tally
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.ids import ConcernId, PersonId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.person import (
    AccessRefusal,
    AgeBand,
    Answer,
    Consent,
    Contact,
    DetainedPerson,
    Gender,
    LegalStatus,
    Resolution,
    Resolved,
    Source,
    Value,
)
from icv_app.domain.visit import (
    AreaFinding,
    AreaState,
    DelayExplanation,
    Outcome,
    SecondVisitor,
    SignOff,
    StockFinding,
    Visit,
    VisitKind,
)
from tests.visit_builders import a_filed_visit

texts = st.text(max_size=12) | st.sampled_from(["", "13WK/4402 again", "13wk/4402", "yes", "moved"])
codes = st.sampled_from(["asleep", "interview", "danger", "other"])
counts = st.none() | st.integers(0, 30)
moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2080, 1, 1), timezones=st.just(UTC))
maybe_moments = st.none() | moments
check_ids = st.sampled_from(
    [
        "drink_given",
        "solicitor_offered",
        "custody_officer_answer",
        "la_bed_result",
        "solicitor_hours_waited",
        "unknown",
    ]
)


def resolutions() -> st.SearchStrategy[Resolution]:
    """What became of a "no"."""
    return st.builds(Resolution, resolved=st.sampled_from(Resolved), reason=st.none() | codes, note=texts)


def answers() -> st.SearchStrategy[tuple[Answer, ...]]:
    """Answers to different checks, of the kind each asks or not."""
    values = st.sampled_from([value.value for value in Value]) | texts | st.just("2.5")
    answer = st.builds(
        Answer,
        check_id=check_ids,
        value=values,
        source=st.none() | st.sampled_from(Source),
        note=texts,
        resolution=st.none() | resolutions(),
    )
    return st.lists(answer, max_size=3, unique_by=lambda made: made.check_id).map(tuple)


def people() -> st.SearchStrategy[tuple[DetainedPerson, ...]]:
    """Up to three people."""
    person = st.builds(
        DetainedPerson,
        person_id=st.sampled_from(["p1", "p2", "p3"]).map(PersonId),
        custody_number=st.sampled_from(["13WK/4402", " 13WK/4399", ""]) | texts,
        cell=texts,
        gender=st.none() | st.sampled_from(Gender),
        age_band=st.none() | st.sampled_from(AgeBand),
        vulnerable=st.booleans(),
        neurodivergent=st.booleans(),
        charged_refused_bail=st.booleans(),
        legal_status=st.none() | st.sampled_from(LegalStatus),
        authorised_at=maybe_moments,
        consent_talk=st.none() | st.sampled_from(Consent),
        consent_talk_reason=texts,
        consent_record_reason=texts,
        contact=st.none() | st.sampled_from(Contact),
        contact_reason=st.none() | codes,
        refusal=st.none() | st.builds(AccessRefusal, rank=codes, ground=codes),
        answers=answers(),
        note=texts,
        scripts_given=st.lists(codes, max_size=2).map(tuple),
    )
    return st.lists(person, max_size=3, unique_by=lambda made: made.person_id).map(tuple)


def concerns() -> st.SearchStrategy[tuple[Concern, ...]]:
    """Up to two concerns, about a person or not."""
    concern = st.builds(
        Concern,
        concern_id=st.sampled_from(["c1", "c2"]).map(ConcernId),
        category=st.sampled_from(["A2", "C1", "P", ""]),
        severity=st.sampled_from(Severity),
        person_id=st.none() | st.sampled_from(["p1", "p2"]).map(PersonId),
        text=texts,
        raised_at=maybe_moments,
        put_right=st.booleans(),
        opcat=st.booleans(),
        repeats=st.none() | st.just(ConcernId("earlier")),
    )
    return st.lists(concern, max_size=2, unique_by=lambda made: made.concern_id).map(tuple)


def justified() -> st.SearchStrategy[tuple[Justified, ...]]:
    """Up to two words that stay although they seem to identify somebody."""
    one = st.builds(
        Justified,
        path=st.sampled_from(["officer_response", "people.p1.note"]),
        found=texts,
        hint=st.sampled_from(["name", "a hint of a newer version"]),
        reason=codes,
        note=texts,
    )
    return st.lists(one, max_size=2).map(tuple)


def follow_ups() -> st.SearchStrategy[tuple[FollowUp, ...]]:
    """Up to two concerns of earlier visits, looked at again."""
    looked = st.builds(
        FollowUp,
        concern_id=st.sampled_from(["e1", "e2"]).map(ConcernId),
        visit_id=st.just(VisitId("earlier")),
        category=st.sampled_from(["A2", "F2"]),
        finding=st.sampled_from(Looked),
        note=texts,
    )
    return st.lists(looked, max_size=2, unique_by=lambda made: made.concern_id).map(tuple)


def suite_texts() -> st.SearchStrategy[dict[str, Any]]:
    """Every free text about the suite and the visit."""
    return st.fixed_dictionaries(
        {
            "abandoned_note": texts,
            "part_reason": texts,
            "positive_practice": texts,
            "force_comment": texts,
            "raised_with_officer": texts,
            "officer_response": texts,
            "debrief_note": texts,
            "delay": st.builds(DelayExplanation, reason=st.none() | codes, note=texts),
            "areas": st.lists(
                st.builds(AreaFinding, area=codes, state=st.sampled_from(AreaState), note=texts),
                max_size=2,
                unique_by=lambda found: found.area,
            ).map(tuple),
            "stocks": st.lists(
                st.builds(StockFinding, stock=codes, value=st.sampled_from(Value), note=texts),
                max_size=2,
                unique_by=lambda found: found.stock,
            ).map(tuple),
            "sign_off": st.builds(
                SignOff, second=st.none() | st.sampled_from(SecondVisitor), dissent_note=texts
            ),
        }
    )


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """A filed visit; whether its rules are kept is another question."""
    tallies = st.builds(
        Tally,
        contact=st.sampled_from(Contact),
        reason=codes,
        count=st.integers(0, 9),
        women=st.integers(0, 9),
    )
    return a_filed_visit(
        kind=draw(st.sampled_from(VisitKind)),
        outcome=draw(st.sampled_from(Outcome)),
        arrived_at=draw(moments),
        entered_at=draw(maybe_moments),
        left_suite_at=draw(maybe_moments),
        census=Census(total=draw(counts), women=draw(counts), children_14_17=draw(counts)),
        people=draw(people()),
        tallies=tuple(draw(st.lists(tallies, max_size=2))),
        concerns=draw(concerns()),
        justified=draw(justified()),
        follow_ups=draw(follow_ups()),
        **draw(suite_texts()),
    )
