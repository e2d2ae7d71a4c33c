"""What a coordinator does about the quality framework: publish one, attach evidence, see where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.quality import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    CriterionStanding,
    Evidence,
    EvidenceKind,
    Framework,
    LevelStanding,
    PublishedFramework,
    counting,
    framework_in_use,
    judge,
    level_standings,
)
from icv_app.domain.times import FinancialYear, london_day
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.figures import selection
from icv_app.figures.annual import annual_figures
from icv_app.figures.quality import QualityFigure, YearOfWork, quality_figures
from icv_app.seal.cipher import sha256_hex
from icv_app.services.attached_documents import DOCUMENT, ending_of
from icv_app.services.identity import Identity
from icv_app.services.kept_facts import all_facts, all_steps
from icv_app.services.override_records import overrides_in
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.quality_office import office_year
from icv_app.services.quality_records import (
    EVIDENCE,
    FRAMEWORK,
    all_evidence,
    evidence_in,
    evidence_parts,
    framework_parts,
    published_frameworks,
)
from icv_app.services.records import RecordBook
from icv_app.services.report_records import bare
from icv_app.words import _

_OFFICE = Addressees(office=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityStanding:
    """How a scheme stands against the framework in one year.

    Attributes:
        in_use: `None` where nobody put a framework in use: then `framework` is the template.
        figures: Those the framework asks for, by name.
        levels: Lowest first.
        visits: Suite name and beginning (UTC) of each visit behind a figure.
        unplaced: Evidence for criteria that the framework in use does not have.
    """

    year: FinancialYear
    framework: Framework
    in_use: PublishedFramework | None
    figures: Mapping[str, QualityFigure]
    criteria: tuple[CriterionStanding, ...]
    levels: tuple[LevelStanding, ...]
    visits: Mapping[VisitId, tuple[str, datetime]]
    unplaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsOfYear:
    """How a scheme stood against the framework in use: what its annual report says.

    Attributes:
        levels: Lowest first.
    """

    title: str
    version: int
    levels: tuple[LevelStanding, ...]


class QualityService:
    """The office's evidence. Holds no state of its own.

    Args:
        template: The framework that comes with the application.
    """

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
        *,
        template: Callable[[], Framework],
        guard_for: GuardFor,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records
        self._template = template
        self._guard_for = guard_for

    def framework(self) -> Framework:
        """Return the framework in use, or the template."""
        with self._open_reading() as unit:
            return self._in_use(unit)[0]

    def publish(self, framework: Framework) -> PublishedFramework:
        """Put a framework in use; evidence for criteria of the same names stays with them.

        Raises:
            RuleBroken: Not a coordinator; or the framework in use has this version with other contents,
                or a later one.
            BadInput: It cannot be used.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        if not framework.sound:
            raise BadInput(
                f"framework {framework.framework_id} {framework.version}",
                user_text=_("This framework cannot be used: every criterion must ask for some evidence."),
            )
        with self._open_unit() as unit:
            before = self._in_use(unit)[1]
            if before is not None:
                _check_later(before.framework, framework)
            published = PublishedFramework(
                record_id=self._records.new_id(),
                edition=1 if before is None else before.edition + 1,
                framework=framework,
                at=self._clock.now(),
                by=self._identity.member_id,
            )
            self._records.write(
                unit,
                kind=FRAMEWORK,
                subject=framework.framework_id,
                parts=framework_parts(published),
                addressees=_OFFICE,
                record_id=published.record_id,
            )
            unit.commit()
        return published

    def add_note(self, criterion_id: str, text: str, justified: Iterable[Justified] = ()) -> Evidence:
        """Attach a note to a criterion.

        Args:
            criterion_id: Of the framework in use.
            text: For the office and whoever assesses; no names.
            justified: Why what the privacy guard found in it stays.

        Raises:
            RuleBroken: Not a coordinator, or it seems to identify somebody.
            BadInput: It is empty or too long.
            NotFound: The framework in use has no such criterion.
            StoreError: Nothing was changed on disk.
        """
        words = _words(text, LONGEST_NOTE, _("Write the note first."))
        return self._add(criterion_id, words, justified, EvidenceKind.NOTE, None)

    def add_document(
        self, criterion_id: str, title: str, document: bytes, justified: Iterable[Justified] = ()
    ) -> Evidence:
        """Attach a document to a criterion; its bytes are kept in the vault and travel to the office.

        Args:
            criterion_id: Of the framework in use.
            title: What it is; no names.
            document: A PDF, PNG or DOCX of `LARGEST_DOCUMENT` bytes at most.
            justified: Why what the privacy guard found in the title stays.

        Raises:
            RuleBroken, NotFound, StoreError: As `add_note`.
            BadInput: It has no title, or is of a kind or size that is not taken.
        """
        words = _words(title, LONGEST_TITLE, _("Write what the document is."))
        ending_of(document)
        return self._add(criterion_id, words, justified, EvidenceKind.DOCUMENT, document)

    def withdraw(self, evidence: Evidence) -> None:
        """Let a piece of evidence count no more; the record of it stays.

        Raises:
            RuleBroken: Not a coordinator.
            NotFound: It is not here, or was withdrawn already.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            if evidence.record_id not in {one.record_id for one in counting(all_evidence(unit))}:
                raise _gone(evidence.record_id)
            record_id = self._records.new_id()
            withdrawal = Evidence(
                record_id=record_id,
                criterion_id=evidence.criterion_id,
                at=self._clock.now(),
                by=self._identity.member_id,
                withdraws=evidence.record_id,
            )
            self._write(unit, withdrawal, None)
            unit.commit()

    def document(self, record_id: RecordId) -> bytes:
        """Return the bytes of a document.

        Raises:
            NotFound: It is not here.
        """
        with self._open_reading() as unit:
            record = unit.records.find(record_id)
        found = record.parts.get(DOCUMENT) if record is not None and record.kind == EVIDENCE else None
        if record is None or found is None or evidence_in(record).kind is not EvidenceKind.DOCUMENT:
            raise _gone(record_id)
        return found

    def standing(self, year: FinancialYear) -> QualityStanding:
        """Set every criterion against the evidence, and the figures of a year computed anew.

        Raises:
            RuleBroken: Not a coordinator, or a completed visit does not reconcile.
            NotFound: The scheme's settings have not arrived yet.
        """
        self._check_coordinator()
        with self._open_reading() as unit:
            framework, in_use = self._in_use(unit)
            evidence = counting(all_evidence(unit))
            work = self._work(unit, year)
        names = (target.figure for one in framework.criteria for target in one.targets)
        figures = quality_figures(work, names)
        values = {name: figure.value for name, figure in figures.items()}
        criteria = tuple(judge(one, evidence, values) for one in framework.criteria)
        return QualityStanding(
            year=year,
            framework=framework,
            in_use=in_use,
            figures=figures,
            criteria=criteria,
            levels=level_standings(criteria),
            visits=_behind(figures.values(), work),
            unplaced=len(evidence) - sum(len(one.evidence) for one in criteria),
        )

    def levels(self, year: FinancialYear) -> LevelsOfYear | None:
        """How far the levels of the framework in use are met; `None` where none was put in use.

        Raises:
            RuleBroken, NotFound: As `standing`.
        """
        found = self.standing(year)
        if found.in_use is None:
            return None
        return LevelsOfYear(title=found.framework.title, version=found.framework.version, levels=found.levels)

    def _work(self, unit: UnitOfWork, year: FinancialYear) -> YearOfWork:
        facts = tuple(all_facts(unit, year.starts_at, year.ends_at))
        members = tuple(unit.members.all())
        annual = annual_figures(
            facts,
            chain.from_iterable(all_steps(unit).values()),
            unit.settings.current(),
            members,
            year=year,
            as_of=london_day(self._clock.now()),
        )
        return YearOfWork(
            annual=annual,
            filed=selection.filed(facts, year),
            members={one.member_id: one for one in members},
            overrides=overrides_in(unit),
            office=office_year(unit, year, self._clock.now()),
        )

    def _in_use(self, unit: UnitOfWork) -> tuple[Framework, PublishedFramework | None]:
        found = framework_in_use(published_frameworks(unit))
        return (self._template() if found is None else found.framework), found

    def _add(
        self,
        criterion_id: str,
        words: str,
        justified: Iterable[Justified],
        kind: EvidenceKind,
        document: bytes | None,
    ) -> Evidence:
        self._check_coordinator()
        with self._open_unit() as unit:
            if self._in_use(unit)[0].criterion(criterion_id) is None:
                raise NotFound(
                    f"criterion {criterion_id} unknown",
                    user_text=_("The framework in use has no such criterion. Look at it again."),
                )
            guard = self._guard_for(unit.settings.current())
            stays = let_pass(guard, words, justified, about=f"evidence for {criterion_id}")
            evidence = Evidence(
                record_id=self._records.new_id(),
                criterion_id=criterion_id,
                at=self._clock.now(),
                by=MemberId(self._identity.member_id),
                kind=kind,
                title="" if document is None else words,
                text=words if document is None else "",
                ending="" if document is None else ending_of(document),
                digest="" if document is None else sha256_hex(document),
                size=len(document or b""),
                justified=bare(stays),
            )
            self._write(unit, evidence, document)
            unit.commit()
        return evidence

    def _write(self, unit: UnitOfWork, evidence: Evidence, document: bytes | None) -> None:
        self._records.write(
            unit,
            kind=EVIDENCE,
            subject=evidence.criterion_id,
            parts=evidence_parts(evidence, document),
            addressees=_OFFICE,
            record_id=evidence.record_id,
        )

    def _check_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator works with the quality framework."),
            )


def _behind(figures: Iterable[QualityFigure], work: YearOfWork) -> dict[VisitId, tuple[str, datetime]]:
    wanted = {visit_id for figure in figures for visit_id in figure.visits}
    return {
        visit.visit_id: (work.annual.suite_name(visit.suite), visit.began_at)
        for visit in work.filed
        if visit.visit_id in wanted
    }


def _check_later(before: Framework, now: Framework) -> None:
    same = now.framework_id == before.framework_id
    if not same or now.version > before.version:
        return
    if now == before:
        raise RuleBroken(
            f"framework {now.framework_id} {now.version} is in use",
            user_text=_("This framework is in use already. Nothing was changed."),
        )
    raise RuleBroken(
        f"framework {now.framework_id}: {now.version} after {before.version}",
        user_text=_(
            "Version {before} of this framework is in use. Give the file a higher version than that, "
            "and import it again."
        ).format(before=before.version),
    )


def _words(text: str, most: int, missing: str) -> str:
    words = text.strip()
    if not words:
        raise BadInput("evidence without words", user_text=missing)
    if len(words) > most:
        raise BadInput(
            f"evidence of {len(words)} characters",
            user_text=_("This is longer than {n} characters. Shorten it.").format(n=most),
        )
    return words


def _gone(record_id: RecordId) -> NotFound:
    return NotFound(
        f"evidence {record_id} not here",
        user_text=_("This evidence is not here any more: somebody has withdrawn it. Look at the list again."),
    )
