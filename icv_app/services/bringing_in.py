"""Past visits into the vault: by what they are judged, and keeping them all or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from icv_app.domain.audit import AuditAct
from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import VisitId
from icv_app.domain.visit import Stage, Visit
from icv_app.errors import BadInput, RuleBroken
from icv_app.services.archive import ArchiveService
from icv_app.services.audit_log import AuditLog, audit_entries
from icv_app.services.documents import from_json, to_json
from icv_app.services.past_visits import (
    LONGEST_NAME,
    MOST_MAPPINGS,
    ColumnMapping,
    HeldVisit,
    ImportBasis,
)
from icv_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.privacy import GuardFor
from icv_app.services.progress import Progress, no_progress
from icv_app.words import _, plural

MAPPINGS = "column_mappings"
"""Meta name: the named mappings kept in this vault."""


@dataclass(frozen=True, slots=True)
class KeptMappings:
    """Every named mapping, by name."""

    mappings: tuple[ColumnMapping, ...] = ()


class BringingInService:
    """Past visits from elsewhere. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        ids: Ids,
        archive: ArchiveService,
        audit: AuditLog,
        open_reading: OpenUnit | None = None,
        *,
        guard_for: GuardFor,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._ids = ids
        self._archive = archive
        self._audit = audit
        self._guard_for = guard_for

    def basis(self) -> ImportBasis:
        """What rows to import are judged by.

        Raises:
            RuleBroken: Not a coordinator.
            NotFound: The scheme's settings have not arrived yet.
        """
        self._archive.require_importer()
        with self._open_reading() as unit:
            settings = unit.settings.current()
            summaries = unit.visits.summaries(VisitFilter())
            members = tuple(unit.members.all())
            brought_in = {
                str(entry.about): entry
                for entry in audit_entries(unit)
                if entry.act is AuditAct.VISITS_IMPORTED
            }
        return ImportBasis(
            settings=settings,
            checklist=self._archive.checklist(settings.checklist),
            known=frozenset(one.visit_id for one in summaries),
            held=tuple(
                HeldVisit(one.visit_id, one.suite, one.began_at)
                for one in summaries
                if one.stage is Stage.SUBMITTED and one.suite is not None
            ),
            members=members,
            guard=self._guard_for(settings),
            brought_in=brought_in,
            now=self._clock.now(),
        )

    def checklist(self) -> Checklist:
        """The scheme's present checklist, which names the reasons a column can stand for.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        with self._open_reading() as unit:
            ref = unit.settings.current().checklist
        return self._archive.checklist(ref)

    def new_visit_id(self) -> VisitId:
        """An identifier for a past visit that has none."""
        return VisitId(self._ids.new())

    def take_in(
        self, visits: Iterable[Visit], *, total: int, digest: str, progress: Progress = no_progress
    ) -> int:
        """Keep past visits as records of the office, all or none, and log it; return how many.

        Args:
            visits: Taken a few at a time, so that they need not all be in memory.
            total: How many there will be.
            digest: SHA-256 of the file they come from, for the audit log.
            progress: Told from time to time; what it raises goes through, and nothing is kept.

        Raises:
            RuleBroken: Not a coordinator, or there are not as many as was said.
            SealError: One of them is here already, or was never filed.
            StoreError: Nothing was changed on disk.
        """
        by = self._archive.require_importer()

        def log(unit: UnitOfWork, number: int) -> None:
            if number != total:
                raise RuleBroken(
                    f"import: {number} visits where {total} were tried",
                    user_text=_("Something has changed since the dry run. Nothing was imported: try again."),
                )
            words = plural("{n} visit", "{n} visits", number)
            self._audit.note(unit, AuditAct.VISITS_IMPORTED, by, digest, words)

        return self._archive.take_in(visits, kept=lambda number: progress(number, total), in_the_end=log)

    def mappings(self) -> tuple[ColumnMapping, ...]:
        """The named mappings kept in this vault, by name.

        Raises:
            BadInput: A newer version of ICV wrote them.
        """
        with self._open_reading() as unit:
            return _kept(unit)

    def keep_mapping(self, mapping: ColumnMapping) -> ColumnMapping:
        """Keep a mapping under its name, in place of one of the same name.

        Raises:
            BadInput: It has no name or one too long, or there are too many.
            StoreError: Nothing was changed on disk.
        """
        name = " ".join(mapping.name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise BadInput(
                "mapping without a usable name",
                user_text=_("Give the mapping a name of up to {n} letters.").format(n=LONGEST_NAME),
            )
        named = replace(mapping, name=name)
        with self._open_unit() as unit:
            others = [one for one in _kept(unit) if one.name.casefold() != name.casefold()]
            if len(others) >= MOST_MAPPINGS:
                raise BadInput(
                    f"{len(others)} mappings kept",
                    user_text=_("There are {n} mappings already. Take one out first.").format(n=len(others)),
                )
            _keep(unit, (*others, named))
        return named

    def forget_mapping(self, name: str) -> None:
        """Take a named mapping out; nothing happens where there is none.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            _keep(unit, tuple(one for one in _kept(unit) if one.name != name))


def _kept(unit: UnitOfWork) -> tuple[ColumnMapping, ...]:
    written = unit.meta.get(MAPPINGS)
    return from_json(KeptMappings, written.encode()).mappings if written else ()


def _keep(unit: UnitOfWork, mappings: tuple[ColumnMapping, ...]) -> None:
    ordered = tuple(sorted(mappings, key=lambda one: one.name.casefold()))
    unit.meta.put(MAPPINGS, to_json(KeptMappings(ordered)).decode())
    unit.commit()
