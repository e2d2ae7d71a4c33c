"""What only the office keeps of members: reading it, noting it, and what runs out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from icv_app.domain.audit import AuditAct
from icv_app.domain.duties import leave_of
from icv_app.domain.ids import MemberId
from icv_app.domain.member_file import FileGroup, FileWord, MemberFile, OneToOne, Recognition, recognition_due
from icv_app.domain.reminders import Reminder, coming_up
from icv_app.domain.rota import Conflict, Leave
from icv_app.domain.scheme import Member, Role
from icv_app.domain.times import london_day
from icv_app.domain.training import Trained, TrainingKind, TrainingStanding, standing_in
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.services.audit_log import AuditLog
from icv_app.services.identity import Identity
from icv_app.services.member_records import FILE, file_parts, files_in
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.profiles import follow_the_log
from icv_app.services.records import RecordBook
from icv_app.services.rota_records import said_availability
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesOfAll:
    """Everything the register shows beside the profiles.

    Attributes:
        files: Of those about whom something was noted.
        leave: As the visitors said it last, of today and later.
        suites: Names by short name, for conflicts.
    """

    files: Mapping[MemberId, MemberFile]
    leave: tuple[Leave, ...]
    training: tuple[TrainingKind, ...]
    suites: Mapping[str, str]

    def file(self, member_id: MemberId) -> MemberFile:
        """Return the file of one member; an empty one where nothing was noted."""
        return self.files.get(member_id, MemberFile(member_id=member_id))

    def leave_of(self, member_id: MemberId) -> tuple[Leave, ...]:
        """Return when one member is away."""
        return tuple(one for one in self.leave if one.member_id == member_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """How one visitor stands in every kind of training, in the order of the kinds."""

    member: Member
    standings: tuple[TrainingStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingMatrix:
    """Visitors of today by number, and kinds of training."""

    kinds: tuple[TrainingKind, ...]
    rows: tuple[TrainingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingUp:
    """What runs out, soonest first, with who the members are and what the kinds of training are called.

    Attributes:
        thanks: Visitors for whom so many years in the scheme are to be recognised now, by number.
    """

    reminders: tuple[Reminder, ...]
    members: Mapping[MemberId, Member]
    kinds: Mapping[str, str]
    thanks: tuple[tuple[MemberId, int], ...] = ()


class MemberFileService:
    """The office's files on members. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        audit: AuditLog,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records
        self._audit = audit

    def all(self) -> FilesOfAll:
        """Every file, with the leave that visitors have said.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        today = self._today()
        with self._open_reading() as unit:
            settings = unit.settings.current()
            leave = tuple(one for one in leave_of(said_availability(unit)) if one.last >= today)
            return FilesOfAll(
                files=files_in(unit),
                leave=leave,
                training=settings.training,
                suites={suite.suite_id: suite.name for suite in settings.suites},
            )

    def training(self) -> TrainingMatrix:
        """How every visitor in the scheme today stands in every kind of training.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        today = self._today()
        with self._open_reading() as unit:
            kinds, files = unit.settings.current().training_asked, files_in(unit)
            visitors = [
                one for one in unit.members.all() if one.role is Role.VISITOR and one.in_scheme_on(today)
            ]
        return TrainingMatrix(
            kinds=kinds,
            rows=tuple(_row(member, files.get(member.member_id), kinds, today) for member in visitors),
        )

    def coming_up(self) -> ComingUp:
        """What has run out, or does within 90 days.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        today = self._today()
        with self._open_reading() as unit:
            settings, members = unit.settings.current(), unit.members.all()
            files = files_in(unit)
            found = coming_up(members, files, settings.training_asked, today)
        return ComingUp(
            reminders=found,
            members={one.member_id: one for one in members},
            kinds={one.kind: one.title for one in settings.training},
            thanks=tuple(_thanks(members, files, today)),
        )

    def note(
        self,
        seen: MemberFile,
        group: FileGroup,
        *,
        training: Iterable[Trained] = (),
        languages: Iterable[str] = (),
        conflicts: Iterable[Conflict] = (),
        recognition: Iterable[Recognition] = (),
        one_to_ones: Iterable[OneToOne] = (),
    ) -> FileWord:
        """Note one group of a member's file; it takes the place of what was seen.

        Training for terrorism visits goes into the member's profile too, for the laptops of all.

        Args:
            seen: The file as the coordinator had it before them.
            group: Which of the following is noted; the others stay as they are.
            training: In the order it is to be shown, like all of them.
            languages: Beside English.
            conflicts: With a suite or another visitor.
            recognition: Thanks given.
            one_to_ones: Talks with a coordinator.

        Raises:
            RuleBroken: Not a coordinator.
            NotFound: No such member, or a conflict names a suite or visitor there is not.
            BadInput: A day, a language or a conflict that cannot be.
            StoreError: Nothing was changed on disk.
        """
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator keeps the office's files."),
            )
        word = FileWord(
            record_id=self._records.new_id(),
            member_id=seen.member_id,
            at=self._clock.now(),
            by=self._identity.member_id,
            group=group,
            after=seen.group(group).seen,
            training=tuple(training),
            languages=tuple(languages),
            conflicts=tuple(conflicts),
            recognition=tuple(recognition),
            one_to_ones=tuple(one_to_ones),
        )
        if not word.sound:
            raise BadInput(
                f"file of {word.member_id}: {word.group} not sound",
                user_text=_(
                    "Check what you entered: training ends on or after its day, a language is a word or "
                    "two, and a conflict is with one suite or one other visitor."
                ),
            )
        with self._open_unit() as unit:
            member = self._check_names(unit, word)
            known = files_in(unit).get(word.member_id)
            before = known.training if known is not None else ()
            record = self._records.write(
                unit,
                kind=FILE,
                subject=word.member_id,
                parts=file_parts(word),
                addressees=Addressees(office=True),
                record_id=word.record_id,
            )
            self._audit.note(
                unit,
                AuditAct.MEMBER_CHANGED,
                word.member_id,
                record.record_id,
                word.group.value.replace("_", " "),
            )
            if group is FileGroup.TRAINING:
                follow_the_log(unit, self._records, self._audit, member, before)
            unit.commit()
        return word

    def _check_names(self, unit: UnitOfWork, word: FileWord) -> Member:
        member = unit.members.find(word.member_id)
        if member is None:
            raise NotFound(
                f"member {word.member_id} unknown", user_text=_("There is no member with this number.")
            )
        settings = unit.settings.current()
        for conflict in word.conflicts:
            known = (
                unit.members.find(conflict.other)
                if conflict.other is not None
                else settings.suite(conflict.suite_id)
            )
            if known is None:
                raise NotFound(
                    f"conflict of {word.member_id}: {conflict.suite_id or conflict.other} unknown",
                    user_text=_("Choose a suite or a visitor of the scheme for the conflict."),
                )
        return member

    def _today(self) -> date:
        return london_day(self._clock.now())


def _thanks(
    members: Iterable[Member], files: Mapping[MemberId, MemberFile], today: date
) -> Iterator[tuple[MemberId, int]]:
    for member in members:
        file = files.get(member.member_id)
        due = recognition_due(member, file.recognition if file is not None else (), today)
        if due is not None and member.role is Role.VISITOR:
            yield member.member_id, due


def _row(
    member: Member, file: MemberFile | None, kinds: tuple[TrainingKind, ...], today: date
) -> TrainingRow:
    trained = file.training if file is not None else ()
    return TrainingRow(
        member=member, standings=tuple(standing_in(trained, kind.kind, today) for kind in kinds)
    )
