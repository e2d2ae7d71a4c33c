"""Files of notices, in and out of the vault: implements `ui.notice_doors.NoticeDoors`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

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

        with self._logged(desk, notice, file):
            write_whole(file, desk.notices.document(notice))

    def save_readers(self, desk: Desk, seen: NoticeOnDesk, file: Path) -> None:
        """See `NoticeDoors.save_readers`."""
        from icv_app.exchange.notice_readers import save_readers

        with self._logged(desk, seen.notice, file):
            save_readers(seen, file)

    def _logged(self, desk: Desk, notice: Notice, file: Path) -> AbstractContextManager[None]:
        from icv_app.exchange.whole_files import noted_when_written

        return noted_when_written(
            file, lambda digest: desk.audit.note(AuditAct.NOTICE_WRITTEN, digest, notice.notice_id)
        )
