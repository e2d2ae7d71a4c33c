"""What a person is told of a backup before and after it is opened in place of a damaged vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.times import day_in_words, in_london
from icv_app.words import _, plural


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBackup:
    """The backup that would be opened.

    Attributes:
        taken_at: UTC.
        changes_after: How many changes the vault has seen since; `None` where nothing tells.
    """

    taken_at: datetime
    changes_after: int | None


def taken_in_words(backup: LastBackup) -> str:
    """Say when it was made: `21:40 on 14 March 2024`, London time."""
    moment = in_london(backup.taken_at)
    return _("{time} on {day}").format(time=f"{moment:%H:%M}", day=day_in_words(moment.date()))


def what_may_be_missing(backup: LastBackup) -> str:
    """Say what was written after the backup and may not come back."""
    if backup.changes_after == 0:
        return _("Nothing was changed after it was made.")
    since = (
        _("What was changed after it was made may be missing.")
        if backup.changes_after is None
        else plural(
            "{n} change was made after it and may be missing.",
            "{n} changes were made after it and may be missing.",
            backup.changes_after,
        )
    )
    return since + " " + _("What had been sent comes back with the next sync; drafts written since do not.")


def what_was_opened(backup: LastBackup) -> str:
    """Say what now lies before the person, and where the damaged files are."""
    return " ".join(
        (
            _("This is the backup of {taken}.").format(taken=taken_in_words(backup)),
            what_may_be_missing(backup),
            _("The damaged files were kept beside it, in the folder set-aside."),
        )
    )
