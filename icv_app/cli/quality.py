"""The tools of the quality framework; each returns the sentence to print."""

from __future__ import annotations

from pathlib import Path

from icv_app.cli.opening import opened
from icv_app.cli.tools import financial_year
from icv_app.words import _


def exported(out: Path, vault: Path | None, passphrase_file: Path | None) -> str:
    """Write the framework in use to a file.

    Raises:
        IcvError: The vault does not open, or the file cannot be written.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        doors.quality.export_framework(desk, out)
    return _("The quality framework is in {file}.").format(file=out)


def imported(file: Path, vault: Path | None, passphrase_file: Path | None) -> str:
    """Put the framework in a file in use.

    Raises:
        IcvError: The vault does not open, it is not a coordinator's, or the file cannot be used.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        framework = doors.quality.import_framework(desk, file)
    return _("“{title}”, version {version}, is in use.").format(
        title=framework.title, version=framework.version
    )


def packed(label: str, out: Path, vault: Path | None, passphrase_file: Path | None) -> str:
    """Write the evidence of a financial year: a ZIP, or with the ending .pdf its summary.

    Raises:
        IcvError: The year is not written like 2023-24, the vault does not open, it is not a
            coordinator's, or the file cannot be written.
    """
    year = financial_year(label)
    with opened(vault, passphrase_file) as (doors, desk):
        doors.quality.write_evidence_pack(desk, year, out)
    return _("The evidence of {year} is in {file}; it is not encrypted.").format(year=year.label, file=out)
