"""Notices of the office: written, replaced, withdrawn; read by visitors, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from icv_app.domain.attached import AttachedDocument
from icv_app.domain.duties import leave_of
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.justified import Justified
from icv_app.domain.notices import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Notice,
    NoticeRead,
    NoticeStanding,
    NoticeState,
    Reader,
    Reading,
    notice_standings,
    readers_of,
)
from icv_app.domain.scheme import Role
from icv_app.domain.times import london_day
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.seal.cipher import sha256_hex
from icv_app.services.attached_documents import DOCUMENT, ending_of
from icv_app.services.identity import Identity
from icv_app.services.notice_records import (
    NOTICE,
    READ,
    notice_in,
    notice_parts,
    read_in,
    read_parts,
)
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.read_once import ReadOnce
from icv_app.services.records import RecordBook
from icv_app.services.report_records import bare
from icv_app.services.rota_records import said_availability
from icv_app.services.scheme_records import EVERYBODY
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWords:
    """What a coordinator tells.

    Attributes:
        first_day, last_day: London days on which visitors see it; `None` for no last one.
        must_read: Whether a word is asked for that it was read.
        to: The visitors it is shown to; empty for all.
        document: A PDF, PNG or DOCX; `None` for none.
        justified: Why what the privacy guard found in title or text stays.
    """

    title: str
    text: str
    first_day: date
    last_day: date | None = None
    must_read: bool = False
    to: tuple[MemberId, ...] = ()
    document: bytes | None = None
    justified: tuple[Justified, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOnDesk:
    """A notice as the office sees it.

    Attributes:
        state: Today.
        readers: Those to be asked about first.
    """

    standing: NoticeStanding
    state: NoticeState
    readers: tuple[Reader, ...]

    @property
    def notice(self) -> Notice:
        """The edition that stands."""
        return self.standing.notice

    def count(self, *readings: Reading) -> int:
        """How many visitors stand so."""
        return sum(one.reading in readings for one in self.readers)

    @property
    def waits_for(self) -> int:
        """How many visitors still owe their word today; those on leave or gone do not."""
        if not self.notice.must_read or self.state is not NoticeState.SHOWN:
            return 0
        return self.count(Reading.UNREAD, Reading.EARLIER, Reading.JOINED_LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNotice:
    """A notice as a visitor sees it.

    Attributes:
        read: Their word on the edition that stands.
    """

    notice: Notice
    read: NoticeRead | None = None

    @property
    def owes_word(self) -> bool:
        """Whether their word is still asked for."""
        return self.notice.must_read and self.read is None


class NoticeService:
    """Both sides of notices; it keeps in mind what it has read, without the documents."""

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
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records
        self._guard_for = guard_for
        self._editions = ReadOnce(NOTICE, notice_in)
        self._reads = ReadOnce(READ, read_in)

    def all(self) -> tuple[NoticeOnDesk, ...]:
        """Return every notice with who has read it, the one told last first."""
        with self._open_reading() as unit:
            return self.on_desk(unit)

    def on_desk(self, unit: UnitOfWork) -> tuple[NoticeOnDesk, ...]:
        """Return what `all` does, in a transaction of the caller."""
        today = self._today()
        standings = notice_standings(self._editions.all(unit))
        if not standings:
            return ()
        reads, members = self._reads.all(unit), unit.members.all()
        leave = leave_of(said_availability(unit))
        return tuple(
            NoticeOnDesk(
                standing=one, state=one.state(today), readers=readers_of(one, reads, members, leave, today)
            )
            for one in standings
        )

    def own(self) -> tuple[OwnNotice, ...]:
        """Return the notices this visitor is shown today, the one told last first."""
        with self._open_reading() as unit:
            return self.shown_to_me(unit)

    def shown_to_me(self, unit: UnitOfWork) -> tuple[OwnNotice, ...]:
        """Return what `own` does, in a transaction of the caller."""
        today, own = self._today(), self._identity.member_id
        words = {one.edition_id: one for one in self._reads.all(unit) if one.member_id == own}
        return tuple(
            OwnNotice(notice=one.notice, read=words.get(one.notice.record_id))
            for one in notice_standings(self._editions.all(unit))
            if one.state(today) is NoticeState.SHOWN and one.notice.is_for(own)
        )

    def tell(self, words: NoticeWords, instead_of: Notice | None = None) -> Notice:
        """Tell visitors something, or replace what was told; the word that it was read is asked for anew.

        Args:
            words: For everybody in the scheme: every device can open them.
            instead_of: The notice it replaces, as the coordinator had it before them; without a
                document of its own it has none.

        Raises:
            BadInput: Something in it cannot be told.
            RuleBroken: Not a coordinator; it seems to identify somebody; the notice was replaced or
                withdrawn meanwhile.
            NotFound: The scheme's settings have not arrived yet, or it names somebody who is no visitor.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        title, text = " ".join(words.title.split()), words.text.strip()
        _check(words, title, text)
        document = None if words.document is None else _described(words.document)
        with self._open_unit() as unit:
            self._check_names(unit, words.to)
            guard = self._guard_for(unit.settings.current())
            about = "a notice"
            stays = (
                *let_pass(guard, title, words.justified, about=about),
                *let_pass(guard, text, words.justified, about=about),
            )
            record_id = self._records.new_id()
            if instead_of is not None:
                self._still_stands(unit, instead_of)
            notice = Notice(
                record_id=record_id,
                notice_id=record_id if instead_of is None else instead_of.notice_id,
                edition=1 if instead_of is None else instead_of.edition + 1,
                at=self._clock.now(),
                by=self._identity.member_id,
                title=title,
                text=text,
                first_day=words.first_day,
                last_day=words.last_day,
                must_read=words.must_read,
                to=tuple(sorted(set(words.to))),
                document=document,
                justified=bare(dict.fromkeys(stays)),
            )
            self._write(unit, notice, words.document)
            unit.commit()
        return notice

    def withdraw(self, seen: Notice) -> None:
        """Let a notice count no more; its records stay.

        Raises:
            RuleBroken: Not a coordinator, or it was replaced or withdrawn meanwhile.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            self._still_stands(unit, seen)
            gone = replace(
                seen,
                record_id=self._records.new_id(),
                edition=seen.edition + 1,
                at=self._clock.now(),
                by=self._identity.member_id,
                title="",
                text="",
                must_read=False,
                to=(),
                document=None,
                withdrawn=True,
                justified=(),
            )
            self._write(unit, gone, None)
            unit.commit()

    def say_read(self, notice: Notice) -> NoticeRead:
        """Give this visitor's word that they have read a notice; a second time changes nothing.

        Raises:
            NotFound: It is not shown to them any more.
            RuleBroken: A coordinator gives no word.
            StoreError: Nothing was changed on disk.
        """
        if self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a visitor",
                user_text=_("Only visitors say that they have read a notice."),
            )
        with self._open_unit() as unit:
            shown = [one for one in self.shown_to_me(unit) if one.notice.record_id == notice.record_id]
            if not shown:
                raise _gone(notice.record_id)
            if shown[0].read is not None:
                return shown[0].read
            read = NoticeRead(
                record_id=self._records.new_id(),
                member_id=self._identity.member_id,
                notice_id=notice.notice_id,
                edition_id=notice.record_id,
                at=self._clock.now(),
            )
            self._records.write(
                unit,
                kind=READ,
                subject=read.member_id,
                parts=read_parts(read),
                addressees=Addressees(office=True),
                record_id=read.record_id,
            )
            unit.commit()
        return read

    def document(self, notice: Notice) -> bytes:
        """Return the bytes of a notice's document.

        Raises:
            NotFound: It is not here.
        """
        with self._open_reading() as unit:
            record = unit.records.find(notice.record_id)
        found = record.parts.get(DOCUMENT) if record is not None and record.kind == NOTICE else None
        if found is None:
            raise _gone(notice.record_id)
        return found

    def _write(self, unit: UnitOfWork, notice: Notice, document: bytes | None) -> None:
        self._records.write(
            unit,
            kind=NOTICE,
            subject=notice.notice_id,
            parts=notice_parts(notice, document),
            addressees=EVERYBODY,
            record_id=notice.record_id,
        )

    def _still_stands(self, unit: UnitOfWork, seen: Notice) -> None:
        standings = notice_standings(self._editions.all(unit))
        now = next((one for one in standings if one.notice.notice_id == seen.notice_id), None)
        if now is None or now.withdrawn_at is not None or now.notice.record_id != seen.record_id:
            raise RuleBroken(
                f"notice {seen.record_id}: not the one that stands",
                user_text=_("This notice was replaced or withdrawn meanwhile. Look at the list again."),
            )

    def _check_names(self, unit: UnitOfWork, names: Sequence[MemberId]) -> None:
        visitors = {one.member_id for one in unit.members.all() if one.role is Role.VISITOR}
        unknown = sorted(set(names) - visitors)
        if unknown:
            raise NotFound(
                f"notice to {unknown[0]}: no visitor",
                user_text=_("{member} is no visitor of the scheme. Choose somebody else.").format(
                    member=unknown[0]
                ),
            )

    def _check_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator tells visitors something as a notice."),
            )

    def _today(self) -> date:
        return london_day(self._clock.now())


def _check(words: NoticeWords, title: str, text: str) -> None:
    if not title:
        raise _bad("no title", _("Write a title first: visitors see it in their list."))
    if not text and words.document is None:
        raise _bad("nothing told", _("Write what there is to tell, or attach a document."))
    if len(title) > LONGEST_TITLE:
        raise _bad(
            "long title", _("The title is longer than {n} characters. Shorten it.").format(n=LONGEST_TITLE)
        )
    if len(text) > LONGEST_TEXT:
        said = _("The text is longer than {n} characters. Shorten it, or attach it as a document.")
        raise _bad("long text", said.format(n=f"{LONGEST_TEXT:,}"))
    if words.last_day is not None and words.last_day < words.first_day:
        raise _bad("days", _("The last day is before the first. Correct one of them."))


def _described(document: bytes) -> AttachedDocument:
    return AttachedDocument(ending=ending_of(document), digest=sha256_hex(document), size=len(document))


def _bad(detail: str, user_text: str) -> BadInput:
    return BadInput(f"notice: {detail}", user_text=user_text)


def _gone(record_id: RecordId) -> NotFound:
    return NotFound(
        f"notice {record_id} not shown",
        user_text=_("This notice was replaced or withdrawn. Look at the list again."),
    )
