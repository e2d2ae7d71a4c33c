"""What is published, gathered from the records in this vault; and the notes of what was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from icv_app.domain.audit import AuditHead
from icv_app.domain.ids import RecordId
from icv_app.domain.periods import Period, QuarterOfYear, quarters_of, year_of_period
from icv_app.domain.publication import (
    Issued,
    IssuedCount,
    IssuedKind,
    PublicationKind,
    Wording,
    WordPart,
    wording_of,
)
from icv_app.domain.scheme import SchemeSettings, Suite
from icv_app.domain.times import FinancialYear, day_in_words, london_day
from icv_app.domain.visit_facts import VisitFacts
from icv_app.errors import BadInput, RuleBroken
from icv_app.figures import selection
from icv_app.figures.annual import AnnualFigures, Computed, computed
from icv_app.figures.annual_counts import Sources
from icv_app.figures.chasing import Chasing, chasing
from icv_app.figures.children import ChildFigures, child_figures, children_label, count_children
from icv_app.figures.count_tables import Count, CountTable, Published
from icv_app.figures.figure_lines import FigureLine, figure_lines
from icv_app.figures.names import code_names
from icv_app.figures.national import NationalReturn, national_return
from icv_app.figures.office_lines import chasing_lines, child_lines, level_lines, review_lines
from icv_app.figures.printed import compared, counted_for_comparison, printed_by
from icv_app.figures.published_reviews import PublishedReviews, published_reviews, reviews_label
from icv_app.figures.record_reviews import RecordReviewFigures
from icv_app.figures.traces import no_such_figure, visits_behind
from icv_app.services.figure_traces import (
    FigureTrace,
    Printing,
    filed_visits,
    trace_figure,
    visits_for,
)
from icv_app.services.identity import Identity
from icv_app.services.kept_facts import all_claims, all_steps, passing_facts
from icv_app.services.ports import Addressees, Checklists, Clock, OpenUnit, UnitOfWork
from icv_app.services.privacy import GuardFor
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
        return {line.key: line for line in figure_lines(self.before) if compared(line.key)}


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
            return self._computed(unit, year, self._today(), counts_published(unit)).figures

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
            published = _of_year(counts_published(unit), year)
            return national_return(
                self._sources(unit, settings, year),
                period=period,
                as_of=london_day(now),
                names=code_names(checklist),
                with_suites=with_suites,
                published=published,
            )

    def note_return(self, made: NationalReturn, *, digest: str, figures: str) -> tuple[Issued, ...]:
        """Note what a national return told; nothing where all of it was told before.

        Args:
            made: As it was written.
            digest: SHA-256 of its file.
            figures: SHA-256 of its figures as JSON.

        Raises:
            RuleBroken: Not a coordinator.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            if _all_told(made.counts, counts_published(unit).get(made.period.label, ())):
                return ()
            issued = self._note(
                unit, IssuedKind.NATIONAL, made.period.label, made.counts, made.as_of, digest, figures
            )
            unit.commit()
        return (issued,)

    def publication(self, kind: PublicationKind, period: Period) -> Publication:
        """Gather a publication as the vault stands now.

        Raises:
            NotFound, RuleBroken: As `annual`; or not a coordinator.
            BadInput: This kind of publication is not about a period of this length.
        """
        self._check_coordinator()
        check_period(kind, period)
        today = self._today()
        prints, told = printed_by(kind), counted_for_comparison
        annual = kind is PublicationKind.ANNUAL
        read = self._reviews(year_of_period(period)) if annual else None
        levels = self._levels(year_of_period(period)) if annual else None
        with self._open_reading() as unit:
            settings = unit.settings.current()
            published = counts_published(unit)
            earlier = self._computed(
                unit, period.previous(), today, published, lambda key: prints(key) and told(key)
            )
            # What is printed of the period before is known to whoever reads of this one.
            known = {**published, earlier.label: (*published.get(earlier.label, ()), earlier.counts)}
            children = (
                count_children(filed_visits(unit, period)) if kind is PublicationKind.SCRUTINY else None
            )
            table = None if children is None else children.table
            found = self._computed(unit, period, today, known, prints, table)
            gone = {key for key, count in found.apart.items() if not count.shown}
            reviews = None if read is None else published_reviews(read, period.label, published)
            wording = wording_of(period.label, words_in(unit))
            look = wording.part(WordPart.LOOK).word
            before = None if earlier.figures.empty else earlier.figures
            return Publication(
                kind=kind,
                period=period,
                figures=found.figures,
                before=before,
                wording=as_published(self._guard_for(settings), wording),
                suites=settings.suites,
                logo=None if look is None else logo_of(unit, look),
                quality=levels,
                reviews=None if reviews is None else reviews.figures,
                children=None if children is None else child_figures(children, gone),
                chasing=self._chasing(unit, settings, period, today)
                if kind is PublicationKind.QUARTERLY
                else None,
                counts={
                    period.label: found.counts,
                    **({} if before is None else {earlier.label: earlier.counts}),
                    **({} if children is None else {children_label(period.label): found.apart}),
                    **({reviews_label(period.label): reviews.counts} if reviews and reviews.counts else {}),
                },
            )

    def note_issued(self, publication: Publication, *, digest: str, figures: str) -> tuple[Issued, ...]:
        """Note that a publication went out: what comes after it is held against what it told.

        Args:
            publication: As it was printed.
            digest: SHA-256 of its PDF.
            figures: SHA-256 of its figures as JSON.

        Raises:
            RuleBroken: Not a coordinator.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        kind, as_of = IssuedKind(publication.kind.value), publication.figures.as_of
        with self._open_unit() as unit:
            noted = [
                self._note(unit, kind, label, counts, as_of, digest, figures)
                for label, counts in publication.counts.items()
            ]
            unit.commit()
        return tuple(noted)

    def _note(
        self,
        unit: UnitOfWork,
        kind: IssuedKind,
        label: str,
        counts: Mapping[str, Count],
        as_of: date,
        digest: str,
        figures: str,
    ) -> Issued:
        issued = Issued(
            record_id=self._records.new_id(),
            kind=kind,
            period=label,
            as_of=as_of,
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
        return issued

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
            visits = visits_for(unit, key, period)
            return selection.in_order(visits_behind(key, visits, unit.settings.current()))

    def trace(self, key: str, printing: Printing) -> FigureTrace:
        """The visits behind a printed figure as they were known then, and what today's records say.

        Raises:
            RuleBroken, NotFound: As `behind`.
        """
        self._check_coordinator()
        if printing.figures is not None and key not in printing.figures:
            raise no_such_figure(key)
        with self._open_reading() as unit:
            settings = unit.settings.current()
            checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
            return trace_figure(unit, settings, code_names(checklist), key, printing)

    def _computed(
        self,
        unit: UnitOfWork,
        period: Period,
        today: date,
        published: Published,
        printed: Callable[[str], bool] | None = None,
        children: CountTable | None = None,
    ) -> Computed:
        settings, whole = unit.settings.current(), year_of_period(period)
        checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
        own = _of_year(published, whole)
        # The quarters of a year matter only where one of them was published.
        span: Period = whole if own else period
        return computed(
            self._sources(unit, settings, span),
            period,
            as_of=today,
            names=code_names(checklist),
            published=own,
            printed=printed,
            children=children,
        )

    @staticmethod
    def _sources(unit: UnitOfWork, settings: SchemeSettings, span: Period) -> Sources:
        return Sources(
            facts=passing_facts(unit, span.starts_at, span.ends_at),
            steps=chain.from_iterable(all_steps(unit).values()),
            settings=settings,
            members=unit.members.all(),
            claims=all_claims(unit),
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


def check_period(kind: PublicationKind, period: Period) -> None:
    """Refuse a period that a kind of publication is not about.

    Raises:
        BadInput: It is refused.
    """
    if isinstance(period, QuarterOfYear) is (kind is PublicationKind.ANNUAL):
        raise BadInput(
            f"{kind} about {period.label}",
            user_text=_("The annual report is about a year; the other publications are about a quarter."),
        )


def _all_told(counts: Mapping[str, Count], before: Sequence[Mapping[str, Count]]) -> bool:
    """Whether readers know every printed count by what came out before."""
    told = {(key, count.value) for one in before for key, count in one.items() if count.shown}
    return all((key, one.value) in told for key, one in counts.items() if one.shown)


def _of_year(published: Published, year: FinancialYear) -> Published:
    labels = {year.label, *(quarter.label for quarter in quarters_of(year))}
    labels |= {children_label(label) for label in labels}
    return {label: counts for label, counts in published.items() if label in labels}
