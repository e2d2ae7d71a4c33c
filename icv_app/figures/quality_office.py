"""Shares of the quality framework that come from what the office notes: files, notices, record reviews.

What stands is that of the end of the year, or of today in the year that runs: words noted later change
nothing of a year that is over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from icv_app.domain.concern import ConcernStep, ConcernStepKind
from icv_app.domain.ids import ConcernId, MemberId
from icv_app.domain.member_file import FileGroup, FileWord, MemberFile, file_of
from icv_app.domain.notices import Notice, NoticeRead, Reading, notice_standings, readers_of
from icv_app.domain.record_review import Reading as RecordReading
from icv_app.domain.scheme import Member, Role
from icv_app.domain.times import FinancialYear, london_day, start_of_london_day
from icv_app.domain.training import TrainingKind, TrainingState, standing_in
from icv_app.figures.concerns import Raised, progress_to, raised
from icv_app.figures.measures import Share
from icv_app.figures.selection import Visits


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeYear:
    """What the office noted, as far as it is still kept whole for the year.

    Attributes:
        as_of: The last London day that counts; words said after it are passed over.
        training: The kinds the scheme asks for now.
        papers_kept: Whether nothing of the files and the words on notices can be erased already.
        reviews_kept: Likewise of record reviews.
    """

    year: FinancialYear
    as_of: date
    members: tuple[Member, ...] = ()
    training: tuple[TrainingKind, ...] = ()
    words: tuple[FileWord, ...] = ()
    notices: tuple[Notice, ...] = ()
    reads: tuple[NoticeRead, ...] = ()
    readings: tuple[RecordReading, ...] = ()
    steps: Mapping[ConcernId, Sequence[ConcernStep]] = field(default_factory=dict)
    papers_kept: bool = True
    reviews_kept: bool = True

    def known(self, at: datetime) -> bool:
        """Whether something was said by then."""
        return london_day(at) <= self.as_of

    @property
    def visitors(self) -> tuple[Member, ...]:
        """Visitors in the scheme on the last day that counts."""
        return tuple(one for one in self.members if one.role is Role.VISITOR and one.in_scheme_on(self.as_of))

    def files(self) -> dict[MemberId, MemberFile]:
        """The file of each of these visitors as it stood."""
        words = [one for one in self.words if self.known(one.at)]
        return {one.member_id: file_of(one.member_id, words) for one in self.visitors}


def training_up_to_date(office: OfficeYear) -> Share | None:
    """Visitors in date in every kind of training that is asked for / visitors."""
    if not office.papers_kept or not office.training:
        return None
    files = office.files()
    in_date = {TrainingState.IN_DATE, TrainingState.SOON}
    good = sum(
        all(_standing(file, kind, office.as_of) in in_date for kind in office.training)
        for file in files.values()
    )
    return Share(good, len(files))


def conflicts_declared(office: OfficeYear) -> Share | None:
    """Conflicts of interest that stood; of those visitors whose file says whether they have any."""
    if not office.papers_kept:
        return None
    asked = [file for file in office.files().values() if file.group(FileGroup.CONFLICTS).word is not None]
    return Share(sum(len(file.conflicts) for file in asked), len(asked))


def visitors_talked_with(office: OfficeYear) -> Share | None:
    """Visitors with whom a coordinator talked in the year / visitors."""
    if not office.papers_kept:
        return None
    files = office.files()
    first = office.year.first_day
    talks = sum(any(first <= one.day <= office.as_of for one in file.one_to_ones) for file in files.values())
    return Share(talks, len(files))


def notices_read(office: OfficeYear) -> Share | None:
    """Words that notices told in the year were read / words that were asked for.

    Of each notice that must be read and was not withdrawn, one word of each visitor who was in the
    scheme when it was told and still is; of an edition that was replaced none.
    """
    if not office.papers_kept:
        return None
    editions = [one for one in office.notices if office.known(one.at)]
    reads = [one for one in office.reads if office.known(one.at)]
    asked = read = 0
    for standing in notice_standings(editions):
        told = standing.notice.told_on
        counts = standing.notice.must_read and standing.withdrawn_at is None
        if not counts or not office.year.first_day <= told <= office.as_of:
            continue
        readers = readers_of(standing, reads, office.visitors, (), office.as_of)
        owing = [one for one in readers if one.member.in_scheme_on(told)]
        asked += len(owing)
        read += sum(one.reading is Reading.READ for one in owing)
    return Share(read, asked)


def records_reviewed(office: OfficeYear) -> Share | None:
    """Custody records that were read in the year; of how many samples."""
    if not office.reviews_kept:
        return None
    first = office.year.first_day
    read = {
        (one.sample_id, one.reference)
        for one in office.readings
        if first <= london_day(one.at) <= office.as_of
    }
    return Share(len(read), len({sample for sample, _reference in read}))


def concerns_escalated(office: OfficeYear, filed: Visits) -> Share:
    """Concerns raised in the year that were taken further up by its end / concerns raised."""
    concerns = raised(filed)
    taken = [one for one in concerns if _escalated(office, one)]
    return Share(len(taken), len(concerns), tuple(dict.fromkeys(one.visit_id for one in taken)))


def _escalated(office: OfficeYear, one: Raised) -> bool:
    end = start_of_london_day(office.as_of + timedelta(days=1))
    progress = progress_to(one, office.steps.get(one.concern.concern_id, ()), end)
    return any(step.kind is ConcernStepKind.ESCALATED for step in progress.counted)


def _standing(file: MemberFile, kind: TrainingKind, day: date) -> TrainingState:
    before = [one for one in file.training if one.day <= day]
    return standing_in(before, kind.kind, day).state
