"""The tools that say what is due to be erased, erase it, and hold visits."""

from __future__ import annotations

from pathlib import Path

from icv_app.cli.opening import opened
from icv_app.domain.ids import VisitId
from icv_app.domain.times import in_london
from icv_app.errors import RuleBroken
from icv_app.services.retention_preview import DueYear, HeldVisit, Preview, RunLine
from icv_app.words import _, plural


def previewed(vault: Path | None, passphrase_file: Path | None) -> list[str]:
    """Say what a run would erase now, and what is held and why.

    Raises:
        IcvError: The vault does not open, or has no settings yet.
    """
    with opened(vault, passphrase_file) as (_doors, desk):
        preview = desk.retention.preview()
    return [*_due(preview), *(_held(one) for one in preview.held)]


def erased(vault: Path | None, passphrase_file: Path | None, *, sure: bool) -> list[str]:
    """Erase what is due; nothing happens unless it was said that this is wanted.

    Raises:
        IcvError: The vault does not open, it is not a coordinator's, or nothing is due.
    """
    with opened(vault, passphrase_file) as (_doors, desk):
        preview = desk.retention.preview()
        if preview.records and not sure:
            raise RuleBroken(
                "erasure not confirmed",
                user_text=_(
                    "{due} What is erased cannot be brought back by anybody. Nothing was erased: "
                    "add --yes to do it."
                ).format(due=" ".join(_due(preview))),
            )
        lines = desk.retention.run(preview)
        unfinished = desk.retention.unfinished()
    said = [*map(_run, lines), _("It reaches the server and the other laptops when each is next in touch.")]
    if unfinished:
        said.append(_("Files of this vault are still to be written anew: it is done at the next start."))
    return said


def held(
    visit_id: str, reason: str, vault: Path | None, passphrase_file: Path | None, *, lift: bool = False
) -> str:
    """Set a legal hold on a visit, or lift it.

    Raises:
        IcvError: The vault does not open, it is not a coordinator's, or the visit cannot be held.
    """
    with opened(vault, passphrase_file) as (_doors, desk):
        act = desk.retention.lift if lift else desk.retention.hold
        act(VisitId(visit_id), reason)
    return _("The hold is lifted.") if lift else _("The visit is held.")


def logged(vault: Path | None, passphrase_file: Path | None) -> list[str]:
    """Every run, newest first.

    Raises:
        IcvError: The vault does not open.
    """
    with opened(vault, passphrase_file) as (_doors, desk):
        runs = desk.retention.log()
    return [_run(line) for line in runs] or [_("Nothing was erased yet.")]


def _due(preview: Preview) -> list[str]:
    if not preview.due:
        if preview.next_due is None:
            return [_("Nothing is due.")]
        day = in_london(preview.next_due).date().isoformat()
        return [_("Nothing is due before {day}.").format(day=day)]
    kinds = (
        (_("{year}: {visits}, {people}, {records} due: what identifies people."), preview.years),
        (_("{year}: {visits}, {people}, {records} due: whole visits."), preview.whole),
        (_("{year}: {records} due: papers of the office."), preview.papers),
    )
    return [
        words.format(
            year=due.year.label,
            visits=_visits(due),
            people=plural("{n} person", "{n} people", due.people),
            records=plural("{n} record", "{n} records", due.records),
        )
        for words, years in kinds
        for due in years
    ]


def _visits(due: DueYear) -> str:
    """How many visits, and samples of custody records, which go with them."""
    visits = plural("{n} visit", "{n} visits", due.visits)
    if not due.samples:
        return visits
    samples = plural("{n} sample of custody records", "{n} samples of custody records", due.samples)
    return f"{visits}, {samples}"


def _held(one: HeldVisit) -> str:
    words = _("Held by {coordinator} since {day}: visit {visit}. {reason}").format(
        coordinator=one.by,
        day=in_london(one.since).date().isoformat(),
        visit=one.visit_id,
        reason=one.reason,
    )
    return f"{words} {one.too_late}".rstrip()


def _run(line: RunLine) -> str:
    if line.papers:
        words = _("Run {n}, {day}, {coordinator}: papers of the office: {records}; record {record}.")
    elif line.whole:
        words = _("Run {n}, {day}, {coordinator}: whole visits: {visits}, {records}; record {record}.")
    else:
        words = _("Run {n}, {day}, {coordinator}: {visits}, {records}; record {record}.")
    return words.format(
        n=line.number,
        day=in_london(line.at).date().isoformat(),
        coordinator=line.by,
        visits=plural("{n} visit", "{n} visits", sum(line.visits.values())),
        records=plural("{n} record", "{n} records", line.records),
        record=line.record_id,
    )
