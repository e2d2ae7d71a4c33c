"""A planned visit, recorded through the services: what is filed is what was planned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icv_app.bootstrap.wiring import guard_for
from icv_app.demo.clock import SeededIds, SettableClock
from icv_app.demo.plan import PlannedVisit
from icv_app.demo.recording import Recorded, record
from icv_app.demo.run import draw_plan
from icv_app.demo.scheme import FOUNDED_AT, SMALL
from icv_app.domain.ids import DeviceId, SchemeId
from icv_app.domain.scheme import Role
from icv_app.domain.visit import Stage, Visit
from icv_app.services.documents import to_json
from icv_app.services.folding import apply_record
from icv_app.services.identity import Identity
from icv_app.services.records import RecordBook
from icv_app.services.visits import VisitService
from tests.builders import a_checklist
from tests.fakes.memory_store import MemoryStore
from tests.unit.demo.test_plan import the_settings

PLAN, MEMBERS = draw_plan(5, SMALL)


def filed(planned: PlannedVisit) -> tuple[Visit, Recorded]:
    """Record a visit on a laptop of its author that knows the scheme."""
    store, clock = MemoryStore(), SettableClock(FOUNDED_AT)
    ids = SeededIds(clock, 5, planned.visit.author)
    identity = Identity(
        member_id=planned.visit.author,
        role=Role.VISITOR,
        scheme_id=SchemeId("demo"),
        device_id=DeviceId("device"),
    )
    with store.open_unit() as unit:
        unit.settings.put(the_settings())
        for member in MEMBERS:
            unit.members.put(member)
        unit.commit()
    service = VisitService(
        store.open_unit,
        clock,
        ids,
        identity,
        lambda _name, _version: a_checklist(),
        RecordBook(clock, ids, identity, apply_record),
        guard_for=guard_for,
    )
    said = record(service, clock, planned)
    return store.saved[said.visit_id], said


def sorted_out(visit: Visit) -> bytes:
    """The visit as JSON, answers by check: an answer that led to a concern moves to the end of its row."""
    people = [
        replace(person, answers=tuple(sorted(person.answers, key=lambda answer: answer.check_id)))
        for person in visit.people
    ]
    return to_json(replace(visit, people=tuple(people)))


def in_the_plan_s_words(visit: Visit, said: Recorded, planned: PlannedVisit) -> bytes:
    """The filed visit as JSON, under the identifiers and the stage it has in the plan."""
    draft = replace(
        visit,
        visit_id=planned.visit.visit_id,
        stage=Stage.DRAFT,
        submitted_at=None,
        created_at=planned.visit.created_at,
    )
    text = sorted_out(draft)
    names = {real: name for name, real in said.concerns.items()}
    rows = zip(visit.people, planned.visit.people, strict=True)
    names |= {real.person_id: name.person_id for real, name in rows}  # type: ignore[misc]
    for real, name in names.items():
        text = text.replace(real.encode(), name.encode())
    return text


@pytest.mark.parametrize("place", range(len(PLAN.visits)))
def test_what_is_filed_is_what_was_planned(place: int) -> None:
    planned = PLAN.visits[place]

    visit, said = filed(planned)

    assert in_the_plan_s_words(visit, said, planned) == sorted_out(planned.visit)
    assert visit.stage is Stage.SUBMITTED
    assert visit.submitted_at == planned.filed_at
    assert visit.created_at == planned.started_at


def test_a_visit_typed_answer_by_answer_is_the_same() -> None:
    planned = next(one for one in PLAN.visits if one.visit.people)

    by_row, said = filed(replace(planned, by_hand=False))
    by_hand, said_by_hand = filed(replace(planned, by_hand=True))

    assert in_the_plan_s_words(by_row, said, planned) == in_the_plan_s_words(by_hand, said_by_hand, planned)


def test_the_same_seed_gives_the_same_visits_with_the_same_identifiers() -> None:
    planned = PLAN.visits[0]

    assert filed(planned) == filed(planned)
