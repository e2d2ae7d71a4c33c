"""What the server does for a device, one method a request: take envelopes in and hand them out."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from icv_app.seal.envelope import Envelope
from sync.server import reading
from sync.server.filing import (
    Admitted,
    Filed,
    admit,
    file_under_lock,
    lock_scheme,
    parsed,
    refuse_endless_farewell,
)
from sync.server.gate import Checked, Gate, SignedRequest, Visit
from sync.server.metrics import Metrics
from sync.server.problems import Refused, bad_request
from sync.server.rosters import Rosters, SchemeView
from sync.server.settings import Limits
from sync.wire import (
    HEADS_MAX,
    PAGE_ITEMS,
    BatchAnswer,
    BatchItem,
    HeadsPage,
    MalformedMessage,
    Page,
    SummaryMessage,
    unpacked_batch,
)

Answer = Filed | Refused

log = structlog.stdlib.get_logger("icv.server")


class Courier:
    """Files and hands out envelopes; holds no state besides what it was given."""

    def __init__(self, gate: Gate, rosters: Rosters, limits: Limits, metrics: Metrics) -> None:
        self._gate = gate
        self._rosters = rosters
        self._limits = limits
        self._metrics = metrics

    def put(self, request: SignedRequest, scheme_id: str, record_id: str) -> Filed:
        """File one envelope; repeating it is harmless.

        Raises:
            Refused: It may not be filed.
        """
        checked = self._gate.check(request, scheme_id)
        envelope = parsed(request.body, most=self._limits.envelope_bytes)
        if envelope.record_id != record_id:
            raise bad_request("the address names another record than the envelope")
        (answer,) = self._enter(checked, [(envelope, request.body)])
        if isinstance(answer, Refused):
            raise answer
        return answer

    def put_batch(self, request: SignedRequest, scheme_id: str) -> BatchAnswer:
        """File many envelopes in one transaction; each is accepted or refused for itself.

        Raises:
            Refused: The batch as a whole cannot be used.
        """
        return self._batch(request, scheme_id)

    def _batch(self, request: SignedRequest, scheme_id: str, *, farewell: bool = False) -> BatchAnswer:
        checked = self._gate.check(request, scheme_id)
        try:
            batch = unpacked_batch(request.body, most=self._limits.batch_items)
        except MalformedMessage as error:
            raise bad_request(
                f"a batch is a MessagePack list of at most {self._limits.batch_items}"
            ) from error
        read = [_read_or_refused(data, self._limits.envelope_bytes) for data in batch]
        readable = [
            (item, data) for item, data in zip(read, batch, strict=True) if isinstance(item, Envelope)
        ]
        filed = iter(self._enter(checked, readable, farewell=farewell))
        results = [
            _batch_item(item.record_id, next(filed))
            if isinstance(item, Envelope)
            else _batch_item(None, item)
            for item in read
        ]
        return BatchAnswer(results=results)

    def farewell(self, request: SignedRequest, scheme_id: str) -> BatchAnswer:
        """Take what a removed device never sent, for a coordinator to decide on; each by itself.

        Raises:
            Refused: The batch as a whole cannot be used.
        """
        return self._batch(request, scheme_id, farewell=True)

    def roster(self, request: SignedRequest, scheme_id: str, after: int) -> Page:
        """Return the roster statements filed after a position."""
        return self._gate.enter(
            self._gate.check(request, scheme_id),
            lambda visit: reading.statements_after(visit.connection, visit.scheme, after, limit=PAGE_ITEMS),
            removed_too=True,
        )

    def page(self, request: SignedRequest, scheme_id: str, cursor: str | None, limit: int) -> Page:
        """Return the next envelopes the device may see.

        Raises:
            Refused: The cursor is not of this server's history.
        """

        def work(visit: Visit) -> Page:
            start = reading.starting_point(visit.connection, visit.scheme, visit.asker, cursor)
            return reading.page_after(
                visit.connection,
                visit.scheme,
                visit.asker,
                start,
                limit=limit,
                page_bytes=self._limits.page_bytes,
            )

        return self._gate.enter(self._gate.check(request, scheme_id), work)

    def heads(self, request: SignedRequest, scheme_id: str, after: int) -> HeadsPage:
        """Return the names of what the device may see, to find what one side lacks."""
        return self._gate.enter(
            self._gate.check(request, scheme_id),
            lambda visit: reading.heads_after(
                visit.connection, visit.scheme, visit.asker, after, limit=HEADS_MAX
            ),
        )

    def summary(self, request: SignedRequest, scheme_id: str, cursor: str) -> SummaryMessage:
        """Return count and digest of what the device may see up to its cursor.

        Raises:
            Refused: The cursor is not of this server's history.
        """

        def work(visit: Visit) -> SummaryMessage:
            upto = reading.starting_point(visit.connection, visit.scheme, visit.asker, cursor)
            return reading.summary_up_to(visit.connection, visit.scheme, visit.asker, upto)

        return self._gate.enter(self._gate.check(request, scheme_id), work)

    def _enter(
        self, checked: Checked, read: Sequence[tuple[Envelope, bytes]], *, farewell: bool = False
    ) -> list[Answer]:
        answers = self._gate.enter(checked, lambda visit: self._file(visit, read), removed_too=farewell)
        # Only now is it committed, and true.
        for answer, (envelope, data) in zip(answers, read, strict=True):
            self._note(envelope, len(data), answer)
        return answers

    def _file(self, visit: Visit, read: Sequence[tuple[Envelope, bytes]]) -> list[Answer]:
        scheme_id = visit.scheme.scheme_id
        if visit.asker.role is None:
            refuse_endless_farewell(visit.connection, visit.scheme, visit.asker.device_id, len(read))
        judged = _judged(visit.scheme, read, visit)
        locked = lock_scheme(visit.connection, scheme_id)
        if locked.roster_position != visit.scheme.roster_position:
            # The roster changed between reading and locking it: judge again by the new one.
            judged = _judged(self._rosters.view(visit.connection, scheme_id), read, visit)
        admitted = [item for item in judged if isinstance(item, Admitted)]
        filed = iter(file_under_lock(visit.connection, locked, admitted, visit.now))
        return [item if isinstance(item, Refused) else next(filed) for item in judged]

    def _note(self, envelope: Envelope, size_bytes: int, answer: Answer) -> None:
        header = envelope.header
        facts = {"scheme": header.scheme_id, "record": envelope.record_id, "kind": envelope.kind}
        if isinstance(answer, Refused):
            self._metrics.refusals.labels(answer.code).inc()
            log.warning("envelope refused", code=answer.code, author=header.author_device, **facts)
        elif answer.fresh:
            self._metrics.envelopes.inc()
            self._metrics.envelope_bytes.inc(size_bytes)
            log.info("envelope filed", position=answer.receipt.position, author=header.author_device, **facts)


def _judged(
    scheme: SchemeView, read: Sequence[tuple[Envelope, bytes]], visit: Visit
) -> list[Admitted | Refused]:
    judged: list[Admitted | Refused] = []
    for envelope, data in read:
        try:
            item = admit(envelope, data, scheme, visit.asker)
        except Refused as refusal:
            judged.append(refusal)
            continue
        judged.append(item)
        if item.is_roster:
            # Later envelopes of the batch may be by a device that this statement adds.
            scheme = scheme.with_statement(envelope)
    return judged


def _read_or_refused(data: bytes, most: int) -> Envelope | Refused:
    try:
        return parsed(data, most=most)
    except Refused as refusal:
        return refusal


def _batch_item(record_id: str | None, answer: Answer) -> BatchItem:
    if isinstance(answer, Refused):
        return BatchItem(record_id=record_id, problem=answer.problem)
    return BatchItem(record_id=record_id, receipt=answer.receipt)
