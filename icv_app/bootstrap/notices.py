"""Files of notices, in and out of the vault: implements `ui.notice_doors.NoticeDoors`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.bootstrap.printing import or_take_away
from icv_app.domain.audit import AuditAct

if TYPE_CHECKING:
    from icv_app.domain.notices import Notice
    from icv_app.services.desk import Desk
    from icv_app.services.notices import NoticeOnDesk


class NoticeFiles:
    """`NoticeDoors` over the disk."""

    def read_document(self, file: Path) -> bytes:
        """See `NoticeDoors.read_document`."""
        from icv_app.exchange.attached_files import read_document
        from icv_app.services.attached_documents import ending_of

        document = read_document(file)
        ending_of(document)
        return document

    def save_document(self, desk: Desk, notice: Notice, file: Path) -> None:
        """See `NoticeDoors.save_document`."""
        from icv_app.exchange.whole_files import write_whole

        write_whole(file, desk.notices.document(notice))
        self._log(desk, notice, file)

    def save_readers(self, desk: Desk, seen: NoticeOnDesk, file: Path) -> None:
        """See `NoticeDoors.save_readers`."""
        from icv_app.exchange.notice_readers import save_readers

        save_readers(seen, file)
        self._log(desk, seen.notice, file)

    def _log(self, desk: Desk, notice: Notice, file: Path) -> None:
        from icv_app.exchange.whole_files import digest_of_file

        or_take_away(
            file, lambda: desk.audit.note(AuditAct.NOTICE_WRITTEN, digest_of_file(file), notice.notice_id)
        )
