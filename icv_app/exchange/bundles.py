"""Bundle files: everything that travels, on a USB stick instead of through a server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from icv_app.domain.ids import MemberId
from icv_app.domain.records import RecordKind
from icv_app.errors import BadInput, SealError, StoreError
from icv_app.exchange.whole_files import digest_of_file, written_whole
from icv_app.seal.bundle import BundleReader, Carried, FrameKind, Manifest, write_bundle
from icv_app.seal.chains import ChainFault
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.roster import Roster, fold_roster
from icv_app.seal.verification import RecordVerifier
from icv_app.services.breaks import Break, of_chain, of_fault
from icv_app.services.bundles import BundleDesk, BundleOutgoing, BundleTaken
from icv_app.words import _

ENDING = ".icvbundle"
_MAY_LACK = frozenset({ChainFault.GAP, ChainFault.WITHHELD})


def save_bundle(desk: BundleDesk, file: Path, for_member: MemberId | None = None) -> BundleOutgoing:
    """Write a bundle, whole or not at all, and note in the vault that it was saved.

    Args:
        desk: Of the vault it is made from.
        file: Replaced if it is there.
        for_member: Whose devices it is for; everybody's where not named.

    Raises:
        BadInput: There is nothing to carry, or nobody to carry it to.
        StoreError: The file could not be written, or that it was not noted: then there is none.
    """
    outgoing = desk.prepare(for_member)
    with written_whole(file) as opened:
        write_bundle(opened, outgoing.manifest, desk.carried(outgoing), outgoing.signer)
    try:
        desk.saved(outgoing, digest_of_file(file))
    except StoreError:
        if file.is_file():
            file.unlink()  # nothing leaves the vault unnoticed
        raise
    return outgoing


def load_bundle(desk: BundleDesk, file: Path) -> BundleTaken:
    """Read a bundle into the vault: once to see that it is whole, and once to take it.

    Raises:
        BadInput: The file cannot be read, is of another scheme or was made by a stranger.
        SealError: It is no bundle, damaged, or altered on the way; nothing was taken.
        StoreError: Nothing was changed on disk.
    """
    check_bundle(file)
    with _opened(file) as reader:
        return desk.take(reader)


def check_bundle(file: Path) -> Manifest:
    """Return what a bundle says of itself, once all of it was read and its signature verifies.

    Raises:
        BadInput, SealError: As `load_bundle`.
    """
    with _opened(file) as reader:
        for _carried in reader.carried():
            pass
        return reader.manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleCheck:
    """What a check of a bundle by itself found.

    Attributes:
        fingerprint: Of the roster in it, by which everything was checked; nothing in the file proves it.
        apart: Records that their author may not say, or that need a newer ICV.
        breaks: Records that do not verify, and chains that fork or break; a bundle may lack records.
    """

    manifest: Manifest
    fingerprint: str
    checked: int
    apart: int
    breaks: tuple[Break, ...]


def verify_bundle(file: Path) -> BundleCheck:
    """Check a bundle without a vault: that it is whole, and every signature by the roster in it.

    Raises:
        BadInput: The file cannot be read, or holds no roster to check by.
        SealError: It is no bundle, damaged, or altered on the way.
    """
    manifest = check_bundle(file)
    roster = _roster_of(envelope for one in _envelopes(file) if (envelope := _statement(one)) is not None)
    verifier = RecordVerifier(roster)
    for one in _envelopes(file):
        verifier.take(one.record_id, one.data)
    report = verifier.report()
    apart = [fault for fault in report.faults if fault.update_needed or fault.waits]
    breaks = [of_fault(fault, roster) for fault in report.faults if fault not in apart]
    for chain in report.chains:
        lasting = [one for one in chain.breaks if one.fault not in _MAY_LACK]
        breaks += [of_chain(one, chain, roster) for one in lasting]
    return BundleCheck(
        manifest=manifest,
        fingerprint=roster.fingerprint,
        checked=report.checked,
        apart=len(apart),
        breaks=tuple(breaks),
    )


def _envelopes(file: Path) -> Iterator[Carried]:
    with _opened(file) as reader:
        yield from (one for one in reader.carried() if one.kind is FrameKind.ENVELOPE)


def _statement(carried: Carried) -> Envelope | None:
    """Return a statement of the roster; what cannot be read is named when the records are checked."""
    try:
        envelope = read_envelope(carried.data)
    except SealError:
        return None
    return envelope if envelope.kind.startswith("roster.") else None


def _roster_of(statements: Iterable[Envelope]) -> Roster:
    found = list(statements)
    root = next((one for one in found if one.kind == RecordKind.ROSTER_ROOT), None)
    if root is None:
        raise BadInput(
            "bundle without a root",
            user_text=_(
                "The file holds no list of members, so its records cannot be checked. Open it in ICV instead."
            ),
        )
    return fold_roster(root.hash, found)


@contextmanager
def _opened(file: Path) -> Iterator[BundleReader]:
    try:
        with file.open("rb") as opened:
            yield BundleReader(opened)
    except OSError as error:
        raise BadInput(
            f"bundle file: {type(error).__name__} {error.errno}",
            user_text=_("The file cannot be read. Put the USB stick in again, and choose the file again."),
        ) from None
