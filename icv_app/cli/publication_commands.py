"""The commands that write publications, and the one that traces a figure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from icv_app.cli.arguments import PassphraseFile, Vault
from icv_app.domain.publication import PublicationKind

Year = Annotated[str, typer.Option(help="Financial year, such as 2023-24.")]
QuarterNumber = Annotated[int, typer.Option(help="1 for April to June, to 4 for January to March.")]
Out = Annotated[
    Path, typer.Option(help="PDF to write; the web page and the data files go beside it.", dir_okay=False)
]
Publish = Annotated[
    bool, typer.Option("--publish", help="Note that it goes out: what comes later is held against it.")
]


def add_publications(report: typer.Typer) -> None:
    """Add the commands to `icv report`."""
    report.command("annual")(annual)
    report.command("quarterly")(quarterly)
    report.command("scrutiny")(scrutiny)
    report.command("public")(public)
    report.command("trace")(trace)


def annual(
    year: Year,
    out: Out,
    publish: Publish = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the annual report of a year as a PDF and a web page, with its figures as JSON and CSV."""
    _write(PublicationKind.ANNUAL, year, None, out, vault, passphrase_file, publish)


def quarterly(
    year: Year,
    quarter: QuarterNumber,
    out: Out,
    publish: Publish = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the governance paper of a quarter."""
    _write(PublicationKind.QUARTERLY, year, quarter, out, vault, passphrase_file, publish)


def scrutiny(
    year: Year,
    quarter: QuarterNumber,
    out: Out,
    publish: Publish = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the extract of a quarter for the panel that scrutinises the detention of children."""
    _write(PublicationKind.SCRUTINY, year, quarter, out, vault, passphrase_file, publish)


def public(
    year: Year,
    quarter: QuarterNumber,
    out: Out,
    publish: Publish = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write one page about a quarter for the public."""
    _write(PublicationKind.PUBLIC, year, quarter, out, vault, passphrase_file, publish)


def trace(
    file: Annotated[Path, typer.Argument(help="A PDF that one of these commands wrote.", dir_okay=False)],
    figure: Annotated[str, typer.Argument(help="Key of the figure, as the data file has it.")],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """List the visits behind a figure of a published PDF."""
    from icv_app.cli.publications import traced

    for sentence in traced(file, figure, vault, passphrase_file):
        typer.echo(sentence)


def _write(
    kind: PublicationKind,
    year: str,
    quarter: int | None,
    out: Path,
    vault: Path | None,
    passphrase_file: Path | None,
    publish: bool,
) -> None:
    from icv_app.cli.publications import published

    for sentence in published(kind, year, quarter, out, vault, passphrase_file, publish=publish):
        typer.echo(sentence)
