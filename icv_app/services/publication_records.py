"""How what is said about publications, and what was published, become records and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from icv_app.domain.publication import Issued, PublicationWord
from icv_app.domain.records import RecordKind
from icv_app.errors import BadInput
from icv_app.figures.count_tables import Count
from icv_app.seal.cipher import sha256_hex
from icv_app.services.documents import from_json, to_json
from icv_app.services.logos import check_logo
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, unfit

WORD = RecordKind.PUBLICATION_WORD.value
ISSUED = RecordKind.PUBLICATION_ISSUED.value
LOGO = "logo"
"""The part that holds a logo's bytes as they were chosen."""

Said = TypeVar("Said", PublicationWord, Issued)


def word_parts(word: PublicationWord, logo: bytes | None = None) -> dict[str, bytes]:
    """Return the parts of a word."""
    said = {REPORT: to_json(word)}
    return said if logo is None else {**said, LOGO: logo}


def issued_parts(issued: Issued) -> dict[str, bytes]:
    """Return the one part of a note of what was published."""
    return {REPORT: to_json(issued)}


def word_in(record: StoredRecord) -> PublicationWord:
    """Return the word a record holds.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    word = _inside(record, PublicationWord)
    if not word.sound:
        raise unfit(record, "word about a publication that cannot be used")
    logo = record.parts.get(LOGO)
    if (logo is not None) is not bool(word.look.logo):
        raise unfit(record, "word about a publication with another logo than it says")
    return word


def check_word(record: StoredRecord) -> None:
    """Refuse a word whose logo is not the one it speaks of, or is no picture.

    Raises:
        SealError, BadInput: As `word_in`.
    """
    word, logo = word_in(record), record.parts.get(LOGO)
    if logo is None:
        return
    try:
        check_logo(logo)
    except BadInput as wrong:
        raise unfit(record, f"logo: {wrong}") from None
    if (sha256_hex(logo), len(logo)) != (word.look.logo, word.look.logo_size):
        raise unfit(record, "word about a publication with another logo than it says")


def issued_in(record: StoredRecord) -> Issued:
    """Return the publication a record tells of.

    Raises:
        SealError, BadInput: As `word_in`.
    """
    issued = _inside(record, Issued)
    if not issued.sound:
        raise unfit(record, "note of a publication that cannot be")
    return issued


def words_in(unit: UnitOfWork) -> list[PublicationWord]:
    """Everything said about publications in this vault."""
    return [word_in(record) for record in _counting(unit, WORD)]


def all_issued(unit: UnitOfWork) -> list[Issued]:
    """Everything published so far, oldest first."""
    found = [issued_in(record) for record in _counting(unit, ISSUED)]
    return sorted(found, key=lambda one: (one.at, one.record_id))


def counts_published(unit: UnitOfWork) -> Mapping[str, Sequence[Mapping[str, Count]]]:
    """The counts of each publication so far, by the label of its period."""
    found: dict[str, list[Mapping[str, Count]]] = defaultdict(list)
    for issued in all_issued(unit):
        found[issued.period].append({one.key: Count(one.value, one.shown) for one in issued.counts})
    return found


def _inside(record: StoredRecord, kind: type[Said]) -> Said:
    body = record.parts.get(REPORT)
    said = from_json(kind, body) if body is not None else None
    if said is None or (said.record_id, said.period, said.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, f"{kind.__name__} does not fit its record")
    return said


def _counting(unit: UnitOfWork, kind: str) -> Sequence[StoredRecord]:
    return [one for one in unit.records.of_kinds((kind,)) if one.parts and one.state in COUNTS]
