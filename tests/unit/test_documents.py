from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples

from icv_app.domain.concern import ConcernStep, ConcernStepKind, Severity
from icv_app.domain.ids import ConcernId, MemberId, VisitId
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.scheme import Member, ReplyTarget
from icv_app.domain.times import LONDON
from icv_app.domain.visit import Visit
from icv_app.errors import BadInput
from icv_app.services.documents import from_json, settings_from_json, to_json, visit_from_json
from tests.builders import (
    NOON,
    a_filed_visit,
    a_member,
    a_review_event,
    a_visit,
    an_abandoned_visit,
    an_empty_draft,
    settings,
)
from tests.visit_strategies import visits


@examples(max_examples=40)
@given(visits())
def test_every_visit_comes_back_as_it_was(visit: Visit) -> None:
    assert visit_from_json(to_json(visit)) == visit


@pytest.mark.parametrize("visit", [an_empty_draft(), a_visit(), an_abandoned_visit(), a_filed_visit()])
def test_drafts_and_filed_visits_come_back(visit: Visit) -> None:
    assert visit_from_json(to_json(visit)) == visit


def test_settings_come_back_with_their_durations_and_targets() -> None:
    made = settings(
        delay_threshold=timedelta(minutes=7, seconds=30),
        reply_targets={Severity.RED: ReplyTarget(hours=12), Severity.GREEN: ReplyTarget(working_days=9)},
        visits_per_suite_and_week=1.5,
    )
    assert settings_from_json(to_json(made)) == made


def test_members_events_and_steps_come_back() -> None:
    step = ConcernStep(
        record_id="r",
        concern_id=ConcernId("c"),
        visit_id=VisitId("v"),
        kind=ConcernStepKind.REPLIED,
        at=NOON,
        by=MemberId("C-001"),
        text="Word for word: “done”.",
    )
    event = a_review_event(1, ReviewEventKind.RETURNED, text="Which cell?")
    assert from_json(Member, to_json(a_member())) == a_member()
    assert from_json(ConcernStep, to_json(step)) == step
    assert from_json(ReviewEvent, to_json(event)) == event


def test_the_same_visit_gives_the_same_bytes_in_the_order_of_its_fields() -> None:
    data = to_json(a_visit())
    assert data == to_json(visit_from_json(data))
    names = list(json.loads(data))
    assert names[:3] == ["visit_id", "suite", "kind"]
    assert names[-1] == "submitted_at"


def test_times_are_written_in_utc() -> None:
    summer = datetime(2023, 6, 14, 22, 30, tzinfo=LONDON)
    data = to_json(a_visit(arrived_at=summer))
    assert json.loads(data)["arrived_at"] == "2023-06-14T21:30:00Z"
    read = visit_from_json(data).arrived_at
    assert read == summer
    assert read is not None
    assert read.utcoffset() == timedelta(0)


def test_parts_of_a_second_are_kept() -> None:
    exact = datetime(2023, 6, 14, 21, 30, 0, 123456, tzinfo=UTC)
    assert visit_from_json(to_json(a_visit(created_at=exact))).created_at == exact


def test_a_time_without_a_zone_is_never_written() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        to_json(a_visit(arrived_at=datetime(2024, 3, 14, 12, 0)))


@pytest.mark.parametrize("time", ["2024-03-14T12:00:00", "2024-03-14T12:00:00+01:00", "noon", 1710417600])
def test_a_time_that_is_not_utc_is_not_read(time: str | int) -> None:
    with pytest.raises(BadInput, match="Visit: arrived_at"):
        visit_from_json(changed(arrived_at=time))


def changed(**fields: Any) -> bytes:
    return json.dumps({**json.loads(to_json(a_visit())), **fields}).encode()


def test_a_field_of_a_newer_version_is_passed_over() -> None:
    assert visit_from_json(changed(weather="rain")) == a_visit()


def test_a_field_an_older_version_did_not_have_takes_its_default() -> None:
    older = json.loads(to_json(a_visit()))
    del older["abandoned_note"]
    del older["sign_off"]["dissent_note"]
    assert visit_from_json(json.dumps(older).encode()) == a_visit()


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"outcome": "vanished"}, "outcome enum"),
        ({"kind": None}, "kind enum"),
        ({"visitors": "V-001"}, "visitors tuple_type"),
        ({"settings_version": "1"}, "settings_version int_type"),
        ({"travel_minutes": 1.5}, "travel_minutes"),
        ({"census": {"total": "many"}}, "census.total int_type"),
        ({"author": 7}, "author string_type"),
    ],
)
def test_what_this_version_does_not_know_is_refused_by_name(fields: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInput, match=place) as caught:
        visit_from_json(changed(**fields))
    assert caught.value.user_text == (
        "This version of ICV cannot read a record: install the newest version and open it again."
    )


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"visit_id": "v"}'])
def test_bytes_that_are_no_visit_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="Visit"):
        visit_from_json(data)


def test_the_log_never_sees_what_was_in_a_broken_record() -> None:
    person = {"person_id": "p", "custody_number": "13WK/4402", "contact": "13WK/4402 was here"}
    with pytest.raises(BadInput) as caught:
        visit_from_json(changed(people=[person]))
    assert "13WK" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_only_dataclasses_are_documents() -> None:
    for thing in ({"a": 1}, "text", Path("x")):
        with pytest.raises(TypeError, match="no dataclass"):
            to_json(thing)


def test_a_visit_of_sixty_people_comes_back() -> None:
    (person, *_) = a_visit().people
    people = tuple(replace(person, person_id=str(number)) for number in range(60))  # type: ignore[arg-type]
    visit = a_visit(people=people)
    assert visit_from_json(to_json(visit)) == visit
