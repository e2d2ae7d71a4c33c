"""Expenses: who claims and reads them, two coordinators at once, and the totals of a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from icv_app.domain.expenses import (
    Claim,
    ClaimAnswer,
    ClaimState,
    ExpenseKind,
    QueryReason,
    claim_standings,
    years_of,
)
from icv_app.domain.ids import MemberId, RecordId
from icv_app.errors import BadInput, IcvError, NotFound, RuleBroken
from icv_app.services.expense_records import expense_parts
from icv_app.services.expenses import ExpenseService
from icv_app.services.ports import RecordState
from tests.builders import NOON
from tests.memory_scheme import MemoryScheme, SeededIds, a_scheme
from tests.unit.services.by_own_hand import taken

V1, V2, C1, C2 = (MemberId(name) for name in ("V-001", "V-002", "C-001", "C-002"))
TODAY = NOON.date()


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def of(scheme: MemoryScheme, name: str) -> ExpenseService:
    return scheme[name].desk.expenses


def states(scheme: MemoryScheme, name: str) -> list[ClaimState]:
    return [one.state for one in of(scheme, name).all()]


def a_claim(name: str = "c", **changes: Any) -> Claim:
    claim = Claim(
        record_id=RecordId(name),
        member_id=V1,
        day=TODAY,
        kind=ExpenseKind.PARKING,
        pence=250,
        at=NOON,
    )
    return replace(claim, **changes)


def an_answer(name: str, *after: str, minutes: int = 0, **changes: Any) -> ClaimAnswer:
    answer = ClaimAnswer(
        record_id=RecordId(name),
        claim=RecordId("c"),
        member_id=V1,
        at=NOON + timedelta(minutes=minutes),
        by=C1,
        after=tuple(RecordId(one) for one in after),
    )
    return replace(answer, **changes)


def test_a_claim_reaches_the_office_and_no_other_visitor(scheme: MemoryScheme) -> None:
    of(scheme, "V-001").claim(TODAY, ExpenseKind.FARE, 480)
    scheme.exchange()
    for name in ("V-001", "C-001", "C-002"):
        assert states(scheme, name) == [ClaimState.WAITS]
    assert scheme["V-002"].records("member.expenses") == []


def test_mileage_is_reckoned_at_the_rate_of_the_day_it_was_claimed(scheme: MemoryScheme) -> None:
    claim = of(scheme, "V-001").claim(TODAY, ExpenseKind.MILEAGE, 22)
    assert (claim.miles, claim.pence_a_mile, claim.total) == (22, 45, 990)
    scheme["C-001"].desk.settings.change(lambda now: replace(now, pence_a_mile=50))
    scheme.exchange()
    assert of(scheme, "V-001").pence_a_mile() == 50
    assert [one.claim.total for one in of(scheme, "C-001").all()] == [990]


def test_an_approval_reaches_the_visitor_whose_claim_it_is_alone(scheme: MemoryScheme) -> None:
    of(scheme, "V-001").claim(TODAY, ExpenseKind.FARE, 480)
    scheme.exchange()
    [seen] = of(scheme, "C-002").all()
    of(scheme, "C-002").answer(seen)
    scheme.exchange()
    assert states(scheme, "V-001") == states(scheme, "C-001") == [ClaimState.APPROVED]
    assert scheme["V-002"].records("member.expenses_answer") == []


def test_a_query_is_answered_with_a_claim_in_its_place(scheme: MemoryScheme) -> None:
    visitor, office = of(scheme, "V-001"), of(scheme, "C-001")
    first = visitor.claim(TODAY, ExpenseKind.FARE, 4800)
    scheme.exchange()
    office.answer(office.all()[0], QueryReason.AMOUNT)
    scheme.exchange()
    [queried] = visitor.all()
    assert (queried.state, queried.query) == (ClaimState.QUERIED, QueryReason.AMOUNT)

    visitor.claim(TODAY, ExpenseKind.FARE, 480, instead_of=first.record_id)
    scheme.exchange()
    assert sorted(states(scheme, "C-001")) == [ClaimState.REPLACED, ClaimState.WAITS]
    with pytest.raises(RuleBroken):
        visitor.claim(TODAY, ExpenseKind.FARE, 480, instead_of=first.record_id)
    replaced = next(one for one in office.all() if one.state is ClaimState.REPLACED)
    with pytest.raises(RuleBroken):
        office.answer(replaced)


def test_a_claim_is_withdrawn_until_it_is_approved(scheme: MemoryScheme) -> None:
    visitor, office = of(scheme, "V-001"), of(scheme, "C-001")
    gone, kept = (visitor.claim(TODAY, ExpenseKind.TOLL, pence) for pence in (100, 200))
    visitor.withdraw(gone)
    scheme.exchange()
    office.answer(next(one for one in office.all() if one.state is ClaimState.WAITS))
    scheme.exchange()
    assert sorted(states(scheme, "V-001")) == [ClaimState.APPROVED, ClaimState.WITHDRAWN]
    with pytest.raises(RuleBroken):
        visitor.withdraw(kept)


@pytest.mark.parametrize(("approves", "queries"), [("C-001", "C-002"), ("C-002", "C-001")])
@pytest.mark.parametrize("approval_last", [True, False])
def test_of_two_coordinators_at_once_the_query_stands_and_both_are_shown(
    scheme: MemoryScheme, approves: str, queries: str, approval_last: bool
) -> None:
    of(scheme, "V-001").claim(TODAY, ExpenseKind.FARE, 480)
    scheme.exchange()
    seen = of(scheme, "C-001").all()[0]
    acts: list[Callable[[], None]] = [
        lambda: of(scheme, queries).answer(seen, QueryReason.RECEIPT),
        lambda: of(scheme, approves).answer(seen),
    ]
    for act in acts if approval_last else reversed(acts):
        act()
        scheme.clock.forward(minutes=1)
    scheme.exchange()
    for name in ("C-001", "C-002", "V-001"):
        [one] = of(scheme, name).all()
        assert one.state is ClaimState.QUERIED
        assert {answer.by for answer in one.answers} == {approves, queries}

    of(scheme, approves).answer(of(scheme, approves).all()[0])
    scheme.exchange()
    assert states(scheme, "V-001") == states(scheme, queries) == [ClaimState.APPROVED]


def test_a_claim_stands_alike_in_whatever_order_the_words_come() -> None:
    again = a_claim("again", instead_of=RecordId("c"))
    words = [an_answer("q", query=QueryReason.DAY), an_answer("a", "q"), an_answer("b", minutes=5)]
    found = {
        tuple((one.claim.record_id, one.state) for one in claim_standings(claims, order))
        for order in permutations(words)
        for claims in ([a_claim(), again], [again, a_claim()])
    }
    assert found == {(("c", ClaimState.APPROVED), ("again", ClaimState.WAITS))}


def test_nobody_replaces_the_claim_of_another() -> None:
    theirs = a_claim("x", member_id=V2, instead_of=RecordId("c"))
    by_id = {one.claim.record_id: one.state for one in claim_standings([a_claim(), theirs], [])}
    assert by_id == {"c": ClaimState.WAITS, "x": ClaimState.WAITS}


def test_an_answer_in_the_name_of_another_member_answers_nothing() -> None:
    [one] = claim_standings([a_claim()], [an_answer("a", member_id=V2)])
    assert one.state is ClaimState.WAITS


def test_totals_are_those_of_the_financial_year_of_the_day() -> None:
    claims = [
        a_claim("a", day=date(2024, 3, 31), pence=100),
        a_claim("b", day=date(2024, 4, 1), pence=1000),
        a_claim("c", day=date(2024, 4, 2), kind=ExpenseKind.MILEAGE, pence=0, miles=10, pence_a_mile=45),
        a_claim("d", day=date(2024, 4, 3), member_id=V2, pence=5),
        a_claim("e", day=date(2024, 4, 3), instead_of=RecordId("b"), pence=2000),
    ]
    totals = years_of(claim_standings(claims, [an_answer("1")]))
    assert [
        (one.member_id, one.year.first_calendar_year, one.approved, one.open, one.miles) for one in totals
    ] == [
        (V1, 2024, 450, 2000, 10),
        (V2, 2024, 0, 5, 0),
        (V1, 2023, 0, 100, 0),
    ]


@pytest.mark.parametrize(
    ("day", "kind", "amount"),
    [
        (TODAY + timedelta(days=1), ExpenseKind.FARE, 100),
        (TODAY, ExpenseKind.FARE, 0),
        (TODAY, ExpenseKind.FARE, -1),
        (TODAY, ExpenseKind.FARE, 100_001),
        (TODAY, ExpenseKind.MILEAGE, 0),
        (TODAY, ExpenseKind.MILEAGE, 1_001),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    scheme: MemoryScheme, day: date, kind: ExpenseKind, amount: int
) -> None:
    with pytest.raises(BadInput):
        of(scheme, "V-001").claim(day, kind, amount)
    assert scheme["V-001"].records("member.expenses") == []


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda scheme: of(scheme, "C-001").claim(TODAY, ExpenseKind.FARE, 1), RuleBroken),
        (lambda scheme: of(scheme, "V-001").answer(claim_standings([a_claim()], [])[0]), RuleBroken),
        (lambda scheme: of(scheme, "C-001").answer(claim_standings([a_claim()], [])[0]), NotFound),
        (
            lambda scheme: of(scheme, "V-001").claim(
                TODAY, ExpenseKind.FARE, 1, instead_of=RecordId("nowhere")
            ),
            NotFound,
        ),
    ],
)
def test_what_is_not_theirs_to_do_is_refused_in_a_sentence(
    scheme: MemoryScheme, act: Callable[[MemoryScheme], object], kind: type[IcvError]
) -> None:
    with pytest.raises(kind) as refused:
        act(scheme)
    assert refused.value.user_text.endswith(".")


@pytest.mark.parametrize(
    ("author", "changes"),
    [
        ("V-002", {}),
        ("C-001", {}),
        ("V-001", {"pence": 0}),
        ("V-001", {"miles": 3}),
        ("V-001", {"withdrawn": True}),
        ("V-001", {"day": date.min}),
    ],
)
def test_a_claim_in_anothers_name_or_one_that_is_not_sound_is_refused(
    scheme: MemoryScheme, author: str, changes: dict[str, Any]
) -> None:
    claim = a_claim(SeededIds(scheme.clock, "forged").new(), **changes)
    data = scheme.forged(author, "member.expenses", V1, expense_parts(claim), record_id=claim.record_id)
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert of(scheme, "C-001").all() == ()


@pytest.mark.parametrize(("author", "by"), [("V-001", V1), ("C-002", C1)])
def test_an_answer_by_a_visitor_or_in_anothers_name_is_refused(
    scheme: MemoryScheme, author: str, by: MemberId
) -> None:
    claim = of(scheme, "V-001").claim(TODAY, ExpenseKind.FARE, 480)
    scheme.exchange()
    name = SeededIds(scheme.clock, "forged").new()
    answer = an_answer(name, claim=claim.record_id, by=by)
    data = scheme.forged(
        author, "member.expenses_answer", V1, expense_parts(answer), record_id=answer.record_id
    )
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert states(scheme, "C-001") == [ClaimState.WAITS]
