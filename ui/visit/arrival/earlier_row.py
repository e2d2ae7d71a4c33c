"""One concern of an earlier visit, and whether it was looked at again."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import ConcernState, ConcernStepKind
from icv_app.domain.times import day_in_words, london_day
from icv_app.domain.visit import Visit
from icv_app.services.follow_up import EarlierConcern
from icv_app.words import _
from ui.theme import Hue
from ui.theme.tokens import SPACE_S, SPACE_XS
from ui.visit.arrival.looking_again import Said, note, said_of, say, take_back
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import SEVERITY_HUES, label, lower_first
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.tag import Tag
from ui.widgets.text_field import NoteField


class EarlierRow(QWidget):
    """The concern, what became of it, four answers, and a note once one is given."""

    def __init__(self, model: VisitViewModel, earlier: EarlierConcern, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._earlier = earlier
        title = concern_title(earlier, model.checklist)
        self.words = Text(raised_words(earlier))
        self.answer = Muted(answer_words(earlier, model.checklist))
        self.choice = ChoiceFlow(_("{concern}: looked at").format(concern=title), _options())
        self.note = NoteField(_("Note on {concern}").format(concern=title), least_lines=1)
        self.note.watch.stand_at(f"follow_ups.{earlier.concern_id}")
        self.note_field = LabelledField(_("Note"), self.note, hint=_("In short. No names."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addLayout(_head(earlier, title, model.checklist))
        for words in (self.words, self.answer):
            column.addWidget(words)
        column.addSpacing(SPACE_S)
        column.addWidget(self.choice)
        column.addSpacing(SPACE_XS)
        column.addWidget(self.note_field)
        self.choice.chosen.connect(lambda said: say(model, earlier, Said(said)))
        self.choice.cleared.connect(lambda: take_back(model, earlier))
        self.note.value_changed.connect(lambda text: note(model, earlier, text))
        self.show_visit(model.visit)

    def show_visit(self, visit: Visit) -> None:
        """Show what was said; what is being typed stays."""
        said = said_of(visit, self._earlier.concern_id)
        if self.choice.value() != said:
            self.choice.set_value(said)
        self.note_field.setVisible(said is not None)
        found = visit.follow_up(self._earlier.concern_id)
        if not self.note.hasFocus():
            self.note.set_value(found.note if found is not None else "")

    def focus_note(self) -> None:
        """Put the keyboard on the note."""
        self.note.setFocus()

    @property
    def earlier(self) -> EarlierConcern:
        """The concern it is about."""
        return self._earlier


def concern_title(earlier: EarlierConcern, checklist: Checklist) -> str:
    """Return the category in words."""
    category = checklist.category(earlier.concern.category)
    return category.full_title if category else earlier.concern.category


def raised_words(earlier: EarlierConcern) -> str:
    """Return "3 May 2024, V-004 and V-009: shower 2 broken."."""
    who = _(" and ").join(earlier.visitors)
    raised = f"{day_in_words(london_day(earlier.began_at))}, {who}"
    text = earlier.concern.text
    if text:
        return f"{raised}: {text}"
    about = _("about one person") if earlier.concern.person_id else ""
    return f"{raised}: {about}" if about else raised


def answer_words(earlier: EarlierConcern, checklist: Checklist) -> str:
    """Return what the force said and when, as far as this laptop knows."""
    answer = earlier.answer
    if answer is None:
        return _("No answer has reached this laptop yet.")
    day = day_in_words(london_day(answer.at))
    if answer.kind is ConcernStepKind.REPLIED:
        return _("The force said on {day}: “{words}”").format(day=day, words=answer.text)
    outcome = lower_first(label(checklist, "concern_outcomes", answer.outcome))
    closed = _("Closed on {day}: {outcome}.").format(day=day, outcome=outcome)
    return f"{closed} “{answer.text}”" if answer.text else closed


def _head(earlier: EarlierConcern, title: str, checklist: Checklist) -> Flow:
    head = Flow()
    severity = earlier.concern.severity.value
    head.addWidget(Tag(label(checklist, "severities", severity), SEVERITY_HUES[severity]))
    head.addWidget(Text(title, weight="semibold"))
    closed = earlier.state in {ConcernState.CLOSED, ConcernState.ACCEPTED}
    head.addWidget(Tag(_("Answered"), Hue.GREEN) if closed else Tag(_("Open"), Hue.ORANGE))
    return head


def _options() -> list[tuple[str, str]]:
    return [
        (Said.PUT_RIGHT.value, _("Put right")),
        (Said.STILL_SO.value, _("Still so")),
        (Said.RAISED_AGAIN.value, _("Still so: raise it again")),
        (Said.NOT_LOOKED.value, _("Not looked at")),
    ]
