"""Rule 15: what the force replied stays word for word and dated; good practice stands beside the concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from icv_app.domain.concern import ConcernState, ConcernStep, ConcernStepKind
from icv_app.domain.ids import ConcernId, MemberId
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Visit
from icv_app.errors import RuleBroken
from icv_app.seal.envelope import read_envelope
from icv_app.services.concern_records import step_of, step_parts
from tests.builders import a_concern
from tests.memory_scheme import MemoryScheme, a_scheme

ONE = ConcernId("concern-1")
WORDS = "  We know of it.\n\tInspector's note: “mended — 3 May”.  "


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    praise = a_concern(concern_id=ConcernId("praise"), category="P", text="A calm handover.")
    filed = scheme.filed_by("V-001", concerns=(a_concern(concern_id=ONE), praise))
    scheme.exchange()
    scheme["C-001"].desk.concerns.send(filed.visit_id, ONE, to_role="custody_inspector")
    scheme.clock.forward(days=1)
    scheme["C-001"].desk.concerns.note_reply(filed.visit_id, ONE, words=WORDS)
    scheme.exchange()
    return filed


def replies(scheme: MemoryScheme, report: Visit, name: str) -> list[ConcernStep]:
    steps = scheme[name].desk.concerns.read(report.visit_id, ONE).steps
    return [step for step in steps if step.kind is ConcernStepKind.REPLIED]


def test_a_reply_is_kept_letter_for_letter_with_its_date(scheme: MemoryScheme, report: Visit) -> None:
    for name in ("C-001", "C-002"):
        [reply] = replies(scheme, report, name)
        assert (reply.text, reply.at, reply.by) == (WORDS, scheme.clock.now(), "C-001")


def test_what_follows_a_reply_stands_beside_it_and_changes_nothing(
    scheme: MemoryScheme, report: Visit
) -> None:
    concerns = scheme["C-002"].desk.concerns
    before = replies(scheme, report, "C-002")
    scheme.clock.forward(days=1)
    concerns.dispute(report.visit_id, ONE, note="It is still broken.")
    concerns.escalate(report.visit_id, ONE, to_role="chief_inspector")
    concerns.note_reply(report.visit_id, ONE, words="Mended now.")
    scheme.exchange()
    for name in ("C-001", "C-002"):
        assert [step.text for step in replies(scheme, report, name)] == [WORDS, "Mended now."]
        assert replies(scheme, report, name)[:1] == before


def test_no_coordinator_writes_another_reply_over_it(scheme: MemoryScheme, report: Visit) -> None:
    """Neither under its identifier nor as if it were the first's own."""
    [record] = [
        one for one in scheme["C-001"].records("concern.step") if step_of(one).kind is ConcernStepKind.REPLIED
    ]
    for author in ("C-002", "C-001"):
        changed = replace(step_of(record), text="We deny it.", by=MemberId(author))
        data = scheme.forged(
            author, "concern.step", ONE, step_parts(changed), record_id=record.record_id, to=()
        )
        assert read_envelope(data).record_id == record.record_id
        for name in ("C-001", "C-002"):
            scheme[name].take(data)
            assert [step.text for step in replies(scheme, report, name)] == [WORDS]


def test_a_reply_has_words_and_does_not_come_before_what_it_answers(
    scheme: MemoryScheme, report: Visit
) -> None:
    filed = scheme.filed_by("V-002", concerns=(a_concern(concern_id=ConcernId("other")),))
    scheme.exchange()
    concerns, other = scheme["C-001"].desk.concerns, ConcernId("other")
    concerns.send(filed.visit_id, other, to_role="custody_inspector")
    early = scheme.clock.now() - timedelta(days=3)
    for words, at in ((" \n", None), ("So.", early)):
        with pytest.raises(RuleBroken):
            concerns.note_reply(filed.visit_id, other, words=words, replied_at=at)
    assert concerns.read(filed.visit_id, other).state is ConcernState.SENT


def test_nothing_that_is_published_holds_the_words_of_a_reply(scheme: MemoryScheme, report: Visit) -> None:
    """Names in a reply could not be masked in what is not printed at all."""
    figures = repr(scheme["C-001"].desk.publications.annual(FinancialYear(2023)))
    for words in ("We know of it", "Inspector's note", "mended"):
        assert words not in figures


def test_good_practice_is_kept_as_what_it_is_and_asks_for_no_reply(
    scheme: MemoryScheme, report: Visit
) -> None:
    read = scheme["C-001"].desk.reviews.read(report.visit_id)
    [praise] = [one for one in read.visit.concerns if one.good_practice]
    assert praise.text == "A calm handover."
    [line] = scheme["C-001"].desk.reviews.list()
    assert line.good_practice == 1
    lines = {one.listed.concern_id: one.listed for one in scheme["C-001"].desk.concerns.lines()}
    assert [name for name, one in lines.items() if not one.good_practice] == [ONE]
    assert lines[ConcernId("praise")].due is None
