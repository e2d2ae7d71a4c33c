"""What the columns of the table stand for, field by field, and mappings kept by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.services.past_visits import ColumnMapping, FieldGroup, PastTable, Trial
from icv_app.words import _
from ui.bring_in.view_model import Explaining
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.text_field import TextField
from ui.widgets.tick_box import TickBox

_MOST_SUITES = 12


def group_words(group: FieldGroup) -> str:
    """Head a group of fields."""
    return {
        FieldGroup.VISIT: _("The visit"),
        FieldGroup.TIMES: _("Times"),
        FieldGroup.COUNT: _("The count at entry"),
        FieldGroup.SEEN: _("Who was seen"),
        FieldGroup.REASONS: _("Why people were not seen"),
        FieldGroup.WORDS: _("Texts"),
        FieldGroup.COSTS: _("Travel and expenses"),
    }[group]


class ColumnsCard(ScrollCard):
    """A choice of columns for everything a visit holds, with what stands in the column chosen."""

    column_chosen = Signal(str, object)
    """Field, and the column or None."""
    suite_chosen = Signal(str, object)
    """What the table calls a suite, and the suite's identifier or None."""
    month_first_chosen = Signal(bool)
    mapping_chosen = Signal(object)
    """A kept `ColumnMapping`."""
    keep_asked = Signal(str)
    forget_asked = Signal(str)

    def __init__(self, explaining: Explaining, parent: QWidget | None = None) -> None:
        super().__init__(_("2. What its columns stand for"), parent)
        self._table: PastTable | None = None
        self._kept: dict[str, ColumnMapping] = {}
        self.mapping = Choice(_("Use a kept mapping"), ())
        self.mapping_field = LabelledField(_("Use a kept mapping"), self.mapping)
        self.unused = Muted()
        self.body.addWidget(self.mapping_field)
        self.body.addWidget(self.unused)
        self.suites_title = Heading(_("Names of suites the scheme does not know"), 3)
        self.suite_choices: list[Choice] = []
        self.suite_fields: list[LabelledField] = []
        self._make_suites(explaining)
        self.choices: dict[str, Choice] = {}
        self.fields: dict[str, LabelledField] = {}
        self._make_fields(explaining)
        self.month_first = TickBox(_("Dates are written with the month first, like 12/31/2024"))
        self.body.addWidget(self.month_first)
        self._make_keeping()
        self.body.addStretch(1)
        self._connect()
        self.show_mappings(explaining)
        self.show_suites(None)
        self._show_unused()
        self.setEnabled(False)

    def show_table(self, table: PastTable) -> None:
        """Offer the columns of a table."""
        self._table = table
        options = [(column, column) for column in table.columns]
        for choice in self.choices.values():
            choice.set_options(options)
        for choice in self.suite_choices:
            choice.set_value(None)
        self.show_suites(None)
        self.setEnabled(True)

    def show_mapping(self, mapping: ColumnMapping) -> None:
        """Show which column stands for what."""
        for name, choice in self.choices.items():
            choice.set_value(mapping.columns.get(name))
            self._show_examples(name)
        self._show_unused()
        self.month_first.setChecked(mapping.month_first)
        self.name.set_value(mapping.name)
        self.mapping.set_value(mapping.name if mapping.name in self._kept else None)
        self.forget_button.setVisible(mapping.name in self._kept)

    def show_mappings(self, explaining: Explaining) -> None:
        """Offer the kept mappings."""
        self._kept = {one.name: one for one in explaining.mappings}
        self.mapping.set_options([(name, name) for name in self._kept])
        self.mapping_field.setVisible(bool(self._kept))
        name = self.name.value()
        self.mapping.set_value(name if name in self._kept else None)
        self.forget_button.setVisible(name in self._kept)

    def show_suites(self, trial: Trial | None) -> None:
        """Ask which suites the table means where a dry run found names that nobody knows."""
        names = trial.unknown_suites if trial is not None else ()
        if trial is None and any(choice.value() is not None for choice in self.suite_choices):
            return  # being explained just now
        self.suites_title.setVisible(bool(names))
        for at, (field, choice) in enumerate(zip(self.suite_fields, self.suite_choices, strict=True)):
            field.setVisible(at < len(names))
            choice.set_value(None)
            if at < len(names):
                words = _("Suite “{name}”").format(name=names[at])
                field.label.setText(words.replace("&", "&&"))
                for control in (choice, choice.line):
                    control.setAccessibleName(words)
                choice.setProperty("called", names[at])

    def _make_suites(self, explaining: Explaining) -> None:
        self.body.addWidget(self.suites_title)
        options = [(suite.suite_id, suite.name) for suite in explaining.suites]
        for _at in range(_MOST_SUITES):
            choice = Choice(_("Suite"), options)
            field = LabelledField(_("Suite"), choice)
            self.suite_choices.append(choice)
            self.suite_fields.append(field)
            self.body.addWidget(field)

    def _make_fields(self, explaining: Explaining) -> None:
        group = None
        for one in explaining.fields:
            if one.group is not group:
                group = one.group
                self.body.addWidget(Heading(group_words(group), 3))
                if group is FieldGroup.TIMES:
                    self.body.addWidget(
                        Muted(_("When they arrived or when they entered is needed; a date may stand apart."))
                    )
            choice = Choice(one.title, ())
            field = LabelledField(one.title, choice, required=one.needed)
            self.choices[one.name] = choice
            self.fields[one.name] = field
            self.body.addWidget(field)

    def _make_keeping(self) -> None:
        self.name = TextField(_("Name of the mapping"), most=60)
        self.keep_button = Button(_("Keep the mapping"))
        self.forget_button = Button(_("Take it out"), "link")
        hint = _("For the next file of the same make, on this computer.")
        self.body.addWidget(Heading(_("Keep it for the next file"), 3))
        self.body.addWidget(LabelledField(_("Name of the mapping"), self.name, hint=hint))
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.forget_button)
        self.body.addLayout(buttons)

    def _connect(self) -> None:
        for name, choice in self.choices.items():
            choice.value_changed.connect(self._on_column(name))
        for choice in self.suite_choices:
            choice.value_changed.connect(self._on_suite(choice))
        self.month_first.toggled.connect(self.month_first_chosen)
        self.mapping.value_changed.connect(self._on_mapping)
        self.keep_button.clicked.connect(lambda: self.keep_asked.emit(self.name.value()))
        self.forget_button.clicked.connect(lambda: self.forget_asked.emit(self.name.value()))

    def _on_column(self, name: str) -> Callable[[str | None], None]:
        def chosen(column: str | None) -> None:
            self._show_examples(name)
            self._show_unused()
            self.column_chosen.emit(name, column)

        return chosen

    def _on_suite(self, choice: Choice) -> Callable[[str | None], None]:
        return lambda suite: self.suite_chosen.emit(str(choice.property("called")), suite)

    def _on_mapping(self, name: str | None) -> None:
        if name is not None:
            self.mapping_chosen.emit(self._kept[name])

    def _show_unused(self) -> None:
        used = {choice.value() for choice in self.choices.values()}
        unused = [column for column in self._table.columns if column not in used] if self._table else []
        self.unused.setText(_("Columns that are not read: {columns}").format(columns=", ".join(unused)))
        self.unused.setVisible(bool(unused))

    def _show_examples(self, name: str) -> None:
        column = self.choices[name].value()
        examples = self._table.examples(column) if self._table is not None and column is not None else ()
        self.fields[name].set_hint(" · ".join(examples))
