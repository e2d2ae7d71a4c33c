"""The tools of the `icv` command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from icv_app import VERSION
from icv_app.cli.arguments import PassphraseFile, Vault
from icv_app.cli.publication_commands import add_publications
from icv_app.errors import IcvError

app = typer.Typer(
    name="icv",
    help="Independent custody visiting. Without a command, opens the application.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
report = typer.Typer(help="Write reports.", no_args_is_help=True)
export = typer.Typer(help="Write records to a file.", no_args_is_help=True)
import_ = typer.Typer(help="Take records in from a file.", no_args_is_help=True)
paper = typer.Typer(help="Write something to print and fill in by hand.", no_args_is_help=True)
retention = typer.Typer(help="Erase what is kept no longer, or hold it.", no_args_is_help=True)
audit = typer.Typer(help="The office's audit log.", no_args_is_help=True)
quality = typer.Typer(help="The quality framework and the evidence for it.", no_args_is_help=True)
bundle = typer.Typer(help="Carry everything on a USB stick, without a server.", no_args_is_help=True)
add_publications(report)
app.add_typer(report, name="report")
app.add_typer(audit, name="audit")
app.add_typer(quality, name="quality")
app.add_typer(bundle, name="bundle")
app.add_typer(retention, name="retention")
app.add_typer(paper, name="paper")
app.add_typer(export, name="export")
app.add_typer(import_, name="import")


class Scale(StrEnum):
    """How large a demo is; the small one is for tests."""

    FULL = "full"
    SMALL = "small"


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; an expected failure is one sentence on standard error."""
    try:
        app(list(arguments), prog_name="icv")
    except IcvError as error:
        print(error.user_text, file=sys.stderr)
        return 1
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"icv {VERSION}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    vault: Vault = None,
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Try every part of this installation and say what was done.")
    ] = False,
    passphrase_file: Annotated[Path | None, typer.Option(hidden=True)] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Open the application, or run a command."""
    from icv_app.bootstrap.logs import log_quietly
    from icv_app.bootstrap.places import vault_folder

    if context.invoked_subcommand is not None:
        log_quietly()
    elif self_test:
        from icv_app.cli.self_test import run_self_test

        log_quietly()
        run_self_test(vault, passphrase_file, typer.echo)
    else:
        from icv_app.bootstrap.application import run

        raise typer.Exit(run(vault_folder(vault)))


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder to make it in: empty, new, or an earlier demo's.")],
    no_window: Annotated[bool, typer.Option("--no-window", help="Do not open the application.")] = False,
    seed: Annotated[int, typer.Option(help="Another number makes another year.")] = 2023,
    scale: Annotated[Scale, typer.Option(hidden=True)] = Scale.FULL,
) -> None:
    """Make a demo scheme with a year of invented visits, and open the application on it."""
    from icv_app.cli.demo import make_and_open

    make_and_open(out, seed=seed, small=scale is Scale.SMALL, window=not no_window)


@report.command("visit")
def report_visit(
    visit_id: Annotated[str, typer.Argument(help="Identifier of the visit, as an export gives it.")],
    out: Annotated[Path, typer.Option(help="PDF to write; it is not encrypted.", dir_okay=False)],
    police: Annotated[bool, typer.Option("--police", help="The copy for the police.")] = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the report of one visit as a PDF marked OFFICIAL-SENSITIVE."""
    from icv_app.cli.tools import visit_report

    typer.echo(visit_report(visit_id, out, vault, passphrase_file, police=police))


@paper.command("aide-memoire")
def paper_aide_memoire(
    out: Annotated[Path, typer.Option(help="PDF to write.", dir_okay=False)],
    people: Annotated[int, typer.Option(help="Sheets for people, 1 to 60.")] = 6,
) -> None:
    """Write an aide-memoire to print, made from the checklist that comes with ICV; no vault is needed."""
    from icv_app.cli.tools import aide_memoire

    typer.echo(aide_memoire(out, people))


