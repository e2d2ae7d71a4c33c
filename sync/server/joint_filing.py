"""Filing what arrives together in one transaction: a commit to disk costs the same for one as for many.

Nobody waits for company: whatever has come while the last transaction of a scheme was being committed,
by this process or another, goes into the next one, and each request is answered only once its own
transaction is committed.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection

from icv_app.domain.records import RecordKind
from icv_app.seal.envelope import Envelope
from icv_app.seal.header import OPEN_KIND_PREFIX
from icv_app.seal.roster import Roster
from sync.server.erasing import carry_out_stored, clear_traces
from sync.server.filing import (
    Admitted,
    Filed,
    LockedScheme,
    admit,
    file_under_lock,
    refuse_endless_farewell,
)
from sync.server.gate import Checked, Gate, replayed
from sync.server.problems import Refused
from sync.server.rosters import Asker, Rosters, SchemeView, asker_in

Answer = Filed | Refused
Read = Sequence[tuple[Envelope, bytes]]

GROUP_REQUESTS = 200
GROUP_BYTES = 16 * 1024 * 1024
# Schemes that are filed at the same time; each scheme by one thread, since positions are given out in turn.
WRITERS = 8
NOT_JUDGED = -1

log = structlog.stdlib.get_logger("icv.server")


@dataclass(frozen=True, slots=True)
class Submission:
    """The envelopes of one request, judged by the roster as it was at `roster_position`."""

    checked: Checked
    read: Read
    judged: Sequence[Admitted | Refused]
    roster_position: int
    farewell: bool = False

    @property
    def size_bytes(self) -> int:
        """All envelopes together."""
        return sum(len(data) for _envelope, data in self.read)

    @property
    def goes_alone(self) -> bool:
        """Whether it needs a transaction of its own.

        What comes after a change of the roster is judged anew; farewells of one device are counted.
        """
        return self.farewell or any(
            envelope.kind.startswith(OPEN_KIND_PREFIX) for envelope, _data in self.read
        )


@dataclass(frozen=True, slots=True)
class _Waiting:
    submission: Submission
    answers: Future[list[Answer]] = field(default_factory=Future)


class JointFiling:
    """Files submissions, those of one scheme one group after another; safe to use from several threads."""

    def __init__(self, gate: Gate, rosters: Rosters) -> None:
        self._gate = gate
        self._rosters = rosters
        self._lock = threading.Lock()
        # A scheme is a key here exactly while somebody works off what waits.
        self._waiting: dict[str, deque[_Waiting]] = {}
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="filing")

    def judged(self, checked: Checked, read: Read, *, farewell: bool = False) -> Submission:
        """Verify the envelopes of a request by the roster known already, before any lock is taken."""
        known = self._rosters.known(checked.scheme_id)
        asker = asker_in(known[1], checked.claim.key_id) if known else None
        if known is None or asker is None:
            return Submission(checked, read, [], NOT_JUDGED, farewell)
        verdicts = judge(checked.scheme_id, known[1], asker, read)
        return Submission(checked, read, verdicts, known[0], farewell)

    def file(self, submission: Submission) -> Future[list[Answer]]:
        """File a submission; the future has the answers, in its order, once they are committed.

        The future raises `Refused` if the request as a whole may not come in.
        """
        waiting = _Waiting(submission)
        scheme_id = submission.checked.scheme_id
        with self._lock:
            queue = self._waiting.get(scheme_id)
            if queue is not None:
                queue.append(waiting)
                return waiting.answers
            self._waiting[scheme_id] = deque([waiting])
        self._writers.submit(self._work_off, scheme_id)
        return waiting.answers

    def close(self) -> None:
        """File what waits and end the threads."""
        self._writers.shutdown(wait=True)

    def _work_off(self, scheme_id: str) -> None:
        while True:
            with self._lock:
                if not self._waiting[scheme_id]:
                    del self._waiting[scheme_id]
                    return
            self._settle(scheme_id)

    def _next_group(self, scheme_id: str) -> list[_Waiting]:
        with self._lock:
            return _next_group(self._waiting[scheme_id])

    def _settle(self, scheme_id: str, alone: _Waiting | None = None) -> None:
        """Answer everybody in the next group; one that the server stumbles over takes nobody with it.

        Who is in the group is decided once the scheme is locked: while another process was committing,
        more have come.
        """
        group = [] if alone is None else [alone]
        try:
            with self._gate.database.writing() as connection:
                scheme = self._rosters.view(connection, scheme_id, lock=True)
                group = group or self._next_group(scheme_id)
                settled = self._file_group(connection, scheme, [waiting.submission for waiting in group])
        except Refused as refusal:
            for waiting in group or self._next_group(scheme_id):
                waiting.answers.set_exception(refusal)
        except BaseException as fault:  # noqa: BLE001 - it is raised where the answer is waited for
            if alone is not None:
                alone.answers.set_exception(fault)
                return
            for waiting in group or self._next_group(scheme_id):
                self._settle(scheme_id, waiting)
        else:
            for waiting, answers in zip(group, settled, strict=True):
                if isinstance(answers, Refused):
                    waiting.answers.set_exception(answers)
                else:
                    waiting.answers.set_result(answers)
            self._tidy_up(group)
            self._gate.prune(group[-1].submission.checked.now)

    def _tidy_up(self, group: Sequence[_Waiting]) -> None:
        """Leave no trace of what a run erased; a PostgreSQL is tidied by its administrator's timer."""
        database = self._gate.database
        erased = any(
            isinstance(item, Admitted) and (item.erasure or _decides(item))
            for one in group
            for item in one.submission.judged
        )
        if erased and database.is_sqlite:
            try:
                clear_traces(database)
            except Refused as refusal:
                # The mark stays: it is done when the server starts again, or by `icv-server scrub`.
                log.warning("traces not cleared", code=refusal.code)

    def _file_group(
        self, connection: Connection, scheme: SchemeView, group: Sequence[Submission]
    ) -> list[list[Answer] | Refused]:
        # Nonces after the lock: whoever uses them up without it never waits for it, so there is no ring.
        unused = self._gate.use_nonces(connection, [one.checked.claim for one in group])
        verdicts = [
            self._let_in(connection, scheme, one) if is_new else replayed()
            for one, is_new in zip(group, unused, strict=True)
        ]
        return _filed(connection, scheme, group, verdicts)

    def _let_in(
        self, connection: Connection, scheme: SchemeView, submission: Submission
    ) -> Sequence[Admitted | Refused] | Refused:
        key_id, read = submission.checked.claim.key_id, submission.read
        try:
            asker = self._gate.admitted(scheme, key_id, removed_too=submission.farewell)
            if asker.role is None:
                refuse_endless_farewell(connection, scheme, key_id, len(read))
        except Refused as refusal:
            return refusal
        if submission.roster_position == scheme.roster_position:
            return submission.judged
        # The roster changed since: judge again, by the one that is locked now.
        return judge(scheme.scheme_id, scheme.roster, asker, read)


