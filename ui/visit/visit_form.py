"""Forms whose controls show fields of a visit, and the steps that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.problem import Problem
from icv_app.domain.visit import Visit
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L
from ui.visit.bound_form import BoundForm, Control
from ui.visit.view_model import VisitViewModel
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.sides import Panes

_WHOLE_PAGE_PERCENT = 150
"""From this size of text on, too little of a step would be in sight under the heading and the step bar."""


def value_at(visit: Visit, path: str) -> Any:
    """Return what stands at a path such as `census.men`."""
    found: Any = visit
    for name in path.split("."):
        found = getattr(found, name)
    return found


def with_value(visit: Visit, path: str, value: Any) -> Visit:
    """Return the visit with another value at a path."""
    name, _dot, rest = path.partition(".")
    if not rest:
        return replace(visit, **{name: value})
    return replace(visit, **{name: replace(getattr(visit, name), **{rest: value})})


class VisitForm(BoundForm[Visit]):
    """A column of controls for fields of a visit, each known by its path."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(view_model.edit, parent=parent)

    def field(
        self,
        path: str,
        label: str,
        control: Control,
        *,
        take: Callable[[Any], Any] = lambda value: value,
        hint: str = "",
        required: bool = False,
        shown: Callable[[Visit], bool] | None = None,
        into: QLayout | None = None,
    ) -> QWidget:
        """Bind a control to the field at a path; `take` makes the field's value of the control's."""
        return self.bind(
            path,
            label,
            control,
            hint=hint,
            required=required,
            read=lambda visit: value_at(visit, path),
            write=lambda visit, value: with_value(visit, path, None if value is None else take(value)),
            shown=shown,
            into=into,
        )

    def focus_first(self) -> bool:
        """Put the keyboard on the first field in sight; False if there is none."""
        return any(self.focus_field(path) for path in self._bound)

    def unread(self) -> list[tuple[str, str]]:
        """Return the path and the problem of each control whose text could not be understood."""
        return [(path, problem) for path in self._bound if (problem := self._own_problem(path))]

    def mark(self, problems: dict[str, str]) -> None:
        """Show what is missing at its field, and nothing at the others."""
        for path in self._bound:
            if not self._own_problem(path):
                self.show_problem(path, problems.get(path, ""))

    def _own_problem(self, path: str) -> str:
        told = getattr(self._bound[path].control, "problem", None)
        return str(told()) if told is not None else ""


class FormStep(QWidget):
    """A step of the editor: cards in two columns that scroll together.

    Args:
        view_model: The draft.
        shares: The columns' parts of the width.
        parent: Qt parent.

    Attributes:
        left, right: Columns to add cards to.
    """

    ended = Signal()
    """Enter was pressed in the last field."""

    def __init__(
        self,
        view_model: VisitViewModel,
        *,
        shares: tuple[int, int] = (54, 46),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        self._forms: list[VisitForm] = []
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Panes(_side(self.left), _side(self.right), shares=shares))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_StepScroll(content))
        view_model.visit_changed.connect(self._on_visit_changed)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Show what changed while another step was in sight."""
        self.show_visit(self.view_model.visit)
        super().showEvent(event)

    def _on_visit_changed(self, visit: Visit) -> None:
        """A step out of sight costs an edit nothing."""
        if self.isVisible():
            self.show_visit(visit)

    def add_card(self, column: QVBoxLayout, title: str) -> tuple[Card, VisitForm]:
        """Add a card with a form in it; fields of both columns are found by `show_field`."""
        card, form = Card(title), VisitForm(self.view_model)
        form.within = self
        form.keys_go_on = True
        card.body.addWidget(form)
        column.addWidget(card)
        self._forms.append(form)
        form.ended.connect(self.ended)
        return card, form

    def show_visit(self, visit: Visit) -> None:
        """Show a visit; only what differs is touched."""
        for form in self._forms:
            form.show_record(visit)

    def show_field(self, field: str, person_id: PersonId | None, concern_id: ConcernId | None) -> None:
        """Put the keyboard on a field."""
        if not any(form.focus_field(field) for form in self._forms):
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the first field."""
        any(form.focus_first() for form in self._forms)

    def mark(self, problems: Sequence[Problem]) -> None:
        """Show what is missing at its field."""
        texts = {problem.field: problem.text for problem in reversed(problems)}
        for form in self._forms:
            form.mark(texts)

    def unread(self) -> Iterable[tuple[str, str]]:
        """Return path and problem of every field whose text could not be understood."""
        for form in self._forms:
            yield from form.unread()

    def finish(self) -> None:
        """Take what was typed in any field."""
        for form in self._forms:
            form.finish()


class _StepScroll(ScrollArea):
    """Scrolls by itself, unless the text is so large that the window scrolls the page as a whole."""

    _least = 0

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        self._least = self.minimumHeight()
        current_theme().changed.connect(self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the height of the content."""
        if watched is self.widget() and event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is None or current_theme().text_percent < _WHOLE_PAGE_PERCENT:
            self.setMinimumHeight(self._least)
        else:
            # No layout tells its height before it has something to lay out.
            self.setMinimumHeight(max(self._least, layout.totalHeightForWidth(self.viewport().width())))


def _side(column: QVBoxLayout) -> QWidget:
    side, whole = QWidget(), QVBoxLayout()
    side.setLayout(whole)
    whole.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_L)
    whole.addLayout(column)
    whole.addStretch(1)
    return side
