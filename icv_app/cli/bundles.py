"""The tools that carry everything on a USB stick."""

from __future__ import annotations

from pathlib import Path

from icv_app.cli.opening import opened
from icv_app.domain.ids import MemberId
from icv_app.words import _, plural


def bundle_out(file: Path, for_member: str | None, vault: Path | None, passphrase_file: Path | None) -> str:
    """Write a bundle.

    Raises:
        IcvError: The vault does not open, there is nothing to carry, or the file cannot be written.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        number = doors.save_bundle(desk, file, MemberId(for_member) if for_member else None)
    records = plural("{n} record", "{n} records", number)
    return _("{records} written to {file}.").format(records=records, file=file)


def bundle_in(file: Path, vault: Path | None, passphrase_file: Path | None) -> str:
    """Read a bundle, whole or not at all.

    Raises:
        IcvError: The vault does not open, or the bundle is damaged, of another scheme or by a stranger.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        taken = doors.read_bundle(desk, file)
    return _(
        "From the file of {member}: {new} new, {known} here already, {passed} for others, {apart} set apart, "
        "{joining} ask to join."
    ).format(
        member=taken.member,
        new=taken.new,
        known=taken.known,
        passed=taken.passed_over,
        apart=taken.apart,
        joining=taken.enrolments,
    )
