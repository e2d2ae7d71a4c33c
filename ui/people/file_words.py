"""What the office keeps of a member, and what runs out, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from icv_app.domain.member_file import FileGroup, FileWord, MemberFile, recognition_due
from icv_app.domain.reminders import Reminder, RunsOut
from icv_app.domain.rota import Conflict, Leave
from icv_app.domain.scheme import Member, Role
from icv_app.domain.training import Trained, TrainingKind, TrainingStanding, TrainingState, standing_in
from icv_app.services.member_files import FilesOfAll
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.theme import Hue
from ui.widgets.tag import Tagged


def group_words() -> dict[FileGroup, str]:
    """Return what is noted together, as the heads of it."""
    return {
        FileGroup.TRAINING: _("Training"),
        FileGroup.LANGUAGES: _("Language"),
        FileGroup.CONFLICTS: _("Conflict of interest"),
        FileGroup.RECOGNITION: _("Recognition"),
        FileGroup.ONE_TO_ONES: _("One-to-one"),
    }


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of a member's file.

    Attributes:
        at: Its place among those of its group.
        when: A day, or nothing.
    """

    group: FileGroup
    at: int
    what: str
    when: str
    tags: tuple[Tagged, ...] = ()


def file_lines(file: MemberFile, known: FilesOfAll, today: date) -> tuple[FileLine, ...]:
    """Return everything in a file, group by group."""
    titles = {one.kind: one.title for one in known.training}
    lines: list[FileLine] = []
    for at, one in enumerate(file.training):
        standing = standing_in([one], one.kind, today)
        what = _("{kind}, on {day}").format(kind=titles.get(one.kind, one.kind), day=say_date(one.day))
        tags = (state_tag(standing.state),)
        lines.append(FileLine(FileGroup.TRAINING, at, what, good_words(one), tags))
    lines += [FileLine(FileGroup.LANGUAGES, at, one, "") for at, one in enumerate(file.languages)]
    lines += [
        FileLine(FileGroup.CONFLICTS, at, conflict_words(one, known.suites), "")
        for at, one in enumerate(file.conflicts)
    ]
    lines += [
        FileLine(FileGroup.RECOGNITION, at, years_words(thanks.years), say_date(thanks.day))
        for at, thanks in enumerate(file.recognition)
    ]
    lines += [
        FileLine(FileGroup.ONE_TO_ONES, at, _("With {member}").format(member=talk.by), say_date(talk.day))
        for at, talk in enumerate(file.one_to_ones)
    ]
    return tuple(lines)


def beside_words(file: MemberFile, known: FilesOfAll) -> str:
    """Say where another coordinator wrote at the same time, and what; nothing where nobody did."""
    said = []
    for group, title in group_words().items():
        standing = file.group(group)
        for other in standing.beside:
            by = standing.word.by if standing.word is not None else ""
            said.append(
                _(
                    "{group}: {other} wrote at the same time: {what}. What {by} wrote last stands; "
                    "whoever notes something here again settles it."
                ).format(group=title, other=other.by, what=_content(other, known), by=by)
            )
    return "\n".join(said)


def file_facts(member: Member, known: FilesOfAll, today: date) -> list[tuple[str, str]]:
    """Return what a member's file says, as names and values; what is empty is left out."""
    file = known.file(member.member_id)
    facts: list[tuple[str, str]] = []
    if member.role is Role.VISITOR:
        asked = tuple(kind for kind in known.training if not kind.stopped)
        facts.append((_("Training"), training_words(file.training, asked, today)))
    if file.languages:
        facts.append((_("Languages"), ", ".join(file.languages)))
    if file.conflicts:
        said = "; ".join(conflict_words(one, known.suites) for one in file.conflicts)
        facts.append((_("Conflicts of interest"), said))
    leave = known.leave_of(member.member_id)
    if leave:
        facts.append((_("Leave"), "; ".join(leave_words(one) for one in leave)))
    facts += _recognition(member, file, today)
    if file.one_to_ones:
        last = max(file.one_to_ones, key=lambda talk: talk.day)
        facts.append((_("Last one-to-one"), f"{say_date(last.day)}, {last.by}"))
    return facts


