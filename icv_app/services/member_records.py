"""How what the office keeps of members becomes records, and back."""

from __future__ import annotations

from icv_app.domain.ids import MemberId
from icv_app.domain.member_file import FileWord, MemberFile, file_of
from icv_app.domain.records import RecordKind
from icv_app.domain.rota import Conflict
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, says, unfit

FILE = RecordKind.MEMBER_FILE.value


def file_parts(word: FileWord) -> dict[str, bytes]:
    """Return the one part of a word of a member's file."""
    return {REPORT: to_json(word)}


def file_word_in(record: StoredRecord) -> FileWord:
    """Return the word of a member's file that a record holds.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    word = from_json(FileWord, body) if body is not None else None
    if word is None or (word.record_id, word.member_id, word.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, "word of a member's file does not fit its record")
    if not word.sound:
        raise unfit(record, "word of a member's file is about something else")
    return word


def file_words_in(unit: UnitOfWork) -> list[FileWord]:
    """Every word of anybody's file in this vault."""
    return [file_word_in(record) for record in unit.records.of_kinds((FILE,)) if says(record)]


def files_in(unit: UnitOfWork) -> dict[MemberId, MemberFile]:
    """Every member's file in this vault; none on a visitor's laptop."""
    words = file_words_in(unit)
    return {name: file_of(name, words) for name in sorted({one.member_id for one in words})}


def conflicts_in(unit: UnitOfWork) -> tuple[Conflict, ...]:
    """Every declared conflict of interest that stands, by member."""
    return tuple(conflict for file in files_in(unit).values() for conflict in file.conflicts)
