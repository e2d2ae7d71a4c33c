"""The tools that write a scheme to files; each returns the sentence to print."""

from __future__ import annotations

from pathlib import Path

from icv_app.cli.opening import opened
from icv_app.domain.periods import Period, period_from_label
from icv_app.errors import BadInput
from icv_app.words import _, plural


def everything_out(out: Path, vault: Path | None, passphrase_file: Path | None, *, identifying: bool) -> str:
    """Export everything the scheme holds.

    Raises:
        IcvError: The vault does not open, it is not a coordinator's, the ending is unknown, or the file
            cannot be written.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        number = doors.out.export_everything(
            desk, out, identifying=identifying, progress=lambda _done, _total: None
        )
    visits = plural("{n} visit", "{n} visits", number)
    if identifying:
        words = _("Everything, with {visits} and what identifies people, is in {file}; it is not encrypted.")
    else:
        words = _("Everything, with {visits} but not what identifies people, is in {file}.")
    return words.format(visits=visits, file=out)


def national_out(
    label: str, out: Path, vault: Path | None, passphrase_file: Path | None, *, suites: bool
) -> str:
    """Write the national return of a period.

    Raises:
        IcvError: The period is not written like 2023-24 or 2023-24 Q1, or is not over, the vault does not
            open, it is not a coordinator's, the ending is unknown, or the file cannot be written.
    """
    period = _period(label)
    with opened(vault, passphrase_file) as (doors, desk):
        doors.out.write_national_return(desk, period, out, with_suites=suites)
    return _("The national return {period} is in {file}.").format(period=period.label, file=out)


def _period(label: str) -> Period:
    try:
        return period_from_label(label)
    except ValueError:
        raise BadInput(
            "period",
            user_text=_("Write the period like 2023-24, or a quarter of it like 2023-24 Q1 (from April)."),
        ) from None
