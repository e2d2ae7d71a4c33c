"""Nothing that was typed can be read on the disk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from icv_app.domain.ids import RecordId
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.store.backup import backup
from icv_app.store.restore import restore
from tests.builders import NOON, a_concern, a_girl_of_15, a_member, a_visit, answered, settings
from tests.store.conftest import NOW, Made

TYPED = (
    "She said the cell was cold all night.",
    "13WK/4410",
    "Solicitors are called late at night.",
    "surname-of-a-volunteer",
    "what the sealed part says",
    "why it was refused",
    "name-of-a-scheme",
    "value-of-a-fact",
    "V-001",
    "wakefield",
    "SQLite format 3",
    "CREATE TABLE",
)


def _found(folder: Path, words: tuple[bytes, ...]) -> list[tuple[str, bytes]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, word) for path in files for word in words if word in path.read_bytes()]


def _as_bytes(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode(coding) for text in texts for coding in ("utf-8", "utf-16-le"))


def _type_everything(made: Made) -> None:
    girl = answered(a_girl_of_15(note=TYPED[0]))
    with made.open() as vault:
        with vault.open_unit() as unit:
            unit.visits.put(a_visit(people=(girl,), concerns=(a_concern(),)))
            unit.members.put(a_member(surname=TYPED[3]))
            unit.records.put(
                StoredRecord(
                    record_id=RecordId("record-1"),
                    kind="visit_report",
                    subject="visit-1",
                    author=None,
                    device=None,
                    written_at=NOON,
                    state=RecordState.REFUSED,
                    parts={"person": TYPED[4].encode()},
                    reason=TYPED[5],
                )
            )
            unit.settings.put(settings(name=TYPED[6]))
            unit.meta.put("name", TYPED[7])
            unit.commit()
        backup(vault, NOW)
        assert (made.folder / "vault.db-wal").stat().st_size > 0
        assert not _found(made.folder, _as_bytes(*TYPED))


def test_no_typed_word_is_on_the_disk_while_open_locked_backed_up_or_restored(made: Made) -> None:
    _type_everything(made)
    assert not _found(made.folder, _as_bytes(*TYPED))
    (made_backup,) = (made.folder / "backups").iterdir()
    restore(made.folder, made_backup, NOW + timedelta(hours=1))
    assert not _found(made.folder, _as_bytes(*TYPED))


def test_no_key_is_on_the_disk(made: Made) -> None:
    _type_everything(made)
    keys = (made.keys.content, made.keys.identity)
    assert not _found(made.folder, (*keys, *(key.hex().encode() for key in keys)))


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
def test_the_search_would_find_a_word(tmp_path: Path, coding: str) -> None:
    (tmp_path / "file").write_bytes(b"..." + TYPED[0].encode(coding) + b"...")
    assert _found(tmp_path, _as_bytes(*TYPED))


def test_files_are_for_this_user_alone(made: Made) -> None:
    _type_everything(made)
    open_to_others = [
        path.name
        for path in (made.folder, *made.folder.rglob("*"))
        if path.stat().st_mode & 0o077 and path.parent.stat().st_mode & 0o077
    ]
    assert not open_to_others


def test_a_defect_in_a_statement_does_not_carry_what_was_typed_into_a_log(made: Made) -> None:
    missing: Any = None
    with made.open() as vault, vault.open_unit() as unit, pytest.raises(DBAPIError) as raised:
        unit.keys.put(TYPED[0], missing)
    assert TYPED[0] not in str(raised.value)
