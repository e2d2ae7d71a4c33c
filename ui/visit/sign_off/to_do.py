"""What is left to do before the visit can be submitted, by step, with the way to each field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby, pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.domain.problem import Problem
from icv_app.words import _, plural
from ui.theme.tokens import SPACE_L, SPACE_S
from ui.visit.step_titles import step_titles
from ui.widgets.announce import announce
from ui.widgets.labels import Heading, Text
from ui.widgets.restyle import restyle
from ui.widgets.wrapped_link import WrappedLink

MOST_IN_A_STEP = 10


class ToDoList(QFrame):
    """Calm while the visit is being recorded; an error summary once somebody tried to submit it.

    Args:
        tab_after: What comes before it in the order of Tab.
        parent: Qt parent.
    """

    followed = Signal(object)
    """The `Problem` whose link was pressed."""

    def __init__(self, tab_after: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tab_after = tab_after
        self.setProperty("role", "errors")
        self.title = Heading(level=3)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(SPACE_S)
        self._column.addWidget(self.title)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(0)
        self._column.addLayout(self._groups)
        self.links: tuple[WrappedLink, ...] = ()
        self._shown: tuple[Problem, ...] | None = None
        self._insisting = False
        self._dress()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List problems, in the order of the steps; links that stay are left alone."""
        if tuple(problems) == self._shown:
            return
        had_focus = any(link.hasFocus() for link in self.links)
        self._shown = tuple(problems)
        if not problems:
            self._insisting = False
        self._dress()
        self._fill()
        if had_focus:
            (self.links[0] if self.links else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def insist(self) -> None:
        """Say that this stands in the way, and take the keyboard."""
        self._insisting = True
        self._dress()
        self._fill()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        said = ". ".join(problem.text for problem in (self._shown or ())[:MOST_IN_A_STEP])
        announce(self, f"{self.title.text()}. {said}", at_once=True)

    def _dress(self) -> None:
        count = len(self._shown or ())
        if self._insisting:
            title = plural(
                "There is a problem: {n} thing to do",
                "There is a problem: {n} things to do",
                count,
            )
        elif count:
            title = plural("{n} thing still to do", "{n} things still to do", count)
        else:
            title = _("Everything is filled in")
        self.title.setText(title)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._insisting else Qt.FocusPolicy.NoFocus)
        restyle(self, role="errors" if self._insisting else "plain")
        around = SPACE_L if self._insisting else 0
        self._column.setContentsMargins(around, around, around, around)

    def _fill(self) -> None:
        while (item := self._groups.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        links: list[WrappedLink] = []
        titles = step_titles()
        for step, group in groupby(self._shown or (), key=lambda problem: problem.step):
            of_step = list(group)
            heading = Text(titles[step], weight="semibold")
            heading.setContentsMargins(0, SPACE_S, 0, 0)
            self._groups.addWidget(heading)
            for problem in of_step[:MOST_IN_A_STEP]:
                links.append(self._link(problem.text, problem))
            if len(of_step) > MOST_IN_A_STEP:
                more = plural("and {n} more", "and {n} more", len(of_step) - MOST_IN_A_STEP)
                links.append(self._link(more, of_step[MOST_IN_A_STEP]))
        self.links = tuple(links)
        # What is made late stands last in the order of Tab, wherever it stands on the page.
        own = (self,) if self._insisting else ()
        for before, after in pairwise((self._tab_after, *own, *links)):
            QWidget.setTabOrder(before, after)

    def _link(self, text: str, problem: Problem) -> WrappedLink:
        link = WrappedLink(text, error=self._insisting)
        link.clicked.connect(partial(self._follow, problem))
        self._groups.addWidget(link)
        link.show()
        return link

    def _follow(self, problem: Problem, _checked: bool = False) -> None:
        self.followed.emit(problem)
