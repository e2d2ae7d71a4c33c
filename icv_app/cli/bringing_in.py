"""Past visits from a table, at the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.cli.opening import opened
from icv_app.errors import BadInput
from icv_app.words import _, plural

if TYPE_CHECKING:
    from icv_app.bootstrap.bringing_in import PastVisitFiles
    from icv_app.services.desk import Desk
    from icv_app.services.past_visits import ColumnMapping, ImportChoices, PastTable, Trial

PROBLEMS_TOLD = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class HowToImport:
    """What was said at the command line.

    Attributes:
        mapping: Name of a kept mapping; else one that fits, or the columns' names, decide.
        columns: `field=Column`, which go before the mapping.
        keep: Name to keep the mapping under.
        refused: File for the refused rows.
    """

    mapping: str = ""
    columns: Sequence[str] = ()
    sheet: str = ""
    header_row: int | None = None
    month_first: bool = False
    dry_run: bool = False
    only_good: bool = False
    doubles_too: bool = False
    leave_out_texts: bool = False
    keep: str = ""
    refused: Path | None = None


def visits_in(
    file: Path, how: HowToImport, vault: Path | None, passphrase_file: Path | None
) -> Iterator[str]:
    """Try a table of past visits or bring it in, all rows or none unless only the good ones are asked for.

    Raises:
        BadInput: The file, the mapping or a row cannot be used; the sentence says which and why.
        IcvError: The vault does not open, or is not a coordinator's.
    """
    from icv_app.services.past_visits import ImportChoices

    choices = ImportChoices(
        only_good=how.only_good, doubles_too=how.doubles_too, leave_out_words=how.leave_out_texts
    )
    with opened(vault, passphrase_file) as (doors, desk):
        desk.archive.require_importer()
        files = doors.bring_in
        table = files.read_past_table(file, how.sheet, how.header_row)
        mapping = _mapping(desk, files, table, how)
        if how.keep:
            mapping = desk.bringing_in.keep_mapping(replace(mapping, name=how.keep))
        trial = files.try_past_visits(desk, table, mapping, choices) if how.dry_run or how.refused else None
        if trial is not None and how.refused is not None and trial.problems:
            number = files.save_refused_rows(table, trial, how.refused)
            words = plural("{n} refused row is", "{n} refused rows are", number)
            yield _("{rows} in {file}.").format(rows=words, file=how.refused)
        if how.dry_run and trial is not None:
            yield from _told(trial, table)
        else:
            yield _brought_in(desk, files, table, mapping, choices)


def _brought_in(
    desk: Desk, files: PastVisitFiles, table: PastTable, mapping: ColumnMapping, choices: ImportChoices
) -> str:
    from icv_app.services.past_visits import brought_in_words

    return brought_in_words(files.bring_in_past_visits(desk, table, mapping, choices))


def _mapping(desk: Desk, files: PastVisitFiles, table: PastTable, how: HowToImport) -> ColumnMapping:
    if how.mapping:
        wanted = how.mapping.casefold()
        found = next((one for one in desk.bringing_in.mappings() if one.name.casefold() == wanted), None)
        if found is None:
            raise BadInput(
                "no such mapping",
                user_text=_("There is no mapping “{name}” in this vault.").format(name=how.mapping),
            )
        mapping = found
    else:
        mapping = files.guess_mapping(desk, table)
    for said in how.columns:
        mapping = _with_column(desk, mapping, table, said)
    return replace(mapping, month_first=True) if how.month_first else mapping


def _with_column(desk: Desk, mapping: ColumnMapping, table: PastTable, said: str) -> ColumnMapping:
    from icv_app.services.past_visits import past_fields

    field, _between, column = said.partition("=")
    known = {one.name for one in past_fields(desk.bringing_in.checklist())}
    if field not in known or (column and column not in table.columns):
        raise BadInput(
            "column of a mapping",
            user_text=_(
                "Write a column like suite=Station: a field of the table in docs/formats.md and a column of "
                "the file, which are {columns}."
            ).format(columns=", ".join(table.columns)),
        )
    return mapping.with_column(field, column or None)


def _told(trial: Trial, table: PastTable) -> Iterator[str]:
    """What a dry run found."""
    from icv_app.services.past_visits import brought_in_before_words

    rows = plural("{n} row", "{n} rows", trial.rows)
    yield _("Dry run of {file}: {rows}, {how}.").format(file=table.file_name, rows=rows, how=table.how_read)
    yield plural("{n} visit would come in.", "{n} visits would come in.", trial.coming)
    for year, number in trial.good.items():
        yield f"  {year}: {number}"
    if trial.before is not None:
        yield brought_in_before_words(trial.before)
    if trial.doubles:
        yield plural("{n} row is here already:", "{n} rows are here already:", trial.doubled)
        yield from map(str, trial.doubles[:PROBLEMS_TOLD])
    if trial.left_out:
        yield plural("{n} text is left out:", "{n} texts are left out:", len(trial.left_out))
        yield from map(str, trial.left_out[:PROBLEMS_TOLD])
    if trial.problems:
        yield plural("{n} row is refused:", "{n} rows are refused:", trial.refused)
        yield from map(str, trial.problems[:PROBLEMS_TOLD])
        if len(trial.problems) > PROBLEMS_TOLD:
            yield _("… and {n} more.").format(n=len(trial.problems) - PROBLEMS_TOLD)
