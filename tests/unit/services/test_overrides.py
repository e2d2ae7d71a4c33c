"""A coordinator lets somebody visit although a rule stands against it: signed, logged, known to everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from icv_app.domain.audit import AuditAct, AuditEntry
from icv_app.domain.fitness import Override, PairRule
from icv_app.domain.ids import MemberId, RecordId
from icv_app.errors import NotFound, RuleBroken, StoreError
from icv_app.services.audit_log import audit_entries
from icv_app.services.override_records import audit_parts, override_parts
from icv_app.services.ports import RecordState
from tests.builders import a_member
from tests.memory_scheme import Device, MemoryScheme, SeededIds, a_scheme
from tests.unit.services.by_own_hand import taken

DAY = date(2024, 3, 14)
WHY = "The card is at the printer's; the old one was seen."
V2 = MemberId("V-002")
SAID = "The identity card of V-002 was out of date on 14 March 2024: ask the coordinator."


@pytest.fixture
def scheme() -> MemoryScheme:
    """A scheme in which V-002's card ran out the day before the visit."""
    made = a_scheme()
    made["C-001"].desk.scheme.put_member(a_member(2, id_card_expires=DAY - timedelta(days=1)))
    made.exchange()
    return made


def allow(scheme: MemoryScheme, **changes: Any) -> Override:
    wanted: dict[str, Any] = {
        "member_id": V2,
        "rules": (PairRule.ID_CARD,),
        "first": DAY,
        "last": DAY,
        "reason": WHY,
        **changes,
    }
    return scheme["C-001"].desk.overrides.allow(
        wanted["member_id"], wanted["rules"], wanted["first"], wanted["last"], reason=wanted["reason"]
    )


def test_without_it_the_visit_cannot_be_submitted_and_with_it_it_can(scheme: MemoryScheme) -> None:
    visits = scheme["V-001"].desk.visits
    draft = scheme.draft_by("V-001")
    assert [problem.text for problem in visits.problems(draft.visit_id)] == [SAID]
    with pytest.raises(RuleBroken) as refused:
        visits.submit(draft.visit_id)
    assert SAID in refused.value.user_text

    allow(scheme)
    scheme.exchange()

    filed = visits.submit(draft.visit_id)
    scheme.exchange()
    [told] = scheme["C-001"].desk.reviews.read(filed.visit_id).lapses
    assert (told.lapse.member_id, told.lapse.rule, told.reason) == (V2, PairRule.ID_CARD, WHY)
    assert told.lapse.allowed is not None


def allowances(device: Device) -> list[AuditEntry]:
    """The lines of the log about visits that were allowed; there are others, about keys."""
    with device.store.open_reading() as unit:
        return [entry for entry in audit_entries(unit) if entry.act is AuditAct.VISIT_ALLOWED]


def test_the_reason_is_kept_in_the_audit_log_for_the_office_alone(scheme: MemoryScheme) -> None:
    override = allow(scheme)
    scheme.exchange()

    for name in ("C-001", "C-002"):
        [allowed] = scheme[name].desk.overrides.all()
        assert (allowed.override, allowed.reason) == (override, WHY)
        assert [entry.reason for entry in allowances(scheme[name])] == [WHY]
    for name in ("V-001", "V-002", "V-003"):
        [allowed] = scheme[name].desk.overrides.all()
        assert (allowed.override, allowed.reason) == (override, "")
        assert scheme[name].records("audit.entry") == []
        assert all(
            WHY.encode() not in (part or b"")
            for record in scheme[name].store.saved_records.values()
            for part in record.parts.values()
        )


def test_a_laptop_that_joins_later_knows_of_it(scheme: MemoryScheme) -> None:
    override = allow(scheme)
    scheme.exchange()
    late = scheme.join("V-003", "spare laptop")
    assert [allowed.override for allowed in late.desk.overrides.all()] == [override]


def test_what_may_not_be_allowed_is_refused_with_a_sentence(scheme: MemoryScheme) -> None:
    attempts: tuple[Callable[[], object], ...] = (
        lambda: scheme["V-001"].desk.overrides.allow(V2, [PairRule.ID_CARD], DAY, DAY, reason=WHY),
        lambda: allow(scheme, rules=()),
        lambda: allow(scheme, reason=" \n"),
        lambda: allow(scheme, last=DAY - timedelta(days=1)),
        lambda: allow(scheme, last=DAY + timedelta(days=200)),
        lambda: allow(scheme, member_id=MemberId("C-002")),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.user_text
    with pytest.raises(NotFound):
        allow(scheme, member_id=MemberId("V-099"))
    assert scheme["C-001"].desk.overrides.all() == ()


def test_a_full_disk_keeps_neither_the_override_nor_the_log(scheme: MemoryScheme) -> None:
    scheme["C-001"].store.fail_next_commit = True
    with pytest.raises(StoreError):
        allow(scheme)
    assert scheme["C-001"].records("member.override") == []
    assert allowances(scheme["C-001"]) == []


def a_forged_override(scheme: MemoryScheme, author: str, **changes: Any) -> bytes:
    made = Override(
        record_id=RecordId(SeededIds(scheme.clock, author).new()),
        member_id=V2,
        rules=(PairRule.ID_CARD,),
        first=DAY,
        last=DAY,
        at=scheme.clock.now(),
        by=MemberId(author),
    )
    said = replace(made, **changes)
    return scheme.forged(
        author, "member.override", V2, override_parts(said), to=("V-001",), record_id=made.record_id
    )


def test_no_visitor_allows_anything(scheme: MemoryScheme) -> None:
    data = a_forged_override(scheme, "V-002")
    for name in ("C-001", "V-001"):
        assert taken(scheme, data, name)[0] is RecordState.REFUSED
    draft = scheme.draft_by("V-001")
    assert [problem.text for problem in scheme["V-001"].desk.visits.problems(draft.visit_id)] == [SAID]


@pytest.mark.parametrize(
    "changes",
    [
        {"by": MemberId("C-001")},
        {"member_id": MemberId("V-003")},
        {"record_id": RecordId("other")},
        {"rules": ()},
        {"last": DAY + timedelta(days=4000)},
        {"last": DAY - timedelta(days=1)},
    ],
    ids=["in another's name", "another member", "another record", "nothing", "for ever", "backwards"],
)
def test_an_override_that_cannot_be_one_is_refused(scheme: MemoryScheme, changes: dict[str, Any]) -> None:
    assert taken(scheme, a_forged_override(scheme, "C-002", **changes), "V-001")[0] is RecordState.REFUSED
    assert scheme["V-001"].desk.overrides.all() == ()


@pytest.mark.parametrize(
    ("author", "changes"),
    [("V-001", {}), ("C-002", {"by": MemberId("C-001")}), ("C-002", {"subject": "V-003"})],
)
def test_the_audit_log_is_the_offices_and_nobody_writes_in_anothers_name(
    scheme: MemoryScheme, author: str, changes: dict[str, Any]
) -> None:
    override = allow(scheme)
    entry = AuditEntry(
        record_id=RecordId(SeededIds(scheme.clock, author).new()),
        act=AuditAct.VISIT_ALLOWED,
        subject=V2,
        about=override.record_id,
        at=scheme.clock.now(),
        by=MemberId(author),
        reason="Another.",
    )
    said = replace(entry, **changes)
    data = scheme.forged(author, "audit.entry", V2, audit_parts(said), record_id=entry.record_id)

    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert [allowed.reason for allowed in scheme["C-001"].desk.overrides.all()] == [WHY]