def judge(scheme_id: str, roster: Roster, asker: Asker, read: Read) -> list[Admitted | Refused]:
    """Return for each envelope, in order, whether it may be filed by this roster."""
    judged: list[Admitted | Refused] = []
    for envelope, data in read:
        try:
            item = admit(envelope, data, scheme_id, roster, asker)
        except Refused as refusal:
            judged.append(refusal)
            continue
        judged.append(item)
        if item.is_roster:
            # Later envelopes of the batch may be by a device that this statement adds.
            roster = roster.apply([envelope])
    return judged


def _next_group(queue: deque[_Waiting]) -> list[_Waiting]:
    group: list[_Waiting] = []
    total = 0
    while queue and len(group) < GROUP_REQUESTS:
        submission = queue[0].submission
        total += submission.size_bytes
        if group and (total > GROUP_BYTES or submission.goes_alone):
            break
        group.append(queue.popleft())
        if submission.goes_alone:
            break
    return group


def _decides(item: Admitted) -> bool:
    return item.envelope.kind == RecordKind.ROSTER_LATE_DECIDED


def _filed(
    connection: Connection,
    scheme: SchemeView,
    group: Sequence[Submission],
    verdicts: Sequence[Sequence[Admitted | Refused] | Refused],
) -> list[list[Answer] | Refused]:
    admitted = [
        item
        for verdict in verdicts
        if not isinstance(verdict, Refused)
        for item in verdict
        if isinstance(item, Admitted)
    ]
    locked = LockedScheme(scheme.scheme_id, scheme.head_position, scheme.head_history, scheme.roster_position)
    now = max(one.checked.now for one in group)
    filed = iter(file_under_lock(connection, locked, admitted, now) if admitted else [])
    if any(_decides(item) for item in admitted):
        # A run of a device that was removed meanwhile may count from now on.
        roster = scheme.roster.apply([item.envelope for item in admitted if item.is_roster])
        carry_out_stored(connection, scheme.scheme_id, roster, int(now.timestamp()))
    return [
        verdict
        if isinstance(verdict, Refused)
        else [item if isinstance(item, Refused) else next(filed) for item in verdict]
        for verdict in verdicts
    ]
