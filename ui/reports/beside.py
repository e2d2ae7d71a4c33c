"""What a coordinator says beside the chosen report: comments and thanks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.justified import Justified
from icv_app.words import _
from ui.kept_text import KeptText
from ui.report_reader.say_box import SayBox
from ui.report_reader.view_model import ReportInHand, ReportViewModel
from ui.reports.comment_box import CommentBox
from ui.widgets.button import Button
from ui.workplace import Workplace


class BesideReport(QObject):
    """Two buttons, each with its box; what is written in one is kept until it is said or given up.

    Args:
        workplace: Whose desk it is.
        report: The report in sight.
        page: The page the widgets are laid out on.
    """

    opening = Signal()
    """A box is about to open: others should close."""
    failed = Signal(str)

    def __init__(self, workplace: Workplace, report: ReportViewModel, page: QWidget) -> None:
        super().__init__(page)
        self._report = report
        self.comment_button = Button(_("Comment on a part"))
        self.thanks_button = Button(_("Thank the visitors"))
        self.comment_box = CommentBox()
        self.thanks_box = SayBox(
            _("Your thanks or feedback"),
            _("Send to the visitors"),
            hint=_("A word of its own beside the report. No names of people in custody or of staff."),
            hue="green",
        )
        self._boxes = {"comment": self.comment_box, "thanks": self.thanks_box}
        self._kept = {
            "comment": KeptText(
                self.comment_box.text,
                workplace.desk.unsent,
                workplace.tasks,
                self,
                place=lambda: self.comment_box.path() or "",
            ),
            "thanks": KeptText(self.thanks_box.text, workplace.desk.unsent, workplace.tasks, self),
        }
        self._kept["comment"].placed.connect(self.comment_box.choose)
        self.comment_box.path_changed.connect(self._kept["comment"].keep_place)
        self._about = ""
        self._saying = ""
        self.comment_button.clicked.connect(self.open_comment)
        self.thanks_button.clicked.connect(self.open_thanks)
        self.comment_box.commented.connect(self._comment)
        self.thanks_box.said.connect(self._thank)
        report.failed.connect(self._on_failed)
        for name, kept in self._kept.items():
            box = self._boxes[name]
            box.left.connect(kept.forget)
            kept.found.connect(lambda _text, box=box: box.open_box(focus=False))
            kept.failed.connect(self.failed)
        self.show_for(None)

    def show_for(self, in_hand: ReportInHand | None) -> None:
        """Offer to speak about a report, and go on with what was begun about it."""
        for button in (self.comment_button, self.thanks_button):
            button.setEnabled(in_hand is not None)
        if in_hand is None:
            return
        self.comment_box.show_places(in_hand)
        if self._about != in_hand.visit_id:
            self._about = in_hand.visit_id
            for name, kept in self._kept.items():
                kept.open(f"{name}:{in_hand.visit_id}")

    def open_comment(self) -> None:
        """Open the box for a comment."""
        if self.comment_button.isEnabled():
            self.opening.emit()
            self.thanks_box.hide()
            self.comment_box.open_box()

    def open_thanks(self) -> None:
        """Open the box for thanks."""
        if self.thanks_button.isEnabled():
            self.opening.emit()
            self.comment_box.hide()
            self.thanks_box.open_box()

    def leave(self) -> None:
        """Another report is about to be shown: what was begun stays kept with this one."""
        for name, box in self._boxes.items():
            box.text.finish()
            self._kept[name].open("")
            box.close_box()
        self._about = ""

    def hide(self) -> None:
        """Put both boxes away, with what stands in them."""
        for box in self._boxes.values():
            box.hide()

    def said(self) -> None:
        """Something is kept as a record now; if it stood in one of the boxes, that is emptied."""
        name, self._saying = self._saying, ""
        if name:
            self._boxes[name].close_box()
            self._kept[name].forget()

    def _comment(self, path: str, text: str, justified: tuple[Justified, ...]) -> None:
        self._saying = "comment"
        self._report.comment(path, text, justified)

    def _thank(self, text: str, justified: tuple[Justified, ...]) -> None:
        self._saying = "thanks"
        self._report.thank(text, justified)

    def _on_failed(self, _text: str) -> None:
        self._saying = ""
