"""The audit log as a file: JSON lines that anybody can check with docs/formats.md in hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from icv_app.domain.audit import LINKED, AuditEntry, AuditHead
from icv_app.errors import BadInput, IcvError, SealError
from icv_app.exchange.visit_columns import MARKING
from icv_app.exchange.whole_files import put_back_on_failure, written_whole
from icv_app.seal.audit_chain import (
    BEFORE_THE_FIRST,
    AuditCheck,
    AuditLink,
    check_log,
    digest_of,
    in_order,
    next_head,
    running_heads,
)
from icv_app.seal.devices import DevicePublicKeys
from icv_app.seal.encoding import canonical_json, format_moment, from_base64, parse_moment, to_base64
from icv_app.services.audit_desk import AuditOutgoing, AuditService
from icv_app.services.documents import from_json
from icv_app.words import _

FORMAT = "icv-audit-log"
VERSION = 1
EXPORT_LABEL = b"icv-audit-export-v1\0"
LONGEST_LINE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFileReport:
    """What a check of an exported log found.

    Attributes:
        scheme_name, member: Whose log it is, and who handed it out, as the file says.
        maker: Key id of the device that signed the file.
        wrong: The first line that is not as the file's own chain has it, in words; empty where none is.
        check: Of the chain itself.
    """

    scheme_name: str
    member: str
    maker: str
    head: AuditHead
    wrong: str
    check: AuditCheck

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong and not self.check.breaks


def save_audit_log(service: AuditService, file: Path) -> AuditHead:
    """Write the whole log to a file, note in it that this was done, and return the head of what was written.

    Raises:
        RuleBroken: Not a coordinator.
        StoreError: The file could not be written, or it could not be noted: then what was there stays.
    """
    outgoing = service.prepare_export()
    with put_back_on_failure(file):
        with written_whole(file) as opened:
            digest = write_audit_log(outgoing, opened)
        service.exported(outgoing, digest)
    return outgoing.head


def check_audit_file(file: Path) -> AuditFileReport:
    """Check an exported log: every line, their order, the chain and the signature of whoever handed it out.

    Raises:
        BadInput: It cannot be read, or is no exported log.
    """
    whole = hashlib.sha256()
    lines = _lines(file)
    first = next(lines, b"")
    whole.update(first)
    header = _header(first)
    links: list[AuditLink] = []
    wrong, end, running = "", b"", BEFORE_THE_FIRST.hex()
    for line in lines:
        if line.startswith(b'{"signature":'):
            end = line
            break
        whole.update(line)
        try:
            link, running = _link(line, len(links) + 1, running)
        except (IcvError, ValueError, KeyError, TypeError, RecursionError):
            wrong = _("Entry {n} is not as it was written, or not the one that belongs here.").format(
                n=len(links) + 1
            )
            break
        links.append(link)
    wrong = wrong or _wrong_order(links, header, running)
    wrong = wrong or _wrong_end(header, whole.digest(), end, next(lines, b""))
    return AuditFileReport(
        scheme_name=header.scheme_name,
        member=header.member,
        maker=header.maker.key_id,
        head=header.head,
        wrong=wrong,
        check=check_log(links),
    )


@dataclass(frozen=True, slots=True)
class _Header:
    scheme_name: str
    member: str
    maker: DevicePublicKeys
    head: AuditHead


def write_audit_log(outgoing: AuditOutgoing, out: BinaryIO) -> str:
    """Write the file and return the SHA-256 of all of it, in hexadecimal."""
    whole = hashlib.sha256()

    def put(value: object) -> None:
        line = canonical_json(value) + b"\n"
        whole.update(line)
        out.write(line)

    put(
        {
            "format": FORMAT,
            "version": VERSION,
            "marking": MARKING,
            "scheme_id": outgoing.scheme_id,
            "scheme_name": outgoing.scheme_name,
            "root_fingerprint": outgoing.root_fingerprint,
            "member": outgoing.member,
            "device": to_base64(outgoing.maker.to_bytes()),
            "exported_at": format_moment(outgoing.exported_at),
            "entries": outgoing.head.entries,
            "head": outgoing.head.value,
            "until": format_moment(outgoing.head.until),
        }
    )
    heads = running_heads(line.link for line in outgoing.lines)
    for number, (line, head) in enumerate(zip(outgoing.lines, heads, strict=True), 1):
        put(
            {
                "number": number,
                "digest": line.link.digest,
                "head": head,
                "device": line.link.device,
                "chain_id": line.link.chain_id,
                "sequence": line.link.sequence,
                "envelope_hash": line.envelope_hash,
                "entry": json.loads(line.body),
            }
        )
    put({"signature": to_base64(outgoing.signer.sign(EXPORT_LABEL + whole.digest()))})
    return whole.hexdigest()


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            while line := opened.readline(LONGEST_LINE):
                yield line
    except OSError as error:
        raise BadInput(
            f"audit file: {type(error).__name__}",
            user_text=_("The file {file} cannot be read.").format(file=file),
        ) from None


def _header(line: bytes) -> _Header:
    try:
        found: dict[str, Any] = json.loads(line)
        if found["format"] != FORMAT or found["version"] != VERSION:
            raise ValueError("another format")
        return _Header(
            str(found["scheme_name"]),
            str(found["member"]),
            DevicePublicKeys.from_bytes(from_base64(found["device"])),
            AuditHead(
                value=str(found["head"]), entries=int(found["entries"]), until=parse_moment(found["until"])
            ),
        )
    except (ValueError, KeyError, TypeError, SealError, RecursionError):
        raise BadInput(
            "audit file: no header of this version",
            user_text=_("This file is not an audit log as ICV writes it, or a newer ICV wrote it."),
        ) from None


def _link(line: bytes, number: int, running: str) -> tuple[AuditLink, str]:
    """Return what a line says, and the head after it.

    Raises:
        IcvError, ValueError, KeyError, TypeError: It does not say it as it was written.
    """
    found: dict[str, Any] = json.loads(line)
    body = canonical_json(found["entry"])
    entry = from_json(AuditEntry, body)
    if canonical_json(found) + b"\n" != line or found["number"] != number:
        raise ValueError("not as it was written")
    after = next_head(running, digest_of(body))
    if digest_of(body) != found["digest"] or after != found["head"]:
        raise ValueError("another digest or head")
    link = AuditLink(
        record_id=entry.record_id,
        digest=found["digest"],
        after=entry.after,
        at=_utc(entry.at),
        author=entry.by,
        device=str(found["device"]),
        chain_id=str(found["chain_id"]),
        sequence=int(found["sequence"]),
        linked=entry.version >= LINKED,
        head=entry.head,
        lacking=entry.lacking,
    )
    return link, after


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment


def _wrong_order(links: list[AuditLink], header: _Header, running: str) -> str:
    for number, (here, wanted) in enumerate(zip(links, in_order(links), strict=False), 1):
        if here.digest != wanted.digest:
            return _("Entry {n} stands in another place than the log's order gives it.").format(n=number)
    if (len(links), running) != (header.head.entries, header.head.value):
        return _("The entries do not come to the head that the file gives: one is missing or was put in.")
    return ""


def _wrong_end(header: _Header, digest: bytes, end: bytes, beyond: bytes) -> str:
    try:
        if beyond:
            raise ValueError("something follows")
        header.maker.signing.verify(from_base64(json.loads(end)["signature"]), EXPORT_LABEL + digest)
    except (ValueError, KeyError, TypeError, SealError):
        return _("The signature at the end is not by the device that the file names.")
    return ""
