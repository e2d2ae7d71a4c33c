"""Where every record is and why it waits; and when this laptop may synchronise by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.ids import DeviceId, MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.sync_choices import SyncChoices
from icv_app.domain.visit import Stage
from icv_app.errors import NotFound
from icv_app.seal.membership import Reason
from icv_app.seal.roster import Standing
from icv_app.services.apart import dropped
from icv_app.services.identity import Identity
from icv_app.services.ports import OpenUnit, RecordLine, RecordState, UnitOfWork
from icv_app.services.ports_visits import VisitFilter, VisitSummary
from icv_app.services.report_records import REPORTS
from icv_app.services.sync_desk import DIFFERS_AT, LAST_SYNC, MENDED_AT, to_return

PAUSED = "sync_paused"
"""Meta name: `yes` while the person wants nothing to be sent or fetched by itself."""
METERED_TOO = "sync_metered_too"
"""Meta name: `yes` where it may sync by itself on a network that is paid by volume."""
DRAFT = "draft"
"""Stands for a record kind: a visit that is being recorded here is no record yet."""


class Place(StrEnum):
    """Where something is, as people ask for it."""

    APART = "apart"
    """Kept here and not used."""
    WAITING = "waiting"
    """To be sent from here."""
    HERE = "here"
    """On this laptop only: a draft."""
    SERVER = "server"
    """The server has it, by its receipt."""
    OPENED = "opened"
    """A coordinator has opened it, by their own receipt."""
    OTHERS = "others"
    """From somebody else, and used here."""


class Why(StrEnum):
    """Why something is where it is, where there is more to say."""

    NOTHING = ""
    DRAFT = "draft"
    TO_SEAL = "to_seal"
    """Written here; it is sealed when it is sent."""
    TO_SEND = "to_send"
    """Sealed; the next sync sends it."""
    TRIED = "tried"
    """It was tried and could not go yet; `RecordPlace.reason` says why."""
    TO_HAND_ON = "to_hand_on"
    """It came in a file; the server is given it at the next sync."""
    NOT_SENT = "not_sent"
    """Written here, and the server will not take it."""
    LATE = "late"
    """From a removed laptop; a coordinator decides."""
    LATE_REFUSED = "late_refused"
    """From a removed laptop; a coordinator decided against it."""
    NEEDS_KEY = "needs_key"
    NEEDS_UPDATE = "needs_update"
    UNKNOWN_AUTHOR = "unknown_author"
    NOT_ALLOWED = "not_allowed"
    UNUSABLE = "unusable"
    """Damaged, altered or forged."""
    WITHOUT_EFFECT = "without_effect"
    """A statement about members that came to nothing, such as one made twice."""


BY_ITSELF = frozenset(
    {
        Why.TO_SEAL,
        Why.TO_SEND,
        Why.TRIED,
        Why.TO_HAND_ON,
        Why.NEEDS_KEY,
        Why.NEEDS_UPDATE,
        Why.UNKNOWN_AUTHOR,
    }
)
"""Reasons that pass without anybody deciding on the record."""
_BY_STANDING = {
    Standing.WAITS_FOR_COORDINATOR.value: Why.LATE,
    Standing.REFUSED_BY_COORDINATOR.value: Why.LATE_REFUSED,
    Standing.UNKNOWN_DEVICE.value: Why.UNKNOWN_AUTHOR,
    Standing.NOT_ALLOWED.value: Why.NOT_ALLOWED,
    Standing.UPDATE_NEEDED.value: Why.NEEDS_UPDATE,
    Reason.UNKNOWN_AUTHOR.value: Why.UNKNOWN_AUTHOR,
    Reason.NOT_A_COORDINATOR.value: Why.NOT_ALLOWED,
    Reason.BAD_SIGNATURE.value: Why.UNUSABLE,
    Reason.MALFORMED.value: Why.UNUSABLE,
    Reason.OTHER_SCHEME.value: Why.UNUSABLE,
    Reason.SECOND_ROOT.value: Why.UNUSABLE,
}
_CODES = frozenset(one.value for one in (*Standing, *Reason))
"""Reasons kept for programs, not for people."""
_EXPLAINED = frozenset({Why.TRIED, Why.NOT_SENT, Why.UNUSABLE, Why.NEEDS_UPDATE, Why.NOT_ALLOWED})
_BY_STATE = {
    RecordState.LOCKED: Why.NEEDS_KEY,
    RecordState.UPDATE_NEEDED: Why.NEEDS_UPDATE,
    RecordState.QUARANTINED: Why.UNUSABLE,
    RecordState.REFUSED: Why.NOT_ALLOWED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlace:
    """One record, or one draft, and where it is.

    Attributes:
        kind: Of the record, `DRAFT`, or nothing where the bytes are no envelope.
        visit_id, suite, began_at: The visit it is about, where it is about one that is here.
        subject: What else it is about: a member's number, say.
        own: Whether it was written on this laptop.
        since: Since when it is there, UTC: the server's receipt, the coordinator's, or when it came.
        review: Where a report stands, once a coordinator has opened it.
        reason: Words kept with it; nothing where `why` says all.
        files_only: It came in a file, and the server is not known to have it.
    """

    record_id: RecordId
    kind: str
    visit_id: VisitId | None = None
    suite: SuiteId | None = None
    began_at: datetime | None = None
    subject: str = ""
    author: MemberId | None = None
    device: DeviceId | None = None
    own: bool = False
    written_at: datetime
    place: Place
    why: Why = Why.NOTHING
    since: datetime | None = None
    review: ReviewState | None = None
    reason: str = ""
    files_only: bool = False

    @property
    def by_itself(self) -> bool:
        """Whether what it waits for comes without a decision on it."""
        return self.why in BY_ITSELF


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreView:
    """Everything the page shows.

    Attributes:
        places: What needs somebody first, then newest first; of very many the latest.
        counts: How many there are of each place.
        last_sync: When everything was last sent and fetched, UTC.
        mended_at: When the last sync ended that found a difference and repaired it, UTC.
        differs_at: When the last sync ended, if it found one that it could not repair, UTC.
        dropped: Unusable envelopes that were not kept, because too many came.
    """

    places: tuple[RecordPlace, ...]
    counts: Mapping[Place, int]
    last_sync: datetime | None
    mended_at: datetime | None
    differs_at: datetime | None
    dropped: int


MOST_LISTED = 500
"""So many records of a state are listed at most, the latest of them."""
_PLACES = {
    RecordState.PENDING: Place.WAITING,
    RecordState.SEALED: Place.WAITING,
    RecordState.ACCEPTED: Place.SERVER,
    RecordState.RECEIVED: Place.OTHERS,
}


def _latest(unit: UnitOfWork, handed_on: Sequence[RecordId]) -> list[RecordLine]:
    """The latest records of each state, and the latest that are handed on."""
    found = {
        line.record_id: line for state in RecordState for line in unit.records.lines(state, limit=MOST_LISTED)
    }
    others = [record_id for record_id in handed_on if record_id not in found]
    return [*found.values(), *unit.records.lines_of(others[-MOST_LISTED:])]


def _counts(unit: UnitOfWork) -> Mapping[Place, int]:
    counts = Counter(dict.fromkeys(Place, 0))
    for state, count in unit.records.count_by_state().items():
        counts[_PLACES.get(state, Place.APART)] += count
    opened = unit.records.count_opened()
    counts[Place.SERVER] -= opened
    counts[Place.OPENED] += opened
    counts[Place.HERE] += unit.visits.count_drafts()
    return counts


class SyncCentre:
    """What the sync centre reads and what can be set there. Holds no state of its own."""

    def __init__(self, open_unit: OpenUnit, identity: Identity, open_reading: OpenUnit | None = None) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._identity = identity

    def view(self) -> CentreView:
        """Read where everything is, by a handful of queries however many records there are."""
        with self._open_reading() as unit:
            returned = to_return(unit)
            lines = _latest(unit, returned)
            visits = unit.visits.summaries_of(VisitId(line.subject) for line in lines)
            recorded = unit.visits.summaries(VisitFilter(stage=Stage.DRAFT), limit=MOST_LISTED)
            counts = _counts(unit)
            times = [_moment(unit, name) for name in (LAST_SYNC, MENDED_AT, DIFFERS_AT)]
            not_kept = dropped(unit)
        handed_on = frozenset(returned)
        drafts = [_draft(one) for one in recorded]
        records = [self._place(line, visits, handed_on) for line in lines]
        order = {place: at for at, place in enumerate(Place)}
        newest_first = sorted([*drafts, *records], key=lambda one: one.written_at, reverse=True)
        places = sorted(newest_first, key=lambda one: order[one.place])
        return CentreView(
            places=tuple(places),
            counts=counts,
            last_sync=times[0],
            mended_at=times[1],
            differs_at=times[2],
            dropped=not_kept,
        )

    def choices(self) -> SyncChoices:
        """Return when this laptop may sync by itself."""
        with self._open_reading() as unit:
            return SyncChoices(
                paused=unit.meta.get(PAUSED) == "yes", metered_too=unit.meta.get(METERED_TOO) == "yes"
            )

    def choose(self, choices: SyncChoices) -> None:
        """Keep when this laptop may sync by itself.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            unit.meta.put(PAUSED, "yes" if choices.paused else "")
            unit.meta.put(METERED_TOO, "yes" if choices.metered_too else "")
            unit.commit()

    def suites(self) -> Mapping[SuiteId, str]:
        """Return the names of the scheme's suites; none before its settings have arrived."""
        with self._open_reading() as unit:
            try:
                settings = unit.settings.current()
            except NotFound:
                return {}
        return {suite.suite_id: suite.name for suite in settings.suites}

    def _place(
        self,
        line: RecordLine,
        visits: Mapping[VisitId, VisitSummary],
        handed_on: frozenset[str],
    ) -> RecordPlace:
        visit = visits.get(VisitId(line.subject))
        opened = _opened(line, visit)
        place, why = self._where(line, opened=opened, handed_on=line.record_id in handed_on)
        return RecordPlace(
            record_id=line.record_id,
            kind=line.kind,
            visit_id=visit.visit_id if visit else None,
            suite=visit.suite if visit else None,
            began_at=visit.began_at if visit else None,
            subject="" if visit else line.subject,
            author=line.author,
            device=line.device,
            own=line.device == self._identity.device_id,
            written_at=line.written_at,
            place=place,
            why=why,
            since=visit.review_changed_at if opened and visit else line.accepted_at,
            review=visit.review if opened and visit else None,
            reason=_reason(line, why),
            files_only=line.sealed and line.position is None,
        )

    def _where(self, line: RecordLine, *, opened: bool, handed_on: bool) -> tuple[Place, Why]:
        if line.state is RecordState.PENDING:
            return Place.WAITING, Why.TRIED if line.reason else Why.TO_SEAL
        if line.state is RecordState.SEALED:
            return Place.WAITING, Why.TRIED if line.reason else Why.TO_SEND
        if line.state is RecordState.ACCEPTED:
            return (Place.OPENED if opened else Place.SERVER), Why.NOTHING
        if line.state is RecordState.RECEIVED:
            return Place.OTHERS, Why.TO_HAND_ON if handed_on else Why.NOTHING
        if line.device == self._identity.device_id and line.state is RecordState.REFUSED:
            return Place.APART, Why.NOT_SENT
        return Place.APART, _why_apart(line)


def _why_apart(line: RecordLine) -> Why:
    known = _BY_STANDING.get(line.reason)
    if known is not None:
        return known
    if line.reason in _CODES:
        return Why.WITHOUT_EFFECT
    return _BY_STATE[line.state]


def _reason(line: RecordLine, why: Why) -> str:
    """Return the kept words where they are for people and say more than `why`."""
    return line.reason if line.reason and why in _EXPLAINED and line.reason not in _CODES else ""


def _opened(line: RecordLine, visit: VisitSummary | None) -> bool:
    return (
        line.kind in REPORTS
        and visit is not None
        and visit.review is not None
        and visit.review is not ReviewState.FILED
    )


def _draft(visit: VisitSummary) -> RecordPlace:
    return RecordPlace(
        record_id=RecordId(visit.visit_id),
        kind=DRAFT,
        visit_id=visit.visit_id,
        suite=visit.suite,
        began_at=visit.began_at,
        author=visit.author,
        own=True,
        written_at=visit.began_at,
        place=Place.HERE,
        why=Why.DRAFT,
    )


def _moment(unit: UnitOfWork, name: str) -> datetime | None:
    kept = unit.meta.get(name)
    return datetime.fromisoformat(kept) if kept else None
