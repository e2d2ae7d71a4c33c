"""The privacy guard over the texts of one draft: what stays is kept in the visit."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from icv_app.domain.justified import Justified
from icv_app.domain.visit import Visit
from ui.visit.view_model import VisitViewModel
from ui.widgets.guarded_texts import GuardedTexts


class VisitTexts(GuardedTexts):
    """Guards every text field of the editor."""

    def __init__(self, view_model: VisitViewModel, page: QWidget) -> None:
        super().__init__(page)
        self._view_model = view_model
        self._shown = view_model.visit.justified
        self.use(view_model.context.guard, view_model.checklist.reasons["privacy_reasons"], view_model.tasks)
        view_model.visit_changed.connect(self._on_visit_changed)

    def justified(self) -> tuple[Justified, ...]:
        """Return what stays in the draft, and why."""
        return self._view_model.visit.justified

    def justify(self, one: Justified) -> None:
        """Let something stay."""
        self._view_model.edit(lambda visit: visit.with_justified(one))

    def take_back(self, one: Justified) -> None:
        """Look at something again."""
        self._view_model.edit(lambda visit: visit.without_justified(one))

    def _on_visit_changed(self, visit: Visit) -> None:
        if visit.justified != self._shown:
            self._shown = visit.justified
            self.changed.emit()
