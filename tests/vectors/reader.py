"""A reader of bundles and audit logs, from docs/formats.md alone: no module of ICV is imported here."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgpack
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Refused(Exception):
    """It is not to be used."""


@dataclass
class Bundle:
    """What a bundle holds: kind, name and bytes of every frame between manifest and end."""

    manifest: dict[str, Any]
    device: bytes
    frames: list[tuple[int, str, bytes]] = field(default_factory=list)


def key_id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:32]


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_bundle(data: bytes) -> Bundle:
    if data[:8] != b"ICVBNDL\n":
        raise Refused("no bundle")
    at, bundle = 8, None
    while True:
        if len(data) < at + 5:
            raise Refused("cut off")
        kind, length = struct.unpack_from(">BI", data, at)
        body = data[at + 5 : at + 5 + length]
        if len(body) != length:
            raise Refused("cut off")
        if bundle is None:
            if kind != 1:
                raise Refused("no manifest")
            try:
                manifest = json.loads(body)
            except ValueError:
                raise Refused("manifest") from None
            if canonical(manifest) != body or (manifest["format"], manifest["version"]) != ("icv-bundle", 1):
                raise Refused("manifest")
            bundle = Bundle(manifest, base64.b64decode(manifest["device"]))
        elif kind == 2:
            bundle.frames.append((kind, str(UUID(bytes=body[:16])), body[16:]))
        elif kind == 255:
            break
        else:
            bundle.frames.append((kind, "", body))
        at += 5 + length
    if len(data) != at + 5 + length:
        raise Refused("something follows the end")
    verify(bundle.device[:32], body, b"icv-bundle-v1\0" + hashlib.sha256(data[:at]).digest())
    return bundle


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        raise Refused("signature") from None


def read_envelope(data: bytes) -> tuple[dict[str, Any], list[Any]]:
    try:
        container = msgpack.unpackb(data)
    except (ValueError, msgpack.exceptions.ExtraData):
        raise Refused("envelope") from None
    if not isinstance(container, list) or container[:2] != [b"ICVE", 1]:
        raise Refused("envelope")
    return json.loads(container[2]), container


def open_parts(header: dict[str, Any], container: list[Any], own_id: str, private: bytes) -> dict[str, str]:
    """Open an envelope with the 96 private bytes of one recipient."""
    scheme, record, author = header["scheme_id"], header["record_id"], header["author_device"]
    parts = {}
    keys = b""
    if header["recipients"]:
        wrap = container[4][header["recipients"].index(own_id)]
        info = canonical(["icv-wrap-v1", scheme, record, author, own_id])
        mlkem = MLKEM768PrivateKey.from_seed_bytes(private[:64])
        opener = MLKEM768X25519PrivateKey(mlkem, X25519PrivateKey.from_private_bytes(private[64:]))
        keys = HPKE.decrypt(wrap, opener, info)
        assert hashlib.sha256(b"icv-part-keys-v1\0" + keys).hexdigest() == header["keys_digest"]
    sealed = 0
    for entry, part in zip(header["parts"], container[5], strict=True):
        assert hashlib.sha256(part).hexdigest() == entry["digest"]
        if entry["sealed"]:
            key = keys[32 * sealed : 32 * sealed + 32]
            bound = canonical(["icv-part-v1", scheme, record, author, entry["name"]])
            parts[entry["name"]] = zlib.decompress(AESGCM(key).decrypt(part[:12], part[12:], bound)).decode()
            sealed += 1
        else:
            parts[entry["name"]] = part.decode()
    return parts


def hash_of(container: list[Any]) -> str:
    return hashlib.sha256(container[2] + container[3]).hexdigest()


def read_audit_log(data: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the first line of an exported audit log and its entries, with everything checked."""
    first, *lines, last = data.splitlines(keepends=True)
    about = json.loads(first)
    device = base64.b64decode(about["device"])
    signed = b"icv-audit-export-v1\0" + hashlib.sha256(first + b"".join(lines)).digest()
    verify(device[:32], base64.b64decode(json.loads(last)["signature"]), signed)
    entries: list[dict[str, Any]] = []
    head, before = bytes(32), list[str]()
    for number, line in enumerate(lines, 1):
        told = json.loads(line)
        if canonical(told) + b"\n" != line or told["number"] != number:
            raise Refused(f"line {number}")
        digest = hashlib.sha256(b"icv-audit-entry-v1\0" + canonical(told["entry"])).digest()
        head = hashlib.sha256(b"icv-audit-head-v1\0" + head + digest).digest()
        if (told["digest"], told["head"]) != (digest.hex(), head.hex()):
            raise Refused(f"line {number}: another digest or head")
        if not set(told["entry"].get("after", [])) <= set(before):
            raise Refused(f"line {number}: names what does not stand before it")
        before.append(digest.hex())
        entries.append(told["entry"])
    if (len(entries), head.hex()) != (about["entries"], about["head"]):
        raise Refused("another head")
    return about, entries
