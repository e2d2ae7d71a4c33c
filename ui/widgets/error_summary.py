"""What is wrong on a page, at its top, with the way to each field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme.tokens import SPACE_L, SPACE_XS
from ui.widgets.announce import announce
from ui.widgets.labels import Heading
from ui.widgets.wrapped_link import WrappedLink


class ErrorSummary(QFrame):
    """Says "There is a problem", with a link for each that puts the keyboard on its field.

    Hidden while there is nothing to say.
    """

    followed = Signal(str)
    """A link without a widget was pressed: its key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "errors")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("There is a problem"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_XS)
        column.addWidget(Heading(_("There is a problem")))
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        column.addLayout(self._links)
        self.links: tuple[WrappedLink, ...] = ()
        self.hide()

    def show_problems(self, problems: Sequence[tuple[str, QWidget | str]]) -> None:
        """List problems, each with its field or with a key that `followed` carries; none hides it."""
        for link in self.links:
            self._links.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = tuple(self._link(text, target) for text, target in problems)
        for before, after in pairwise((self, *self.links)):
            self.setTabOrder(before, after)
        said = ". ".join(text for text, _target in problems)
        self.setAccessibleDescription(said)
        self.setVisible(bool(problems))
        if problems:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, _("There is a problem. {problems}").format(problems=said), at_once=True)

    def _link(self, text: str, target: QWidget | str) -> WrappedLink:
        link = WrappedLink(text, error=True)
        if isinstance(target, str):
            link.clicked.connect(partial(self._follow_key, target))
        else:
            link.clicked.connect(partial(_follow, target))
        self._links.addWidget(link)
        return link

    def _follow_key(self, key: str) -> None:
        self.followed.emit(key)


def _follow(target: QWidget) -> None:
    goal = target.focusProxy() or target
    if goal.focusPolicy() == Qt.FocusPolicy.NoFocus:
        goal = next(
            (child for child in goal.findChildren(QWidget) if child.focusPolicy() != Qt.FocusPolicy.NoFocus),
            goal,
        )
    goal.setFocus(Qt.FocusReason.OtherFocusReason)
