"""Publications as files: the report, its data file, and what is behind a printed figure."""

from __future__ import annotations

import gc
import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from icv_app.domain.audit import AuditAct, AuditHead
from icv_app.domain.periods import Period, period_from_label
from icv_app.domain.preview import PreviewPage
from icv_app.domain.publication import LARGEST_LOGO, PublicationKind
from icv_app.domain.times import london_day, start_of_london_day
from icv_app.errors import BadInput
from icv_app.services.logos import PNG, still
from icv_app.words import _

if TYPE_CHECKING:
    from icv_app.report.document import Document
    from icv_app.services.desk import Desk
    from icv_app.services.figure_traces import FigureTrace, Printing
    from icv_app.services.publications import PreparedPublication, Publication

_KEYWORDS = re.compile(
    r"icv (annual|quarterly|scrutiny|public); period (\d{4}-\d{2}(?: Q[1-4])?); "
    r"records to (\d{4}-\d{2}-\d{2})"
)


class PublicationFiles:
    """Implements `ui.publication_doors.PublicationDoors`."""

    def prepare(
        self,
        desk: Desk,
        kind: PublicationKind,
        period: Period,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> PreparedPublication | None:
        """See `PublicationDoors.prepare`."""
        return prepare(desk, kind, period, cancelled)

    def save(self, desk: Desk, prepared: PreparedPublication, file: Path, *, publish: bool) -> None:
        """See `PublicationDoors.save`."""
        save(desk, prepared, file, publish=publish)

    def write(
        self,
        desk: Desk,
        kind: PublicationKind,
        period: Period,
        file: Path,
        *,
        publish: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> bool:
        """See `PublicationDoors.write`."""
        prepared = prepare(desk, kind, period, cancelled)
        if prepared is None or cancelled():
            return False
        save(desk, prepared, file, publish=publish)
        return True

    def read_logo(self, file: Path) -> bytes:
        """See `PublicationDoors.read_logo`."""
        return read_logo(file)

    def pages(self, prepared: PreparedPublication) -> tuple[PreviewPage, ...]:
        """See `PublicationDoors.pages`."""
        from icv_app.report.preview import preview_pages

        return preview_pages(prepared.pdf)

    def trace(self, desk: Desk, file: Path, key: str) -> FigureTrace:
        """See `PublicationDoors.trace`."""
        return desk.publications.trace(key, printing_of(desk, file))


def prepare(
    desk: Desk, kind: PublicationKind, period: Period, cancelled: Callable[[], bool] = lambda: False
) -> PreparedPublication | None:
    """Compute a publication and lay it out; `None` where it was cancelled on the way.

    The head is that of the audit log at the beginning of the day: written again on that day from the
    same records, a report has the same bytes although writing it was logged meanwhile.

    Raises:
        NotFound, RuleBroken, BadInput: As `PublicationService.publication`.
    """
    with collecting_put_off():
        return _prepared(desk, kind, period, cancelled)


@contextmanager
def collecting_put_off() -> Iterator[None]:
    """Put garbage collections off: each would look through every visit that is being counted."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _prepared(
    desk: Desk, kind: PublicationKind, period: Period, cancelled: Callable[[], bool]
) -> PreparedPublication | None:
    from icv_app.exchange.figures_file import figures_csv, figures_json
    from icv_app.seal.cipher import sha256_hex
    from icv_app.services.publications import PreparedPublication

    today = london_day(desk.clock.now())
    publication = desk.publications.publication(kind, period)
    if cancelled():
        return None
    data = figures_json(publication)
    digest = sha256_hex(data)
    head = desk.audit.head(start_of_london_day(today))
    document = _maker(kind)(_drawable(publication), today, head, digest)
    pdf, html = io.BytesIO(), io.BytesIO()
    document.write(pdf, data)
    if cancelled():
        return None
    document.write_html(html)
    return PreparedPublication(
        publication=publication,
        pdf=pdf.getvalue(),
        html=html.getvalue(),
        json=data,
        csv=figures_csv(publication),
        figures_digest=digest,
        head=head,
    )


def _maker(kind: PublicationKind) -> Callable[[Publication, date, AuditHead | None, str], Document]:
    from icv_app.report.annual import annual_document
    from icv_app.report.public_quarter import public_document
    from icv_app.report.quarterly import quarterly_document
    from icv_app.report.scrutiny import scrutiny_document

    return {
        PublicationKind.ANNUAL: annual_document,
        PublicationKind.QUARTERLY: quarterly_document,
        PublicationKind.SCRUTINY: scrutiny_document,
        PublicationKind.PUBLIC: public_document,
    }[kind]


def _drawable(publication: Publication) -> Publication:
    """A document holds a still PNG without anything else in the file of the logo."""
    if publication.logo is None:
        return publication
    if publication.logo.startswith(PNG):
        return replace(publication, logo=still(publication.logo))
    from icv_app.bootstrap.drawings import png_of

    return replace(publication, logo=png_of(publication.logo))


_ACTS: Final = {PublicationKind.ANNUAL: AuditAct.ANNUAL_REPORT_WRITTEN}


def files_beside(file: Path) -> tuple[Path, Path, Path]:
    """The files beside a report: the web page, and its figures as JSON and CSV.

    Raises:
        BadInput: The report would be one of them.
    """
    names = (f"{file.stem}.html", f"{file.stem}-figures.json", f"{file.stem}-figures.csv")
    if file.name.casefold() in map(str.casefold, names):  # some disks do not tell large from small letters
        raise BadInput(
            "report named like its web page",
            user_text=_(
                "{file} is the name of the web page that goes beside the report. Let the name end in .pdf."
            ).format(file=file.name),
        )
    return file.with_name(names[0]), file.with_name(names[1]), file.with_name(names[2])


def save(desk: Desk, prepared: PreparedPublication, file: Path, *, publish: bool) -> None:
    """Write the report with its data files; with `publish`, note what readers now know.

    Raises:
        IcvError: A file could not be written, or that not be logged: then what was there before stays.
        RuleBroken: Something else was published of the year since this was prepared.
    """
    from icv_app.exchange.whole_files import written_whole
    from icv_app.seal.cipher import sha256_hex

    publication, digest = prepared.publication, sha256_hex(prepared.pdf)
    beside = files_beside(file)
    until = prepared.head.until if prepared.head is not None else None
    contents = (prepared.pdf, prepared.html, prepared.json, prepared.csv)
    with ExitStack() as put_in_place:  # all together, once everything is on the disk and in the log
        for one, data in zip((file, *beside), contents, strict=True):
            opened = put_in_place.enter_context(written_whole(one))
            opened.write(data)
            opened.flush()
        if publish:
            desk.publications.check_current(publication)
        act = _ACTS.get(publication.kind, AuditAct.PUBLICATION_WRITTEN)
        told = publication.period.label if act in _ACTS.values() else _about(publication)
        desk.audit.note(act, digest, told, printed_until=until)
        if publish:
            desk.publications.note_issued(publication, digest=digest, figures=prepared.figures_digest)


def _about(publication: Publication) -> str:
    return f"{publication.kind.value} {publication.period.label}"


def read_logo(file: Path) -> bytes:
    """Return the bytes of a file that may be a logo.

    Raises:
        BadInput: It cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_LOGO + 1)  # one too many is told from its size
    except OSError as error:
        raise BadInput(
            f"logo: {type(error).__name__}",
            user_text=_("The file {file} cannot be read.").format(file=file),
        ) from None


def characters_lacking(text: str) -> str:
    """The characters of a text that no font of a document has; fonts are opened when first asked for."""
    from icv_app.report.fonts import undrawable

    return undrawable(text)


def printing_of(desk: Desk, file: Path) -> Printing:
    """Return what a published PDF says it is: its period, its cut-off, and the figures inside.

    When it was written is in the audit log, under its SHA-256; else it is taken to hold all of its day.

    Raises:
        BadInput: It cannot be read, or ICV did not write it.
    """
    import pikepdf

    from icv_app.exchange.figures_file import figures_read
    from icv_app.exchange.whole_files import digest_of_file
    from icv_app.report.tagging import FIGURES_INSIDE
    from icv_app.services.figure_traces import Printing

    try:
        with pikepdf.open(file) as opened:
            words = str(opened.docinfo.get("/Keywords", ""))
            inside = opened.attachments.get(FIGURES_INSIDE)
            data = None if inside is None else inside.get_file().read_bytes()
    except (OSError, pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise BadInput(
            f"published PDF: {type(error).__name__}",
            user_text=_("The file {file} cannot be read as a PDF.").format(file=file),
        ) from None
    found = _KEYWORDS.search(words)
    try:
        kind, period, as_of = _told_by(found)
    except ValueError:
        raise BadInput(
            "PDF without a period",
            user_text=_("The file {file} is no publication that ICV wrote.").format(file=file),
        ) from None
    digest = digest_of_file(file)
    written = [line.entry.at for line in desk.audit.lines() if line.entry.about == digest]
    return Printing(
        kind=kind,
        period=period,
        as_of=as_of,
        until=min(written, default=start_of_london_day(as_of + timedelta(days=1))),
        figures=None if data is None else figures_read(data),
    )


def _told_by(found: re.Match[str] | None) -> tuple[PublicationKind, Period, date]:
    if found is None:
        raise ValueError("not written by ICV")
    return PublicationKind(found[1]), period_from_label(found[2]), date.fromisoformat(found[3])
