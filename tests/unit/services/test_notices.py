"""Notices: told, replaced, withdrawn; read by those they are for, and who has not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest

from icv_app.domain.attached import LARGEST_DOCUMENT, AttachedDocument
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.notices import (
    Notice,
    NoticeRead,
    NoticeState,
    Reading,
    notice_standings,
    readers_of,
)
from icv_app.domain.rota import Leave
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.seal.cipher import sha256_hex
from icv_app.services.messages import MessageKind
from icv_app.services.notice_records import notice_in, notice_parts, read_parts
from icv_app.services.notices import NoticeOnDesk, NoticeWords, OwnNotice
from icv_app.services.ports import RecordState
from tests.builders import NOON, a_member
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.quality_builders import PDF, a_docx

TODAY = NOON.date()
V2, V3 = MemberId("V-002"), MemberId("V-003")
FORGED = RecordId("0190a1f0-0000-7000-8000-00000000abcd")


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def briefing(**changes: object) -> NoticeWords:
    words = NoticeWords(
        title="New form", text="Use the new form from Monday.", first_day=TODAY, must_read=True
    )
    return replace(words, **changes)  # type: ignore[arg-type]


def told(scheme: MemoryScheme, **changes: object) -> Notice:
    notice = scheme["C-001"].desk.notices.tell(briefing(**changes))
    scheme.exchange()
    return notice


def at_the_desk(scheme: MemoryScheme, name: str = "C-001") -> NoticeOnDesk:
    [found] = scheme[name].desk.notices.all()
    return found


def own(scheme: MemoryScheme, name: str = "V-001") -> tuple[OwnNotice, ...]:
    return scheme[name].desk.notices.own()


def readings(scheme: MemoryScheme, name: str = "C-001") -> dict[str, Reading]:
    return {one.member.member_id: one.reading for one in at_the_desk(scheme, name).readers}


def test_a_notice_is_told_to_everybody_with_its_document(scheme: MemoryScheme) -> None:
    told(scheme, document=PDF)
    for name in ("V-001", "V-002", "V-003"):
        [seen] = own(scheme, name)
        assert (seen.notice.title, seen.owes_word) == ("New form", True)
        assert scheme[name].desk.notices.document(seen.notice) == PDF


def test_who_has_read_it_is_known_to_every_coordinator(scheme: MemoryScheme) -> None:
    notice = told(scheme)
    scheme["V-002"].desk.notices.say_read(notice)
    scheme.exchange()
    assert readings(scheme, "C-002") == {
        "V-001": Reading.UNREAD,
        "V-002": Reading.READ,
        "V-003": Reading.UNREAD,
    }
    assert at_the_desk(scheme).waits_for == 2
    assert at_the_desk(scheme).readers[-1].read_at == NOON


def test_the_word_is_given_once_and_stays_after_a_restart(scheme: MemoryScheme) -> None:
    notice = told(scheme)
    first = scheme["V-001"].desk.notices.say_read(notice)
    again = scheme["V-001"].opened_again()
    assert again.desk.notices.say_read(notice) == first
    assert len(again.records("member.notice_read")) == 1
    assert not again.desk.notices.own()[0].owes_word


def test_a_notice_to_chosen_visitors_is_shown_to_nobody_else(scheme: MemoryScheme) -> None:
    told(scheme, to=(V2,))
    assert own(scheme, "V-002")
    assert not own(scheme, "V-001")
    assert list(readings(scheme)) == ["V-002"]
    assert scheme["V-001"].records("scheme.notice"), "sealed to everybody all the same"


def test_a_notice_is_shown_from_its_first_to_its_last_day(scheme: MemoryScheme) -> None:
    first = TODAY + timedelta(days=1)
    told(scheme, first_day=first, last_day=first)
    assert (own(scheme), at_the_desk(scheme).state) == ((), NoticeState.COMING)
    assert at_the_desk(scheme).waits_for == 0
    scheme.clock.forward(days=1)
    assert len(own(scheme)) == 1
    scheme.clock.forward(days=1)
    assert (own(scheme), at_the_desk(scheme).state) == ((), NoticeState.OVER)


def test_a_replaced_notice_asks_for_the_word_anew(scheme: MemoryScheme) -> None:
    notice = told(scheme)
    scheme["V-001"].desk.notices.say_read(notice)
    scheme.exchange()
    scheme["C-002"].desk.notices.tell(briefing(text="From Tuesday."), notice)
    scheme.exchange()
    [seen] = own(scheme)
    assert (seen.notice.text, seen.owes_word) == ("From Tuesday.", True)
    assert readings(scheme)["V-001"] is Reading.EARLIER
    with pytest.raises(NotFound, match="not shown"):
        scheme["V-001"].desk.notices.say_read(notice)


def test_a_withdrawn_notice_is_shown_to_nobody_and_cannot_be_replaced(scheme: MemoryScheme) -> None:
    notice = told(scheme)
    scheme["C-001"].desk.notices.withdraw(notice)
    scheme.exchange()
    assert own(scheme) == ()
    assert at_the_desk(scheme, "C-002").state is NoticeState.WITHDRAWN
    with pytest.raises(RuleBroken, match="not the one that stands"):
        scheme["C-002"].desk.notices.tell(briefing(), notice)


def test_withdrawn_and_replaced_at_once_it_is_withdrawn_in_any_order(scheme: MemoryScheme) -> None:
    notice = told(scheme)
    scheme["C-001"].desk.notices.withdraw(notice)
    scheme["C-002"].desk.notices.tell(briefing(text="From Tuesday."), notice)
    scheme.exchange()
    scheme.exchange()
    assert {at_the_desk(scheme, name).state for name in ("C-001", "C-002")} == {NoticeState.WITHDRAWN}
    editions = [notice_of(scheme, record.record_id) for record in scheme["C-001"].records("scheme.notice")]
    assert len({notice_standings(order) for order in permutations(editions)}) == 1


def notice_of(scheme: MemoryScheme, record_id: RecordId) -> Notice:
    return notice_in(scheme["C-001"].record(record_id))


def test_two_editions_written_at_once_end_the_same_everywhere(scheme: MemoryScheme) -> None:
    notice = told(scheme)
    for name, text in (("C-001", "From Tuesday."), ("C-002", "From Friday.")):
        scheme.clock.forward(minutes=1)
        scheme[name].desk.notices.tell(briefing(text=text), notice)
    scheme.exchange()
    scheme.exchange()
    texts = {at_the_desk(scheme, name).notice.text for name in ("C-001", "C-002")}
    assert texts | {own(scheme)[0].notice.text} == {"From Friday."}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "title first"),
        ({"text": ""}, "attach a document"),
        ({"title": "x" * 121}, "120 characters"),
        ({"text": "x" * 8001}, "8,000 characters"),
        ({"last_day": TODAY - timedelta(days=1)}, "before the first"),
        ({"document": b"MZ"}, "Only PDF, PNG and Word"),
        ({"document": a_docx("word/vbaProject.bin")}, "without macros"),
        ({"document": PDF + bytes(LARGEST_DOCUMENT)}, "larger than 4 MB"),
    ],
)
def test_what_cannot_be_told_is_said_and_nothing_is_kept(
    scheme: MemoryScheme, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        scheme["C-001"].desk.notices.tell(briefing(**changes))
    assert said in refused.value.user_text
    assert scheme["C-001"].records("scheme.notice") == []


@pytest.mark.parametrize("field", ["title", "text"])
def test_words_that_identify_somebody_are_not_told(scheme: MemoryScheme, field: str) -> None:
    with pytest.raises(RuleBroken, match="unjustified"):
        scheme["C-001"].desk.notices.tell(briefing(**{field: "Ring 07700 900123."}))


def test_only_coordinators_tell_and_only_visitors_give_their_word(scheme: MemoryScheme) -> None:
    notice = told(scheme)
    for do in (
        lambda: scheme["V-001"].desk.notices.tell(briefing()),
        lambda: scheme["V-001"].desk.notices.withdraw(notice),
        lambda: scheme["C-002"].desk.notices.say_read(notice),
    ):
        with pytest.raises(RuleBroken):
            do()


def test_a_notice_names_visitors_of_the_scheme_alone(scheme: MemoryScheme) -> None:
    with pytest.raises(NotFound) as refused:
        scheme["C-001"].desk.notices.tell(briefing(to=(MemberId("C-002"),)))
    assert "C-002 is no visitor" in refused.value.user_text


def test_a_laptop_that_joins_later_gets_the_notices_of_before(scheme: MemoryScheme) -> None:
    told(scheme, document=PDF)
    scheme.join("V-001", "second")
    scheme.exchange()
    assert own(scheme, "second")[0].notice.title == "New form"


def a_standing(**changes: object) -> Notice:
    made = Notice(
        record_id=RecordId("n"),
        notice_id=RecordId("n"),
        edition=1,
        at=NOON,
        by=MemberId("C-001"),
        title="New form",
        text="Use it.",
        first_day=TODAY,
        must_read=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_who_was_not_there_is_told_apart() -> None:
    later, before = TODAY + timedelta(days=3), TODAY - timedelta(days=3)
    members = (
        a_member(1),
        a_member(2, joined=later),
        a_member(3, left=later),
        a_member(4, left=before),
        a_member(5),
        a_member(6, left=later),
    )
    read = NoticeRead(
        record_id=RecordId("r"),
        member_id=MemberId("V-006"),
        notice_id=RecordId("n"),
        edition_id=RecordId("n"),
        at=NOON,
    )
    leave = (Leave(member_id=MemberId("V-005"), first=TODAY, last=later + timedelta(days=9)),)
    [standing] = notice_standings([a_standing()])
    found = readers_of(standing, [read], members, leave, later + timedelta(days=1))
    assert [(one.member.member_id, one.reading) for one in found] == [
        ("V-001", Reading.UNREAD),
        ("V-005", Reading.ON_LEAVE),
        ("V-002", Reading.JOINED_LATER),
        ("V-003", Reading.LEFT),
        ("V-006", Reading.READ),
    ]


@pytest.mark.parametrize(
    ("document", "changes"),
    [
        (PDF, {}),
        (None, {"document": {"ending": "pdf", "digest": "0" * 64, "size": len(PDF)}}),
        (None, {"title": ""}),
        (None, {"edition": 2}),
        (None, {"withdrawn": True}),
        (None, {"by": MemberId("C-001")}),
        (None, {"last_day": date(2000, 1, 1)}),
    ],
)
def test_a_notice_that_does_not_fit_is_refused_when_it_arrives(
    scheme: MemoryScheme, document: bytes | None, changes: dict[str, object]
) -> None:
    if isinstance(changes.get("document"), dict):
        changes = {"document": AttachedDocument(**changes["document"])}  # type: ignore[arg-type]
    fitting = {"record_id": FORGED, "notice_id": FORGED, "by": MemberId("C-002")}
    parts = notice_parts(a_standing(**fitting | changes), document)
    scheme["C-001"].take(scheme.forged("C-002", "scheme.notice", FORGED, parts, record_id=FORGED))
    assert scheme["C-001"].state(FORGED) is RecordState.REFUSED
    assert scheme["C-001"].desk.notices.all() == ()


def test_another_document_than_the_notice_says_is_refused(scheme: MemoryScheme) -> None:
    for document, expected in ((PDF, RecordState.RECEIVED), (PDF + b" ", RecordState.REFUSED)):
        fresh = a_scheme()
        said = AttachedDocument(ending="pdf", digest=sha256_hex(PDF), size=len(PDF))
        forged = a_standing(record_id=FORGED, notice_id=FORGED, by=MemberId("C-002"), document=said)
        parts = notice_parts(forged, document)
        fresh["C-001"].take(fresh.forged("C-002", "scheme.notice", FORGED, parts, record_id=FORGED))
        assert fresh["C-001"].state(FORGED) is expected


def test_nobody_gives_the_word_of_another(scheme: MemoryScheme) -> None:
    notice = told(scheme)
    read = NoticeRead(
        record_id=FORGED,
        member_id=V3,
        notice_id=notice.notice_id,
        edition_id=notice.record_id,
        at=NOON,
    )
    data = scheme.forged("V-001", "member.notice_read", V3, read_parts(read), record_id=FORGED)
    scheme["C-001"].take(data)
    assert readings(scheme)["V-003"] is Reading.UNREAD


def test_messages_stand_unread_first_and_opened_ones_are_known_after_a_restart(scheme: MemoryScheme) -> None:
    visit = scheme.filed_by("V-001")
    scheme.exchange()
    office = scheme["C-001"].desk
    office.reviews.read(visit.visit_id)
    office.comments.comment(visit.visit_id, "census", "Twelve by the custody record.")
    scheme.clock.forward(minutes=1)
    office.comments.thank(visit.visit_id, "A careful report. Thank you both.")
    scheme.clock.forward(minutes=1)
    office.reviews.return_with_question(visit.visit_id, "Which cell was it?")
    scheme.clock.forward(minutes=1)
    notice = told(scheme, first_day=scheme.clock.now().date())

    messages = scheme["V-001"].desk.messages
    found = messages.all()
    assert [one.kind for one in found] == [
        MessageKind.NOTICE,
        MessageKind.QUESTION,
        MessageKind.THANKS,
        MessageKind.COMMENT,
    ]
    assert found[1].suite == visit.suite
    messages.note_opened([found[0].key, found[1].key, found[2].key])

    again = scheme["V-001"].opened_again().desk
    assert [one.kind for one in again.messages.all() if one.unread] == [
        MessageKind.NOTICE,
        MessageKind.COMMENT,
    ], "a notice that asks for a word stays unread until it is given"
    again.notices.say_read(notice)
    assert [one.kind for one in again.messages.all() if one.unread] == [MessageKind.COMMENT]
    assert len(scheme["V-002"].desk.messages.all()) == 4


def test_a_notice_that_asks_for_no_word_is_read_once_it_is_opened(scheme: MemoryScheme) -> None:
    notice = told(scheme, must_read=False)
    messages = scheme["V-001"].desk.messages
    messages.note_opened([notice.record_id])
    assert [one.unread for one in messages.all()] == [False]
