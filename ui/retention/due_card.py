"""What is due to be erased now, and the button that does it, which asks first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.words import _
from ui.people.detail import say_moment
from ui.retention.view_model import RetentionStanding
from ui.retention.wording import ask_words, due_fact
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.labels import Muted, Text


class DueCard(Card):
    """Year by year: how many visits lose what identifies people, and how many go whole."""

    erase_asked = Signal()
    """The coordinator was asked and said yes."""
    finish_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Due now"), parent=parent)
        self._question = ""
        self.words = Text()
        self.facts = Facts()
        self.whole_words = Text(
            _("These visits are to be erased whole, with their concerns and all that was said.")
        )
        self.whole_facts = Facts()
        self.paper_words = Text(_("These papers of the office are to be erased; no visit is."))
        self.paper_facts = Facts()
        self.erase_button = Button(_("Erase what is due"), "warning")
        self.ask = AskInPlace()
        self.unfinished = Text(
            _(
                "Files of this computer and its backups have still to be written anew, so that they keep no "
                "trace of what was erased. ICV does it by itself at the next start."
            )
        )
        self.finish_button = Button(_("Write them anew now"))
        self.rule = Muted()
        papers = (self.paper_words, self.paper_facts)
        for widget in (self.words, self.facts, self.whole_words, self.whole_facts, *papers):
            self.body.addWidget(widget)
        self.body.addWidget(self.erase_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.ask)
        self.body.addWidget(self.unfinished)
        self.body.addWidget(self.finish_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.rule)
        self.erase_button.clicked.connect(lambda: self.ask.ask(self._question, _("Erase it for good")))
        self.ask.confirmed.connect(self.erase_asked)
        self.finish_button.clicked.connect(self.finish_asked)
        self._offer(due=False, unfinished=False)
        for words in (self.whole_words, self.paper_words):
            words.hide()

    def show_due(self, standing: RetentionStanding) -> None:
        """Show what is due, or when something will be."""
        preview, retention = standing.preview, standing.settings.retention
        self.ask.hide()
        self._question = ask_words(preview)
        self._offer(due=bool(preview.due), unfinished=standing.unfinished)
        self.words.setVisible(bool(preview.years) or not preview.due)
        self.whole_words.setVisible(bool(preview.whole))
        self.paper_words.setVisible(bool(preview.papers))
        for facts, years in (
            (self.facts, preview.years),
            (self.whole_facts, preview.whole),
            (self.paper_facts, preview.papers),
        ):
            facts.setVisible(bool(years))
            facts.show_facts([due_fact(year) for year in years])
        if preview.years:
            self.words.setText(_("What identifies people in these visits is to be erased."))
        elif preview.next_due is not None:
            self.words.setText(
                _("Nothing is due. The next thing is due on {when}.").format(
                    when=say_moment(preview.next_due)
                )
            )
        else:
            self.words.setText(_("Nothing is due."))
        self.rule.setText(
            _(
                "The scheme’s rule: what identifies people {years} years after the financial year of a visit "
                "ends, the visit and its concerns after {whole} years; papers of the office {papers} "
                "years after the financial year they were done with. On visitors’ laptops what identifies "
                "people goes by itself, {days} days after you have the report."
            ).format(
                years=retention.identifying_years,
                whole=max(retention.visits_years, retention.identifying_years),
                papers=retention.office_years,
                days=retention.visitor_copy_days,
            )
        )

    def _offer(self, *, due: bool, unfinished: bool) -> None:
        self.erase_button.setVisible(due)
        self.unfinished.setVisible(unfinished)
        self.finish_button.setVisible(unfinished)
