"""Everything a scheme holds, read in one transaction and visit by visit, for an export of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from icv_app.domain.duties import MemberDuties, SwapAsked, availability_of, leave_of, standing_duties
from icv_app.domain.expenses import ClaimStanding
from icv_app.domain.fitness import Override
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.member_file import MemberFile
from icv_app.domain.quality import Evidence, PublishedFramework
from icv_app.domain.records import RecordKind
from icv_app.domain.retention import HoldStep
from icv_app.domain.rota import Availability, Duty, Leave
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import london_day
from icv_app.domain.visit import Stage
from icv_app.domain.visit_facts import VisitFacts
from icv_app.errors import RuleBroken
from icv_app.services.audit_log import LoggedLine, lines_in
from icv_app.services.concern_records import STEP
from icv_app.services.documents import settings_from_json
from icv_app.services.erasure_records import NumberedRun, hold_steps, runs_in
from icv_app.services.expense_records import claims_in
from icv_app.services.identity import Identity
from icv_app.services.kept_facts import all_claims, facts_of_erased
from icv_app.services.member_records import files_in
from icv_app.services.override_records import overrides_in, reasons_in
from icv_app.services.ports import Checklists, Clock, OpenUnit, StoredRecord, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.quality_records import all_evidence, published_frameworks
from icv_app.services.record_review_records import review_concerns
from icv_app.services.report_records import PERSON, REPORT, REPORTS, says
from icv_app.services.rota_records import published_duties, said_availability, swaps_asked
from icv_app.services.whole_visit import ErasedWords, WholeVisit, whole_visit, without_people
from icv_app.words import _

AT_ONCE = 500
"""Visits whose summaries are held in memory at a time."""

WITHOUT_CONTENT = frozenset(
    kind
    for kind in RecordKind
    if kind.value.startswith(("roster.", "device.")) or kind is RecordKind.OFFICE_KEY_GRANT
)
"""Keys, signatures and positions: they hold nothing about the scheme's work, and no export holds them."""
_OF_THEIR_OWN = frozenset(
    {
        RecordKind.SCHEME_SETTINGS,
        RecordKind.MEMBER_PROFILE,
        RecordKind.MEMBER_OVERRIDE,
        RecordKind.VISIT_REPORT,
        RecordKind.VISIT_IMPORTED,
        RecordKind.VISIT_ADDENDUM,
        RecordKind.VISIT_AGREEMENT,
        RecordKind.VISIT_ANSWER,
        RecordKind.VISIT_POLICE_COPY,
        RecordKind.REVIEW_RECEIPT,
        RecordKind.REVIEW_DECISION,
        RecordKind.REVIEW_COMMENT,
        RecordKind.REPORT_COPY,
        RecordKind.CONCERN_STEP,
        RecordKind.ROTA_DUTIES,
        RecordKind.ROTA_SWAP,
        RecordKind.MEMBER_AVAILABILITY,
        RecordKind.MEMBER_FILE,
        RecordKind.MEMBER_EXPENSES,
        RecordKind.MEMBER_EXPENSES_ANSWER,
        RecordKind.QUALITY_FRAMEWORK,
        RecordKind.QUALITY_EVIDENCE,
        RecordKind.ERASURE_RUN,
        RecordKind.ERASURE_FACTS,
        RecordKind.ERASURE_HOLD,
        RecordKind.AUDIT_ENTRY,
    }
)
OTHER_KINDS = tuple(kind for kind in RecordKind if kind not in WITHOUT_CONTENT | _OF_THEIR_OWN)
"""Kinds without a table of their own: their records are exported as they are written."""


@dataclass(frozen=True, slots=True)
class PublishedSettings:
    """One version of the settings, when it was published and by whom."""

    record_id: RecordId
    settings: SchemeSettings
    at: datetime
    by: MemberId | None


@dataclass(frozen=True, slots=True)
class ErasedVisit:
    """What is kept of a visit that was erased whole.

    Attributes:
        erased: "erased under run 3".
    """

    facts: VisitFacts
    suite_name: str
    erased: str


