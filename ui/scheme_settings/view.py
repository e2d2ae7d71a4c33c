"""The scheme's settings: groups at the left, the fields of one at the right; published as one version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.scheme_changes import Place
from icv_app.domain.scheme_problems import problems
from icv_app.services.scheme_publishing import SettingsPreview, SettingsVersion, VersionState
from icv_app.words import _, plural
from ui.scheme_settings.bound import GroupCard
from ui.scheme_settings.checklist_card import ChecklistCard
from ui.scheme_settings.groups import TargetsCard, keeping_card, limits_card, replies_card, scheme_card
from ui.scheme_settings.history_card import HistoryCard
from ui.scheme_settings.items import ItemsCard
from ui.scheme_settings.lists import PanelsCard, SuitesCard, TrainingCard
from ui.scheme_settings.money_card import MoneyCard
from ui.scheme_settings.number_card import NumberCard
from ui.scheme_settings.review_card import ReviewCard
from ui.scheme_settings.view_model import SchemeSettingsViewModel, SettingsInSight
from ui.shell.page import Page
from ui.shell.whole_page import PageStack
from ui.theme import Hue
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.labels import Muted
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.widgets.tag import Tagged
from ui.workplace import Workplace

HISTORY = "history"
_FIELDS: dict[str, tuple[str, ...]] = {
    "scheme": ("name", "policing_body", "force", "contact_email", "quality_award"),
    "suites": ("suites", "suite_targets"),
    "panels": ("panels",),
    "targets": ("visits_per_suite_and_week", "night_share", "weekend_share", "earlier"),
    "limits": ("delay_threshold", "filed_late_after", "unsigned_after", "over_24h"),
    "number": ("custody_number_pattern",),
    "replies": ("reply_targets", "repeat_months"),
    "keeping": ("retention", "heads"),
    "training": ("training",),
    "money": ("pence_a_mile", "people_detained"),
    "checklist": ("checklist",),
}
"""Which fields stand in which group."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group in the list.

    Attributes:
        changed: Fields changed and not published.
    """

    key: str
    title: str
    changed: int = 0
    overtaken: bool = False


class SchemeSettingsPage(Page):
    """Everything a scheme decides for itself."""

    def __init__(
        self, view_model: SchemeSettingsViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Scheme settings"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self.review_button = Button(_("Review and publish"), "main")
        self.errors = ErrorSummary()
        self.note = Muted()
        self.targets = TargetsCard(view_model.today)
        self.checklist = ChecklistCard()
        self.history = HistoryCard()
        self.review = ReviewCard()
        self.groups: dict[str, GroupCard] = {
            "scheme": scheme_card(),
            "suites": SuitesCard(view_model.today),
            "panels": PanelsCard(),
            "targets": self.targets,
            "limits": limits_card(),
            "number": NumberCard(),
            "replies": replies_card(),
            "keeping": keeping_card(),
            "training": TrainingCard(),
            "money": MoneyCard(view_model.today),
            "checklist": self.checklist,
        }
        self.rows: RowsModel[GroupRow] = RowsModel(_columns(), key=lambda row: row.key)
        self.rows.show(self._rows())
        self.table = DataTable(_("Groups of settings"), self.rows, "")
        self.keys = ((_("Enter"), _("Go to the fields of the group chosen")),)
        self._side = PageStack()
        self._lay_out()
        self._connect()
        self.review_button.setEnabled(False)  # until there are settings to change
        self.table.choose("scheme")
        self._side.show_page(self.groups["scheme"])

    def shown(self) -> None:
        """Read what is published."""
        self._view_model.load()

    def finish(self) -> None:
        """Take what is being typed."""
        for card in self.groups.values():
            card.finish()

    def go_to(self, key: str) -> None:
        """Show a group."""
        self.table.choose(key)
        self._show_chosen()

    @property
    def card(self) -> QWidget | None:
        """What stands at the right."""
        return self._side.page

    def _lay_out(self) -> None:
        board = Card(padded=False)
        board.body.addWidget(self.table, 1)
        panes = Panes(board, self._side, shares=(34, 66))
        cards: list[ScrollCard] = [*self.groups.values(), self.history, self.review]
        for card in cards:
            self._side.add(card)
            panes.stacked_changed.connect(card.area.set_whole)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.errors)
        column.addWidget(self.note)
        self.body.addWidget(top)
        self.body.addWidget(panes, 1)
        self.note.hide()
        self.set_actions(self.review_button)

    def _connect(self) -> None:
        model = self._view_model
        for card in self.groups.values():
            card.edited.connect(model.edit)
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.table.row_opened.connect(lambda _row: self._on_opened())
        self.table.clicked.connect(lambda _index: self._show_chosen())
        self.review_button.clicked.connect(self._on_review)
        self.errors.followed.connect(self._on_followed)
        self.review.left.connect(self._show_chosen)
        self.review.mine_changed.connect(self._preview)
        self.review.publish_asked.connect(self._on_publish)
        self.review.drop_asked.connect(self._on_drop)
        self.history.take_up_asked.connect(self._on_take_up)
        self.checklist.file_wanted.connect(self._on_load)
        self.checklist.save_wanted.connect(self._on_save)
        self.checklist.chosen.connect(model.choose_checklist)
        model.loaded.connect(self._on_loaded)
        model.filled.connect(self._on_filled)
        model.edited.connect(self._on_edited)
        model.brought.connect(self.checklist.show_brought)
        model.previewed.connect(self._on_previewed)
        model.published.connect(self._on_published)
        model.done.connect(self._workplace.tell_done)
        model.failed.connect(self._workplace.tell)
        self._workplace.data_changed.connect(self._on_data_changed)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_loaded(self, seen: SettingsInSight) -> None:
        self.checklist.offer(seen.checklists)
        self.history.show_history(seen.history)
        for card in self.groups.values():
            if isinstance(card, ItemsCard):
                card.note_published(seen.current)
        newest = next((one for one in seen.history if one.state is VersionState.IN_USE), None)
        said = _("Version {n} is in use").format(n=seen.current.version)
        if newest is not None:
            said = _("{said}, published by {member}").format(said=said, member=newest.by)
        self.set_heading(self.title, said)

    def _on_filled(self, settings: SchemeSettings) -> None:
        self.review_button.setEnabled(True)
        for card in self.groups.values():
            card.fill(settings)
        self._show_problems({})

    def _on_edited(self, settings: SchemeSettings) -> None:
        for card in self.groups.values():
            card.note(settings)
        self.rows.show(self._rows())
        count = len(self._view_model.own_changes())
        said = []
        if count:
            said.append(
                plural(
                    "{n} field changed and not published yet.",
                    "{n} fields changed and not published yet.",
                    count,
                )
            )
        if count and self._view_model.overtaken_meanwhile:
            said.append(_("Another coordinator has published settings meanwhile; both are put together."))
        self.note.setText(" ".join(said))
        self.note.setVisible(bool(said))

    def _show_chosen(self) -> None:
        row: GroupRow | None = self.table.chosen()
        if row is not None:
            self._side.show_page(self.history if row.key == HISTORY else self.groups[row.key])

    def _on_opened(self) -> None:
        """Go on to the first field of the group."""
        self._show_chosen()
        row: GroupRow | None = self.table.chosen()
        bounds = self.groups[row.key].bounds if row is not None and row.key in self.groups else ()
        if bounds:
            control = bounds[0].control
            (control.focusProxy() or control).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_review(self) -> None:
        self.finish()
        wrong = [(sentence, place) for card in self.groups.values() for sentence, place in card.unreadable()]
        since = self.targets.since
        since.finish()
        if since.problem():
            wrong.append((since.problem(), ("earlier", "", "")))
        if wrong:
            form = self._view_model.form
            also = {one.place: one.sentence for one in problems(form)} if form is not None else {}
            self._show_problems({**also, **{place: sentence for sentence, place in wrong}})
            return
        self.review.begin()
        self._preview()

    def _preview(self) -> None:
        self.review.wait()
        self._view_model.preview(self.targets.since_day(), self.review.mine())

    def _on_previewed(self, preview: SettingsPreview) -> None:
        self._show_problems({problem.place: problem.sentence for problem in preview.problems})
        if preview.problems:
            return
        self.review.show_preview(preview)
        if self._side.page is not self.review:
            self._side.show_page(self.review)
            self.review.publish_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_publish(self) -> None:
        if self.review.preview is not None:
            self._view_model.publish(self.review.preview)

    def _on_published(self) -> None:
        self.targets.since.set_value(None)
        self.go_to(HISTORY)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()

    def _on_drop(self) -> None:
        undo = self._view_model.drop()
        self._workplace.tell_done(_("What you had changed is taken back."), undo=undo)
        self._show_chosen()

    def _on_take_up(self, version: SettingsVersion) -> None:
        self._view_model.take_up(version)
        self._on_review()

    def _on_load(self) -> None:
        kinds = _("Checklist (*.yaml *.yml)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Load a checklist file"), "", kinds)
        if name:
            self._view_model.bring_checklist(Path(name))

    def _on_save(self) -> None:
        kinds = _("Checklist (*.yaml)")
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save the checklist in use"), "checklist.yaml", kinds
        )
        if name:
            self._view_model.save_checklist(Path(name))

    def _show_problems(self, sentences: dict[Place, str]) -> None:
        for card in self.groups.values():
            card.show_problems(sentences)
        self.targets.since_field.set_problem(sentences.get(("earlier", "", ""), ""))
        self.errors.show_problems(
            [(f"{_titles()[_group_of(place)]}: {said}", "/".join(place)) for place, said in sentences.items()]
        )

    def _on_followed(self, key: str) -> None:
        field, item, part = key.split("/", 2)
        group = _group_of((field, item, part))
        self.go_to(group)
        card = self.groups[group]
        target = self.targets.since if field == "earlier" else card.field_at((field, item, part))
        if target is not None:
            (target.focusProxy() or target).setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows(self) -> tuple[GroupRow, ...]:
        changed = [_group_of(one.place) for one in self._view_model.own_changes()]
        seen = self._view_model.seen
        overtaken = seen is not None and any(one.state is VersionState.OVERTAKEN for one in seen.history[:3])
        rows = [
            GroupRow(key, title, changed.count(key)) for key, title in _titles().items() if key != HISTORY
        ]
        return (*rows, GroupRow(HISTORY, _titles()[HISTORY], overtaken=overtaken))


def _titles() -> dict[str, str]:
    return {
        "scheme": _("The scheme"),
        "suites": _("Suites"),
        "panels": _("Panels"),
        "targets": _("Targets"),
        "limits": _("Limits"),
        "number": _("Custody numbers"),
        "replies": _("Replies of the force"),
        "keeping": _("Keeping and devices"),
        "training": _("Training"),
        "money": _("Money and figures of the force"),
        "checklist": _("Checklist"),
        HISTORY: _("Published versions"),
    }


def _group_of(place: Place) -> str:
    return next(group for group, fields in _FIELDS.items() if place[0] in fields)


def _columns() -> tuple[Column[GroupRow], ...]:
    return (Column(_("Settings"), _cell, stretch=1),)


def _cell(row: GroupRow) -> Cell:
    tags: list[Tagged] = []
    if row.changed:
        tags.append((plural("{n} changed", "{n} changed", row.changed), Hue.ORANGE))
    if row.overtaken:
        tags.append((_("One overtaken"), Hue.ORANGE))
    return Cell(row.title, tags=tuple(tags), bold=True)