@export.command("visits")
def export_visits(
    file: Annotated[Path, typer.Argument(help="Its ending says how: .csv, .json or .xlsx.", dir_okay=False)],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write every filed visit to a file marked OFFICIAL-SENSITIVE."""
    from icv_app.cli.tools import visits_out

    typer.echo(visits_out(file, vault, passphrase_file))


@export.command("all")
def export_all(
    out: Annotated[
        Path, typer.Option(help="Its ending says how: .xlsx, .zip (of CSV) or .json.", dir_okay=False)
    ],
    identifying: Annotated[
        bool, typer.Option("--identifying", help="With what identifies people in custody; it is logged.")
    ] = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write everything the scheme holds to a file marked OFFICIAL-SENSITIVE; see docs/export-schema.md."""
    from icv_app.cli.going_out import everything_out

    typer.echo(everything_out(out, vault, passphrase_file, identifying=identifying))


@export.command("national")
def export_national(
    period: Annotated[str, typer.Option(help="Financial year or quarter: 2023-24, or '2023-24 Q1'.")],
    out: Annotated[Path, typer.Option(help="Its ending says how: .csv or .json.", dir_okay=False)],
    suites: Annotated[bool, typer.Option("--suites", help="Name the suites, with visits alone.")] = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the national return: counts alone, small ones of people withheld."""
    from icv_app.cli.going_out import national_out

    typer.echo(national_out(period, out, vault, passphrase_file, suites=suites))


@import_.command("visits")
def import_visits(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, with columns of any name and order.")],
    mapping: Annotated[str, typer.Option(help="Name of a kept mapping of columns; else it is guessed.")] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="What a column stands for, such as suite=Station; repeatable.")
    ] = None,
    sheet: Annotated[str, typer.Option(help="Sheet of the workbook; found where not given.")] = "",
    header_row: Annotated[int | None, typer.Option(help="Row that names the columns.", min=1)] = None,
    month_first: Annotated[bool, typer.Option("--month-first", help="Dates are like 12/31/2024.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come in; bring nothing in.")
    ] = False,
    good_rows: Annotated[bool, typer.Option("--good-rows", help="Leave the refused rows out.")] = False,
    doubles_too: Annotated[
        bool, typer.Option("--doubles-too", help="Also rows of an hour in which a visit is here.")
    ] = False,
    leave_out_texts: Annotated[
        bool, typer.Option("--leave-out-texts", help="Leave out texts that seem to identify somebody.")
    ] = False,
    keep: Annotated[str, typer.Option(help="Keep the mapping under this name.")] = "",
    refused: Annotated[
        Path | None, typer.Option(help="Write the refused rows here, .csv or .xlsx.", dir_okay=False)
    ] = None,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Take past visits in from a table, all rows or none, or say first what would come in."""
    from icv_app.cli.bringing_in import HowToImport, visits_in

    how = HowToImport(
        mapping=mapping,
        columns=tuple(column or ()),
        sheet=sheet,
        header_row=header_row,
        month_first=month_first,
        dry_run=dry_run,
        only_good=good_rows,
        doubles_too=doubles_too,
        leave_out_texts=leave_out_texts,
        keep=keep,
        refused=refused,
    )
    for sentence in visits_in(file, how, vault, passphrase_file):
        typer.echo(sentence)


@bundle.command("write")
def bundle_write(
    file: Annotated[Path, typer.Argument(help="File to write, such as to-office.icvbundle.", dir_okay=False)],
    for_member: Annotated[
        str | None, typer.Option("--for", help="Only what this member may be given, such as V-004.")
    ] = None,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write everything that may travel to one file, sealed as on the server."""
    from icv_app.cli.bundles import bundle_out

    typer.echo(bundle_out(file, for_member, vault, passphrase_file))


@bundle.command("read")
def bundle_read(
    file: Annotated[Path, typer.Argument(help="File that another laptop of the scheme wrote.")],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Take everything from such a file, or nothing where it is damaged."""
    from icv_app.cli.bundles import bundle_in

    typer.echo(bundle_in(file, vault, passphrase_file))


@retention.command("preview")
def retention_preview(vault: Vault = None, passphrase_file: PassphraseFile = None) -> None:
    """Say what is due to be erased, year by year, and what a legal hold keeps and why."""
    from icv_app.cli.retention import previewed

    for sentence in previewed(vault, passphrase_file):
        typer.echo(sentence)


@retention.command("run")
def retention_run(
    yes: Annotated[bool, typer.Option("--yes", help="Erase it; nobody can bring it back.")] = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Erase what is due, here now and everywhere else when each is next in touch."""
    from icv_app.cli.retention import erased

    for sentence in erased(vault, passphrase_file, sure=yes):
        typer.echo(sentence)


@retention.command("hold")
def retention_hold(
    visit_id: Annotated[str, typer.Argument(help="Identifier of the visit, as an export gives it.")],
    reason: Annotated[str, typer.Option(help="Why; kept in the audit log. No names.")],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Keep everything about a visit until the hold is lifted."""
    from icv_app.cli.retention import held

    typer.echo(held(visit_id, reason, vault, passphrase_file))


@retention.command("lift")
def retention_lift(
    visit_id: Annotated[str, typer.Argument(help="Identifier of the visit.")],
    reason: Annotated[str, typer.Option(help="Why; kept in the audit log. No names.")],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Lift the hold on a visit."""
    from icv_app.cli.retention import held

    typer.echo(held(visit_id, reason, vault, passphrase_file, lift=True))


@retention.command("log")
def retention_log(vault: Vault = None, passphrase_file: PassphraseFile = None) -> None:
    """List every erasure run, newest first."""
    from icv_app.cli.retention import logged

    for sentence in logged(vault, passphrase_file):
        typer.echo(sentence)


@quality.command("export")
def quality_export(
    out: Annotated[Path, typer.Option(help="YAML file to write and edit.", dir_okay=False)],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the framework in use to a file: the neutral template until you put your own in use."""
    from icv_app.cli.quality import exported

    typer.echo(exported(out, vault, passphrase_file))


@quality.command("import")
def quality_import(
    file: Annotated[Path, typer.Argument(help="YAML file with a higher version than the one in use.")],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Put the framework in a file in use; evidence stays with criteria of the same id."""
    from icv_app.cli.quality import imported

    typer.echo(imported(file, vault, passphrase_file))


@quality.command("pack")
def quality_pack(
    year: Annotated[str, typer.Option(help="Financial year, such as 2023-24.")],
    out: Annotated[Path, typer.Option(help="ZIP to write, or a PDF for the summary alone.", dir_okay=False)],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the evidence of a financial year; the file is not encrypted."""
    from icv_app.cli.quality import packed

    typer.echo(packed(year, out, vault, passphrase_file))


@app.command()
def recover(
    kit: Annotated[Path, typer.Option(help="The office recovery kit.", dir_okay=False)],
    server: Annotated[str, typer.Option(help="Address of the scheme's server.")],
    vault: Annotated[Path, typer.Option(help="Empty folder to make the new vault in.", file_okay=False)],
    code: Annotated[str | None, typer.Option(help="The kit's 12 words; else you are asked.")] = None,
    member: Annotated[str, typer.Option(help="Your number, where there are several coordinators.")] = "",
    passphrase_file: PassphraseFile = None,
) -> None:
    """Bring the office back on a bare machine, when the coordinator's computer is gone."""
    from icv_app.cli.recovering import recovered

    for sentence in recovered(kit, code, server, vault, member, passphrase_file):
        typer.echo(sentence)


@app.command()
def restore(
    backup: Annotated[
        Path | None,
        typer.Option(help="Folder of one backup; the newest whole one where not given.", file_okay=False),
    ] = None,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Open a backup in place of a damaged or lost vault; what was there is kept in the folder set-aside."""
    from icv_app.cli.restoring import restored

    typer.echo(restored(backup, vault, passphrase_file))


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(help="A bundle (.icvbundle) to check by itself, instead of a vault.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object.")] = False,
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Check the vault: pages, signatures, chains, roster and audit log; name the first break."""
    from icv_app.cli.verifying import verified, verified_bundle

    told = verified_bundle(file) if file is not None else verified(vault, passphrase_file)
    for sentence in [told.as_json()] if as_json else told.sentences:
        typer.echo(sentence, err=not told.sound and not as_json)
    if not told.sound:
        raise typer.Exit(1)


@audit.command("export")
def audit_export(
    out: Annotated[Path, typer.Option(help="File to write, such as audit-log.jsonl.", dir_okay=False)],
    vault: Vault = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the whole audit log to a file that anybody can check; see docs/formats.md."""
    from icv_app.cli.verifying import audit_out

    typer.echo(audit_out(out, vault, passphrase_file))


@audit.command("check")
def audit_check(
    file: Annotated[Path, typer.Argument(help="An exported audit log.", dir_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object.")] = False,
) -> None:
    """Check an exported audit log, without a vault: every entry, their order, the chain, the signature."""
    from icv_app.cli.verifying import audit_file

    told = audit_file(file)
    for sentence in [told.as_json()] if as_json else told.sentences:
        typer.echo(sentence, err=not told.sound and not as_json)
    if not told.sound:
        raise typer.Exit(1)
