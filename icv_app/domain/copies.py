"""Copies of filed reports that leave the scheme: to the force, and to the reviewer of terrorism laws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.visit import VisitKind


class CopyTo(StrEnum):
    """Who got the copy."""

    POLICE = "police"
    REVIEWER = "reviewer"
    """The Independent Reviewer of Terrorism Legislation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCopy:
    """That a copy of one report was given to somebody; never edited, a second copy is noted beside it.

    Attributes:
        at: When it was given, UTC.
        by: Who notes it: a coordinator, or of a police copy a visitor of the visit.
        how: By what way and to which office, in words; no names.
        justified: What the privacy guard found in `how`, and why it stays.
    """

    record_id: RecordId
    visit_id: VisitId
    to: CopyTo
    at: datetime
    by: MemberId
    how: str = ""
    justified: tuple[Justified, ...] = ()


def owed_to_reviewer(kind: VisitKind, copies: Iterable[ReportCopy]) -> bool:
    """Whether a filed report still has to be copied to the reviewer: every terrorism visit's does.

    Source: Police Reform Act 2002 s.51 as amended: reports on visits to people held under the
    Terrorism Act 2000 go to the Independent Reviewer of Terrorism Legislation.
    """
    return kind is VisitKind.TACT and not any(copy.to is CopyTo.REVIEWER for copy in copies)
