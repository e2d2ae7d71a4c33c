"""Who has read a notice, as CSV that carries the marking OFFICIAL-SENSITIVE."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from icv_app.domain.times import in_london
from icv_app.exchange.safe_cells import safe
from icv_app.exchange.visit_columns import MARKING
from icv_app.exchange.whole_files import write_whole
from icv_app.services.notices import NoticeOnDesk

COLUMNS = ("marking", "notice", "edition", "told_on", "member", "standing", "read_at")
"""`standing` is a value of `Reading`; `read_at` is London's time with its offset, empty where unread."""


def save_readers(seen: NoticeOnDesk, file: Path) -> None:
    """Write one row for each visitor a notice is shown to, by number.

    Raises:
        StoreError: The file could not be written.
    """
    notice, text = seen.notice, io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for reader in sorted(seen.readers, key=lambda one: one.member.member_id):
        read_at = in_london(reader.read_at).isoformat() if reader.read_at is not None else ""
        row = (
            MARKING,
            notice.title,
            notice.edition,
            notice.told_on.isoformat(),
            reader.member.member_id,
            reader.reading.value,
            read_at,
        )
        writer.writerow([safe(cell) for cell in row])
    write_whole(file, text.getvalue().encode("utf-8-sig"))
