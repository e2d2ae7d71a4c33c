"""When papers of the office are done with: never before what they take the place of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

from icv_app.domain.expenses import Claim, ClaimAnswer, ExpenseKind
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.member_file import FileGroup, FileWord
from icv_app.domain.notices import Notice, NoticeRead
from icv_app.domain.office_papers import expenses_done, file_words_done, reads_done
from icv_app.domain.retention import papers_due
from icv_app.domain.scheme import Retention
from tests.builders import a_member

V1, C1 = MemberId("V-001"), MemberId("C-001")


def on(day: int, month: int = 5) -> datetime:
    return datetime(2023, month, day, 12, tzinfo=UTC)


def word(name: str, day: int, *after: str) -> FileWord:
    return FileWord(
        record_id=RecordId(name),
        member_id=V1,
        group=FileGroup.LANGUAGES,
        at=on(day),
        by=C1,
        after=tuple(map(RecordId, after)),
        languages=("Urdu",),
    )


def test_what_stands_of_a_member_in_the_scheme_is_never_done_with() -> None:
    words = [word("a", 1), word("b", 2, "a"), word("c", 3, "b")]
    for order in permutations(words):
        assert file_words_done(order, [a_member()]) == {"a": date(2023, 5, 2), "b": date(2023, 5, 3)}


def test_a_word_written_by_a_slow_clock_waits_for_what_it_replaces() -> None:
    words = [word("a", 20), word("b", 2, "a"), word("c", 3, "b")]
    assert file_words_done(words, [a_member()]) == {"a": date(2023, 5, 20), "b": date(2023, 5, 20)}


def test_words_that_name_each_other_in_a_circle_go_together_once_another_stands() -> None:
    words = [word("a", 4, "b"), word("b", 2, "a"), word("c", 3)]
    assert file_words_done(words, [a_member()]) == {"a": date(2023, 5, 4), "b": date(2023, 5, 4)}


def test_all_of_a_file_is_done_with_when_its_member_has_left() -> None:
    gone = replace(a_member(), left=date(2024, 1, 31))
    assert file_words_done([word("a", 1), word("b", 2, "a")], [gone]) == dict.fromkeys("ab", gone.left)


def test_a_claim_goes_with_what_it_replaced_and_every_answer() -> None:
    first = Claim(
        record_id=RecordId("a"), member_id=V1, day=date(2023, 3, 31), kind=ExpenseKind.FARE, at=on(1), pence=1
    )
    second = replace(first, record_id=RecordId("b"), at=on(2), instead_of=RecordId("a"))
    query = ClaimAnswer(record_id=RecordId("q"), claim=RecordId("a"), member_id=V1, at=on(3), by=C1)
    late = replace(query, record_id=RecordId("r"), claim=RecordId("b"), at=on(9, 6))
    assert expenses_done([second, first], [late, query]) == dict.fromkeys("abqr", date(2023, 6, 9))


def test_claims_that_replace_each_other_in_a_circle_come_to_an_end() -> None:
    one = Claim(
        record_id=RecordId("a"), member_id=V1, day=date(2023, 5, 1), kind=ExpenseKind.FARE, at=on(1), pence=1
    )
    circle = [
        replace(one, instead_of=RecordId("b")),
        replace(one, record_id=RecordId("b"), instead_of=one.record_id),
    ]
    assert expenses_done(circle, []) == dict.fromkeys("ab", date(2023, 5, 1))


def test_a_word_on_a_notice_that_is_shown_for_ever_stays_until_its_visitor_leaves() -> None:
    notice = Notice(
        record_id=RecordId("n"),
        notice_id=RecordId("n"),
        edition=1,
        at=on(1),
        by=C1,
        title="Keys",
        text="Bring them.",
        first_day=date(2023, 5, 1),
    )
    read = NoticeRead(
        record_id=RecordId("r"), member_id=V1, notice_id=notice.notice_id, edition_id=RecordId("n"), at=on(2)
    )
    member = a_member()
    assert reads_done([read], [notice], [member]) == {}
    gone = replace(member, left=date(2024, 1, 31))
    assert reads_done([read], [notice], [gone]) == {"r": gone.left}
    ended = replace(notice, last_day=date(2023, 7, 1))
    assert reads_done([read], [ended], [member]) == {"r": ended.last_day}


def test_a_day_that_nobody_can_have_meant_is_never_due() -> None:
    assert papers_due(date.max, Retention()) is None
    assert papers_due(date.min, Retention()) is not None
