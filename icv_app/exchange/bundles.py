"""Bundle files: everything that travels, on a USB stick instead of through a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from icv_app.domain.ids import MemberId
from icv_app.errors import BadInput
from icv_app.exchange.whole_files import digest_of_file, written_whole
from icv_app.seal.bundle import BundleReader, Manifest, write_bundle
from icv_app.services.bundles import BundleDesk, BundleOutgoing, BundleTaken
from icv_app.words import _

ENDING = ".icvbundle"


def save_bundle(desk: BundleDesk, file: Path, for_member: MemberId | None = None) -> BundleOutgoing:
    """Write a bundle, whole or not at all, and note in the vault that it was saved.

    Args:
        desk: Of the vault it is made from.
        file: Replaced if it is there.
        for_member: Whose devices it is for; everybody's where not named.

    Raises:
        BadInput: There is nothing to carry, or nobody to carry it to.
        StoreError: The file could not be written; what was there is untouched.
    """
    outgoing = desk.prepare(for_member)
    with written_whole(file) as opened:
        write_bundle(opened, outgoing.manifest, desk.carried(outgoing), outgoing.signer)
    desk.saved(outgoing, digest_of_file(file))
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
