"""What the server does for a device, one method a request: take envelopes in and hand them out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from icv_app.seal.envelope import Envelope
from sync.server import reading
from sync.server.filing import Filed, parsed
from sync.server.gate import Gate, SignedRequest, Visit
from sync.server.joint_filing import Answer, JointFiling, Submission
from sync.server.metrics import Metrics
from sync.server.problems import Refused, bad_request
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

QUICK_BYTES = 64 * 1024

log = structlog.stdlib.get_logger("icv.server")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it came: what could be read of it is to be filed."""

    read: Sequence[Envelope | Refused]
    submission: Submission


class Courier:
    """Files and hands out envelopes; holds no state besides what it was given."""

    def __init__(self, gate: Gate, filing: JointFiling, limits: Limits, metrics: Metrics) -> None:
        self._gate = gate
        self._filing = filing
        self._limits = limits
        self._metrics = metrics

    def is_quick(self, request: SignedRequest, scheme_id: str) -> bool:
        """Whether `received` takes less time than handing it to another thread and back would."""
        return len(request.body) <= QUICK_BYTES and self._gate.knows(request, scheme_id)

    def received(self, request: SignedRequest, scheme_id: str, record_id: str) -> Submission:
        """Check a request that brings one envelope, which is then to be filed.

        Raises:
            Refused: It cannot be used.
        """
        checked = self._gate.check(request, scheme_id)
        envelope = parsed(request.body, most=self._limits.envelope_bytes)
        if envelope.record_id != record_id:
            raise bad_request("the address names another record than the envelope")
        return self._filing.judged(checked, [(envelope, request.body)])

    def received_batch(self, request: SignedRequest, scheme_id: str, *, farewell: bool = False) -> Batch:
        """Check a request that brings many envelopes; each is accepted or refused for itself.

        With `farewell` it may come from a removed device: what it never sent, for a coordinator to decide on.

        Raises:
            Refused: The batch as a whole cannot be used.
        """
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
        return Batch(read, self._filing.judged(checked, readable, farewell=farewell))

    async def put(self, submission: Submission) -> Filed:
        """File one envelope; repeating it is harmless.

        Raises:
            Refused: It may not be filed.
        """
        (answer,) = await self._file(submission)
        if isinstance(answer, Refused):
            raise answer
        return answer

    async def put_batch(self, batch: Batch) -> BatchAnswer:
        """File many envelopes in one transaction.

        Raises:
            Refused: The request may not come in.
        """
        filed = iter(await self._file(batch.submission))
        results = [
            _batch_item(item.record_id, next(filed))
            if isinstance(item, Envelope)
            else _batch_item(None, item)
            for item in batch.read
        ]
        return BatchAnswer(results=results)

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

    async def _file(self, submission: Submission) -> list[Answer]:
        # Those that came at the same moment are read first, and go into one transaction with it.
        await asyncio.sleep(0)
        answers = await asyncio.wrap_future(self._filing.file(submission))
        # Only now is it committed, and true.
        for answer, (envelope, data) in zip(answers, submission.read, strict=True):
            self._note(envelope, len(data), answer)
        return answers

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


def _read_or_refused(data: bytes, most: int) -> Envelope | Refused:
    try:
        return parsed(data, most=most)
    except Refused as refusal:
        return refusal


def _batch_item(record_id: str | None, answer: Answer) -> BatchItem:
    if isinstance(answer, Refused):
        return BatchItem(record_id=record_id, problem=answer.problem)
    return BatchItem(record_id=record_id, receipt=answer.receipt)
