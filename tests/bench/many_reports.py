"""Thousands of filed reports on a server, as long as those of a real year and sealed by real devices."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from multiprocessing import get_context

from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, MemberId, PersonId, SchemeId, SuiteId, VisitId, uuid7
from icv_app.domain.person import DetainedPerson
from icv_app.domain.records import RecordKind
from icv_app.domain.visit import AreaFinding, AreaState, Visit
from icv_app.seal.devices import DeviceKeys, DevicePublicKeys
from icv_app.seal.envelope import read_envelope
from icv_app.seal.keys import PublicSealingKey
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.services.documents import to_json
from icv_app.services.report_records import report_parts
from icv_app.services.sealing_desk import About
from sync.client.channel import HttpChannel
from sync.client.transport import HttpTransport
from sync.client.transport import Outgoing as Sent
from tests.visit_builders import (
    NOON,
    a_checklist,
    a_concern,
    a_filed_visit,
    a_girl_of_15,
    a_person,
    answered,
    somebody_asleep,
    somebody_who_declined,
)

BATCH_ITEMS = 100
APART = timedelta(minutes=97)
AREAS = ("cells", "toilets", "showers", "kitchen", "exercise_yard", "medical_room", "stores", "booking_desk")
TEXTS = (
    "The call bell of cell {n} was answered after nine minutes; the officer said that it had been busy.",
    "A blanket was asked for twice since {n} in the morning and was brought while we were there.",
    "No pillow in cell {n}, although three were on the shelf; the sergeant had one brought at once.",
)


@dataclass(frozen=True, slots=True)
class Author:
    """A visitor who files reports with one other.

    Attributes:
        private: The device's private keys, as `DeviceKeys.private_bytes` writes them.
        readers: Public keys of the office (sealing key only) and of both visitors' devices.
    """

    member: MemberId
    beside: MemberId
    private: bytes
    office: bytes
    devices: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Who seals which reports for which server."""

    server_url: str
    scheme_id: SchemeId
    author: Author
    numbers: range


def file_reports(server_url: str, scheme_id: SchemeId, authors: Sequence[Author], count: int) -> None:
    """Seal `count` reports, the authors in turn, and hand them to the server."""
    orders = [
        Order(server_url, scheme_id, author, range(at, count, len(authors)))
        for at, author in enumerate(authors)
    ]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for _done in pool.map(_file, orders):
            pass


def a_report(number: int, author: MemberId, beside: MemberId) -> Visit:
    """The filed report of one visit: eight people, twenty questions about each, one or two concerns."""
    chance = random.Random(number)
    people, started = _people(), NOON - APART * number
    own = tuple(
        replace(
            person,
            person_id=PersonId(f"p-{number}-{at}"),
            custody_number=f"13WK/{chance.randrange(10000):04}",
        )
        for at, person in enumerate(people)
    )
    concerns = tuple(
        a_concern(
            concern_id=ConcernId(_uuid(chance)),
            severity=chance.choice(list(Severity)),
            text=chance.choice(TEXTS).format(n=chance.randrange(30)),
        )
        for _concern in range(1 + number % 2)
    )
    shift = started - NOON
    visit = a_filed_visit(people=own)
    times = {
        name: getattr(visit, name) + shift
        for name in (
            "arrived_at",
            "entered_at",
            "left_suite_at",
            "left_station_at",
            "submitted_at",
            "created_at",
        )
    }
    return replace(
        visit,
        visit_id=VisitId(_uuid(chance)),
        suite=SuiteId(("wakefield", "leeds")[number % 2]),
        author=author,
        visitors=(author, beside),
        concerns=concerns,
        areas=tuple(AreaFinding(area=area, state=AreaState.GOOD) for area in AREAS),
        **times,
    )


@cache
def _people() -> tuple[DetainedPerson, ...]:
    talked = answered(a_person())
    return (
        *(replace(talked, cell=f"M{n}") for n in range(5)),
        answered(a_girl_of_15()),
        somebody_asleep(),
        somebody_who_declined(),
    )


def _file(order: Order) -> None:
    keys = DeviceKeys.from_private_bytes(order.author.private)
    with HttpChannel(order.server_url, signer=keys) as channel:
        transport = HttpTransport(channel, order.scheme_id)
        batch: list[Sent] = []
        for sent in _sealed(order, keys):
            batch.append(sent)
            if len(batch) == BATCH_ITEMS:
                _push(transport, batch)
                batch.clear()
        if batch:
            _push(transport, batch)


def _push(transport: HttpTransport, batch: Sequence[Sent]) -> None:
    for answer in transport.push(batch):
        if not hasattr(answer, "position"):
            raise AssertionError(f"the server refused a report: {answer}")


def _sealed(order: Order, keys: DeviceKeys) -> Iterator[Sent]:
    author = order.author
    readers = [
        PublicSealingKey.from_bytes(author.office),
        *(DevicePublicKeys.from_bytes(raw).sealing for raw in author.devices),
    ]
    chain, previous = str(uuid.uuid4()), None
    for sequence, number in enumerate(order.numbers, start=1):
        visit = a_report(number, author.member, author.beside)
        assert visit.submitted_at is not None
        about = About(subject=visit.visit_id, written_at=visit.submitted_at)
        draft = Outgoing(
            record_id=str(uuid.uuid4()),
            kind=RecordKind.VISIT_REPORT,
            scheme_id=order.scheme_id,
            chain_id=chain,
            sequence=sequence,
            previous=previous,
            sealed_at=visit.submitted_at,
            parts={"about": to_json(about), **report_parts(visit, a_checklist())},
        )
        data = seal_envelope(draft, keys, readers)
        previous = read_envelope(data).hash
        yield Sent(draft.record_id, data)


def _uuid(chance: random.Random) -> str:
    return uuid7(int(NOON.timestamp() * 1000), chance.randbytes(10))
