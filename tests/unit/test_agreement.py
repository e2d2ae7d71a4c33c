"""Rule 13: each visitor's word on a filed report, from wherever and in whatever order it comes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.agreement import Agreement, Agreements, declared_words, fold_agreements
from icv_app.domain.ids import MemberId
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.visit import FurtherWord, SecondVisitor, SignOff, Visit
from tests.builders import NOON, a_filed_visit, a_review_event

V1, V2, V3 = (MemberId(f"V-00{number}") for number in (1, 2, 3))
A, S, K = Agreement, SecondVisitor, ReviewEventKind
FILED = NOON + timedelta(minutes=130)
LATER = SignOff(second=S.LATER)


def said(number: int, by: MemberId, kind: ReviewEventKind = K.AGREED, **changes: Any) -> ReviewEvent:
    return a_review_event(number, kind, by=by, **changes)


def folded(visit: Visit, *events: ReviewEvent, after: timedelta = timedelta(hours=1)) -> Agreements:
    known = [*declared_words(visit), *events]
    return fold_agreements(visit, known, unsigned_after=timedelta(days=7), now=FILED + after)


def a_report(sign_off: SignOff = LATER, visitors: tuple[MemberId, ...] = (V1, V2)) -> Visit:
    return a_filed_visit(sign_off=sign_off, visitors=visitors)


@pytest.mark.parametrize(
    ("second", "state", "on"),
    [(S.AGREED_HERE, A.AGREED, V1), (S.DISSENTS_HERE, A.DISSENTED, V1), (S.LATER, A.AWAITING, None)],
)
def test_a_word_declared_on_the_authors_laptop_counts_and_says_where(
    second: SecondVisitor, state: Agreement, on: MemberId | None
) -> None:
    found = folded(a_report(SignOff(second=second, dissent_note="Not so.")))
    [word] = found.words
    assert (found.state, word.state, word.member_id) == (state, state, V2)
    assert (word.said.declared_on if word.said else None) == on


@pytest.mark.parametrize(("kind", "state"), [(K.AGREED, A.AGREED), (K.DISSENTED, A.DISSENTED)])
def test_a_word_from_the_second_visitors_own_device_ends_the_wait(
    kind: ReviewEventKind, state: Agreement
) -> None:
    found = folded(a_report(), said(3, V2, kind))
    assert (found.state, found.missing) == (state, ())
    assert found.words[0].said is not None
    assert found.words[0].said.declared_on is None


@pytest.mark.parametrize(
    ("after", "state"), [(timedelta(days=7), A.AWAITING), (timedelta(days=7, seconds=1), A.UNSIGNED)]
)
def test_a_word_that_does_not_come_is_unsigned_after_the_days_of_the_scheme(
    after: timedelta, state: Agreement
) -> None:
    found = folded(a_report(), after=after)
    assert (found.state, found.missing) == (state, (V2,))


def test_a_word_that_comes_after_those_days_still_counts() -> None:
    assert folded(a_report(), said(900, V2), after=timedelta(days=40)).state is A.AGREED


def test_each_of_three_visitors_has_a_say() -> None:
    three = a_report(SignOff(second=S.AGREED_HERE, both_agree=True), (V1, V2, V3))
    assert (folded(three).state, folded(three).missing) == (A.AWAITING, (V3,))
    assert folded(three, said(3, V3, K.DISSENTED)).state is A.DISSENTED
    assert folded(three, said(3, V3)).state is A.AGREED

    here = FurtherWord(member_id=V3, word=S.DISSENTS_HERE, dissent_note="The cells were cold.")
    declared = a_report(three.sign_off.with_further(here), (V1, V2, V3))
    words = folded(declared).words
    assert [word.state for word in words] == [A.AGREED, A.DISSENTED]
    assert [event.text for event in declared_words(declared)] == ["", "The cells were cold."]
    assert len({event.record_id for event in declared_words(declared)}) == 2


def test_ones_own_signed_word_goes_before_what_was_declared_for_one() -> None:
    declared = a_report(SignOff(second=S.AGREED_HERE))
    found = folded(declared, said(9, V2, K.DISSENTED))
    assert found.state is A.DISSENTED
    taken_back = a_report(SignOff(second=S.DISSENTS_HERE, dissent_note="No."))
    assert folded(taken_back, said(9, V2)).state is A.AGREED


def test_of_two_own_words_the_dissent_is_never_lost() -> None:
    for order in ((1, 2), (2, 1)):
        found = folded(a_report(), said(order[0], V2), said(order[1], V2, K.DISSENTED))
        assert found.state is A.DISSENTED


@given(
    st.lists(
        st.tuples(st.sampled_from([V1, V2, V3]), st.sampled_from(list(ReviewEventKind)), st.integers(0, 5)),
        max_size=8,
    ),
    st.sampled_from(SecondVisitor),
    st.randoms(use_true_random=False),
)
def test_any_order_of_arrival_gives_the_same_words(
    words: list[tuple[MemberId, ReviewEventKind, int]], second: SecondVisitor, random: Any
) -> None:
    visit = a_report(SignOff(second=second), (V1, V2, V3))
    events = [
        said(number, by, kind, at=NOON + timedelta(hours=hours))
        for number, (by, kind, hours) in enumerate(words)
    ]
    shuffled = [*events, *random.sample(events, len(events) // 2)]
    random.shuffle(shuffled)
    assert folded(visit, *shuffled) == folded(visit, *events)


def test_the_authors_own_agreement_and_a_strangers_count_for_nothing() -> None:
    stranger = MemberId("V-009")
    found = folded(a_report(), said(3, V1), said(4, stranger))
    assert (found.state, [word.member_id for word in found.words]) == (A.AWAITING, [V2])
