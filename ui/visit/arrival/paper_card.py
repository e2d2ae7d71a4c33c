"""Paper instead of a laptop in the suite: print it before, say that it is being typed up after."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.visit.view_model import VisitViewModel
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.labels import Muted
from ui.widgets.tick_box import TickBox


class PaperCard(Card):
    """The switch for the order of the paper, and the paper itself."""

    wanted = Signal()
    """An aide-memoire to print."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("On paper"), parent=parent)
        self._view_model = view_model
        self.typing_up = TickBox(_("I am typing up from paper"))
        self.print_button = Button(_("Print an aide-memoire"), icon="printer")
        self.body.addWidget(self.typing_up)
        self.body.addWidget(
            Muted(
                _(
                    "People and questions then follow the paper, with its numbers. "
                    "The report says that it was typed up."
                )
            )
        )
        self.body.addWidget(self.print_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.typing_up.toggled.connect(self._on_toggled)
        self.print_button.clicked.connect(self.wanted)

    def show_visit(self, visit: Visit) -> None:
        """Show whether it is typed up."""
        if self.typing_up.isChecked() != visit.typed_from_paper:
            self.typing_up.setChecked(visit.typed_from_paper)

    def _on_toggled(self, typed: bool) -> None:
        if typed != self._view_model.visit.typed_from_paper:
            self._view_model.edit(lambda visit: replace(visit, typed_from_paper=typed))
