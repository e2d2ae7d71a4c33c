"""What only the office keeps of a member: everything noted so far, and one thing more to note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.member_file import RECOGNISED_AFTER, FileGroup, MemberFile, OneToOne, Recognition
from icv_app.domain.rota import Conflict
from icv_app.domain.training import Trained, TrainingKind, good_until
from icv_app.services.member_files import FilesOfAll
from icv_app.words import _
from ui.entries.dates import Lean
from ui.people.file_words import FileLine, beside_words, file_lines, group_words, years_words
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.data_table import DataTable
from ui.widgets.date_field import DateField
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.pairs import Pairs
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.widgets.text_field import TextField

T = TypeVar("T")
_SUITE, _VISITOR = "suite ", "visitor "


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What is to stand in one group of a file.

    Attributes:
        seen: The file as it was in sight.
    """

    seen: MemberFile
    group: FileGroup
    training: tuple[Trained, ...] = ()
    languages: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    recognition: tuple[Recognition, ...] = ()
    one_to_ones: tuple[OneToOne, ...] = ()


class FileCard(ScrollCard):
    """A table of what is noted; below it what to add. Every change is kept at once."""

    note_asked = Signal(object)
    """A `Noted`."""
    left = Signal()

    def __init__(self, today: Callable[[], date], me: MemberId, parent: QWidget | None = None) -> None:
        super().__init__(_("Office file"), parent)
        self._today = today
        self._me = me
        self._file = MemberFile(member_id=MemberId(""))
        self._kinds: dict[str, TrainingKind] = {}
        self._suites: dict[str, str] = {}
        self._others: list[MemberId] = []
        self.beside = Text()
        self.rows: RowsModel[FileLine] = RowsModel(_columns(), key=lambda line: (line.group, line.at))
        self.table = DataTable(
            _("What the office keeps"), self.rows, _("Nothing is noted yet. Add it below.")
        )
        self.remove_button = Button(_("Remove this line"))
        self.group = Choice(
            _("What to note"), [(group.value, words) for group, words in group_words().items()]
        )
        self.which = Choice(_("Which"), [])
        self.language = TextField(_("Language"), most=40)
        self.day = DateField(_("Day"), today, Lean.PAST)
        self.until = DateField(_("Good until"), today, Lean.FUTURE)
        self.add_button = Button(_("Add to the file"), "main")
        self.close_button = Button(_("Close"))
        self._lay_out()
        self._connect()

    def show_file(self, known: FilesOfAll, member_id: MemberId, visitors: Sequence[MemberId]) -> None:
        """Show one member's file as it stands; what is being typed stays."""
        again = self._file.member_id == member_id
        self._file = known.file(member_id)
        self._kinds = {one.kind: one for one in known.training}
        self._suites = dict(known.suites)
        self._others = [one for one in visitors if one != member_id]
        title = _("Office file of {member}").format(member=member_id)
        self.title.setText(title)
        self.setAccessibleName(title)
        words = beside_words(self._file, known)
        self.beside.setText(words)
        self.beside.setVisible(bool(words))
        self.rows.show(file_lines(self._file, known, self._today()))
        self.remove_button.setEnabled(self.table.chosen() is not None)
        if not again:
            self.group.set_value(FileGroup.TRAINING.value)
            self._empty()
        self._offer()

    def _lay_out(self) -> None:
        self.which_field = LabelledField(_("Which"), self.which, required=True)
        self.language_field = LabelledField(_("Language"), self.language, required=True)
        self.day_field = LabelledField(_("Day"), self.day, hint=_("Like 14/3."), required=True)
        self.until_field = LabelledField(
            _("Good until"), self.until, hint=_("Empty: as long as the scheme has set.")
        )
        self.body.addWidget(Muted(_("Only coordinators read this. No visitor's laptop is sent it.")))
        self.body.addWidget(self.beside)
        self.body.addWidget(self.table)
        self.body.addWidget(self.remove_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(Heading(_("Note something"), 3))
        self.body.addWidget(Pairs(LabelledField(_("What to note"), self.group), self.which_field))
        self.body.addWidget(self.language_field)
        self.body.addWidget(Pairs(self.day_field, self.until_field))
        self.body.addStretch(1)
        self.add_buttons(self.add_button, self.close_button)

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.left)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.group.value_changed.connect(lambda _group: self._on_group())
        self.table.row_chosen.connect(lambda _line: self.remove_button.setEnabled(True))

    @property
    def member_id(self) -> MemberId:
        """Whose file is in sight."""
        return self._file.member_id

    @property
    def _group(self) -> FileGroup:
        return FileGroup(self.group.value() or FileGroup.TRAINING)

    def _on_group(self) -> None:
        self._empty()
        self._offer()

    def _empty(self) -> None:
        self.which.set_value(None)
        self.language.set_value("")
        self.until.set_value(None)
        self.day.set_value(self._today())
        self._show_problems("", "", "", "")

    def _offer(self) -> None:
        """Show the fields that the group has, with its options."""
        group = self._group
        options: list[tuple[str, str]] = []
        if group is FileGroup.TRAINING:
            options = [(kind.kind, kind.title) for kind in self._kinds.values() if not kind.stopped]
        elif group is FileGroup.RECOGNITION:
            options = [(str(years), years_words(years)) for years in RECOGNISED_AFTER]
        elif group is FileGroup.CONFLICTS:
            options = [
                *(
                    (_SUITE + suite, _("Not to {suite}").format(suite=name))
                    for suite, name in self._suites.items()
                ),
                *((_VISITOR + one, _("Not with {member}").format(member=one)) for one in self._others),
            ]
        self.which.set_options(options)
        self.which_field.setVisible(bool(options))
        self.language_field.setVisible(group is FileGroup.LANGUAGES)
        self.day_field.setVisible(group not in {FileGroup.LANGUAGES, FileGroup.CONFLICTS})
        self.until_field.setVisible(group is FileGroup.TRAINING)

    def _on_add(self) -> None:
        group, file = self._group, self._file
        for field in (self.which, self.day, self.until):
            field.finish()
        which, day, language = self.which.value(), self.day.value(), self.language.value()
        if not self._complete(group):
            return
        if group is FileGroup.LANGUAGES:
            self._ask(Noted(seen=file, group=group, languages=(*file.languages, language)))
        elif group is FileGroup.CONFLICTS and which:
            conflict = self._conflict(which)
            self._ask(Noted(seen=file, group=group, conflicts=(*file.conflicts, conflict)))
        elif group is FileGroup.TRAINING and which and day:
            trained = Trained(
                kind=which, day=day, expires=self.until.value() or good_until(self._kinds[which], day)
            )
            self._ask(Noted(seen=file, group=group, training=(*file.training, trained)))
        elif group is FileGroup.RECOGNITION and which and day:
            thanks = Recognition(years=int(which), day=day)
            self._ask(Noted(seen=file, group=group, recognition=(*file.recognition, thanks)))
        elif group is FileGroup.ONE_TO_ONES and day:
            talk = OneToOne(day=day, by=self._me)
            self._ask(Noted(seen=file, group=group, one_to_ones=(*file.one_to_ones, talk)))

    def _complete(self, group: FileGroup) -> bool:
        """Say at its field what is missing; whether nothing is."""
        which = language = day = until = ""
        if not self.which_field.isHidden():
            which = self.which.problem() or ("" if self.which.value() else _("Choose one."))
        if group is FileGroup.LANGUAGES:
            language = "" if self.language.value() else _("Enter a language.")
        if not self.day_field.isHidden():
            day = self.day.problem() or ("" if self.day.value() else _("Enter a day."))
        if not self.until_field.isHidden():
            first, last = self.day.value(), self.until.value()
            early = first is not None and last is not None and last < first
            until = self.until.problem() or (
                _("It ends on the day of the training or later.") if early else ""
            )
        self._show_problems(which, language, day, until)
        wrong = (
            (which, self.which),
            (language, self.language),
            (day, self.day),
            (until, self.until),
        )
        first_wrong = next((field for problem, field in wrong if problem), None)
        if first_wrong is not None:
            first_wrong.setFocus()
        return first_wrong is None

    def _show_problems(self, which: str, language: str, day: str, until: str) -> None:
        self.which_field.set_problem(which)
        self.language_field.set_problem(language)
        self.day_field.set_problem(day)
        self.until_field.set_problem(until)

    def _conflict(self, which: str) -> Conflict:
        if which.startswith(_SUITE):
            return Conflict(member_id=self._file.member_id, suite_id=SuiteId(which.removeprefix(_SUITE)))
        return Conflict(member_id=self._file.member_id, other=MemberId(which.removeprefix(_VISITOR)))

    def _on_remove(self) -> None:
        line: FileLine | None = self.table.chosen()
        if line is None:
            return
        file, group = self._file, line.group

        def kept(own: FileGroup, found: Sequence[T]) -> tuple[T, ...]:
            """Return what stays in a group: a word on one is empty of the others."""
            return tuple(one for at, one in enumerate(found) if own is group and at != line.at)

        self._ask(
            Noted(
                seen=file,
                group=group,
                training=kept(FileGroup.TRAINING, file.training),
                languages=kept(FileGroup.LANGUAGES, file.languages),
                conflicts=kept(FileGroup.CONFLICTS, file.conflicts),
                recognition=kept(FileGroup.RECOGNITION, file.recognition),
                one_to_ones=kept(FileGroup.ONE_TO_ONES, file.one_to_ones),
            )
        )

    def _ask(self, noted: Noted) -> None:
        self.note_asked.emit(noted)

    def noted(self) -> None:
        """Be ready for the next line: the last one is kept."""
        self._empty()
        self.group.setFocus()


def _columns() -> tuple[Column[FileLine], ...]:
    words = group_words()
    return (
        Column(_("Noted"), lambda line: Cell(words[line.group], bold=True), stretch=1),
        Column(_("What"), lambda line: Cell(line.what, line.when, line.tags), stretch=2),
    )
