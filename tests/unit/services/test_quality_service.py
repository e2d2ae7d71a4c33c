"""The quality framework at the office: put in use, given evidence, judged anew; two coordinators at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.member_file import FileGroup
from icv_app.domain.quality import Evidence, EvidenceKind, Level, PublishedFramework, Standing
from icv_app.domain.rota import Conflict
from icv_app.domain.times import FinancialYear, london_day
from icv_app.errors import BadInput, IcvError, NotFound, RuleBroken
from icv_app.seal.cipher import sha256_hex
from icv_app.services.attached_documents import DOCUMENT
from icv_app.services.notices import NoticeWords
from icv_app.services.ports import RecordState
from icv_app.services.quality import QualityStanding
from icv_app.services.quality_records import evidence_parts, framework_parts
from tests.builders import NOON
from tests.memory_scheme import MemoryScheme, SeededIds, a_scheme
from tests.quality_builders import PDF, PNG, a_docx, our_framework
from tests.unit.services.by_own_hand import taken
from tests.unit.services.test_record_reviews import read_and_sent

V1, V2 = MemberId("V-001"), MemberId("V-002")
YEAR = FinancialYear.containing(london_day(NOON))


@pytest.fixture
def scheme() -> MemoryScheme:
    made = a_scheme()
    made["C-001"].desk.quality.publish(our_framework())
    made.exchange()
    return made


def standing(scheme: MemoryScheme, name: str = "C-001") -> QualityStanding:
    return scheme[name].desk.quality.standing(YEAR)


def of_criteria(scheme: MemoryScheme, name: str = "C-001") -> dict[str, Standing]:
    return {one.criterion.criterion_id: one.standing for one in standing(scheme, name).criteria}


def test_the_neutral_template_is_there_before_anything_was_put_in_use() -> None:
    found = standing(a_scheme())
    assert (found.framework.framework_id, found.in_use) == ("neutral", None)
    assert [one.level for one in found.levels] == list(Level)


def test_a_figure_is_computed_anew_from_what_is_filed(scheme: MemoryScheme) -> None:
    assert of_criteria(scheme)["pairs"] is Standing.MISSING
    scheme.filed_by("V-001")
    scheme.exchange()

    found = standing(scheme)
    assert found.figures["visits_in_pairs"].value == 100
    assert found.figures["visits_in_pairs"].n == 1
    assert of_criteria(scheme)["pairs"] is Standing.MET


def test_the_figures_are_those_of_the_year_chosen(scheme: MemoryScheme) -> None:
    scheme.filed_by("V-001")
    scheme.exchange()
    other = FinancialYear(YEAR.first_calendar_year - 1)
    assert scheme["C-001"].desk.quality.standing(other).figures["visits_in_pairs"].value is None


def test_notes_and_documents_meet_what_asks_for_them_and_reach_the_office_alone(scheme: MemoryScheme) -> None:
    quality = scheme["C-001"].desk.quality
    quality.add_note("talks", "A talk is offered after every visit.")
    kept = quality.add_document("minutes", "Minutes of March", PDF)
    scheme.exchange()

    assert of_criteria(scheme, "C-002") == {
        "pairs": Standing.MISSING,
        "minutes": Standing.MET,
        "talks": Standing.MET,
    }
    assert scheme["C-002"].desk.quality.document(kept.record_id) == PDF
    assert scheme["V-001"].records("quality.evidence") == []
    assert scheme["V-001"].records("quality.framework") == []


def test_what_was_withdrawn_counts_no_more_and_is_said_to_whoever_withdraws_it_again(
    scheme: MemoryScheme,
) -> None:
    quality = scheme["C-001"].desk.quality
    note = quality.add_note("talks", "A talk is offered.")
    quality.withdraw(note)
    assert of_criteria(scheme)["talks"] is Standing.MISSING
    with pytest.raises(NotFound):
        quality.withdraw(note)


def test_evidence_of_two_coordinators_adds_up_and_both_end_with_the_same(scheme: MemoryScheme) -> None:
    first, second = scheme["C-001"].desk.quality, scheme["C-002"].desk.quality
    first.add_note("talks", "A talk is offered.")
    second.add_note("talks", "Talks are held each year.")
    second.add_document("minutes", "Minutes of March", PNG)
    scheme.exchange()
    scheme.exchange()

    assert standing(scheme) == standing(scheme, "C-002")
    assert len(standing(scheme).criteria[2].evidence) == 2


def test_of_two_frameworks_put_in_use_at_once_the_later_stands_for_both(scheme: MemoryScheme) -> None:
    scheme["C-001"].desk.quality.publish(our_framework(2))
    scheme.clock.forward(minutes=5)
    scheme["C-002"].desk.quality.publish(replace(our_framework(2), title="The other"))
    scheme.exchange()
    scheme.exchange()
    for name in ("C-001", "C-002"):
        assert scheme[name].desk.quality.framework().title == "The other"


def test_evidence_stays_with_criteria_of_the_same_name_and_the_rest_is_counted(scheme: MemoryScheme) -> None:
    quality = scheme["C-001"].desk.quality
    quality.add_note("talks", "A talk is offered.")
    quality.add_document("minutes", "Minutes of March", PDF)
    newer = our_framework(2)
    quality.publish(replace(newer, criteria=tuple(c for c in newer.criteria if c.criterion_id != "minutes")))
    found = standing(scheme)
    assert found.unplaced == 1
    assert of_criteria(scheme)["talks"] is Standing.MET


def test_a_changed_framework_needs_a_higher_version_and_another_one_does_not(scheme: MemoryScheme) -> None:
    quality = scheme["C-001"].desk.quality
    with pytest.raises(RuleBroken, match="in use"):
        quality.publish(our_framework())
    with pytest.raises(RuleBroken, match="after"):
        quality.publish(replace(our_framework(), title="Changed"))
    assert quality.publish(our_framework(1, "another")).edition == 2


@pytest.mark.parametrize("document", [PDF, PNG, a_docx()], ids=["pdf", "png", "docx"])
def test_the_kind_of_a_document_is_told_by_what_is_in_it(scheme: MemoryScheme, document: bytes) -> None:
    kept = scheme["C-001"].desk.quality.add_document("minutes", "Minutes", document)
    assert kept.ending in {"pdf", "png", "docx"}
    assert (kept.size, kept.digest) == (len(document), sha256_hex(document))


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"MZ\x90\x00",
        b"<html>",
        b"PK\x03\x04 not a zip at all",
        a_docx("word/vbaProject.bin"),
        a_docx()[:-30],
        PDF + bytes(4_000_000),
    ],
    ids=["empty", "program", "page", "no zip", "macros", "damaged", "huge"],
)
def test_any_other_document_is_refused_in_a_sentence_and_nothing_is_kept(
    scheme: MemoryScheme, document: bytes
) -> None:
    with pytest.raises(BadInput) as refused:
        scheme["C-001"].desk.quality.add_document("minutes", "Minutes", document)
    assert refused.value.user_text.endswith(".")
    assert scheme["C-001"].records("quality.evidence") == []


def test_words_that_identify_somebody_are_refused(scheme: MemoryScheme) -> None:
    quality = scheme["C-001"].desk.quality
    with pytest.raises(RuleBroken, match="unjustified"):
        quality.add_note("talks", "Rang 07700 900123 about the talk.")
    with pytest.raises(RuleBroken, match="unjustified"):
        quality.add_document("minutes", "Sent by a@example.org", PDF)


@pytest.mark.parametrize(
    "act",
    [
        lambda scheme: scheme["V-001"].desk.quality.publish(our_framework(2)),
        lambda scheme: scheme["V-001"].desk.quality.standing(YEAR),
        lambda scheme: scheme["V-001"].desk.quality.add_note("talks", "A talk."),
        lambda scheme: scheme["C-001"].desk.quality.add_note("talks", "   "),
        lambda scheme: scheme["C-001"].desk.quality.add_note("talks", "long " * 900),
        lambda scheme: scheme["C-001"].desk.quality.add_note("unheard_of", "A talk."),
        lambda scheme: scheme["C-001"].desk.quality.add_document("minutes", " ", PDF),
        lambda scheme: scheme["C-001"].desk.quality.document(RecordId("nothing")),
        lambda scheme: scheme["C-001"].desk.quality.publish(replace(our_framework(2), criteria=())),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    scheme: MemoryScheme, act: Callable[[MemoryScheme], object]
) -> None:
    with pytest.raises(IcvError) as refused:
        act(scheme)
    assert refused.value.user_text.endswith(".")


def test_a_visit_with_a_lapsed_visitor_is_counted_until_it_was_allowed(scheme: MemoryScheme) -> None:
    scheme.filed_by("V-001")
    scheme.exchange()
    office = scheme["C-001"].desk
    template = a_scheme()["C-001"].desk.quality.framework()
    office.quality.publish(template)
    assert office.quality.standing(YEAR).figures["visits_with_lapsed_visitors"].value == 0
    member = next(one for one in office.scheme.members() if one.member_id == "V-001")
    office.scheme.put_member(replace(member, vetting_expires=date(2020, 1, 1)))
    assert office.quality.standing(YEAR).figures["visits_with_lapsed_visitors"].value == 1


def forged_evidence(scheme: MemoryScheme, document: bytes | None, **changes: object) -> bytes:
    said = Evidence(
        record_id=RecordId(SeededIds(scheme.clock, "forged").new()),
        criterion_id="minutes",
        at=NOON,
        by=MemberId("C-002"),
        kind=EvidenceKind.DOCUMENT,
        title="Minutes",
        ending="pdf",
        digest=sha256_hex(PDF),
        size=len(PDF),
    )
    said = replace(said, **changes)  # type: ignore[arg-type]
    parts = evidence_parts(said, document)
    return scheme.forged("C-002", "quality.evidence", "minutes", parts, record_id=said.record_id)


@pytest.mark.parametrize(
    ("document", "changes"),
    [
        (None, {}),
        (PNG, {}),
        (b"MZ", {"digest": sha256_hex(b"MZ"), "size": 2, "ending": "exe"}),
        (PDF, {"ending": "exe"}),
        (PDF, {"size": 1}),
        (PDF, {"by": MemberId("C-001")}),
        (PDF, {"kind": EvidenceKind.NOTE}),
        (PDF, {"title": ""}),
    ],
)
def test_evidence_that_does_not_fit_is_refused_when_it_arrives(
    scheme: MemoryScheme, document: bytes | None, changes: dict[str, object]
) -> None:
    data = forged_evidence(scheme, document, **changes)
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert standing(scheme).criteria[1].evidence == ()


def test_well_made_evidence_of_the_other_coordinator_is_taken(scheme: MemoryScheme) -> None:
    assert taken(scheme, forged_evidence(scheme, PDF))[0] is RecordState.RECEIVED


def test_no_visitor_puts_a_framework_in_use_or_attaches_evidence(scheme: MemoryScheme) -> None:
    ids = SeededIds(scheme.clock, "by a visitor")
    said = PublishedFramework(
        record_id=RecordId(ids.new()),
        edition=9,
        framework=our_framework(9),
        at=NOON,
        by=MemberId("V-001"),
    )
    data = scheme.forged(
        "V-001", "quality.framework", "ours", framework_parts(said), record_id=said.record_id
    )
    assert taken(scheme, data)[0] is RecordState.REFUSED
    note = Evidence(
        record_id=RecordId(ids.new()), criterion_id="talks", at=NOON, by=MemberId("V-001"), text="A talk."
    )
    data = scheme.forged("V-001", "quality.evidence", "talks", evidence_parts(note), record_id=note.record_id)
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert DOCUMENT not in evidence_parts(note)


def test_what_the_office_notes_shows_in_the_figures_until_it_may_be_erased() -> None:
    scheme = a_scheme()  # with the template, which asks for these figures
    desk = scheme["C-001"].desk
    files = desk.member_files
    files.note(files.all().file(V1), FileGroup.CONFLICTS, conflicts=[Conflict(member_id=V1, other=V2)])
    words = NoticeWords(title="New form", text="Use it.", first_day=NOON.date(), must_read=True)
    notice = desk.notices.tell(words)
    scheme.exchange()
    scheme["V-001"].desk.notices.say_read(notice)
    read_and_sent(scheme)
    scheme.exchange()
    names = ("conflicts_declared", "notices_read", "records_reviewed", "training_up_to_date")

    def figures() -> dict[str, tuple[int | None, int]]:
        found = standing(scheme).figures
        return {
            name: (None if one.value is None else int(one.value), one.n)
            for name, one in found.items()
            if name in names
        }

    assert figures() == {
        "conflicts_declared": (1, 1),
        "notices_read": (33, 3),
        "records_reviewed": (1, 1),
        "training_up_to_date": (0, 3),
    }
    scheme.clock.moment = FinancialYear(YEAR.first_calendar_year + 6).ends_at
    assert figures() == dict.fromkeys(names, (None, 0))