def training_words(trained: Sequence[Trained], kinds: Sequence[TrainingKind], today: date) -> str:
    """Return how somebody stands in every kind they were trained in."""
    said = []
    for kind in kinds:
        standing = standing_in(trained, kind.kind, today)
        if standing.last is not None:
            state, _hue = state_tag(standing.state)
            said.append(f"{kind.title}: {state.lower()}, {good_words(standing.last)}")
    return "; ".join(said) or _("Not noted")


def state_tag(state: TrainingState) -> Tagged:
    """Return how somebody stands in a kind of training."""
    return {
        TrainingState.NONE: (_("Not trained"), Hue.GREY),
        TrainingState.LAPSED: (_("Lapsed"), Hue.RED),
        TrainingState.SOON: (_("Runs out soon"), Hue.ORANGE),
        TrainingState.IN_DATE: (_("In date"), Hue.GREEN),
    }[state]


def good_words(trained: Trained) -> str:
    """Return how long a training is good for."""
    if trained.expires is None:
        return _("does not run out")
    return _("until {day}").format(day=say_date(trained.expires))


def standing_words(standing: TrainingStanding) -> str:
    """Return how long the training that counts is good for; nothing where there is none."""
    return good_words(standing.last) if standing.last is not None else ""


def conflict_words(conflict: Conflict, suites: Mapping[str, str]) -> str:
    """Return with what or whom a conflict is."""
    if conflict.suite_id is not None:
        return _("Not to {suite}").format(suite=suites.get(conflict.suite_id, conflict.suite_id))
    return _("Not with {member}").format(member=conflict.other)


def leave_words(leave: Leave) -> str:
    """Return the days of one leave."""
    if leave.first == leave.last:
        return say_date(leave.first)
    return _("{first} to {last}").format(first=say_date(leave.first), last=say_date(leave.last))


def years_words(years: int) -> str:
    """Return so many years in the scheme."""
    return plural("{n} year in the scheme", "{n} years in the scheme", years)


def runs_out_words(reminder: Reminder, kinds: Mapping[str, str]) -> str:
    """Return what it is that runs out."""
    if reminder.what is RunsOut.TRAINING:
        return _("{kind} training").format(kind=kinds.get(reminder.kind, reminder.kind))
    return {
        RunsOut.VETTING: _("Vetting"),
        RunsOut.ID_CARD: _("ID card"),
        RunsOut.TERM: _("Term"),
        RunsOut.PROBATION: _("Probation"),
    }[reminder.what]


def left_tag(reminder: Reminder) -> Tagged:
    """Return how long something still runs, the most pressing in red."""
    if reminder.lapsed:
        days = plural("{n} day ago", "{n} days ago", -reminder.left)
        return _("Ran out {days}").format(days=days), Hue.RED
    if reminder.left == 0:
        return _("Ends today"), Hue.ORANGE
    days = plural("{n} day", "{n} days", reminder.left)
    return _("Ends in {days}").format(days=days), Hue.ORANGE if reminder.stage == 30 else Hue.YELLOW


def _recognition(member: Member, file: MemberFile, today: date) -> list[tuple[str, str]]:
    due = recognition_due(member, file.recognition, today)
    said = [f"{years_words(one.years)}, {say_date(one.day)}" for one in file.recognition]
    if due is not None:
        said.append(_("due now: {years}").format(years=years_words(due)))
    return [(_("Recognition"), "; ".join(said))] if said else []


def _content(word: FileWord, known: FilesOfAll) -> str:
    titles = {one.kind: one.title for one in known.training}
    said = [
        *(f"{titles.get(one.kind, one.kind)}, {say_date(one.day)}" for one in word.training),
        *word.languages,
        *(conflict_words(one, known.suites) for one in word.conflicts),
        *(f"{years_words(one.years)}, {say_date(one.day)}" for one in word.recognition),
        *(say_date(one.day) for one in word.one_to_ones),
    ]
    return ", ".join(said) or _("nothing")
