"""The bundle files in this folder are what their JSON says, for a reader of their own and for ICV's."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from icv_app.errors import SealError
from icv_app.exchange.audit_files import check_audit_file
from icv_app.exchange.bundles import check_bundle
from icv_app.seal.bundle import BundleReader, FrameKind
from icv_app.seal.envelope import read_envelope as icv_read_envelope
from tests.vectors import reader

HERE = Path(__file__).parent
BUNDLES = sorted(HERE.glob("*.icvbundle"))
KEYS = json.loads((HERE / "keys.json").read_text("utf-8"))


def told(file: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(file.with_suffix(".json").read_text("utf-8"))
    return described


READABLE = [file for file in BUNDLES if told(file)["readable"]]
REFUSED = [file for file in BUNDLES if not told(file)["readable"]]


def test_there_are_bundles_to_read_and_bundles_to_refuse() -> None:
    assert (len(READABLE), len(REFUSED)) == (4, 4)


@pytest.mark.parametrize("file", READABLE, ids=lambda file: file.stem)
def test_a_reader_written_from_the_format_alone_finds_what_is_said(file: Path) -> None:
    described = told(file)
    bundle = reader.read_bundle(file.read_bytes())
    said = {name: value for name, value in bundle.manifest.items() if name not in {"format", "version"}}
    assert said | {"device": reader.key_id(bundle.device)} == described["manifest"]
    assert len(bundle.frames) == len(described["frames"])
    devices: dict[str, bytes] = {reader.key_id(bundle.device): bundle.device}
    for (kind, name, data), expected in zip(bundle.frames, described["frames"], strict=True):
        if kind == 3:
            assert hashlib.sha256(data).hexdigest() == expected["sha256"]
        elif expected.get("unreadable"):
            assert name == expected["record_id"]
            with pytest.raises(reader.Refused):
                reader.read_envelope(data)
        else:
            check_envelope(name, data, expected, devices)


def check_envelope(name: str, data: bytes, expected: dict[str, Any], devices: dict[str, bytes]) -> None:
    header, container = reader.read_envelope(data)
    for field in ("record_id", "kind", "author_device", "chain_id", "sequence", "previous"):
        assert header[field] == expected[field]
    assert (name, reader.hash_of(container)) == (header["record_id"], expected["hash"])
    author = devices[header["author_device"]]
    reader.verify(author[:32], container[3], b"icv-envelope-v1\0" + container[2])
    visitor = bytes.fromhex(KEYS["visitor"])[32:]  # behind the signing key
    own_id = header["recipients"][0] if header["recipients"] else ""
    parts = reader.open_parts(header, container, own_id, visitor)
    assert parts == expected["parts"]
    if header["kind"] == "roster.device_added":
        joined = base64.b64decode(json.loads(parts["statement"])["device"])
        devices[reader.key_id(joined)] = joined
    if header["recipients"]:
        office_id = header["recipients"][1]
        assert reader.open_parts(header, container, office_id, bytes.fromhex(KEYS["office"])) == parts


@pytest.mark.parametrize("file", REFUSED, ids=lambda file: file.stem)
def test_what_is_damaged_is_refused_by_both_readers(file: Path) -> None:
    with pytest.raises(reader.Refused):
        reader.read_bundle(file.read_bytes())
    with pytest.raises(SealError):
        check_bundle(file)


@pytest.mark.parametrize("file", READABLE, ids=lambda file: file.stem)
def test_icv_reads_them_alike(file: Path) -> None:
    described = told(file)
    with file.open("rb") as opened:
        bundle = BundleReader(opened)
        carried = list(bundle.carried())
    assert bundle.manifest.maker.key_id == described["manifest"]["device"]
    assert bundle.manifest.member == described["manifest"]["member"]
    for one, expected in zip(carried, described["frames"], strict=True):
        if one.kind is FrameKind.ENVELOPE:
            assert one.record_id == expected["record_id"]
            if not expected.get("unreadable"):
                assert icv_read_envelope(one.data).hash == expected["hash"]


def test_an_exported_audit_log_is_read_alike_and_an_altered_one_by_neither(tmp_path: Path) -> None:
    whole = (HERE / "audit-log.jsonl").read_bytes()
    about, entries = reader.read_audit_log(whole)
    found = check_audit_file(HERE / "audit-log.jsonl")

    assert found.whole
    assert (found.head.value, found.check.entries) == (about["head"], len(entries))
    assert [entry["by"] for entry in entries] == ["C-001", "C-001", "C-002", "C-001"]
    assert len(entries[3]["after"]) == 2
    altered = tmp_path / "altered.jsonl"
    altered.write_bytes(whole.replace(b"V-001", b"V-002", 1))
    assert check_audit_file(altered).wrong.startswith("Entry 1 ")
    with pytest.raises(reader.Refused):
        reader.read_audit_log(altered.read_bytes())
