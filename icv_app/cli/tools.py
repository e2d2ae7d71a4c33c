"""What the tools do; each returns the sentences to print."""

from __future__ import annotations

from pathlib import Path

from icv_app.cli.opening import opened
from icv_app.domain.times import FinancialYear, london_day
from icv_app.errors import BadInput
from icv_app.words import _, plural


def financial_year(label: str) -> FinancialYear:
    """Return the year that was typed.

    Raises:
        BadInput: It is not written like 2023-24.
    """
    try:
        return FinancialYear.from_label(label)
    except ValueError:
        raise BadInput(
            "financial year", user_text=_("Write the financial year like 2023-24; it begins in April.")
        ) from None


def visit_report(
    visit_id: str, out: Path, vault: Path | None, passphrase_file: Path | None, *, police: bool
) -> str:
    """Write the report of one visit, or the copy for the police.

    Raises:
        IcvError: The vault does not open, the visit is not in it or not filed, or the file cannot be written.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        noted = doors.write_visit_pdf(desk, visit_id, out, police=police)
    if not police:
        return _("The report is in {file}, marked OFFICIAL-SENSITIVE and not encrypted.").format(file=out)
    words = _("The police copy is in {file}, marked OFFICIAL-SENSITIVE and not encrypted.").format(file=out)
    return f"{words} {_('It is noted beside the report.')}" if noted else words


def aide_memoire(out: Path, people: int) -> str:
    """Write an aide-memoire from the newest checklist that comes with the application.

    Raises:
        BadInput: Too few or too many sheets.
        StoreError: The file cannot be written.
    """
    from icv_app.bootstrap.doors import CHECKLIST_ID
    from icv_app.bootstrap.printing import write_paper
    from icv_app.bootstrap.wiring import SystemClock, checklists

    newest = checklists().newest(CHECKLIST_ID)
    write_paper(newest, out, people=people, today=london_day(SystemClock().now()))
    return _("The aide-memoire is in {file}.").format(file=out)


def visits_out(file: Path, vault: Path | None, passphrase_file: Path | None) -> str:
    """Export every filed visit.

    Raises:
        IcvError: The vault does not open, the ending is unknown, or the file cannot be written.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        number = doors.export_visits(desk, file)
    visits = plural("{n} visit", "{n} visits", number)
    return _("{visits} written to {file}, marked OFFICIAL-SENSITIVE.").format(visits=visits, file=file)
