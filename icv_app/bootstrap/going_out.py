"""What a scheme holds, in files: implements `ui.out_doors.OutDoors`. Each is logged, or there is no file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.domain.audit import AuditAct
from icv_app.domain.periods import Period
from icv_app.errors import RuleBroken
from icv_app.words import _, plural

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class OutFiles:
    """`OutDoors` over the disk."""

    def export_everything(
        self, desk: Desk, file: Path, *, identifying: bool, progress: Callable[[int, int], None]
    ) -> int:
        """See `OutDoors.export_everything`."""
        import resources
        from icv_app.exchange.everything.export import export_everything, format_for
        from icv_app.exchange.everything.schema import SCHEMA_FILE
        from icv_app.exchange.whole_files import noted_when_written, put_back_on_failure, write_whole

        format_for(file)
        told = _("with what identifies people") if identifying else _("without what identifies people")
        number = 0

        def note(digest: str) -> None:
            words = f"{plural('{n} visit', '{n} visits', number)}, {told}"
            desk.audit.note(AuditAct.EVERYTHING_EXPORTED, digest, words)

        with ExitStack() as stack:
            scheme = stack.enter_context(desk.whole.opened(identifying=identifying))
            if file.suffix.casefold() == ".json":
                beside = file.with_name(SCHEMA_FILE)
                stack.enter_context(put_back_on_failure(beside))
                write_whole(beside, resources.path(f"schemas/{SCHEMA_FILE}").read_bytes())
            stack.enter_context(noted_when_written(file, note))
            number = export_everything(scheme, file, progress=progress)
        return number

    def write_national_return(self, desk: Desk, period: Period, file: Path, *, with_suites: bool) -> None:
        """See `OutDoors.write_national_return`."""
        from icv_app.exchange.national_files import national_json, save_national_return
        from icv_app.exchange.whole_files import noted_when_written
        from icv_app.seal.cipher import sha256_hex

        if not desk.identity.coordinator:
            raise RuleBroken(
                f"member {desk.identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can write the national return."),
            )

        made = desk.publications.national(period, with_suites=with_suites)

        def note(digest: str) -> None:
            desk.audit.note(AuditAct.NATIONAL_RETURN_WRITTEN, digest, period.label)
            desk.publications.note_return(made, digest=digest, figures=sha256_hex(national_json(made)))

        with noted_when_written(file, note):
            save_national_return(made, file)
