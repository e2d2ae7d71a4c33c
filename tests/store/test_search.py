"""Finding words: the encrypted file and the dict of the tests alike; and what only the file must promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st
from sqlalchemy import text

from icv_app.domain.comment import CommentKind, ReportComment
from icv_app.domain.concern import Concern, ConcernStep, ConcernStepKind
from icv_app.domain.ids import ConcernId, MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.visit import Visit
from icv_app.services.comment_records import COMMENT, comment_parts
from icv_app.services.concern_records import STEP, step_parts
from icv_app.services.finding import FindingService, Hit
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.report_records import EVENT_KINDS, PERSON, event_parts
from icv_app.store.tables import PASSAGE_WORDS
from icv_app.store.vault import Vault
from tests.builders import (
    NOON,
    a_concern,
    a_filed_visit,
    a_person,
    a_review_event,
    a_visit,
    an_empty_draft,
    answered,
    settings,
)
from tests.store.conftest import Made, Store

DAY = timedelta(days=1)


def put(store: Store, *visits: Visit) -> None:
    with store.open_unit() as unit:
        unit.settings.put(settings())
        for visit in visits:
            unit.visits.put(visit)
        unit.commit()


def put_record(store: Store, record: StoredRecord) -> None:
    with store.open_unit() as unit:
        unit.records.put(record)
        unit.commit()


def found(store: Store, typed: str, wanted: VisitFilter | None = None) -> list[Hit]:
    return list(FindingService(store.open_unit, store.open_reading).find(typed, wanted).hits)


def visits_found(store: Store, typed: str, wanted: VisitFilter | None = None) -> list[str]:
    return list(dict.fromkeys(hit.visit.visit_id for hit in found(store, typed, wanted)))


def marked(hit: Hit) -> str:
    """What was found in a place, between brackets; neighbours marked apart or together are the same."""
    return "".join(f"[{piece}]" if is_it else piece for piece, is_it in hit.snippet).replace("] [", " ")


def a_day(number: int, **changes: object) -> Visit:
    """One of several filed visits, a day apart."""
    at = NOON + number * DAY
    return a_filed_visit(
        visit_id=VisitId(f"visit-{number}"),
        arrived_at=at,
        entered_at=at,
        left_suite_at=at + timedelta(hours=1),
        left_station_at=at + timedelta(hours=1),
        submitted_at=at + timedelta(hours=2),
        **changes,
    )


def said(event: ReviewEvent, state: RecordState = RecordState.RECEIVED) -> StoredRecord:
    return StoredRecord(
        record_id=event.record_id,
        kind=EVENT_KINDS[event.kind],
        subject=event.visit_id,
        author=event.by,
        device=None,
        written_at=event.at,
        state=state,
        parts=dict(event_parts(event)),
    )


def a_step(words: str) -> StoredRecord:
    step = ConcernStep(
        record_id="step-1",
        concern_id=ConcernId("concern-1"),
        visit_id=VisitId("visit-1"),
        kind=ConcernStepKind.REPLIED,
        at=NOON + DAY,
        by=MemberId("C-001"),
        text=words,
    )
    return StoredRecord(
        record_id=RecordId(step.record_id),
        kind=STEP,
        subject=step.concern_id,
        author=step.by,
        device=None,
        written_at=step.at,
        state=RecordState.RECEIVED,
        parts=dict(step_parts(step)),
    )


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("solicitors late", "text"),
        ("LATE solicitors", "text"),
        ("solic", "text"),
        ('"called late"', "text"),
        ('"called la', "text"),
        ("“called late”", "text"),
    ],
)
def test_words_are_found_in_any_order_any_case_and_while_they_are_typed(
    store: Store, typed: str, path: str
) -> None:
    put(store, a_filed_visit(concerns=(a_concern(),)))
    (hit,) = found(store, typed)
    assert (hit.visit.visit_id, hit.place.concern_id, hit.place.field) == ("visit-1", "concern-1", path)


@pytest.mark.parametrize("typed", ['"late called"', '"call"', "solicitors early", "olicitors"])
def test_what_does_not_stand_there_is_not_found(store: Store, typed: str) -> None:
    put(store, a_filed_visit(concerns=(a_concern(),)))
    assert found(store, typed) == []


def test_marks_over_letters_make_no_difference(store: Store) -> None:
    put(store, an_empty_draft(positive_practice="A warm café corner, très bien."))
    assert marked(found(store, "cafe TRES")[0]) == "A warm [café] corner, [très] bien."
    assert found(store, "CAFÉ")


def test_a_draft_is_found_by_what_stands_in_it_now(store: Store) -> None:
    put(store, an_empty_draft(positive_practice="The kettle works."))
    assert found(store, "kettle")
    put(store, an_empty_draft(positive_practice="The blankets are warm."))
    assert found(store, "kettle") == []
    assert found(store, "blankets")


def test_the_words_found_are_marked_in_some_of_what_stands_around_them(store: Store) -> None:
    around = "word " * 60
    put(store, an_empty_draft(positive_practice=f"{around}the shower drips {around}"))
    (hit,) = found(store, "shower")
    assert "the [shower] drips" in marked(hit)


def test_a_person_is_found_by_number_and_their_notes_by_number_and_words(store: Store) -> None:
    person = answered(a_person(custody_number="13WK/4402", note="Slept without a blanket."))
    put(store, a_filed_visit(people=(person,)))
    assert [hit.place.field for hit in found(store, "13wk/4402")] == ["custody_number"]
    (hit,) = found(store, "4402 blanket")
    assert (hit.place.field, hit.place.person_id, hit.about) == ("note", person.person_id, "13WK/4402")


def test_the_name_of_a_suite_finds_its_visits_and_narrows_down_their_words(store: Store) -> None:
    leeds = a_day(1, suite=SuiteId("leeds"), force_comment="The shower is broken.")
    wakefield = a_day(2, force_comment="The shower is broken.")
    put(store, leeds, wakefield)
    assert visits_found(store, "shower") == ["visit-2", "visit-1"]
    assert visits_found(store, "leeds shower") == ["visit-1"]
    (whole,) = found(store, "Leeds")
    assert (whole.visit.visit_id, whole.place.step) == ("visit-1", None)


def test_what_was_said_about_a_report_and_its_concerns_is_found_whichever_came_first(store: Store) -> None:
    addendum = a_review_event(1, ReviewEventKind.ADDENDUM, text="The bell works again.")
    put_record(store, a_step("The shower was repaired on 3 May."))
    put(store, a_filed_visit(concerns=(a_concern(),)))
    put_record(store, said(addendum))
    (reply,) = found(store, "shower repaired")
    assert (reply.place.concern_id, reply.place.record_id) == ("concern-1", "step-1")
    assert [hit.place.record_id for hit in found(store, "bell again")] == [addendum.record_id]


def test_what_is_refused_or_erased_is_no_longer_found(store: Store) -> None:
    addendum = said(a_review_event(1, ReviewEventKind.ADDENDUM, text="The bell works again."))
    put(store, a_filed_visit())
    put_record(store, addendum)
    put_record(store, replace(addendum, state=RecordState.REFUSED))
    assert found(store, "bell") == []
    put_record(store, addendum)
    assert found(store, "bell")
    put_record(store, replace(addendum, parts={**addendum.parts, PERSON: None}))
    assert found(store, "bell") == []


def test_an_edit_is_found_at_once_and_what_it_replaced_no_longer(store: Store) -> None:
    draft = an_empty_draft(positive_practice="Warm drinks were offered.")
    put(store, draft)
    put(store, replace(draft, positive_practice="Cold drinks were offered.", entered_at=NOON + DAY))
    assert found(store, "warm") == []
    assert visits_found(store, "cold") == ["visit-1"]
    with store.open_unit() as unit:
        unit.visits.remove_draft(draft.visit_id)
        unit.commit()
    assert found(store, "cold") == []


def test_an_edit_that_is_not_committed_is_not_found(store: Store) -> None:
    with store.open_unit() as unit:
        unit.visits.put(an_empty_draft(positive_practice="Warm drinks were offered."))
    assert found(store, "warm") == []


def test_the_newest_visit_comes_first_and_filters_hold(store: Store) -> None:
    visits = [a_day(number, force_comment="The shower is broken.") for number in (2, 3, 1)]
    visits.append(
        a_day(4, suite=SuiteId("leeds"), force_comment="Shower!", concerns=(a_concern(text="Shower."),))
    )
    put(store, *visits)
    assert visits_found(store, "shower") == ["visit-4", "visit-3", "visit-2", "visit-1"]
    assert visits_found(store, "shower", VisitFilter(suite=SuiteId("leeds"))) == ["visit-4"]
    assert visits_found(store, "shower", VisitFilter(with_concerns=True)) == ["visit-4"]
    assert visits_found(store, "shower", VisitFilter(until=NOON + 2 * DAY)) == ["visit-1"]
    assert visits_found(store, "shower", VisitFilter(beside=MemberId("V-001"))) == []
    assert len(visits_found(store, "shower", VisitFilter(beside=MemberId("V-002")))) == 4


HOSTILE = ('"', '""', "'", "*", "NEAR(a b)", "a AND", "OR", "NOT x", "words:a", "^a", "-a", "{a}:b", "(", ")")
OTHERS = ("\x00a", "a\x02b\x03", "\ud800x", "🚿", "🚿 shower", "%", "\\", "; DROP TABLE visits", "x" * 10_000)


@pytest.mark.parametrize("typed", ["qs", "qh", "qhead", "qhea", "queue qs"])
def test_the_marks_of_the_index_are_found_by_nobody(store: Store, typed: str) -> None:
    put(store, a_filed_visit(positive_practice="The queue was short"))

    assert found(store, typed) == []


@pytest.mark.parametrize("typed", [*HOSTILE, *OTHERS, "a " * 5_000, '"' * 10_000, "(" * 10_000])
def test_nothing_that_is_typed_is_an_error(store: Store, typed: str) -> None:
    put(store, a_filed_visit(force_comment=f"The shower {typed!r} broke."))
    FindingService(store.open_unit, store.open_reading).find(typed)


@pytest.fixture
def with_words(vault: Vault) -> Vault:
    put(vault, a_filed_visit(force_comment="NEAR the shower AND the bell"))
    return vault


@given(st.text(max_size=200))
@runs(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_breaks_the_index(with_words: Vault, typed: str) -> None:
    FindingService(with_words.open_unit, with_words.open_reading).find(typed)


def test_operators_of_the_index_are_words_like_others(with_words: Vault) -> None:
    assert visits_found(with_words, "AND NEAR") == ["visit-1"]
    assert visits_found(with_words, "OR shower") == []


def _index_bytes(vault: Vault) -> bytes:
    with vault._engine.begin() as connection:
        return b"".join(connection.scalars(text("SELECT block FROM passage_words_data")))


def test_words_that_were_erased_leave_the_index_itself(vault: Vault) -> None:
    # The index leaves out what a word has in common with the one before it, so only endings are looked for.
    told = a_visit(
        people=(answered(a_person(custody_number="13WK/4402", note="Zebra crossing.")),),
        concerns=(Concern(concern_id=ConcernId("c"), text="A quagga."),),
    )
    put(vault, told)
    found(vault, "quagga")  # which reads drafts in
    assert all(ending in _index_bytes(vault) for ending in (b"ebra", b"402", b"uagga"))
    put(vault, replace(told, people=(answered(a_person(custody_number="")),)))
    assert found(vault, "quagga")
    content = _index_bytes(vault)
    assert b"ebra" not in content
    assert b"402" not in content
    assert b"uagga" in content


def test_reading_a_visit_in_again_changes_nothing_that_is_found(vault: Vault) -> None:
    put(vault, a_filed_visit(concerns=(a_concern(),)))
    put_record(vault, a_step("The shower was repaired on 3 May."))
    before = [found(vault, typed) for typed in ("solicitors", "shower")]
    with vault.open_unit() as unit:
        unit.search.reindex(VisitId("visit-1"))
        unit.commit()
    assert [found(vault, typed) for typed in ("solicitors", "shower")] == before
    assert all(before)


def test_an_answered_check_that_changes_no_words_leaves_the_index_alone(vault: Vault) -> None:
    draft = a_visit(people=(a_person(note="Slept without a blanket."),))
    put(vault, draft)
    before = _index_bytes(vault)
    put(vault, draft.with_person(answered(draft.people[0])))
    assert _index_bytes(vault) == before


SINCE_THE_FIRST_VAULT = (
    "draft_steps",
    "draft_places",
    "unsent_texts",
    "passages",
    "heads",
    "erased_parts",
    "visit_coverage",
    "concerns",
)


def test_a_vault_from_before_the_index_is_read_in_when_it_is_opened(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made.open() as vault:
        put(vault, a_filed_visit(concerns=(a_concern(),)), an_empty_draft(visit_id=VisitId("draft")))
        put_record(vault, a_step("The shower was repaired on 3 May."))
        with vault._engine.begin() as connection:
            for later in SINCE_THE_FIRST_VAULT:
                connection.execute(text(f"DROP TABLE {later}"))
            connection.execute(text("ALTER TABLE records DROP COLUMN previous"))
            connection.execute(text(f"DROP TABLE {PASSAGE_WORDS}"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with made.open() as vault:
        assert visits_found(vault, "solicitors") == ["visit-1"]
        assert visits_found(vault, "repaired") == ["visit-1"]
        vault.check()


def test_a_comment_is_found_beside_its_report_until_its_words_are_erased(store: Store) -> None:
    visit = a_day(0)
    put(store, visit)
    comment = ReportComment(
        record_id=RecordId("comment-1"),
        visit_id=visit.visit_id,
        kind=CommentKind.COMMENT,
        path="census",
        at=NOON,
        by=MemberId("C-001"),
        text="Was the kettle counted?",
    )
    record = StoredRecord(
        record_id=comment.record_id,
        kind=COMMENT,
        subject=visit.visit_id,
        author=comment.by,
        device=None,
        written_at=NOON,
        state=RecordState.RECEIVED,
        parts=comment_parts(comment),
    )
    put_record(store, record)
    [hit] = found(store, "kettle")
    assert (hit.visit.visit_id, hit.place.record_id) == (visit.visit_id, "comment-1")

    put_record(store, replace(record, parts={**record.parts, PERSON: None}))
    assert found(store, "kettle") == []
