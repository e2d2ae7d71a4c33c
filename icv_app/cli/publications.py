"""The tools that write publications; each returns the sentences to print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from icv_app.cli.opening import opened
from icv_app.cli.tools import financial_year
from icv_app.domain.periods import Period, quarters_of
from icv_app.domain.publication import PublicationKind
from icv_app.domain.times import FinancialYear, in_london
from icv_app.errors import BadInput
from icv_app.words import _, plural


def _written(kind: PublicationKind) -> str:
    return {
        PublicationKind.ANNUAL: _("The annual report {period} is in {file}."),
        PublicationKind.QUARTERLY: _("The governance paper {period} is in {file}."),
        PublicationKind.SCRUTINY: _("The extract for scrutiny {period} is in {file}."),
        PublicationKind.PUBLIC: _("The public page {period} is in {file}."),
    }[kind]


def published(
    kind: PublicationKind,
    label: str,
    quarter: int | None,
    out: Path,
    vault: Path | None,
    passphrase_file: Path | None,
    *,
    publish: bool,
) -> str:
    """Write a publication with its data files beside it.

    Raises:
        BadInput: The year is not written like 2023-24.
        IcvError: The vault does not open, a visit does not reconcile, or a file cannot be written.
    """
    year = financial_year(label)
    period: Period = year if quarter is None else _quarter(year, quarter)
    with opened(vault, passphrase_file) as (doors, desk):
        doors.publications.write(desk, kind, period, out, publish=publish)
    told = _written(kind).format(period=period.label, file=out)
    return f"{told} {_('It is noted as published.')}" if publish else told


def _quarter(year: FinancialYear, number: int) -> Period:
    if not 1 <= number <= 4:
        raise BadInput("quarter", user_text=_("A quarter is 1 (April to June) to 4 (January to March)."))
    return quarters_of(year)[number - 1]


def traced(file: Path, figure: str, vault: Path | None, passphrase_file: Path | None) -> Iterator[str]:
    """The visits behind a figure of a published PDF, oldest first.

    Raises:
        BadInput: The file is no publication.
        NotFound: There is no figure with this key.
        IcvError: The vault does not open, or is not a coordinator's.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        visits = doors.publications.behind(desk, file, figure)
        settings = desk.scheme.settings()
    yield plural("{n} visit is behind this figure.", "{n} visits are behind this figure.", len(visits))
    for visit in visits:
        began = in_london(visit.began_at)
        yield f"{began:%Y-%m-%d %H:%M}  {settings.suite_name(visit.suite)}  {visit.visit_id}"
