"""What the office keeps of members: who reads it, two coordinators at once, and what the rota makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId, RecordId, SuiteId
from icv_app.domain.member_file import FileGroup, FileWord, MemberFile, OneToOne, Recognition
from icv_app.domain.reminders import RunsOut
from icv_app.domain.rota import WEEK, Conflict, RotaRule, Window, monday_of
from icv_app.domain.training import Trained, TrainingState
from icv_app.errors import BadInput, IcvError, NotFound, RuleBroken
from icv_app.services.member_files import MemberFileService
from icv_app.services.member_records import file_parts
from icv_app.services.override_records import audit_of
from icv_app.services.ports import RecordState
from tests.builders import NOON
from tests.memory_scheme import VISITORS, MemoryScheme, SeededIds, a_scheme
from tests.unit.services.by_own_hand import taken

V1, V2, V3 = (MemberId(name) for name in VISITORS)
TODAY = NOON.date()
FIRST = monday_of(TODAY) + WEEK
TACT = Trained(kind="tact", day=date(2024, 2, 29), expires=TODAY + timedelta(days=30))
AT_LEEDS = Conflict(member_id=V1, suite_id=SuiteId("leeds"))


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def office(scheme: MemoryScheme, name: str = "C-001") -> MemberFileService:
    return scheme[name].desk.member_files


def test_only_the_office_gets_what_the_office_notes(scheme: MemoryScheme) -> None:
    files = office(scheme)
    files.note(files.all().file(V1), FileGroup.TRAINING, training=[TACT])
    scheme.exchange()

    assert office(scheme, "C-002").all().file(V1).training == (TACT,)
    for name in VISITORS:
        assert scheme[name].records("member.file") == []
        assert scheme[name].desk.member_files.all().files == {}


def test_each_group_is_noted_by_itself(scheme: MemoryScheme) -> None:
    files = office(scheme)
    seen = files.all().file(V1)
    files.note(seen, FileGroup.LANGUAGES, languages=["Polish", "Urdu"])
    files.note(seen, FileGroup.CONFLICTS, conflicts=[AT_LEEDS])
    files.note(seen, FileGroup.RECOGNITION, recognition=[Recognition(years=1, day=TODAY)])
    files.note(seen, FileGroup.ONE_TO_ONES, one_to_ones=[OneToOne(day=TODAY, by=MemberId("C-001"))])

    file = files.all().file(V1)
    assert file.languages == ("Polish", "Urdu")
    assert file.conflicts == (AT_LEEDS,)
    assert file.recognition == (Recognition(years=1, day=TODAY),)
    assert file.one_to_ones == (OneToOne(day=TODAY, by=MemberId("C-001")),)
    assert file.training == ()


@pytest.mark.parametrize(("earlier", "later"), [("C-001", "C-002"), ("C-002", "C-001")])
def test_of_two_coordinators_at_once_the_last_written_stands_and_both_are_shown(
    scheme: MemoryScheme, earlier: str, later: str
) -> None:
    one, other = office(scheme, earlier), office(scheme, later)
    one.note(one.all().file(V1), FileGroup.LANGUAGES, languages=["Polish"])
    scheme.clock.forward(minutes=1)
    other.note(other.all().file(V1), FileGroup.LANGUAGES, languages=["Urdu"])
    other.note(other.all().file(V1), FileGroup.CONFLICTS, conflicts=[AT_LEEDS])
    scheme.exchange()

    for files in (one, other):
        group = files.all().file(V1).group(FileGroup.LANGUAGES)
        assert group.word is not None
        assert (group.word.languages, group.word.by) == (("Urdu",), later)
        assert [(word.languages, word.by) for word in group.beside] == [(("Polish",), earlier)]
        assert files.all().file(V1).conflicts == (AT_LEEDS,)

    one.note(one.all().file(V1), FileGroup.LANGUAGES, languages=["Polish", "Urdu"])
    scheme.exchange()
    for files in (one, other):
        group = files.all().file(V1).group(FileGroup.LANGUAGES)
        assert group.word is not None
        assert (group.word.languages, group.beside) == (("Polish", "Urdu"), ())


def test_the_audit_log_says_which_group_was_noted_and_not_what(scheme: MemoryScheme) -> None:
    files = office(scheme)
    word = files.note(files.all().file(V1), FileGroup.LANGUAGES, languages=["Urdu"])
    [line] = [
        entry
        for entry in map(audit_of, scheme["C-001"].records("audit.entry"))
        if entry.about == word.record_id
    ]
    assert (line.act, line.subject, line.reason) == (AuditAct.MEMBER_CHANGED, V1, "languages")


def test_nobody_is_drawn_for_a_suite_they_have_a_conflict_with(scheme: MemoryScheme) -> None:
    files = office(scheme)
    rota = scheme["C-001"].desk.rota
    place = next(duty.place for duty in rota.begin(FIRST, 1).duties if duty.suite_id == "leeds")
    before = rota.set_duty(place, pair=(V1, V2), window=Window.DAY)
    assert RotaRule.CONFLICT not in {one.rule for one in before}

    files.note(files.all().file(V1), FileGroup.CONFLICTS, conflicts=[AT_LEEDS])
    assert rota.task().conflicts == (AT_LEEDS,)
    after = rota.set_duty(place, pair=(V1, V2), window=Window.DAY)
    assert [one.members for one in after if one.rule is RotaRule.CONFLICT] == [(V1,)]


def test_two_visitors_with_a_conflict_are_not_sent_together(scheme: MemoryScheme) -> None:
    files, rota = office(scheme), scheme["C-001"].desk.rota
    files.note(files.all().file(V1), FileGroup.CONFLICTS, conflicts=[Conflict(member_id=V1, other=V2)])
    place = rota.begin(FIRST, 1).duties[0].place
    told = rota.set_duty(place, pair=(V2, V1), window=Window.DAY)
    assert RotaRule.CONFLICT in {one.rule for one in told}
    told = rota.set_duty(place, pair=(V1, V3), window=Window.DAY)
    assert RotaRule.CONFLICT not in {one.rule for one in told}


def test_the_matrix_shows_every_visitor_in_every_kind(scheme: MemoryScheme) -> None:
    files = office(scheme)
    files.note(files.all().file(V2), FileGroup.TRAINING, training=[TACT])
    matrix = files.training()
    assert [row.member.member_id for row in matrix.rows] == [*VISITORS]
    at = [kind.kind for kind in matrix.kinds].index("tact")
    assert [row.standings[at].state for row in matrix.rows] == [
        TrainingState.NONE,
        TrainingState.SOON,
        TrainingState.NONE,
    ]


def test_what_runs_out_is_told_with_training_among_it(scheme: MemoryScheme) -> None:
    files, register = office(scheme), scheme["C-001"].desk.scheme
    for member in register.members():
        register.put_member(
            replace(member, vetting_expires=None, term_ends=None, id_card_expires=None, probation_until=None)
        )
    member = next(one for one in register.members() if one.member_id == V2)
    register.put_member(replace(member, vetting_expires=TODAY - timedelta(days=1)))
    files.note(files.all().file(V1), FileGroup.TRAINING, training=[TACT])

    told = files.coming_up()
    assert [(one.member_id, one.what, one.stage) for one in told.reminders] == [
        (V2, RunsOut.VETTING, 0),
        (V1, RunsOut.TRAINING, 30),
    ]
    assert told.kinds["tact"] == "TACT"


def test_who_is_to_be_thanked_is_told_until_it_is_noted(scheme: MemoryScheme) -> None:
    files, register = office(scheme), scheme["C-001"].desk.scheme
    for member in register.members():
        joined = TODAY.replace(year=TODAY.year - 3) + timedelta(days=member.member_id != V1)
        register.put_member(replace(member, joined=joined))
    assert files.coming_up().thanks == ((V1, 3), (V2, 1), (V3, 1))
    files.note(files.all().file(V1), FileGroup.RECOGNITION, recognition=[Recognition(years=3, day=TODAY)])
    assert files.coming_up().thanks == ((V2, 1), (V3, 1))


def test_leave_that_visitors_said_is_in_the_register_until_it_is_over(scheme: MemoryScheme) -> None:
    scheme["V-001"].desk.duties.say({}, [(TODAY - WEEK, TODAY), (TODAY - 2 * WEEK, TODAY - WEEK)])
    scheme.exchange()
    [leave] = office(scheme).all().leave_of(V1)
    assert (leave.first, leave.last) == (TODAY - WEEK, TODAY)
    scheme.clock.forward(days=1)
    assert office(scheme).all().leave == ()


@pytest.mark.parametrize(
    ("member", "group", "values", "kind"),
    [
        ("V-001", FileGroup.LANGUAGES, {"languages": ["0113 496 0000"]}, BadInput),
        ("V-001", FileGroup.LANGUAGES, {"training": [TACT]}, BadInput),
        ("V-999", FileGroup.LANGUAGES, {"languages": ["Urdu"]}, NotFound),
        (
            "V-001",
            FileGroup.CONFLICTS,
            {"conflicts": [replace(AT_LEEDS, suite_id=SuiteId("nowhere"))]},
            NotFound,
        ),
        (
            "V-001",
            FileGroup.CONFLICTS,
            {"conflicts": [Conflict(member_id=V1, other=MemberId("V-999"))]},
            NotFound,
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    scheme: MemoryScheme, member: str, group: FileGroup, values: dict[str, Any], kind: type[IcvError]
) -> None:
    with pytest.raises(kind) as refused:
        office(scheme).note(MemberFile(member_id=MemberId(member)), group, **values)
    assert refused.value.user_text.endswith(".")
    assert scheme["C-001"].records("member.file") == []


def test_a_visitor_notes_nothing(scheme: MemoryScheme) -> None:
    with pytest.raises(RuleBroken):
        office(scheme, "V-001").note(MemberFile(member_id=V1), FileGroup.LANGUAGES, languages=["Urdu"])


def a_word_by(scheme: MemoryScheme, by: str) -> FileWord:
    return FileWord(
        record_id=RecordId(SeededIds(scheme.clock, "forged").new()),
        member_id=V1,
        group=FileGroup.LANGUAGES,
        at=NOON,
        by=MemberId(by),
        languages=("Urdu",),
    )


@pytest.mark.parametrize(
    ("author", "changed"),
    [
        ("V-001", lambda word: word),
        ("C-002", lambda word: replace(word, by=MemberId("C-001"))),
        ("C-002", lambda word: replace(word, member_id=V2)),
        ("C-002", lambda word: replace(word, group=FileGroup.TRAINING)),
    ],
)
def test_a_word_that_is_not_its_authors_or_not_sound_is_refused(
    scheme: MemoryScheme, author: str, changed: Callable[[FileWord], FileWord]
) -> None:
    word = changed(a_word_by(scheme, author))
    data = scheme.forged(author, "member.file", V1, file_parts(word), to=(), record_id=word.record_id)
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert office(scheme).all().files == {}


def test_a_sound_word_by_another_coordinator_is_taken(scheme: MemoryScheme) -> None:
    word = a_word_by(scheme, "C-002")
    data = scheme.forged("C-002", "member.file", V1, file_parts(word), to=(), record_id=word.record_id)
    assert taken(scheme, data)[0] is RecordState.RECEIVED
    assert office(scheme).all().file(V1).languages == ("Urdu",)


def tact(scheme: MemoryScheme, name: str) -> tuple[bool, date | None]:
    [member] = [one for one in scheme[name].desk.scheme.members() if one.member_id == V1]
    return member.tact_trained, member.tact_expires


def test_training_for_terrorism_visits_stands_in_the_profile_as_the_log_says(scheme: MemoryScheme) -> None:
    files = office(scheme)
    files.note(files.all().file(V1), FileGroup.TRAINING, training=[TACT])
    scheme.exchange()
    assert {tact(scheme, name) for name in ("C-001", "C-002", *VISITORS)} == {(True, TACT.expires)}

    again = replace(TACT, day=TODAY, expires=TODAY + timedelta(days=900))
    files.note(files.all().file(V1), FileGroup.TRAINING, training=[TACT, again])
    scheme.exchange()
    assert tact(scheme, "V-002") == (True, again.expires)

    files.note(files.all().file(V1), FileGroup.TRAINING, training=[])
    scheme.exchange()
    assert tact(scheme, "V-002") == (False, None)


def test_a_profile_that_is_changed_says_of_it_what_the_log_says(scheme: MemoryScheme) -> None:
    files, register = office(scheme), scheme["C-001"].desk.scheme
    [old] = [one for one in register.members() if one.member_id == V1]
    files.note(files.all().file(V1), FileGroup.TRAINING, training=[TACT])
    register.put_member(replace(old, surname="Okafor"))
    assert tact(scheme, "C-001") == (True, TACT.expires)


def test_who_was_trained_before_there_was_a_log_stays_so_until_the_log_speaks_of_it(
    scheme: MemoryScheme,
) -> None:
    files, register = office(scheme), scheme["C-001"].desk.scheme
    [old] = [one for one in register.members() if one.member_id == V1]
    register.put_member(replace(old, tact_trained=True))
    files.note(files.all().file(V1), FileGroup.TRAINING, training=[replace(TACT, kind="initial")])
    assert tact(scheme, "C-001") == (True, None)
    files.note(files.all().file(V1), FileGroup.LANGUAGES, languages=["Urdu"])
    assert tact(scheme, "C-001") == (True, None)
