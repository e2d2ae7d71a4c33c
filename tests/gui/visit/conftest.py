"""A visit in hand over a vault in memory, and the editor's steps on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import DeviceId, MemberId, SchemeId
from icv_app.domain.scheme import Role
from icv_app.domain.visit import Visit
from icv_app.services.identity import Identity
from icv_app.services.visits import VisitService
from tests.builders import NOON, a_checklist, a_member, settings
from tests.fakes.guard import fake_guard_for
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import InlineTasks
from ui.theme import Theme
from ui.visit.view_model import VisitViewModel


class SteadyClock:
    """Stands still at ten to two, while the visitors are in the suite."""

    def __init__(self, at: datetime = NOON + timedelta(minutes=50)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class CountedIds:
    """Identifiers in order."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self) -> str:
        return f"new-{next(self._numbers)}"


class NoRecords:
    """No report is filed by these tests."""


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


OpenVisit = Callable[[Visit], VisitViewModel]


@pytest.fixture
def open_visit(qtbot: QtBot, theme: Theme, store: MemoryStore) -> OpenVisit:
    """Put a draft into the vault and take it in hand."""
    keep: list[VisitViewModel] = []

    def open_it(visit: Visit) -> VisitViewModel:
        with store.open_unit() as unit:
            unit.visits.put(visit)
            unit.settings.put(settings())
            for number in range(1, 5):
                unit.members.put(a_member(number))
            unit.commit()
        service = a_visit_service(store)
        model = VisitViewModel(service, service.open_draft(visit.visit_id), InlineTasks())
        keep.append(model)
        return model

    return open_it


def a_visit_service(store: MemoryStore) -> VisitService:
    identity = Identity(
        member_id=MemberId("V-001"),
        role=Role.VISITOR,
        scheme_id=SchemeId("west-yorkshire"),
        device_id=DeviceId("device"),
    )
    records = NoRecords()
    return VisitService(
        store.open_unit,
        SteadyClock(),
        CountedIds(),
        identity,
        lambda _checklist_id, _version: a_checklist(),
        records,  # type: ignore[arg-type]
        guard_for=fake_guard_for,
    )
