"""Makes the vectors again: `python -m tests.vectors`. Keys are fixed; what is encrypted differs each time."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from icv_app.domain.audit import AuditAct, AuditEntry
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.exchange.audit_files import write_audit_log
from icv_app.seal.audit_chain import AuditLink, digest_of, head_until
from icv_app.seal.bundle import Carried, FrameKind, Manifest, write_bundle
from icv_app.seal.devices import DeviceKeys, OfficeKey, StandbyKey
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.heads import DeviceHead, head_parts
from icv_app.seal.invitations import make_enrolment
from icv_app.seal.keys import SealingKeys
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import (
    ChainPosition,
    DeviceAdded,
    MemberAdded,
    RosterRoot,
    Statement,
    kind_of,
    statement_parts,
)
from icv_app.services.audit_desk import AuditOutgoing
from icv_app.services.audit_log import LoggedLine
from icv_app.services.documents import to_json

HERE = Path(__file__).parent
SCHEME = "0190a000-0000-7000-8000-000000000001"
OFFICE_CHAIN = "0190a000-0000-7000-8000-0000000000c1"
VISITOR_CHAIN = "0190a000-0000-7000-8000-0000000000c2"
HEAD_CHAIN = "0190a000-0000-7000-8000-0000000000c3"
NOON = datetime(2024, 3, 14, 12, tzinfo=UTC)
REPORT = {
    "about": b'{"subject":"0190a000-0000-7000-8000-0000000000aa","written_at":"2024-03-14T12:00:00Z"}',
    "person": b'{"people.1.custody_number":"13WK/4402"}',
    "report": b'{"in_custody":3,"suite":"leeds"}',
}


def fixed(label: str, length: int) -> bytes:
    """Bytes that are the same every time; nobody's keys are made like this."""
    return hashlib.shake_256(f"icv test vector {label}".encode()).digest(length)


COORDINATOR = DeviceKeys.from_private_bytes(fixed("coordinator", 128))
VISITOR = DeviceKeys.from_private_bytes(fixed("visitor", 128))
NEWCOMER = DeviceKeys.from_private_bytes(fixed("newcomer", 128))
OFFICE = OfficeKey(1, SealingKeys.from_private_bytes(fixed("office", 96)))
STANDBY = StandbyKey.from_private_bytes(fixed("standby", 32))
SECRET = fixed("invitation", 16)


def record_id(number: int) -> str:
    return f"0190a000-0000-7000-8000-00000000{number:04x}"


def statement(number: int, what: Statement, before: Envelope | None) -> Envelope:
    draft = Outgoing(
        record_id=record_id(number),
        kind=kind_of(what),
        scheme_id=SCHEME,
        chain_id=OFFICE_CHAIN,
        sequence=number,
        previous=before.hash if before else None,
        sealed_at=NOON,
        open_parts=statement_parts(what),
    )
    return read_envelope(seal_envelope(draft, COORDINATOR, []))


def roster() -> list[Envelope]:
    root = statement(
        1,
        RosterRoot(
            scheme_name="West Yorkshire",
            member="C-001",
            device=COORDINATOR.public.to_bytes(),
            office=OFFICE.public.sealing.raw,
            standby=STANDBY.public.raw,
        ),
        None,
    )
    member = statement(2, MemberAdded(after=(root.hash,), member="V-001", role=Role.VISITOR), root)
    device = DeviceAdded(
        after=(member.hash,), member="V-001", device=VISITOR.public.to_bytes(), invitation="ab" * 32
    )
    return [root, member, statement(3, device, member)]


def report() -> Envelope:
    draft = Outgoing(
        record_id=record_id(16),
        kind=RecordKind.VISIT_REPORT,
        scheme_id=SCHEME,
        chain_id=VISITOR_CHAIN,
        sequence=1,
        previous=None,
        sealed_at=NOON,
        parts=REPORT,
    )
    return read_envelope(seal_envelope(draft, VISITOR, [VISITOR.public.sealing, OFFICE.public.sealing]))


def head(after: Envelope, roster_tip: Envelope) -> Envelope:
    """How far the visitor's device is: one report, and the roster it knows."""
    chain = ChainPosition(chain_id=after.header.chain_id, sequence=after.header.sequence, hash=after.hash)
    said = DeviceHead(chains=(chain,), writing=chain.chain_id, roster=(roster_tip.hash,), confirmed_at=NOON)
    draft = Outgoing(
        record_id=record_id(17),
        kind=RecordKind.DEVICE_HEAD,
        scheme_id=SCHEME,
        chain_id=HEAD_CHAIN,
        sequence=1,
        previous=None,
        sealed_at=NOON,
        open_parts=head_parts(said),
    )
    return read_envelope(seal_envelope(draft, VISITOR, []))


def manifest(maker: DeviceKeys, member: str, for_member: str | None) -> Manifest:
    return Manifest(
        scheme_id=SCHEME,
        scheme_name="West Yorkshire",
        maker=maker.public,
        member=member,
        made_at=NOON,
        for_member=for_member,
    )


def carried(envelopes: Sequence[Envelope]) -> list[Carried]:
    return [Carried(FrameKind.ENVELOPE, one.encode(), one.record_id) for one in envelopes]


