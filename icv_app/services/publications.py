"""What is published, gathered from the records in this vault; and the notes of what was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from icv_app.domain.audit import AuditAct, AuditHead
from icv_app.domain.ids import RecordId
from icv_app.domain.periods import Period, period_from_label, quarters_of, year_of_period
from icv_app.domain.publication import Issued, IssuedCount, PublicationKind, Wording, WordPart, wording_of
from icv_app.domain.scheme import SchemeSettings, Suite
from icv_app.domain.times import FinancialYear, day_in_words, london_day
from icv_app.domain.visit import Stage, Visit
from icv_app.domain.visit_facts import VisitFacts
from icv_app.errors import RuleBroken
from icv_app.figures import selection
from icv_app.figures.annual import AnnualFigures, Computed, computed
from icv_app.figures.annual_concerns import OPEN
from icv_app.figures.annual_counts import Sources
from icv_app.figures.chasing import Chasing, beside_own, chasing
from icv_app.figures.children import ChildFigures, child_figures, children_label
from icv_app.figures.count_tables import Count, Published
from icv_app.figures.earlier import told_by_return
from icv_app.figures.figure_lines import FigureLine, figure_lines
from icv_app.figures.national import NationalReturn, national_return
from icv_app.figures.office_lines import chasing_lines, child_lines, level_lines, review_lines
from icv_app.figures.printed import COMPARING, compared, counted_for_comparison, printed_by
from icv_app.figures.published_reviews import PublishedReviews, published_reviews, reviews_label
from icv_app.figures.record_reviews import RecordReviewFigures
from icv_app.figures.traces import visits_behind
from icv_app.services.audit_log import lines_in
from icv_app.services.code_names import code_names
from icv_app.services.identity import Identity
from icv_app.services.kept_facts import all_claims, all_facts, all_steps, passing_facts
from icv_app.services.ports import Addressees, Checklists, Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.privacy import GuardFor
from icv_app.services.publication_checks import check_force_figure, check_period
from icv_app.services.publication_records import ISSUED, all_issued, counts_published, issued_parts, words_in
from icv_app.services.publication_words import as_published, logo_of
from icv_app.services.quality import LevelsOfYear
from icv_app.services.records import RecordBook
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Everything one publication is made of; nothing in it is withheld from print except `counts`.

    Attributes:
        before: The same figures of the period before; `None` where nothing was filed then.
        wording: What people wrote, as it may be printed.
        logo: Its bytes, where there is one.
        quality: How the scheme stands against the framework in use; `None` without one.
        reviews: Custody records that were read; for the annual report.
        children: For the scrutiny extract.
        chasing: For the governance paper.
        counts: Every count of people behind it, for the note that it was published; by period label.
        after: What had been published when it was gathered; what it withholds follows from that.
    """

    kind: PublicationKind
    period: Period
    figures: AnnualFigures
    before: AnnualFigures | None
    wording: Wording
    suites: tuple[Suite, ...] = ()
    logo: bytes | None = None
    quality: LevelsOfYear | None = None
    reviews: PublishedReviews | None = None
    children: ChildFigures | None = None
    chasing: Chasing | None = None
    counts: Mapping[str, Mapping[str, Count]]
    after: frozenset[RecordId] = frozenset()

    @property
    def lines(self) -> tuple[FigureLine, ...]:
        """The figures it prints, with keys: what the data file holds."""
        prints = printed_by(self.kind)
        lines = [line for line in figure_lines(self.figures) if prints(line.key)]
        if self.children is not None:
            lines += child_lines(self.children)
        if self.chasing is not None:
            lines += chasing_lines(self.chasing)
        if self.reviews is not None:
            lines += review_lines(self.reviews)
        if self.quality is not None:
            lines += level_lines(self.quality.levels)
        return tuple(lines)

    @property
    def lines_before(self) -> Mapping[str, FigureLine]:
        """The figures of the period before that stand beside this one's, by key."""
        if self.before is None:
            return {}
        prints = printed_by(self.kind)
        return {
            line.key: line for line in figure_lines(self.before) if compared(line.key) and prints(line.key)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPublication:
    """A publication as its files will be.

    Attributes:
        figures_digest: SHA-256 of `json`, as it is printed in the report.
    """

    publication: Publication
    pdf: bytes
    html: bytes
    json: bytes
    csv: bytes
    figures_digest: str
    head: AuditHead | None


class PublicationService:
    """Gathers what a publication is made from. Holds no state of its own.

    Args:
        levels: How the scheme stands against the quality framework in a year.
        reviews: What record reviews of a year say.
    """

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        checklists: Checklists,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
        *,
        guard_for: GuardFor,
        levels: Callable[[FinancialYear], LevelsOfYear | None],
        reviews: Callable[[FinancialYear], RecordReviewFigures],
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._checklists = checklists
        self._identity = identity
        self._records = records
        self._guard_for = guard_for
        self._levels = levels
        self._reviews = reviews

    def annual(self, year: FinancialYear) -> AnnualFigures:
        """Every figure of one financial year's annual report, as the vault stands now.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
            RuleBroken: A completed visit does not reconcile, so no figure can be published.
        """
        with self._open_reading() as unit:
            return self._computed(unit, year, self._today(), _told(unit)).figures

    def national(self, period: Period, *, with_suites: bool) -> NationalReturn:
        """The national return of a year or a quarter that is over, as the vault stands now.

        Args:
            period: What it is about.
            with_suites: Whether suites are named in it.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
            RuleBroken: The period is not over, or a completed visit does not reconcile.
        """
        now = self._clock.now()
        if now < period.ends_at:
            raise RuleBroken(
                f"national return of {period.label}: not over",
                user_text=_("{period} is over on {day}: its return can be written then.").format(
                    period=period.label, day=day_in_words(period.last_day + timedelta(days=1))
                ),
            )
        year = year_of_period(period)
        with self._open_reading() as unit:
            settings = unit.settings.current()
            checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
            return national_return(
                all_facts(unit, year.starts_at, year.ends_at),
                chain.from_iterable(all_steps(unit).values()),
                settings,
                unit.members.all(),
                period=period,
                as_of=london_day(now),
                names=code_names(checklist),
                with_suites=with_suites,
                published=published_before(unit, year),
            )

    def publication(self, kind: PublicationKind, period: Period) -> Publication:
        """Gather a publication as the vault stands now.

        Raises:
            NotFound, RuleBroken: As `annual`; or not a coordinator; or as `check_force_figure`.
            BadInput: This kind of publication is not about a period of this length, or it has not begun.
        """
        self._check_coordinator()
        today = self._today()
        check_period(kind, period, today)
        annual = kind is PublicationKind.ANNUAL
        read = self._reviews(year_of_period(period)) if annual else None
        levels = self._levels(year_of_period(period)) if annual else None
        with self._open_reading() as unit:
            settings = unit.settings.current()
            published = _told(unit)
            earlier = self._before(unit, kind, period, today, published)
            known = dict(published)
            if earlier is not None:
                # What is printed of the period before is known to whoever reads of this one.
                known[earlier.label] = (*published.get(earlier.label, ()), earlier.counts)
            found = self._computed(unit, period, today, known, printed_by(kind))
            check_force_figure(found)
            children = None
            if kind is PublicationKind.SCRUTINY:
                beds = found.figures.people.beds
                children = child_figures(_visits(unit, period), period.label, beds, published)
            quarterly = kind is PublicationKind.QUARTERLY
            waiting = self._chasing(unit, settings, period, today) if quarterly else None
            reviews = None if read is None else published_reviews(read, period.label, published)
            wording = wording_of(period.label, words_in(unit))
            look = wording.part(WordPart.LOOK).word
            return Publication(
                kind=kind,
                period=period,
                figures=found.figures,
                before=None if earlier is None else earlier.figures,
                wording=as_published(self._guard_for(settings), wording),
                suites=settings.suites,
                logo=None if look is None else logo_of(unit, look),
                quality=levels,
                reviews=None if reviews is None else reviews.figures,
                children=None if children is None else children.figures,
                chasing=beside_own(waiting, found.counts[OPEN]) if waiting is not None else None,
                counts={
                    period.label: found.counts,
                    **({} if earlier is None else {earlier.label: earlier.counts}),
                    **({} if children is None else {children_label(period.label): children.counts}),
                    **({reviews_label(period.label): reviews.counts} if reviews and reviews.counts else {}),
                },
                after=_issued_so_far(unit),
            )

    def check_current(self, publication: Publication) -> None:
        """Refuse a publication where another came out since it was gathered: together they could tell more.

        Raises:
            RuleBroken: It is refused.
        """
        with self._open_reading() as unit:
            _check_current(unit, publication)

    def note_issued(self, publication: Publication, *, digest: str, figures: str) -> tuple[Issued, ...]:
        """Note that a publication went out: what comes after it is held against what it told.

        Args:
            publication: As it was printed.
            digest: SHA-256 of its PDF.
            figures: SHA-256 of its figures as JSON.

        Raises:
            RuleBroken: Not a coordinator, or as `check_current`.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        noted = []
        with self._open_unit() as unit:
            _check_current(unit, publication)
            for label, counts in publication.counts.items():
                issued = Issued(
                    record_id=self._records.new_id(),
                    kind=publication.kind,
                    period=label,
                    as_of=publication.figures.as_of,
                    at=self._clock.now(),
                    by=self._identity.member_id,
                    digest=digest,
                    figures=figures,
                    counts=tuple(
                        IssuedCount(key=key, value=count.value, shown=count.shown)
                        for key, count in sorted(counts.items())
                    ),
                )
                self._records.write(
                    unit,
                    kind=ISSUED,
                    subject=label,
                    parts=issued_parts(issued),
                    addressees=Addressees(office=True),
                    record_id=RecordId(issued.record_id),
                )
                noted.append(issued)
            unit.commit()
        return tuple(noted)

    def issued(self) -> tuple[Issued, ...]:
        """Everything published so far, latest first."""
        with self._open_reading() as unit:
            return tuple(reversed(all_issued(unit)))

    def behind(self, period: Period, key: str) -> tuple[VisitFacts, ...]:
        """The visits behind a figure of a period, oldest first.

        Raises:
            RuleBroken: Not a coordinator.
            NotFound: There is no figure with this key, or no settings yet.
        """
        self._check_coordinator()
        with self._open_reading() as unit:
            settings = unit.settings.current()
            visits = passing_facts(unit, period.starts_at, period.ends_at)
            return selection.filed(visits_behind(key, visits, settings), period)

    def _before(
        self, unit: UnitOfWork, kind: PublicationKind, period: Period, today: date, published: Published
    ) -> Computed | None:
        """The period before, where it is set beside and anything was filed in it."""
        if kind not in COMPARING:
            return None
        prints = printed_by(kind)
        found = self._computed(
            unit, period.previous(), today, published, lambda key: prints(key) and counted_for_comparison(key)
        )
        return None if found.figures.empty else found

    def _computed(
        self,
        unit: UnitOfWork,
        period: Period,
        today: date,
        published: Published,
        printed: Callable[[str], bool] | None = None,
    ) -> Computed:
        settings, whole = unit.settings.current(), year_of_period(period)
        checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
        own = _of_year(published, whole)
        # The quarters of a year matter only where one of them was published.
        span: Period = whole if own else period
        return computed(
            Sources(
                facts=passing_facts(unit, span.starts_at, span.ends_at),
                steps=chain.from_iterable(all_steps(unit).values()),
                settings=settings,
                members=unit.members.all(),
                claims=all_claims(unit),
            ),
            period,
            as_of=today,
            names=code_names(checklist),
            published=own,
            printed=printed,
        )

    def _chasing(self, unit: UnitOfWork, settings: SchemeSettings, period: Period, today: date) -> Chasing:
        since = FinancialYear(year_of_period(period).first_calendar_year - 6).starts_at
        return chasing(
            passing_facts(unit, since, period.ends_at),
            chain.from_iterable(all_steps(unit).values()),
            settings.reply_targets,
            period,
            today,
        )

    def _today(self) -> date:
        return london_day(self._clock.now())

    def _check_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator writes publications."),
            )


def _issued_so_far(unit: UnitOfWork) -> frozenset[RecordId]:
    return frozenset(one.record_id for one in all_issued(unit))


def _check_current(unit: UnitOfWork, publication: Publication) -> None:
    if _issued_so_far(unit) - publication.after:
        raise RuleBroken(
            f"{publication.kind} of {publication.period.label}: others came out since it was gathered",
            user_text=_("Something else was published meanwhile. Make this again, so that it fits that."),
        )


def _told(unit: UnitOfWork) -> Published:
    """What readers know: of every publication, and of national returns, by the label of their period."""
    found = {label: list(counts) for label, counts in counts_published(unit).items()}
    settings = unit.settings.current()
    for year, order in returns_before(unit).items():
        facts = selection.filed(all_facts(unit, year.starts_at, year.ends_at), year)
        for place, period in enumerate(order):
            found.setdefault(period.label, []).append(told_by_return(facts, settings, order[: place + 1]))
    return found


def returns_before(unit: UnitOfWork) -> Mapping[FinancialYear, tuple[Period, ...]]:
    """The national returns that were written, by year, oldest first."""
    found: dict[FinancialYear, dict[Period, None]] = {}
    for period in _periods_of(unit, {AuditAct.NATIONAL_RETURN_WRITTEN}):
        found.setdefault(year_of_period(period), {})[period] = None
    return {year: tuple(periods) for year, periods in found.items()}


def published_before(unit: UnitOfWork, year: FinancialYear) -> tuple[Period, ...]:
    """What was published of a year once it was over, by the audit log, oldest first.

    What was written before its period was over was made from other visits, so nothing follows from it.
    """
    acts = {AuditAct.ANNUAL_REPORT_WRITTEN, AuditAct.NATIONAL_RETURN_WRITTEN}
    return tuple(dict.fromkeys(one for one in _periods_of(unit, acts) if year_of_period(one) == year))


def _periods_of(unit: UnitOfWork, acts: Set[AuditAct]) -> Iterator[Period]:
    for line in lines_in(unit):
        if line.entry.act not in acts:
            continue
        try:
            period = period_from_label(line.entry.reason)
        except ValueError:  # words of another ICV
            continue
        if line.entry.at >= period.ends_at:
            yield period


def _visits(unit: UnitOfWork, period: Period) -> Iterator[Visit]:
    wanted = VisitFilter(stage=Stage.SUBMITTED, since=period.starts_at, until=period.ends_at)
    return (unit.visits.get(one.visit_id) for one in unit.visits.summaries(wanted))


def _of_year(published: Published, year: FinancialYear) -> Published:
    labels = {year.label, *(quarter.label for quarter in quarters_of(year))}
    return {label: counts for label, counts in published.items() if label in labels}
