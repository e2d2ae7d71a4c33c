"""What is read from the vault once is not read of records of which something was erased."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.ids import MemberId, RecordId
from icv_app.services.ports import Addressees, RecordState, StoredRecord
from icv_app.services.ports_erasures import ErasedPart
from icv_app.services.read_once import ReadOnce
from tests.builders import NOON
from tests.store.conftest import Store


def a_word(name: str) -> StoredRecord:
    return StoredRecord(
        record_id=RecordId(name),
        kind="member.notice_read",
        subject="V-001",
        author=MemberId("V-001"),
        device=None,
        written_at=NOON,
        state=RecordState.PENDING,
        parts={"report": name.encode()},
        addressees=Addressees(office=True),
    )


def test_what_was_erased_is_forgotten_and_what_lacks_its_part_is_passed_over(store: Store) -> None:
    words = ReadOnce("member.notice_read", lambda record: record.parts["report"])
    with store.open_unit() as unit:
        for name in ("a", "b"):
            unit.records.put(a_word(name))
        unit.records.put(replace(a_word("c"), parts={"report": None}))
        unit.commit()
    with store.open_reading() as unit:
        assert words.all(unit) == [b"a", b"b"]
    with store.open_unit() as unit:
        unit.records.put(replace(a_word("a"), parts={"report": None}))
        unit.erasures.note(ErasedPart(record_id=RecordId("a"), part="report", run=RecordId("run"), at=NOON))
        unit.commit()
    with store.open_reading() as unit:
        assert words.all(unit) == [b"b"]
        assert unit.records.states_of_kinds(["member.notice_read"]) == [
            (RecordId("b"), RecordState.PENDING),
            (RecordId("c"), RecordState.PENDING),
        ]
