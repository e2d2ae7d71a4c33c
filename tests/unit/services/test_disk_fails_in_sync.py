"""A disk that fails while a page from the server is taken in is not taken for a bad record."""

from __future__ import annotations

import pytest

from icv_app.domain.ids import MemberId
from icv_app.errors import StoreError
from icv_app.services import receiving
from icv_app.services.ports import RecordState
from tests.memory_scheme import a_scheme


def test_nothing_of_the_page_is_kept_and_the_next_sync_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = a_scheme()
    office = scheme["C-001"]
    filed = scheme.filed_by("V-001", visitors=(MemberId("V-001"), MemberId("V-002")))
    scheme.courier.send(scheme["V-001"])
    before, cursor = set(office.store.saved_records), office.desk.sync.cursor()

    def refuse(*_arguments: object) -> None:
        raise StoreError("disk error", user_text="The disk could not be read or written.")

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "take_in", refuse)
        with pytest.raises(StoreError):
            scheme.courier.fetch(office)
    assert set(office.store.saved_records) == before
    assert office.desk.sync.cursor() == cursor

    scheme.courier.fetch(office)
    assert office.desk.reviews.read(filed.visit_id).visit == filed
    assert {record.state for record in office.records("visit.report")} == {RecordState.RECEIVED}
