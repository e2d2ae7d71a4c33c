"""Yes, no, not applicable, not known: the answer to one check."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from icv_app.words import _
from ui.widgets.segments import Segment, SegmentBar

YES = "yes"
NO = "no"
NOT_APPLICABLE = "na"
NOT_KNOWN = "not_known"


class AnswerButtons(SegmentBar):
    """Four joined buttons with the keys Y N A K, or 1 2 3 4.

    `chosen` carries `YES`, `NO`, `NOT_APPLICABLE` or `NOT_KNOWN`.

    Args:
        question: What is answered.
        parent: Qt parent.
        good: The answer drawn as the good one, the other as the poor one; neither where `None`.
    """

    def __init__(self, question: str, parent: QWidget | None = None, *, good: str | None = YES) -> None:
        kinds = {None: ("plain", "plain"), NO: ("no", "yes")}.get(good, ("yes", "no"))
        segments = (
            Segment(YES, _("Yes"), "Y1", kinds[0]),
            Segment(NO, _("No"), "N2", kinds[1]),
            Segment(NOT_APPLICABLE, _("N/A"), "A3"),
            Segment(NOT_KNOWN, _("Not known"), "K4"),
        )
        super().__init__(segments, question, parent)
        self.answered = self.chosen
        for button, spoken in zip(
            self.buttons, (_("Yes"), _("No"), _("Not applicable"), _("Not known")), strict=True
        ):
            button.setAccessibleName(spoken)
