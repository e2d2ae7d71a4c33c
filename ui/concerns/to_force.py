"""What goes to the force about the chosen concern: the PDF, and the e-mail to copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from icv_app.domain.concern_mail import ConcernMail
from icv_app.domain.times import london_day
from icv_app.words import _
from ui.concerns.view_model import ConcernRow
from ui.paper.saving import PdfSaver
from ui.report_reader.parts import Fold
from ui.widgets.button import Button
from ui.widgets.labels import Text
from ui.workplace import Workplace


class MailFold(Fold):
    """The e-mail as it would be copied."""

    def __init__(self) -> None:
        super().__init__(_("the e-mail text"))
        self.text = Text("")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(_("E-mail text"))

    def make(self) -> Text:
        """Return the words."""
        return self.text

    def show_mail(self, mail: ConcernMail | None) -> None:
        """Show this e-mail."""
        self.text.setText(mail.whole if mail is not None else "")


class ToForce(QObject):
    """Two buttons; whoever owns it puts them where they belong.

    Args:
        workplace: The member's desk and doors.
        chosen: The concern in sight, or `None`.
        to_role: Code of the role or level it goes to.
        mail: The e-mail to that role, or `None`.
        covered: Waits while the file is written.
    """

    def __init__(
        self,
        workplace: Workplace,
        chosen: Callable[[], ConcernRow | None],
        to_role: Callable[[], str],
        mail: Callable[[str], ConcernMail | None],
        covered: QWidget,
    ) -> None:
        super().__init__(covered)
        self._workplace = workplace
        self._chosen = chosen
        self._to_role = to_role
        self._mail = mail
        self._saver = PdfSaver(workplace.tasks, covered, workplace.tell_done, workplace.tell)
        self.mail_button = Button(_("Copy the e-mail"))
        self.pdf_button = Button(_("PDF for the force"), icon="download")
        self.mail_button.setToolTip(_("Without names, and without what was found: that stands in the PDF."))
        self.pdf_button.setToolTip(_("Without the visitors’ names. The file is not encrypted."))
        self.mail_button.clicked.connect(self._copy)
        self.pdf_button.clicked.connect(self._save)

    def _copy(self) -> None:
        mail = self._mail(self._to_role())
        if mail is not None:
            QGuiApplication.clipboard().setText(mail.whole)
            self._workplace.tell_done(
                _("The e-mail is copied. Paste it into your own e-mail, and attach the PDF.")
            )

    def _save(self) -> None:
        row, role = self._chosen(), self._to_role()
        if row is None:
            return
        desk, doors = self._workplace.desk, self._workplace.doors

        def write(file: Path) -> str:
            doors.write_concern_pdf(desk, row.listed.visit_id, row.concern_id, file, to_role=role)
            words = _("The letter is in {file}. It is OFFICIAL-SENSITIVE and not encrypted.")
            return words.format(file=file.name)

        title = _("Save the letter to the force (the file is not encrypted)")
        self._saver.save(title, suggested_name(row), write)


def suggested_name(row: ConcernRow) -> str:
    """Return a name for the file: the category, the suite and the day, and nothing about a person."""
    one = row.listed
    kind = "thanks" if one.good_practice else f"concern-{one.category}"
    return f"{kind}-{one.suite}-{london_day(one.began_at).isoformat()}.pdf"
