"""Rule 1 in whatever is sent: refused with a name in it, unless it is said why it stays."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

import resources
from icv_app.domain.copies import CopyTo
from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import ConcernId, MemberId, VisitId
from icv_app.domain.justified import OWN_TEXT, Justified
from icv_app.domain.visit import SecondVisitor, SignOff, Visit
from icv_app.errors import RuleBroken
from icv_app.exchange.word_lists import load_privacy_guard
from icv_app.services.copy_records import copy_of
from icv_app.services.desk import Desk
from icv_app.services.override_records import audit_of
from icv_app.services.report_records import PERSON, REPORT, visit_of
from tests.builders import NOON, a_concern
from tests.memory_scheme import MemoryScheme, a_scheme

ONE = ConcernId("concern-1")
NAMED = "Sgt Khan has it"
STAYS = Justified(path=OWN_TEXT, found="Sgt Khan", hint="name", reason="other", note="A make of lamp")
Say = Callable[[Desk, VisitId, str, tuple[Justified, ...]], object]


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    later = SignOff(no_names_used=True, nobody_known=True, second=SecondVisitor.LATER)
    filed = scheme.filed_by("V-001", sign_off=later, concerns=(a_concern(concern_id=ONE),))
    scheme.exchange()
    scheme["C-001"].desk.reviews.return_with_question(filed.visit_id, "Which cell?")
    scheme["C-001"].desk.concerns.send(filed.visit_id, ONE, to_role="inspector")
    scheme.exchange()
    return filed


WORDS: dict[str, tuple[str, Say]] = {
    "question": ("C-001", lambda desk, v, t, j: desk.reviews.return_with_question(v, t, j)),
    "approval": ("C-001", lambda desk, v, t, j: desk.reviews.approve(v, t, j)),
    "answer": ("V-001", lambda desk, v, t, j: desk.reviews.answer(v, t, j)),
    "addendum": ("V-001", lambda desk, v, t, j: desk.reviews.add_addendum(v, t, j)),
    "dissent": ("V-002", lambda desk, v, t, j: desk.reviews.agree(v, dissent=t, justified=j)),
    "police copy": ("V-002", lambda desk, v, t, j: desk.copies.note(v, CopyTo.POLICE, how=t, justified=j)),
    "coordinator's copy": (
        "C-001",
        lambda desk, v, t, j: desk.copies.note(v, CopyTo.POLICE, how=t, justified=j),
    ),
    "escalation": (
        "C-001",
        lambda desk, v, t, j: desk.concerns.escalate(v, ONE, to_role="chief_inspector", note=t, justified=j),
    ),
    "closing": (
        "C-001",
        lambda desk, v, t, j: desk.concerns.close(v, ONE, outcome="put_right", note=t, justified=j),
    ),
}


@pytest.mark.parametrize(("member", "say"), WORDS.values(), ids=WORDS)
def test_words_with_a_name_are_refused_with_what_to_do(
    scheme: MemoryScheme, report: Visit, member: str, say: Say
) -> None:
    desk = scheme[member].desk
    with pytest.raises(RuleBroken) as refused:
        say(desk, report.visit_id, NAMED, ())

    assert refused.value.user_text == ("“Sgt Khan” looks like a name. Take it out, or say why it must stay.")
    assert "Khan" not in str(refused.value)

    say(desk, report.visit_id, "The sergeant has it", ())


@pytest.mark.parametrize(("member", "say"), WORDS.values(), ids=WORDS)
def test_words_with_a_justified_name_are_sent_with_the_reason(
    scheme: MemoryScheme, report: Visit, member: str, say: Say
) -> None:
    say(scheme[member].desk, report.visit_id, NAMED, (STAYS, replace(STAYS, found="PC Gone")))
    scheme.exchange()

    read = scheme["C-002"].desk.reviews.read(report.visit_id)
    said = [(event.text, event.justified) for event in read.review.events]
    said += [(copy.how, copy.justified) for copy in read.copies]
    said += [(step.text, step.justified) for concern in read.concerns for step in concern.steps]
    assert [justified for text, justified in said if text == NAMED] == [(STAYS,)]


def test_once_the_words_are_erased_the_reason_is_left_without_them(
    scheme: MemoryScheme, report: Visit
) -> None:
    scheme["V-001"].desk.reviews.add_addendum(report.visit_id, NAMED, (STAYS,))
    [record] = scheme["V-001"].records("visit.addendum")

    kept = record.parts[REPORT] or b""
    assert b"other" in kept
    assert b"Khan" not in kept
    assert b"lamp" not in kept
    assert b"Khan" in (record.parts[PERSON] or b"")


def test_of_a_copy_the_reason_is_left_without_the_words(scheme: MemoryScheme, report: Visit) -> None:
    scheme["C-001"].desk.copies.note(report.visit_id, CopyTo.POLICE, how=NAMED, justified=(STAYS,))
    [record] = scheme["C-001"].records("report.copy")

    kept = record.parts[REPORT] or b""
    assert b"Khan" not in kept
    assert b"lamp" not in kept
    erased = copy_of(replace(record, parts={**record.parts, PERSON: None}))
    assert (erased.how, erased.justified) == ("", (replace(STAYS, found="", note=""),))


def test_the_reason_of_an_override_is_guarded_and_logged_with_why_a_word_stays(scheme: MemoryScheme) -> None:
    def allow(reason: str, *justified: Justified) -> None:
        day = NOON.date()
        scheme["C-001"].desk.overrides.allow(
            MemberId("V-002"), [PairRule.VETTING], day, day, reason=reason, justified=justified
        )

    with pytest.raises(RuleBroken) as refused:
        allow(NAMED)
    assert refused.value.user_text.startswith("“Sgt Khan” looks like a name.")
    assert "Khan" not in str(refused.value)
    assert scheme["C-001"].desk.overrides.all() == ()
    assert NAMED.encode() not in b"".join(
        part or b"" for one in scheme["C-001"].records("audit.entry") for part in one.parts.values()
    )
    before = [record.record_id for record in scheme["C-001"].records("audit.entry")]

    allow(NAMED, STAYS, replace(STAYS, found="PC Gone"))
    [record] = [one for one in scheme["C-001"].records("audit.entry") if one.record_id not in before]
    entry = audit_of(record)
    assert entry.reason == NAMED
    assert entry.justified == (replace(STAYS, found="", note=""),)
    older = {REPORT: (record.parts[REPORT] or b"").partition(b',"justified"')[0] + b"}"}
    assert audit_of(replace(record, parts=older)) == replace(entry, justified=(), version=1, after=())


def test_a_reply_of_the_force_is_kept_word_for_word(scheme: MemoryScheme, report: Visit) -> None:
    concerns = scheme["C-001"].desk.concerns
    concerns.note_reply(report.visit_id, ONE, words=NAMED)
    assert concerns.read(report.visit_id, ONE).steps[-1].text == NAMED


def test_a_visit_is_filed_with_the_reasons_for_words_that_still_stand(scheme: MemoryScheme) -> None:
    stays = replace(STAYS, path="officer_response")
    gone = replace(STAYS, path="force_comment")
    filed = scheme.filed_by("V-001", officer_response=NAMED, justified=(stays, gone))
    scheme.exchange()

    assert scheme["C-001"].desk.reviews.read(filed.visit_id).visit.justified == (stays,)
    [record] = [one for one in scheme["C-001"].records("visit.report") if one.subject == filed.visit_id]
    assert b'Khan","hint' not in (record.parts[REPORT] or b"")
    erased = replace(record, parts={**record.parts, PERSON: None})
    assert visit_of(erased).justified == (replace(stays, found="", note=""),)


def test_a_visit_with_a_name_is_not_filed_and_stays_a_draft(scheme: MemoryScheme) -> None:
    with pytest.raises(RuleBroken, match="1 problems") as refused:
        scheme.filed_by("V-001", officer_response=NAMED)
    assert "“Sgt Khan” looks like a name" in refused.value.user_text
    assert scheme["V-001"].records("visit.report") == []


def test_nothing_leaves_the_machine_to_look_through_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_args: object, **_named: object) -> None:
        raise AssertionError("the privacy guard asked the network")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    guard = load_privacy_guard(resources.path("privacy"), today=NOON.date())
    assert [found.text for found in guard.scan(NAMED)] == ["Sgt Khan"]
