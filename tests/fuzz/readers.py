"""The readers of what comes from outside, and one good piece for each to begin from."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from icv_app.errors import IcvError
from icv_app.seal.bundle import BundleReader
from icv_app.seal.devices import DeviceKeys, OfficeKey
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.heads import check_head, head_of, read_head
from icv_app.seal.invitations import Invitation, check_enrolment, enrolment_locator, open_details, read_words
from icv_app.seal.locked_out import HelpRequest, make_request, open_answer, seal_answer
from icv_app.seal.roster import fold_roster
from icv_app.seal.slots import OfficeSlot, SlotFile
from icv_app.seal.statements import read_statement
from icv_app.seal.verification import check_record

VECTORS = Path(__file__).parents[1] / "vectors"
SECRET = bytes(16)


@dataclass(frozen=True)
class Reader:
    """One way in.

    Attributes:
        name: For messages.
        read: Takes any bytes; fails with an `IcvError` or not at all.
        seeds: Good input, to be bent.
    """

    name: str
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def _carried() -> tuple[bytes, ...]:
    with (VECTORS / "from-the-office.icvbundle").open("rb") as opened:
        return tuple(one.data for one in BundleReader(opened).carried())


def _enrolment() -> bytes:
    with (VECTORS / "asks-to-join.icvbundle").open("rb") as opened:
        return next(BundleReader(opened).carried()).data


def _head() -> bytes:
    with (VECTORS / "with-a-head.icvbundle").open("rb") as opened:
        return list(BundleReader(opened).carried())[-1].data


ENVELOPES = _carried()
_ROOT = read_envelope(ENVELOPES[0])
_ROSTER = fold_roster(_ROOT.hash, [read_envelope(data) for data in ENVELOPES[:3]])
_INVITATION = Invitation.from_bytes(
    b'{"expires_at":"2024-03-28T12:00:00Z","format":"icv-invitation","member_id":"V-001","role":"visitor",'
    b'"root_fingerprint":"' + b"ab" * 32 + b'","scheme_id":"0190a000-0000-7000-8000-000000000001",'
    b'"scheme_name":"West Yorkshire","secret":"AAAAAAAAAAAAAAAAAAAAAA==","server_url":null,"version":1}'
)

_WITH_SETTINGS = replace(_INVITATION, settings=b'{"version":1}')
_OFFICE, _FRESH = OfficeKey.generate(1), DeviceKeys.generate()
_SLOTS = SlotFile(vault_id="0190a000-0000-7000-8000-000000000002").with_office(
    bytes(32), _OFFICE.public, scheme_id="0190a000-0000-7000-8000-000000000001", device="ab" * 16
)
_HELP = make_request(
    _SLOTS.vault_id, cast(OfficeSlot, _SLOTS.office), _FRESH, datetime(2024, 3, 14, 12, tzinfo=UTC)
)


def read_any_envelope(data: bytes) -> object:
    """As a vault meets it: parsed, judged, and what is open in it read."""
    envelope = read_envelope(data)
    checked = check_record(data, _ROSTER)
    _open_parts(envelope)
    return checked


def _open_parts(envelope: Envelope) -> None:
    if envelope.kind == "device.head":
        read_head(envelope)
    elif envelope.kind.startswith("roster."):
        read_statement(envelope)


def read_any_head(data: bytes) -> object:
    """As it comes in a bundle or from a server; it may be read only by a newer ICV."""
    return head_of(check_head(data, _ROSTER))


def read_any_statement(data: bytes) -> object:
    """The roster takes any envelope: what is none of its own it refuses by name."""
    return _ROSTER.apply([read_envelope(data)]).refused


def read_any_root(data: bytes) -> object:
    """A root that says of itself that it is the right one."""
    envelope = read_envelope(data)
    return fold_roster(envelope.hash, [envelope])


def read_any_bundle(data: bytes) -> object:
    """To its end, as `check_bundle` does."""
    reader = BundleReader(io.BytesIO(data))
    for _carried_one in reader.carried():
        pass
    return reader.manifest


def read_any_enrolment(data: bytes) -> object:
    """What a new device, or somebody else, sent."""
    enrolment_locator(data)
    return check_enrolment(SECRET, data)


def read_any_words(data: bytes) -> object:
    """What somebody typed."""
    return read_words(data.decode("utf-8", errors="replace"))


READERS = (
    Reader("envelope", read_any_envelope, ENVELOPES),
    Reader("head", read_any_head, (_head(),)),
    Reader("statement", read_any_statement, ENVELOPES[:3]),
    Reader("root", read_any_root, ENVELOPES[:1]),
    Reader(
        "bundle",
        read_any_bundle,
        tuple(file.read_bytes() for file in sorted(VECTORS.glob("*.icvbundle"))),
    ),
    Reader("invitation", Invitation.from_bytes, (_INVITATION.to_bytes(), _WITH_SETTINGS.to_bytes())),
    Reader("details", lambda data: open_details(_INVITATION.code, data), (bytes(100),)),
    Reader("enrolment", read_any_enrolment, (_enrolment(),)),
    Reader("help request", HelpRequest.from_bytes, (_HELP.data,)),
    Reader("help answer", lambda data: open_answer(data, _HELP, _FRESH), (seal_answer(_HELP, bytes(32)),)),
    Reader("slots", SlotFile.decode, (_SLOTS.encode(),)),
    Reader("words", read_any_words, (_INVITATION.words().encode(),)),
)


def only_own_errors(reader: Reader, data: bytes) -> bool:
    """Read any bytes; return whether they were taken. Anything but an `IcvError` goes through."""
    try:
        reader.read(data)
    except IcvError as error:
        if not error.user_text:
            raise AssertionError("an error without a sentence") from error
        return False
    return True