def save(name: str, made: Manifest, signer: DeviceKeys, frames: Sequence[Carried], told: Any) -> bytes:
    data = io.BytesIO()
    write_bundle(data, made, frames, signer)
    (HERE / f"{name}.icvbundle").write_bytes(data.getvalue())
    described = {
        "readable": True,
        "manifest": {
            "scheme_id": made.scheme_id,
            "scheme_name": made.scheme_name,
            "device": made.maker.key_id,
            "member": made.member,
            "made_at": "2024-03-14T12:00:00Z",
            "for_member": made.for_member,
        },
        "frames": told,
    }
    write_json(name, described)
    return data.getvalue()


def write_json(name: str, value: object) -> None:
    (HERE / f"{name}.json").write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def told_of(envelope: Envelope) -> dict[str, object]:
    if envelope.kind == RecordKind.VISIT_REPORT:
        parts = {name: content.decode() for name, content in REPORT.items()}
    else:
        parts = {entry.name: part.decode() for entry, part in envelope.entries() if part is not None}
    return {
        "frame": "envelope",
        "record_id": envelope.record_id,
        "kind": envelope.kind,
        "author_device": envelope.header.author_device,
        "chain_id": envelope.header.chain_id,
        "sequence": envelope.header.sequence,
        "previous": envelope.header.previous,
        "hash": envelope.hash,
        "parts": parts,
    }


def main() -> None:
    statements, filed = roster(), report()
    write_json(
        "keys",
        {
            "office": OFFICE.keys.private_bytes().hex(),
            "coordinator": COORDINATOR.private_bytes().hex(),
            "visitor": VISITOR.private_bytes().hex(),
            "newcomer": NEWCOMER.private_bytes().hex(),
            "standby": STANDBY.private_bytes().hex(),
            "invitation_secret": SECRET.hex(),
        },
    )
    everything = [*statements, filed]
    whole = save(
        "from-the-office",
        manifest(COORDINATOR, "C-001", "V-001"),
        COORDINATOR,
        carried(everything),
        [told_of(one) for one in everything],
    )
    bad = Carried(FrameKind.ENVELOPE, b"not an envelope", record_id(255))
    save(
        "one-bad-envelope",
        manifest(VISITOR, "V-001", None),
        VISITOR,
        [bad, *carried([filed])],
        [{"frame": "envelope", "record_id": bad.record_id, "unreadable": True}, told_of(filed)],
    )
    how_far = [filed, head(filed, statements[-1])]
    save(
        "with-a-head",
        manifest(VISITOR, "V-001", None),
        VISITOR,
        carried(how_far),
        [told_of(one) for one in how_far],
    )
    request = make_enrolment(SECRET, NEWCOMER)
    save(
        "asks-to-join",
        manifest(NEWCOMER, "V-002", None),
        NEWCOMER,
        [Carried(FrameKind.ENROLMENT, request)],
        [{"frame": "enrolment", "device": NEWCOMER.key_id, "sha256": hashlib.sha256(request).hexdigest()}],
    )
    middle = len(whole) // 2
    refused = {
        "cut-off": whole[:middle],
        "one-byte-altered": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "something-after-the-end": whole + b"\0",
        "no-bundle": b"%PDF-1.7\n",
    }
    for name, data in refused.items():
        (HERE / f"{name}.icvbundle").write_bytes(data)
        write_json(name, {"readable": False})
    (HERE / "audit-log.jsonl").write_bytes(audit_log())


def audit_log() -> bytes:
    """Two coordinators who wrote at the same time, a third line that knows both, and one of version 1."""
    lines: list[LoggedLine] = []
    for number, (by, version, after) in enumerate(
        [("C-001", 1, ()), ("C-001", 2, (0,)), ("C-002", 2, (0,)), ("C-001", 2, (1, 2))], 1
    ):
        entry = AuditEntry(
            record_id=RecordId(record_id(300 + number)),
            act=AuditAct.INVITED,
            subject="V-001",
            about=RecordId("ab" * 32),
            at=NOON + timedelta(minutes=number),
            by=MemberId(by),
            reason="",
            version=version,
            after=tuple(sorted(lines[one].link.digest for one in after)),
        )
        body = to_json(entry)
        link = AuditLink(
            record_id=entry.record_id,
            digest=digest_of(body),
            after=entry.after,
            at=entry.at,
            author=by,
            device=COORDINATOR.key_id if by == "C-001" else VISITOR.key_id,
            chain_id=OFFICE_CHAIN if by == "C-001" else VISITOR_CHAIN,
            sequence=number,
            linked=version > 1,
        )
        lines.append(LoggedLine(entry, link, body, "cd" * 32))
    outgoing = AuditOutgoing(
        scheme_id=SCHEME,
        scheme_name="West Yorkshire",
        root_fingerprint="ef" * 32,
        member="C-001",
        maker=COORDINATOR.public,
        signer=COORDINATOR,
        exported_at=NOON + timedelta(hours=1),
        head=head_until([line.link for line in lines], NOON + timedelta(hours=1)),
        lines=tuple(lines),
    )
    out = io.BytesIO()
    write_audit_log(outgoing, out)
    return out.getvalue()


if __name__ == "__main__":
    main()