class WholeScheme:
    """Everything in one vault, as it was when the transaction began.

    Attributes:
        as_of: The London day.
        settings: In force.
        identifying: Whether visits come with what identifies people.
    """

    def __init__(
        self,
        unit: UnitOfWork,
        *,
        scheme_id: str,
        as_of: date,
        checklists: Checklists,
        identifying: bool,
    ) -> None:
        self._unit = unit
        self.scheme_id = scheme_id
        self.as_of = as_of
        self.identifying = identifying
        self.settings = unit.settings.current()
        self._kept_of = None if identifying else without_people(checklists, self.settings.checklist)
        self._erased = ErasedWords(unit)
        self._filed = VisitFilter(stage=Stage.SUBMITTED)

    def count_visits(self) -> int:
        """How many visits `visits` gives."""
        return self._unit.visits.count(self._filed)

    def visits(self) -> Iterator[WholeVisit]:
        """Every filed visit, oldest first; one at a time is in memory."""
        total = self.count_visits()
        for done in range(0, total, AT_ONCE):
            # Lists are newest first: the oldest stand at the end.
            limit = min(AT_ONCE, total - done)
            page = self._unit.visits.summaries(self._filed, limit=limit, offset=total - done - limit)
            for summary in reversed(page):
                visit = self._unit.visits.get(summary.visit_id)
                yield whole_visit(self._unit, visit, self.settings, self._erased, self._kept_of)

    def erased_visits(self) -> Sequence[ErasedVisit]:
        """What is kept of visits that were erased whole, oldest first."""
        facts = sorted(facts_of_erased(self._unit), key=lambda one: (one.began_at, one.visit_id))
        return [ErasedVisit(one, self.settings.suite_name(one.suite), self._whole_run(one)) for one in facts]

    def settings_versions(self) -> Sequence[PublishedSettings]:
        """Every version of the settings, oldest first."""
        found = [
            (one.record_id, settings_from_json(one.parts[REPORT] or b""), one)
            for one in self._unit.records.of_kinds((RecordKind.SCHEME_SETTINGS,))
            if says(one)
        ]
        found.sort(key=lambda one: (one[1].version, one[2].written_at, one[0]))
        return [PublishedSettings(name, made, one.written_at, one.author) for name, made, one in found]

    def members(self) -> Sequence[Member]:
        """Every member, by scheme number."""
        return self._unit.members.all()

    def member_files(self) -> Sequence[MemberFile]:
        """What the office notes of members, by scheme number."""
        return list(files_in(self._unit).values())

    def overrides(self) -> Sequence[tuple[Override, str]]:
        """Every override and its reason, oldest first."""
        reasons = reasons_in(self._unit)
        return [(one, reasons.get(one.record_id, "")) for one in overrides_in(self._unit)]

    def claims(self) -> Sequence[ClaimStanding]:
        """Every claim for expenses as it stands, oldest day first."""
        return sorted(claims_in(self._unit), key=lambda one: (one.claim.day, one.claim.record_id))

    def erased_claims(self) -> Sequence[ClaimStanding]:
        """What is kept of claims that were erased, without whose they were, oldest day first."""
        there = {one.claim.record_id for one in claims_in(self._unit)}
        erased = (one for one in all_claims(self._unit) if one.claim.record_id not in there)
        return sorted(erased, key=lambda one: (one.claim.day, one.claim.record_id))

    def leave(self) -> Sequence[Leave]:
        """Everybody's leave, by member and day."""
        return leave_of(said_availability(self._unit))

    def availability(self) -> Sequence[Availability]:
        """What visitors say of weeks, by member and week."""
        return availability_of(said_availability(self._unit))

    def duties(self) -> Sequence[tuple[MemberDuties, Duty]]:
        """The duties that stand, each once with the rota it belongs to, by week."""
        found: dict[tuple[str, tuple[date, str, int]], tuple[MemberDuties, Duty]] = {}
        for one in standing_duties(published_duties(self._unit)):
            for duty in one.duties:
                found.setdefault((one.rota, duty.place), (one, duty))
        return sorted(found.values(), key=lambda pair: (pair[1].place, pair[0].rota))

    def swaps(self) -> Sequence[SwapAsked]:
        """Every swap that was asked for, oldest first."""
        return sorted(swaps_asked(self._unit), key=lambda one: (one.at, one.record_id))

    def frameworks(self) -> Sequence[PublishedFramework]:
        """Every quality framework that was put in use, oldest first."""
        return sorted(published_frameworks(self._unit), key=lambda one: (one.edition, one.at, one.record_id))

    def evidence(self) -> Sequence[Evidence]:
        """Every piece of evidence and every withdrawal of one, oldest first; documents stay here."""
        return sorted(all_evidence(self._unit), key=lambda one: (one.at, one.record_id))

    def audit_log(self) -> Sequence[LoggedLine]:
        """Every line of the audit log, in the log's order."""
        return lines_in(self._unit)

    def erasure_runs(self) -> Sequence[NumberedRun]:
        """Every erasure run, oldest first."""
        return runs_in(self._unit)

    def holds(self) -> Sequence[HoldStep]:
        """Every legal hold that was set or lifted, oldest first."""
        return hold_steps(self._unit)

    def other_records(self) -> Sequence[tuple[StoredRecord, str]]:
        """Records of kinds without a table of their own, oldest first, each with how its words were erased.

        Steps on concerns that were raised on custody records are among them: they are on no visit.
        """
        found = [one for one in self._unit.records.of_kinds(OTHER_KINDS) if says(one)]
        for concern_id in review_concerns(self._unit):
            found += [one for one in self._unit.records.about(concern_id, (STEP,)) if says(one)]
        found.sort(key=lambda one: (one.written_at, one.record_id))
        return [(one, self._erased.of(one, PERSON)) for one in found]

    def _whole_run(self, facts: VisitFacts) -> str:
        said = (self._erased.of(one, REPORT) for one in self._unit.records.about(facts.visit_id, REPORTS))
        return next((words for words in said if words), _("erased"))


class WholeSchemeService:
    """Opens everything of a scheme for reading. Holds no state of its own."""

    def __init__(
        self, open_reading: OpenUnit, clock: Clock, identity: Identity, checklists: Checklists
    ) -> None:
        self._open_reading = open_reading
        self._clock = clock
        self._identity = identity
        self._checklists = checklists

    @contextmanager
    def opened(self, *, identifying: bool) -> Iterator[WholeScheme]:
        """Give everything as it stands now, for as long as the block lasts.

        Args:
            identifying: Whether custody numbers, cells and words about people come with it.

        Raises:
            RuleBroken: Not a coordinator.
            NotFound: The scheme's settings have not arrived yet.
        """
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can export everything."),
            )
        with self._open_reading() as unit:
            yield WholeScheme(
                unit,
                scheme_id=self._identity.scheme_id,
                as_of=london_day(self._clock.now()),
                checklists=self._checklists,
                identifying=identifying,
            )
