"""Visits out of the vault as rows, and past visits into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import MemberId
from icv_app.domain.records import RecordKind
from icv_app.domain.visit import ChecklistRef, Stage, Visit
from icv_app.domain.visit_facts import VisitFacts, visit_facts
from icv_app.errors import RuleBroken
from icv_app.services.folding import apply_together
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Checklists, OpenUnit, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.records import RecordBook
from icv_app.services.report_records import report_parts
from icv_app.words import _

TOGETHER = 100
"""So many past visits are written at once; between them somebody may cancel."""


@dataclass(frozen=True, slots=True)
class ExportedVisit:
    """One filed visit with its facts and its suite's name."""

    visit: Visit
    facts: VisitFacts
    suite_name: str


def _unasked(_number: int) -> None:
    """Nobody asks how many there are by now."""


def _nothing_more(_unit: UnitOfWork, _number: int) -> None:
    """Nothing else belongs to it."""


class ArchiveService:
    """Export and import of visits. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        identity: Identity,
        checklists: Checklists,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._identity = identity
        self._checklists = checklists
        self._records = records

    def filed_visits(self) -> Iterator[ExportedVisit]:
        """Every filed visit in this vault when the first is asked for, oldest first.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        with self._open_reading() as unit:
            settings = unit.settings.current()
            for summary in reversed(unit.visits.summaries(VisitFilter(stage=Stage.SUBMITTED))):
                visit = unit.visits.get(summary.visit_id)
                yield ExportedVisit(visit, visit_facts(visit), settings.suite_name(visit.suite))

    def checklist(self, ref: ChecklistRef) -> Checklist:
        """The checklist that past visits are brought in under.

        Raises:
            NotFound: It is not here.
        """
        return self._checklists(ref.checklist_id, ref.version)

    def require_importer(self) -> MemberId:
        """Say no before anything is read where `take_in` would say it in the end; return who may.

        Raises:
            RuleBroken: Not a coordinator.
        """
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can import past visits."),
            )
        return self._identity.member_id

    def take_in(
        self,
        visits: Iterable[Visit],
        *,
        kept: Callable[[int], None] = _unasked,
        in_the_end: Callable[[UnitOfWork, int], None] = _nothing_more,
    ) -> int:
        """Keep past visits as records of the office, all or none; return how many.

        Args:
            visits: Taken a few at a time, so that they need not all be in memory.
            kept: Told how many there are by now; what it raises goes through, and nothing is kept.
            in_the_end: Does what belongs to it in the same transaction.

        Raises:
            RuleBroken: Not a coordinator.
            SealError: One of them is here already, or was never filed.
            StoreError: Nothing was changed on disk.
        """
        self.require_importer()
        number, coming = 0, iter(visits)
        with self._open_unit() as unit:
            while several := list(islice(coming, TOGETHER)):
                self._records.write_together(
                    unit,
                    kind=RecordKind.VISIT_IMPORTED,
                    said=[(visit.visit_id, self._parts(visit)) for visit in several],
                    addressees=Addressees(office=True),
                    apply=apply_together,
                )
                number += len(several)
                kept(number)
            in_the_end(unit, number)
            unit.commit()
        return number

    def _parts(self, visit: Visit) -> dict[str, bytes]:
        return report_parts(visit, self.checklist(visit.checklist))
