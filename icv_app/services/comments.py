"""What coordinators say beside a filed report: comments on its places, thanks to its visitors."""

from __future__ import annotations

from collections.abc import Iterable

from icv_app.domain.comment import WHOLE, CommentKind, ReportComment, is_place
from icv_app.domain.ids import VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.visit import Stage
from icv_app.errors import RuleBroken
from icv_app.services.comment_records import COMMENT, comment_parts, comments_of
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.records import RecordBook
from icv_app.services.scheme_records import settings_under
from icv_app.words import _


class CommentService:
    """Each word is a record of its own, read by the office and the visitors, and never edited.

    With words that seem to identify somebody it is refused (`RuleBroken`), unless `justified` says of
    each why it stays. The report and where it stands are left as they are.
    """

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
        *,
        guard_for: GuardFor,
    ) -> None:
        self._guard_for = guard_for
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records

    def comment(
        self, visit_id: VisitId, path: str, text: str, justified: Iterable[Justified] = ()
    ) -> ReportComment:
        """Comment on one place of a filed report.

        Args:
            visit_id: Of the report.
            path: The place, see `icv_app.domain.comment.is_place`.
            text: For the visitors and the office.
            justified: Why what the privacy guard found in it stays.

        Raises:
            RuleBroken: Not a coordinator, an empty text, still a draft, or the report has no such place.
            NotFound: It is not in this vault.
            StoreError: Nothing was changed on disk.
        """
        return self._say(visit_id, CommentKind.COMMENT, path, text, justified)

    def thank(self, visit_id: VisitId, text: str, justified: Iterable[Justified] = ()) -> ReportComment:
        """Thank the visitors of a filed report, or say what would help next time.

        Raises:
            RuleBroken, NotFound, StoreError: As `comment`.
        """
        return self._say(visit_id, CommentKind.THANKS, WHOLE, text, justified)

    def of(self, visit_id: VisitId) -> tuple[ReportComment, ...]:
        """Everything said beside one report, oldest first.

        Raises:
            NotFound: It is not in this vault.
        """
        with self._open_reading() as unit:
            return comments_of(unit, unit.visits.get(visit_id))

    def _say(
        self, visit_id: VisitId, kind: CommentKind, path: str, text: str, justified: Iterable[Justified]
    ) -> ReportComment:
        words = text.strip()
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can comment on a report. Write an addendum instead."),
            )
        if not words:
            raise RuleBroken("empty text", user_text=_("Write something first."))
        with self._open_unit() as unit:
            visit = unit.visits.get(visit_id)
            if visit.stage is not Stage.SUBMITTED:
                raise RuleBroken(
                    f"visit {visit_id}: still a draft",
                    user_text=_("This visit has not been submitted yet."),
                )
            if not is_place(visit, kind, path):
                raise RuleBroken(
                    f"visit {visit_id}: no such place", user_text=_("Choose a place that is in this report.")
                )
            guard = self._guard_for(settings_under(unit, visit))
            stays = let_pass(guard, words, justified, about=f"visit {visit_id}")
            comment = ReportComment(
                record_id=self._records.new_id(),
                visit_id=visit_id,
                kind=kind,
                path=path,
                at=self._clock.now(),
                by=self._identity.member_id,
                text=words,
                justified=stays,
            )
            self._records.write(
                unit,
                kind=COMMENT,
                subject=visit_id,
                parts=comment_parts(comment),
                addressees=Addressees(office=True, members=visit.visitors),
                record_id=comment.record_id,
            )
            unit.commit()
        return comment
