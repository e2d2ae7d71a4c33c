"""How custody numbers are written, with a place to try it."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.custody_pattern import LONGEST_PATTERN, accepts, pattern_problem
from icv_app.words import _
from ui.scheme_settings.bound import Bound, GroupCard
from ui.scheme_settings.wording import field_words
from ui.widgets.announce import announce
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Text
from ui.widgets.text_field import TextField

_LONGEST_NUMBER = 40


class NumberCard(GroupCard):
    """A pattern that cannot be used is said so at once, and nothing is tried against it."""

    def __init__(self) -> None:
        super().__init__(_("Custody numbers"))
        words = field_words("custody_number_pattern")
        self.pattern = TextField(words, most=LONGEST_PATTERN)
        self.add_row(
            Bound(
                ("custody_number_pattern", "", ""),
                self.pattern,
                lambda settings: settings.custody_number_pattern,
                lambda settings, value: replace(settings, custody_number_pattern=value),
                label=words,
                hint=_(
                    "A regular expression, like [0-9]{2}[A-Z]{2}/[0-9]{4} for 13WK/4402. "
                    "Empty: any number is accepted."
                ),
            )
        )
        self.body.addWidget(Heading(_("Try it"), 3))
        self.number = TextField(_("A custody number"), most=_LONGEST_NUMBER)
        self.body.addWidget(
            LabelledField(_("A custody number"), self.number, hint=_("An invented one. It is not kept."))
        )
        self.answer = Text(weight="semibold")
        self.body.addWidget(self.answer)
        self.body.addStretch(1)
        self.number.textChanged.connect(lambda _text: self._try())
        self.pattern.textChanged.connect(lambda _text: self._try())
        self._try()

    def _try(self) -> None:
        pattern, number = self.pattern.value(), self.number.value()
        problem = pattern_problem(pattern)
        if problem:
            words = problem
        elif not number:
            words = _("Type a number to see whether it is accepted.")
        elif accepts(pattern, number):
            words = _("{number} is accepted.").format(number=number)
        else:
            words = _("{number} is not accepted.").format(number=number)
        if words != self.answer.text():
            self.answer.setText(words)
            announce(self.answer, words)
