"""What every store promises its services: the encrypted file and the dict of the tests alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from icv_app.domain.ids import DeviceId, MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import Role
from icv_app.errors import NotFound
from icv_app.seal.statements import ChainPosition
from icv_app.services.ports import (
    Addressees,
    ChainHead,
    KeptHead,
    RecordState,
    StoredRecord,
)
from icv_app.services.ports_erasures import ErasedPart
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.services.ports_visits import VisitFilter
from tests.builders import (
    NOON,
    a_concern,
    a_filed_visit,
    a_girl_of_15,
    a_member,
    a_visit,
    answered,
    settings,
    somebody_asleep,
)
from tests.store.conftest import Store

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def a_record(number: int = 1, **changes: object) -> StoredRecord:
    record = StoredRecord(
        record_id=RecordId(f"record-{number:03d}"),
        kind="visit_report",
        subject="visit-1",
        author=MemberId("V-001"),
        device=DeviceId("d1"),
        written_at=NOON,
        state=RecordState.PENDING,
        parts={"person": b'{"a": 1}', "rest": None},
        addressees=Addressees(office=True, members=(MemberId("V-002"),), devices=(DeviceId("d2"),)),
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def an_enveloped_record(number: int, **changes: object) -> StoredRecord:
    return a_record(
        number,
        **{
            "state": RecordState.SEALED,
            "envelope": b"sealed",
            "envelope_hash": f"hash-{number}",
            "chain_id": "chain",
            "sequence": number,
            **changes,
        },
    )


def an_invitation(locator: str = "abc", **changes: object) -> IssuedInvitation:
    invitation = IssuedInvitation(
        locator=locator,
        secret=bytes(16),
        member_id=MemberId("V-009"),
        role=Role.VISITOR,
        issued_at=NOON,
        expires_at=NOON + 7 * DAY,
        details=b"details",
    )
    return replace(invitation, **changes)  # type: ignore[arg-type]


def test_a_visit_comes_back_as_it_was_put(store: Store) -> None:
    visit = a_visit(
        people=(answered(a_girl_of_15()), somebody_asleep()),
        concerns=(a_concern(text='Cold cell — "very" cold\n\u2028 éß'),),
    )
    with store.open_unit() as unit:
        unit.visits.put(visit)
        unit.commit()
    with store.open_unit() as unit:
        assert unit.visits.get(VisitId("visit-1")) == visit
        assert unit.visits.find(VisitId("visit-1")) == visit


def test_an_unknown_visit_is_not_found(store: Store) -> None:
    with store.open_unit() as unit:
        assert unit.visits.find(VisitId("nowhere")) is None
        with pytest.raises(NotFound) as raised:
            unit.visits.get(VisitId("nowhere"))
    assert raised.value.user_text == "That visit is not on this computer."


def test_putting_a_visit_again_replaces_it(store: Store) -> None:
    with store.open_unit() as unit:
        unit.visits.put(a_visit())
        unit.visits.put(a_visit(suite=SuiteId("leeds"), visitors=(MemberId("V-001"), MemberId("V-003"))))
        unit.commit()
    with store.open_unit() as unit:
        assert unit.visits.get(VisitId("visit-1")).suite == "leeds"
        assert [summary.suite for summary in unit.visits.summaries(VisitFilter())] == ["leeds"]
        assert unit.visits.count(VisitFilter(member=MemberId("V-002"))) == 0
        assert unit.visits.count(VisitFilter(member=MemberId("V-003"))) == 1


def test_leaving_a_unit_without_commit_changes_nothing(store: Store) -> None:
    with store.open_unit() as unit:
        unit.visits.put(a_visit())
        unit.records.put(a_record())
        unit.members.put(a_member())
        unit.settings.put(settings())
        unit.meta.put("name", "value")
        unit.keys.put("device", b"wrapped")
        unit.invitations.put(an_invitation())
    with store.open_unit() as unit:
        assert unit.visits.find(VisitId("visit-1")) is None
        assert unit.records.find(RecordId("record-001")) is None
        assert not unit.members.all()
        assert unit.meta.get("name") is None
        assert unit.keys.find("device") is None
        assert not unit.invitations.all()
        with pytest.raises(NotFound):
            unit.settings.current()


def test_an_error_inside_a_unit_takes_everything_back(store: Store) -> None:
    def fail() -> None:
        with store.open_unit() as unit:
            unit.meta.put("name", "value")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.open_unit() as unit:
        assert unit.meta.get("name") is None


def test_a_unit_may_go_on_after_a_commit_and_the_rest_is_a_transaction_of_its_own(store: Store) -> None:
    with store.open_unit() as unit:
        unit.meta.put("first", "kept")
        unit.commit()
        unit.meta.put("second", "taken back")
    with store.open_unit() as unit:
        assert unit.meta.get("first") == "kept"
        assert unit.meta.get("second") is None


def test_a_unit_inside_a_unit_is_a_defect_and_says_so(store: Store) -> None:
    with store.open_unit(), pytest.raises(RuntimeError, match="already open"), store.open_unit():
        pytest.fail("a second unit was opened")


def test_a_reading_unit_stands_beside_a_writing_one_and_sees_what_was_committed(store: Store) -> None:
    with store.open_unit() as unit:
        unit.meta.put("name", "before")
        unit.commit()
    with store.open_unit() as writing:
        writing.meta.put("name", "after")
        with store.open_reading() as reading:
            assert reading.meta.get("name") == "before"


def test_a_reading_unit_cannot_be_committed(store: Store) -> None:
    with store.open_reading() as unit:
        unit.meta.put("name", "value")
        with pytest.raises(RuntimeError):
            unit.commit()
    with store.open_unit() as unit:
        assert unit.meta.get("name") is None


def test_a_record_comes_back_as_it_was_put(store: Store) -> None:
    pending = a_record()
    accepted = an_enveloped_record(
        2,
        state=RecordState.ACCEPTED,
        position=17,
        accepted_at=NOON + HOUR,
        reason="",
        addressees=Addressees(everybody=True),
    )
    unread = an_enveloped_record(3, author=None, device=None, parts={}, state=RecordState.QUARANTINED)
    with store.open_unit() as unit:
        for record in (pending, accepted, unread):
            unit.records.put(record)
        unit.commit()
    with store.open_unit() as unit:
        assert unit.records.get(pending.record_id) == pending
        assert unit.records.find(accepted.record_id) == accepted
        assert unit.records.find(unread.record_id) == unread
        assert unit.records.find(RecordId("nowhere")) is None
        with pytest.raises(NotFound):
            unit.records.get(RecordId("nowhere"))


def test_records_are_listed_in_the_order_they_came_in_and_keep_it_when_replaced(store: Store) -> None:
    with store.open_unit() as unit:
        unit.records.put(a_record(9, kind="visit_report"))
        unit.records.put(a_record(1, kind="review"))
        unit.records.put(a_record(5, kind="review", subject="visit-2"))
        unit.records.put(a_record(9, kind="visit_report", state=RecordState.SEALED, parts={}))
        unit.commit()

    def numbers(records: object) -> list[int]:
        return [int(record.record_id[-3:]) for record in records]  # type: ignore[attr-defined]

    with store.open_unit() as unit:
        assert numbers(unit.records.about("visit-1")) == [9, 1]
        assert numbers(unit.records.about("visit-1", ["review"])) == [1]
        assert numbers(unit.records.about("visit-3")) == []
        assert numbers(unit.records.of_kinds(["visit_report", "review"])) == [9, 1, 5]
        assert numbers(unit.records.of_kinds([])) == []
        assert numbers(unit.records.in_states([RecordState.PENDING])) == [1, 5]
        assert numbers(unit.records.in_states(iter([RecordState.PENDING, RecordState.SEALED]))) == [9, 1, 5]
        assert unit.records.count_by_state() == {
            **dict.fromkeys(RecordState, 0),
            RecordState.PENDING: 2,
            RecordState.SEALED: 1,
        }


def test_lines_tell_of_every_record_without_its_contents_the_newest_first(store: Store) -> None:
    with store.open_unit() as unit:
        unit.records.put(a_record(1))
        unit.records.put(an_enveloped_record(2, reason="The disk is full.", state=RecordState.SEALED))
        unit.commit()
        unit.records.put(a_record(3, state=RecordState.SEALED))
        [newest] = unit.records.lines(RecordState.SEALED, limit=1)
        assert newest.record_id == a_record(3).record_id
        older = unit.records.lines(RecordState.SEALED, limit=9)
        [oldest] = unit.records.lines(RecordState.PENDING, limit=9)
        assert [one.record_id for one in older] == [newest.record_id, an_enveloped_record(2).record_id]
        newest = older[1]
        assert unit.records.lines_of([newest.record_id, RecordId("none")]) == [newest]

        whole = unit.records.get(newest.record_id)
        assert (newest.kind, newest.subject, newest.author) == (whole.kind, whole.subject, whole.author)
        assert (newest.written_at, newest.state, newest.reason) == (
            whole.written_at,
            RecordState.SEALED,
            "The disk is full.",
        )
        assert (newest.sealed, newest.verified) == (True, True)
        assert (oldest.sealed, oldest.verified) == (False, False)


def test_what_is_set_apart_is_weighed_by_where_it_came_from(store: Store) -> None:
    quarantined, refused = RecordState.QUARANTINED, RecordState.REFUSED
    found: tuple[dict[str, object], ...] = (
        {"state": quarantined, "position": 7, "chain_id": None},
        {"state": quarantined, "position": None, "chain_id": None},
        {"state": RecordState.RECEIVED, "position": None, "chain_id": None},
        {"state": refused, "position": None},
        {"state": RecordState.UPDATE_NEEDED, "position": 8},
        {"state": RecordState.ACCEPTED, "position": 9},
    )
    with store.open_unit() as unit:
        for number, changes in enumerate(found):
            unit.records.put(an_enveloped_record(number, **changes))
        device = an_enveloped_record(1).device
        assert device is not None

        assert unit.records.weigh_unverified(from_server=True).envelopes == 1
        assert unit.records.weigh_unverified(from_server=False).envelopes == 2
        assert unit.records.weigh_apart_of(device).envelopes == 1
        assert unit.records.weigh_apart_of(device).size_bytes >= len(an_enveloped_record(3).envelope or b"")
        assert unit.records.weigh_apart_of(DeviceId("nobody")).envelopes == 0
        assert unit.records.weigh_apart_of(DeviceId("nobody")).size_bytes == 0


def test_the_head_of_a_chain_is_its_newest_envelope(store: Store) -> None:
    with store.open_unit() as unit:
        for number in (1, 10, 2):
            unit.records.put(an_enveloped_record(number))
        unit.records.put(an_enveloped_record(11, chain_id="other"))
        unit.records.put(a_record(12, chain_id="chain"))
        assert unit.records.chain_head("chain") == ChainHead("chain", 10, "hash-10")
        assert unit.records.chain_head("unknown") is None


def test_what_has_an_envelope_is_listed_by_record_id(store: Store) -> None:
    with store.open_unit() as unit:
        unit.records.put(an_enveloped_record(2))
        unit.records.put(a_record(3))
        unit.records.put(an_enveloped_record(1))
        assert list(unit.records.enveloped_ids()) == [("record-001", "hash-1"), ("record-002", "hash-2")]


def test_every_link_of_a_chain_names_the_one_before_it(store: Store) -> None:
    with store.open_unit() as unit:
        unit.records.put(an_enveloped_record(1, device=DeviceId("d1")))
        unit.records.put(an_enveloped_record(2, device=DeviceId("d1"), previous="hash-1"))
        unit.records.put(a_record(3))
        unit.records.put(an_enveloped_record(4, chain_id="heads", kind="device.head"))
        links = sorted(unit.records.links(), key=lambda link: link.sequence)
    assert [(one.chain_id, one.sequence, one.hash, one.previous, one.author_device) for one in links] == [
        ("chain", 1, "hash-1", None, "d1"),
        ("chain", 2, "hash-2", "hash-1", "d1"),
    ]


def test_of_each_device_one_head_is_kept(store: Store) -> None:
    far = ChainPosition(chain_id=str(UUID(int=1)), sequence=7, hash="ab" * 32)
    first = KeptHead(
        device=DeviceId("d1"),
        envelope=b"first",
        envelope_hash="hash-1",
        at=NOON,
        since=NOON + HOUR,
        farthest=(),
        grew_at=NOON,
    )
    second = replace(first, envelope=b"second", envelope_hash="hash-2", at=NOON + HOUR, farthest=(far,))
    other = replace(first, device=DeviceId("d0"))
    with store.open_unit() as unit:
        for head in (first, other, second):
            unit.heads.put(head)
        unit.commit()
    with store.open_unit() as unit:
        assert list(unit.heads.all()) == [other, second]
        assert unit.heads.find(DeviceId("d1")) == second
        assert unit.heads.find(DeviceId("d2")) is None


def test_settings_that_have_not_arrived_are_not_found(store: Store) -> None:
    with store.open_unit() as unit, pytest.raises(NotFound):
        unit.settings.current()


def test_small_facts_are_kept_by_name(store: Store) -> None:
    with store.open_unit() as unit:
        unit.meta.put("server", "one")
        unit.meta.put("server", "two")
        assert unit.meta.get("server") == "two"
        assert unit.meta.get("cursor") is None


def test_wrapped_keys_are_kept_by_name(store: Store) -> None:
    with store.open_unit() as unit:
        unit.keys.put("office/1", b"\x00one")
        unit.keys.put("device", b"two")
        unit.keys.put("device", b"three")
        assert unit.keys.find("device") == b"three"
        assert unit.keys.find("office/2") is None
        assert list(unit.keys.names()) == ["device", "office/1"]
        unit.keys.remove("office/1")
        unit.keys.remove("office/2")
        assert list(unit.keys.names()) == ["device"]


def test_invitations_are_listed_newest_first(store: Store) -> None:
    used = an_invitation(
        "def",
        issued_at=NOON + HOUR,
        published=True,
        request=b"request",
        requested_at=datetime(2024, 3, 20, 8, 30, 0, 123456, tzinfo=UTC),
        used_by=DeviceId("d9"),
        withdrawn=True,
    )
    with store.open_unit() as unit:
        unit.invitations.put(an_invitation())
        unit.invitations.put(an_invitation("def", issued_at=NOON + HOUR))
        unit.invitations.put(used)
        unit.commit()
    with store.open_unit() as unit:
        assert list(unit.invitations.all()) == [used, an_invitation()]
        assert unit.invitations.find("abc") == an_invitation()
        assert unit.invitations.find("xyz") is None


def test_of_several_runs_that_name_a_part_the_earliest_stands_until_it_is_forgotten(store: Store) -> None:
    def a_part(run: str | None, hours: int) -> ErasedPart:
        name = None if run is None else RecordId(run)
        return ErasedPart(record_id=RecordId("record-1"), part="person", run=name, at=NOON + hours * HOUR)

    with store.open_unit() as unit:
        shown = []
        for noted in (a_part(None, 0), a_part("b", 2), a_part(None, 1), a_part("c", 3), a_part("a", 2)):
            unit.erasures.note(noted)
            shown.append(unit.erasures.of(RecordId("record-1"))["person"].run)
        unit.erasures.forget(RecordId("c"))
        assert unit.erasures.all()
        unit.erasures.forget(RecordId("a"))
        assert not unit.erasures.all()

    assert shown == [None, "b", "b", "b", "a"]


def test_reports_that_a_coordinator_opened_are_counted(store: Store) -> None:
    report, accepted = "visit.report", RecordState.ACCEPTED
    with store.open_unit() as unit:
        for number, review in enumerate((ReviewState.FILED, ReviewState.RECEIVED, ReviewState.APPROVED)):
            visit = a_filed_visit(visit_id=VisitId(f"visit-{number}"))
            unit.visits.put(visit)
            unit.visits.set_review(visit.visit_id, review, NOON)
            unit.records.put(a_record(number, kind=report, subject=visit.visit_id, state=accepted))
        unit.records.put(a_record(8, kind="visit.addendum", subject="visit-1", state=accepted))
        unit.records.put(a_record(9, kind=report, subject="visit-1", state=RecordState.RECEIVED))
        assert unit.records.count_opened() == 2
        wanted = unit.visits.summaries_of([VisitId("visit-2"), VisitId("nowhere")])
        assert {name: one.review for name, one in wanted.items()} == {"visit-2": ReviewState.APPROVED}
