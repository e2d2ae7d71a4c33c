"""The tools that write publications; each returns the sentences to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from icv_app.cli.opening import opened
from icv_app.cli.tools import financial_year
from icv_app.domain.periods import Period, quarters_of
from icv_app.domain.publication import PublicationKind
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import FinancialYear, in_london
from icv_app.domain.visit_facts import VisitFacts
from icv_app.errors import BadInput
from icv_app.figures.figure_lines import FigureLine
from icv_app.figures.rounding import percentage, rounded
from icv_app.services.agenda import BeforePublishing
from icv_app.services.figure_traces import FigureTrace, PrintedFigure
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
) -> Iterator[str]:
    """Say what is missing, then write a publication with its data files beside it.

    Raises:
        BadInput: The year is not written like 2023-24.
        IcvError: The vault does not open, a visit does not reconcile, or a file cannot be written.
    """
    year = financial_year(label)
    period: Period = year if quarter is None else _quarter(year, quarter)
    with opened(vault, passphrase_file) as (doors, desk):
        if desk.identity.coordinator:  # whoever is none is refused below, in one sentence
            yield from missing(desk.agenda.before_publishing(year))
        doors.publications.write(desk, kind, period, out, publish=publish)
    told = _written(kind).format(period=period.label, file=out)
    yield f"{told} {_('It is noted as published.')}" if publish else told


def missing(before: BeforePublishing) -> Iterator[str]:
    """What is missing before anything of a year is published, a sentence each."""
    for one in before.undrawable:
        yield one.sentence
    found = []
    if before.undecided:
        words = plural("{n} report is not approved", "{n} reports are not approved", before.undecided)
        found.append(words)
    if before.red_concerns:
        words = plural("{n} red concern is open", "{n} red concerns are open", before.red_concerns)
        found.append(words)
    if before.people_detained is None:
        found.append(_("no figure of the force of people detained"))
    for what in found:
        yield _("Missing for {year}: {what}.").format(year=before.year.label, what=what)


def _quarter(year: FinancialYear, number: int) -> Period:
    if not 1 <= number <= 4:
        raise BadInput("quarter", user_text=_("A quarter is 1 (April to June) to 4 (January to March)."))
    return quarters_of(year)[number - 1]


def traced(file: Path, figure: str, vault: Path | None, passphrase_file: Path | None) -> Iterator[str]:
    """The visits behind a figure of a published PDF, oldest first, and whether they still give its number.

    Raises:
        BadInput: The file is no publication.
        NotFound: There is no figure with this key.
        IcvError: The vault does not open, or is not a coordinator's.
    """
    with opened(vault, passphrase_file) as (doors, desk):
        trace = doors.publications.trace(desk, file, figure)
        settings = desk.scheme.settings()
    told = plural("{n} visit is behind this figure.", "{n} visits are behind this figure.", len(trace.visits))
    yield told
    yield from _lines(trace.visits, settings)
    if trace.since:
        yield plural(
            "{n} visit that it would count today came since the file was written:",
            "{n} visits that it would count today came since the file was written:",
            len(trace.since),
        )
        yield from _lines(trace.since, settings)
    yield from compared(trace)


def compared(trace: FigureTrace) -> Iterator[str]:
    """Whether the number in the file is that of the visits, and of today's records."""
    printed, today = trace.printed, number_of(trace.now)
    if trace.elsewhere:
        yield _("It is made of custody records that were read, or of evidence, and not of visits.")
    elif printed is None:
        yield _("The file holds no figures, so what it prints cannot be compared with the records.")
    elif printed.silent:
        yield _("It is withheld in the file.")
    elif not printed.says(trace.now):
        words = _("This figure was {then} in the file; today's records give {today}.")
        yield words.format(then=number_of(printed), today=today)
        if not trace.agrees:
            yield _(
                "Visits alone do not explain that: settings or what was said about concerns changed since."
            )


def number_of(figure: PrintedFigure | FigureLine | None) -> str:
    """A figure in words: a share as a percentage with its counts."""
    if figure is None or figure.value is None:
        return _("nothing")
    if figure.part is not None and figure.of is not None:
        words = _("{share} % ({part} of {of})")
        share = percentage(Fraction(figure.value), 1)
        return words.format(share=share, part=_plain(figure.part), of=_plain(figure.of))
    return _plain(figure.value)


def _plain(number: Decimal | Fraction) -> str:
    written = f"{rounded(Fraction(number), 2):,f}"
    return written.rstrip("0").rstrip(".")


def _lines(visits: Iterable[VisitFacts], settings: SchemeSettings) -> Iterator[str]:
    for visit in visits:
        began = in_london(visit.began_at)
        yield f"{began:%Y-%m-%d %H:%M}  {settings.suite_name(visit.suite)}  {visit.visit_id}"
